import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { PeopleOnRecord, PersonShown } from '../domain/people.ts';
import { cardholderFromItem } from './cardholders.ts';
import { personKey } from './keys.ts';
import { registrationFromItem } from './registrations.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

/** Two items a person, and a request takes a hundred. */
const PEOPLE_A_REQUEST = 50;

/** Names and registrations of the people of a page, in one request for each fifty. */
export class PeopleOnRecordTables implements PeopleOnRecord {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: { cardholders: string; registrations: string };

  constructor(client: DynamoDBDocumentClient, tables: { cardholders: string; registrations: string }) {
    this.#client = client;
    this.#tables = tables;
  }

  async of(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, PersonShown>> {
    const people = new Map<CitizenId, PersonShown>();
    for (let from = 0; from < citizenIds.length; from += PEOPLE_A_REQUEST)
      await this.#read(citizenIds.slice(from, from + PEOPLE_A_REQUEST), people);
    return people;
  }

  async #read(citizenIds: readonly CitizenId[], people: Map<CitizenId, PersonShown>): Promise<void> {
    const { cardholders, registrations } = this.#tables;
    const Keys = citizenIds.map(personKey);
    const show = (citizenId: CitizenId, shown: PersonShown) =>
      people.set(citizenId, { ...people.get(citizenId), ...shown });
    await untilProcessed<Batch>(
      { [cardholders]: { Keys }, [registrations]: { Keys } },
      async (RequestItems) => {
        const { Responses, UnprocessedKeys = {} } = await this.#client.send(
          new BatchGetCommand({ RequestItems }),
        );
        for (const { citizenId, name } of (Responses?.[cardholders] ?? []).map(cardholderFromItem))
          show(citizenId, { name });
        for (const { citizenId, registrationId, receipt, version } of (Responses?.[registrations] ?? []).map(
          registrationFromItem,
        ))
          show(citizenId, { registration: { registrationId, receipt, version } });
        return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
      },
    );
  }
}

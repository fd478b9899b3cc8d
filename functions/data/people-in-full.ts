import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { PersonOnRecord } from '../domain/eligibility.ts';
import type { CanariesTable } from './canaries.ts';
import { cardholderFromItem } from './cardholders.ts';
import { personKey } from './keys.ts';
import { registrationFromItem } from './registrations.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

/** DynamoDB's limit of keys in one request. */
const KEYS_OF_A_REQUEST = 100;

/** Items of one table by their keys, as of now, in whatever order; those that are not there are left out. */
export async function readAll(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Record<string, unknown>[],
): Promise<unknown[]> {
  const chunks = Array.from({ length: Math.ceil(keys.length / KEYS_OF_A_REQUEST) }, (_, n) =>
    keys.slice(n * KEYS_OF_A_REQUEST, (n + 1) * KEYS_OF_A_REQUEST),
  );
  const read: unknown[] = [];
  await Promise.all(
    chunks.map((Keys) =>
      untilProcessed<Batch>({ [table]: { Keys, ConsistentRead: true } }, async (RequestItems) => {
        const { Responses, UnprocessedKeys = {} } = await client.send(new BatchGetCommand({ RequestItems }));
        read.push(...(Responses?.[table] ?? []));
        return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
      }),
    ),
  );
  return read;
}

/** The card and the registration of many people, each named once, as of now. */
export class PeopleInFullTables {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: { cardholders: string; registrations: string };
  readonly #canaries: CanariesTable | undefined;

  constructor(
    client: DynamoDBDocumentClient,
    tables: { cardholders: string; registrations: string },
    canaries?: CanariesTable,
  ) {
    this.#client = client;
    this.#tables = tables;
    this.#canaries = canaries;
  }

  of(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, PersonOnRecord>> {
    const read = this.#read(citizenIds);
    return this.#canaries?.people(read) ?? read;
  }

  async #read(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, PersonOnRecord>> {
    const keys = citizenIds.map(personKey);
    const [cardholders, registrations] = await Promise.all([
      readAll(this.#client, this.#tables.cardholders, keys),
      readAll(this.#client, this.#tables.registrations, keys),
    ]);
    const cards = new Map(cardholders.map(cardholderFromItem).map((one) => [one.citizenId, one]));
    const standing = new Map(registrations.map(registrationFromItem).map((one) => [one.citizenId, one]));
    return new Map(
      citizenIds.map((id) => [id, { cardholder: cards.get(id), registration: standing.get(id) }]),
    );
  }
}

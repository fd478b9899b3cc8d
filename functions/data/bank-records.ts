import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { BankRecords } from '../domain/bank-desk.ts';
import type { BankRecord, BankReference } from '../domain/bank-reference.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { PersonOnRecord } from '../domain/eligibility.ts';
import { cardholderFromItem } from './cardholders.ts';
import * as field from './item-fields.ts';
import { bankReferenceKey, personKey } from './keys.ts';
import { registrationFromItem } from './registrations.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

/** DynamoDB's limit of keys in one request. */
const KEYS_OF_A_REQUEST = 100;

const RecordItem = z.object({
  reference: z.string(),
  citizenId: field.citizenId,
  registrationId: field.registrationId,
  version: z.number(),
  receipt: field.receipt,
  bodyHash: z.string(),
  requestId: z.optional(z.string()),
});

/** Every read is consistent: a bank learns at once what another request of it has written. */
export class BankRecordsTables implements BankRecords {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: { references: string; cardholders: string; registrations: string };

  constructor(
    client: DynamoDBDocumentClient,
    tables: { references: string; cardholders: string; registrations: string },
  ) {
    this.#client = client;
    this.#tables = tables;
  }

  async written(
    of: Parameters<BankRecords['written']>[0],
    references: readonly BankReference[],
  ): Promise<Map<BankReference, BankRecord>> {
    const named = new Map(
      references.map((reference) => [bankReferenceKey(of, reference).reference, reference]),
    );
    const items = await this.#read(
      this.#tables.references,
      references.map((reference) => bankReferenceKey(of, reference)),
    );
    return new Map(
      items.map((item) => {
        const { reference, ...record } = RecordItem.parse(item);
        return [named.get(reference) as BankReference, record];
      }),
    );
  }

  async people(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, PersonOnRecord>> {
    const keys = citizenIds.map(personKey);
    const [cardholders, registrations] = await Promise.all([
      this.#read(this.#tables.cardholders, keys),
      this.#read(this.#tables.registrations, keys),
    ]);
    const cards = new Map(cardholders.map(cardholderFromItem).map((one) => [one.citizenId, one]));
    const standing = new Map(registrations.map(registrationFromItem).map((one) => [one.citizenId, one]));
    return new Map(
      citizenIds.map((id) => [id, { cardholder: cards.get(id), registration: standing.get(id) }]),
    );
  }

  async #read(table: string, keys: readonly Record<string, unknown>[]): Promise<unknown[]> {
    const chunks = Array.from({ length: Math.ceil(keys.length / KEYS_OF_A_REQUEST) }, (_, n) =>
      keys.slice(n * KEYS_OF_A_REQUEST, (n + 1) * KEYS_OF_A_REQUEST),
    );
    const read: unknown[] = [];
    await Promise.all(
      chunks.map((Keys) =>
        untilProcessed<Batch>({ [table]: { Keys, ConsistentRead: true } }, async (RequestItems) => {
          const { Responses, UnprocessedKeys = {} } = await this.#client.send(
            new BatchGetCommand({ RequestItems }),
          );
          read.push(...(Responses?.[table] ?? []));
          return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
        }),
      ),
    );
    return read;
  }
}

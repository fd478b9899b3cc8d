import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '../domain/calendar.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import { type RegistrationsAsOf, wasRecordedBy } from '../domain/cut-off.ts';
import type { RegistrationNow } from '../domain/cut-off-differences.ts';
import type { Registration } from '../domain/registration.ts';
import * as field from './item-fields.ts';
import { personKey } from './keys.ts';
import { registrationFromItem } from './registrations.ts';
import { segmentOf } from './segment.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

/** DynamoDB's limit of keys in one request. */
const KEYS_OF_A_BATCH = 100;
const CONCURRENT_READS = 8;

const now = {
  citizenId: field.citizenId,
  registrationId: field.registrationId,
  receipt: field.receipt,
  version: z.number(),
  status: field.registrationStatus,
  intentOn: field.day,
  residence: field.subdistrictCode,
  band: field.band,
  recordedAt: field.instant,
};
const NowItem = z.object(now);
const NAMES_OF_NOW = Object.fromEntries(Object.keys(now).map((name) => [`#${name}`, name]));

/** Registrations as they stood at an instant, from the current versions and, where those are later, the history. */
export class RegistrationsAsOfTables implements RegistrationsAsOf {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: { registrations: string; history: string };

  constructor(client: DynamoDBDocumentClient, tables: { registrations: string; history: string }) {
    this.#client = client;
    this.#tables = tables;
  }

  /** @throws for a registration that cannot be read: a list without the person would not be noticed */
  async *segment(at: Instant, segment: number, segments: number): AsyncGenerator<Registration[]> {
    const { registrations } = this.#tables;
    for await (const items of segmentOf(this.#client, registrations, segment, segments, { asOfNow: true })) {
      const current = items.map(registrationFromItem);
      const stood = await Promise.all(
        current.map((one) => (wasRecordedBy(one, at) ? one : this.#before(one, at))),
      );
      yield stood.filter((one) => one !== undefined);
    }
  }

  async of(citizenId: CitizenId, at: Instant): Promise<Registration | undefined> {
    let after: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#tables.history,
          KeyConditionExpression: 'citizenId = :citizenId',
          ExpressionAttributeValues: { ':citizenId': citizenId },
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 10,
          ExclusiveStartKey: after,
        }),
      );
      const found = Items.map(registrationFromItem).find((version) => wasRecordedBy(version, at));
      if (found !== undefined) return found;
      after = LastEvaluatedKey;
    } while (after !== undefined);
    return undefined;
  }

  /** What of their current versions decides a difference, as it is now or was a moment ago. */
  async now(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, RegistrationNow>> {
    const found = new Map<CitizenId, RegistrationNow>();
    const batches = Array.from({ length: Math.ceil(citizenIds.length / KEYS_OF_A_BATCH) }, (_, n) =>
      citizenIds.slice(n * KEYS_OF_A_BATCH, (n + 1) * KEYS_OF_A_BATCH),
    );
    const reader = async (): Promise<void> => {
      for (let next = batches.shift(); next !== undefined; next = batches.shift())
        await this.#readNow(next, found);
    };
    await Promise.all(Array.from({ length: CONCURRENT_READS }, reader));
    return found;
  }

  /** A first version has none before it. */
  async #before({ citizenId, version }: Registration, at: Instant): Promise<Registration | undefined> {
    return version === 1 ? undefined : this.of(citizenId, at);
  }

  async #readNow(citizenIds: readonly CitizenId[], found: Map<CitizenId, RegistrationNow>): Promise<void> {
    const { registrations } = this.#tables;
    const request = {
      Keys: citizenIds.map(personKey),
      ProjectionExpression: Object.keys(NAMES_OF_NOW).join(', '),
      ExpressionAttributeNames: NAMES_OF_NOW,
    };
    await untilProcessed<Batch>({ [registrations]: request }, async (batch) => {
      const { Responses, UnprocessedKeys = {} } = await this.#client.send(
        new BatchGetCommand({ RequestItems: batch }),
      );
      for (const item of (Responses?.[registrations] ?? []).map((one) => NowItem.parse(one)))
        found.set(item.citizenId, item);
      return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
    });
  }
}

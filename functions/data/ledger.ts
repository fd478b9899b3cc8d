import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
  ScanCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '../domain/calendar.ts';
import type { CountingOutcome, Ledger } from '../domain/count-registrations.ts';
import { Unwritable } from '../domain/count-registrations.ts';
import type { BucketDelta, CountingTransaction, LedgerRow, Step } from '../domain/counting.ts';
import type { LedgerRowOf } from '../domain/reconcile.ts';
import { Refusal } from '../domain/refusal.ts';
import { isBusy } from './document-client.ts';
import * as field from './item-fields.ts';
import { bucketKey, personKey } from './keys.ts';
import {
  cancellationReasons,
  isConditionFailure,
  isContention,
  type TransactionItem,
} from './transaction.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

const Item = z.object({
  citizenId: field.citizenId,
  registrationVersion: z.optional(z.number()),
  registration: z.optional(
    z.object({
      subdistrict: field.subdistrictCode,
      day: field.day,
      channel: field.channel,
      agency: field.agencyCode,
      projects: z.array(field.projectCode),
      status: field.registrationStatus,
    }),
  ),
});

const rowOf = ({ registrationVersion, registration }: z.infer<typeof Item>): LedgerRow | undefined =>
  registrationVersion === undefined
    ? undefined
    : { version: registrationVersion, contribution: registration };

/** The ledger and the counters that it proves, written together. */
export class LedgerTable implements Ledger {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: { ledger: string; counters: string };
  readonly #now: () => Instant;

  constructor(
    client: DynamoDBDocumentClient,
    tables: { ledger: string; counters: string },
    now: () => Instant,
  ) {
    this.#client = client;
    this.#tables = tables;
    this.#now = now;
  }

  async commit({ steps, deltas }: CountingTransaction): Promise<CountingOutcome> {
    const countedAt = this.#now();
    try {
      await this.#client.send(
        new TransactWriteCommand({
          TransactItems: [
            ...steps.map((step) => this.#move(step)),
            ...deltas.map((delta) => this.#add(delta, countedAt)),
          ],
        }),
      );
      return { outcome: 'counted' };
    } catch (error) {
      return outcomeOf(error, steps);
    }
  }

  /** Ledger rows of at most 100 people. */
  async rowsOf(citizenIds: readonly string[]): Promise<Map<string, LedgerRow | undefined>> {
    const { ledger } = this.#tables;
    const rows = new Map<string, LedgerRow | undefined>();
    const keys = citizenIds.map((citizenId) => personKey(citizenId));
    const all = keys.length === 0 ? undefined : { [ledger]: { Keys: keys, ConsistentRead: true } };
    await untilProcessed<Batch>(all, async (batch) => {
      const { Responses, UnprocessedKeys = {} } = await this.#client.send(
        new BatchGetCommand({ RequestItems: batch }),
      );
      for (const item of Responses?.[ledger] ?? []) {
        const parsed = Item.parse(item);
        rows.set(parsed.citizenId, rowOf(parsed));
      }
      return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
    });
    return rows;
  }

  /** Every row, a page of at most 100 at a time. */
  async *all(): AsyncGenerator<LedgerRowOf[]> {
    let after: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new ScanCommand({
          TableName: this.#tables.ledger,
          ConsistentRead: true,
          Limit: 100,
          ExclusiveStartKey: after,
        }),
      );
      yield (page.Items ?? []).flatMap((item) => {
        const parsed = Item.parse(item);
        const row = rowOf(parsed);
        return row === undefined ? [] : [{ ...row, citizenId: parsed.citizenId }];
      });
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
  }

  #move({ citizenId, expected, next }: Step): TransactionItem {
    return {
      Update: {
        TableName: this.#tables.ledger,
        Key: personKey(citizenId),
        UpdateExpression:
          next.contribution === undefined
            ? 'SET registrationVersion = :next REMOVE registration'
            : 'SET registrationVersion = :next, registration = :contribution',
        ConditionExpression:
          expected === undefined
            ? 'attribute_not_exists(registrationVersion)'
            : 'registrationVersion = :expected',
        ExpressionAttributeValues: {
          ':next': next.version,
          ...(next.contribution === undefined ? {} : { ':contribution': next.contribution }),
          ...(expected === undefined ? {} : { ':expected': expected.version }),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    };
  }

  #add({ province, bucket, changes }: BucketDelta, countedAt: Instant): TransactionItem {
    const counters = [...changes];
    return {
      Update: {
        TableName: this.#tables.counters,
        Key: bucketKey(province, bucket),
        UpdateExpression: `SET lastCountedAt = :at ADD ${counters.map((_, i) => `#c${i} :c${i}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(counters.map(([name], i) => [`#c${i}`, name])),
        ExpressionAttributeValues: {
          ':at': countedAt,
          ...Object.fromEntries(counters.map(([, by], i) => [`:c${i}`, by])),
        },
      },
    };
  }
}

/** @throws Unwritable for a row that cannot be read: the person it is of is set aside, not the batch */
function rowFound(item: Parameters<typeof unmarshall>[0]): LedgerRow | undefined {
  const parsed = Item.safeParse(unmarshall(item));
  if (!parsed.success) throw new Unwritable('UnreadableLedgerRow');
  return rowOf(parsed.data);
}

const UNWRITABLE = new Set(['ValidationException', 'ValidationError', 'ItemCollectionSizeLimitExceeded']);

function outcomeOf(error: unknown, steps: readonly Step[]): CountingOutcome {
  if (isBusy(error) || (error instanceof Refusal && error.kind === 'unavailable'))
    return { outcome: 'contended' };
  if (error instanceof Error && UNWRITABLE.has(error.name))
    throw new Unwritable(error.name, { cause: error });
  const reasons = cancellationReasons(error);
  if (reasons === undefined) throw error;
  if (reasons.some(({ Code }) => UNWRITABLE.has(Code ?? '')))
    throw new Unwritable('ValidationError', { cause: error });
  const actual = new Map<string, LedgerRow | undefined>();
  steps.forEach(({ citizenId }, index) => {
    const reason = reasons[index];
    if (reason !== undefined && isConditionFailure(reason))
      actual.set(citizenId, reason.Item && rowFound(reason.Item));
  });
  if (actual.size > 0) return { outcome: 'unexpected', actual };
  if (reasons.some(isContention)) return { outcome: 'contended' };
  throw error;
}

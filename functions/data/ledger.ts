import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
  ScanCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { districtOf } from '../domain/area.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Contribution, Source } from '../domain/contribution.ts';
import type { CountingOutcome, Ledger } from '../domain/count-observations.ts';
import { Unwritable } from '../domain/count-observations.ts';
import type { BucketDelta, CountingTransaction, LedgerRow, Step } from '../domain/counting.ts';
import type { LedgerRowOf } from '../domain/reconcile.ts';
import { Refusal } from '../domain/refusal.ts';
import { isBusy } from './document-client.ts';
import * as field from './item-fields.ts';
import { bucketKey, participantSort, personIdOf, personKey, rosterSort } from './keys.ts';
import {
  cancellationReasons,
  isConditionFailure,
  isContention,
  type TransactionItem,
} from './transaction.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

const Registration = z.object({
  subdistrict: field.subdistrictCode,
  day: field.day,
  channel: field.channel,
  agency: field.agencyCode,
  projects: z.array(field.projectCode),
  status: field.registrationStatus,
});
const Card = z.object({ subdistrict: field.subdistrictCode, band: field.band, birthYear: z.number() });

export const LedgerItem = z.object({
  citizenId: field.citizenId,
  registrationVersion: z.optional(z.number()),
  registration: z.optional(Registration),
  cardVersion: z.optional(z.number()),
  card: z.optional(Card),
});
export type LedgerItem = z.infer<typeof LedgerItem>;

export const registrationOf = ({ registration }: LedgerItem) =>
  registration && { source: 'registration' as const, ...registration };
export const cardOf = ({ card }: LedgerItem) => card && { source: 'card' as const, ...card };

/** What one source has in an item: which attributes are its own, and how they are read. */
const OF_SOURCE = {
  registration: {
    version: 'registrationVersion',
    contribution: 'registration',
    district: 'participantDistrict',
    sort: 'participantSort',
    read: registrationOf,
  },
  card: {
    version: 'cardVersion',
    contribution: 'card',
    district: 'rosterDistrict',
    sort: 'rosterSort',
    read: cardOf,
  },
} as const satisfies Record<Source, object>;

/** The ledger and the counters that it proves, written together. */
export class LedgerTable implements Ledger {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: { ledger: string; counters: string };
  readonly #source: Source;
  readonly #personKey: () => Promise<string>;
  readonly #now: () => Instant;

  /** `personKey` keys the hash that stands for a person in the indexes, whose positions leave the system. */
  constructor(
    client: DynamoDBDocumentClient,
    tables: { ledger: string; counters: string },
    { source, personKey, now }: { source: Source; personKey: () => Promise<string>; now: () => Instant },
  ) {
    this.#client = client;
    this.#tables = tables;
    this.#source = source;
    this.#personKey = personKey;
    this.#now = now;
  }

  async commit({ steps, deltas }: CountingTransaction): Promise<CountingOutcome> {
    const countedAt = this.#now();
    const hashKey = await this.#personKey();
    try {
      await this.#client.send(
        new TransactWriteCommand({
          TransactItems: [
            ...steps.map((step) => this.#move(step, hashKey)),
            ...deltas.map((delta) => this.#add(delta, countedAt)),
          ],
        }),
      );
      return { outcome: 'counted' };
    } catch (error) {
      return outcomeOf(error, steps, this.#source);
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
        const parsed = LedgerItem.parse(item);
        rows.set(parsed.citizenId, rowOf(parsed, this.#source));
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
        const parsed = LedgerItem.parse(item);
        const row = rowOf(parsed, this.#source);
        return row === undefined ? [] : [{ ...row, citizenId: parsed.citizenId }];
      });
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
  }

  #move({ citizenId, expected, next }: Step, hashKey: string): TransactionItem {
    const { version, contribution, district, sort } = OF_SOURCE[this.#source];
    const counts = next.contribution;
    return {
      Update: {
        TableName: this.#tables.ledger,
        Key: personKey(citizenId),
        UpdateExpression:
          counts === undefined
            ? 'SET #version = :next REMOVE #contribution, #district, #sort'
            : 'SET #version = :next, #contribution = :contribution, #district = :district, #sort = :sort',
        ConditionExpression:
          expected === undefined ? 'attribute_not_exists(#version)' : '#version = :expected',
        ExpressionAttributeNames: {
          '#version': version,
          '#contribution': contribution,
          '#district': district,
          '#sort': sort,
        },
        ExpressionAttributeValues: {
          ':next': next.version,
          ...(counts === undefined ? {} : counted(counts, personIdOf(citizenId, hashKey))),
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
        UpdateExpression: `SET lastCountedAt = :at ADD revision :one, ${counters.map((_, i) => `#c${i} :c${i}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(counters.map(([name], i) => [`#c${i}`, name])),
        ExpressionAttributeValues: {
          ':at': countedAt,
          ':one': 1,
          ...Object.fromEntries(counters.map(([, by], i) => [`:c${i}`, by])),
        },
      },
    };
  }
}

const counted = ({ source: _, ...contribution }: Contribution, personId: string) => ({
  ':contribution': contribution,
  ':district': districtOf(contribution.subdistrict),
  ':sort':
    'day' in contribution ? participantSort(contribution, personId) : rosterSort(contribution, personId),
});

function rowOf(item: LedgerItem, source: Source): LedgerRow | undefined {
  const { version, read } = OF_SOURCE[source];
  const held = item[version];
  return held === undefined ? undefined : { version: held, contribution: read(item) };
}

/** @throws Unwritable for a row that cannot be read: the person it is of is set aside, not the batch */
function rowFound(item: Parameters<typeof unmarshall>[0], source: Source): LedgerRow | undefined {
  const parsed = LedgerItem.safeParse(unmarshall(item));
  if (!parsed.success) throw new Unwritable('UnreadableLedgerRow');
  return rowOf(parsed.data, source);
}

const UNWRITABLE = new Set(['ValidationException', 'ValidationError', 'ItemCollectionSizeLimitExceeded']);

function outcomeOf(error: unknown, steps: readonly Step[], source: Source): CountingOutcome {
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
      actual.set(citizenId, reason.Item && rowFound(reason.Item, source));
  });
  if (actual.size > 0) return { outcome: 'unexpected', actual };
  if (reasons.some(isContention)) return { outcome: 'contended' };
  throw error;
}

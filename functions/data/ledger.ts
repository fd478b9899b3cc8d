import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { type DistrictCode, districtOf } from '../domain/area.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Contribution, Source } from '../domain/contribution.ts';
import type { CountingOutcome, Ledger } from '../domain/count-observations.ts';
import { Unwritable } from '../domain/count-observations.ts';
import type { BucketDelta, CountingTransaction, LedgerRow, Step } from '../domain/counting.ts';
import type { HeldRow, LedgerRowOf, Readable } from '../domain/reconcile.ts';
import { Refusal } from '../domain/refusal.ts';
import { isBusy } from './document-client.ts';
import * as field from './item-fields.ts';
import {
  bucketKey,
  COUNTED_AT,
  LEDGER_EXPIRY,
  PARTICIPANTS,
  participantSort,
  personIdOf,
  personKey,
  REGISTRATION_GONE,
  REVISION,
  ROSTER,
  rosterSort,
} from './keys.ts';
import { segmentOf } from './segment.ts';
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
  participantDistrict: z.optional(z.string()),
  participantSort: z.optional(z.string()),
  rosterDistrict: z.optional(z.string()),
  rosterSort: z.optional(z.string()),
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
    index: PARTICIPANTS,
    district: 'participantDistrict',
    sort: 'participantSort',
    read: registrationOf,
  },
  card: {
    version: 'cardVersion',
    contribution: 'card',
    index: ROSTER,
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

  /**
   * Ledger rows of at most 100 people; one that cannot be read is left out. They may be a moment old: whatever is
   * written because of them is conditional on the version they have.
   */
  async rowsOf(citizenIds: readonly string[]): Promise<Map<string, HeldRow | undefined>> {
    const { ledger } = this.#tables;
    const hashKey = await this.#personKey();
    const rows = new Map<string, HeldRow | undefined>();
    const keys = citizenIds.map((citizenId) => personKey(citizenId));
    const all = keys.length === 0 ? undefined : { [ledger]: { Keys: keys } };
    await untilProcessed<Batch>(all, async (batch) => {
      const { Responses, UnprocessedKeys = {} } = await this.#client.send(
        new BatchGetCommand({ RequestItems: batch }),
      );
      const readable = (Responses?.[ledger] ?? []).flatMap((item) => heldIn(item, hashKey));
      for (const { citizenId, held } of readable) rows.set(citizenId, held[this.#source]);
      return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
    });
    return rows;
  }

  /** Every row that can be read, of both sources, one of so many segments, in pages of at most 100. */
  async *segment(segment: number, segments: number): AsyncGenerator<LedgerRowOf[]> {
    const hashKey = await this.#personKey();
    for await (const items of segmentOf(this.#client, this.#tables.ledger, segment, segments))
      yield items.flatMap((item) => heldIn(item, hashKey));
  }

  /** What is counted of the people of a district, as the index has it. */
  async *ofDistrict(code: DistrictCode): AsyncGenerator<Readable<Contribution>> {
    const { index, district, read } = OF_SOURCE[this.#source];
    let after: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#tables.ledger,
          IndexName: index,
          KeyConditionExpression: '#district = :district',
          ExpressionAttributeNames: { '#district': district },
          ExpressionAttributeValues: { ':district': code },
          Limit: ROWS_OF_A_QUERY,
          ExclusiveStartKey: after,
        }),
      );
      const readable = Items.flatMap((item) => LedgerItem.safeParse(item).data ?? []);
      const rows = readable.flatMap((item): Contribution | [] => read(item) ?? []);
      yield { rows, unreadable: Items.length - readable.length };
      after = LastEvaluatedKey;
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
            : 'SET #version = :next, #contribution = :contribution, #district = :district, #sort = :sort REMOVE #expiry, #gone',
        ConditionExpression: conditionOn(expected, next),
        ExpressionAttributeNames: {
          '#version': version,
          '#contribution': contribution,
          '#district': district,
          '#sort': sort,
          // A row that was to end after an erasure stays when it counts somebody again.
          ...(counts === undefined ? {} : { '#expiry': LEDGER_EXPIRY, '#gone': REGISTRATION_GONE }),
        },
        ExpressionAttributeValues: {
          ':next': next.version,
          ...(counts === undefined ? {} : counted(counts, personIdOf(citizenId, hashKey))),
          ...(expected === undefined ? {} : { ':expected': expected.version }),
          ...(expected?.contribution !== undefined && expected.version === next.version
            ? { ':was': attributeOf(expected.contribution) }
            : {}),
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
        UpdateExpression: `SET #at = :at ADD #revision :one, ${counters.map((_, i) => `#c${i} :c${i}`).join(', ')}`,
        ExpressionAttributeNames: {
          '#at': COUNTED_AT,
          '#revision': REVISION,
          ...Object.fromEntries(counters.map(([name], i) => [`#c${i}`, name])),
        },
        ExpressionAttributeValues: {
          ':at': Date.parse(countedAt),
          ':one': 1,
          ...Object.fromEntries(counters.map(([, by], i) => [`:c${i}`, by])),
        },
      },
    };
  }
}

/** A state that is put right keeps its version, so that the version alone would let it be put right twice. */
function conditionOn(expected: LedgerRow | undefined, next: LedgerRow): string {
  if (expected === undefined) return 'attribute_not_exists(#version)';
  if (expected.version !== next.version) return '#version = :expected';
  return `#version = :expected AND ${expected.contribution === undefined ? 'attribute_not_exists(#contribution)' : '#contribution = :was'}`;
}

const attributeOf = ({ source: _, ...contribution }: Contribution) => contribution;

const counted = (contribution: Contribution, personId: string) => ({
  ':contribution': attributeOf(contribution),
  ':district': districtOf(contribution.subdistrict),
  ':sort':
    'day' in contribution ? participantSort(contribution, personId) : rosterSort(contribution, personId),
});

/** Some megabytes of rows in memory at most, whatever the size of a row. */
const ROWS_OF_A_QUERY = 2_000;

/** What an item holds of either source; nothing of one that cannot be read. */
function heldIn(item: unknown, hashKey: string): LedgerRowOf[] {
  const { data } = LedgerItem.safeParse(item);
  if (data === undefined) return [];
  const personId = personIdOf(data.citizenId, hashKey);
  const held: { [Of in Source]?: HeldRow } = {};
  for (const source of ['registration', 'card'] as const) {
    const row = rowOf(data, source);
    const { district, sort } = OF_SOURCE[source];
    const place = row?.contribution && counted(row.contribution, personId);
    const misplaced = data[district] !== place?.[':district'] || data[sort] !== place?.[':sort'];
    if (row !== undefined) held[source] = misplaced ? { ...row, misplaced } : row;
  }
  return [{ citizenId: data.citizenId, held }];
}

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

import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { DistrictCode } from '../domain/area.ts';
import type { AuditLine } from '../domain/audit.ts';
import type { Instant } from '../domain/calendar.ts';
import type {
  CutOff,
  CutOffId,
  CutOffInBrief,
  CutOffRanges,
  CutOffRow,
  CutOffRows,
  CutOffs,
  DistrictPeople,
} from '../domain/cut-off.ts';
import { rowDistrict } from '../domain/cut-off.ts';
import type { FreezeReport } from '../domain/cut-off-freeze.ts';
import type { Page, PageRequest, Written } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AuditTable } from './audit.ts';
import * as field from './item-fields.ts';
import { CUT_OFF_RANGES, closedPartKey, cutOffDistrict, cutOffKey, cutOffRowSort } from './keys.ts';
import { isConditionFailure, jitterMs, type TransactionItem, writeTogether } from './transaction.ts';

const cutOffId = z.custom<CutOffId>((value) => typeof value === 'string');
const range = { cutOffId, name: z.string(), from: field.day, to: field.day };
const totals: z.ZodMiniType<DistrictPeople[]> = z.array(
  z.object({
    district: field.districtCode,
    people: z.object({ UP_TO_30000: z.number(), UP_TO_100000: z.number() }),
  }),
);

/** A report as it stands on the item of a run. */
export const freezeReport: z.ZodMiniType<FreezeReport> = z.object({
  districts: z.array(field.districtCode),
  totals,
});

const RangesItem = z.object({ revision: z.number(), ranges: z.array(z.object(range)) });

const brief = {
  ...range,
  measure: z.string(),
  frozenAt: field.instant,
  frozenBy: z.string(),
  bands: z.array(z.object({ band: field.band, incomeUpToBaht: z.number(), extraBahtPerMonth: z.number() })),
};
const CutOffItem = z.discriminatedUnion('phase', [
  z.object({ ...brief, phase: z.literal('freezing') }),
  z.object({ ...brief, phase: z.literal('frozen'), sealedAt: field.instant, totals }),
]);
const BriefItem = z.object({
  ...brief,
  phase: z.enum(['freezing', 'frozen']),
  sealedAt: z.optional(field.instant),
});
const NAMES_IN_BRIEF = Object.fromEntries(Object.keys(BriefItem.shape).map((name) => [`#${name}`, name]));

/** Whoever keeps the ranges busy is adding another cut-off: it is read before anything is tried again. */
function overtakenWhenBusy(error: unknown): 'overtaken' {
  if (isStoreBusy(error)) return 'overtaken';
  throw error;
}

const isStoreBusy = (error: unknown): boolean => error instanceof Refusal && error.code === 'store.busy';

/** The cut-offs of each measure, and one item with all their ranges, on whose revision a new one depends. */
export class CutOffsTable implements CutOffs {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #audit: AuditTable | undefined;

  /** `audit` is needed to add. */
  constructor(client: DynamoDBDocumentClient, table: string, audit?: AuditTable) {
    this.#client = client;
    this.#table = table;
    this.#audit = audit;
  }

  async ranges(measure: string): Promise<CutOffRanges> {
    const item = await this.#get(measure, CUT_OFF_RANGES);
    return item === undefined ? { revision: 0, ranges: [] } : RangesItem.parse(item);
  }

  async list(measure: string): Promise<CutOffInBrief[]> {
    const found: CutOffInBrief[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          // `#ranges` is the greatest key that begins with `#`, and no id begins with one.
          KeyConditionExpression: '#measure = :measure AND #cutOffId > :ranges',
          ProjectionExpression: Object.keys(NAMES_IN_BRIEF).join(', '),
          ExpressionAttributeNames: NAMES_IN_BRIEF,
          ExpressionAttributeValues: { ':measure': measure, ':ranges': CUT_OFF_RANGES },
          ConsistentRead: true,
          Limit: 100,
          ExclusiveStartKey: after,
        }),
      );
      for (const item of page.Items ?? []) found.push(BriefItem.parse(item));
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return found;
  }

  async one(measure: string, id: CutOffId): Promise<CutOff | undefined> {
    const item = await this.#get(measure, id);
    return item && CutOffItem.parse(item);
  }

  async add(cutOff: CutOff, after: CutOffRanges, audit: AuditLine): Promise<Written> {
    if (this.#audit === undefined) throw new Error('cut-offs without an audit trail cannot be added');
    const { measure, cutOffId: id, name, from, to } = cutOff;
    const items = [
      {
        Put: {
          TableName: this.#table,
          Item: cutOff,
          ConditionExpression: 'attribute_not_exists(cutOffId)',
        },
      },
      {
        Put: {
          TableName: this.#table,
          Item: {
            ...cutOffKey(measure, CUT_OFF_RANGES),
            revision: after.revision + 1,
            ranges: [...after.ranges, { cutOffId: id, name, from, to }],
          },
          ConditionExpression: 'attribute_not_exists(cutOffId) OR revision = :revision',
          ExpressionAttributeValues: { ':revision': after.revision },
        },
      },
      await this.#audit.inTransaction(audit),
    ];
    const written = await writeTogether(this.#client, items).catch(overtakenWhenBusy);
    return { outcome: written === 'written' ? 'written' : 'overtaken' };
  }

  async seal(
    { measure, cutOffId: id }: Pick<CutOff, 'measure' | 'cutOffId'>,
    sums: DistrictPeople[],
    at: Instant,
  ): Promise<'sealed' | 'not-freezing'> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: cutOffKey(measure, id),
          UpdateExpression: 'SET phase = :frozen, sealedAt = :at, totals = :totals',
          ConditionExpression: 'phase = :freezing',
          ExpressionAttributeValues: {
            ':frozen': 'frozen',
            ':freezing': 'freezing',
            ':at': at,
            ':totals': sums,
          },
        }),
      );
      return 'sealed';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'not-freezing';
      throw error;
    }
  }

  async #get(measure: string, id: CutOffId | typeof CUT_OFF_RANGES) {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: cutOffKey(measure, id), ConsistentRead: true }),
    );
    return item;
  }
}

const RowItem = z.object({
  citizenId: field.citizenId,
  registrationId: field.registrationId,
  receipt: field.receipt,
  version: z.number(),
  intentOn: field.day,
  residence: field.subdistrictCode,
  band: field.band,
  agency: field.agencyCode,
  channel: field.channel,
  rowKey: z.string(),
});
const ClosedPart = z.object({ districts: z.array(field.districtCode) });

/** What `cutOffRowSort` makes. */
const POSITION = /^\d{4}-\d{2}-\d{2}#[\w-]{1,64}$/;

/** A transaction takes a hundred actions, of which one asks whether the part is open. */
const ROWS_A_TRANSACTION = 99;

/** A freeze writes faster than a table takes that has been idle: it waits, up to a minute and a half in all. */
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 400;

/** The rows of all cut-offs by district. */
export class CutOffRowsTable implements CutOffRows {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async put(id: CutOffId, part: string, rows: readonly CutOffRow[]): Promise<'written' | 'closed'> {
    for (let from = 0; from < rows.length; from += ROWS_A_TRANSACTION) {
      const written = await this.#whenNotBusy([
        this.#whileOpen(id, part),
        ...rows.slice(from, from + ROWS_A_TRANSACTION).map((row) => this.#putRow(id, row)),
      ]);
      if (written === 'closed') return 'closed';
    }
    return 'written';
  }

  async close(id: CutOffId, part: string, districts: readonly DistrictCode[]): Promise<DistrictCode[]> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: { ...closedPartKey(id, part), districts },
          ConditionExpression: 'attribute_not_exists(rowKey)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return [...districts];
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
      return ClosedPart.parse(unmarshall(error.Item)).districts;
    }
  }

  async closed(id: CutOffId, part: string): Promise<DistrictCode[] | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: closedPartKey(id, part), ConsistentRead: true }),
    );
    return item && ClosedPart.parse(item).districts;
  }

  async row(
    id: CutOffId,
    district: DistrictCode,
    of: Pick<CutOffRow, 'intentOn' | 'registrationId'>,
  ): Promise<CutOffRow | undefined> {
    const key = { cutOffDistrict: cutOffDistrict(id, district), rowKey: cutOffRowSort(of) };
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: key, ConsistentRead: true }),
    );
    if (item === undefined) return undefined;
    const { rowKey: _, ...row } = RowItem.parse(item);
    return row;
  }

  async page(id: CutOffId, district: DistrictCode, { limit, cursor }: PageRequest): Promise<Page<CutOffRow>> {
    if (cursor !== undefined && !POSITION.test(cursor))
      throw new Refusal('request.invalid', { path: 'cursor' });
    const { rows, last } = await this.#query(id, district, cursor, limit);
    return { rows, cursor: last };
  }

  async *ofDistrict(id: CutOffId, district: DistrictCode): AsyncGenerator<CutOffRow[]> {
    let after: string | undefined;
    do {
      const { rows, last } = await this.#query(id, district, after, undefined);
      yield rows;
      after = last;
    } while (after !== undefined);
  }

  async #query(
    id: CutOffId,
    district: DistrictCode,
    after: string | undefined,
    limit: number | undefined,
  ): Promise<{ rows: CutOffRow[]; last: string | undefined }> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'cutOffDistrict = :list AND rowKey > :after',
        ExpressionAttributeValues: { ':list': cutOffDistrict(id, district), ':after': after ?? ' ' },
        ConsistentRead: true,
        ...(limit === undefined ? {} : { Limit: limit }),
      }),
    );
    const items = Items.map((item) => RowItem.parse(item));
    return {
      rows: items.map(({ rowKey: _, ...row }) => row),
      last: LastEvaluatedKey === undefined ? undefined : items.at(-1)?.rowKey,
    };
  }

  async #whenNotBusy(items: TransactionItem[]): Promise<'written' | 'closed'> {
    for (let attempt = 1; ; attempt++) {
      try {
        const written = await writeTogether(this.#client, items);
        if (written === 'written') return 'written';
        if (written.some(isConditionFailure)) return 'closed';
      } catch (error) {
        if (!isStoreBusy(error) || attempt === ATTEMPTS) throw error;
      }
      await sleep(jitterMs(attempt, FIRST_WAIT_MS));
    }
  }

  #whileOpen(id: CutOffId, part: string): TransactionItem {
    return {
      ConditionCheck: {
        TableName: this.#table,
        Key: closedPartKey(id, part),
        ConditionExpression: 'attribute_not_exists(rowKey)',
      },
    };
  }

  /** Without a condition of its own: a part that is written again writes the same row. */
  #putRow(id: CutOffId, row: CutOffRow): TransactionItem {
    return {
      Put: {
        TableName: this.#table,
        Item: { ...row, cutOffDistrict: cutOffDistrict(id, rowDistrict(row)), rowKey: cutOffRowSort(row) },
      },
    };
  }
}

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { DistrictCode } from '../domain/area.ts';
import type { AuditLine } from '../domain/audit.ts';
import type { BankRecordKey } from '../domain/bank-reference.ts';
import type { Day } from '../domain/calendar.ts';
import type { Cardholder } from '../domain/cardholder.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import { registrationState, type State } from '../domain/contribution.ts';
import type { PlaceId } from '../domain/intake-location.ts';
import type {
  Idempotency,
  Page,
  PageRequest,
  RegistrationListed,
  Registrations,
  Written,
} from '../domain/ports.ts';
import type { Readable } from '../domain/reconcile.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Registration, RegistrationId, RegistrationInBrief } from '../domain/registration.ts';
import type { AuditTable } from './audit.ts';
import * as field from './item-fields.ts';
import {
  bankListKey,
  bankListShard,
  bankListSort,
  bankReferenceKey,
  DAY_LIST,
  dayListKey,
  dayListSort,
  idempotencyReference,
  personKey,
  receiptReference,
  registrationReference,
  versionKey,
} from './keys.ts';
import { peopleIn, segmentOf } from './segment.ts';
import { isConditionFailure, type TransactionItem, writeTogether } from './transaction.ts';

/** How long a request can be sent again under its Idempotency-Key: a day at the desk and the night after. */
export const IDEMPOTENCY_TTL_SECONDS = 48 * 3600;

const listed = {
  citizenId: field.citizenId,
  registrationId: field.registrationId,
  version: z.number(),
  status: field.registrationStatus,
  receipt: field.receipt,
  intentOn: field.day,
  place: z.object({ district: field.districtCode, placeId: field.placeId, name: z.string() }),
  residence: field.subdistrictCode,
  channel: field.channel,
  agency: field.agencyCode,
  projects: z.array(field.projectCode),
  recordedBy: z.string(),
  recordedAt: field.instant,
};

const ListedItem = z.object(listed);

const Item = z.object({
  ...listed,
  band: field.band,
  developmentDistrict: field.districtCode,
  phone: z.optional(z.string()),
  remark: z.optional(z.string()),
  consentedAt: field.instant,
  bankReference: z.optional(field.bankReference),
  change: z.object({
    kind: z.enum(['created', 'corrected', 'withdrawn', 'registered-again']),
    by: z.string(),
    at: field.instant,
    reason: z.optional(z.string()),
  }),
});

const ItemInBrief = z.pick(Item, { status: true, intentOn: true, residence: true });

/** Reads no more of a registration than `registrationInBrief` takes. */
export const READ_IN_BRIEF = {
  ProjectionExpression: '#status, intentOn, residence',
  ExpressionAttributeNames: { '#status': 'status' },
};

export const registrationInBrief = (item: unknown): RegistrationInBrief => ItemInBrief.parse(item);

export const registrationFromItem = (item: unknown): Registration => Item.parse(item);

/** A registration as a stream carries it. */
export const registrationFromImage = (image: object): Registration =>
  registrationFromItem(unmarshall(image as Record<string, AttributeValue>));

export const registrationToItem = (registration: Registration) => ({
  ...registration,
  dayListKey: dayListKey(registration.place.district, registration.intentOn),
  dayListSort: dayListSort(registration),
  ...bankList(registration),
});

/** Only what stands of a bank is in its list. */
const bankList = (registration: Registration) => {
  const { channel, status, intentOn, registrationId } = registration;
  return channel === 'officer' || status !== 'INTENT'
    ? {}
    : {
        bankListKey: bankListKey(channel, intentOn, bankListShard(registrationId)),
        bankListSort: bankListSort(registration),
      };
};

/** What `dayListSort` makes. */
const POSITION = /^[\w-]+#\d{4}-\d{2}-\d{2}T[\d:.]+Z#[\w-]+$/;

const ReferenceItem = z.object({ citizenId: field.citizenId });
const IdempotencyItem = z.object({
  citizenId: field.citizenId,
  version: z.number(),
  bodyHash: z.string(),
});

export type RegistrationTables = {
  registrations: string;
  history: string;
  references: string;
  cardholders: string;
};

export class RegistrationsTable implements Registrations {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: Partial<RegistrationTables>;
  readonly #audit: AuditTable | undefined;

  /** A function names the tables it uses; `audit` and all of them are needed to save. */
  constructor(client: DynamoDBDocumentClient, tables: Partial<RegistrationTables>, audit?: AuditTable) {
    this.#client = client;
    this.#tables = tables;
    this.#audit = audit;
  }

  async current(citizenId: CitizenId): Promise<Registration | undefined> {
    const item = await this.#get('registrations', personKey(citizenId));
    return item && registrationFromItem(item);
  }

  async byRegistrationId(registrationId: RegistrationId): Promise<Registration | undefined> {
    const reference = await this.#get('references', registrationReference(registrationId));
    return reference && this.current(ReferenceItem.parse(reference).citizenId);
  }

  async version(citizenId: CitizenId, version: number): Promise<Registration | undefined> {
    const item = await this.#get('history', versionKey(citizenId, version));
    return item && registrationFromItem(item);
  }

  async versions(citizenId: CitizenId, { limit, cursor }: PageRequest): Promise<Page<Registration>> {
    const after = Number(cursor ?? 0);
    if (cursor !== undefined && !/^[1-9]\d{0,8}$/.test(cursor))
      throw new Refusal('request.invalid', { path: 'cursor' });
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table('history'),
        KeyConditionExpression: 'citizenId = :citizenId AND version > :after',
        ExpressionAttributeValues: { ':citizenId': citizenId, ':after': after },
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    const rows = Items.map(registrationFromItem);
    return { rows, cursor: LastEvaluatedKey && String(rows.at(-1)?.version) };
  }

  /** A position in the list is a sort key, never a table key: those hold the citizen ID. */
  async ofDay(
    district: DistrictCode,
    day: Day,
    placeId: PlaceId | undefined,
    { limit, cursor }: PageRequest,
  ): Promise<Page<RegistrationListed>> {
    const first = placeId === undefined ? ' ' : `${placeId}#`;
    const last = placeId === undefined ? '~' : `${placeId}#~`;
    if (cursor !== undefined && (!POSITION.test(cursor) || cursor < first || cursor >= last))
      throw new Refusal('request.invalid', { path: 'cursor' });
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table('registrations'),
        IndexName: DAY_LIST,
        KeyConditionExpression: 'dayListKey = :day AND dayListSort BETWEEN :after AND :last',
        ExpressionAttributeValues: {
          ':day': dayListKey(district, day),
          ':after': cursor === undefined ? first : `${cursor} `,
          ':last': last,
        },
        Limit: limit,
      }),
    );
    return {
      rows: Items.map((item) => ListedItem.parse(item)),
      cursor: LastEvaluatedKey && String(Items.at(-1)?.dayListSort),
    };
  }

  async written(
    idempotency: Idempotency,
  ): Promise<{ bodyHash: string; citizenId: CitizenId; version: number } | undefined> {
    const item = await this.#get('references', idempotencyReference(idempotency));
    return item && IdempotencyItem.parse(item);
  }

  async save(next: Registration, writing: Parameters<Registrations['save']>[1]): Promise<Written> {
    const { replaces, audit, idempotency, bankRecord, cardholder } = writing;
    const actions: { item: TransactionItem; failing?: 'overtaken' }[] = [
      { item: this.#putCurrent(next, replaces), failing: 'overtaken' },
      { item: this.#putOnce('history', { ...next }, 'citizenId') },
      { item: await this.#auditLine(audit) },
    ];
    if (next.receipt !== replaces?.receipt)
      actions.push({ item: this.#putReference(receiptReference(next.receipt), next.citizenId) });
    if (replaces === undefined)
      actions.push({ item: this.#putReference(registrationReference(next.registrationId), next.citizenId) });
    if (idempotency !== undefined)
      actions.push({ item: this.#putIdempotency(idempotency, next, audit), failing: 'overtaken' });
    if (bankRecord !== undefined)
      actions.push({ item: this.#putBankRecord(bankRecord, next), failing: 'overtaken' });
    if (cardholder !== undefined) actions.push({ item: this.#checkCardholder(cardholder) });
    const written = await writeTogether(
      this.#client,
      actions.map(({ item }) => item),
    );
    if (written === 'written') return { outcome: 'written' };
    if (written.some((reason, i) => isConditionFailure(reason) && actions[i]?.failing === 'overtaken'))
      return { outcome: 'overtaken' };
    // The registry moved or cancelled the person between the reading and this write: sent again, it is told.
    throw new Refusal('store.busy');
  }

  /** What every current version counts, one of so many segments, in pages of at most 100. */
  async *states(segment: number, segments: number): AsyncGenerator<Readable<State>> {
    for await (const items of segmentOf(this.#client, this.#table('registrations'), segment, segments)) {
      const readable = items.flatMap((item) => Item.safeParse(item).data ?? []);
      yield { rows: readable.map(registrationState), unreadable: items.length - readable.length };
    }
  }

  /** Which of at most 100 people have a registration. */
  existing(citizenIds: readonly string[]): Promise<Set<string>> {
    return peopleIn(this.#client, this.#table('registrations'), citizenIds);
  }

  async #get(table: keyof RegistrationTables, key: Record<string, unknown>) {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table(table), Key: key, ConsistentRead: true }),
    );
    return item;
  }

  #table(name: keyof RegistrationTables): string {
    const table = this.#tables[name];
    if (table === undefined) throw new Error(`this function was given no ${name} table`);
    return table;
  }

  async #auditLine(line: AuditLine): Promise<TransactionItem> {
    if (this.#audit === undefined) throw new Error('registrations without an audit trail cannot be saved');
    return this.#audit.inTransaction(line);
  }

  #putCurrent(next: Registration, replaces: Registration | undefined): TransactionItem {
    const put = { TableName: this.#table('registrations'), Item: registrationToItem(next) };
    if (replaces === undefined)
      return { Put: { ...put, ConditionExpression: 'attribute_not_exists(citizenId)' } };
    return {
      Put: {
        ...put,
        ConditionExpression: 'version = :version',
        ExpressionAttributeValues: { ':version': replaces.version },
      },
    };
  }

  #putOnce(table: keyof RegistrationTables, item: Record<string, unknown>, key: string): TransactionItem {
    return {
      Put: {
        TableName: this.#table(table),
        Item: item,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': key },
      },
    };
  }

  #putReference(key: { reference: string }, citizenId: CitizenId): TransactionItem {
    return this.#putOnce('references', { ...key, citizenId }, 'reference');
  }

  #putIdempotency(idempotency: Idempotency, next: Registration, { at }: AuditLine): TransactionItem {
    const expiresAtEpochSeconds = Math.floor(Date.parse(at) / 1000) + IDEMPOTENCY_TTL_SECONDS;
    const { citizenId, version } = next;
    const item = { ...idempotencyReference(idempotency), citizenId, version, bodyHash: idempotency.bodyHash };
    return this.#putOnce('references', { ...item, expiresAtEpochSeconds }, 'reference');
  }

  #putBankRecord({ bodyHash, requestId, ...record }: BankRecordKey, next: Registration): TransactionItem {
    const { citizenId, registrationId, version, receipt } = next;
    const key = bankReferenceKey(record, record.reference);
    return this.#putOnce(
      'references',
      { ...key, citizenId, registrationId, version, receipt, bodyHash, requestId },
      'reference',
    );
  }

  #checkCardholder({ citizenId, subdistrict }: Cardholder): TransactionItem {
    return {
      ConditionCheck: {
        TableName: this.#table('cardholders'),
        Key: personKey(citizenId),
        ConditionExpression: 'cardStatus = :active AND subdistrict = :subdistrict',
        ExpressionAttributeValues: { ':active': 'active', ':subdistrict': subdistrict },
      },
    };
  }
}

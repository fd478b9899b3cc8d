import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  ScanCommand,
  type ScanCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AuditLine } from '../domain/audit.ts';
import type { Day } from '../domain/calendar.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import { cardState, registrationState, type Source } from '../domain/contribution.ts';
import { isWithinRange } from '../domain/cut-off.ts';
import type { DayRange } from '../domain/daily-report.ts';
import {
  type Erasable,
  type ErasureOrder,
  type ErasureReport,
  type ErasureStores,
  type Segment,
  STREAMS_FORGET_MS,
} from '../domain/erasure.ts';
import { inLanes } from '../domain/lanes.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AuditTable } from './audit.ts';
import { cardholderFromItem } from './cardholders.ts';
import * as field from './item-fields.ts';
import { erasureReference, LEDGER_EXPIRY, personKey, REGISTRATION_GONE, versionKey } from './keys.ts';
import { registrationFromItem } from './registrations.ts';
import { jitterMs, writeTogether } from './transaction.ts';
import { untilProcessed } from './unprocessed.ts';

type Item = Record<string, unknown>;
type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;
type Found = Partial<ErasureReport>;

const count = z.number();

/** A report as it stands on the item of a run. */
export const erasureReport: z.ZodMiniType<ErasureReport> = z.object({
  cardholders: count,
  registrations: count,
  registrationsKept: count,
  versions: count,
  references: count,
  cutOffRows: count,
  cutOffRowsKept: count,
  quarantined: count,
  ledgerRows: count,
  ledgerRowsMarked: count,
  returned: count,
});

const OrderItem = z.object({
  subject: z.discriminatedUnion('what', [
    z.object({ what: z.literal('person'), citizenId: field.citizenId }),
    z.object({ what: z.literal('measure'), measure: z.string() }),
  ]),
  dryRun: z.boolean(),
  at: field.instant,
});
const Noted = z.object({ states: z.object({ registration: z.optional(count), card: z.optional(count) }) });

/** Longer than a message of the job is tried and kept: an order that never ran goes by itself. */
const ORDER_DAYS = 30;
const DAY_SECONDS = 86_400;

/** Puts orders where their runs find them, each together with its line on the trail. */
export class ErasureOrders {
  readonly #client: DynamoDBDocumentClient;
  readonly #references: string;
  readonly #audit: AuditTable;

  constructor(client: DynamoDBDocumentClient, references: string, audit: AuditTable) {
    this.#client = client;
    this.#references = references;
    this.#audit = audit;
  }

  async place(runId: string, order: ErasureOrder, line: AuditLine): Promise<void> {
    const written = await writeTogether(this.#client, [
      {
        Put: {
          TableName: this.#references,
          Item: {
            ...erasureReference(runId),
            ...OrderItem.parse(order),
            states: {},
            expiresAtEpochSeconds: secondsOf(new Date(order.at)) + ORDER_DAYS * DAY_SECONDS,
          },
          ConditionExpression: 'attribute_not_exists(#reference)',
          ExpressionAttributeNames: { '#reference': 'reference' },
        },
      },
      await this.#audit.inTransaction(line),
    ]);
    if (written !== 'written') throw new Error('an order of this very moment is there already');
  }
}

export type ErasureTableNames = {
  cardholders: string;
  registrations: string;
  history: string;
  references: string;
  ledger: string;
  cutOffRows: string;
  quarantine: string;
};
type TableOf = keyof ErasureTableNames;

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

/** Of one table at a time: many deletes on their way, fewer than a fresh table takes. */
const LANES = 16;
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 400;
/** DynamoDB's limit of keys in one request. */
const PEOPLE_A_PAGE = 100;

/** Every table that knows a citizen ID, and what may be removed from it. */
export class ErasureTables implements ErasureStores {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: ErasureTableNames;

  constructor(client: DynamoDBDocumentClient, tables: ErasureTableNames) {
    this.#client = client;
    this.#tables = tables;
  }

  async order(runId: string): Promise<ErasureOrder | undefined> {
    const item = await this.#item('references', erasureReference(runId));
    return item && OrderItem.parse(item);
  }

  async forget(runId: string): Promise<void> {
    await this.#delete('references', erasureReference(runId));
  }

  async records(whose: Erasable, where: Segment, remove: boolean): Promise<Found> {
    if (whose.what === 'measure') return this.#recordsOfMeasure(whose.window, where, remove);
    if (where.segment !== 0) return {};
    const { citizenId, runId } = whose;
    // Whoever has no card cannot be registered while the registration is taken.
    const cardholders = await this.#take('cardholders', 'card', citizenId, runId, remove);
    const registrations = await this.#take('registrations', 'registration', citizenId, runId, remove);
    return { cardholders, registrations, versions: await this.#versions(citizenId, remove) };
  }

  async traces(
    whose: Erasable,
    { frozenBefore, ...where }: Segment & { frozenBefore: Day },
    remove: boolean,
  ): Promise<Found> {
    const found = { versions: 0, references: 0, cutOffRows: 0, cutOffRowsKept: 0, quarantined: 0 };
    const one = whose.what === 'person' ? whose.citizenId : undefined;
    const ofPerson = one === undefined ? {} : equalTo(one);

    // The versions of a person are found by their key.
    if (whose.what === 'measure')
      for await (const page of this.#pages('history', where)) {
        const versions = await this.#gone(page, whose.window, remove);
        found.versions += versions.length;
        await this.#deleteAll('history', versions, remove, (item) =>
          versionKey(item.citizenId as CitizenId, Number(item.version)),
        );
      }

    for await (const page of this.#pages('references', where, ofPerson)) {
      const named = page.filter(({ citizenId }) => citizenId !== undefined);
      const gone = whose.what === 'person' ? named : await this.#gone(named, whose.window, remove);
      found.references += gone.length;
      await this.#deleteAll('references', gone, remove, ({ reference }) => ({ reference }));
    }

    for await (const page of this.#pages('cutOffRows', where, ofPerson)) {
      const rows = page.filter(({ citizenId }) => citizenId !== undefined);
      // A list is named after the instant at which it was frozen.
      const over = rows.filter(({ cutOffDistrict }) => String(cutOffDistrict).slice(0, 10) < frozenBefore);
      found.cutOffRows += over.length;
      found.cutOffRowsKept += rows.length - over.length;
      await this.#deleteAll('cutOffRows', over, remove, ({ cutOffDistrict, rowKey }) => ({
        cutOffDistrict,
        rowKey,
      }));
    }

    for await (const page of this.#pages('quarantine', where, one === undefined ? {} : inRecord(one))) {
      const records = page.map(({ quarantineId, record }) => ({ quarantineId, citizenId: personIn(record) }));
      const registered = records.filter(({ quarantineId, citizenId }) =>
        one === undefined
          ? String(quarantineId).startsWith('registration#') && citizenId !== undefined
          : true,
      );
      const gone = whose.what === 'person' ? registered : await this.#gone(registered, whose.window, remove);
      found.quarantined += gone.length;
      await this.#deleteAll('quarantine', gone, remove, ({ quarantineId }) => ({ quarantineId }));
    }
    return found;
  }

  async ledger(
    whose: Erasable,
    { now, ...where }: Segment & { now: Date },
    remove: boolean,
  ): Promise<{ found: Found; counted: number }> {
    if (whose.what === 'measure') return this.#ledgerOfMeasure(whose.window, where, now, remove);
    if (where.segment !== 0) return { found: {}, counted: 0 };
    return this.#ledgerOfPerson(whose, now, remove);
  }

  async #recordsOfMeasure(window: DayRange, where: Segment, remove: boolean): Promise<Found> {
    const found = { registrations: 0, registrationsKept: 0 };
    for await (const page of this.#pages('registrations', where)) {
      const ofIt = page.filter(({ intentOn }) => isWithinRange(window, intentOn as Day));
      found.registrations += ofIt.length;
      found.registrationsKept += page.length - ofIt.length;
      await this.#deleteAll('registrations', ofIt, remove, ({ citizenId }) => personKey(String(citizenId)));
    }
    return found;
  }

  /**
   * Notes on the order which state it was before removing it, so that the ledger is not believed before it has heard of
   * that state; one that is changed meanwhile is noted again. What is noted was there, whoever removed it.
   */
  async #take(
    table: 'cardholders' | 'registrations',
    source: Source,
    citizenId: CitizenId,
    runId: string,
    remove: boolean,
  ): Promise<number> {
    for (;;) {
      const item = await this.#item(table, personKey(citizenId));
      if (!remove) return item === undefined ? 0 : 1;
      if (item === undefined) return (await this.#states(runId))[source] === undefined ? 0 : 1;
      await this.#note(runId, source, stateIn(source, item));
      const unchanged = source === 'card' ? { changedAt: item.changedAt } : { version: item.version };
      if (await this.#delete(table, personKey(citizenId), unchanged)) return 1;
    }
  }

  async #states(runId: string): Promise<z.infer<typeof Noted>['states']> {
    return Noted.parse(await this.#item('references', erasureReference(runId))).states;
  }

  async #note(runId: string, source: Source, state: number): Promise<void> {
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#tables.references,
        Key: erasureReference(runId),
        UpdateExpression: 'SET states.#source = :state',
        ConditionExpression: 'attribute_exists(#reference)',
        ExpressionAttributeNames: { '#source': source, '#reference': 'reference' },
        ExpressionAttributeValues: { ':state': state },
      }),
    );
  }

  async #versions(citizenId: CitizenId, remove: boolean): Promise<number> {
    let found = 0;
    let after: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#tables.history,
          KeyConditionExpression: 'citizenId = :person',
          ExpressionAttributeValues: { ':person': citizenId },
          ConsistentRead: true,
          ExclusiveStartKey: after,
        }),
      );
      await this.#deleteAll('history', Items, remove, ({ version }) =>
        versionKey(citizenId, Number(version)),
      );
      found += Items.length;
      after = LastEvaluatedKey;
    } while (after !== undefined);
    return found;
  }

  /**
   * Lets the row end once it has heard of the states that were removed and counts none. Until then a record that is
   * still on its way would make it anew, without an end.
   */
  async #ledgerOfPerson(
    { citizenId, runId }: Extract<Erasable, { what: 'person' }>,
    now: Date,
    remove: boolean,
  ): Promise<{ found: Found; counted: number }> {
    const none = { found: {}, counted: 0 };
    const row = await this.#item('ledger', personKey(citizenId));
    const { registration, card } = await this.#states(runId);
    if (row === undefined && registration === undefined && card === undefined) return none;
    if (!remove) return { found: { ledgerRows: row === undefined ? 0 : 1 }, counted: 0 };
    const ended = await this.#update(
      citizenId,
      { [LEDGER_EXPIRY]: expiryAt(now) },
      {
        conditions: [
          'attribute_not_exists(registration)',
          'attribute_not_exists(card)',
          ...(registration === undefined ? [] : ['registrationVersion >= :registration']),
          ...(card === undefined ? [] : ['cardVersion >= :card']),
        ],
        values: { ':registration': registration, ':card': card },
      },
    );
    if (ended) return { found: { ledgerRows: 1 }, counted: 0 };
    const isBack = await Promise.all([
      this.#item('cardholders', personKey(citizenId)),
      this.#item('registrations', personKey(citizenId)),
    ]);
    return isBack.some((item) => item !== undefined)
      ? { found: { returned: 1 }, counted: 0 }
      : { found: {}, counted: 1 };
  }

  async #ledgerOfMeasure(
    window: DayRange,
    where: Segment,
    now: Date,
    remove: boolean,
  ): Promise<{ found: Found; counted: number }> {
    const found = { ledgerRows: 0, ledgerRowsMarked: 0 };
    let counted = 0;
    for await (const page of this.#pages('ledger', where)) {
      const registered = page.filter(({ registrationVersion }) => registrationVersion !== undefined);
      const gone = await this.#gone(registered, window, remove);
      await inLanes(
        gone.map((row) => async () => {
          if (!remove) found.ledgerRows += 1;
          else if (row.registration !== undefined) counted += 1;
          else {
            const ended = await this.#endRegistration(row, now);
            if (ended === 'moved') counted += 1;
            else found[ended] += 1;
          }
        }),
        LANES,
      );
    }
    return { found, counted };
  }

  /**
   * A row without a card ends as a whole. That of a cardholder stays, and until the streams have forgotten the
   * registration it has to tell its records from new ones.
   */
  async #endRegistration(row: Item, now: Date): Promise<'ledgerRows' | 'ledgerRowsMarked' | 'moved'> {
    const citizenId = row.citizenId as CitizenId;
    const conditions = ['attribute_not_exists(registration)', 'registrationVersion = :version'];
    const values = { ':version': row.registrationVersion };
    const marked = row[REGISTRATION_GONE];
    if (row[LEDGER_EXPIRY] !== undefined) return 'ledgerRows';
    if (row.cardVersion === undefined) {
      const unless = { conditions: [...conditions, 'attribute_not_exists(cardVersion)'], values };
      return (await this.#update(citizenId, { [LEDGER_EXPIRY]: expiryAt(now) }, unless))
        ? 'ledgerRows'
        : 'moved';
    }
    if (marked === undefined) {
      const mark = { [REGISTRATION_GONE]: secondsOf(now) };
      return (await this.#update(citizenId, mark, { conditions, values })) ? 'ledgerRowsMarked' : 'moved';
    }
    if (secondsOf(now) - Number(marked) < STREAMS_FORGET_MS / 1_000) return 'ledgerRowsMarked';
    const forgotten = { registrationVersion: undefined, [REGISTRATION_GONE]: undefined };
    return (await this.#update(citizenId, forgotten, { conditions, values })) ? 'ledgerRows' : 'moved';
  }

  /** Sets attributes of a row that is there, or removes those that are undefined. @returns whether the conditions held */
  async #update(
    citizenId: CitizenId,
    attributes: Readonly<Record<string, number | undefined>>,
    { conditions, values }: { conditions: string[]; values: Item },
  ): Promise<boolean> {
    const names = Object.keys(attributes);
    const set = names.flatMap((name, n) => (attributes[name] === undefined ? [] : [`#a${n} = :a${n}`]));
    const removed = names.flatMap((name, n) => (attributes[name] === undefined ? [`#a${n}`] : []));
    return this.#whenHeld(() =>
      this.#client.send(
        new UpdateCommand({
          TableName: this.#tables.ledger,
          Key: personKey(citizenId),
          UpdateExpression: [
            ...(set.length === 0 ? [] : [`SET ${set.join(', ')}`]),
            ...(removed.length === 0 ? [] : [`REMOVE ${removed.join(', ')}`]),
          ].join(' '),
          ConditionExpression: ['attribute_exists(citizenId)', ...conditions].join(' AND '),
          ExpressionAttributeNames: Object.fromEntries(names.map((name, n) => [`#a${n}`, name])),
          ExpressionAttributeValues: {
            ...values,
            ...Object.fromEntries(names.map((name, n) => [`:a${n}`, attributes[name]])),
          },
        }),
      ),
    );
  }

  /**
   * Items of people who have no registration as of now; of at most 100. Such an item was written together with a
   * registration, or after it: whoever has none has lost it. A dry run takes those of the measure for gone.
   */
  async #gone<Of extends Item>(items: Of[], window: DayRange, remove: boolean): Promise<Of[]> {
    const { registrations } = this.#tables;
    const people = [...new Set(items.map(({ citizenId }) => String(citizenId)))];
    const standing = new Set<string>();
    // Consistent: what was removed a moment ago must not seem to stand.
    const all = {
      Keys: people.map(personKey),
      ConsistentRead: true,
      ProjectionExpression: 'citizenId, intentOn',
    };
    await untilProcessed<Batch>(people.length === 0 ? undefined : { [registrations]: all }, async (batch) => {
      const { Responses, UnprocessedKeys = {} } = await this.#client.send(
        new BatchGetCommand({ RequestItems: batch }),
      );
      for (const { citizenId, intentOn } of Responses?.[registrations] ?? [])
        if (remove || !isWithinRange(window, intentOn)) standing.add(String(citizenId));
      return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
    });
    return items.filter(({ citizenId }) => !standing.has(String(citizenId)));
  }

  async *#pages(
    table: TableOf,
    { segment, segments }: Segment,
    filter: Partial<ScanCommandInput> = {},
  ): AsyncGenerator<Item[]> {
    let after: Item | undefined;
    do {
      const page = await this.#client.send(
        new ScanCommand({
          TableName: this.#tables[table],
          Segment: segment,
          TotalSegments: segments,
          ConsistentRead: true,
          // With a filter a page is what was read, a megabyte, and not what was found in it.
          ...(filter.FilterExpression === undefined ? { Limit: PEOPLE_A_PAGE } : filter),
          ExclusiveStartKey: after,
        }),
      );
      yield page.Items ?? [];
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
  }

  async #item(table: TableOf, Key: Item): Promise<Item | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#tables[table], Key, ConsistentRead: true }),
    );
    return item;
  }

  async #deleteAll<Of extends Item>(
    table: TableOf,
    items: readonly Of[],
    remove: boolean,
    keyOf: (item: Of) => Item,
  ): Promise<void> {
    if (!remove) return;
    await inLanes(
      items.map((item) => async () => {
        await this.#delete(table, keyOf(item));
      }),
      LANES,
    );
  }

  /** Of what is gone already nothing is left to do. @returns false when it has changed meanwhile */
  #delete(table: TableOf, Key: Item, unchanged: Item = {}): Promise<boolean> {
    const [[name, value] = []] = Object.entries(unchanged);
    return this.#whenHeld(() =>
      this.#client.send(
        new DeleteCommand({
          TableName: this.#tables[table],
          Key,
          ...(name === undefined || value === undefined
            ? {}
            : {
                ConditionExpression: '#unchanged = :value',
                ExpressionAttributeNames: { '#unchanged': name },
                ExpressionAttributeValues: { ':value': value },
              }),
        }),
      ),
    );
  }

  /** A table that has been idle takes less than a measure's erasure: it waits, up to a minute and a half in all. */
  async #whenHeld(write: () => Promise<unknown>): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await write();
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        const isBusy = error instanceof Refusal && error.code === 'store.busy';
        if (!isBusy || attempt === ATTEMPTS) throw error;
      }
      await sleep(jitterMs(attempt, FIRST_WAIT_MS));
    }
  }
}

const expiryAt = (now: Date): number => secondsOf(new Date(now.getTime() + STREAMS_FORGET_MS));

const equalTo = (citizenId: CitizenId): Partial<ScanCommandInput> => ({
  FilterExpression: 'citizenId = :person',
  ExpressionAttributeValues: { ':person': citizenId },
});

/** The whole text of a value, so that no longer number is taken for the ID. */
const inRecord = (citizenId: CitizenId): Partial<ScanCommandInput> => ({
  FilterExpression: 'contains(#record, :person)',
  ExpressionAttributeNames: { '#record': 'record' },
  ExpressionAttributeValues: { ':person': `"${citizenId}"` },
});

const StreamRecord = z.object({
  dynamodb: z.object({ Keys: z.object({ citizenId: z.object({ S: field.citizenId }) }) }),
});

/** Whose record was set aside. */
function personIn(record: unknown): CitizenId | undefined {
  try {
    return StreamRecord.parse(JSON.parse(String(record))).dynamodb.Keys.citizenId.S;
  } catch {
    return undefined;
  }
}

/** One that cannot be read was never counted, so any row has heard of it. */
function stateIn(source: Source, item: Item): number {
  try {
    return source === 'card'
      ? cardState(cardholderFromItem(item)).version
      : registrationState(registrationFromItem(item)).version;
  } catch {
    return 0;
  }
}

import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { CountersTable } from '../functions/data/counters.ts';
import { bucketKey, REVISION } from '../functions/data/keys.ts';
import { LedgerTable } from '../functions/data/ledger.ts';
import { QuarantineTable } from '../functions/data/quarantine.ts';
import { registrationFromImage } from '../functions/data/registrations.ts';
import { instantOf } from '../functions/domain/calendar.ts';
import { cellsOf, contributionOf, registrationState, type Source } from '../functions/domain/contribution.ts';
import { CountingContended, countObservations } from '../functions/domain/count-observations.ts';
import { cellName } from '../functions/domain/counter-cell.ts';
import { fold, pack } from '../functions/domain/counting.ts';
import type { Registration } from '../functions/domain/registration.ts';
import { COUNTING_LIMITS, countBatch, observationOf } from '../functions/streams/counted-stream.ts';
import type { TableName } from '../lib/data-access.ts';
import { Conflicts } from '../test/support/conflicts.ts';
import { startDynamoDbLocal } from '../test/support/dynamodb-local.ts';
import { tableDefinitions } from '../test/support/templates.ts';
import { atLeast, atMost, type Bar, conclude, median, minimum, reported, round } from './bars.ts';
import { anybodysCard, chooserOf, lastDays, matureCounters, REGISTERED_BEFORE } from './country.ts';
import { type Consumer, deliver, Faults } from './deliveries.ts';
import { batchesOf, creates, mixedHistory } from './history.ts';
import { type Consumed, meter } from './meter.ts';
import { fiveCounters, fiveCountersConsumer } from './peers/five-counters.ts';
import { idempotentRecordsConsumer } from './peers/idempotent-records.ts';
import { transactionPerRecordConsumer } from './peers/transaction-per-record.ts';
import { Stores } from './stores.ts';

/** What a stream hands over at most at a time, as the event source is set. */
const BATCH = 1_000;
const INTENT_DAYS = [1, 5, 28] as const;
const WRITE_UNITS = { 1: 2.6, 5: 3.2, 28: 4 } as const satisfies Record<(typeof INTENT_DAYS)[number], number>;
const HAZARDS = { crash: 0.35, again: 0.1 };
const LOST_ANSWERS = 0.004;
const BATCH_OF_A_SCHEDULE = 100;
const LIMIT_SECONDS = 60;

type Counted = Map<string, number>;

/** A way of counting, on tables of its own. */
type Design = Consumer & {
  /** What other streams have counted of these people before they register. */
  meet?(records: readonly DynamoDBRecord[]): Promise<void>;
  /** What its counters hold, zeros left out. */
  held(): Promise<Counted>;
  /** What they should hold when these are the registrations. */
  shouldBe(registrations: readonly Registration[]): Counted;
};

type MakeDesign = (
  stores: Stores,
  client: DynamoDBDocumentClient,
  options?: { mature?: boolean },
) => Promise<Design>;

function tally(names: Iterable<string>): Counted {
  const counted: Counted = new Map();
  for (const name of names) counted.set(name, (counted.get(name) ?? 0) + 1);
  return counted;
}

const read = (image: object) => registrationState(registrationFromImage(image));

const ledgerOn = (
  client: DynamoDBDocumentClient,
  tables: { ledger: string; counters: string },
  source: Source = 'registration',
) =>
  new LedgerTable(client, tables, {
    source,
    personKey: async () => 'the key of a bench',
    now: () => instantOf(new Date()),
  });

const ledgerAndCounters: MakeDesign = async (stores, client, { mature = false } = {}) => {
  const tables = {
    ledger: await stores.make('ledger'),
    counters: await stores.make('counters'),
    quarantine: await stores.make('quarantine'),
  };
  if (mature)
    await stores.put(
      tables.counters,
      matureCounters(REGISTERED_BEFORE).map(({ province, bucket, counts }) => ({
        ...bucketKey(province, bucket),
        ...Object.fromEntries(counts),
        [REVISION]: 12_345,
      })),
    );
  const ledger = ledgerOn(client, tables);
  const quarantine = new QuarantineTable(client, tables.quarantine);
  const cards = ledgerOn(stores.client(), tables, 'card');
  const choose = chooserOf(3);
  return {
    meet: async (records) => {
      const states = records.map((record) => observationOf(record, read));
      const held = states.map(({ citizenId }) => ({
        citizenId,
        version: 1,
        contribution: anybodysCard(choose),
        before: undefined,
      }));
      await countObservations(held, cards, COUNTING_LIMITS);
    },
    requestsFor: (records) => pack(fold(records.map((record) => observationOf(record, read)))).length,
    count: async (records) => {
      const { quarantined } = await countBatch(records, {
        source: 'registration',
        read,
        ledger,
        quarantine,
        limits: COUNTING_LIMITS,
      });
      if (quarantined > 0) throw new Error('nothing here is poison');
    },
    held: async () => {
      const held: Counted = new Map();
      for await (const page of new CountersTable(stores.client(), tables.counters).all())
        for (const { province, bucket, counts } of page)
          for (const [name, count] of counts)
            if (count !== 0) held.set(`${province} ${bucket} ${name}`, count);
      return held;
    },
    shouldBe: (registrations) =>
      tally(
        registrations.flatMap((registration) =>
          cellsOf(contributionOf(registration)).map(
            ({ province, bucket, cell }) => `${province} ${bucket} ${cellName(cell)}`,
          ),
        ),
      ),
  };
};

/** A design that keeps the five counters of the naive one, an item each. */
const withFiveCounters =
  (
    consumerOf: (stores: Stores, client: DynamoDBDocumentClient, counters: string) => Promise<Consumer>,
  ): MakeDesign =>
  async (stores, client) => {
    const counters = await stores.make('counters');
    const consumer = await consumerOf(stores, client, counters);
    const reader = stores.client();
    return {
      ...consumer,
      held: async () => {
        const held: Counted = new Map();
        let after: Record<string, unknown> | undefined;
        do {
          const page = await reader.send(
            new ScanCommand({ TableName: counters, ConsistentRead: true, ExclusiveStartKey: after }),
          );
          for (const { province, bucket, people } of page.Items ?? [])
            if (people !== 0) held.set(`${province} ${bucket}`, people);
          after = page.LastEvaluatedKey;
        } while (after !== undefined);
        return held;
      },
      shouldBe: (registrations) =>
        tally(
          registrations.flatMap((registration) =>
            fiveCounters(registration).map(({ province, bucket }) => `${province} ${bucket}`),
          ),
        ),
    };
  };

const SUBJECT = 'ledger, folded batches';
const NAIVE = 'five adds a record';

const designs: Readonly<Record<string, MakeDesign>> = {
  [SUBJECT]: ledgerAndCounters,
  [NAIVE]: withFiveCounters(async (_, client, counters) => fiveCountersConsumer(client, counters)),
  'transaction a record': withFiveCounters(async (stores, client, counters) =>
    transactionPerRecordConsumer(client, { ledger: await stores.make('ledger'), counters }),
  ),
  'idempotency record': withFiveCounters(async (stores, client, counters) => {
    // A failed batch comes back after the function's limit: what a dead invocation had in progress has expired.
    let nowMs = Date.now();
    const consumer = idempotentRecordsConsumer(
      client,
      { idempotency: await stores.make('references'), counters },
      { now: () => new Date(nowMs), limitSeconds: LIMIT_SECONDS },
    );
    return {
      ...consumer,
      count: (records) => {
        nowMs += (LIMIT_SECONDS + 1) * 1_000;
        return consumer.count(records);
      },
    };
  }),
};

export const DESIGNS: readonly string[] = Object.keys(designs);

/** The naive design with more requests in flight than any other, in the race only. */
const NAIVE_IN_PARALLEL = `${NAIVE}, 4 at a time`;
const racing: typeof designs = {
  ...designs,
  [NAIVE_IN_PARALLEL]: withFiveCounters(async (_, client, counters) =>
    fiveCountersConsumer(client, counters, 4),
  ),
};

const madeDesign = (name: string): MakeDesign => {
  const made = racing[name];
  if (made === undefined) throw new Error(`there is no design ${name}`);
  return made;
};

/** The share by which counters are off: all differences over all that should have been counted. */
function errorOf(held: Counted, shouldBe: Counted): number {
  let off = 0;
  let all = 0;
  for (const name of new Set([...held.keys(), ...shouldBe.keys()])) {
    off += Math.abs((held.get(name) ?? 0) - (shouldBe.get(name) ?? 0));
    all += shouldBe.get(name) ?? 0;
  }
  return off / all;
}

export type Exactness = { error: number; worst: number; deliveries: number; crashes: number; lost: number };

/**
 * The same histories through every design, schedule by schedule, with crashes, lost answers and redeliveries from
 * the same seed. `through` may spoil the subject's client, to show that the error would be seen.
 */
export async function exactness(
  stores: Stores,
  {
    schedules,
    people,
    names = DESIGNS,
    through = (client) => client,
  }: {
    schedules: number;
    people: number;
    names?: readonly string[];
    through?: (client: DynamoDBDocumentClient) => DynamoDBDocumentClient;
  },
): Promise<{ records: number; of: Record<string, Exactness> }> {
  const everybody: Registration[] = [];
  const made = await Promise.all(
    names.map(async (name) => {
      const faults = new Faults(chooserOf(1), { lostAnswers: LOST_ANSWERS });
      const design = await madeDesign(name)(stores, faults.among(through(stores.client())));
      return { name, faults, design, error: 0, worst: 0, deliveries: 0 };
    }),
  );
  let records = 0;
  for (let seed = 1; seed <= schedules; seed++) {
    const history = mixedHistory(chooserOf(seed), people, lastDays(5));
    everybody.push(...history.current);
    records += history.records.length;
    for (const one of made) {
      const { design, faults } = one;
      const batches = batchesOf(history.records, BATCH_OF_A_SCHEDULE);
      one.deliveries += await deliver(batches, design, faults, chooserOf(seed), HAZARDS);
      one.error = errorOf(await design.held(), design.shouldBe(everybody));
      one.worst = Math.max(one.worst, one.error);
    }
  }
  return {
    records,
    of: Object.fromEntries(
      made.map(({ name, faults: { crashes, lost }, error, worst, deliveries }) => [
        name,
        { error, worst, deliveries, crashes, lost },
      ]),
    ),
  };
}

export type Cost = Pick<Consumed, 'writeUnits' | 'indexUnits' | 'requests' | 'largest'>;

/** What one registration costs in batches of creates, with counters that are as full as they get. */
export async function cost(
  stores: Stores,
  name: string,
  batches: readonly (readonly DynamoDBRecord[])[],
): Promise<Cost> {
  const client = stores.client();
  const consumed = meter(client, stores.client(), stores.shapes);
  const design = await madeDesign(name)(stores, client, { mature: true });
  for (const records of batches) {
    await design.meet?.(records);
    await design.count(records);
  }
  const records = batches.reduce((sum, { length }) => sum + length, 0);
  return {
    writeUnits: consumed.writeUnits / records,
    indexUnits: consumed.indexUnits / records,
    requests: consumed.requests / records,
    largest: consumed.largest,
  };
}

/** Milliseconds of each round: every design counts the same batch, and they take turns at being first. */
async function speed(stores: Stores, rounds: number): Promise<Record<string, number[]>> {
  const made = await Promise.all(
    Object.entries(racing).map(async ([name, make]) => ({
      name,
      design: await make(stores, stores.client(), { mature: true }),
    })),
  );
  const times: Record<string, number[]> = Object.fromEntries(made.map(({ name }) => [name, []]));
  const choose = chooserOf(2);
  for (let round = 0; round <= rounds; round++) {
    const records = creates(choose, BATCH, lastDays(1));
    const turn = round % made.length;
    for (const { name, design } of [...made.slice(turn), ...made.slice(0, turn)]) {
      await design.meet?.(records);
      const startedMs = performance.now();
      await design.count(records);
      // The first round warms everything up.
      if (round > 0) times[name]?.push(performance.now() - startedMs);
    }
  }
  return times;
}

export type Contention = {
  /** Transactions rejected because one that shares an item was in flight, a batch. */
  rejected: number;
  /** Batches that were given back to the event source, of all that were delivered. */
  givenBack: number;
};

/** What so many aggregators suffer that start on a batch of the whole country at the same moment. */
export async function contentionOf(stores: Stores, aggregators: number, rounds: number): Promise<Contention> {
  const tables = { ledger: await stores.make('ledger'), counters: await stores.make('counters') };
  const keys = new Map([
    [tables.ledger, ['citizenId']],
    [tables.counters, ['province', 'bucket']],
  ]);
  const conflicts = new Conflicts(keys);
  const choose = chooserOf(aggregators);
  let deliveries = 0;
  let givenBack = 0;
  const untilCounted = async (ledger: LedgerTable, records: readonly DynamoDBRecord[]): Promise<void> => {
    deliveries += 1;
    const observations = records.map((record) => observationOf(record, read));
    try {
      await countObservations(observations, ledger, COUNTING_LIMITS);
    } catch (error) {
      if (!(error instanceof CountingContended)) throw error;
      givenBack += 1;
      await untilCounted(ledger, records);
    }
  };
  const ledgers = Array.from({ length: aggregators }, () =>
    ledgerOn(conflicts.among(stores.client()), tables),
  );
  for (let round = 0; round < rounds; round++)
    await Promise.all(ledgers.map((ledger) => untilCounted(ledger, creates(choose, BATCH, lastDays(1)))));
  return { rejected: conflicts.raised / (aggregators * rounds), givenBack: givenBack / deliveries };
}

export type AggregatorOptions = { schedules?: number; people?: number; rounds?: number; batches?: number };

const largestOf = (costs: readonly Cost[], table: TableName): number =>
  Math.max(
    ...costs.flatMap(({ largest }) =>
      Object.entries(largest).flatMap(([name, bytes]) => (name.endsWith(`-${table}`) ? [bytes] : [])),
    ),
  );

/** Bars that are counts, not times: the same on every machine. */
export async function countedBars(
  stores: Stores,
  {
    schedules,
    people,
    batches,
    names = DESIGNS,
  }: Required<Pick<AggregatorOptions, 'schedules' | 'people' | 'batches'>> & { names?: readonly string[] },
): Promise<{
  bars: Bar[];
  exact: Awaited<ReturnType<typeof exactness>>;
  costs: Record<string, Record<number, Cost>>;
}> {
  const exact = await exactness(stores, { schedules, people, names });
  const costs: Record<string, Record<number, Cost>> = {};
  for (const days of INTENT_DAYS) {
    const sent = Array.from({ length: batches }, (_, i) =>
      creates(chooserOf(days * 100 + i), BATCH, lastDays(days)),
    );
    for (const name of names) {
      // A record costs the others the same in any batch: a part of one is enough.
      const some = name === SUBJECT ? sent : [sent[0]?.slice(0, 300) ?? []];
      costs[name] = { ...costs[name], [days]: await cost(stores, name, some) };
    }
  }
  const ours = costs[SUBJECT] as Record<number, Cost>;
  const of = (days: number): Cost => ours[days] as Cost;
  const bars = [
    atMost(
      `counter error over ${schedules} seeded schedules, ${exact.records} records`,
      exact.of[SUBJECT]?.worst ?? Number.NaN,
      0,
    ),
    ...INTENT_DAYS.map((days) =>
      atMost(
        `write units a registration, batch of 1,000, intent days: ${days}`,
        of(days).writeUnits,
        WRITE_UNITS[days],
      ),
    ),
    atMost('requests a registration, batch of 1,000, intent days: 1', of(1).requests, 0.013),
    ...[5, 28].map((days) =>
      reported(`requests a registration, batch of 1,000, intent days: ${days}`, of(days).requests),
    ),
    reported('index units a registration', of(1).indexUnits),
    atMost('largest ledger row, bytes', largestOf(Object.values(ours), 'ledger'), 1_024),
    reported('largest item of counters, bytes', largestOf(Object.values(ours), 'counters')),
    atMost(
      'transactions of a batch that conflict with each other',
      (await contentionOf(stores, 1, 2)).rejected,
      0,
    ),
  ];
  return { bars, exact, costs };
}

/** The aggregator beside three other ways of counting the same stream, all on Amazon's DynamoDB Local. */
export async function benchAggregator({
  schedules = 24,
  people = 150,
  rounds = 6,
  batches = 5,
}: AggregatorOptions = {}): Promise<boolean> {
  const engine = await startDynamoDbLocal();
  const stores = new Stores(engine.endpointUrl, tableDefinitions());
  try {
    const times = await speed(stores, rounds);
    const { bars, exact, costs } = await countedBars(stores, { schedules, people, batches });
    const perSecond = (ms: number): number => Math.round((BATCH * 1_000) / ms);
    const rows = DESIGNS.map((name) => {
      const took = times[name] ?? [];
      const of = (days: number) => costs[name]?.[days];
      return {
        design: name,
        'error %': round((exact.of[name]?.error ?? Number.NaN) * 100),
        ...Object.fromEntries(
          INTENT_DAYS.map((days) => [`units, ${days} d`, round(of(days)?.writeUnits ?? Number.NaN)]),
        ),
        'index units': round(of(1)?.indexUnits ?? Number.NaN),
        requests: round(of(1)?.requests ?? Number.NaN),
        'records/s': perSecond(median(took)),
        'best records/s': perSecond(minimum(took)),
      };
    });
    console.table(
      DESIGNS.map((name) => ({ design: name, records: exact.records, ...(exact.of[name] ?? {}) })),
    );
    const ratiosTo = (peer: string): number[] =>
      (times[SUBJECT] ?? []).map((ms, round) => (times[peer]?.[round] ?? Number.NaN) / ms);
    const ratios = ratiosTo(NAIVE);
    for (const aggregators of [4, 8]) {
      const { rejected, givenBack } = await contentionOf(stores, aggregators, 3);
      const at = `${aggregators} aggregators at once`;
      bars.push(
        reported(`transactions rejected a batch, ${at}`, rejected),
        reported(`batches given back, of those delivered, ${at}`, givenBack),
      );
    }
    console.log(`ratios of the rounds: ${ratios.map(round).join(' ')}`);
    return conclude('aggregator', rows, [
      ...bars,
      atLeast(`records a second beside ${NAIVE}, median of ${rounds} rounds`, median(ratios), 5),
      reported(`the same beside ${NAIVE_IN_PARALLEL}`, median(ratiosTo(NAIVE_IN_PARALLEL))),
      reported('records a second, median', perSecond(median(times[SUBJECT] ?? []))),
    ]);
  } finally {
    await stores.close();
    await engine.stop();
  }
}

import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { AuditTable, keyedPerson } from '../../functions/data/audit.ts';
import { cardholderFromImage, cardholderToItem } from '../../functions/data/cardholders.ts';
import { ErasureOrders, ErasureTables, erasureReport } from '../../functions/data/erasure.ts';
import { JobRunsTable } from '../../functions/data/job-runs.ts';
import {
  COUNTED_AT,
  cutOffDistrict,
  cutOffRowSort,
  LEDGER_EXPIRY,
  personKey,
  REGISTRATION_GONE,
  REVISION,
} from '../../functions/data/keys.ts';
import { reconcileStores } from '../../functions/data/reconcile-stores.ts';
import { registrationFromImage, registrationToItem } from '../../functions/data/registrations.ts';
import { instantOf } from '../../functions/domain/calendar.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import {
  cardState,
  registrationState,
  type Source,
  type State,
} from '../../functions/domain/contribution.ts';
import { deltasOf } from '../../functions/domain/counting.ts';
import { type CutOffId, cutOffIdOf } from '../../functions/domain/cut-off.ts';
import {
  type ErasureReport,
  erasureJob,
  NOTHING_ERASED,
  NotErasable,
  orderErasure,
  STREAMS_FORGET_MS,
} from '../../functions/domain/erasure.ts';
import { type ReconcileReport, reconcileJob } from '../../functions/domain/reconcile.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { freshRun, runUnits, type UnitRun } from '../../functions/domain/unit-job.ts';
import { countBatch } from '../../functions/streams/counted-stream.ts';
import { unitJobConsumer } from '../../functions/streams/unit-job.ts';
import { chooser, seededRandom } from '../../local/seed/random.ts';
import { bangkok, cardholder, day, instant, measure, subdistrictCode } from '../support/builders.ts';
import { capturedOutput } from '../support/fakes.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, patient } from './counted.ts';
import { corrected, intent, nextPerson } from './made-up.ts';

const SEGMENTS = 3;
const KEY = async () => 'a key';
const DAY_MS = 86_400_000;
const OPERATOR = 'ops:somebody';
const REASON = 'คำขอลบข้อมูลของเจ้าของข้อมูล';

type Item = Record<string, unknown>;
/** Counters by item and name, those at nothing left out. */
type Counters = Record<string, number>;

const imageOf = (item: Item) =>
  marshall(item, { removeUndefinedValues: true }) as NonNullable<
    NonNullable<DynamoDBRecord['dynamodb']>['NewImage']
  >;

/** Dies where a container would: before what it did is saved. */
class Killed extends Error {}

describe.each(engines)('an erasure on $name', (engine) => {
  const tables = makeTables(
    engine,
    'cardholders',
    'registrations',
    'registrationHistory',
    'references',
    'ledger',
    'counters',
    'cutOffRows',
    'quarantine',
    'audit',
    'jobRuns',
  );
  const { names } = tables;
  const client = tables.client();
  let now = bangkok('2018-04-01 09:00');
  let loaded = measure();
  const programme = { measure: async () => loaded };

  /*
   * The streams: every record there ever was, and which of them the aggregators have not been given yet. What the job
   * deletes is noticed when they deliver.
   */
  const records: Record<Source, DynamoDBRecord[]> = { registration: [], card: [] };
  const waiting: Record<Source, DynamoDBRecord[]> = { registration: [], card: [] };
  const standing = { registration: new Map<string, Item>(), card: new Map<string, Item>() };
  const tableOf = { registration: 'registrations', card: 'cardholders' } as const;
  const SOURCES = ['registration', 'card'] as const;
  let sequence = 0;

  function told(source: Source, before: Item | undefined, after: Item | undefined): void {
    sequence += 1;
    const { citizenId } = after ?? before ?? {};
    const record: DynamoDBRecord = {
      eventID: `event-${sequence}`,
      dynamodb: {
        Keys: imageOf({ citizenId }),
        SequenceNumber: String(sequence),
        ...(before === undefined ? {} : { OldImage: imageOf(before) }),
        ...(after === undefined ? {} : { NewImage: imageOf(after) }),
      },
    };
    records[source].push(record);
    waiting[source].push(record);
  }

  async function write(source: Source, item: Item): Promise<void> {
    await tables.put(tableOf[source], item);
    const citizenId = String(item.citizenId);
    told(source, standing[source].get(citizenId), item);
    standing[source].set(citizenId, item);
  }

  async function noticeRemovals(): Promise<void> {
    for (const source of SOURCES) {
      const left = new Set((await tables.items(tableOf[source])).map(({ citizenId }) => String(citizenId)));
      for (const [citizenId, item] of standing[source])
        if (!left.has(citizenId)) {
          told(source, item, undefined);
          standing[source].delete(citizenId);
        }
    }
  }

  const count = (source: Source, some: readonly DynamoDBRecord[]) =>
    countBatch(some, {
      source,
      read: (image) =>
        source === 'card'
          ? cardState(cardholderFromImage(image))
          : registrationState(registrationFromImage(image)),
      ledger: ledgerOn(client, names, { source }),
      quarantine: { setAside: async () => Promise.reject(new Error('nothing is to be set aside')) },
      limits: patient,
    });

  async function deliver(): Promise<void> {
    await noticeRemovals();
    for (const source of SOURCES) await count(source, waiting[source].splice(0));
  }

  const registered = async (registration: Registration, bank = false): Promise<void> => {
    const { citizenId, registrationId, receipt, version } = registration;
    await write('registration', { ...registrationToItem(registration) });
    await tables.put('registrationHistory', { ...registration });
    const references = [
      `receipt#${receipt}`,
      `registration#${registrationId}`,
      `idem#officer-1#${registrationId}-${version}`,
      ...(bank ? [`bank#BAAC#${registrationId}`, `bank-change#BAAC#${registrationId}`] : []),
    ];
    await tables.put('references', ...references.map((reference) => ({ reference, citizenId })));
  };
  const issued = (holder: Cardholder) => write('card', cardholderToItem(holder));
  const setAside = (source: Source, citizenId: CitizenId) =>
    tables.put('quarantine', {
      quarantineId: `${source}#aside-${citizenId}`,
      reason: 'Unwritable',
      record: JSON.stringify({ dynamodb: { Keys: { citizenId: { S: citizenId } } } }),
    });
  const onPayList = ({ citizenId, intentOn, registrationId }: Registration, frozenAt: string) =>
    tables.put('cutOffRows', {
      cutOffDistrict: cutOffDistrict(cutOffIdOf(bangkok(frozenAt), 'tail') as CutOffId, '3401' as never),
      rowKey: cutOffRowSort({ intentOn, registrationId }),
      citizenId,
    });

  const exact = async (): Promise<Counters> => {
    const states: State[] = [
      ...(await tables.items('registrations')).map((item) => registrationState(item as Registration)),
      ...(await tables.items('cardholders')).map((item) => cardState(cardholderFromImage(imageOf(item)))),
    ];
    const steps = states.map((next) => ({ citizenId: next.citizenId, expected: undefined, next }));
    return Object.fromEntries(
      deltasOf(steps)
        .flatMap(({ province, bucket, changes }) =>
          [...changes].map(([name, by]): [string, number] => [`${province} ${bucket} ${name}`, by]),
        )
        .sort(),
    );
  };
  const counters = async (): Promise<Counters> =>
    Object.fromEntries(
      (await tables.items('counters'))
        .flatMap(({ province, bucket, ...counts }) =>
          Object.entries(counts)
            .filter(([name, by]) => name !== COUNTED_AT && name !== REVISION && by !== 0)
            .map(([name, by]): [string, number] => [`${province} ${bucket} ${name}`, Number(by)]),
        )
        .sort(),
    );
  const ledgerRow = (citizenId: string) => tables.item('ledger', personKey(citizenId));
  /** Where an ID is written down, by tables. */
  const placesOf = async (citizenId: string): Promise<string[]> =>
    Object.entries(await tables.contents())
      .filter(([, items]) => JSON.stringify(items).includes(citizenId))
      .map(([table]) => table);

  async function reconcile(): Promise<ReconcileReport> {
    const stores = reconcileStores(client, names, {
      limits: patient,
      personKey: KEY,
      now: () => instantOf(now),
    });
    const patience = { pause: async () => undefined, goesOn: (walks: number) => walks < 4, nowMs: () => 0 };
    const job = reconcileJob(stores, patience, 2);
    let run: UnitRun<ReconcileReport> = freshRun(job, instantOf(now), instantOf(now));
    await runUnits(run, job, {
      hasTime: () => true,
      concurrency: 4,
      save: async (next) => {
        run = next;
        return 'saved';
      },
      tell: () => undefined,
      now: () => instantOf(now),
    });
    return run.report;
  }
  const nothingToMend = { recounted: 0, uncountable: 0, unproven: [], drift: { count: 0, lines: [] } };

  const order = (of: { citizenId: CitizenId } | 'measure', dryRun = false): Promise<string> => {
    // No two orders are of one millisecond.
    now = new Date(now.getTime() + 1);
    return orderErasure(
      {
        programme,
        orders: new ErasureOrders(client, names.references, new AuditTable(client, names.audit, KEY)),
        queue: { send: async () => undefined },
      },
      { of, by: OPERATOR, reason: REASON, dryRun },
      { at: now, from: 'ops', requestId: 'request-1' },
    );
  };

  const runs = new JobRunsTable(client, names.jobRuns, {
    report: erasureReport,
    token: () => crypto.randomUUID(),
  });

  /** What the queue's deliveries of one message do; the n-th saves of `kills` are those that a worker did not live to. */
  async function work(
    runId: string,
    {
      pause = deliver,
      kills = [],
      concurrency = 2,
    }: {
      pause?: () => Promise<void>;
      kills?: readonly number[];
      concurrency?: number;
    } = {},
  ): Promise<ErasureReport> {
    let saves = 0;
    const output = capturedOutput();
    const handler = unitJobConsumer({
      job: erasureJob(
        new ErasureTables(client, { ...names, history: names.registrationHistory }),
        { programme, now: () => now, pause, patience: 3 },
        SEGMENTS,
      ),
      runs: {
        begin: (fresh) => runs.begin(fresh),
        load: (kind, id) => runs.load(kind, id),
        latest: (kind) => runs.latest(kind),
        save: async (run) => {
          if (kills.includes(++saves)) throw new Killed();
          return runs.save(run);
        },
      },
      queue: { send: async () => undefined },
      concurrency,
      tell: () => undefined,
      now: () => instantOf(now),
    });
    try {
      const message = { Records: [{ body: JSON.stringify({ runId }) }] } as never;
      for (let delivery = 0; ; delivery++) {
        try {
          await handler(message, { getRemainingTimeInMillis: () => 300_000 });
          break;
        } catch (error) {
          if (delivery >= kills.length) throw error;
        }
      }
    } finally {
      output.stop();
    }
    const run = await runs.load('erase-personal-data', runId);
    expect(run?.finishedAt).toBeDefined();
    return run?.report ?? NOTHING_ERASED;
  }

  const choose = chooser(seededRandom(11));
  const shuffled = <Of>(list: readonly Of[]): Of[] => {
    const left = [...list];
    return list.map(() => left.splice(choose.whole(left.length), 1)[0] as Of);
  };
  /** Every record there ever was, in another order and other batches. */
  async function replayAll(): Promise<void> {
    for (const source of SOURCES) {
      const again = shuffled(records[source]);
      while (again.length > 0) await count(source, again.splice(0, 1 + choose.whole(9)));
    }
  }

  const somewhere = () => subdistrictCode(`34010${1 + choose.whole(5)}`);
  /** A person with a card and a life of registrations, known to every table. */
  async function somebody(
    life: { card?: Partial<Cardholder> | false; bank?: boolean } = {},
  ): Promise<Registration> {
    const citizenId = nextPerson();
    const first = intent({
      citizenId,
      residence: somewhere(),
      intentOn: day(`2018-02-0${1 + choose.whole(9)}`),
    });
    if (life.card !== false) await issued(cardholder({ citizenId, subdistrict: somewhere(), ...life.card }));
    await registered(first, life.bank);
    const second = corrected(first, { residence: somewhere() });
    await registered(second, life.bank);
    return second;
  }

  beforeAll(async () => {
    for (let n = 0; n < 12; n++) await somebody({ bank: n % 2 === 0, card: n % 4 === 3 ? false : {} });
    await deliver();
    expect(await counters()).toEqual(await exact());
  });

  describe('of a person', () => {
    it('takes the person out of every table but the trail, and off the counters', async () => {
      const gone = await somebody({ bank: true });
      const { citizenId } = gone;
      await setAside('registration', citizenId);
      await setAside('card', citizenId);
      await onPayList(gone, '2018-03-01 08:00');
      await deliver();
      const others = await tables.contents();
      const runId = await order({ citizenId });
      expect(await work(runId)).toEqual({
        ...NOTHING_ERASED,
        cardholders: 1,
        registrations: 1,
        versions: 2,
        references: 6,
        cutOffRowsKept: 1,
        quarantined: 2,
        ledgerRows: 1,
      });
      expect(await placesOf(citizenId)).toEqual(['ledger', 'cutOffRows']);
      expect(await ledgerRow(citizenId)).toEqual({
        citizenId,
        registrationVersion: expect.any(Number),
        cardVersion: expect.any(Number),
        [LEDGER_EXPIRY]: Math.floor((now.getTime() + STREAMS_FORGET_MS) / 1_000),
      });
      expect(await counters()).toEqual(await exact());
      expect(await reconcile()).toMatchObject(nothingToMend);
      const left = await tables.contents();
      for (const table of ['cardholders', 'registrations', 'registrationHistory', 'references'])
        expect(left[table]).toEqual(others[table]?.filter((item) => item.citizenId !== citizenId));
    });

    it('is one line on the trail, which names the person by a keyed hash alone', async () => {
      const { citizenId } = await somebody();
      await deliver();
      const runId = await order({ citizenId });
      const lines = async () =>
        (await tables.items('audit')).filter(
          ({ personKey: hash }) => hash === keyedPerson(citizenId, 'a key'),
        );
      expect(await lines()).toMatchObject([
        { action: 'ERASED_PERSON', actor: OPERATOR, reason: REASON, about: { runId }, outcome: 'done' },
      ]);
      await work(runId, { kills: [1] });
      expect(await lines()).toHaveLength(1);
      expect(JSON.stringify(await tables.items('audit'))).not.toContain(citizenId);
      expect(JSON.stringify(await tables.items('jobRuns'))).not.toContain(citizenId);
    });

    it('takes rows of pay lists whose ten years are over, and keeps the others', async () => {
      const gone = await somebody();
      await onPayList(gone, '2008-03-31 08:00');
      await onPayList(gone, '2008-04-02 08:00');
      expect(await work(await order(gone))).toMatchObject({ cutOffRows: 1, cutOffRowsKept: 1 });
    });

    it('is not undone by all that the streams bring once more, in any order', async () => {
      const { citizenId } = await somebody();
      await deliver();
      await work(await order({ citizenId }));
      const before = { counters: await counters(), ledger: await tables.items('ledger') };
      for (let time = 0; time < 4; time++) {
        await replayAll();
        expect({ counters: await counters(), ledger: await tables.items('ledger') }).toEqual(before);
      }
      expect(await counters()).toEqual(await exact());
      expect(await reconcile()).toMatchObject(nothingToMend);
    });

    it.each([
      ['a card and a registration', {}],
      ['a card that counts nothing', { card: { cardStatus: 'deceased' as const } }],
      ['no card', { card: false as const }],
    ])('waits for records that are still on their way, of somebody with %s', async (_, life) => {
      const { citizenId } = await somebody(life);
      expect(await ledgerRow(citizenId)).toBeUndefined();
      await work(await order({ citizenId }));
      await deliver();
      const row = await ledgerRow(citizenId);
      expect(row).toHaveProperty(LEDGER_EXPIRY);
      expect(row).not.toHaveProperty('registration');
      await replayAll();
      expect(await ledgerRow(citizenId)).toEqual(row);
      expect(await counters()).toEqual(await exact());
    });

    it('is not at its end while the streams stand still, and comes to it when they go on', async () => {
      const { citizenId } = await somebody();
      await deliver();
      const runId = await order({ citizenId });
      await expect(work(runId, { pause: async () => undefined })).rejects.toThrow('the run did not go on');
      expect(await placesOf(citizenId)).toContain('references');
      await deliver();
      expect(await work(runId, { pause: async () => undefined })).toMatchObject({ ledgerRows: 1 });
      expect(await placesOf(citizenId)).toEqual(['ledger']);
    });

    it('counts a person who registers anew, whose row then stays, and no old record comes between', async () => {
      const old = await somebody();
      const { citizenId } = old;
      await deliver();
      await work(await order({ citizenId }));
      await issued(cardholder({ citizenId, changedAt: instant('2018-04-02 10:00') }));
      await registered(
        intent({
          citizenId,
          recordedAt: instant('2018-04-02 11:00'),
          change: { kind: 'created', by: 'officer-1', at: instant('2018-04-02 11:00') },
        }),
      );
      await deliver();
      const row = await ledgerRow(citizenId);
      expect(row).toHaveProperty('registration');
      expect(row).toHaveProperty('card');
      expect(row).not.toHaveProperty(LEDGER_EXPIRY);
      await replayAll();
      expect(await ledgerRow(citizenId)).toEqual(row);
      expect(await counters()).toEqual(await exact());
      expect(await reconcile()).toMatchObject(nothingToMend);
    });

    it('is told when a registry file has brought the person back meanwhile', async () => {
      const { citizenId } = await somebody();
      await deliver();
      const comesBack = async () => {
        await noticeRemovals();
        await issued(cardholder({ citizenId, changedAt: instant('2018-04-03 10:00') }));
        await deliver();
      };
      expect(await work(await order({ citizenId }), { pause: comesBack })).toMatchObject({ returned: 1 });
      expect(await counters()).toEqual(await exact());
    });

    it('ends the same after a kill before every save', async () => {
      const { citizenId } = await somebody({ bank: true });
      await setAside('registration', citizenId);
      await deliver();
      const runId = await order({ citizenId });
      const kills = Array.from({ length: 20 }, (_, n) => 2 * n + 1);
      expect(await work(runId, { kills, concurrency: 1 })).toMatchObject({
        cardholders: 1,
        registrations: 1,
        ledgerRows: 1,
      });
      expect(await placesOf(citizenId)).toEqual(['ledger']);
      expect(await counters()).toEqual(await exact());
    });

    it('does nothing when its message comes again, and finds nothing by another order', async () => {
      const { citizenId } = await somebody();
      await deliver();
      const runId = await order({ citizenId });
      const report = await work(runId);
      const before = await tables.contents();
      expect(await work(runId)).toEqual(report);
      expect(await tables.contents()).toEqual(before);
      expect(await work(await order({ citizenId }))).toEqual({ ...NOTHING_ERASED, ledgerRows: 1 });
    });

    it('only counts in a dry run, and leaves a line of its own', async () => {
      const gone = await somebody({ bank: true });
      await setAside('card', gone.citizenId);
      await deliver();
      const lines = (await tables.items('audit')).length;
      const { audit: _, jobRuns: __, ...before } = await tables.contents();
      expect(await work(await order(gone, true))).toEqual({
        ...NOTHING_ERASED,
        cardholders: 1,
        registrations: 1,
        versions: 2,
        references: 6,
        quarantined: 1,
        ledgerRows: 1,
      });
      const { audit, jobRuns: ___, ...after } = await tables.contents();
      expect(after).toEqual(before);
      expect(audit).toHaveLength(lines + 1);
      expect(audit?.filter(({ action }) => action === 'TRIED_ERASURE')).toHaveLength(1);
    });
  });

  describe('of a measure', () => {
    const OVER = bangkok('2028-03-16 09:00');
    // The clock never goes back: a run is named after the time.
    const later = (than: Date) => {
      now = new Date(Math.max(now.getTime(), than.getTime()));
    };
    const registrationCounters = async () =>
      Object.keys(await counters()).filter((name) => !name.includes(' cards '));

    it('is refused while it has to be kept, by the order and by the job', async () => {
      now = bangkok('2028-03-15 23:59');
      await expect(order('measure')).rejects.toThrow(NotErasable);
      loaded = measure({ keptYears: 12 });
      later(OVER);
      await expect(order('measure')).rejects.toThrow('2030-03-15');
      loaded = measure({ keptYears: 5 });
      const runId = await order('measure');
      loaded = measure({ keptYears: 12 });
      const { jobRuns: _, ...before } = await tables.contents();
      await expect(work(runId)).rejects.toThrow('the run did not go on');
      loaded = measure({ code: 'another' });
      await expect(work(runId)).rejects.toThrow('the run did not go on');
      const { jobRuns: __, ...left } = await tables.contents();
      expect(left).toEqual(before);
      loaded = measure();
    });

    it('counts in a dry run what it would remove, and removes nothing', async () => {
      later(OVER);
      const { audit: _, jobRuns: __, ...before } = await tables.contents();
      const people = before.registrations?.length ?? 0;
      expect(await work(await order('measure', true))).toMatchObject({
        cardholders: 0,
        registrations: people,
        registrationsKept: 0,
      });
      const { audit: ___, jobRuns: ____, ...after } = await tables.contents();
      expect(after).toEqual(before);
    });

    it('removes its registrations and what they left, however often it is killed, and nobody’s card', async () => {
      for (const registration of await Promise.all([somebody(), somebody({ card: false })])) {
        await setAside('registration', registration.citizenId);
        await onPayList(registration, '2018-03-01 08:00');
        await onPayList(registration, '2018-03-20 08:00');
      }
      // Of no day of this measure.
      const other = intent({ citizenId: nextPerson(), intentOn: day('2019-02-05') });
      await registered(other);
      await deliver();
      later(OVER);
      const cards = await tables.items('cardholders');
      const cardCounters = Object.entries(await counters()).filter(([name]) => name.includes(' cards '));
      const runId = await order('measure');
      const kills = [1, 3, 4, 6, 8, 11, 13];
      const report = await work(runId, { kills });
      expect(report).toMatchObject({ cardholders: 0, registrationsKept: 1 });

      expect(await tables.items('cardholders')).toEqual(cards);
      for (const table of ['registrations', 'registrationHistory'] as const)
        expect((await tables.items(table)).map(({ citizenId }) => citizenId)).toEqual([other.citizenId]);
      const references = await tables.items('references');
      expect(new Set(references.flatMap(({ citizenId }) => citizenId ?? []))).toEqual(
        new Set([other.citizenId]),
      );
      expect(
        (await tables.items('quarantine')).filter(({ quarantineId }) =>
          String(quarantineId).startsWith('reg'),
        ),
      ).toEqual([]);
      const rows = await tables.items('cutOffRows');
      expect(rows.every(({ cutOffDistrict: list }) => String(list) >= '2018-03-16')).toBe(true);
      expect(rows.length).toBeGreaterThan(0);

      expect(await counters()).toEqual(await exact());
      expect(Object.entries(await counters()).filter(([name]) => name.includes(' cards '))).toEqual(
        cardCounters,
      );
      expect((await registrationCounters()).length).toBeGreaterThan(0);
      expect(await reconcile()).toMatchObject(nothingToMend);

      await tables.put(
        'registrations',
        registrationToItem({ ...other, intentOn: day('2018-02-05') }) as never,
      );
      standing.registration.set(other.citizenId, registrationToItem(other) as never);
    });

    it('leaves no counter of registrations, and rows of the ledger that end or are marked', async () => {
      expect(await work(await order('measure'))).toMatchObject({ registrations: 1, registrationsKept: 0 });
      expect(await registrationCounters()).toEqual([]);
      const rows = await tables.items('ledger');
      const known = rows.filter(({ registrationVersion }) => registrationVersion !== undefined);
      for (const row of known) {
        expect(row).not.toHaveProperty('registration');
        // Of people erased before, the row ends anyway.
        if (row.cardVersion === undefined || row[REGISTRATION_GONE] === undefined)
          expect(row).toHaveProperty(LEDGER_EXPIRY);
      }
      for (const row of rows.filter(({ card }) => card !== undefined))
        expect(row).not.toHaveProperty(LEDGER_EXPIRY);
      expect(known.some((row) => row[REGISTRATION_GONE] !== undefined)).toBe(true);
    });

    it('is not undone by all that the streams bring once more', async () => {
      const before = { counters: await counters(), ledger: await tables.items('ledger') };
      await replayAll();
      expect({ counters: await counters(), ledger: await tables.items('ledger') }).toEqual(before);
    });

    it('forgets by an order of two days later that cardholders were registered', async () => {
      expect(await work(await order('measure'))).toMatchObject({
        registrations: 0,
        versions: 0,
        references: 0,
      });
      const marked = (await tables.items('ledger')).filter((row) => row[REGISTRATION_GONE] !== undefined);
      now = new Date(now.getTime() + 2 * DAY_MS);
      expect(await work(await order('measure'))).toMatchObject({ ledgerRowsMarked: 0 });
      for (const { citizenId, card, cardVersion, rosterDistrict, rosterSort } of marked)
        expect(await ledgerRow(String(citizenId))).toEqual(
          JSON.parse(JSON.stringify({ citizenId, card, cardVersion, rosterDistrict, rosterSort })),
        );
      expect(await counters()).toEqual(await exact());
      expect(await reconcile()).toMatchObject({ ...nothingToMend });
    });

    it('counts whoever registers anew, for another measure', async () => {
      const [card] = (await tables.items('cardholders')).filter(({ cardStatus }) => cardStatus === 'active');
      await registered(
        intent({
          citizenId: card?.citizenId as CitizenId,
          recordedAt: instant('2028-04-01 10:00'),
          intentOn: day('2028-04-01'),
        }),
      );
      await deliver();
      expect(await counters()).toEqual(await exact());
      expect((await registrationCounters()).length).toBeGreaterThan(0);
      await client.send(
        new DeleteCommand({ TableName: names.registrations, Key: personKey(String(card?.citizenId)) }),
      );
      await deliver();
    });
  });
});

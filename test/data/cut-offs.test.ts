import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditTable } from '../../functions/data/audit.ts';
import { CountedPeopleTable } from '../../functions/data/counted-people.ts';
import { CutOffRowsTable, CutOffsTable, freezeReport } from '../../functions/data/cut-offs.ts';
import { JobRunsTable } from '../../functions/data/job-runs.ts';
import { ProgrammeTable } from '../../functions/data/programme.ts';
import { RegistrationsTable } from '../../functions/data/registrations.ts';
import { RegistrationsAsOfTables } from '../../functions/data/registrations-as-of.ts';
import { queueClient, SqsRunQueue } from '../../functions/data/run-queue.ts';
import { districtOf } from '../../functions/domain/area.ts';
import { bangkokDay, type Instant, instantOf, plusDays } from '../../functions/domain/calendar.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import {
  type CutOff,
  type CutOffId,
  type CutOffInBrief,
  type CutOffRanges,
  type CutOffRow,
  cutOffIdOf,
  type RegistrationsAsOf,
  rowOf,
} from '../../functions/domain/cut-off.ts';
import { createCutOff } from '../../functions/domain/cut-off-desk.ts';
import { type FreezeClock, freezeJob, SETTLING_MS } from '../../functions/domain/cut-off-freeze.ts';
import { listCutOffDifferences } from '../../functions/domain/cut-off-people-desk.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { freshRun, runUnits, unitsOf } from '../../functions/domain/unit-job.ts';
import { unitJobConsumer } from '../../functions/streams/unit-job.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import { chooser, seededRandom } from '../../local/seed/random.ts';
import {
  cutOffsOf,
  cutOffText,
  exportFrom,
  freeze,
  frozenText,
  operator,
  writePayFile,
} from '../../ops/cut-offs.ts';
import type { DeployedStage } from '../../ops/stage.ts';
import {
  agencyCode,
  bangkok,
  centralOfficer,
  day,
  districtCode,
  instant,
  measure,
  subdistrictCode,
} from '../support/builders.ts';
import { Conflicts, cancelled, intercept, loseAnswers } from '../support/conflicts.ts';
import { CUT_OFF_ID, cutOff, frozenCutOff } from '../support/cut-offs.ts';
import { knownGeography, programmeOf, Trail } from '../support/fakes.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, observed, patient } from './counted.ts';
import { intent, lineAbout, nextPerson } from './made-up.ts';

const MEASURE = measure().code;
const HOMES = ['340101', '340102', '340201', '100101'].map(subdistrictCode);
const DISTRICTS = [...new Set(HOMES.map(districtOf))].sort();

let ids = 0;
const nextId = (): CutOffId => cutOffIdOf(bangkok('2018-02-21 09:15'), String(++ids).padStart(4, '0'));
const rowFor = (overrides: Partial<Registration> = {}): CutOffRow =>
  rowOf(intent({ intentOn: day('2018-02-05'), ...overrides }), cutOff()) as CutOffRow;

async function everyRow(rows: CutOffRowsTable, id: CutOffId): Promise<CutOffRow[]> {
  const found: CutOffRow[] = [];
  for (const district of DISTRICTS)
    for await (const page of rows.ofDistrict(id, district)) found.push(...page);
  return found;
}

describe.each(engines)('the cut-offs on $name', (engine) => {
  const tables = makeTables(engine, 'cutOffs', 'audit');
  const conflicts = new Conflicts(tables.keys, { random: seededRandom(3), strangers: 0.1 });
  const on = (client = tables.client()) =>
    new CutOffsTable(client, tables.names.cutOffs, new AuditTable(client, tables.names.audit));
  const cutOffs = on();
  const line = (of: CutOff) => ({
    action: 'FROZE_CUT_OFF' as const,
    actor: 'officer-3',
    at: of.frozenAt,
    from: '192.0.2.1',
    requestId: 'request-1',
    about: { cutOffId: of.cutOffId },
  });
  const deskOf = (measureCode: string, table = cutOffs) => ({
    cutOffs: table,
    programme: programmeOf(measure({ code: measureCode })),
    queue: { send: async () => {} },
    newId: nextId,
  });
  const occasion = { at: bangkok('2018-02-21 09:15'), from: '192.0.2.1', requestId: 'request-1' };

  it('are kept with their ranges and their line of the trail, and listed without their totals', async () => {
    const first = cutOff({ measure: 'kept', cutOffId: nextId() });
    const empty = await cutOffs.ranges('kept');
    expect(empty).toEqual({ revision: 0, ranges: [] });
    expect(await cutOffs.add(first, empty, line(first))).toEqual({ outcome: 'written' });
    const { cutOffId, name, from, to } = first;
    expect(await cutOffs.ranges('kept')).toEqual({ revision: 1, ranges: [{ cutOffId, name, from, to }] });
    expect(await cutOffs.one('kept', cutOffId)).toEqual(first);
    expect(await cutOffs.list('kept')).toEqual([first]);
    expect(await tables.items('audit')).toHaveLength(1);
    expect(await cutOffs.one('kept', nextId())).toBeUndefined();
    expect(await cutOffs.list('another')).toEqual([]);
  });

  it('are not added over one that was added meanwhile, and then leave no line', async () => {
    const stale = await cutOffs.ranges('stale');
    const [first, second] = [
      cutOff({ measure: 'stale', cutOffId: nextId() }),
      cutOff({ measure: 'stale', cutOffId: nextId() }),
    ];
    await cutOffs.add(first, stale, line(first));
    const before = await tables.contents();
    expect(await cutOffs.add(second, stale, line(second))).toEqual({ outcome: 'overtaken' });
    expect(await tables.contents()).toEqual(before);
  });

  const RACERS = 20;

  /** Tables whose first readings come once all of them have read: nobody has seen what another one does. */
  function racers(): (client: DynamoDBDocumentClient) => CutOffsTable {
    let read = 0;
    class Racer extends CutOffsTable {
      override async ranges(code: string): Promise<CutOffRanges> {
        const ranges = await super.ranges(code);
        if (++read <= RACERS) while (read < RACERS) await sleep(5);
        return ranges;
      }
    }
    return (client) => new Racer(client, tables.names.cutOffs, new AuditTable(client, tables.names.audit));
  }

  it.each(['seldom', 'often'])(
    'are one of twenty that overlap and are asked for at once, in conflict %s',
    async (how) => {
      const code = `race-${how}`;
      const lines = (await tables.items('audit')).length;
      const racer = racers();
      const asked = Array.from({ length: RACERS }, (_, n) =>
        createCutOff(
          deskOf(code, racer(how === 'often' ? conflicts.among(tables.client()) : tables.client())),
          centralOfficer(),
          {
            name: `รอบ ${n}`,
            from: day(`2018-02-${String(1 + (n % 10)).padStart(2, '0')}`),
            to: day('2018-02-20'),
          },
          occasion,
        ),
      );
      const ended = await Promise.allSettled(asked);
      expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of ended)
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'cut-off.overlaps' });
      expect(await cutOffs.list(code)).toHaveLength(1);
      expect((await cutOffs.ranges(code)).ranges).toHaveLength(1);
      expect(await tables.items('audit')).toHaveLength(lines + 1);
    },
  );

  it('would be all of the twenty without the condition on the ranges', async () => {
    const racer = racers();
    const careless = (): DynamoDBDocumentClient => {
      const client = tables.client();
      intercept(client, ({ operation, body }, send) => {
        if (operation !== 'TransactWriteItems') return send();
        const unconditional = (body.TransactItems ?? []).map(({ Put }) => {
          const { TableName, Item } = Put as { TableName: string; Item: Record<string, unknown> };
          return { Put: { TableName, Item } };
        });
        return send({ ...body, TransactItems: unconditional });
      });
      return client;
    };
    const asked = Array.from({ length: RACERS }, (_, n) =>
      createCutOff(
        deskOf('careless', racer(careless())),
        centralOfficer(),
        { name: `รอบ ${n}`, from: day('2018-02-01'), to: day('2018-02-20') },
        occasion,
      ),
    );
    await Promise.all(asked);
    expect(await cutOffs.list('careless')).toHaveLength(RACERS);
  });

  it('are added once when the answer is lost', async () => {
    const lossy = tables.client();
    loseAnswers(lossy, 1);
    const asked = { name: 'จ่าย', from: day('2018-02-01'), to: day('2018-02-20') };
    const made = await createCutOff(deskOf('lost', on(lossy)), centralOfficer(), asked, occasion);
    expect(await cutOffs.list('lost')).toEqual([made]);
  });

  it('are sealed once', async () => {
    const made = cutOff({ measure: 'sealed', cutOffId: nextId() });
    await cutOffs.add(made, await cutOffs.ranges('sealed'), line(made));
    const totals = [{ district: districtCode('3401'), people: { UP_TO_30000: 2, UP_TO_100000: 1 } }];
    expect(await cutOffs.seal(made, totals, instant('2018-02-21 09:28'))).toBe('sealed');
    const sealed = await cutOffs.one('sealed', made.cutOffId);
    expect(sealed).toEqual({ ...made, phase: 'frozen', sealedAt: instant('2018-02-21 09:28'), totals });
    expect(await cutOffs.seal(made, [], instant('2018-02-21 09:40'))).toBe('not-freezing');
    expect(await cutOffs.one('sealed', made.cutOffId)).toEqual(sealed);
    const { totals: _, ...brief } = { ...made, ...sealed } as ReturnType<typeof frozenCutOff>;
    expect(await cutOffs.list('sealed')).toEqual([brief]);
  });

  it('that were never made are not sealed', async () => {
    const none = { measure: 'nowhere', cutOffId: nextId() };
    expect(await cutOffs.seal(none, [], instant('2018-02-21 09:28'))).toBe('not-freezing');
    expect(await cutOffs.one('nowhere', none.cutOffId)).toBeUndefined();
  });
});

describe.each(engines)('the rows of a cut-off on $name', (engine) => {
  const tables = makeTables(engine, 'cutOffRows');
  const on = (client = tables.client()) => new CutOffRowsTable(client, tables.names.cutOffRows);
  const rows = on();
  const home = districtCode('3401');

  it('come by day, page by page, by positions that name nobody', async () => {
    const id = nextId();
    const written = Array.from({ length: 230 }, (_, n) =>
      rowFor({ intentOn: day(`2018-02-${String(1 + ((n * 7) % 20)).padStart(2, '0')}`) }),
    );
    expect(await rows.put(id, '0-of-4', written)).toBe('written');
    const found: CutOffRow[] = [];
    let cursor: string | undefined;
    do {
      const page = await rows.page(id, home, { limit: 100, cursor });
      found.push(...page.rows);
      cursor = page.cursor;
      if (cursor !== undefined) expect(cursor).toMatch(/^2018-02-\d\d#id-\d+$/);
      for (const { citizenId } of written) expect(cursor ?? '').not.toContain(citizenId);
    } while (cursor !== undefined);
    const days = found.map(({ intentOn }) => intentOn);
    expect(days).toEqual([...days].sort());
    const byPerson = (a: CutOffRow, b: CutOffRow) => (a.citizenId < b.citizenId ? -1 : 1);
    expect(found.sort(byPerson)).toEqual(written.sort(byPerson));
    expect((await everyRow(rows, id)).sort(byPerson)).toEqual(written);
    expect((await rows.page(id, districtCode('3402'), { limit: 10 })).rows).toEqual([]);
    expect((await rows.page(nextId(), home, { limit: 10 })).rows).toEqual([]);
    await expect(rows.page(id, home, { limit: 10, cursor: '1000000000017' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });

  it('are the same when a part is written again', async () => {
    const id = nextId();
    const written = [rowFor(), rowFor()];
    await rows.put(id, '0-of-4', written);
    const before = await tables.contents();
    await rows.put(id, '0-of-4', written);
    expect(await tables.contents()).toEqual(before);
  });

  it('take none into a part that is closed, while others are open', async () => {
    const id = nextId();
    await rows.put(id, '3-of-4', [rowFor()]);
    expect(await rows.closed(id, '3-of-4')).toBeUndefined();
    expect(await rows.close(id, '3-of-4', [home])).toEqual([home]);
    expect(await rows.closed(id, '3-of-4')).toEqual([home]);
    const before = await tables.contents();
    const late = Array.from({ length: 120 }, () => rowFor());
    expect(await rows.put(id, '3-of-4', late)).toBe('closed');
    expect(await rows.close(id, '3-of-4', DISTRICTS)).toEqual([home]);
    expect(await tables.contents()).toEqual(before);
    expect(await rows.put(id, '4-of-4', [rowFor()])).toBe('written');
    expect(await rows.put(nextId(), '3-of-4', [rowFor()])).toBe('written');
  });

  it('are written all the same by a table that is held up for a while', async () => {
    const id = nextId();
    const client = tables.client();
    let refused = 0;
    intercept(client, ({ operation, body }, send) => {
      if (operation !== 'TransactWriteItems' || refused === 9) return send();
      refused += 1;
      return Promise.resolve(cancelled((body.TransactItems ?? []).map(() => 'ThrottlingError')));
    });
    const row = rowFor();
    expect(await on(client).put(id, '0-of-4', [row])).toBe('written');
    expect([refused, await everyRow(rows, id)]).toEqual([9, [row]]);
  });
});

describe.each(engines)('a freeze on $name', (engine) => {
  const tables = makeTables(
    engine,
    'registrations',
    'registrationHistory',
    'references',
    'audit',
    'cutOffs',
    'cutOffRows',
    'jobRuns',
    'ledger',
    'counters',
  );
  const client = tables.client();
  const audit = new AuditTable(client, tables.names.audit, async () => 'key');
  const cutOffs = new CutOffsTable(client, tables.names.cutOffs, audit);
  const rows = new CutOffRowsTable(client, tables.names.cutOffRows);
  const registrationTables = {
    registrations: tables.names.registrations,
    history: tables.names.registrationHistory,
    references: tables.names.references,
  };
  const registrations = new RegistrationsTable(client, registrationTables, audit);
  const asOf = new RegistrationsAsOfTables(client, registrationTables);
  const runs = new JobRunsTable(client, tables.names.jobRuns, {
    report: freezeReport,
    token: () => crypto.randomUUID(),
  });
  const choose = chooser(seededRandom(11));

  /** Every version that was written, in the order of writing. */
  const written: Registration[] = [];
  const currentOf = new Map<CitizenId, Registration>();

  async function save(next: Registration): Promise<void> {
    const replaces = currentOf.get(next.citizenId);
    const outcome = await registrations.save(next, { replaces, audit: lineAbout(next) });
    expect(outcome).toEqual({ outcome: 'written' });
    currentOf.set(next.citizenId, next);
    written.push(next);
  }

  const someDay = () => day(`2018-02-${String(1 + choose.whole(28)).padStart(2, '0')}`);
  const registered = (at: Instant, earlier?: Registration): Registration => {
    const fields = {
      intentOn: someDay(),
      residence: choose.of(HOMES),
      band: choose.of(['UP_TO_30000', 'UP_TO_100000'] as const),
      recordedAt: at,
      change: { kind: 'created' as const, by: 'officer-1', at },
    };
    if (earlier === undefined) return intent({ citizenId: nextPerson(), ...fields });
    const change = { ...fields.change, kind: 'registered-again' as const };
    return { ...earlier, ...fields, change, status: 'INTENT', version: earlier.version + 1 };
  };

  /** What an officer might do next with a registration. */
  function changed(earlier: Registration, at: Instant): Registration {
    if (earlier.status === 'CANCELLED') return registered(at, earlier);
    const next = { ...earlier, version: earlier.version + 1 };
    const corrected = { kind: 'corrected' as const, by: 'officer-1', at };
    if (choose.chance(0.4))
      return { ...next, status: 'CANCELLED', change: { ...corrected, kind: 'withdrawn' } };
    if (choose.chance(0.6)) return { ...next, intentOn: someDay(), change: corrected };
    return { ...next, agency: agencyCode('MOL'), change: corrected };
  }

  async function begun(frozenAt: Instant, id = nextId()): Promise<CutOff> {
    const made = cutOff({ cutOffId: id, measure: MEASURE, frozenAt });
    const line = {
      ...lineAbout(intent()),
      action: 'FROZE_CUT_OFF' as const,
      person: undefined,
      at: frozenAt,
    };
    await cutOffs.add(made, { ...(await cutOffs.ranges(MEASURE)) }, line);
    return made;
  }

  const settled = (frozenAt: Instant): FreezeClock => ({
    now: () => instantOf(new Date(Date.parse(frozenAt) + SETTLING_MS)),
    pause: sleep,
  });

  const jobOf = (clock: FreezeClock, from: RegistrationsAsOf = asOf, segments = 4) =>
    freezeJob({ cutOffs, rows, registrations: from, programme: programmeOf() }, clock, segments);

  /** One invocation of the job: as many windows as it is given; `survives` says whether a save is its last breath. */
  async function goOn(
    { cutOffId, frozenAt }: CutOff,
    job: ReturnType<typeof jobOf>,
    { windows = 99, concurrency = 2, survives = (_save: number): boolean => true } = {},
  ) {
    const run = await runs.begin(freshRun(job, cutOffId, frozenAt));
    let left = windows;
    let saves = 0;
    return runUnits(run, job, {
      hasTime: () => --left > 0,
      concurrency,
      save: async (next) => {
        saves += 1;
        if (!survives(saves)) throw new Error('killed');
        return runs.save(next);
      },
      tell: () => {},
      now: () => frozenAt,
    });
  }

  /** Who is paid, told by hand from every version: shares nothing with what it is compared with. */
  function paidAt({ frozenAt, from, to }: CutOff): string[] {
    const last = new Map<string, Registration>();
    for (const version of written)
      if (Date.parse(version.change.at) <= Date.parse(frozenAt)) last.set(version.citizenId, version);
    return [...last.values()]
      .filter(({ status, intentOn }) => status === 'INTENT' && intentOn >= from && intentOn <= to)
      .map(
        (one) => `${one.citizenId} ${one.version} ${one.intentOn} ${one.residence} ${one.band} ${one.agency}`,
      )
      .sort();
  }

  const listed = async ({ cutOffId }: CutOff): Promise<string[]> =>
    (await everyRow(rows, cutOffId))
      .map(
        (one) => `${one.citizenId} ${one.version} ${one.intentOn} ${one.residence} ${one.band} ${one.agency}`,
      )
      .sort();

  const now = (): Instant => instantOf(new Date());

  beforeAll(async () => {
    for (let n = 0; n < 150; n++) await save(registered(now()));
    const people = [...currentOf.values()];
    for (const one of people) if (choose.chance(0.4)) await save(changed(one, now()));
  });

  /** Officers at work: each stamps a change, and commits it a moment later. */
  function officersAtWork(howMany: number) {
    let working = true;
    const shares = Array.from({ length: howMany }, (_, n) =>
      [...currentOf.keys()].filter((_id, i) => i % howMany === n),
    );
    const officers = shares.map(async (people) => {
      while (working) {
        const person = choose.of(people);
        const earlier = currentOf.get(person);
        const next =
          choose.chance(0.2) || earlier === undefined ? registered(now()) : changed(earlier, now());
        await sleep(choose.whole(40));
        await save(next);
      }
    });
    return async () => {
      working = false;
      await Promise.all(officers);
    };
  }

  it('while registrations are corrected, withdrawn and made holds what stood at its instant, and would not if it took the current ones', async () => {
    /** Takes the current version for the one that stood. */
    class AsTheyAre extends RegistrationsAsOfTables {
      override async of(citizenId: CitizenId): Promise<Registration | undefined> {
        return registrations.current(citizenId);
      }
    }
    const stop = officersAtWork(4);
    await sleep(300);
    const frozenAt = now();
    const [right, wrong] = [await begun(frozenAt), await begun(frozenAt)];
    // Time enough for what has been stamped, as the twenty seconds are for what a function still writes.
    const clock: FreezeClock = { now: () => frozenAt, pause: () => sleep(600) };
    await Promise.all([
      goOn(right, jobOf(clock)),
      goOn(wrong, jobOf(clock, new AsTheyAre(client, registrationTables))),
    ]);
    await stop();
    const since = written.filter(({ change }) => change.at > frozenAt);
    expect(since.length).toBeGreaterThan(10);
    expect(await listed(right)).toEqual(paidAt(right));
    expect(await listed(wrong)).not.toEqual(paidAt(wrong));
    expect((await listed(right)).length).toBeGreaterThan(40);
  });

  it('has the totals of its rows', async () => {
    const made = await begun(now());
    await goOn(made, jobOf(settled(made.frozenAt)));
    const frozen = (await cutOffs.one(MEASURE, made.cutOffId)) as ReturnType<typeof frozenCutOff>;
    const found = await everyRow(rows, made.cutOffId);
    expect(frozen.totals.map(({ district }) => district)).toEqual(DISTRICTS);
    for (const { district, people } of frozen.totals) {
      const here = found.filter(({ residence }) => districtOf(residence) === district);
      expect(people).toEqual({
        UP_TO_30000: here.filter(({ band }) => band === 'UP_TO_30000').length,
        UP_TO_100000: here.filter(({ band }) => band === 'UP_TO_100000').length,
      });
    }
  });

  it('that is killed after any unit, its save lost, ends with the same list', async () => {
    const frozenAt = now();
    const quiet = await begun(frozenAt);
    await goOn(quiet, jobOf(settled(frozenAt)));
    const disturbed = await begun(frozenAt);
    const job = jobOf(settled(frozenAt));
    for (let unit = 0; unit < unitsOf(freshRun(job, disturbed.cutOffId, frozenAt)); unit++) {
      await expect(
        goOn(disturbed, job, { windows: 1, concurrency: 1, survives: () => false }),
      ).rejects.toThrow('killed');
      // Somebody is recorded meanwhile, and is not on the list.
      await save(registered(now()));
      await goOn(disturbed, job, { windows: 1, concurrency: 1 });
    }
    const ended = await runs.load(job.kind, disturbed.cutOffId);
    expect(ended?.finishedAt).toBeDefined();
    expect(await listed(disturbed)).toEqual(await listed(quiet));
    const of = async ({ cutOffId }: CutOff) => {
      const found = await cutOffs.one(MEASURE, cutOffId);
      return found?.phase === 'frozen' ? found.totals : undefined;
    };
    expect(await of(disturbed)).toEqual(await of(quiet));
    expect(await of(quiet)).toHaveLength(3);
  });

  it('by two invocations at once makes one list', async () => {
    const made = await begun(now());
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => goOn(made, jobOf(settled(made.frozenAt)), { concurrency: 3 })),
    );
    expect(outcomes.some(({ outcome }) => outcome === 'finished')).toBe(true);
    expect(await listed(made)).toEqual(paidAt(made));
  });

  describe('that is sealed', () => {
    let made: CutOff;
    let before: Record<string, unknown>;
    const frozenItems = async () => ({
      cutOffs: await tables.items('cutOffs'),
      cutOffRows: await tables.items('cutOffRows'),
    });
    beforeAll(async () => {
      made = await begun(now());
      await goOn(made, jobOf(settled(made.frozenAt)));
      before = await frozenItems();
    });

    it('refuses every write', async () => {
      for (const part of ['0-of-4', '1-of-4', '2-of-4', '3-of-4']) {
        expect(await rows.put(made.cutOffId, part, [rowFor()])).toBe('closed');
        await rows.close(made.cutOffId, part, []);
      }
      expect(await cutOffs.seal(made, [], now())).toBe('not-freezing');
      expect(await frozenItems()).toEqual(before);
    });

    it('is not made again by a message that comes again, nor by a run that is begun anew', async () => {
      expect(await goOn(made, jobOf(settled(made.frozenAt)))).toMatchObject({ outcome: 'finished' });
      for (const segments of [4, 7]) {
        const job = { ...jobOf(settled(made.frozenAt), asOf, segments), kind: `forgotten-${segments}` };
        expect(await goOn(made, job)).toMatchObject({ outcome: 'finished' });
      }
      expect(await frozenItems()).toEqual(before);
    });

    it('is not changed by what is recorded later, which shows as differences: list and differences are what is counted now', async () => {
      for (const one of [...currentOf.values()]) if (choose.chance(0.5)) await save(changed(one, now()));
      for (let n = 0; n < 10; n++) await save(registered(now()));
      expect(await frozenItems()).toEqual(before);

      const ledger = ledgerOn(client, tables.names);
      await countObservations(
        [...currentOf.values()].map((one) => observed(one)),
        ledger,
        patient,
      );
      const lists = {
        cutOffs,
        rows,
        counted: new CountedPeopleTable(client, tables.names.ledger),
        registrations: asOf,
        programme: programmeOf(),
        geography: knownGeography(),
        audit: new Trail(),
      };
      const kinds = new Set<string>();
      for (const district of DISTRICTS) {
        const { differences, sums } = await listCutOffDifferences(
          lists,
          centralOfficer(),
          { cutOffId: made.cutOffId, district },
          { at: new Date(), from: '192.0.2.1', requestId: 'request-1' },
        );
        const list = new Map<string, Pick<CutOffRow, 'citizenId' | 'residence' | 'band'>>();
        for await (const page of rows.ofDistrict(made.cutOffId, district))
          for (const row of page) list.set(row.citizenId, row);
        const frozen = list.size;
        for (const { kind, citizenId, people, now: current } of differences) {
          kinds.add(kind);
          if (people < 0 || current === undefined) list.delete(citizenId);
          else list.set(citizenId, current);
        }
        const paid = [...currentOf.values()].filter(
          (one) =>
            one.status === 'INTENT' &&
            districtOf(one.residence) === district &&
            one.intentOn >= made.from &&
            one.intentOn <= made.to,
        );
        const text = ({ citizenId, residence, band }: Pick<CutOffRow, 'citizenId' | 'residence' | 'band'>) =>
          `${citizenId} ${residence} ${band}`;
        expect([...list.values()].map(text).sort()).toEqual(paid.map(text).sort());
        expect(sums.people).toBe(paid.length - frozen);
      }
      expect([...kinds].sort()).toEqual(
        expect.arrayContaining(['day-moved-in', 'day-moved-out', 'recorded-since', 'withdrawn']),
      );
    });
  });

  it('stops at a registration that cannot be read, rather than leave a person unpaid', async () => {
    const made = await begun(now());
    const broken = { citizenId: nextPerson(), version: 1 };
    await tables.put('registrations', broken);
    try {
      await expect(goOn(made, jobOf(settled(made.frozenAt)))).rejects.toThrow();
      expect((await cutOffs.one(MEASURE, made.cutOffId))?.phase).toBe('freezing');
    } finally {
      await tables.put('registrations', { ...broken, ...registered(now()), citizenId: broken.citizenId });
    }
  });
});

describe.each(engines)('registrations as they stood on $name', (engine) => {
  const tables = makeTables(engine, 'registrations', 'registrationHistory');
  const asOf = new RegistrationsAsOfTables(tables.client(), {
    registrations: tables.names.registrations,
    history: tables.names.registrationHistory,
  });
  const at = (minute: number) => instant(`2018-02-10 10:${String(minute).padStart(2, '0')}`);
  const person = nextPerson();
  const versions = Array.from({ length: 25 }, (_, n) =>
    intent({
      citizenId: person,
      version: n + 1,
      change: { kind: n === 0 ? 'created' : 'corrected', by: 'officer-1', at: at(n) },
    }),
  );
  beforeAll(async () => {
    await tables.put('registrationHistory', ...versions.map((version) => ({ ...version })));
    await tables.put('registrations', { ...(versions.at(-1) as Registration) });
  });
  const segmentAt = async (when: Instant) => {
    const found: Registration[] = [];
    for (const segment of [0, 1, 2])
      for await (const page of asOf.segment(when, segment, 3)) found.push(...page);
    return found;
  };

  it('are the highest version that was recorded by then, however many came after', async () => {
    for (const minute of [0, 3, 24]) {
      expect((await asOf.of(person, at(minute)))?.version).toBe(minute + 1);
      expect((await segmentAt(at(minute))).map(({ version }) => version)).toEqual([minute + 1]);
    }
    expect((await asOf.of(person, instant('2018-02-10 10:03')))?.version).toBe(4);
    expect(await asOf.of(person, instant('2018-02-10 09:59'))).toBeUndefined();
    expect(await segmentAt(instant('2018-02-10 09:59'))).toEqual([]);
    expect(await asOf.of(nextPerson(), at(24))).toBeUndefined();
  });

  it('are as they are now for as many people as are asked for', async () => {
    const others = Array.from({ length: 230 }, () => intent());
    await tables.put('registrations', ...others.map((one) => ({ ...one })));
    const found = await asOf.now([person, ...others.map(({ citizenId }) => citizenId), nextPerson()]);
    expect(found.size).toBe(231);
    expect(found.get(person)).toMatchObject({ version: 25, status: 'INTENT', residence: '340101' });
    expect(await asOf.now([])).toEqual(new Map());
  });
});

describe.each(engines)('the pay file on $name', (engine) => {
  const tables = makeTables(engine, 'cutOffRows', 'audit');
  const rows = new CutOffRowsTable(tables.client(), tables.names.cutOffRows);
  const audit = new AuditTable(tables.client(), tables.names.audit);
  const people = [
    rowFor({ residence: subdistrictCode('340101') }),
    rowFor({ residence: subdistrictCode('340102'), band: 'UP_TO_100000' }),
    rowFor({ residence: subdistrictCode('100101') }),
  ];
  const totals = [
    { district: districtCode('1001'), people: { UP_TO_30000: 1, UP_TO_100000: 0 } },
    { district: districtCode('3401'), people: { UP_TO_30000: 1, UP_TO_100000: 1 } },
  ];
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitthi-pay-'));
    await rows.put(CUT_OFF_ID, '0-of-4', people);
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('has a line for each person with whole IDs, for its owner alone, and leaves a line of the trail', async () => {
    const file = join(dir, 'pay.csv');
    const said: string[] = [];
    await writePayFile({ rows, audit }, frozenCutOff(totals), file, (line) => said.push(line));
    const text = await readFile(file, 'utf8');
    expect(text.startsWith('\ufeffรอบตัดยอดจ่าย,เลขประจำตัวประชาชน,')).toBe(true);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + people.length);
    for (const [n, { citizenId }] of people.entries())
      expect(
        lines.filter((line) => line.includes(`,${citizenId},${[200, 100, 200][n]},05/02/2561,2018-02-05,`)),
      ).toHaveLength(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(said).toEqual(['district 1001: 1 of 3 people', 'district 3401: 3 of 3 people']);
    const trail = await tables.items('audit');
    expect(trail).toMatchObject([
      { action: 'EXPORTED_CUT_OFF', actor: operator(), about: { cutOffId: CUT_OFF_ID, people: 3 } },
    ]);
    for (const { citizenId } of people) expect(JSON.stringify([said, trail])).not.toContain(citizenId);
  });

  it('is never written over another file', async () => {
    const file = join(dir, 'pay.csv');
    const before = await readFile(file, 'utf8');
    await expect(writePayFile({ rows, audit }, frozenCutOff(totals), file, () => {})).rejects.toThrow(
      'already',
    );
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('does not appear when it has not as many people as the cut-off, nor without its line', async () => {
    const short = frozenCutOff([
      ...totals,
      { district: districtCode('3402'), people: { UP_TO_30000: 1, UP_TO_100000: 0 } },
    ]);
    const file = join(dir, 'short.csv');
    await expect(writePayFile({ rows, audit }, short, file, () => {})).rejects.toThrow('3 people');
    const trail = new Trail();
    trail.broken = true;
    await expect(writePayFile({ rows, audit: trail }, frozenCutOff(totals), file, () => {})).rejects.toThrow(
      'trail',
    );
    expect(await readdir(dir)).toEqual(['pay.csv']);
  });
});

describe.each(engines.filter(({ name }) => name === 'MiniStack'))('the command line on $name', (engine) => {
  const tables = makeTables(
    engine,
    'registrations',
    'registrationHistory',
    'cutOffs',
    'cutOffRows',
    'programme',
    'audit',
    'jobRuns',
  );
  const { names } = tables;
  const client = tables.client();
  const queue = queueClient(clientSettings(engine.endpointUrl));
  let queueUrl: string;
  let stage: DeployedStage;
  let working = true;
  let worker: Promise<void>;

  /** Takes runs from the queue as the job's function does, without its wait. */
  async function work(): Promise<void> {
    const clock: FreezeClock = { now: () => instantOf(new Date()), pause: async () => {} };
    const stores = {
      cutOffs: new CutOffsTable(client, names.cutOffs),
      rows: new CutOffRowsTable(client, names.cutOffRows),
      registrations: new RegistrationsAsOfTables(client, {
        registrations: names.registrations,
        history: names.registrationHistory,
      }),
      programme: new ProgrammeTable(client, names.programme),
    };
    const consume = unitJobConsumer({
      job: freezeJob(stores, clock, 2),
      runs: new JobRunsTable(client, names.jobRuns, {
        report: freezeReport,
        token: () => crypto.randomUUID(),
      }),
      queue: new SqsRunQueue(queue, queueUrl),
      concurrency: 2,
      tell: () => {},
      now: clock.now,
    });
    while (working) {
      const { Messages = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
      const Records = Messages.map(({ Body }) => ({ body: Body }));
      await consume({ Records } as never, { getRemainingTimeInMillis: () => 300_000 });
      await sleep(50);
    }
  }

  const today = bangkokDay(new Date());
  const yesterday = plusDays(today, -1);
  const person = intent({
    intentOn: yesterday,
    change: { kind: 'created', by: 'x', at: instant('2018-02-05 10:00') },
  });

  beforeAll(async () => {
    const created = await queue.send(new CreateQueueCommand({ QueueName: `freeze-${names.cutOffs}` }));
    queueUrl = String(created.QueueUrl);
    stage = {
      name: 'test',
      aws: clientSettings(engine.endpointUrl),
      table: (name) => names[name as keyof typeof names],
      output: () => queueUrl,
      has: () => true,
      apiUrl: '',
    };
    await new ProgrammeTable(client, names.programme).loadMeasure(
      measure({ windowFrom: plusDays(today, -20), windowTo: plusDays(today, 20) }),
    );
    await tables.put('registrations', { ...person });
    worker = work();
  });
  afterAll(async () => {
    working = false;
    await worker;
    queue.destroy();
  });
  const watching = { say: () => {}, pollMs: 50 };
  const asked = { name: 'จ่ายงวดที่ 1', from: plusDays(today, -20), to: yesterday };

  it('freezes a list, waits for it, lists it and writes its pay file', async () => {
    expect(await cutOffsOf(stage)).toEqual([]);
    const frozen = await freeze(stage, asked, watching);
    expect(frozenText(frozen)).toBe('1 people, 200 baht a month');
    expect(frozen.frozenBy).toBe(operator());
    const [listed] = await cutOffsOf(stage);
    expect(cutOffText(listed as CutOffInBrief)).toContain(
      `${frozen.cutOffId}  ${asked.from} to ${asked.to}  frozen`,
    );
    const dir = await mkdtemp(join(tmpdir(), 'sitthi-pay-'));
    try {
      await exportFrom(stage, frozen.cutOffId, join(dir, 'pay.csv'), () => {});
      expect(await readFile(join(dir, 'pay.csv'), 'utf8')).toContain(`,${person.citizenId},200,`);
    } finally {
      await rm(dir, { recursive: true });
    }
    expect((await tables.items('audit')).map(({ action, actor }) => [action, actor]).sort()).toEqual([
      ['EXPORTED_CUT_OFF', operator()],
      ['FROZE_CUT_OFF', operator()],
    ]);
  });

  it('says in words what is refused', async () => {
    await expect(freeze(stage, asked, watching)).rejects.toThrow(
      'These days overlap with another pay cut-off',
    );
    await expect(freeze(stage, { ...asked, from: yesterday, to: today }, watching)).rejects.toThrow(
      'The last day must be over',
    );
    await expect(freeze(stage, { ...asked, from: 'yesterday' }, watching)).rejects.toThrow('YYYY-MM-DD');
    await expect(exportFrom(stage, '2018-02-21T021500-none', 'nowhere', () => {})).rejects.toThrow(
      'no cut-off',
    );
  });

  it('freezes nothing by a clock that is wrong', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    try {
      await expect(freeze(stage, asked, watching)).rejects.toThrow(/off by (59|6\d) s/);
    } finally {
      vi.useRealTimers();
    }
  });
});

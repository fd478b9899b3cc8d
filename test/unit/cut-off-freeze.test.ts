import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, instantOf } from '../../functions/domain/calendar.ts';
import type { CutOff } from '../../functions/domain/cut-off.ts';
import {
  type FreezeClock,
  type FreezeReport,
  type FreezeStores,
  freezeJob,
  SETTLING_MS,
} from '../../functions/domain/cut-off-freeze.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { freshRun, runUnits, type UnitRun } from '../../functions/domain/unit-job.ts';
import { tellFrozen } from '../../functions/streams/freeze-job.ts';
import { routes } from '../../lib/routes.ts';
import { day, instant, officeZeroId, registration, writtenForms } from '../support/builders.ts';
import {
  CUT_OFF_ID,
  cutOff,
  freezeInstant,
  Histories,
  histories,
  InMemoryCutOffRows,
  InMemoryCutOffs,
} from '../support/cut-offs.ts';
import { capturedOutput, programmeOf, Trail } from '../support/fakes.ts';

const SEGMENTS = 3;
const later = (at: Instant, ms: number): Instant => instantOf(new Date(Date.parse(at) + ms));

function stage(versions: readonly Registration[], frozen: CutOff = cutOff()) {
  const cutOffs = new InMemoryCutOffs(new Trail(), frozen);
  const rows = new InMemoryCutOffRows();
  const registrations = new Histories(versions);
  return { cutOffs, rows, registrations, programme: programmeOf() };
}

const settled = (frozenAt: Instant): FreezeClock => ({
  now: () => later(frozenAt, SETTLING_MS),
  pause: async () => {
    throw new Error('there is nothing to wait for');
  },
});

/** Runs the job to its end, in invocations of so many windows each; each dies before its last save when told to. */
async function made(
  stores: FreezeStores,
  clock: FreezeClock,
  { windows = 99, dying = false } = {},
): Promise<FreezeReport> {
  const job = freezeJob(stores, clock, SEGMENTS);
  let run: UnitRun<FreezeReport> = freshRun(job, CUT_OFF_ID, clock.now());
  for (let invocations = 0; run.finishedAt === undefined; invocations++) {
    if (invocations > 200) throw new Error('it does not come to its end');
    let left = windows;
    let saves = 0;
    await runUnits(run, job, {
      hasTime: () => --left > 0,
      concurrency: 2,
      save: async (next) => {
        saves += 1;
        // Every second invocation is killed with its work done and not saved.
        if (dying && invocations % 2 === 0 && saves === windows) throw new Error('killed');
        run = next;
        return 'saved';
      },
      tell: () => {},
      now: clock.now,
    }).catch((error: Error) => {
      if (error.message !== 'killed') throw error;
    });
  }
  return run.report;
}

/** Who is paid, told by hand from every version: shares nothing with what it is compared with. */
function paidAt(people: readonly Registration[][], { frozenAt, from, to }: CutOff): string[] {
  const lines: string[] = [];
  for (const versions of people) {
    let last: Registration | undefined;
    for (const version of versions) if (Date.parse(version.change.at) <= Date.parse(frozenAt)) last = version;
    if (last?.status === 'INTENT' && last.intentOn >= from && last.intentOn <= to)
      lines.push(
        `${last.citizenId} ${last.version} ${last.intentOn} ${last.residence} ${last.band} ${last.agency}`,
      );
  }
  return lines.sort();
}

const listed = ({ rows }: InMemoryCutOffRows): string[] =>
  [...rows.values()]
    .map(
      (row) => `${row.citizenId} ${row.version} ${row.intentOn} ${row.residence} ${row.band} ${row.agency}`,
    )
    .sort();

describe('the list of a cut-off', () => {
  it('is the state at the freeze, whatever was recorded since, and its totals are those of its rows', async () => {
    await fc.assert(
      fc.asyncProperty(histories, freezeInstant, async (people, frozenAt) => {
        const frozen = cutOff({ frozenAt });
        const stores = stage(people.flat(), frozen);
        await made(stores, settled(frozenAt));
        expect(listed(stores.rows)).toEqual(paidAt(people, frozen));
        const sealed = await stores.cutOffs.one(frozen.measure, CUT_OFF_ID);
        if (sealed?.phase !== 'frozen') throw new Error('it is not sealed');
        expect(sealed.sealedAt).toBe(later(frozenAt, SETTLING_MS));
        const people30 = [...stores.rows.rows.values()].filter(({ band }) => band === 'UP_TO_30000');
        const sums = sealed.totals.map((total) => total.people);
        expect(sums.reduce((sum, each) => sum + each.UP_TO_30000, 0)).toBe(people30.length);
        expect(sums.reduce((sum, each) => sum + each.UP_TO_30000 + each.UP_TO_100000, 0)).toBe(
          stores.rows.rows.size,
        );
        for (const { district, people: each } of sealed.totals)
          expect(each.UP_TO_30000 + each.UP_TO_100000).toBe(stores.rows.of(district).length);
      }),
      { numRuns: 300 },
    );
  });

  it('would be another one if it were made of the registrations as they are', async () => {
    class AsTheyAre extends Histories {
      override async of(citizenId: Registration['citizenId']): Promise<Registration | undefined> {
        return this.versions.findLast((version) => version.citizenId === citizenId);
      }
    }
    await expect(
      fc.assert(
        fc.asyncProperty(histories, freezeInstant, async (people, frozenAt) => {
          const frozen = cutOff({ frozenAt });
          const stores = { ...stage([], frozen), registrations: new AsTheyAre(people.flat()) };
          await made(stores, settled(frozenAt));
          expect(listed(stores.rows)).toEqual(paidAt(people, frozen));
        }),
        { numRuns: 300 },
      ),
    ).rejects.toThrow('Property failed');
  });

  it.each([1, 2, 3])(
    'is the same when every second invocation of %s windows dies unsaved',
    async (windows) => {
      await fc.assert(
        fc.asyncProperty(histories, freezeInstant, async (people, frozenAt) => {
          const frozen = cutOff({ frozenAt });
          const quiet = stage(people.flat(), frozen);
          const disturbed = stage(people.flat(), frozen);
          await made(quiet, settled(frozenAt));
          await made(disturbed, settled(frozenAt), { windows, dying: true });
          expect(listed(disturbed.rows)).toEqual(listed(quiet.rows));
          expect(disturbed.cutOffs.kept).toEqual(quiet.cutOffs.kept);
        }),
        { numRuns: 100 },
      );
    },
  );

  it('takes nothing more once it is sealed, and a run that is done again changes nothing', async () => {
    const one = registration({ version: 1 });
    const stores = stage([one]);
    await made(stores, settled(cutOff().frozenAt));
    const before = structuredClone([listed(stores.rows), [...stores.cutOffs.kept]]);
    stores.registrations.versions.push(
      registration({
        citizenId: officeZeroId(2),
        change: { kind: 'created', by: 'x', at: instant('2018-02-10 10:00') },
      }),
    );
    await made(stores, settled(cutOff().frozenAt));
    expect([listed(stores.rows), [...stores.cutOffs.kept]]).toEqual(before);
  });

  it('of no run is not made', async () => {
    const stores = { ...stage([]), cutOffs: new InMemoryCutOffs(new Trail()) };
    await expect(made(stores, settled(cutOff().frozenAt))).rejects.toThrow('without its cut-off');
  });
});

describe('a write that began before the freeze and commits after it', () => {
  const { frozenAt } = cutOff();
  const onTheWay = registration({
    citizenId: officeZeroId(7),
    intentOn: day('2018-02-20'),
    change: { kind: 'created', by: 'officer-1', at: later(frozenAt, -1) },
  });

  it('is on the list, because the list waits for it', async () => {
    const stores = stage([]);
    const waited: number[] = [];
    let now = later(frozenAt, 400);
    await made(stores, {
      now: () => now,
      pause: async (ms) => {
        waited.push(ms);
        stores.registrations.versions.push(onTheWay);
        now = later(now, ms);
      },
    });
    expect(Math.max(...waited)).toBe(SETTLING_MS - 400);
    expect([...stores.rows.rows.keys()]).toEqual([onTheWay.citizenId]);
  });

  it('has committed by then: no function that writes registrations runs as long as the list waits', () => {
    const writing = routes.filter(({ tables }) => tables.registrations === 'write');
    expect(writing.length).toBeGreaterThan(2);
    for (const { entry, timeoutSeconds } of writing)
      expect(timeoutSeconds * 1_000 + 5_000, entry).toBeLessThanOrEqual(SETTLING_MS);
  });
});

describe('what is logged of a list', () => {
  it('is how long it is, in numbers', async () => {
    const output = capturedOutput();
    const { citizenId } = registration();
    const report = await made(stage([registration()]), settled(cutOff().frozenAt));
    tellFrozen({
      ...freshRun(freezeJob(stage([]), settled(cutOff().frozenAt), 1), CUT_OFF_ID, cutOff().frozenAt),
      report,
    });
    output.stop();
    expect(output.lines()).toMatchObject([
      { message: 'CUT_OFF_FROZEN', runId: CUT_OFF_ID, people: 1, districts: 1 },
    ]);
    for (const form of writtenForms(citizenId)) expect(output.text()).not.toContain(form);
  });
});

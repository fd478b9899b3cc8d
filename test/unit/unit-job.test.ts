import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../functions/domain/calendar.ts';
import {
  freshRun,
  isRunId,
  runUnits,
  type UnitJob,
  type UnitRun,
  unitsOf,
} from '../../functions/domain/unit-job.ts';

type Report = { parts: string[] };

const NOW = '2018-02-12T02:00:00.000Z' as Instant;
const RUN = '2018-02-11T19:30:00Z';

/** A part says which unit made it, and for all but the first phase how many parts the phases before have. */
function jobOf(
  phases: readonly number[],
  worked: (phase: number, unit: number) => void = () => {},
): UnitJob<Report> {
  return {
    kind: 'test',
    nothing: { parts: [] },
    merge: (a, b) => ({ parts: [...a.parts, ...b.parts] }),
    phases: phases.map((units, phase) => ({
      units,
      work: async (unit, of, { parts }) => {
        worked(phase, unit);
        const before = parts.filter((part) => Number(part[0]) < phase).length;
        return { parts: [`${phase}: ${unit} of ${of} after ${before}`] };
      },
    })),
  };
}

/** The store of one run, which takes a save only over the revision before it. */
class Kept {
  run: UnitRun<Report>;
  saves = 0;

  constructor(run: UnitRun<Report>) {
    this.run = run;
  }

  async save(next: UnitRun<Report>): Promise<'saved' | 'overtaken'> {
    if (this.run.revision !== next.revision - 1) return 'overtaken';
    this.run = next;
    this.saves += 1;
    return 'saved';
  }
}

const goOn = (
  kept: Kept,
  job: UnitJob<Report>,
  { windows = Number.POSITIVE_INFINITY, concurrency = 2, tell = (_: UnitRun<Report>) => {} } = {},
) => {
  let left = windows;
  return runUnits(kept.run, job, {
    hasTime: () => {
      left -= 1;
      return left > 0;
    },
    concurrency,
    save: (run) => kept.save(run),
    tell,
    now: () => NOW,
  });
};

describe('a run', () => {
  it('does every unit of every phase, tells what came of it and is finished', async () => {
    const job = jobOf([3, 0, 2]);
    const kept = new Kept(freshRun(job, RUN, NOW));
    const told: Report[] = [];
    const ended = await goOn(kept, job, { tell: ({ report }) => told.push(report) });
    expect(ended).toEqual({ outcome: 'finished', run: kept.run });
    expect(kept.run.report.parts).toEqual([
      '0: 0 of 3 after 0',
      '0: 1 of 3 after 0',
      '0: 2 of 3 after 0',
      '2: 0 of 2 after 3',
      '2: 1 of 2 after 3',
    ]);
    expect(kept.run).toMatchObject({ unitsDone: 5, finishedAt: NOW });
    expect(told).toEqual([kept.run.report]);
  });

  it('begins no unit of a phase before those of the phases ahead are done', async () => {
    const order: string[] = [];
    const job = jobOf([3, 3], (phase, unit) => order.push(`${phase}${unit}`));
    await goOn(new Kept(freshRun(job, RUN, NOW)), job, { concurrency: 4 });
    expect(order).toEqual(['00', '01', '02', '10', '11', '12']);
  });

  it('works no more units at a time than it is told to', async () => {
    let working = 0;
    let most = 0;
    const job = jobOf([20]);
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setImmediate(resolve));
      working -= 1;
      return { parts: [] };
    };
    const slow = { ...job, phases: [{ units: 20, work }] };
    await goOn(new Kept(freshRun(slow, RUN, NOW)), slow, { concurrency: 3 });
    expect(most).toBe(3);
  });

  it('stops when there is no time left, with what is done saved', async () => {
    const job = jobOf([10]);
    const kept = new Kept(freshRun(job, RUN, NOW));
    expect(await goOn(kept, job, { windows: 2 })).toMatchObject({
      outcome: 'out-of-time',
      run: { unitsDone: 4 },
    });
    expect(kept.run).toMatchObject({ unitsDone: 4, revision: 3 });
  });

  it('gets on by a window even when every invocation starts too late', async () => {
    const job = jobOf([3]);
    const kept = new Kept(freshRun(job, RUN, NOW));
    for (const _ of [1, 2]) await goOn(kept, job, { windows: 0 });
    expect(kept.run.finishedAt).toBe(NOW);
  });

  it('throws what a unit throws, and has the units before it saved', async () => {
    let broken = true;
    const job = jobOf([6], (_, unit) => {
      if (unit === 3 && broken) throw new Error('unit 3');
    });
    const kept = new Kept(freshRun(job, RUN, NOW));
    await expect(goOn(kept, job, { concurrency: 6 })).rejects.toThrow('unit 3');
    expect(kept.run.unitsDone).toBe(3);
    await expect(goOn(kept, job, { concurrency: 6 })).rejects.toThrow('unit 3');
    broken = false;
    expect(await goOn(kept, job)).toMatchObject({ outcome: 'finished' });
    expect(kept.run.report.parts).toHaveLength(6);
  });

  it('that is finished is left alone', async () => {
    const job = jobOf([2]);
    const kept = new Kept(freshRun(job, RUN, NOW));
    await goOn(kept, job);
    const saves = kept.saves;
    const again = await goOn(kept, job, {
      tell: () => {
        throw new Error('told twice');
      },
    });
    expect(again).toEqual({ outcome: 'finished', run: kept.run });
    expect(kept.saves).toBe(saves);
  });

  it('keeps the phases it was begun with when a deployment changes them', async () => {
    const before = jobOf([4, 2]);
    const kept = new Kept(freshRun(before, RUN, NOW));
    await goOn(kept, before, { windows: 1 });
    await goOn(kept, jobOf([400, 200]));
    expect(kept.run.report.parts.at(-1)).toBe('1: 1 of 2 after 4');
    expect(unitsOf(kept.run)).toBe(6);
    await expect(goOn(kept, jobOf([4]))).rejects.toThrow('another make');
  });
});

type Invocation = { windows: number; diesAt: number | undefined; twin: boolean };

const invocation: fc.Arbitrary<Invocation> = fc.record({
  windows: fc.nat(3),
  diesAt: fc.option(fc.nat(12), { nil: undefined }),
  twin: fc.boolean(),
});

/**
 * An invocation that may be killed before or after each thing that it does; once dead it does nothing more. Between
 * any two things others get a turn.
 */
async function invoke(kept: Kept, job: UnitJob<Report>, { windows, diesAt }: Invocation, told: string[]) {
  let doings = 0;
  let die = (): void => {};
  const death = new Promise<'killed'>((resolve) => {
    die = () => resolve('killed');
  });
  const forever = new Promise<never>(() => {});
  const mortal = async <Value>(act: () => Value | Promise<Value>): Promise<Value> => {
    const alive = async () => {
      doings += 1;
      if (diesAt !== undefined && doings > diesAt) {
        die();
        await forever;
      }
      await new Promise((resolve) => setImmediate(resolve));
    };
    await alive();
    const value = await act();
    await alive();
    return value;
  };
  const phases = job.phases.map(({ units, work }) => ({
    units,
    work: (unit: number, of: number, soFar: Report, runId: string) =>
      mortal(() => work(unit, of, soFar, runId)),
  }));
  let left = windows;
  const limits = {
    hasTime: () => {
      left -= 1;
      return left > 0;
    },
    concurrency: 3,
    save: (run: UnitRun<Report>) => mortal(() => kept.save(run)),
    tell: ({ report }: UnitRun<Report>) => {
      told.push(JSON.stringify(report));
    },
    now: () => NOW,
  };
  await Promise.race([death, runUnits(kept.run, { ...job, phases }, limits)]);
}

describe('a run that is killed anywhere, delivered twice and worked on by two at once', () => {
  it('ends with the report of one that nobody disturbed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(7), { minLength: 1, maxLength: 3 }),
        fc.array(invocation, { maxLength: 25 }),
        async (phases, invocations) => {
          const done = new Set<string>();
          const job = jobOf(phases, (phase, unit) => done.add(`${phase} ${unit}`));
          const quiet = new Kept(freshRun(job, RUN, NOW));
          await goOn(quiet, job, { concurrency: 3 });
          done.clear();

          const kept = new Kept(freshRun(job, RUN, NOW));
          const told: string[] = [];
          const forgotten = { windows: 99, diesAt: undefined, twin: false };
          for (const each of [...invocations, forgotten, forgotten])
            await Promise.all(
              (each.twin ? [each, { ...each, diesAt: undefined }] : [each]).map((one) =>
                invoke(kept, job, one, told),
              ),
            );
          expect(kept.run.report).toEqual(quiet.run.report);
          expect(kept.run).toMatchObject({ unitsDone: unitsOf(kept.run), finishedAt: NOW });
          expect(done.size).toBe(unitsOf(kept.run));
          expect(new Set(told)).toEqual(new Set([JSON.stringify(quiet.run.report)]));
        },
      ),
      { numRuns: 150 },
    );
  });

  /** Units worked by two invocations that begin at the same time. */
  async function workedByTwo(
    keep: (run: UnitRun<Report>) => Kept,
  ): Promise<{ units: number; outcomes: string[] }> {
    let units = 0;
    const job = jobOf([12], () => {
      units += 1;
    });
    const kept = keep(freshRun(job, RUN, NOW));
    const outcomes = await Promise.all([goOn(kept, job), goOn(kept, job)]);
    return { units, outcomes: outcomes.map(({ outcome }) => outcome).sort() };
  }

  it('is worked on by one of two from the first save on', async () => {
    const { units, outcomes } = await workedByTwo((run) => new Kept(run));
    expect(outcomes).toEqual(['finished', 'overtaken']);
    expect(units).toBe(12 + 2);
  });

  it('would be worked on by both if saves had no condition', async () => {
    class Unconditional extends Kept {
      override async save(next: UnitRun<Report>): Promise<'saved'> {
        this.run = next;
        return 'saved';
      }
    }
    expect((await workedByTwo((run) => new Unconditional(run))).units).toBe(24);
  });
});

describe('ids of runs', () => {
  it('are times with whatever tells two of them apart, and nothing that could be a person', () => {
    for (const id of [RUN, '2018-02-12T02:00:00.000Z', '2018-02-12T02:00-freeze.1'])
      expect(isRunId(id)).toBe(true);
    for (const id of [
      '',
      '1234567890123',
      '2018-02-12',
      `${RUN} `,
      `${RUN}${'x'.repeat(60)}`,
      '2018-02-12T#',
    ])
      expect(isRunId(id)).toBe(false);
  });
});

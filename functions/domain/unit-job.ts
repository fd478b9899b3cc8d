import type { Instant } from './calendar.ts';

/**
 * Work that takes longer than one invocation may last, cut into numbered units. Each is harmless when done twice, and
 * yields a part of a report.
 */
export type UnitJob<Report> = {
  kind: string;
  /** In this order: no unit begins before the phases ahead of its own are done. */
  phases: readonly UnitPhase<Report>[];
  /** The report of no work. */
  nothing: Report;
  /** Puts a part to the sum of those before it; the parts of a phase come in the order of their units. */
  merge(sum: Report, part: Report): Report;
};

export type UnitPhase<Report> = {
  units: number;
  /** Does unit `unit` of `units`, counted from 0. `soFar` holds the phases before and is not to be changed. */
  work(unit: number, units: number, soFar: Report, runId: string): Promise<Report>;
};

/** How far a run has come, so that another invocation can go on with it. It says nothing about a person. */
export type UnitRun<Report> = {
  kind: string;
  runId: string;
  startedAt: Instant;
  /** How many units each phase has: kept, so that a deployment in the middle of a run cannot change it. */
  phases: number[];
  unitsDone: number;
  report: Report;
  /** Rises with every save. */
  revision: number;
  /** Undefined until the report has been told. */
  finishedAt?: Instant | undefined;
};

export type UnitRuns<Report> = {
  /** The run as it is, and `fresh` itself when there was none of that id. */
  begin(fresh: UnitRun<Report>): Promise<UnitRun<Report>>;
  load(kind: string, runId: string): Promise<UnitRun<Report> | undefined>;
  /** Puts `run` in the place of the revision before its own, unless another invocation has gone on from there. */
  save(run: UnitRun<Report>): Promise<'saved' | 'overtaken'>;
  /** The one with the highest id. */
  latest(kind: string): Promise<UnitRun<Report> | undefined>;
};

/** How a run is told to go on: at least once, in a while, by an invocation of its own. */
export type RunQueue = { send(runId: string): Promise<void> };

/** Ids of runs: no personal data, and in the order in which the runs were begun. */
export const isRunId = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T[\w:.-]{1,48}$/.test(text);

export const unitsOf = ({ phases }: Pick<UnitRun<unknown>, 'phases'>): number =>
  phases.reduce((sum, units) => sum + units, 0);

export const freshRun = <Report>(
  job: UnitJob<Report>,
  runId: string,
  startedAt: Instant,
): UnitRun<Report> => ({
  kind: job.kind,
  runId,
  startedAt,
  phases: job.phases.map(({ units }) => units),
  unitsDone: 0,
  report: job.nothing,
  revision: 1,
});

export type UnitLimits<Report> = {
  /** Whether a window that begins now will come to its end in time. */
  hasTime(): boolean;
  /** Units in one window, which are done at the same time. */
  concurrency: number;
  save: UnitRuns<Report>['save'];
  /** Says what the whole run found. Called once, and again only when an invocation dies right after it. */
  tell(run: UnitRun<Report>): void;
  now(): Instant;
};

export type UnitOutcome<Report> =
  | { outcome: 'finished'; run: UnitRun<Report> }
  /** There is more to do, by another invocation. */
  | { outcome: 'out-of-time'; run: UnitRun<Report> }
  /** Another invocation works on the same run: it goes on, and this one has nothing more to do. */
  | { outcome: 'overtaken' };

/**
 * Goes on with a run, window by window, and saves it after each. A unit that fails is thrown once the units before it
 * are saved, so that whoever called tries again from that unit on.
 * @throws whatever a unit throws, or the store
 */
export async function runUnits<Report>(
  begun: UnitRun<Report>,
  job: UnitJob<Report>,
  { hasTime, concurrency, save, tell, now }: UnitLimits<Report>,
): Promise<UnitOutcome<Report>> {
  if (begun.phases.length !== job.phases.length) throw new Error('a run of another make of this job');
  let run = begun;
  const keep = async (change: Partial<UnitRun<Report>>): Promise<boolean> => {
    const next = { ...run, ...change, revision: run.revision + 1 };
    const saved = (await save(next)) === 'saved';
    if (saved) run = next;
    return saved;
  };
  // The first window is begun whatever the time: a run whose invocations all start late still comes to its end.
  for (let first = true; run.unitsDone < unitsOf(run); first = false) {
    if (!first && !hasTime()) return { outcome: 'out-of-time', run };
    const parts = await Promise.allSettled(nextWindow(run, job, concurrency));
    const failed = parts.find((part) => part.status === 'rejected');
    const before = failed === undefined ? parts : parts.slice(0, parts.indexOf(failed));
    const done = before.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []));
    const progress = { report: done.reduce(job.merge, run.report), unitsDone: run.unitsDone + done.length };
    if (done.length > 0 && !(await keep(progress))) return { outcome: 'overtaken' };
    if (failed !== undefined) throw failed.reason;
  }
  if (run.finishedAt !== undefined) return { outcome: 'finished', run };
  tell(run);
  return (await keep({ finishedAt: now() })) ? { outcome: 'finished', run } : { outcome: 'overtaken' };
}

/** Begins the next units, none of them beyond the phase that the first is of. */
function nextWindow<Report>(
  { runId, phases, unitsDone, report }: UnitRun<Report>,
  job: UnitJob<Report>,
  concurrency: number,
): Promise<Report>[] {
  let first = unitsDone;
  for (const [index, { work }] of job.phases.entries()) {
    const units = phases[index] ?? 0;
    if (first >= units) first -= units;
    else
      return Array.from({ length: Math.min(concurrency, units - first) }, async (_, ahead) =>
        work(first + ahead, units, report, runId),
      );
  }
  return [];
}

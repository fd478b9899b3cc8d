import { setTimeout as sleep } from 'node:timers/promises';
import { type UnitRun, unitsOf } from '../functions/domain/unit-job.ts';

export type Watching = {
  /** Hears how far the run has come. */
  say(line: string): void;
  pollMs?: number;
  /** How long a run may stand still: an invocation that died is taken up again after six minutes. */
  patienceMs?: number;
};

/**
 * Waits for the end of a run.
 * @throws when it stands still for too long; the run itself is left alone
 */
export async function watchRun<Report>(
  load: () => Promise<UnitRun<Report> | undefined>,
  { say, pollMs = 2_000, patienceMs = 20 * 60_000 }: Watching,
): Promise<UnitRun<Report>> {
  let seen: number | undefined;
  let movedAtMs = Date.now();
  for (;;) {
    const run = await load();
    if (run?.finishedAt !== undefined) return run;
    if (run !== undefined && run.revision !== seen) {
      seen = run.revision;
      movedAtMs = Date.now();
      say(`${run.unitsDone} of ${unitsOf(run)} units`);
    }
    if (Date.now() - movedAtMs > patienceMs)
      throw new Error(
        'The run stands still. It goes on by itself unless the alarm job-gave-up rings: see docs/runbook.md.',
      );
    await sleep(pollMs);
  }
}

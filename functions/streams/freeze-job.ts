import { instantOf } from '../domain/calendar.ts';
import { sumOf } from '../domain/counts.ts';
import type { FreezeClock, FreezeReport } from '../domain/cut-off-freeze.ts';
import type { UnitRun } from '../domain/unit-job.ts';
import { log } from '../runtime/logger.ts';

export const FREEZE_CLOCK: FreezeClock = {
  now: () => instantOf(new Date()),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Says how long a list is, in numbers alone. */
export function tellFrozen({ runId, report: { districts, totals } }: UnitRun<FreezeReport>): void {
  const people = sumOf(totals.flatMap(({ people: byBand }) => Object.values(byBand)));
  log.info('CUT_OFF_FROZEN', { runId, people, districts: districts.length });
}

import type { ErasureReport } from '../domain/erasure.ts';
import type { UnitRun } from '../domain/unit-job.ts';
import { log } from '../runtime/logger.ts';

/** A minute and a half: the streams are seconds behind, and a unit that gives up is tried again. */
export const ERASURE_PATIENCE = {
  patience: 45,
  pause: () => new Promise<void>((resolve) => setTimeout(resolve, 2_000)),
};

/** Says how much was removed, in numbers alone. */
export function tellErased({ runId, report }: UnitRun<ErasureReport>): void {
  log.info('DATA_ERASED', { runId, ...report });
}

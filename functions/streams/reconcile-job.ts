import type { Patience, ReconcileReport } from '../domain/reconcile.ts';
import type { UnitRun } from '../domain/unit-job.ts';
import { log } from '../runtime/logger.ts';
import { publish } from '../runtime/metrics.ts';

/**
 * Three walks find a drift, confirm it and repair it, however long they take; more of them only where they are short,
 * so that the largest province fits an invocation.
 */
export const RECONCILE_PATIENCE: Patience = {
  pause: () => new Promise((resolve) => setTimeout(resolve, 5_000)),
  goesOn: (walks, elapsedMs) => walks < 3 || (walks < 8 && elapsedMs < 45_000),
  nowMs: () => Date.now(),
};

/** Says what a run found, by codes of places alone. */
export function tellReconciled({ runId, report }: UnitRun<ReconcileReport>): void {
  const { registrations, cardholders, recounted, uncountable, ledgerRows, proven, unproven, drift } = report;
  log.info('RECONCILED', {
    runId,
    registrations,
    cardholders,
    recounted,
    uncountable,
    ledgerRows,
    proven,
    unproven: unproven.length,
    drift: drift.count,
  });
  if (unproven.length > 0) log.error('PROVINCES_UNPROVEN', { runId, provinces: unproven.join(' ') });
  for (const line of drift.lines) log.error('DRIFT_FOUND', { runId, ...line });
  publish({
    PersonRecounted: recounted,
    CounterDrifted: drift.count,
    RecordUncountable: uncountable,
    ProvinceUnproven: unproven.length,
  });
}

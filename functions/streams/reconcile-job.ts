import { countObservations, type Ledger } from '../domain/count-observations.ts';
import { type CountedState, type ReconcileReport, reconcile } from '../domain/reconcile.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { publish } from '../runtime/metrics.ts';
import { COUNTING_LIMITS } from './counted-stream.ts';

/** Proves the counters, counts what the stream has lost, and tells what differs. */
export function reconcileJob(state: CountedState, ledger: Ledger): () => Promise<ReconcileReport> {
  return async () => {
    try {
      const report = await reconcile(state, (behind) => countObservations(behind, ledger, COUNTING_LIMITS));
      const { registrations, recounted, uncountable, ledgerRows, drift } = report;
      log.info('RECONCILED', { registrations, recounted, uncountable, ledgerRows, drift: drift.length });
      for (const { province, bucket, counter, counted, shouldBe } of drift.slice(0, 50))
        log.error('DRIFT_FOUND', { province, bucket, counter, counted, shouldBe });
      publish({
        PersonRecounted: recounted,
        CounterDrifted: drift.length,
        RecordUncountable: uncountable,
      });
      return report;
    } catch (error) {
      log.error('RECONCILE_FAILED', factsOf(error));
      throw new Error('the counters were not reconciled');
    }
  };
}

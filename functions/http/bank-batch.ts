import type { Settled } from '../domain/bank-batch.ts';
import type { BankReceipt } from '../domain/bank-desk.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { publish } from '../runtime/metrics.ts';
import { batchView } from './views/bank-view.ts';

/** The answer to a batch. A row that failed by a bug or an outage is logged, and the bank sends it again. */
export function batchAnswerOf(settled: readonly Settled<BankReceipt>[], sent: readonly unknown[]) {
  tellFailedRows(settled);
  return { body: batchView(settled, sent) };
}

/** Nothing else says that a row of a batch has failed: the batch itself is answered. */
export function tellFailedRows(settled: readonly Settled<unknown>[]): void {
  const failed = settled.filter((one) => one.outcome === 'failed');
  for (const { error } of failed) log.error('ROW_FAILED', factsOf(error));
  if (failed.length > 0) publish({ RowFailed: failed.length });
}

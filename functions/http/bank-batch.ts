import type { Settled } from '../domain/bank-batch.ts';
import type { BankReceipt } from '../domain/bank-desk.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { batchView } from './views/bank-view.ts';

/** The answer to a batch. A row that failed by a bug or an outage is logged, and the bank sends it again. */
export function batchAnswerOf(settled: readonly Settled<BankReceipt>[], sent: readonly unknown[]) {
  for (const one of settled) if (one.outcome === 'failed') log.error('ROW_FAILED', factsOf(one.error));
  return { body: batchView(settled, sent) };
}

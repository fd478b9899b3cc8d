import {
  type CountingTransaction,
  fold,
  type LedgerRow,
  type Observation,
  pack,
  refold,
  type Step,
} from './counting.ts';

/** How a counting transaction ended. */
export type CountingOutcome =
  | { outcome: 'counted' }
  /** Ledger rows that were not as expected, as they really are. Nothing was written. */
  | { outcome: 'unexpected'; actual: Map<string, LedgerRow | undefined> }
  /** Somebody else was writing the same items, or the table was throttled. Nothing was written. */
  | { outcome: 'contended' };

export type Ledger = {
  /**
   * Ledger rows and counters in one transaction; every row is conditional on the version it replaces.
   * @throws Unwritable when the store refuses what is to be written, however often it is tried
   */
  commit(transaction: CountingTransaction): Promise<CountingOutcome>;
};

export type CountingLimits = {
  /** Tries of one transaction before the batch is given back to the event source. */
  attempts: number;
  /** Transactions in flight at a time. */
  concurrency: number;
  /** Waits before try number `attempt`, with jitter. */
  pause(attempt: number): Promise<void>;
};

export type CountingReport = {
  counted: number;
  alreadyCounted: number;
  transactions: number;
  retries: number;
  /** People whose step alone cannot be written at all: a defect, not contention. */
  poisoned: { citizenId: string; cause: unknown }[];
};

/** The store will never take this: a defect of a row, not an outage. */
export class Unwritable extends Error {
  override name = 'Unwritable';
}

/** The tries ran out: the event source has to deliver the batch again, which is harmless. */
export class CountingContended extends Error {
  override name = 'CountingContended';
}

/**
 * Brings ledger and counters to the states observed. Duplicates, reordering, replays and batches cut differently
 * end at the same counts: only the difference to what the ledger holds is ever added.
 * @throws CountingContended after the last try
 */
export async function countObservations(
  observations: readonly Observation[],
  ledger: Ledger,
  limits: CountingLimits,
): Promise<CountingReport> {
  const report: CountingReport = { counted: 0, alreadyCounted: 0, transactions: 0, retries: 0, poisoned: [] };
  const queue = pack(fold(observations));
  const failures: unknown[] = [];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        await countTransaction(next, ledger, limits, report);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: limits.concurrency }, worker));
  if (failures.length > 0) throw failures[0];
  return report;
}

async function countTransaction(
  transaction: CountingTransaction,
  ledger: Ledger,
  limits: CountingLimits,
  report: CountingReport,
): Promise<void> {
  let pending = [transaction];
  for (let attempt = 1; pending.length > 0; attempt++) {
    if (attempt > limits.attempts) throw new CountingContended(`gave up after ${limits.attempts} tries`);
    if (attempt > 1) {
      report.retries += 1;
      await limits.pause(attempt);
    }
    const again: Step[] = [];
    for (const part of pending) again.push(...(await tryOnce(part, ledger, report)));
    pending = pack(again);
  }
}

/** One try; the steps that are still to do come back, corrected by what the ledger was found to hold. */
async function tryOnce(
  transaction: CountingTransaction,
  ledger: Ledger,
  report: CountingReport,
): Promise<Step[]> {
  report.transactions += 1;
  let result: CountingOutcome;
  try {
    result = await ledger.commit(transaction);
  } catch (cause) {
    if (!(cause instanceof Unwritable)) throw cause;
    return isolate(transaction, cause, ledger, report);
  }
  const { steps } = transaction;
  switch (result.outcome) {
    case 'counted':
      report.counted += steps.length;
      return [];
    case 'contended':
      return steps;
    case 'unexpected': {
      const { actual } = result;
      const still = steps
        .map((step) => (actual.has(step.citizenId) ? refold(step, actual.get(step.citizenId)) : step))
        .filter((step) => step !== undefined);
      report.alreadyCounted += steps.length - still.length;
      return still;
    }
  }
}

/** A transaction that the store will not take is halved until the step that spoils it stands alone. */
async function isolate(
  { steps }: CountingTransaction,
  cause: unknown,
  ledger: Ledger,
  report: CountingReport,
): Promise<Step[]> {
  const [only, ...others] = steps;
  if (only === undefined) return [];
  if (others.length === 0) {
    report.poisoned.push({ citizenId: only.citizenId, cause });
    return [];
  }
  const middle = Math.ceil(steps.length / 2);
  const still: Step[] = [];
  for (const half of [steps.slice(0, middle), steps.slice(middle)])
    for (const part of pack(half)) still.push(...(await tryOnce(part, ledger, report)));
  return still;
}

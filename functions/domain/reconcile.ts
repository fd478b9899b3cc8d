import type { Bucket } from './contribution.ts';
import { contributionOf } from './contribution.ts';
import type { CountingReport } from './count-registrations.ts';
import { deltasOf, type LedgerRow, type Observation } from './counting.ts';
import type { Registration } from './registration.ts';

/** What has to be read to prove the counters. Every sequence is read page by page. */
export type CountedState = {
  registrations(): AsyncIterable<Registration[]>;
  ledgerRowsOf(citizenIds: readonly string[]): Promise<Map<string, LedgerRow | undefined>>;
  ledger(): AsyncIterable<LedgerRow[]>;
  counters(): AsyncIterable<(Bucket & { counts: ReadonlyMap<string, number> })[]>;
};

/** A counter that is not the sum of the ledger. */
export type Drift = Bucket & { counter: string; counted: number; shouldBe: number };

export type ReconcileReport = {
  registrations: number;
  /** Registrations that the ledger did not have, or had in an older version; they are counted now. */
  recounted: number;
  ledgerRows: number;
  drift: Drift[];
};

/**
 * Brings the ledger to the registrations, then compares the counters with the sum of the ledger. Counting that goes
 * on meanwhile is harmless for the first and can show as drift in the second: two runs tell one from the other.
 */
export async function reconcile(
  state: CountedState,
  count: (observations: Observation[]) => Promise<CountingReport>,
): Promise<ReconcileReport> {
  const report: ReconcileReport = { registrations: 0, recounted: 0, ledgerRows: 0, drift: [] };
  for await (const page of state.registrations()) {
    report.registrations += page.length;
    const behind = await observationsBehind(page, state);
    if (behind.length > 0) report.recounted += (await count(behind)).counted;
  }
  const sums = new Map<string, Bucket & { counter: string; shouldBe: number }>();
  for await (const rows of state.ledger()) {
    report.ledgerRows += rows.length;
    const steps = rows.map((next) => ({ citizenId: '', expected: undefined, next }));
    for (const { province, bucket, changes } of deltasOf(steps))
      for (const [counter, by] of changes) {
        const key = `${province} ${bucket} ${counter}`;
        const shouldBe = (sums.get(key)?.shouldBe ?? 0) + by;
        sums.set(key, { province, bucket, counter, shouldBe });
      }
  }
  for await (const items of state.counters())
    for (const { province, bucket, counts } of items)
      for (const [counter, counted] of counts) {
        const key = `${province} ${bucket} ${counter}`;
        const shouldBe = sums.get(key)?.shouldBe ?? 0;
        sums.delete(key);
        if (counted !== shouldBe) report.drift.push({ province, bucket, counter, counted, shouldBe });
      }
  for (const { shouldBe, ...missing } of sums.values())
    report.drift.push({ ...missing, counted: 0, shouldBe });
  return report;
}

async function observationsBehind(page: Registration[], state: CountedState): Promise<Observation[]> {
  const rows = await state.ledgerRowsOf(page.map(({ citizenId }) => citizenId));
  return page
    .filter(({ citizenId, version }) => (rows.get(citizenId)?.version ?? 0) < version)
    .map((registration) => ({
      citizenId: registration.citizenId,
      version: registration.version,
      contribution: contributionOf(registration),
      before: rows.get(registration.citizenId),
    }));
}

import { type Bucket, contributionOf, orderOf, sameContribution } from './contribution.ts';
import type { CountingReport } from './count-observations.ts';
import { deltasOf, type LedgerRow, type Observation } from './counting.ts';
import type { Registration } from './registration.ts';

export type LedgerRowOf = LedgerRow & { citizenId: string };

/** What has to be read to prove the counters. Every sequence is read page by page. */
export type CountedState = {
  registrations(): AsyncIterable<Registration[]>;
  /** Which of these people have a registration. */
  registered(citizenIds: readonly string[]): Promise<Set<string>>;
  ledgerRowsOf(citizenIds: readonly string[]): Promise<Map<string, LedgerRow | undefined>>;
  ledger(): AsyncIterable<LedgerRowOf[]>;
  counters(): AsyncIterable<(Bucket & { counts: ReadonlyMap<string, number> })[]>;
};

/** A counter that is not the sum of the ledger. */
export type Drift = Bucket & { counter: string; counted: number; shouldBe: number };

export type ReconcileReport = {
  registrations: number;
  /** People whose ledger row was missing, older, wrong, or of a registration that is gone; mended now. */
  recounted: number;
  /** People whose row cannot be written: each needs a look. */
  uncountable: number;
  ledgerRows: number;
  drift: Drift[];
};

/**
 * Brings the ledger to the registrations, both ways, then compares the counters with the sum of the ledger. Counting
 * that goes on meanwhile is harmless for the first and can show as drift in the second: two runs tell one from the
 * other.
 */
export async function reconcile(
  state: CountedState,
  count: (observations: Observation[]) => Promise<CountingReport>,
): Promise<ReconcileReport> {
  const report: ReconcileReport = {
    registrations: 0,
    recounted: 0,
    uncountable: 0,
    ledgerRows: 0,
    drift: [],
  };
  const mend = async (observations: Observation[]) => {
    if (observations.length === 0) return;
    const { counted, poisoned } = await count(observations);
    report.recounted += counted;
    report.uncountable += poisoned.length;
  };
  for await (const page of state.registrations()) {
    report.registrations += page.length;
    await mend(await behind(page, state));
  }
  for await (const rows of state.ledger()) await mend(await orphaned(rows, state));
  const sums = new Map<string, Bucket & { counter: string; shouldBe: number }>();
  for await (const rows of state.ledger()) {
    report.ledgerRows += rows.length;
    const steps = rows.map((next) => ({ citizenId: next.citizenId, expected: undefined, next }));
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

/** Registrations that the ledger does not have as they are; a row that is newer than the page is left alone. */
async function behind(page: Registration[], state: CountedState): Promise<Observation[]> {
  const rows = await state.ledgerRowsOf(page.map(({ citizenId }) => citizenId));
  return page.flatMap((registration) => {
    const { citizenId } = registration;
    const version = orderOf(registration);
    const contribution = contributionOf(registration);
    const row = rows.get(citizenId);
    const holds =
      row !== undefined &&
      (row.version > version ||
        (row.version === version && sameContribution(row.contribution, contribution)));
    return holds ? [] : [{ citizenId, version, contribution, before: row }];
  });
}

/** Rows that count a registration which is gone: the stream lost its removal. */
async function orphaned(rows: LedgerRowOf[], state: CountedState): Promise<Observation[]> {
  const counting = rows.filter(({ contribution }) => contribution !== undefined);
  const registered = await state.registered(counting.map(({ citizenId }) => citizenId));
  return counting
    .filter(({ citizenId }) => !registered.has(citizenId))
    .map(({ citizenId, version, contribution }) => ({
      citizenId,
      version: version + 1,
      contribution: undefined,
      before: { version, contribution },
    }));
}

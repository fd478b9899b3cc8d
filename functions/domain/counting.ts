import { provinceOf } from './area.ts';
import { type Bucket, type Contribution, cellsOf, type State } from './contribution.ts';
import { cellName } from './counter-cell.ts';

/** What the ledger holds of one person: which state is in the counters (see `orderOf`), and what it added. */
export type LedgerRow = { version: number; contribution: Contribution | undefined };

/** What one change says: the state it made, and the one it replaced. All of a batch are of one source. */
export type Observation = State & {
  /** The state before, which the ledger most likely holds: saves reading it. */
  before: LedgerRow | undefined;
};

/** Bring one person's ledger row from the state it is believed to be in to a newer one. */
export type Step = { citizenId: string; expected: LedgerRow | undefined; next: LedgerRow };

/** Changes of one item of counters, by counter name. */
export type BucketDelta = Bucket & { changes: ReadonlyMap<string, number> };

/** Ledger rows and the counters they move: all of it is written, or nothing. */
export type CountingTransaction = { steps: Step[]; deltas: BucketDelta[] };

/** DynamoDB's limit of actions in one transaction. */
export const MAX_ACTIONS = 100;

/** One step a person, from the oldest state to the newest of the batch, whatever order they arrived in. */
export function fold(observations: readonly Observation[]): Step[] {
  const byPerson = new Map<string, { oldest: Observation; newest: Observation }>();
  for (const seen of observations) {
    const person = byPerson.get(seen.citizenId);
    if (person === undefined) byPerson.set(seen.citizenId, { oldest: seen, newest: seen });
    else {
      if (seen.version < person.oldest.version) person.oldest = seen;
      if (seen.version > person.newest.version) person.newest = seen;
    }
  }
  return [...byPerson.values()].map(({ oldest, newest }) => ({
    citizenId: newest.citizenId,
    expected: oldest.before,
    next: { version: newest.version, contribution: newest.contribution },
  }));
}

/** The step from what the ledger really holds, or undefined when that is already as new. */
export function refold(step: Step, actual: LedgerRow | undefined): Step | undefined {
  if (actual !== undefined && actual.version >= step.next.version) return undefined;
  return { ...step, expected: actual };
}

/** contribution(next) − contribution(expected), item by item; counters that do not move are left out. */
export function deltasOf(steps: readonly Step[]): BucketDelta[] {
  const items = new Map<
    string,
    { province: Bucket['province']; bucket: Bucket['bucket']; changes: Map<string, number> }
  >();
  const add = (contribution: Contribution | undefined, sign: 1 | -1) => {
    for (const { province, bucket, cell } of contribution === undefined ? [] : cellsOf(contribution)) {
      const key = `${province} ${bucket}`;
      const item = items.get(key) ?? { province, bucket, changes: new Map<string, number>() };
      items.set(key, item);
      const name = cellName(cell);
      item.changes.set(name, (item.changes.get(name) ?? 0) + sign);
    }
  };
  for (const { expected, next } of steps) {
    add(expected?.contribution, -1);
    add(next.contribution, 1);
  }
  return [...items.values()]
    .map(({ changes, ...bucket }) => ({
      ...bucket,
      changes: new Map([...changes].filter(([, by]) => by !== 0)),
    }))
    .filter(({ changes }) => changes.size > 0);
}

const bucketsTouched = ({ expected, next }: Step): string[] =>
  [expected?.contribution, next.contribution].flatMap((contribution) =>
    contribution === undefined
      ? []
      : cellsOf(contribution).map(({ province, bucket }) => `${province} ${bucket}`),
  );

/**
 * Packs steps into as few transactions as fit. Neighbours share items of counters: steps are ordered by province
 * and day, so that many ledger rows stand beside few counters.
 */
export function pack(steps: readonly Step[], maxActions = MAX_ACTIONS): CountingTransaction[] {
  const order = (step: Step): string => {
    const contribution = step.next.contribution ?? step.expected?.contribution;
    if (contribution === undefined) return '';
    const province = provinceOf(contribution.subdistrict);
    return contribution.source === 'registration' ? `${province} ${contribution.day}` : province;
  };
  const keyed = steps.map((step) => ({ step, at: order(step), buckets: bucketsTouched(step) }));
  keyed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.step.citizenId < b.step.citizenId ? -1 : 1));
  const transactions: CountingTransaction[] = [];
  let current: Step[] = [];
  let touched = new Set<string>();
  const close = () => {
    if (current.length > 0) transactions.push({ steps: current, deltas: deltasOf(current) });
    current = [];
    touched = new Set();
  };
  for (const { step, buckets } of keyed) {
    const fresh = new Set(buckets.filter((bucket) => !touched.has(bucket))).size;
    if (current.length + touched.size + 1 + fresh > maxActions) close();
    current.push(step);
    for (const bucket of buckets) touched.add(bucket);
  }
  close();
  return transactions;
}

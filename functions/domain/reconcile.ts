import { type DistrictCode, districtOf, type ProvinceCode, provinceOf } from './area.ts';
import {
  type Bucket,
  type Contribution,
  cellsOf,
  type Source,
  type State,
  sameContribution,
} from './contribution.ts';
import type { CountingReport } from './count-observations.ts';
import { cellName, cellNamed } from './counter-cell.ts';
import type { LedgerRow, Observation } from './counting.ts';
import type { UnitJob } from './unit-job.ts';

/** A row of the ledger; misplaced when the lists of people do not have the person where the row says. */
export type HeldRow = LedgerRow & { misplaced?: true | undefined };

/** A page of what could be read, and how many more there were. */
export type Readable<Row> = { rows: Row[]; unreadable: number };

/** What is counted of people, where it comes from and what the ledger made of it. */
export type CountedSource = {
  /** As they are now, one of so many segments, in pages of at most 100. */
  states(segment: number, segments: number): AsyncIterable<Readable<State>>;
  /** Which of at most 100 people are in the source as of now. */
  existing(citizenIds: readonly string[]): Promise<Set<string>>;
  /** Rows of at most 100 people. One that cannot be read is left out. */
  heldRows(citizenIds: readonly string[]): Promise<Map<string, HeldRow | undefined>>;
  count(observations: Observation[]): Promise<Pick<CountingReport, 'counted' | 'poisoned'>>;
  /** What the ledger counts of the people of a district, as the list of them has it: a moment old. */
  ofDistrict(district: DistrictCode): AsyncIterable<Readable<Contribution>>;
};

export type LedgerRowOf = { citizenId: string; held: Readonly<Partial<Record<Source, HeldRow>>> };

/** An item of counters. Its revision rises with every write and is 0 while there is none. */
export type CounterItem = Bucket & { revision: number; counts: ReadonlyMap<string, number> };

export type ReconcileStores = {
  sources: Readonly<Record<Source, CountedSource>>;
  /** Every row that can be read, one of so many segments, in pages of at most 100. */
  ledger(segment: number, segments: number): AsyncIterable<LedgerRowOf[]>;
  counters: {
    /** As of now. */
    ofProvince(province: ProvinceCode): Promise<CounterItem[]>;
    /** Sets counters of an item, unless it has been written since that revision. Raises the revision by one. */
    mend(
      item: Bucket & { revision: number },
      counts: ReadonlyMap<string, number>,
    ): Promise<'mended' | 'overtaken'>;
  };
};

/** How long a proof of one province goes on while it is being counted in. */
export type Patience = {
  /** Between two walks: far longer than a list of people lags behind the ledger. */
  pause(): Promise<void>;
  /** Whether there is another walk after so many, which took so many milliseconds. */
  goesOn(walks: number, elapsedMs: number): boolean;
  nowMs(): number;
};

/** A counter that was not the sum of the ledger. */
export type Drift = Bucket & { counter: string; counted: number; shouldBe: number; repaired: boolean };

export type ReconcileReport = {
  registrations: number;
  cardholders: number;
  /** Rows of the ledger that were missing, older, wrong, in the wrong list, or of a source that is gone; mended. */
  recounted: number;
  /** People whose source or row cannot be read or written: each needs a look. */
  uncountable: number;
  ledgerRows: number;
  /** Districts of which the ledger counts somebody. */
  districts: DistrictCode[];
  /** Provinces of which every counter is the sum of the ledger, if need be after a repair. */
  proven: number;
  /** Provinces that were counted in all the while, or of which a row could not be read. */
  unproven: ProvinceCode[];
  drift: { count: number; lines: Drift[] };
};

/** The kind of its runs. */
export const RECONCILE = 'reconcile-counters';

/** Lines of drift that a report keeps: enough to see a pattern, and few enough for one item. */
export const DRIFT_LINES = 200;

const NOTHING: ReconcileReport = {
  registrations: 0,
  cardholders: 0,
  recounted: 0,
  uncountable: 0,
  ledgerRows: 0,
  districts: [],
  proven: 0,
  unproven: [],
  drift: { count: 0, lines: [] },
};

/** Codes are two digits: every province that there can be, so that none is missing from a list of them. */
const PROVINCES = Array.from({ length: 100 }, (_, code) => String(code).padStart(2, '0') as ProvinceCode);

/**
 * Brings the ledger to its sources, both ways, then proves the counters of each province against the ledger and
 * repairs those that differ. Counting may go on all the while.
 */
export function reconcileJob(
  stores: ReconcileStores,
  patience: Patience,
  segments: number,
): UnitJob<ReconcileReport> {
  const { registration, card } = stores.sources;
  return {
    kind: RECONCILE,
    nothing: NOTHING,
    merge,
    phases: [
      {
        units: segments,
        work: async (n, of) => followed(await follow(registration, n, of), 'registrations'),
      },
      { units: segments, work: async (n, of) => followed(await follow(card, n, of), 'cardholders') },
      { units: segments, work: (n, of) => takeOffOrphans(stores, n, of) },
      {
        units: PROVINCES.length,
        work: async (n, _, { districts }) =>
          proveProvince(PROVINCES[n] as ProvinceCode, districts, stores, patience),
      },
    ],
  };
}

const merge = (a: ReconcileReport, b: ReconcileReport): ReconcileReport => ({
  registrations: a.registrations + b.registrations,
  cardholders: a.cardholders + b.cardholders,
  recounted: a.recounted + b.recounted,
  uncountable: a.uncountable + b.uncountable,
  ledgerRows: a.ledgerRows + b.ledgerRows,
  districts: [...new Set([...a.districts, ...b.districts])].sort(),
  proven: a.proven + b.proven,
  unproven: [...a.unproven, ...b.unproven],
  drift: {
    count: a.drift.count + b.drift.count,
    lines: [...a.drift.lines, ...b.drift.lines].slice(0, DRIFT_LINES),
  },
});

type Followed = { people: number; recounted: number; uncountable: number };

const followed = (
  { people, recounted, uncountable }: Followed,
  of: 'registrations' | 'cardholders',
): ReconcileReport => ({ ...NOTHING, [of]: people, recounted, uncountable });

/** Counts what the ledger does not have as the source has it. */
async function follow(source: CountedSource, segment: number, segments: number): Promise<Followed> {
  const sum: Followed = { people: 0, recounted: 0, uncountable: 0 };
  for await (const { rows: states, unreadable } of source.states(segment, segments)) {
    const held = await source.heldRows(states.map(({ citizenId }) => citizenId));
    const { recounted, uncountable } = await mend(
      source,
      states
        .filter((state) => !holds(held.get(state.citizenId), state))
        .map((state) => ({ ...state, before: held.get(state.citizenId) })),
    );
    sum.people += states.length + unreadable;
    sum.recounted += recounted;
    sum.uncountable += uncountable + unreadable;
  }
  return sum;
}

/** Whether the ledger has this state, or a newer one than the page that was read. */
const holds = (row: HeldRow | undefined, { version, contribution }: State): boolean =>
  row !== undefined &&
  (row.version > version ||
    (row.version === version && !row.misplaced && sameContribution(row.contribution, contribution)));

async function mend(source: CountedSource, observations: Observation[]): Promise<Omit<Followed, 'people'>> {
  if (observations.length === 0) return { recounted: 0, uncountable: 0 };
  const { counted, poisoned } = await source.count(observations);
  return { recounted: counted, uncountable: poisoned.length };
}

/** Takes off what is counted of a source that is gone: the stream lost its removal. */
async function takeOffOrphans(
  { sources, ledger }: ReconcileStores,
  segment: number,
  segments: number,
): Promise<ReconcileReport> {
  const found = { ledgerRows: 0, recounted: 0, uncountable: 0 };
  const districts = new Set<DistrictCode>();
  for await (const rows of ledger(segment, segments)) {
    found.ledgerRows += rows.length;
    for (const { held } of rows)
      for (const { contribution } of Object.values(held))
        if (contribution !== undefined) districts.add(districtOf(contribution.subdistrict));
    for (const [name, source] of Object.entries(sources) as [Source, CountedSource][]) {
      const { recounted, uncountable } = await mend(source, await orphaned(rows, name, source));
      found.recounted += recounted;
      found.uncountable += uncountable;
    }
  }
  return { ...NOTHING, ...found, districts: [...districts] };
}

/**
 * Half a state on: the stream may still bring states that came after the one in the ledger, and none of them may be
 * taken for this.
 */
const GONE = 0.5;

async function orphaned(rows: LedgerRowOf[], name: Source, source: CountedSource): Promise<Observation[]> {
  const counting = rows.flatMap(({ citizenId, held: { [name]: row } }) =>
    row === undefined || (row.contribution === undefined && !row.misplaced) ? [] : [{ citizenId, row }],
  );
  if (counting.length === 0) return [];
  const existing = await source.existing(counting.map(({ citizenId }) => citizenId));
  return counting
    .filter(({ citizenId }) => !existing.has(citizenId))
    .map(({ citizenId, row }) => ({
      citizenId,
      version: row.version + GONE,
      contribution: undefined,
      before: row,
    }));
}

/** Proves the counters of both sources, or says that they could not be proven. */
async function proveProvince(
  province: ProvinceCode,
  counted: readonly DistrictCode[],
  stores: ReconcileStores,
  patience: Patience,
): Promise<ReconcileReport> {
  const districts = counted.filter((district) => provinceOf(district) === province);
  if (districts.length === 0 && (await stores.counters.ofProvince(province)).length === 0) return NOTHING;
  const proofs = [];
  for (const source of ['registration', 'card'] as const)
    proofs.push(await prove(source, province, districts, stores, patience));
  const lines = proofs.flatMap(({ drift }) => drift);
  const proven = proofs.every((proof) => proof.proven);
  return {
    ...NOTHING,
    proven: proven ? 1 : 0,
    unproven: proven ? [] : [province],
    drift: { count: lines.length, lines: lines.slice(0, DRIFT_LINES) },
  };
}

type Counts = ReadonlyMap<string, number>;
type Suspicion = { revision: number; wrong: Drift[] };
type Proof = { proven: boolean; drift: Drift[] };

/**
 * Walks the list of people between two readings of the counters. An item whose revision is the same in both stood
 * still meanwhile, so that its counters must be the sum. The list lags behind the ledger by a moment: only what a
 * second walk shows again, while nothing of the province moves, is drift.
 */
async function prove(
  source: Source,
  province: ProvinceCode,
  counted: readonly DistrictCode[],
  { sources, counters }: ReconcileStores,
  patience: Patience,
): Promise<Proof> {
  const read = async (): Promise<Map<Bucket['bucket'], CounterItem>> => {
    const items = (await counters.ofProvince(province)).filter(({ bucket }) => sourceOf(bucket) === source);
    return new Map(items.map((item) => [item.bucket, item]));
  };
  const beganMs = patience.nowMs();
  const proven = new Set<Bucket['bucket']>();
  const drift = new Map<string, Drift>();
  let suspected = new Map<Bucket['bucket'], Suspicion>();
  for (let walks = 0; walks === 0 || patience.goesOn(walks, patience.nowMs() - beganMs); walks++) {
    if (walks > 0) await patience.pause();
    const before = await read();
    const districts = new Set([...counted, ...[...before.values()].flatMap(districtsNamed)]);
    const { sums, unreadable } = await walk(province, districts, sources[source]);
    // The sum is short of what an unreadable row counts: a repair would take it off the counters.
    if (unreadable > 0) break;
    const after = await read();
    const buckets = [...new Set([...before.keys(), ...after.keys(), ...sums.keys()])];
    const moved = (bucket: Bucket['bucket']): boolean =>
      (before.get(bucket)?.revision ?? 0) !== (after.get(bucket)?.revision ?? 0);
    // Whoever moves within the list is missed or met twice. That need not move this item, but then it moves another.
    const still = !buckets.some(moved);
    const suspects = new Map<Bucket['bucket'], Suspicion>();
    for (const bucket of buckets.filter((each) => !proven.has(each) && !moved(each))) {
      const { revision, counts } = after.get(bucket) ?? { revision: 0, counts: NONE };
      const wrong = driftOf({ province, bucket }, counts, sums.get(bucket) ?? NONE);
      if (wrong.length > 0 && !(still && same(suspected.get(bucket), { revision, wrong }))) {
        if (still) suspects.set(bucket, { revision, wrong });
        continue;
      }
      for (const line of wrong) drift.set(`${bucket} ${line.counter}`, line);
      if (!(await repair({ province, bucket, revision }, wrong, counters))) continue;
      proven.add(bucket);
      for (const line of drift.values()) if (line.bucket === bucket) line.repaired = true;
    }
    if (buckets.every((bucket) => proven.has(bucket))) return { proven: true, drift: [...drift.values()] };
    suspected = suspects;
  }
  return { proven: false, drift: [...drift.values()] };
}

const NONE: Counts = new Map();

const sourceOf = (bucket: Bucket['bucket']): Source => (bucket === 'cards' ? 'card' : 'registration');

/** Districts that an item counts in: one may have come since the ledger was read through. */
const districtsNamed = ({ province, counts }: CounterItem): DistrictCode[] =>
  [...counts.keys()].flatMap((name) => {
    const cell = cellNamed(name, province);
    if (cell === undefined) return [];
    if ('subdistrict' in cell) return [districtOf(cell.subdistrict)];
    return 'district' in cell ? [cell.district] : [];
  });

/** What the counters of a province should be, district by district. */
async function walk(
  province: ProvinceCode,
  districts: Iterable<DistrictCode>,
  { ofDistrict }: CountedSource,
): Promise<{ sums: Map<Bucket['bucket'], Map<string, number>>; unreadable: number }> {
  const sums = new Map<Bucket['bucket'], Map<string, number>>();
  let unreadable = 0;
  for (const district of districts)
    for await (const page of ofDistrict(district)) {
      unreadable += page.unreadable;
      for (const { province: where, bucket, cell } of page.rows.flatMap(cellsOf)) {
        if (where !== province) continue;
        const counts = sums.get(bucket) ?? new Map<string, number>();
        sums.set(bucket, counts);
        const name = cellName(cell);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  return { sums, unreadable };
}

/** The counters of one item that are not the sum, by their names. */
const driftOf = (bucket: Bucket, counts: Counts, sums: Counts): Drift[] =>
  [...new Set([...counts.keys(), ...sums.keys()])]
    .sort()
    .map((counter) => ({ counter, counted: counts.get(counter) ?? 0, shouldBe: sums.get(counter) ?? 0 }))
    .filter(({ counted, shouldBe }) => counted !== shouldBe)
    .map((wrong) => ({ ...bucket, ...wrong, repaired: false }));

const same = (a: Suspicion | undefined, b: Suspicion): boolean => JSON.stringify(a) === JSON.stringify(b);

/** An item with more wrong counters is written several times: an update expression has at most 4 KB. */
const MENDED_AT_ONCE = 100;

/** Sets counters of an item to what they should be; false when somebody else has written it meanwhile. */
async function repair(
  { revision, ...bucket }: Bucket & { revision: number },
  wrong: readonly Drift[],
  counters: ReconcileStores['counters'],
): Promise<boolean> {
  for (let writes = 0; writes * MENDED_AT_ONCE < wrong.length; writes++) {
    const some = wrong.slice(writes * MENDED_AT_ONCE, (writes + 1) * MENDED_AT_ONCE);
    const counts = new Map(some.map(({ counter, shouldBe }) => [counter, shouldBe]));
    const written = await counters.mend({ ...bucket, revision: revision + writes }, counts);
    if (written === 'overtaken') return false;
  }
  return true;
}

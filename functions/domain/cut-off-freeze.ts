import type { DistrictCode } from './area.ts';
import type { Instant } from './calendar.ts';
import { zeros } from './counts.ts';
import {
  BANDS,
  type CutOff,
  type CutOffId,
  type CutOffRows,
  type CutOffs,
  type DistrictPeople,
  type RegistrationsAsOf,
  rowDistrict,
  rowOf,
} from './cut-off.ts';
import type { Programme } from './ports.ts';
import type { UnitJob } from './unit-job.ts';

/** The job's name. */
export const FREEZE = 'freeze-cut-off';

/**
 * A write carries the instant at which its request began and commits later: within the 15 s that a function may
 * run. Nothing of before the freeze is on its way any more after this time.
 */
export const SETTLING_MS = 20_000;

/** Shares in which the districts are added up: a share of the country is read in seconds. */
const TALLIES = 16;

export type FreezeReport = {
  /** Where the list has people. */
  districts: DistrictCode[];
  totals: DistrictPeople[];
};

export type FreezeStores = {
  cutOffs: Pick<CutOffs, 'one' | 'seal'>;
  rows: Pick<CutOffRows, 'put' | 'close' | 'closed' | 'ofDistrict'>;
  registrations: Pick<RegistrationsAsOf, 'segment'>;
  programme: Pick<Programme, 'measure'>;
};

export type FreezeClock = { now(): Instant; pause(milliseconds: number): Promise<void> };

/**
 * Makes the list of a cut-off, whose id is the run's: collects the rows by segments of the registrations, adds them up
 * by district, seals the cut-off. A unit that is done again writes the same rows, or finds its part closed.
 */
export function freezeJob(stores: FreezeStores, clock: FreezeClock, segments: number): UnitJob<FreezeReport> {
  const { cutOffs, rows } = stores;
  const cutOffOf = async (runId: string): Promise<CutOff> => {
    const { code } = await stores.programme.measure();
    const cutOff = await cutOffs.one(code, runId as CutOffId);
    if (cutOff === undefined) throw new Error('a run without its cut-off');
    return cutOff;
  };
  return {
    kind: FREEZE,
    nothing: { districts: [], totals: [] },
    merge: (sum, part) => ({
      districts: [...new Set([...sum.districts, ...part.districts])].sort(),
      totals: [...sum.totals, ...part.totals].sort((a, b) => (a.district < b.district ? -1 : 1)),
    }),
    phases: [
      {
        units: segments,
        work: async (segment, of, _, runId) => ({
          districts: await collect(stores, clock, await cutOffOf(runId), segment, of),
          totals: [],
        }),
      },
      {
        units: TALLIES,
        work: async (unit, of, { districts }, runId) => {
          const totals: DistrictPeople[] = [];
          for (const [at, district] of districts.entries())
            if (at % of === unit) totals.push(await tally(rows, runId as CutOffId, district));
          return { districts: [], totals };
        },
      },
      {
        units: 1,
        work: async (_unit, _of, { totals }, runId) => {
          await cutOffs.seal(await cutOffOf(runId), totals, clock.now());
          return { districts: [], totals: [] };
        },
      },
    ],
  };
}

/** Where the part of a segment has rows. */
async function collect(
  { rows, registrations }: FreezeStores,
  { now, pause }: FreezeClock,
  cutOff: CutOff,
  segment: number,
  segments: number,
): Promise<DistrictCode[]> {
  const { cutOffId, frozenAt } = cutOff;
  if (cutOff.phase === 'frozen') return cutOff.totals.map(({ district }) => district);
  // A run that is begun anew with other segments has other parts: their rows are the same.
  const part = `${segment}-of-${segments}`;
  const closed = await rows.closed(cutOffId, part);
  if (closed !== undefined) return closed;
  const unsettledMs = Date.parse(frozenAt) + SETTLING_MS - Date.parse(now());
  if (unsettledMs > 0) await pause(unsettledMs);
  const districts = new Set<DistrictCode>();
  for await (const page of registrations.segment(frozenAt, segment, segments)) {
    const found = page.flatMap((registration) => rowOf(registration, cutOff) ?? []);
    if ((await rows.put(cutOffId, part, found)) === 'closed') break;
    for (const row of found) districts.add(rowDistrict(row));
  }
  return rows.close(cutOffId, part, [...districts].sort());
}

async function tally(
  rows: Pick<CutOffRows, 'ofDistrict'>,
  cutOffId: CutOffId,
  district: DistrictCode,
): Promise<DistrictPeople> {
  const people = zeros(BANDS);
  for await (const page of rows.ofDistrict(cutOffId, district))
    for (const { band } of page) people[band] += 1;
  return { district, people };
}

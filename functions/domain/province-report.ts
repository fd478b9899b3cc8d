import { type DistrictCode, districtOf, type ProvinceCode, type SubdistrictCode } from './area.ts';
import { type Day, daysBetween, type Instant, plusDays } from './calendar.ts';
import type { Cell } from './contribution.ts';
import type { AgencyCode, ProjectCode } from './programme.ts';
import { Refusal } from './refusal.ts';
import type { Channel } from './registration.ts';

export type CellCount = { cell: Cell; count: number };

/** A province's items of counters as they were read. */
export type ProvinceCounts = {
  total: CellCount[];
  days: Map<Day, CellCount[]>;
  /** When the newest change that is in these numbers was counted. */
  lastCountedAt?: Instant | undefined;
};

export type Counts<Key extends string> = Record<Key, number>;

export type ProvinceReport = {
  province: ProvinceCode;
  registered: number;
  cancelled: number;
  /** People with at least one project, and how often projects were chosen in all. */
  withProject: number;
  participations: number;
  byDistrict: { district: DistrictCode; registered: number; cancelled: number }[];
  bySubdistrict: { subdistrict: SubdistrictCode; registered: number; cancelled: number }[];
  byAgency: Counts<AgencyCode>;
  byChannel: Counts<Channel>;
  byProject: Counts<ProjectCode>;
  days: { day: Day; registered: number; byAgency: Counts<AgencyCode>; byChannel: Counts<Channel> }[];
};

/** Longest range of days of one report. */
export const MAX_DAYS_OF_A_REPORT = 92;

/** @throws Refusal days.reversed, days.too-many */
export function assertRange(from: Day, to: Day): void {
  if (to < from) throw new Refusal('days.reversed', { path: 'to' });
  if (plusDays(from, MAX_DAYS_OF_A_REPORT - 1) < to)
    throw new Refusal('days.too-many', { path: 'to', facts: { atMost: MAX_DAYS_OF_A_REPORT } });
}

function tally<Key extends string>(entries: Iterable<readonly [Key, number]>): Counts<Key> {
  const counts = new Map<Key, number>();
  for (const [key, count] of entries) counts.set(key, (counts.get(key) ?? 0) + count);
  const moved = [...counts].filter(([, count]) => count !== 0);
  return Object.fromEntries(moved.sort(([a], [b]) => (a < b ? -1 : 1))) as Counts<Key>;
}

const sum = (counts: Counts<string>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** Sums the finest counters up to the levels of the report; days without a registration are zero, not missing. */
export function provinceReport(
  province: ProvinceCode,
  from: Day,
  to: Day,
  counts: ProvinceCounts,
): ProvinceReport {
  const pick = <Key extends string>(key: (cell: Cell) => Key | undefined): [Key, number][] =>
    counts.total.flatMap(({ cell, count }) => {
      const picked = key(cell);
      return picked === undefined ? [] : [[picked, count]];
    });
  const registered = tally(
    pick((cell) => (cell.of === 'subdistrict' && cell.status === 'INTENT' ? cell.subdistrict : undefined)),
  );
  const cancelled = tally(
    pick((cell) => (cell.of === 'subdistrict' && cell.status === 'CANCELLED' ? cell.subdistrict : undefined)),
  );
  const byProject = tally(pick((cell) => (cell.of === 'project' ? cell.project : undefined)));
  const subdistricts = keysOf(registered, cancelled);
  const inDistrict = (counts: Counts<SubdistrictCode>) =>
    tally(
      (Object.entries(counts) as [SubdistrictCode, number][]).map(([code, count]) => [
        districtOf(code),
        count,
      ]),
    );
  const registeredByDistrict = inDistrict(registered);
  const cancelledByDistrict = inDistrict(cancelled);
  return {
    province,
    registered: sum(registered),
    cancelled: sum(cancelled),
    withProject: sum(tally(pick((cell) => (cell.of === 'with-project' ? 'people' : undefined)))),
    participations: sum(byProject),
    byDistrict: keysOf(registeredByDistrict, cancelledByDistrict).map((district) => ({
      district,
      registered: registeredByDistrict[district] ?? 0,
      cancelled: cancelledByDistrict[district] ?? 0,
    })),
    bySubdistrict: subdistricts.map((subdistrict) => ({
      subdistrict,
      registered: registered[subdistrict] ?? 0,
      cancelled: cancelled[subdistrict] ?? 0,
    })),
    byAgency: tally(pick((cell) => (cell.of === 'agency' ? cell.agency : undefined))),
    byChannel: tally(pick((cell) => (cell.of === 'channel' ? cell.channel : undefined))),
    byProject,
    days: daysBetween(from, to).map((day) => dayOf(day, counts.days.get(day) ?? [])),
  };
}

function keysOf<Key extends string>(...counts: Counts<Key>[]): Key[] {
  return [...new Set(counts.flatMap((count) => Object.keys(count) as Key[]))].sort();
}

function dayOf(day: Day, cells: readonly CellCount[]): ProvinceReport['days'][number] {
  const counted = cells.flatMap(({ cell, count }) =>
    cell.of === 'district-agency' ? [{ ...cell, count }] : [],
  );
  const byAgency = tally(counted.map(({ agency, count }) => [agency, count] as const));
  return {
    day,
    registered: sum(byAgency),
    byAgency,
    byChannel: tally(counted.map(({ channel, count }) => [channel, count] as const)),
  };
}

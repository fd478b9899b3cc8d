import {
  type DistrictCode,
  districtOf,
  type ProvinceCode,
  provinceOf,
  type SubdistrictCode,
} from './area.ts';
import type { Day } from './calendar.ts';
import type { AgencyCode, ProjectCode } from './programme.ts';
import type { Channel, Registration, Status } from './registration.ts';

/** All that one registration adds to the counters. Kept in the ledger, so that it can be taken off again. */
export type Contribution = {
  subdistrict: SubdistrictCode;
  day: Day;
  channel: Channel;
  agency: AgencyCode;
  projects: ProjectCode[];
  status: Status;
};

/** Counts go by where the person lived at the time of the intent, and by the day of the intent. */
export function contributionOf(
  registration: Pick<Registration, 'residence' | 'intentOn' | 'channel' | 'agency' | 'projects' | 'status'>,
): Contribution {
  return {
    subdistrict: registration.residence,
    day: registration.intentOn,
    channel: registration.channel,
    agency: registration.agency,
    projects: [...registration.projects],
    status: registration.status,
  };
}

/**
 * The place of a state among all states of one person, also over an erasure, after which versions begin again: by
 * when the intent was recorded, then by version. Milliseconds and three digits of version.
 */
export const orderOf = ({ recordedAt, version }: Pick<Registration, 'recordedAt' | 'version'>): number =>
  Date.parse(recordedAt) * 1_000 + Math.min(version, 999);

/** One item of counters: a province's totals, or a province's day. */
export type Bucket = { province: ProvinceCode; bucket: 'total' | Day };

/**
 * One number in an item. Only the finest level is kept and the levels above are sums of it, so that levels
 * cannot disagree.
 */
export type Cell =
  | { of: 'subdistrict'; subdistrict: SubdistrictCode; status: Status }
  | { of: 'agency'; agency: AgencyCode }
  | { of: 'channel'; channel: Channel }
  | { of: 'project'; project: ProjectCode }
  | { of: 'with-project' }
  | { of: 'district-agency'; district: DistrictCode; channel: Channel; agency: AgencyCode };

export type CellOfBucket = Bucket & { cell: Cell };

/** A cancelled registration counts as cancelled where the person lives and nowhere else. */
export function cellsOf(contribution: Contribution): CellOfBucket[] {
  const { subdistrict, day, channel, agency, projects, status } = contribution;
  const province = provinceOf(subdistrict);
  const total = (cell: Cell): CellOfBucket => ({ province, bucket: 'total', cell });
  const cells = [total({ of: 'subdistrict', subdistrict, status })];
  if (status === 'CANCELLED') return cells;
  cells.push(total({ of: 'agency', agency }), total({ of: 'channel', channel }));
  if (projects.length > 0) cells.push(total({ of: 'with-project' }));
  for (const project of projects) cells.push(total({ of: 'project', project }));
  const district = districtOf(subdistrict);
  cells.push({ province, bucket: day, cell: { of: 'district-agency', district, channel, agency } });
  return cells;
}

import {
  type DistrictCode,
  districtOf,
  type ProvinceCode,
  provinceOf,
  type SubdistrictCode,
} from './area.ts';
import { type Day, type Instant, yearOf } from './calendar.ts';
import { type Cardholder, isEntitled } from './cardholder.ts';
import type { AgencyCode, Band, ProjectCode } from './programme.ts';
import type { Channel, Registration, Status } from './registration.ts';

/** All that one registration adds to the counters. Kept in the ledger, so that it can be taken off again. */
export type RegistrationContribution = {
  source: 'registration';
  subdistrict: SubdistrictCode;
  day: Day;
  channel: Channel;
  agency: AgencyCode;
  projects: ProjectCode[];
  status: Status;
};

/** What an entitled cardholder adds where the person lives now. The year of birth is for lists, not counted. */
export type CardContribution = {
  source: 'card';
  subdistrict: SubdistrictCode;
  band: Band;
  birthYear: number;
};

export type Contribution = RegistrationContribution | CardContribution;

/** What is counted of a person: the registration, and the card. Each follows a stream of its own. */
export type Source = Contribution['source'];

/** One state of what a source holds of a person. States of a person are told apart and ordered by version. */
export type State<Of extends Contribution = Contribution> = {
  citizenId: string;
  version: number;
  /** Undefined for a state that counts nothing. */
  contribution: Of | undefined;
};

/** Counts go by where the person lived at the time of the intent, and by the day of the intent. */
export function contributionOf(
  registration: Pick<Registration, 'residence' | 'intentOn' | 'channel' | 'agency' | 'projects' | 'status'>,
): RegistrationContribution {
  return {
    source: 'registration',
    subdistrict: registration.residence,
    day: registration.intentOn,
    channel: registration.channel,
    agency: registration.agency,
    projects: [...registration.projects],
    status: registration.status,
  };
}

/** Milliseconds and three digits of version. */
const ordered = (at: Instant, version: number): number => Date.parse(at) * 1_000 + Math.min(version, 999);

/**
 * The place of a state among all states of one person, also over an erasure, after which versions begin again: by
 * when the intent was recorded, then by version.
 */
export const orderOf = ({ recordedAt, version }: Pick<Registration, 'recordedAt' | 'version'>): number =>
  ordered(recordedAt, version);

export const registrationState = (registration: Registration): State<RegistrationContribution> => ({
  citizenId: registration.citizenId,
  version: orderOf(registration),
  contribution: contributionOf(registration),
});

/** Only an active card counts; the states of a card are ordered by when the registry changed it. */
export const cardState = (cardholder: Cardholder): State<CardContribution> => ({
  citizenId: cardholder.citizenId,
  version: ordered(cardholder.changedAt, 0),
  contribution: isEntitled(cardholder)
    ? {
        source: 'card',
        subdistrict: cardholder.subdistrict,
        band: cardholder.band,
        birthYear: yearOf(cardholder.birthDate),
      }
    : undefined,
});

const facts = (contribution: Contribution): unknown[] => {
  if (contribution.source === 'card') {
    const { source, subdistrict, band, birthYear } = contribution;
    return [source, subdistrict, band, birthYear];
  }
  const { source, subdistrict, day, channel, agency, status, projects } = contribution;
  return [source, subdistrict, day, channel, agency, status, ...projects];
};

export const sameContribution = (a: Contribution | undefined, b: Contribution | undefined): boolean =>
  (a && facts(a).join()) === (b && facts(b).join());

/**
 * One item of counters: a province's cardholders, its registered or its cancelled people, or one of its days. Every
 * write is charged by the size of the whole item, so what is written together stands together and nothing else does.
 */
export type Bucket = { province: ProvinceCode; bucket: 'cards' | 'total' | 'cancelled' | Day };

/**
 * One number in an item. Only the finest level is kept and the levels above are sums of it, so that levels
 * cannot disagree.
 */
export type Cell =
  | { of: 'cardholders'; subdistrict: SubdistrictCode; band: Band }
  | { of: 'subdistrict'; subdistrict: SubdistrictCode; status: Status }
  | { of: 'agency'; agency: AgencyCode }
  | { of: 'channel'; channel: Channel }
  | { of: 'project'; project: ProjectCode }
  | { of: 'with-project' }
  | { of: 'district-agency'; district: DistrictCode; channel: Channel; agency: AgencyCode };

export type CellOfBucket = Bucket & { cell: Cell };

export function cellsOf(contribution: Contribution): CellOfBucket[] {
  const { subdistrict } = contribution;
  const province = provinceOf(subdistrict);
  if (contribution.source === 'registration') return cellsOfRegistration(province, contribution);
  const { band } = contribution;
  return [{ province, bucket: 'cards', cell: { of: 'cardholders', subdistrict, band } }];
}

/** A cancelled registration counts as cancelled where the person lives and nowhere else. */
function cellsOfRegistration(
  province: ProvinceCode,
  { subdistrict, day, channel, agency, projects, status }: RegistrationContribution,
): CellOfBucket[] {
  const lives: Cell = { of: 'subdistrict', subdistrict, status };
  if (status === 'CANCELLED') return [{ province, bucket: 'cancelled', cell: lives }];
  const total = (cell: Cell): CellOfBucket => ({ province, bucket: 'total', cell });
  const cells = [total(lives), total({ of: 'agency', agency }), total({ of: 'channel', channel })];
  if (projects.length > 0) cells.push(total({ of: 'with-project' }));
  for (const project of projects) cells.push(total({ of: 'project', project }));
  const district = districtOf(subdistrict);
  cells.push({ province, bucket: day, cell: { of: 'district-agency', district, channel, agency } });
  return cells;
}

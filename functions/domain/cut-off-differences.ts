import { type DistrictCode, districtOf } from './area.ts';
import type { Instant } from './calendar.ts';
import type { CitizenId } from './citizen-id.ts';
import { type Counts, sumOf, zeros } from './counts.ts';
import { type CutOff, type CutOffRow, extraOf, isWithinRange } from './cut-off.ts';
import { isStanding, type Registration } from './registration.ts';

/**
 * Why a district's list would be another one today. Only what changes who is paid, how much, or where: a day that
 * moved within the range, the agency, the channel, projects and places of intake change none of these.
 */
export const DIFFERENCES = [
  /** The registration was withdrawn. */
  'withdrawn',
  /** The day of the intent lies outside the range now. */
  'day-moved-out',
  /** Withdrawn and registered again where the person lives now, in another district. */
  'registered-elsewhere',
  /** The person's registration is not kept any more. */
  'erased',
  /** Withdrawn and registered again in the district, in another income band or subdistrict. */
  'registered-again',
  /** Recorded after the freeze, for a day of the range. */
  'recorded-since',
  /** The day of the intent lay outside the range then. */
  'day-moved-in',
  /** Registered again here; the list has the person in another district. */
  'registered-here',
] as const;

export type DifferenceKind = (typeof DIFFERENCES)[number];

/** What of a registration as of now decides a difference. */
export type RegistrationNow = Pick<
  Registration,
  | 'citizenId'
  | 'registrationId'
  | 'receipt'
  | 'version'
  | 'status'
  | 'intentOn'
  | 'residence'
  | 'band'
  | 'recordedAt'
>;

export type Difference = {
  kind: DifferenceKind;
  citizenId: CitizenId;
  frozen?: CutOffRow | undefined;
  now?: RegistrationNow | undefined;
  /** By how many people and baht a month the list of the district would be another one. */
  people: -1 | 0 | 1;
  bahtPerMonth: number;
};

export type DifferenceSums = {
  people: number;
  bahtPerMonth: number;
  byKind: Counts<DifferenceKind>;
};

type About = { cutOff: Pick<CutOff, 'from' | 'to' | 'frozenAt' | 'bands'>; district: DistrictCode };

const isPaidIn = ({ cutOff, district }: About, now: RegistrationNow | undefined): now is RegistrationNow =>
  now?.status === 'INTENT' && isWithinRange(cutOff, now.intentOn) && districtOf(now.residence) === district;

/** Of somebody on the list; undefined when the same is paid today. */
export function differenceOfRow(
  about: About,
  frozen: CutOffRow,
  now: RegistrationNow | undefined,
): Difference | undefined {
  const { bands } = about.cutOff;
  const was = extraOf(bands, frozen.band);
  if (isPaidIn(about, now)) {
    if (now.band === frozen.band && now.residence === frozen.residence) return undefined;
    const bahtPerMonth = extraOf(bands, now.band) - was;
    return { kind: 'registered-again', citizenId: frozen.citizenId, frozen, now, people: 0, bahtPerMonth };
  }
  return {
    kind: goneBecause(about, now),
    citizenId: frozen.citizenId,
    frozen,
    now,
    people: -1,
    bahtPerMonth: -was,
  };
}

function goneBecause({ cutOff }: About, now: RegistrationNow | undefined): DifferenceKind {
  if (now === undefined) return 'erased';
  if (now.status === 'CANCELLED') return 'withdrawn';
  return isWithinRange(cutOff, now.intentOn) ? 'registered-elsewhere' : 'day-moved-out';
}

/**
 * Of somebody who is not on the list of the district; undefined for one who would not be on it today either.
 * @param then the registration as it stood at the freeze, where `needsThen` asks for it
 */
export function differenceOfOther(
  about: About,
  now: RegistrationNow | undefined,
  then: Registration | undefined,
): Difference | undefined {
  if (!isPaidIn(about, now)) return undefined;
  const kind = comeBecause(about, now, then);
  const bahtPerMonth = extraOf(about.cutOff.bands, now.band);
  return { kind, citizenId: now.citizenId, now, people: 1, bahtPerMonth };
}

/** Whether the versions before tell what the current one does not: the person may be on the list of another district. */
export const needsThen = (
  { version, recordedAt }: Pick<RegistrationNow, 'version' | 'recordedAt'>,
  frozenAt: Instant,
): boolean => version > 1 && recordedAt > frozenAt;

function comeBecause(
  { cutOff }: About,
  now: RegistrationNow,
  then: Registration | undefined,
): DifferenceKind {
  // Only the day can have moved since: where a person lives is taken down when the intent is recorded.
  if (now.recordedAt <= cutOff.frozenAt) return 'day-moved-in';
  if (!isStanding(then)) return 'recorded-since';
  return isWithinRange(cutOff, then.intentOn) ? 'registered-here' : 'day-moved-in';
}

export function sumsOf(differences: readonly Difference[]): DifferenceSums {
  const byKind = zeros(DIFFERENCES);
  for (const { kind } of differences) byKind[kind] += 1;
  return {
    people: sumOf(differences.map(({ people }) => people)),
    bahtPerMonth: sumOf(differences.map(({ bahtPerMonth }) => bahtPerMonth)),
    byKind,
  };
}

const position = ({ kind, frozen, now }: Difference): string =>
  `${DIFFERENCES.indexOf(kind)} ${(frozen ?? now)?.intentOn} ${(frozen ?? now)?.registrationId}`;

/** By kind, then by day. */
export const inOrder = (differences: readonly Difference[]): Difference[] =>
  differences
    .map((difference) => ({ difference, at: position(difference) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ difference }) => difference);

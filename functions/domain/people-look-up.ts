import type { DistrictCode } from './area.ts';
import type { AuditLine, Occasion } from './audit.ts';
import { bangkokDay, type Day } from './calendar.ts';
import type { Officer } from './caller.ts';
import { isEntitled, residenceDistrict } from './cardholder.ts';
import { type CitizenId, parseCitizenId } from './citizen-id.ts';
import type { PersonOnRecord } from './eligibility.ts';
import { concerns, personLine } from './profile-desk.ts';
import { Refusal } from './refusal.ts';
import { isStanding, type Registration } from './registration.ts';

/** IDs of one call. */
export const MAX_PEOPLE_A_CALL = 1_000;
/** IDs of one officer on a day in Bangkok: more than a district's team can visit, less than a copy of the registry. */
export const MAX_PEOPLE_A_DAY = 5_000;

/** An ID as it stands in a file or a list; lines are numbered from 1, in a file with its header. */
export type WrittenId = { line: number; written: string };

export type LookUpFaultCode =
  | 'citizen-id.missing'
  | 'citizen-id.format'
  | 'citizen-id.checksum'
  | 'row.duplicate';

/** Somebody of another area and somebody whom nobody knows are one answer. */
export type PersonLookedUp =
  | { outcome: 'not-found' }
  | { outcome: 'not-entitled' | 'may-register'; district: DistrictCode }
  | {
      outcome: 'registered';
      district: DistrictCode;
      registration: Pick<Registration, 'intentOn' | 'channel' | 'place'>;
    };

export type LookUpRow = { line: number } & (
  | { citizenId: CitizenId; person: PersonLookedUp }
  | { fault: LookUpFaultCode; sameAsLine?: number | undefined }
);

/** How much of something an officer may have on a day. */
export type Allowances = {
  /** Takes so many of what is left; the number left when they are not there, and then nothing is taken. */
  take(
    of: { subject: string; day: Day; what: 'people-looked-up' | 'overrides' },
    wanted: number,
    atMost: number,
  ): Promise<'taken' | { left: number }>;
};

export type LookUpDesk = {
  allowances: Allowances;
  people: { of(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, PersonOnRecord>> };
  /** Every line is kept when it returns. */
  trail: { appendAll(lines: readonly AuditLine[]): Promise<void> };
};

/**
 * What is known of many people at once, each of whom has a line on the trail before anything is answered. Lines that
 * cannot be read are answered by themselves and cost nothing of the day's allowance.
 * @throws Refusal people.too-many, people.daily-limit
 */
export async function lookUpPeople(
  desk: LookUpDesk,
  officer: Officer,
  ids: readonly WrittenId[],
  occasion: Occasion,
): Promise<LookUpRow[]> {
  if (ids.length > MAX_PEOPLE_A_CALL)
    throw new Refusal('people.too-many', { facts: { atMost: MAX_PEOPLE_A_CALL } });
  const read = readIds(ids);
  const people = read.flatMap((row) => ('citizenId' in row ? [row.citizenId] : []));
  await take(desk, officer, people.length, occasion);
  const records = people.length === 0 ? new Map() : await desk.people.of(people);
  const rows = read.map((row) =>
    'citizenId' in row ? { ...row, person: lookedUp(officer, records.get(row.citizenId)) } : row,
  );
  await desk.trail.appendAll(
    rows.flatMap((row) =>
      'citizenId' in row
        ? [personLine('LOOKED_UP_IN_BULK', officer, row.citizenId, { outcome: row.person.outcome }, occasion)]
        : [],
    ),
  );
  return rows;
}

async function take(
  { allowances }: LookUpDesk,
  { subject }: Officer,
  wanted: number,
  { at }: Occasion,
): Promise<void> {
  if (wanted === 0) return;
  const taken = await allowances.take(
    { subject, day: bangkokDay(at), what: 'people-looked-up' },
    wanted,
    MAX_PEOPLE_A_DAY,
  );
  if (taken !== 'taken')
    throw new Refusal('people.daily-limit', { facts: { atMost: MAX_PEOPLE_A_DAY, left: taken.left } });
}

type ReadId = { line: number } & (
  | { citizenId: CitizenId }
  | { fault: LookUpFaultCode; sameAsLine?: number | undefined }
);

/** The lowest line of a person wins; a later one is told which. */
function readIds(ids: readonly WrittenId[]): ReadId[] {
  const firstLines = new Map<CitizenId, number>();
  return ids.map(({ line, written }) => {
    if (written.trim() === '') return { line, fault: 'citizen-id.missing' };
    const citizenId = readId(written);
    if (citizenId instanceof Refusal)
      return {
        line,
        fault: citizenId.code === 'citizen-id.checksum' ? 'citizen-id.checksum' : 'citizen-id.format',
      };
    const sameAsLine = firstLines.get(citizenId);
    if (sameAsLine !== undefined) return { line, fault: 'row.duplicate', sameAsLine };
    firstLines.set(citizenId, line);
    return { line, citizenId };
  });
}

function readId(written: string): CitizenId | Refusal {
  try {
    return parseCitizenId(written);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function lookedUp(officer: Officer, record: PersonOnRecord | undefined): PersonLookedUp {
  const { cardholder, registration } = record ?? {};
  if (cardholder === undefined || !concerns(officer, cardholder, registration))
    return { outcome: 'not-found' };
  const district = residenceDistrict(cardholder);
  if (!isEntitled(cardholder)) return { outcome: 'not-entitled', district };
  if (!isStanding(registration)) return { outcome: 'may-register', district };
  const { intentOn, channel, place } = registration;
  return { outcome: 'registered', district, registration: { intentOn, channel, place } };
}

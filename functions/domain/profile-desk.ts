import { coversDistrict } from './area.ts';
import type { Audit, AuditAction, AuditLine, Occasion } from './audit.ts';
import { type Instant, instantOf } from './calendar.ts';
import type { Officer } from './caller.ts';
import { type Cardholder, residenceDistrict } from './cardholder.ts';
import type { CitizenId } from './citizen-id.ts';
import type { CutOffRows, CutOffs } from './cut-off.ts';
import { rowDistrict } from './cut-off.ts';
import { cutOffOfDay, type Payment, paymentOf } from './payment.ts';
import type { CountedPeople, RosterPosition } from './people.ts';
import type { Cardholders, Programme, Registrations } from './ports.ts';
import { Refusal } from './refusal.ts';
import { isStanding, isWithin, type Registration, type RegistrationId } from './registration.ts';

/** How a request names a person: as on the card, by a row of the list of cardholders, or by a registration. */
export type PersonNamed = {
  citizenId?: CitizenId | undefined;
  listed?: RosterPosition | undefined;
  registrationId?: RegistrationId | undefined;
};

export type ProfileDesk = {
  people: Pick<CountedPeople, 'onRoster'>;
  cardholders: Cardholders;
  registrations: Pick<Registrations, 'current' | 'byRegistrationId' | 'versions'>;
  programme: Pick<Programme, 'measure'>;
  cutOffs: Pick<CutOffs, 'list'>;
  cutOffRows: Pick<CutOffRows, 'row'>;
  audit: Audit;
};

export type Profile = {
  asOf: Instant;
  cardholder: Cardholder;
  registration: Registration | undefined;
  /** Whether the officer may open the registration itself. */
  opensRegistration: boolean;
  /** The newest first, at most so many. */
  versions: Registration[];
  payment: Payment | undefined;
};

/** A registration that has been changed oftener than this is read whole by its list of versions. */
const MAX_VERSIONS = 100;

export const personLine = (
  action: AuditAction,
  { subject }: Officer,
  person: CitizenId,
  about: AuditLine['about'],
  { at, from, requestId }: Occasion,
): AuditLine => ({ action, actor: subject, at: instantOf(at), person, from, requestId, about });

/**
 * The person that a request names.
 * @throws Refusal request.invalid unless it is named in one way, person.not-found for a name that nobody has
 */
export async function namedPerson(
  desk: Pick<ProfileDesk, 'people' | 'registrations'>,
  { citizenId, listed, registrationId }: PersonNamed,
): Promise<CitizenId> {
  const ways = [citizenId, listed, registrationId].filter((way) => way !== undefined);
  if (ways.length !== 1)
    throw new Refusal('request.invalid', {
      faults: [{ path: 'citizenId', code: ways.length === 0 ? 'field.missing' : 'field.not-allowed' }],
    });
  const found =
    citizenId ??
    (listed !== undefined
      ? await desk.people.onRoster(listed)
      : (await desk.registrations.byRegistrationId(registrationId as RegistrationId))?.citizenId);
  if (found === undefined) throw new Refusal('person.not-found');
  return found;
}

/** Whether officers of the area have to do with the person: by the current address, or by the registration. */
export const concerns = (
  { area }: Pick<Officer, 'area'>,
  cardholder: Cardholder,
  registration: Registration | undefined,
): boolean =>
  coversDistrict(area, residenceDistrict(cardholder)) ||
  (isStanding(registration) && isWithin(area, registration));

/**
 * Everything that is known of a person of the officer's area. The look is on the trail before it is answered.
 * @throws Refusal person.not-found, the same for somebody of another area and for nobody
 */
export async function readProfile(
  desk: ProfileDesk,
  officer: Officer,
  named: PersonNamed,
  occasion: Occasion,
): Promise<Profile> {
  const { cardholder, registration } = await seen(desk, officer, named, 'READ_PROFILE', occasion);
  return profileOf(desk, officer, cardholder, registration, occasion);
}

/**
 * The whole ID of a person of the officer's area, for an officer who has that right, one by one.
 * @throws Refusal right.missing, person.not-found
 */
export async function showFullId(
  desk: Pick<ProfileDesk, 'people' | 'cardholders' | 'registrations' | 'audit'>,
  officer: Officer,
  named: PersonNamed,
  occasion: Occasion,
): Promise<CitizenId> {
  if (!officer.rights.includes('see-full-id')) throw new Refusal('right.missing');
  const { cardholder } = await seen(desk, officer, named, 'SHOWED_FULL_ID', occasion);
  return cardholder.citizenId;
}

async function seen(
  desk: Pick<ProfileDesk, 'people' | 'cardholders' | 'registrations' | 'audit'>,
  officer: Officer,
  named: PersonNamed,
  action: AuditAction,
  occasion: Occasion,
): Promise<{ cardholder: Cardholder; registration: Registration | undefined }> {
  const citizenId = await namedPerson(desk, named);
  const [cardholder, registration] = await Promise.all([
    desk.cardholders.byCitizenId(citizenId),
    desk.registrations.current(citizenId),
  ]);
  // The refusal names the person to the trail, which keeps a line of it, too.
  if (cardholder === undefined || !concerns(officer, cardholder, registration))
    throw new Refusal('person.not-found', { person: citizenId });
  await desk.audit.append(personLine(action, officer, citizenId, {}, occasion));
  return { cardholder, registration };
}

/** Puts the profile of a person together; the look itself has been allowed and written down. */
export async function profileOf(
  desk: Omit<ProfileDesk, 'people' | 'audit'>,
  { area }: Officer,
  cardholder: Cardholder,
  registration: Registration | undefined,
  { at }: Occasion,
): Promise<Profile> {
  const [versions, payment] = await Promise.all([
    registration === undefined
      ? []
      : desk.registrations.versions(cardholder.citizenId, { limit: MAX_VERSIONS }).then(({ rows }) => rows),
    payOf(desk, registration),
  ]);
  return {
    asOf: instantOf(at),
    cardholder,
    registration,
    opensRegistration: registration !== undefined && isWithin(area, registration),
    versions: versions.toReversed(),
    payment,
  };
}

async function payOf(
  { programme, cutOffs, cutOffRows }: Pick<ProfileDesk, 'programme' | 'cutOffs' | 'cutOffRows'>,
  registration: Registration | undefined,
): Promise<Payment | undefined> {
  if (!isStanding(registration)) return undefined;
  const measure = await programme.measure();
  const cutOff = cutOffOfDay(await cutOffs.list(measure.code), registration.intentOn);
  const listed = cutOff && (await cutOffRows.row(cutOff.cutOffId, rowDistrict(registration), registration));
  return paymentOf(registration, measure, cutOff, listed);
}

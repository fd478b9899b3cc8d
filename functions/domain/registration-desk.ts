import { coversDistrict, type DistrictCode, districtOf } from './area.ts';
import type { Audit, AuditAction, AuditLine, Occasion } from './audit.ts';
import { bangkokDay, type Day, instantOf } from './calendar.ts';
import { assertReadsIn, type Officer } from './caller.ts';
import type { Cardholder } from './cardholder.ts';
import type { CitizenId } from './citizen-id.ts';
import type { PlaceId } from './intake-location.ts';
import type {
  Cardholders,
  Geography,
  Idempotency,
  Ids,
  IntakeLocations,
  Page,
  PageRequest,
  Programme,
  RegistrationListed,
  Registrations,
} from './ports.ts';
import { Refusal } from './refusal.ts';
import {
  assertEntitled,
  assertResidesWithin,
  assertTakesIntents,
  correct,
  type IntakePlace,
  type IntentCorrection,
  type IntentForm,
  isStanding,
  isWithin,
  type Registration,
  type RegistrationId,
  refuseSecond,
  register,
  withdraw,
} from './registration.ts';

export type RegistrationDesk = {
  registrations: Registrations;
  cardholders: Cardholders;
  locations: Pick<IntakeLocations, 'one'>;
  programme: Programme;
  geography: Geography;
  ids: Pick<Ids, 'registrationId' | 'receipt'>;
  audit: Audit;
};

/** A registration together with the person it is about, for the officer who has both at the desk. */
export type RegistrationOfPerson = { registration: Registration; cardholder: Cardholder | undefined };

/** The line of the trail that tells who did this to a registration. */
export const lineFor = (
  action: AuditAction,
  { subject }: Pick<Officer, 'subject'>,
  registration: Registration,
  { at, from, requestId }: Occasion,
): AuditLine => ({
  action,
  actor: subject,
  at: instantOf(at),
  person: registration.citizenId,
  from,
  requestId,
  about: { registrationId: registration.registrationId, version: registration.version },
});

/** @throws Refusal agency.unknown, project.unknown (also for one named twice), district.unknown */
export async function assertKnown(
  { programme, geography }: Pick<RegistrationDesk, 'programme' | 'geography'>,
  form: Pick<IntentCorrection, 'agency' | 'projects' | 'developmentDistrict'>,
): Promise<void> {
  if (form.agency !== undefined) {
    const agencies = await programme.agencies();
    if (!agencies.some(({ code }) => code === form.agency))
      throw new Refusal('agency.unknown', { path: 'agency' });
  }
  if (form.projects !== undefined && form.projects.length > 0) {
    const { projects } = await programme.projects();
    const known = new Set(projects.map(({ code }) => code));
    const at = form.projects.findIndex(
      (code, index) => !known.has(code) || form.projects?.indexOf(code) !== index,
    );
    if (at >= 0) throw new Refusal('project.unknown', { path: `projects[${at}]` });
  }
  if (form.developmentDistrict !== undefined && !(await geography.district(form.developmentDistrict)))
    throw new Refusal('district.unknown', { path: 'developmentDistrict' });
}

/** A place of the district in which the person lives; a province's officers also use its other districts. */
async function placeOf(
  { locations }: Pick<RegistrationDesk, 'locations'>,
  officer: Officer,
  district: DistrictCode,
  placeId: PlaceId,
): Promise<IntakePlace> {
  if (!coversDistrict(officer.area, district)) throw new Refusal('area.outside', { path: 'intakeDistrict' });
  const place = await locations.one(district, placeId);
  assertTakesIntents(place);
  return { district, placeId, name: place.name };
}

/**
 * Registers a person's intent. Of any number of simultaneous requests exactly one wins; the same request sent
 * again gets the same answer.
 * @throws Refusal as `register` does, and idempotency-key.reused
 */
export async function createRegistration(
  desk: RegistrationDesk,
  officer: Officer,
  citizenId: CitizenId,
  form: IntentForm & { intakeDistrict?: DistrictCode | undefined },
  idempotency: Idempotency,
  occasion: Occasion,
): Promise<RegistrationOfPerson & { replayed: boolean }> {
  const again = await replayOf(desk, idempotency);
  if (again !== undefined) return again;
  const [cardholder, earlier, measure] = await Promise.all([
    desk.cardholders.byCitizenId(citizenId),
    desk.registrations.current(citizenId),
    desk.programme.measure(),
    assertKnown(desk, form),
  ]);
  assertEntitled(cardholder);
  assertResidesWithin(officer.area, cardholder);
  if (isStanding(earlier)) {
    // The same request, sent twice at once, may have been written since it was asked for above.
    const meanwhile = await replayOf(desk, idempotency);
    if (meanwhile !== undefined) return meanwhile;
    throw refuseSecond(earlier);
  }
  const registration = register(form, earlier, {
    measure,
    cardholder,
    place: await placeOf(
      desk,
      officer,
      form.intakeDistrict ?? districtOf(cardholder.subdistrict),
      form.placeId,
    ),
    channel: 'officer',
    by: officer.subject,
    at: occasion.at,
    registrationId: desk.ids.registrationId(),
    receipt: desk.ids.receipt(),
  });
  const written = await desk.registrations.save(registration, {
    replaces: earlier,
    audit: lineFor('REGISTERED', officer, registration, occasion),
    idempotency,
    cardholder,
  });
  if (written.outcome === 'written') return { registration, cardholder, replayed: false };
  return (await replayOf(desk, idempotency)) ?? (await refuseOvertaken(desk, citizenId));
}

async function replayOf(
  { registrations, cardholders }: RegistrationDesk,
  idempotency: Idempotency,
): Promise<(RegistrationOfPerson & { replayed: true }) | undefined> {
  const written = await registrations.written(idempotency);
  if (written === undefined) return undefined;
  if (written.bodyHash !== idempotency.bodyHash) throw new Refusal('idempotency-key.reused');
  const [registration, cardholder] = await Promise.all([
    registrations.version(written.citizenId, written.version),
    cardholders.byCitizenId(written.citizenId),
  ]);
  if (registration === undefined) throw new Error('a reference without the version it names');
  return { registration, cardholder, replayed: true };
}

async function refuseOvertaken({ registrations }: RegistrationDesk, citizenId: CitizenId): Promise<never> {
  const current = await registrations.current(citizenId);
  if (isStanding(current)) throw refuseSecond(current);
  throw new Refusal('store.busy');
}

/** @throws Refusal registration.not-found, also for one outside the officer's area */
export async function readRegistration(
  desk: Pick<RegistrationDesk, 'registrations' | 'cardholders' | 'audit'>,
  officer: Officer,
  registrationId: RegistrationId,
  occasion: Occasion,
): Promise<RegistrationOfPerson> {
  const registration = await visible(desk, officer, registrationId);
  const [cardholder] = await Promise.all([
    desk.cardholders.byCitizenId(registration.citizenId),
    desk.audit.append(lineFor('READ_REGISTRATION', officer, registration, occasion)),
  ]);
  return { registration, cardholder };
}

/** @throws Refusal registration.not-found, also for one outside the officer's area */
export async function listVersions(
  desk: Pick<RegistrationDesk, 'registrations' | 'audit'>,
  officer: Officer,
  registrationId: RegistrationId,
  page: PageRequest,
  occasion: Occasion,
): Promise<Page<Registration>> {
  const registration = await visible(desk, officer, registrationId);
  const [versions] = await Promise.all([
    desk.registrations.versions(registration.citizenId, page),
    desk.audit.append(lineFor('READ_REGISTRATION_VERSIONS', officer, registration, occasion)),
  ]);
  return versions;
}

const of = (registration: Registration | undefined) =>
  registration === undefined ? {} : { person: registration.citizenId };

async function visible(
  { registrations }: Pick<RegistrationDesk, 'registrations'>,
  officer: Officer,
  registrationId: RegistrationId,
): Promise<Registration> {
  const registration = await registrations.byRegistrationId(registrationId);
  if (registration === undefined || !isWithin(officer.area, registration))
    throw new Refusal('registration.not-found', { path: 'registrationId', ...of(registration) });
  return registration;
}

async function writable(
  { registrations }: Pick<RegistrationDesk, 'registrations'>,
  officer: Officer,
  registrationId: RegistrationId,
  version: number,
): Promise<Registration> {
  const registration = await registrations.byRegistrationId(registrationId);
  if (registration === undefined) throw new Refusal('registration.not-found', { path: 'registrationId' });
  if (!isWithin(officer.area, registration))
    throw new Refusal('area.outside', { path: 'registrationId', ...of(registration) });
  if (registration.version !== version)
    throw new Refusal('version.stale', { facts: { version: registration.version } });
  return registration;
}

/** @throws Refusal area.outside, version.stale, and as `correct` does */
export async function correctRegistration(
  desk: Omit<RegistrationDesk, 'audit' | 'ids'>,
  officer: Officer,
  { registrationId, version }: { registrationId: RegistrationId; version: number },
  { placeId, intakeDistrict, ...fields }: IntentCorrection & { intakeDistrict?: DistrictCode | undefined },
  occasion: Occasion,
): Promise<RegistrationOfPerson> {
  if (intakeDistrict !== undefined && placeId === undefined)
    throw new Refusal('request.invalid', { faults: [{ path: 'placeId', code: 'field.missing' }] });
  const registration = await writable(desk, officer, registrationId, version);
  const [measure, cardholder, place] = await Promise.all([
    desk.programme.measure(),
    desk.cardholders.byCitizenId(registration.citizenId),
    placeId === undefined
      ? undefined
      : placeOf(desk, officer, intakeDistrict ?? registration.place.district, placeId),
    assertKnown(desk, fields),
  ]);
  const next = correct(registration, { ...fields, place }, { measure, by: officer.subject, at: occasion.at });
  await saveOver(desk, registration, next, lineFor('CORRECTED', officer, next, occasion));
  return { registration: next, cardholder };
}

/** @throws Refusal area.outside, version.stale, registration.not-standing */
export async function withdrawRegistration(
  desk: Pick<RegistrationDesk, 'registrations' | 'cardholders'>,
  officer: Officer,
  { registrationId, version }: { registrationId: RegistrationId; version: number },
  reason: string,
  occasion: Occasion,
): Promise<RegistrationOfPerson> {
  const registration = await writable(desk, officer, registrationId, version);
  const next = withdraw(registration, { reason, by: officer.subject, at: occasion.at });
  const cardholder = await desk.cardholders.byCitizenId(registration.citizenId);
  await saveOver(desk, registration, next, lineFor('WITHDREW', officer, next, occasion));
  return { registration: next, cardholder };
}

async function saveOver(
  { registrations }: Pick<RegistrationDesk, 'registrations'>,
  replaces: Registration,
  next: Registration,
  audit: AuditLine,
): Promise<void> {
  const written = await registrations.save(next, { replaces, audit });
  if (written.outcome === 'overtaken') throw new Refusal('version.stale');
}

/**
 * The registrations of a day at one place or in a whole district, in the order they were recorded at each place.
 * @throws Refusal district.not-found outside the officer's area
 */
export async function listRegistrations(
  desk: Pick<RegistrationDesk, 'registrations' | 'audit'>,
  officer: Officer,
  {
    district,
    day,
    placeId,
  }: { district: DistrictCode; day?: Day | undefined; placeId?: PlaceId | undefined },
  page: PageRequest,
  occasion: Occasion,
): Promise<Page<RegistrationListed> & { day: Day }> {
  assertReadsIn(officer, district);
  const listed = day ?? bangkokDay(occasion.at);
  await desk.audit.append({
    action: 'LISTED_REGISTRATIONS',
    actor: officer.subject,
    at: instantOf(occasion.at),
    from: occasion.from,
    requestId: occasion.requestId,
    about: { district, day: listed, ...(placeId === undefined ? {} : { placeId }) },
  });
  return { day: listed, ...(await desk.registrations.ofDay(district, listed, placeId, page)) };
}

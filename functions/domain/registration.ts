import {
  type Area,
  coversDistrict,
  type DistrictCode,
  districtOf,
  provinceOf,
  type SubdistrictCode,
} from './area.ts';
import { bangkokDay, type Day, type Instant, instantOf } from './calendar.ts';
import { type Cardholder, isEntitled, residenceDistrict } from './cardholder.ts';
import type { CitizenId } from './citizen-id.ts';
import type { IntakeLocation, PlaceId } from './intake-location.ts';
import { type AgencyCode, type Band, type Measure, type ProjectCode, phaseOf } from './programme.ts';
import { Refusal } from './refusal.ts';

export type RegistrationId = string & { readonly kind: 'RegistrationId' };
/** A bank's own name for an intent, or for a change of one; what it means is the bank's matter. */
export type BankReference = string & { readonly kind: 'BankReference' };
export type Receipt = string & { readonly kind: 'Receipt' };
export type Bank = 'BAAC' | 'GSB';
export type Channel = 'officer' | Bank;
export type Status = 'INTENT' | 'CANCELLED';

/** Where the person declared the intent; the name is kept as it was on that day. */
export type IntakePlace = { district: DistrictCode; placeId: PlaceId; name: string };

/** A bank records at its branches in a district; what it calls the branch stands in the name. */
export const bankBranch = (bank: Bank, district: DistrictCode, branch?: string): IntakePlace => ({
  district,
  placeId: `branch-${bank}` as PlaceId,
  name: [bank === 'BAAC' ? 'สาขา ธ.ก.ส.' : 'สาขาธนาคารออมสิน', branch].filter(Boolean).join(' '),
});

/**
 * การแจ้งความประสงค์: one person's standing in the measure. Versions only rise, also over a withdrawal and
 * a new registration, so that a later state is always told from an earlier one.
 */
export type Registration = {
  citizenId: CitizenId;
  registrationId: RegistrationId;
  version: number;
  status: Status;
  receipt: Receipt;
  /** The day that decides what is paid: never changed without a reason that is kept. */
  intentOn: Day;
  place: IntakePlace;
  /** Where the person lived at the time of the intent: counts go by it, whatever the registry says later. */
  residence: SubdistrictCode;
  band: Band;
  developmentDistrict: DistrictCode;
  agency: AgencyCode;
  projects: ProjectCode[];
  channel: Channel;
  phone?: string | undefined;
  remark?: string | undefined;
  /** The person agreed that the data may be disclosed to the agencies of the measure. */
  consentedAt: Instant;
  /** By which a bank knows what it sent. */
  bankReference?: BankReference | undefined;
  recordedBy: string;
  recordedAt: Instant;
  change: RegistrationChange;
};

/** What made this version. */
export type RegistrationChange = {
  kind: 'created' | 'corrected' | 'withdrawn' | 'registered-again';
  by: string;
  at: Instant;
  reason?: string | undefined;
};

/** หนังสือแจ้งความประสงค์แบบย่อ: what an officer fills in. */
export type IntentForm = {
  placeId: PlaceId;
  intentOn?: Day | undefined;
  developmentDistrict?: DistrictCode | undefined;
  agency: AgencyCode;
  projects: ProjectCode[];
  consent: boolean;
  phone?: string | undefined;
  remark?: string | undefined;
};

/** Fields of a correction; `null` clears an optional one, a missing field stays. */
export type IntentCorrection = {
  placeId?: PlaceId | undefined;
  intentOn?: Day | undefined;
  developmentDistrict?: DistrictCode | undefined;
  agency?: AgencyCode | undefined;
  projects?: ProjectCode[] | undefined;
  phone?: string | null | undefined;
  remark?: string | null | undefined;
  reason?: string | undefined;
};

/** As much of a registration as the public look-up tells of. */
export type RegistrationInBrief = Pick<Registration, 'status' | 'intentOn' | 'residence'>;

export const isStanding = <Known extends Pick<Registration, 'status'>>(
  registration: Known | undefined,
): registration is Known & { status: 'INTENT' } => registration?.status === 'INTENT';

/** A district's officers see what its people or its places have to do with. */
export const isWithin = (area: Area, registration: Registration): boolean =>
  coversDistrict(area, registration.place.district) ||
  coversDistrict(area, districtOf(registration.residence));

/** What may be said of somebody's registration to whoever comes second. */
export type RegistrationFacts = Pick<Registration, 'intentOn' | 'channel'> & {
  district: DistrictCode;
  place: string;
};

/** What the second to ask is told of the first: when, where and by which channel, never by whom. */
export const refuseSecond = (first: Registration): Refusal =>
  new Refusal('registration.already-registered', {
    path: 'citizenId',
    facts: {
      first: {
        intentOn: first.intentOn,
        channel: first.channel,
        district: first.place.district,
        place: first.place.name,
      } satisfies RegistrationFacts,
    },
  });

/** @throws Refusal when the day is not one on which an intent of this measure can have been declared */
export function assertIntentDay(intentOn: Day, measure: Measure, today: Day): void {
  if (intentOn > today) throw new Refusal('registration.day-in-future', { path: 'intentOn' });
  if (intentOn < measure.windowFrom || intentOn > measure.windowTo)
    throw new Refusal('registration.day-outside-window', {
      path: 'intentOn',
      facts: { windowFrom: measure.windowFrom, windowTo: measure.windowTo },
    });
}

/** @throws Refusal before the window opens and after `recordUntil` */
export function assertRecording(measure: Measure, today: Day): void {
  if (phaseOf(measure, today) === 'before')
    throw new Refusal('registration.window-not-open', { facts: { windowFrom: measure.windowFrom } });
  if (today > measure.recordUntil)
    throw new Refusal('registration.recording-closed', { facts: { recordUntil: measure.recordUntil } });
}

/**
 * An officer registers people who live in the officer's own area.
 * @throws Refusal that says where to send the person otherwise
 */
export function assertResidesWithin(area: Area, cardholder: Cardholder): void {
  const district = residenceDistrict(cardholder);
  if (!coversDistrict(area, district))
    throw new Refusal('registration.person-of-other-district', {
      path: 'citizenId',
      facts: { sendTo: { district, province: provinceOf(district) } },
    });
}

/** @throws Refusal when nobody can be registered at this place any more */
export function assertTakesIntents(place: IntakeLocation | undefined): asserts place is IntakeLocation {
  if (place === undefined || place.status !== 'open')
    throw new Refusal('registration.place-not-open', { path: 'placeId' });
}

export function assertEntitled(cardholder: Cardholder | undefined): asserts cardholder is Cardholder {
  if (!isEntitled(cardholder)) throw new Refusal('cardholder.not-entitled', { path: 'citizenId' });
}

/** What a new registration takes from its surroundings. */
export type Circumstances = {
  measure: Measure;
  cardholder: Cardholder;
  place: IntakePlace;
  channel: Channel;
  by: string;
  at: Date;
  /** Used only when the person has never had a registration. */
  registrationId: RegistrationId;
  receipt: Receipt;
  bankReference?: BankReference | undefined;
};

/**
 * Version 1 of a registration, or the next version over a withdrawn one.
 * @throws Refusal registration.already-registered while one stands
 */
export function register(
  form: Omit<IntentForm, 'placeId'>,
  earlier: Registration | undefined,
  { measure, cardholder, place, channel, by, at, registrationId, receipt, bankReference }: Circumstances,
): Registration {
  if (isStanding(earlier)) throw refuseSecond(earlier);
  if (!form.consent) throw new Refusal('registration.consent-required', { path: 'consent' });
  const today = bangkokDay(at);
  assertRecording(measure, today);
  const intentOn = form.intentOn ?? today;
  assertIntentDay(intentOn, measure, today);
  const now = instantOf(at);
  return {
    citizenId: cardholder.citizenId,
    registrationId: earlier?.registrationId ?? registrationId,
    version: (earlier?.version ?? 0) + 1,
    status: 'INTENT',
    receipt,
    intentOn,
    place,
    residence: cardholder.subdistrict,
    band: cardholder.band,
    developmentDistrict: form.developmentDistrict ?? residenceDistrict(cardholder),
    agency: form.agency,
    projects: [...form.projects],
    channel,
    phone: form.phone,
    remark: form.remark,
    consentedAt: now,
    bankReference,
    recordedBy: by,
    // Clocks differ: a later intent is never recorded before an earlier one.
    recordedAt: earlier !== undefined && earlier.recordedAt > now ? earlier.recordedAt : now,
    change: { kind: earlier === undefined ? 'created' : 'registered-again', by, at: now },
  };
}

/**
 * The next version with the fields that were sent. Place, agency and projects have been checked by the caller.
 * @throws Refusal registration.reason-required when the intent day moves without a reason
 */
export function correct(
  registration: Registration,
  correction: Omit<IntentCorrection, 'placeId'> & { place?: IntakePlace | undefined },
  { measure, by, at }: { measure: Measure; by: string; at: Date },
): Registration {
  if (!isStanding(registration)) throw new Refusal('registration.not-standing');
  const { reason, place, intentOn, developmentDistrict, agency, projects, phone, remark } = correction;
  const fields = { place, intentOn, developmentDistrict, agency, projects, phone, remark };
  if (Object.values(fields).every((value) => value === undefined))
    throw new Refusal('registration.nothing-to-correct');
  if (intentOn !== undefined && intentOn !== registration.intentOn) {
    if (reason === undefined) throw new Refusal('registration.reason-required', { path: 'reason' });
    assertIntentDay(intentOn, measure, bangkokDay(at));
  }
  return {
    ...registration,
    version: registration.version + 1,
    place: place ?? registration.place,
    intentOn: intentOn ?? registration.intentOn,
    developmentDistrict: developmentDistrict ?? registration.developmentDistrict,
    agency: agency ?? registration.agency,
    projects: projects ?? registration.projects,
    phone: phone === undefined ? registration.phone : (phone ?? undefined),
    remark: remark === undefined ? registration.remark : (remark ?? undefined),
    change: { kind: 'corrected', by, at: instantOf(at), reason },
  };
}

/** Takes the registration off; the person may register again. */
export function withdraw(
  registration: Registration,
  { reason, by, at }: { reason: string; by: string; at: Date },
): Registration {
  if (!isStanding(registration)) throw new Refusal('registration.not-standing');
  return {
    ...registration,
    version: registration.version + 1,
    status: 'CANCELLED',
    change: { kind: 'withdrawn', by, at: instantOf(at), reason },
  };
}

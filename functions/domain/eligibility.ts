import { type DistrictCode, districtOf } from './area.ts';
import type { Day } from './calendar.ts';
import { type Cardholder, isEntitled, residenceDistrict } from './cardholder.ts';
import type { PublishedPlace } from './intake-location.ts';
import { placesStillOpen } from './intake-location.ts';
import type { Measure, Phase } from './programme.ts';
import { phaseOf } from './programme.ts';
import { isStanding, type Registration, type RegistrationInBrief } from './registration.ts';

/** Unknown and not entitled are one answer, so that the look-up tells nobody who is in the registry. */
export type Eligibility =
  | {
      status: 'not-found';
      /** The measure asks for the birth date, so that may be what is wrong. */
      withBirthDate?: boolean | undefined;
    }
  | { status: 'registered'; registeredOn: Day; district: DistrictCode }
  | {
      status: 'may-register';
      measure: Measure;
      phase: Phase;
      district: DistrictCode;
      places: PublishedPlace[];
    };

/** What was read of one person; the registry and the registrations are always both read. */
export type PersonOnRecord = {
  cardholder: Cardholder | undefined;
  registration: Registration | undefined;
};

/** The part of the answer that needs no list of places; the district whose list is needed otherwise. */
export function standingOf({
  cardholder,
  registration,
}: {
  cardholder: Cardholder | undefined;
  registration: RegistrationInBrief | undefined;
}): Exclude<Eligibility, { status: 'may-register' }> | { status: 'may-register'; district: DistrictCode } {
  if (!isEntitled(cardholder)) return { status: 'not-found' };
  if (isStanding(registration))
    return {
      status: 'registered',
      registeredOn: registration.intentOn,
      district: districtOf(registration.residence),
    };
  return { status: 'may-register', district: residenceDistrict(cardholder) };
}

/** A person who may register goes to a branch or a place in the district of the current address. */
export function mayRegister(
  district: DistrictCode,
  measure: Measure,
  places: readonly PublishedPlace[],
  today: Day,
): Extract<Eligibility, { status: 'may-register' }> {
  return {
    status: 'may-register',
    measure,
    phase: phaseOf(measure, today),
    district,
    places: placesStillOpen(places, today),
  };
}

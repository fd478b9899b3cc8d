import { coversDistrict, type DistrictCode } from './area.ts';
import type { Audit, Occasion } from './audit.ts';
import { bangkokDay, type Day, instantOf } from './calendar.ts';
import type { Officer } from './caller.ts';
import { type Cardholder, residenceDistrict } from './cardholder.ts';
import type { CitizenId } from './citizen-id.ts';
import { standingOf } from './eligibility.ts';
import { type PublishedPlace, placesStillOpen } from './intake-location.ts';
import type { Cardholders, IntakeLocations, Registrations } from './ports.ts';
import { isStanding, isWithin, type Registration } from './registration.ts';

export type PersonDesk = {
  cardholders: Cardholders;
  registrations: Pick<Registrations, 'current'>;
  locations: Pick<IntakeLocations, 'published'>;
  audit: Audit;
};

/** What an officer is told of the person at the desk before the form; unknown and not entitled are one answer. */
export type PersonAtDesk = { citizenId: CitizenId } & (
  | { decision: 'not-found' }
  /** Neither name nor band of a person whom the officer cannot register. */
  | {
      decision: 'elsewhere';
      district: DistrictCode;
      places: PublishedPlace[];
      registeredOn?: Day | undefined;
    }
  | { decision: 'may-register'; cardholder: Cardholder }
  | {
      decision: 'registered';
      cardholder: Cardholder;
      registration: Registration;
      /** Whether the officer may open it: one of another district is told by day, place and channel only. */
      within: boolean;
    }
);

/** Tells an officer whether the person may be registered at this desk, and leaves a line on the trail first. */
export async function identifyPerson(
  desk: PersonDesk,
  officer: Officer,
  citizenId: CitizenId,
  occasion: Occasion,
): Promise<PersonAtDesk> {
  const [cardholder, registration] = await Promise.all([
    desk.cardholders.byCitizenId(citizenId),
    desk.registrations.current(citizenId),
  ]);
  const person = personAtDesk(officer, citizenId, cardholder, registration);
  const [places] = await Promise.all([
    person.decision === 'elsewhere' ? desk.locations.published(person.district) : [],
    desk.audit.append({
      action: 'IDENTIFIED_PERSON',
      actor: officer.subject,
      at: instantOf(occasion.at),
      person: citizenId,
      from: occasion.from,
      requestId: occasion.requestId,
      about: { decision: person.decision },
    }),
  ]);
  return person.decision === 'elsewhere'
    ? { ...person, places: placesStillOpen(places, bangkokDay(occasion.at)) }
    : person;
}

function personAtDesk(
  { area }: Officer,
  citizenId: CitizenId,
  cardholder: Cardholder | undefined,
  registration: Registration | undefined,
): PersonAtDesk {
  if (cardholder === undefined || standingOf({ cardholder, registration }).status === 'not-found')
    return { citizenId, decision: 'not-found' };
  const district = residenceDistrict(cardholder);
  const residesWithin = coversDistrict(area, district);
  if (!isStanding(registration))
    return residesWithin
      ? { citizenId, decision: 'may-register', cardholder }
      : { citizenId, decision: 'elsewhere', district, places: [] };
  const within = isWithin(area, registration);
  if (residesWithin || within) return { citizenId, decision: 'registered', cardholder, registration, within };
  return { citizenId, decision: 'elsewhere', district, places: [], registeredOn: registration.intentOn };
}

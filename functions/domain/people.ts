import type { DistrictCode, SubdistrictCode } from './area.ts';
import type { Day } from './calendar.ts';
import type { Cardholder } from './cardholder.ts';
import type { CitizenId } from './citizen-id.ts';
import type { CardContribution, RegistrationContribution } from './contribution.ts';
import type { Page, PageRequest } from './ports.ts';
import type { AgencyCode, Band, ProjectCode } from './programme.ts';
import type { Channel, Registration, Status } from './registration.ts';

/** A row of the list behind a count of participants: what was counted, of whom. */
export type Participant = { citizenId: CitizenId; counted: RegistrationContribution };

/** Of the days of the intent, both included; a field that is left out lets everybody through. */
export type ParticipantFilter = {
  status: Status;
  from?: Day | undefined;
  to?: Day | undefined;
  subdistrict?: SubdistrictCode | undefined;
  agency?: AgencyCode | undefined;
  channel?: Channel | undefined;
  project?: ProjectCode | undefined;
};

/** Where a person stands in the list of cardholders: it names somebody to the system and to nobody else. */
export type RosterPosition = string & { readonly kind: 'RosterPosition' };

/** A row of the list behind a count of cardholders, and whether the person has registered, wherever that was. */
export type RosterEntry = {
  citizenId: CitizenId;
  position: RosterPosition;
  counted: CardContribution;
  registration: RegistrationContribution | undefined;
};

export type RosterFilter = {
  subdistrict?: SubdistrictCode | undefined;
  band?: Band | undefined;
  /** Years of the common era, both included. */
  bornFrom?: number | undefined;
  bornTo?: number | undefined;
  registered?: boolean | undefined;
};

/**
 * The rows that the counters were made of, by district: a count and the list behind it are of one transaction. A page
 * may hold fewer rows than asked for although another one follows: what a filter leaves out is not read for ever.
 */
export type CountedPeople = {
  participants(
    district: DistrictCode,
    filter: ParticipantFilter,
    page: PageRequest,
  ): Promise<Page<Participant>>;
  roster(district: DistrictCode, filter: RosterFilter, page: PageRequest): Promise<Page<RosterEntry>>;
  /** Who stands at this place of the list; undefined when nobody does, or no longer. */
  onRoster(position: RosterPosition): Promise<CitizenId | undefined>;
  /** Where the person stands in the list of cardholders; undefined for one who is not counted there. */
  positionOf(citizenId: CitizenId): Promise<RosterPosition | undefined>;
  /** What every standing registration of the district counts, page by page. */
  contributionsOf(district: DistrictCode): AsyncIterable<RegistrationContribution[]>;
};

/** What is shown of people in a list beside what was counted; read together for a page. */
export type PeopleOnRecord = {
  of(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, PersonShown>>;
};

export type PersonShown = {
  name?: Cardholder['name'] | undefined;
  registration?: Pick<Registration, 'registrationId' | 'receipt' | 'version'> | undefined;
};

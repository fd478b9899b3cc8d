import type { DistrictCode, ProvinceCode, SubdistrictCode } from './area.ts';
import type { Tries } from './attempts.ts';
import type { AuditLine } from './audit.ts';
import type { BankRecordKey } from './bank-reference.ts';
import type { Day } from './calendar.ts';
import type { Cardholder } from './cardholder.ts';
import type { CitizenId } from './citizen-id.ts';
import type { Bucket } from './contribution.ts';
import type { BucketCounts } from './counts.ts';
import type { IntakeLocation, PlaceId, PublishedPlace } from './intake-location.ts';
import type { LocalText } from './local-text.ts';
import type { Agency, Dimension, Measure, Project } from './programme.ts';
import type { Receipt, Registration, RegistrationId, RegistrationInBrief } from './registration.ts';

/** A page of a list; the cursor is opaque and absent on the last page. */
export type Page<Row> = { rows: Row[]; cursor?: string | undefined };
export type PageRequest = { limit: number; cursor?: string | undefined };

export type DistrictName = {
  code: DistrictCode;
  name: LocalText;
  province: { code: ProvinceCode; name: LocalText };
};

export type Geography = {
  district(code: string): Promise<DistrictName | undefined>;
  province(code: string): Promise<DistrictName['province'] | undefined>;
};

export type AreaName<Code extends string = string> = { code: Code; name: LocalText };

/** Every area with its name, in the order of codes. */
export type Gazetteer = Geography & {
  provinces(): Promise<AreaName<ProvinceCode>[]>;
  districtsOf(province: ProvinceCode): Promise<AreaName<DistrictCode>[]>;
  subdistrictsOf(district: DistrictCode): Promise<AreaName<SubdistrictCode>[]>;
};

/** What is read of whoever is asked about, together with the measure. */
export type PersonLookedUp = {
  cardholder: Cardholder | undefined;
  /** Made only of what is asked for: it takes time, which would tell of a person of whom nothing is told. */
  registration(): RegistrationInBrief | undefined;
  measure: Measure;
  fromAddress: Tries;
};

/** What the look-up reads: at most two requests, one when the district's list is at hand. */
export type EligibilityRecords = {
  /** With the tries that have come from the address, as far as they have been counted. */
  person(citizenId: CitizenId, from: string, at: Date): Promise<PersonLookedUp>;
  publishedPlaces(district: DistrictCode): Promise<PublishedPlace[]>;
};

/** What the Ministry may change without a deployment; a reading may be half a minute old. */
export type Programme = {
  measure(): Promise<Measure>;
  agencies(): Promise<Agency[]>;
  projects(): Promise<{ dimensions: Dimension[]; projects: Project[] }>;
};

export type Cardholders = { byCitizenId(citizenId: CitizenId): Promise<Cardholder | undefined> };

/** Outcome of a conditional write: `overtaken` when somebody else's version is there by now. */
export type Written = { outcome: 'written' } | { outcome: 'overtaken' };

export type IntakeLocations = {
  /** The list as the public sees it; may be half a minute old. */
  published(district: DistrictCode): Promise<PublishedPlace[]>;
  /** Every place of the district, retired ones included, as of now. */
  ofDistrict(district: DistrictCode): Promise<IntakeLocation[]>;
  one(district: DistrictCode, placeId: PlaceId): Promise<IntakeLocation | undefined>;
  /**
   * Writes the place, the district's published list and the audit line together.
   * @throws Refusal intake-location.full, store.busy
   */
  save(place: IntakeLocation, replaces: IntakeLocation | undefined, audit: AuditLine): Promise<Written>;
};

/** A request that may be sent again: who sent it, under which key, and what it said. */
export type Idempotency = { caller: string; key: string; bodyHash: string };

export type Registrations = {
  /** The current version as of now. */
  current(citizenId: CitizenId): Promise<Registration | undefined>;
  byRegistrationId(registrationId: RegistrationId): Promise<Registration | undefined>;
  version(citizenId: CitizenId, version: number): Promise<Registration | undefined>;
  /** Every version, the oldest first. */
  versions(citizenId: CitizenId, page: PageRequest): Promise<Page<Registration>>;
  ofDay(
    district: DistrictCode,
    day: Day,
    placeId: PlaceId | undefined,
    page: PageRequest,
  ): Promise<Page<RegistrationListed>>;
  /** What was written under this key, if anything was. */
  written(
    idempotency: Idempotency,
  ): Promise<{ bodyHash: string; citizenId: CitizenId; version: number } | undefined>;
  /**
   * One transaction: the version over the one it replaces, its history, its references and its audit line.
   * With `bankRecord`, what the bank is told under its reference as well; with `cardholder`, also that the person is still entitled and still lives there.
   * @throws Refusal store.busy when others keep writing the same person
   */
  save(
    next: Registration,
    writing: {
      replaces: Registration | undefined;
      audit: AuditLine;
      idempotency?: Idempotency | undefined;
      bankRecord?: BankRecordKey | undefined;
      cardholder?: Cardholder | undefined;
    },
  ): Promise<Written>;
};

/** What the list of a day shows of a registration. */
export type RegistrationListed = Pick<
  Registration,
  | 'citizenId'
  | 'registrationId'
  | 'version'
  | 'status'
  | 'receipt'
  | 'intentOn'
  | 'place'
  | 'residence'
  | 'channel'
  | 'agency'
  | 'projects'
  | 'recordedBy'
  | 'recordedAt'
>;

export type Counters = {
  /** These items, each once; one in which nothing was ever counted is left out. */
  read(buckets: readonly Bucket[]): Promise<BucketCounts[]>;
};

/** Makes ids that nobody can guess. */
export type Ids = { registrationId(): RegistrationId; receipt(): Receipt; placeId(): PlaceId };

/** Where a stream record goes that cannot be counted, with its whole content. */
export type Quarantine = { setAside(recordId: string, record: unknown, reason: string): Promise<void> };

import { createHash, createHmac } from 'node:crypto';
import { areaCodeOf, type OfficerAccount } from '../domain/account.ts';
import type { AnnouncementId } from '../domain/announcement.ts';
import type { DistrictCode, ProvinceCode } from '../domain/area.ts';
import type { BankRecordKey, BankReference } from '../domain/bank-reference.ts';
import type { Day, Instant } from '../domain/calendar.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { Bucket, CardContribution, RegistrationContribution } from '../domain/contribution.ts';
import type { CutOffId } from '../domain/cut-off.ts';
import type { DocumentKindCode, DocumentVersionId } from '../domain/document.ts';
import type { ImportId, ImportSource } from '../domain/import.ts';
import type { PlaceId } from '../domain/intake-location.ts';
import type { Idempotency } from '../domain/ports.ts';
import type { Bank, Receipt, Registration, RegistrationId } from '../domain/registration.ts';

/*
 * Every key of every table is spelled here and nowhere else.
 */

export const personKey = (citizenId: CitizenId | string) => ({ citizenId });

export const versionKey = (citizenId: CitizenId, version: number) => ({ citizenId, version });

export const receiptReference = (receipt: Receipt) => ({ reference: `receipt#${receipt}` });
export const registrationReference = (id: RegistrationId) => ({ reference: `registration#${id}` });
export const idempotencyReference = ({ caller, key }: Pick<Idempotency, 'caller' | 'key'>) => ({
  reference: `idem#${caller}#${key}`,
});

/** An order to erase somebody, until its run is done. */
export const erasureReference = (runId: string) => ({ reference: `erasure#${runId}` });

export const overrideReference = ({ caller, key }: Pick<Idempotency, 'caller' | 'key'>) => ({
  reference: `override#${caller}#${key}`,
});

export const bankReferenceKey = (
  { bank, of }: Pick<BankRecordKey, 'bank' | 'of'>,
  reference: BankReference,
) => ({ reference: `${of === 'intent' ? 'bank' : 'bank-change'}#${bank}#${reference}` });

/** The one item that holds a district's public list; `#` sorts before every place id. */
export const PUBLISHED = '#published';
export const publishedKey = (district: DistrictCode) => ({ district, placeId: PUBLISHED });
export const placeKey = (district: DistrictCode, placeId: PlaceId) => ({ district, placeId });

export const programmeKey = (part: 'measure' | 'agencies' | 'projects' | 'canaries') => ({ part });

export const DAY_LIST = 'day-list';
export const dayListKey = (district: DistrictCode, day: Day): string => `${district}#${day}`;

/** Ends with the registration, so that a position in the list needs no citizen ID to be exact. */
export const dayListSort = ({ place, recordedAt, registrationId }: Registration): string =>
  `${place.placeId}#${recordedAt}#${registrationId}`;

export const accountKey = (subject: string) => ({ subject });

/** Province, or the country → its accounts, those of the province before those of its districts. */
export const ACCOUNTS_BY_AREA = 'area';
export const COUNTRY = 'country';
/** Ends with the subject, so that a position in the list is exact. */
export const accountListKey = ({
  area,
  username,
  subject,
}: Pick<OfficerAccount, 'area' | 'username' | 'subject'>) => {
  const code = areaCodeOf(area);
  return {
    areaProvince: code === undefined ? COUNTRY : code.slice(0, 2),
    areaSort: `${code ?? COUNTRY}#${username}#${subject}`,
  };
};

export const auditKey = (actor: string, at: Instant, random: string, isSpread = false) => ({
  actorMonth: `${isSpread ? `${actor}.${random[0]}` : actor}#${at.slice(0, 7)}`,
  entryKey: `${at}#${random}`,
});

/** Every key under which an actor's lines of a month, `2018-02`, stand. */
export const actorMonths = (actor: string, month: string, isSpread: boolean): string[] =>
  [actor, ...(isSpread ? AUDIT_SHARDS.map((shard) => `${actor}.${shard}`) : [])].map(
    (spread) => `${spread}#${month}`,
  );

/** Who was looked at or written to, by a keyed hash. */
export const AUDIT_PERSON = 'person';
/** What was written down in an hour, to be held against its copy. */
export const AUDIT_HOUR = 'hour';
/** All lines of an hour would be one hot key. */
export const AUDIT_SHARDS = [...'0123456789abcdef'];
/** `2018-02-01T09#a`; the hour is one of UTC, and of Bangkok as well. */
export const auditHourKey = (at: string, shard: string): string => `${at.slice(0, 13)}#${shard}`;

/** The copy of an hour's lines: what stands in a name is when, and nothing of whom. */
export const auditCopyPrefix = (hour: string): string => `lines/${hour}/`;
export const auditCopyKey = (hour: string, random: string): string =>
  `${auditCopyPrefix(hour)}${random}.jsonl`;

export const BANK_LIST = 'bank-list';
/** All that a bank sends on a day would be one hot key. */
export const BANK_LIST_SHARDS = [...'0123456789abcdef'];
export const bankListKey = (bank: Bank, day: Day, shard: string): string => `${bank}#${day}#${shard}`;
export const bankListShard = (id: RegistrationId): string =>
  createHash('sha256').update(id).digest('hex').slice(0, 1);
/** Ends with the registration, so that a position in the list needs no citizen ID to be exact. */
export const bankListSort = ({ recordedAt, registrationId }: Registration): string =>
  `${recordedAt}#${registrationId}`;

export const runKey = (kind: string, runId: string) => ({ kind, runId });

export const CARDS = 'cards';
export const TOTAL = 'total';
export const CANCELLED = 'cancelled';
/*
 * What an item of counters has beside its counters. The names are as short as theirs: the size of the item is paid for
 * with every write.
 */
/** Milliseconds since 1970 of the newest change that is in it. */
export const COUNTED_AT = 'at';
/** Rises with every write: whoever has read it can tell whether the item is still the same. */
export const REVISION = 'r';
export const bucketKey = (province: ProvinceCode, bucket: Bucket['bucket']) => ({ province, bucket });

/**
 * Stands for a person where the citizen ID must not: in positions of a list. 132 bits of a keyed hash; whoever has
 * the key can find it again from the ID, nobody the ID from it.
 */
export const personIdOf = (citizenId: string, hashKey: string): string =>
  createHmac('sha256', hashKey).update(`list#${citizenId}`).digest('base64url').slice(0, 22);

/** Whom the tries of a day are counted of, without saying who: the key of the hash lies in Secrets Manager. */
export const attemptKey = (of: 'person' | 'address', whom: string, day: Day, hashKey: string) => ({
  tried: createHmac('sha256', hashKey).update(`${of}#${day}#${whom}`).digest('base64url'),
});

/** When a row of the ledger ends that counts nobody any more; nothing that counts somebody has it. */
export const LEDGER_EXPIRY = 'expiresAtEpochSeconds';
/** Since when, in seconds, a cardholder's row has known of no registration, after the measure was erased. */
export const REGISTRATION_GONE = 'registrationGoneAt';

/** District of the residence at the intent → who has registered there, by standing and day of the intent. */
export const PARTICIPANTS = 'participants';
export const participantSort = (
  { status, day }: Pick<RegistrationContribution, 'status' | 'day'>,
  personId: string,
): string => `${status}#${day}#${personId}`;

/** District of the current address → who holds a card there. */
export const ROSTER = 'roster';
export const rosterSort = (
  { subdistrict, band, birthYear }: Pick<CardContribution, 'subdistrict' | 'band' | 'birthYear'>,
  personId: string,
): string => `${subdistrict}#${band}#${birthYear}#${personId}`;

/** The days of every cut-off of a measure; `#` sorts before every id. */
export const CUT_OFF_RANGES = '#ranges';
export const cutOffKey = (measure: string, cutOffId: CutOffId | typeof CUT_OFF_RANGES) => ({
  measure,
  cutOffId,
});

/** A cut-off's list of a district, by day of the intent; ends with the registration, so no citizen ID is needed. */
export const cutOffDistrict = (cutOffId: CutOffId, district: DistrictCode): string =>
  `${cutOffId}#${district}`;
export const cutOffRowSort = ({
  intentOn,
  registrationId,
}: Pick<Registration, 'intentOn' | 'registrationId'>): string => `${intentOn}#${registrationId}`;

/** Stands when a part of a list is whole. */
export const closedPartKey = (cutOffId: CutOffId, part: string) => ({
  cutOffDistrict: `${cutOffId}#part-${part}`,
  rowKey: '#closed',
});

export const documentKey = (kind: DocumentKindCode, versionId: DocumentVersionId) => ({ kind, versionId });

/** What is current of every kind; no kind and no version begins with `#`. */
export const shelfKey = () => ({ kind: '#shelf', versionId: '#current' });

/** Names the import of a source that runs; `#` sorts before every id. */
export const RUNNING_IMPORT = '#running';
export const importKey = (source: ImportSource, importId: ImportId | typeof RUNNING_IMPORT) => ({
  source,
  importId,
});

export const announcementKey = (province: ProvinceCode, announcementId: AnnouncementId) => ({
  province,
  announcementId,
});
/** A province's announcements that nobody there has read. */
export const UNREAD = 'unread';

/** What an officer has used of a day's allowance. */
export const allowanceKey = ({ subject, day, what }: { subject: string; day: Day; what: string }) => ({
  allowance: `${what}#${subject}#${day}`,
});

/** What a run leaves: rows that were not taken, what became of each line of a bank's file, or what stands of a bank. */
export type ImportOutcome = 'rejects' | 'answers' | 'statements';

/** Where the bucket of imports keeps a file, the parts of a run and what a run leaves. */
export const importFileKey = (importId: ImportId): string => `files/${importId}`;
export const importPartsKey = (runId: string): string => `parts/${runId}/`;
export const importOutcomeKey = (outcome: ImportOutcome, runId: string): string => `${outcome}/${runId}.csv`;

import { type Instant, instantOf } from './calendar.ts';
import type { CitizenId } from './citizen-id.ts';
import type { Refusal, RefusalCode, RefusalKind } from './refusal.ts';

/** What was done. Each write has its line in the write's own transaction, each read before it answers. None goes: the trail keeps its lines. */
export const AUDIT_ACTIONS = [
  'SIGNED_IN',
  'OPENED_SESSION',
  'WAS_REFUSED',
  'EXPORTED',
  'READ_ACCESS_HISTORY',
  'READ_OFFICER_ACTIVITY',
  'IDENTIFIED_PERSON',
  'READ_REGISTRATION',
  'READ_REGISTRATION_VERSIONS',
  'LISTED_REGISTRATIONS',
  'LISTED_PARTICIPANTS',
  'LISTED_CARDHOLDERS',
  'READ_PROFILE',
  'SHOWED_FULL_ID',
  'LOOKED_UP_IN_BULK',
  'OVERRODE_AREA',
  'MARKED_ANNOUNCEMENT',
  'REGISTERED',
  'CORRECTED',
  'WITHDREW',
  'ADDED_INTAKE_LOCATION',
  'CHANGED_INTAKE_LOCATION',
  'RETIRED_INTAKE_LOCATION',
  'FROZE_CUT_OFF',
  'LISTED_CUT_OFF',
  'LISTED_CUT_OFF_DIFFERENCES',
  'EXPORTED_CUT_OFF',
  'ANNOUNCED_DOCUMENT',
  'PUBLISHED_DOCUMENT',
  'CREATED_IMPORT',
  'STARTED_IMPORT',
  'REVOKED_MISSING',
  'ERASED_PERSON',
  'ERASED_MEASURE',
  'TRIED_ERASURE',
  'CREATED_ACCOUNT',
  'CHANGED_ACCOUNT',
  'RESET_PASSWORD',
  'SIGNED_OUT_EVERYWHERE',
  'LOOKED_UP_BANK_REFERENCES',
  'LISTED_BANK_STATEMENT',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditLine = {
  action: AuditAction;
  actor: string;
  at: Instant;
  /** The person looked at or written to; the trail keeps a keyed hash of it, never the ID. */
  person?: CitizenId | undefined;
  /** The viewer's address as the edge reports it. */
  from: string;
  /** Ids and codes that say what was touched: no personal data. */
  about: Readonly<Record<string, string | number>>;
  /** In the officer's own words, where the action asks for a reason. */
  reason?: string | undefined;
  /** Why it was refused; without it, it was done. */
  refused?: RefusalCode | undefined;
  requestId: string;
  /** Of an actor who writes faster than one key of the trail takes: the lines of a month stand under sixteen. */
  isSpread?: true;
};

/** From where and under which request something is done. */
export type Occasion = { at: Date; from: string; requestId: string };

export type Audit = {
  /** @throws TrailUnavailable: then nothing is answered */
  append(line: AuditLine): Promise<void>;
};

/** The trail took no line. The cause is for the log: it can quote the line. */
export class TrailUnavailable extends Error {
  constructor(cause: unknown) {
    super('the audit trail took no line', { cause });
    this.name = 'TrailUnavailable';
  }
}

/** What somebody with a verified token asked for. */
export type Attempt = Pick<AuditLine, 'actor' | 'person' | 'about' | 'isSpread'>;

/** Somebody tried what is not his, or too often, or the answer would have said that it exists. */
const DENIALS: ReadonlySet<RefusalKind> = new Set(['unauthenticated', 'forbidden', 'missing', 'too-many']);
/** Of a request that names a person these tell something about that person: that he has registered, or may not. */
const TELLS_OF_A_PERSON: ReadonlySet<RefusalKind> = new Set(['conflict', 'breaks-rule']);

/** The line that a refusal leaves; undefined for one that denies nothing and tells nothing of a person. */
export function refusedLine(
  { person: asked, ...attempt }: Attempt,
  { kind, code, person = asked }: Refusal,
  { at, from, requestId }: Occasion,
): AuditLine | undefined {
  if (!DENIALS.has(kind) && !(person !== undefined && TELLS_OF_A_PERSON.has(kind))) return undefined;
  return { action: 'WAS_REFUSED', ...attempt, person, at: instantOf(at), from, requestId, refused: code };
}

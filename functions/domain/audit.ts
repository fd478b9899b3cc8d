import type { Instant } from './calendar.ts';
import type { CitizenId } from './citizen-id.ts';

/** What an officer did. Each write has its line in the write's own transaction, each read before it answers. */
export type AuditAction =
  | 'IDENTIFIED_PERSON'
  | 'READ_REGISTRATION'
  | 'READ_REGISTRATION_VERSIONS'
  | 'LISTED_REGISTRATIONS'
  | 'LISTED_PARTICIPANTS'
  | 'LISTED_CARDHOLDERS'
  | 'REGISTERED'
  | 'CORRECTED'
  | 'WITHDREW'
  | 'ADDED_INTAKE_LOCATION'
  | 'CHANGED_INTAKE_LOCATION'
  | 'RETIRED_INTAKE_LOCATION'
  | 'FROZE_CUT_OFF'
  | 'LISTED_CUT_OFF'
  | 'LISTED_CUT_OFF_DIFFERENCES'
  | 'EXPORTED_CUT_OFF'
  | 'ANNOUNCED_DOCUMENT'
  | 'PUBLISHED_DOCUMENT'
  | 'CREATED_IMPORT'
  | 'STARTED_IMPORT'
  | 'REVOKED_MISSING'
  | 'CREATED_ACCOUNT'
  | 'CHANGED_ACCOUNT'
  | 'RESET_PASSWORD'
  | 'SIGNED_OUT_EVERYWHERE'
  | 'LOOKED_UP_BANK_REFERENCES'
  | 'LISTED_BANK_STATEMENT';

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
  requestId: string;
  /** Of an actor who writes faster than one key of the trail takes: the lines of a month stand under sixteen. */
  isSpread?: true;
};

/** From where and under which request something is done. */
export type Occasion = { at: Date; from: string; requestId: string };

export type Audit = { append(line: AuditLine): Promise<void> };

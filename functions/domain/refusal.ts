/** What a refusal means to the caller; `http/problem.ts` gives each kind its status. */
export type RefusalKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'stale'
  | 'breaks-rule'
  | 'precondition-required'
  | 'too-large'
  | 'too-many'
  | 'unavailable';

/** Every refusal the system can answer with. Codes are part of the API: they are never renamed. */
export const REFUSALS = {
  'request.not-json': 'malformed',
  'request.invalid': 'malformed',
  'request.too-large': 'too-large',
  'idempotency-key.missing': 'malformed',
  'citizen-id.format': 'malformed',
  'token.missing': 'unauthenticated',
  'token.signed-out': 'unauthenticated',
  'edge.required': 'forbidden',
  'caller.wrong-kind': 'forbidden',
  'account.unknown': 'forbidden',
  'account.disabled': 'forbidden',
  'account.expired': 'forbidden',
  'account.own': 'forbidden',
  'account.right-not-held': 'forbidden',
  'area.outside': 'forbidden',
  'right.missing': 'forbidden',
  'registration.person-of-other-district': 'forbidden',
  'district.not-found': 'missing',
  'province.not-found': 'missing',
  'person.not-found': 'missing',
  'officer.not-found': 'missing',
  'intake-location.not-found': 'missing',
  'registration.not-found': 'missing',
  'cut-off.not-found': 'missing',
  'document.not-found': 'missing',
  'import.not-found': 'missing',
  'statement.not-found': 'missing',
  'account.not-found': 'missing',
  'announcement.not-found': 'missing',
  'bank-reference.not-found': 'missing',
  'registration.already-registered': 'conflict',
  'registration.not-standing': 'conflict',
  'intake-location.retired': 'conflict',
  'intake-location.full': 'conflict',
  'cut-off.overlaps': 'conflict',
  'cut-off.still-freezing': 'conflict',
  'document.not-uploaded': 'conflict',
  'import.finished': 'conflict',
  'import.another-running': 'conflict',
  'import.not-done': 'conflict',
  'import.other-file': 'conflict',
  'account.username-taken': 'conflict',
  'row.duplicate-reference': 'conflict',
  'row.duplicate-person': 'conflict',
  'version.stale': 'stale',
  'if-match.missing': 'precondition-required',
  'citizen-id.checksum': 'breaks-rule',
  'cardholder.not-entitled': 'breaks-rule',
  'registration.window-not-open': 'breaks-rule',
  'registration.recording-closed': 'breaks-rule',
  'registration.day-outside-window': 'breaks-rule',
  'registration.day-in-future': 'breaks-rule',
  'registration.reason-required': 'breaks-rule',
  'registration.consent-required': 'breaks-rule',
  'registration.nothing-to-correct': 'breaks-rule',
  'registration.place-not-open': 'breaks-rule',
  'intake-location.days-reversed': 'breaks-rule',
  'intake-location.nothing-to-change': 'breaks-rule',
  'account.area-unfit': 'breaks-rule',
  'account.nothing-to-change': 'breaks-rule',
  'account.file-header': 'breaks-rule',
  'account.file-too-long': 'breaks-rule',
  'row.columns': 'malformed',
  'row.duplicate-username': 'breaks-rule',
  'agency.unknown': 'breaks-rule',
  'project.unknown': 'breaks-rule',
  'district.unknown': 'breaks-rule',
  'days.reversed': 'breaks-rule',
  'days.too-many': 'breaks-rule',
  'cut-off.range-outside-window': 'breaks-rule',
  'cut-off.range-not-over': 'breaks-rule',
  'document.altered': 'breaks-rule',
  'document.not-what-it-says': 'breaks-rule',
  'people.too-many': 'breaks-rule',
  'people.daily-limit': 'breaks-rule',
  'override.not-needed': 'breaks-rule',
  'reason.holds-citizen-id': 'breaks-rule',
  'people-file.encoding': 'breaks-rule',
  'people-file.no-column': 'breaks-rule',
  'idempotency-key.reused': 'breaks-rule',
  'bank-reference.reused': 'breaks-rule',
  'bank-reference.holds-citizen-id': 'breaks-rule',
  'override.daily-limit': 'too-many',
  'look-up.birth-date-required': 'breaks-rule',
  'look-up.challenged': 'too-many',
  'look-up.exhausted': 'too-many',
  'store.busy': 'unavailable',
  /** Answered by the edge, when no answer came: whether anything was saved is not known. */
  'api.unreachable': 'unavailable',
} as const satisfies Record<string, RefusalKind>;

export type RefusalCode = keyof typeof REFUSALS;

/** What is wrong with one field of a request; `path` is the field's name as the caller sent it. */
export type FieldFault = { path: string; code: FieldFaultCode };

export type FieldFaultCode =
  | RefusalCode
  | 'field.missing'
  | 'field.unknown'
  | 'field.wrong-type'
  | 'field.too-long'
  | 'field.too-short'
  | 'field.out-of-range'
  | 'field.bad-format'
  | 'field.not-allowed';

/** Facts a refusal carries to the caller, such as the day and place of the first registration. */
export type RefusalFacts = Readonly<Record<string, unknown>>;

/** A `CitizenId`, whose own file imports this one. */
type Person = string & { readonly kind: 'CitizenId' };

type About = {
  path?: string;
  faults?: FieldFault[];
  facts?: RefusalFacts;
  person?: Person;
  retryAfterSeconds?: number;
};

/** A rule said no. Anything else that is thrown is a bug or an outage. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly kind: RefusalKind;
  readonly faults: readonly FieldFault[];
  readonly facts: RefusalFacts;
  /** When the same request may be answered, where that is known. */
  readonly retryAfterSeconds: number | undefined;
  /** Whom it is about, for the audit trail alone; never in an answer. */
  readonly person: Person | undefined;

  constructor(code: RefusalCode, about: About = {}) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.kind = REFUSALS[code];
    this.faults = about.faults ?? (about.path === undefined ? [] : [{ path: about.path, code }]);
    this.facts = about.facts ?? {};
    this.retryAfterSeconds = about.retryAfterSeconds;
    this.person = about.person;
  }
}

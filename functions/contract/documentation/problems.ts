import { MAX_DAYS } from '../../domain/daily-report.ts';
import { OVERRIDES_A_DAY } from '../../domain/override-desk.ts';
import { MAX_PEOPLE_A_CALL, MAX_PEOPLE_A_DAY } from '../../domain/people-look-up.ts';
import type { FieldFault, RefusalCode, RefusalFacts } from '../../domain/refusal.ts';
import type { Operation } from '../operation.ts';

/** What a problem carries beside its code, for its example. */
export type ProblemSample = { path?: string; faults?: FieldFault[]; facts?: RefusalFacts };

export const PROBLEM_SAMPLES: Partial<Record<RefusalCode, ProblemSample>> = {
  'request.invalid': {
    faults: [
      { path: 'projects[1]', code: 'field.bad-format' },
      { path: 'income', code: 'field.unknown' },
    ],
  },
  'citizen-id.format': { path: 'citizenId' },
  'citizen-id.checksum': { path: 'citizenId' },
  'idempotency-key.missing': { path: 'Idempotency-Key' },
  'if-match.missing': { path: 'If-Match' },
  'version.stale': { facts: { version: 4 } },
  'area.outside': { path: 'district' },
  'person.not-found': { path: 'citizenId' },
  'officer.not-found': { path: 'subject' },
  'district.not-found': { path: 'district' },
  'province.not-found': { path: 'area' },
  'intake-location.not-found': { path: 'placeId' },
  'intake-location.days-reversed': { path: 'closesOn' },
  'bank-reference.holds-citizen-id': { path: 'references[0]' },
  'registration.not-found': { path: 'registrationId' },
  'registration.already-registered': {
    path: 'citizenId',
    facts: {
      first: { intentOn: '2018-02-14', channel: 'BAAC', district: '3401', place: 'สาขา ธ.ก.ส.' },
    },
  },
  'registration.person-of-other-district': {
    path: 'citizenId',
    facts: { sendTo: { district: '3415', province: '34' } },
  },
  'registration.window-not-open': { facts: { windowFrom: '2018-02-01' } },
  'registration.recording-closed': { facts: { recordUntil: '2018-03-15' } },
  'registration.day-outside-window': {
    path: 'intentOn',
    facts: { windowFrom: '2018-02-01', windowTo: '2018-02-28' },
  },
  'registration.day-in-future': { path: 'intentOn' },
  'registration.reason-required': { path: 'reason' },
  'registration.consent-required': { path: 'consent' },
  'registration.place-not-open': { path: 'placeId' },
  'cardholder.not-entitled': { path: 'citizenId' },
  'agency.unknown': { path: 'agency' },
  'project.unknown': { path: 'projects[0]' },
  'district.unknown': { path: 'developmentDistrict' },
  'cut-off.not-found': { path: 'cutOffId' },
  'cut-off.overlaps': {
    path: 'from',
    facts: {
      other: {
        cutOffId: '2018-02-21T021500-k7x2',
        name: 'จ่าย 1 มีนาคม 2561',
        from: '2018-02-01',
        to: '2018-02-20',
      },
    },
  },
  'cut-off.range-outside-window': {
    path: 'to',
    facts: { windowFrom: '2018-02-01', windowTo: '2018-02-28' },
  },
  'cut-off.range-not-over': { path: 'to' },
  'account.not-found': { path: 'subject' },
  'account.right-not-held': { path: 'rights' },
  'account.username-taken': {
    path: 'username',
    facts: { subject: '5d1c6a0e-0f4b-4a7e-9d43-6f0b8f2f9a11' },
  },
  'account.area-unfit': { path: 'area' },
  'account.file-header': { path: 'csv' },
  'account.file-too-long': { path: 'csv' },
  'row.duplicate-username': { path: 'username' },
  'document.not-found': { path: 'versionId' },
  'document.altered': { path: 'sha256' },
  'document.not-what-it-says': { path: 'contentType' },
  'import.not-found': { path: 'importId' },
  'import.other-file': { path: 'sha256' },
  'look-up.birth-date-required': { path: 'birthDate' },
  'look-up.challenged': {
    facts: {
      challenge: {
        parameters: {
          algorithm: 'PBKDF2/SHA-256',
          cost: 5_000,
          data: { guesses: 128 },
          expiresAt: 1_518_588_300,
          keyLength: 32,
          keyPrefix: '5df1a4c1e2ba1a0fd6ff1ccd1ef1dfa0',
          keySignature: '8f5c3a6bd34f9f1d8e2f6bb0ce7c0a4d0a6b8e9c1d2f3a4b5c6d7e8f9a0b1c2d',
          nonce: '0f6f6bb64f4c0e7cf0f0bd4b3b3b7c61',
          salt: 'b1f8f2c67cf7a2d6f9b9f34c4a1f1c02',
        },
        signature: '31d7b3c5a4e9f8d2c1b0a99887766554433221100ffeeddccbbaa99887766554',
      },
    },
  },
  'people.too-many': { facts: { atMost: MAX_PEOPLE_A_CALL } },
  'people.daily-limit': { facts: { atMost: MAX_PEOPLE_A_DAY, left: 120 } },
  'override.not-needed': { path: 'citizenId' },
  'override.daily-limit': { facts: { atMost: OVERRIDES_A_DAY } },
  'reason.holds-citizen-id': { path: 'reason' },
  'announcement.not-found': { path: 'announcementId' },
  'people-file.encoding': { path: 'file' },
  'people-file.no-column': { path: 'file' },
  'days.reversed': { path: 'to' },
  'days.too-many': { path: 'to', facts: { atMost: MAX_DAYS.province } },
};

/** What an operation can answer by its shape alone; its own rules come on top. */
export function problemsOfShape(operation: Operation): RefusalCode[] {
  const { body, path, query, caller, ifMatch, idempotencyKey, file } = operation;
  const takesSomething = body !== undefined || path !== undefined || query !== undefined;
  return [
    ...codes(takesSomething, 'request.invalid'),
    ...codes(body !== undefined, 'request.not-json', 'request.too-large'),
    ...codes(idempotencyKey === true, 'idempotency-key.missing', 'idempotency-key.reused'),
    ...codes(caller !== 'public', 'token.signed-out', 'caller.wrong-kind'),
    ...codes(caller !== 'public', 'account.unknown', 'account.disabled', 'account.expired'),
    ...codes(ifMatch === true, 'if-match.missing', 'version.stale'),
    'edge.required',
    ...codes(file === undefined, 'store.busy'),
    'api.unreachable',
  ];
}

const codes = (given: boolean, ...listed: RefusalCode[]): RefusalCode[] => (given ? listed : []);

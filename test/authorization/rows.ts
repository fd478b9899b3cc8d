import type { Right } from '../../functions/domain/caller.ts';

/** A status, with the code of the problem, or the decision or the first row's outcome of the answer. */
export type Outcome = `${number}` | `${number} ${string}`;

/**
 * Whom a call is for that is aimed at the district of Mueang Ubon: any officer, those whose area holds the district,
 * those whose area holds its province, those of the country, those who administer accounts anywhere; every bank, or the bank BAAC alone.
 */
export type Reach =
  | 'anybody'
  | 'officers'
  | 'administrators'
  | 'district'
  | 'province'
  | 'country'
  | 'banks'
  | 'BAAC';

/**
 * One call of a route and who is let in. The call changes nothing: one that would is refused by a later rule, and
 * that refusal shows that it was let in. `{citizenId}`, `{registrationId}` and `{placeId}` stand for those of the
 * district, here as in the path.
 */
export type Row = {
  readonly reach: Reach;
  /** What whoever is let in hears; 200 when it is left out. */
  readonly passes?: Outcome;
  /** What an officer outside hears, or another bank; what does not exist there when it is left out. */
  readonly outside?: Outcome;
  /** A right that the call needs beside the area, and what an officer hears without it. */
  readonly right?: Right;
  readonly lacking?: Outcome;
  readonly query?: string;
  readonly body?: object;
};

const open: readonly Row[] = [{ reach: 'anybody' }];
const announced = { sha256: 'a'.repeat(64), bytes: 1 };
const order = { sha256: announced.sha256, dryRun: true, match: 'overwrite', scope: 'whole' };
const file = { contentType: 'application/pdf', sizeBytes: 1, sha256: `${'a'.repeat(43)}=` };
const title = { th: 'คำสั่ง', en: 'Order' };
const OUTSIDE = '403 area.outside';

/** A report of the district, of the province, and of whatever the officer's own area is. */
const report = (passes: Outcome = '200'): readonly Row[] => [
  { reach: 'district', query: 'area=3401', passes },
  { reach: 'province', query: 'area=34', passes, outside: '404 province.not-found' },
  { reach: 'officers', passes },
];

/** The rows of each route, by its entry. */
export const rows: Readonly<Record<string, readonly Row[]>> = {
  'check-eligibility': [{ reach: 'anybody', body: { citizenId: '{unknownId}' } }],
  'read-measure': open,
  'list-agencies': open,
  'list-projects': open,
  'list-provinces': open,
  'list-districts': open,
  'list-subdistricts': open,
  'list-intake-locations': open,
  'list-published-documents': open,
  'read-api-description': open,
  'read-api-page': open,

  'read-me': [{ reach: 'officers' }],
  'list-accounts': [{ reach: 'province', query: 'area=3401', outside: OUTSIDE }],
  'create-account': [
    {
      reach: 'province',
      outside: OUTSIDE,
      body: { username: 'never-made', name: 'ไม่มีใคร', role: 'district', area: '3401', agency: 'NONE' },
      passes: '422 agency.unknown',
    },
  ],
  'import-accounts': [
    { reach: 'administrators', body: { csv: 'no header', dryRun: true }, passes: '422 account.file-header' },
  ],
  'read-account': [{ reach: 'province', outside: '404 account.not-found' }],
  'change-account': [
    {
      reach: 'province',
      outside: '404 account.not-found',
      body: { disabled: true },
      passes: '412 version.stale',
    },
  ],
  // Of an officer who was made for it.
  'reset-password': [{ reach: 'province', outside: '404 account.not-found', body: {} }],
  'sign-out-everywhere': [{ reach: 'province', outside: '404 account.not-found' }],
  'list-my-intake-locations': [{ reach: 'district', query: 'district=3401' }],
  'add-intake-location': [
    {
      reach: 'district',
      outside: OUTSIDE,
      body: { name: 'ที่ทำการ', opensOn: '2026-02-02', closesOn: '2026-02-01' },
      passes: '422 intake-location.days-reversed',
    },
  ],
  'change-intake-location': [
    { reach: 'district', outside: OUTSIDE, body: { name: 'ที่ทำการ' }, passes: '412 version.stale' },
  ],
  'retire-intake-location': [{ reach: 'district', outside: OUTSIDE, passes: '412 version.stale' }],

  'identify-person': [
    {
      reach: 'district',
      body: { citizenId: '{citizenId}' },
      passes: '200 registered',
      outside: '200 elsewhere',
    },
  ],
  'create-registration': [
    {
      reach: 'district',
      body: { citizenId: '{citizenId}', placeId: '{placeId}', agency: 'DOPA', consent: true },
      passes: '409 registration.already-registered',
      outside: '403 registration.person-of-other-district',
    },
  ],
  'read-registration': [{ reach: 'district', outside: '404 registration.not-found' }],
  'list-registration-versions': [{ reach: 'district', outside: '404 registration.not-found' }],
  'correct-registration': [
    { reach: 'district', outside: OUTSIDE, body: { agency: 'MOL' }, passes: '412 version.stale' },
  ],
  'withdraw-registration': [
    { reach: 'district', outside: OUTSIDE, body: { reason: 'ขอยกเลิก' }, passes: '412 version.stale' },
  ],
  'list-registrations': [{ reach: 'district' }],
  'list-participants': [{ reach: 'district' }],
  'list-cardholders': [{ reach: 'district' }],

  'read-profile': [
    { reach: 'district', body: { citizenId: '{citizenId}' }, outside: '404 person.not-found' },
  ],
  'show-full-id': [
    {
      reach: 'district',
      body: { citizenId: '{citizenId}' },
      outside: '404 person.not-found',
      right: 'see-full-id',
    },
  ],
  'look-up-people': [
    {
      reach: 'district',
      body: { citizenIds: ['{citizenId}'] },
      passes: '200 registered',
      outside: '200 not-found',
    },
  ],

  // Of nobody: an officer of outside would be shown the person, and the province told.
  'override-area': [
    {
      reach: 'officers',
      body: { citizenId: '{unknownId}', reason: 'ผู้ป่วยฉุกเฉินที่มาติดต่อ' },
      passes: '404 person.not-found',
    },
  ],
  'list-announcements': [{ reach: 'province', outside: '404 province.not-found' }],
  'mark-announcement': [{ reach: 'province', outside: OUTSIDE, passes: '404 announcement.not-found' }],

  'read-access-history': [
    {
      reach: 'district',
      body: { citizenId: '{citizenId}' },
      outside: '404 person.not-found',
      right: 'read-access-history',
    },
  ],
  // Of an officer of the district who was made for it.
  'read-officer-activity': [{ reach: 'province', outside: '404 officer.not-found' }],

  'read-coverage-report': report(),
  'read-daily-report': report(),
  'read-project-report': report(),
  'read-cardholder-report': report(),
  'create-cut-off': [
    {
      reach: 'country',
      body: { name: 'งวดที่ 1', from: '2026-02-02', to: '2026-02-01' },
      passes: '422 days.reversed',
    },
  ],
  'list-cut-offs': [{ reach: 'officers' }],
  'read-cut-off': report('404 cut-off.not-found'),
  'list-cut-off-rows': [{ reach: 'district', passes: '404 cut-off.not-found' }],
  'list-cut-off-differences': [{ reach: 'district', passes: '404 cut-off.not-found' }],

  'list-documents': [{ reach: 'officers' }],
  'download-document-version': [{ reach: 'officers', passes: '404 document.not-found' }],
  'announce-document-version': [{ reach: 'country', body: file, passes: '404 document.not-found' }],
  'publish-document-version': [
    { reach: 'country', body: { public: false, title }, passes: '404 document.not-found' },
  ],

  // An announcement waits for a file that never comes.
  'create-import': [{ reach: 'country', body: announced, passes: '201' }],
  'list-imports': [{ reach: 'country' }],
  'read-import': [{ reach: 'country', passes: '404 import.not-found' }],
  'start-import': [{ reach: 'country', body: order, passes: '404 import.not-found' }],
  'revoke-missing-cardholders': [{ reach: 'country', passes: '404 import.not-found' }],

  'register-bank-rows': [{ reach: 'banks', body: { rows: [{}] }, passes: '200 rejected' }],
  'correct-bank-rows': [{ reach: 'banks', body: { rows: [{}] }, passes: '200 rejected' }],
  'withdraw-bank-rows': [{ reach: 'banks', body: { rows: [{}] }, passes: '200 rejected' }],
  'look-up-bank-references': [
    { reach: 'banks', body: { references: ['NEVER-SENT'] }, passes: '200 not-found' },
  ],
  'announce-bank-file': [{ reach: 'banks', body: announced, passes: '201' }],
  'list-bank-files': [{ reach: 'banks' }],
  'read-bank-file': [{ reach: 'banks', passes: '404 import.not-found' }],
  'start-bank-file': [
    { reach: 'banks', body: { sha256: announced.sha256, dryRun: true }, passes: '404 import.not-found' },
  ],
  'read-bank-statement': [{ reach: 'banks' }],
  'order-bank-statement': [{ reach: 'banks', body: { from: '2018-02-01', to: '2018-02-28' }, passes: '202' }],
  'read-bank-statement-file': [{ reach: 'banks', passes: '404 statement.not-found' }],
};

/** Parameters of paths that name nothing of the district: all but those of the places and registrations. */
export const parameters: Readonly<Record<string, string>> = {
  district: '3401',
  province: '34',
  cutOffId: '2018-02-01T000000-0000',
  importId: '2018-02-01T000000-0000',
  announcementId: '2018-02-01T000000000-abcdefghij',
  fileId: '2018-02-01T000000-0000-BAAC',
  statementId: '2018-02-01T000000-0000-BAAC',
  kind: 'no-such-kind',
  versionId: '0123456789abcdefghij',
};

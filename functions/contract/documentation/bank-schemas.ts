import {
  acceptedRow,
  bankCorrection,
  bankIntent,
  bankWithdrawal,
  channelCounts,
  correctBankRows,
  foundReference,
  lookUpBankReferences,
  missingReference,
  readBankStatement,
  registerBankRows,
  rejectedRow,
  rowFacts,
  rowFault,
  statementRow,
  withdrawBankRows,
} from '../bank.ts';
import { day, daySent, instant, type NamedSchema, object, sample, whole } from './schema-text.ts';

const REFERENCE = sample(
  'The bank’s own name for the intent, never used for another. Letters, digits, `.`, `_` and `-`; no citizen ID in it.',
  'B0417-000231',
);
const REQUEST_REFERENCE = sample(
  'The bank’s own name for this change. Sent again, the change is not made twice.',
  'C0417-000018',
);
const AMPHOE = 'Official code (DOPA) of the district, 4 digits.';
const AGENCY = sample('Code of the agency, of `GET /v1/agencies`. The bank’s own when it is absent.', 'BAAC');
const PROJECTS = sample('Codes of development projects, of `GET /v1/projects`.', ['D2-02', 'D3-01']);
const INTENT_ON = daySent('Day on which the person declared the intent. It decides what is paid.');
const ROW = whole('Which row of the batch; the first is 1.', 1);
const VERSION = whole('Rises by one with every change of the registration.', 1);
const RECEIPT = sample('Number on the slip that the person takes home.', '7KQ4-9MXA-2RTB');
const REGISTRATION_ID = 'Identifier of the registration: opaque, it says nothing about the person.';
const CODE = sample('Stable: decide by it, never by a text.', 'registration.already-registered');
const MESSAGE = 'For a person to read.';

const change = {
  requestReference: REQUEST_REFERENCE,
  reference: REFERENCE,
  version: whole('The version that the bank knows; any other is refused with `version.stale`.', 1),
};

const rows = { rows: 'At most 500. Each is decided for itself.' };

/** Schemas of what banks send. */
export const bankRequestSchemas: readonly NamedSchema[] = [
  object('BankIntent', bankIntent, 'One person’s intent, as a bank recorded it.', {
    reference: REFERENCE,
    citizenId: sample('13 digits of the national ID card, the last a check digit.', '7000000041022'),
    intentOn: INTENT_ON,
    agency: AGENCY,
    developmentDistrict: sample(
      `Where the person wishes to develop; the residence when absent. ${AMPHOE}`,
      '3401',
    ),
    projects: PROJECTS,
    phone: 'Telephone of the person.',
    remark: 'What the branch noted; it may have several lines.',
    consent: 'True: the person agreed that the agencies of the measure may see the data.',
    branch: sample('What the bank calls its branch; it stands beside the place of the intent.', 'วารินชำราบ'),
  }),
  object('BankIntents', registerBankRows.body, 'A batch of intents.', rows),
  object('BankCorrection', bankCorrection, 'A change of what was sent; a field that is absent stays.', {
    ...change,
    intentOn: INTENT_ON,
    agency: AGENCY,
    developmentDistrict: sample(`Where the person wishes to develop. ${AMPHOE}`, '3401'),
    projects: PROJECTS,
    phone: 'Telephone of the person; `null` clears it.',
    remark: 'What the branch noted; `null` clears it.',
    branch: 'What the bank calls its branch.',
    reason: 'Why. Needed when the day of the intent moves.',
  }),
  object('BankCorrections', correctBankRows.body, 'A batch of corrections.', rows),
  object('BankWithdrawal', bankWithdrawal, 'Takes off what was sent.', { ...change, reason: 'Why.' }),
  object('BankWithdrawals', withdrawBankRows.body, 'A batch of withdrawals.', rows),
  object('BankReferences', lookUpBankReferences.body, 'References to look up.', {
    references: sample('At most 500, as the bank sent them.', ['B0417-000231']),
  }),
];

/** Schemas of what banks are answered. */
export const bankSchemas: readonly NamedSchema[] = [
  object('BankBatchAnswer', registerBankRows.answer, 'What became of each row, in the order of the batch.', {
    accepted: whole('Rows that were accepted, now or before.'),
    rejected: whole('Rows that were not; nothing of them was written.'),
    rows: 'One for each row that was sent.',
  }),
  object('AcceptedRow', acceptedRow, 'A row that was accepted. Sent again, it gets the same answer.', {
    row: ROW,
    outcome: '`accepted`.',
    reference: REFERENCE,
    requestReference: REQUEST_REFERENCE,
    receipt: RECEIPT,
    registrationId: REGISTRATION_ID,
    version: VERSION,
    repeated: 'True when the row had been accepted before; nothing was written now.',
  }),
  object('RejectedRow', rejectedRow, 'A row that was not accepted, and why.', {
    row: ROW,
    outcome: '`rejected`.',
    reference: REFERENCE,
    requestReference: REQUEST_REFERENCE,
    code: CODE,
    message: 'What is wrong and what can be done, in both languages.',
    errors: 'What is wrong with single fields.',
    facts: 'What the code has to say beyond its text.',
    retry: 'True when the same row may be accepted later: send it again.',
  }),
  object('RowFault', rowFault, 'What is wrong with one field of a row.', {
    path: sample('The field; `projects[1]` is the second of a list.', 'intentOn'),
    code: sample('A `field.…` code, or the code of the row.', 'field.bad-format'),
    message: MESSAGE,
  }),
  object('RowFacts', rowFacts, 'Each is there with the codes that it names.', {
    first: '`registration.already-registered`: the registration that stands.',
    windowFrom: day('`registration.window-not-open`, `registration.day-outside-window`: first day.'),
    windowTo: day('`registration.day-outside-window`: last day.'),
    recordUntil: day('`registration.recording-closed`: the day on which recording ended.'),
    version: whole('`version.stale`: the version as of now.', 1),
    row: whole('`row.duplicate-reference`, `row.duplicate-person`: the row that counts.', 1),
  }),
  object('BankReferenceAnswer', lookUpBankReferences.answer, 'What stands of each reference.', {
    rows: 'One for each reference, in their order.',
  }),
  object('FoundReference', foundReference, 'What has become of an intent that the bank sent.', {
    reference: REFERENCE,
    outcome: '`found`.',
    status: '`INTENT` stands and is counted; `CANCELLED` does not.',
    receipt: RECEIPT,
    registrationId: REGISTRATION_ID,
    version: whole('As of now. Absent when the person has been registered anew since.', 1),
    intentOn: day('Day of the intent.'),
    agency: sample('Code of the agency.', 'BAAC'),
    developmentDistrict: sample(`Where the person wishes to develop. ${AMPHOE}`, '3401'),
    projects: PROJECTS,
  }),
  object('MissingReference', missingReference, 'A reference that the bank has had nothing accepted under.', {
    reference: REFERENCE,
    outcome: '`not-found`.',
  }),
  object(
    'BankStatement',
    readBankStatement.answer,
    'A page of what stands of a bank for a day of the intent.',
    {
      bank: 'Whose it is.',
      day: day('The day of the intents.'),
      asOf: instant('When it was read.'),
      counted: 'With the first page: what the reports count of the same, within moments of the rows.',
      rows: 'In an order that does not change while nothing is added; no order is promised.',
      cursor: 'Where the next page starts: send it back as `cursor`. Absent on the last page.',
    },
  ),
  object(
    'StatementCounts',
    channelCounts,
    'What the reports count of the bank’s channel in the whole country.',
    {
      ofDay: whole('Standing intents of the day: as many as all pages have rows.'),
      ofAllDays: whole('Standing intents of every day.'),
      lastCountedAt: instant('When the newest change in these numbers was counted.'),
    },
  ),
  object('StatementRow', statementRow, 'An intent that stands.', {
    reference: sample('The bank’s own name for it. Absent where none was sent.', 'B0417-000231'),
    receipt: RECEIPT,
    registrationId: REGISTRATION_ID,
    version: VERSION,
    intentOn: day('Day of the intent.'),
    recordedAt: instant('When it was recorded here.'),
  }),
];

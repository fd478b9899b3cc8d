import {
  account,
  accountRow,
  changeAccount,
  createAccount,
  importAccounts,
  listAccounts,
  newAccount,
  resetPassword,
} from '../accounts.ts';
import { day, daySent, type NamedSchema, object, sample, whole } from './schema-text.ts';

const USERNAME = sample(
  'Name to sign in with: a small letter, then small letters, digits, dots and hyphens.',
  'ubon.somying',
);
const NAME = sample('Name to show.', 'สมหญิง ใจดี');
const ROLE = '`central` acts in the country, `province` in one province, `district` in one district.';
const AREA =
  'Official code (DOPA) of the province, 2 digits, or of the district, 4 digits, as the role has it. A central officer has none.';
const AGENCY = sample('Code of the agency, of `GET /v1/agencies`.', 'DOPA');
const RIGHTS = 'What the person may do beyond the role.';
const EMAIL = sample(
  'The officer’s own address: a forgotten password is asked for there.',
  'somying@dopa.example',
);
const PHONE = sample('Where the officer is reached.', '045-123-456');
const LAST_DAY = 'The last day on which the account works.';
const PASSWORD = sample('For the next sign-in, where it is changed.', 'KRmwpqadhe-3857');
const SUBJECT = 'Identifier of the account.';

const element = importAccounts.answer.shape.rows._zod.def.element.shape.errors._zod.def.element;

/** Schemas of what callers send about accounts. */
export const accountRequestSchemas: readonly NamedSchema[] = [
  object('NewAccount', newAccount, 'The account of an officer.', {
    username: USERNAME,
    name: NAME,
    role: ROLE,
    area: sample(AREA, '3401'),
    agency: AGENCY,
    rights: RIGHTS,
    email: EMAIL,
    phone: PHONE,
    expiresOn: daySent(LAST_DAY),
  }),
  object('AccountChanges', changeAccount.body, 'What is to be different.', {
    name: NAME,
    role: ROLE,
    area: sample(AREA, '3415'),
    agency: AGENCY,
    rights: 'All rights from now on: the list replaces the one before.',
    email: EMAIL,
    phone: PHONE,
    expiresOn: daySent(LAST_DAY),
    disabled: 'Whether the account is shut.',
  }),
  object('PasswordReset', resetPassword.body, 'What is to be set up anew.', {
    newDevice: 'Whether the authenticator app is, too.',
  }),
  object('OfficerFile', importAccounts.body, 'A file of officers.', {
    csv: 'The file’s text.',
    dryRun: 'Whether it is only tried: nothing is written.',
    renew: 'Whether those get a new password whose account stands and who have never signed in.',
  }),
];

/** Schemas of what the API answers about accounts. */
export const accountSchemas: readonly NamedSchema[] = [
  object('Account', account, 'The account of an officer.', {
    subject: SUBJECT,
    version: whole('Rises with every change; what `If-Match` wants.', 1),
    username: USERNAME,
    name: NAME,
    role: ROLE,
    province: 'Area of a province officer, and the province of a district officer’s district.',
    district: 'Area of a district officer.',
    agency: AGENCY,
    rights: RIGHTS,
    email: EMAIL,
    phone: PHONE,
    expiresOn: day(LAST_DAY),
    disabled: 'Whether the account is shut.',
  }),
  object('AccountList', listAccounts.answer, 'A page of accounts.', {
    accounts: 'By area and user name.',
    cursor: 'For the next page; absent on the last one.',
  }),
  object('Handover', createAccount.answer, 'An account with the password to hand over.', {
    account: 'The account.',
    temporaryPassword: PASSWORD,
  }),
  object('OfficerFileResult', importAccounts.answer, 'What became of a file of officers.', {
    dryRun: 'Whether it was only tried.',
    rows: 'Its lines in their order.',
  }),
  object('OfficerLine', accountRow, 'What became of a line.', {
    line: whole('Number of the line in the file, whose first one names the columns.', 2),
    username: USERNAME,
    name: NAME,
    outcome:
      '`created`; `renewed`: a new password for who has never signed in; `stands` as the line has it, and is left alone; `rejected`; and what a dry run would do.',
    subject: SUBJECT,
    temporaryPassword: PASSWORD,
    errors: 'Why it was rejected.',
  }),
  object('OfficerLineError', element, 'What is wrong with a line.', {
    path: 'The field; empty where the line as a whole is meant.',
    code: 'Code of the problem.',
    message: 'What it says.',
  }),
];

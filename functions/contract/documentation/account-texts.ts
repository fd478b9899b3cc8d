import type {
  changeAccount,
  createAccount,
  importAccounts,
  listAccounts,
  readAccount,
  resetPassword,
  signOutEverywhere,
} from '../accounts.ts';
import { PROBLEM_WORDING } from '../problem-wording.ts';
import type { OperationText } from './operation-text.ts';
import { MUEANG_UBON, UBON } from './samples.ts';
import { sample } from './schema-text.ts';

type OfAccounts =
  | typeof listAccounts
  | typeof createAccount
  | typeof readAccount
  | typeof changeAccount
  | typeof resetPassword
  | typeof signOutEverywhere
  | typeof importAccounts;

export const SUBJECT = '5d1c6a0e-0f4b-4a7e-9d43-6f0b8f2f9a11';
const ACCOUNT_PARAMETER = sample('Identifier of the account, of the list of accounts.', SUBJECT);
const OFFICER = {
  username: 'ubon.somying',
  name: 'สมหญิง ใจดี',
  role: 'district' as const,
  agency: 'DOPA',
  phone: '045-123-456',
};
const ACCOUNT = {
  subject: SUBJECT,
  version: 1,
  ...OFFICER,
  province: UBON,
  district: MUEANG_UBON,
  rights: [],
  disabled: false,
};
const HANDOVER = { account: ACCOUNT, temporaryPassword: 'KRmwpqadhe-3857' };
const WHO =
  'For those who administer accounts: a central officer everybody’s, a province officer those of the district officers of the province. Nobody administers an account of his own.';
const PASSWORD =
  'The password is for the next sign-in, works for seven days and is in this answer alone: who loses it resets it.';
const CSV = `ชื่อผู้ใช้,ชื่อ-สกุล,บทบาท,พื้นที่,หน่วยงาน,อีเมล,โทรศัพท์\nubon.somying,สมหญิง ใจดี,อำเภอ,อุบลราชธานี/เมืองอุบลราชธานี,DOPA,,045-123-456\n`;

/** What the description says of the accounts of officers. */
export const accountTexts: { [Op in OfAccounts as Op['id']]: OperationText<Op> } = {
  'list-accounts': {
    tag: 'Accounts',
    summary: 'The accounts of an area',
    description:
      'For central and province officers, by area and user name. Without `area` a central officer gets the central accounts and a province officer those of all districts. An account that was just created may be missing for a moment.',
    query: {
      area: sample(
        'Official code (DOPA) of a province, 2 digits, with the accounts of its districts, or of a district, 4 digits.',
        '34',
      ),
      limit: {
        description: 'Rows of a page, at most.',
        type: 'integer',
        minimum: 1,
        maximum: 200,
        default: 50,
      },
      cursor: 'The `cursor` of the page before; leave it out for the first page.',
    },
    answers: { accounts: { summary: 'One account', value: { accounts: [ACCOUNT] } } },
    problems: ['area.outside'],
  },

  'read-account': {
    tag: 'Accounts',
    summary: 'One account',
    description: `${WHO} Any other account does not exist for the caller.`,
    path: { subject: ACCOUNT_PARAMETER },
    etag: true,
    answers: { account: { summary: 'A district officer', value: ACCOUNT } },
    problems: ['account.not-found'],
  },

  'create-account': {
    tag: 'Accounts',
    summary: 'Creates the account of an officer',
    description: `${WHO} Nobody gives a right that he does not have. ${PASSWORD} A user name is given once: when the answer was lost, the same request is refused with 409, which names the account, and its password is reset.`,
    etag: true,
    requests: { district: { summary: 'A district officer', value: { ...OFFICER, area: '3401' } } },
    answers: { created: { summary: 'Created', value: HANDOVER } },
    problems: [
      'area.outside',
      'account.right-not-held',
      'account.username-taken',
      'account.area-unfit',
      'agency.unknown',
    ],
  },

  'change-account': {
    tag: 'Accounts',
    summary: 'Changes or disables an account',
    description: `${WHO} What is left out stays, \`null\` clears. It works with the officer’s very next request; disabling also ends every session. Send the version that you have read as \`If-Match\`; when somebody was faster the answer is 412 and nothing has changed. The address can be changed only by who has every right of the account, since a forgotten password is asked for there.`,
    path: { subject: ACCOUNT_PARAMETER },
    etag: true,
    requests: {
      move: { summary: 'To another district', value: { area: '3415' } },
      disable: { summary: 'Disabled', value: { disabled: true } },
      expire: { summary: 'Until a day', value: { expiresOn: '2018-09-30' } },
    },
    answers: {
      disabled: { summary: 'Disabled', value: { ...ACCOUNT, version: 2, disabled: true } },
    },
    problems: [
      'area.outside',
      'account.not-found',
      'account.own',
      'account.right-not-held',
      'account.area-unfit',
      'account.nothing-to-change',
      'agency.unknown',
    ],
  },

  'reset-password': {
    tag: 'Accounts',
    summary: 'Gives an officer a new password for the next sign-in',
    description: `${WHO} Only by who has every right of the account. Every session ends. ${PASSWORD}`,
    path: { subject: ACCOUNT_PARAMETER },
    etag: true,
    requests: {
      forgotten: { summary: 'The password is forgotten', value: {} },
      'lost-phone': { summary: 'The phone is lost, too', value: { newDevice: true } },
    },
    answers: { reset: { summary: 'Reset', value: HANDOVER } },
    problems: ['account.not-found', 'account.own', 'account.right-not-held'],
  },

  'sign-out-everywhere': {
    tag: 'Accounts',
    summary: 'Ends every session of an account',
    description:
      'For those who administer the account, and for the officer himself. Tokens from before are refused at their next request.',
    path: { subject: ACCOUNT_PARAMETER },
    etag: true,
    answers: { ended: { summary: 'Ended', value: { ...ACCOUNT, version: 2 } } },
    problems: ['account.not-found'],
  },

  'import-accounts': {
    tag: 'Accounts',
    summary: 'Creates the accounts of a file of officers',
    description: `${WHO} At most 200 officers; the first line names the columns, in Thai or English: \`username\`, \`name\`, \`role\`, \`area\`, \`agency\` and, if you like, \`email\`, \`phone\`, \`expires_on\`, \`rights\`. An area is a code, or names as in the example. Each line is taken or refused for itself; send the file again once it is corrected: whoever stands already is left alone. ${PASSWORD}`,
    requests: { dry: { summary: 'Try first', value: { csv: CSV, dryRun: true } } },
    answers: {
      done: {
        summary: 'One created, one refused',
        value: {
          dryRun: false,
          rows: [
            {
              line: 2,
              username: OFFICER.username,
              name: OFFICER.name,
              outcome: 'created',
              subject: SUBJECT,
              temporaryPassword: HANDOVER.temporaryPassword,
              errors: [],
            },
            {
              line: 3,
              username: 'ubon.somchai',
              name: 'สมชาย ใจงาม',
              outcome: 'rejected',
              errors: [
                {
                  path: 'area',
                  code: 'account.area-unfit',
                  message: PROBLEM_WORDING['account.area-unfit'],
                },
              ],
            },
          ],
        },
      },
    },
    problems: ['area.outside', 'account.file-header', 'account.file-too-long'],
    rowProblems: [
      'row.columns',
      'province.not-found',
      'district.not-found',
      'row.duplicate-username',
      'account.right-not-held',
      'account.username-taken',
      'account.area-unfit',
      'agency.unknown',
    ],
  },
};

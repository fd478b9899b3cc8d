import {
  type correctBankRows,
  type lookUpBankReferences,
  MAX_ROWS,
  MAX_STATEMENT_ROWS,
  type readBankStatement,
  type registerBankRows,
  type withdrawBankRows,
} from '../bank.ts';
import { PROBLEM_WORDING } from '../problem-wording.ts';
import type { OperationText } from './operation-text.ts';
import { MAY_REGISTER_TOO, REGISTRATION_ID } from './samples.ts';
import { daySent } from './schema-text.ts';

type OfBanks =
  | typeof registerBankRows
  | typeof correctBankRows
  | typeof withdrawBankRows
  | typeof lookUpBankReferences
  | typeof readBankStatement;

const REFERENCE = 'B0417-000231';
const REQUEST_REFERENCE = 'C0417-000018';
const RECEIPT = '7KQ4-9MXA-2RTB';

const ACCEPTED = {
  row: 1,
  outcome: 'accepted' as const,
  reference: REFERENCE,
  receipt: RECEIPT,
  registrationId: REGISTRATION_ID,
  version: 1,
  repeated: false,
};
const CHANGED = { ...ACCEPTED, requestReference: REQUEST_REFERENCE, version: 2 };

const BATCH = `Up to ${MAX_ROWS} rows. Each is decided and written for itself: the answer is 200 whatever becomes of the rows, and has one row for each.`;
const SAFE_TO_REPEAT =
  'Send the same batch again after any doubt: a row that was accepted gets the same answer, marked `repeated`, for as long as the measure runs.';
const OWN = 'What another bank or an officer sent does not exist for the caller.';

/** What the description says of the banks' channel. */
export const bankTexts: { [Op in OfBanks as Op['id']]: OperationText<Op> } = {
  'register-bank-rows': {
    tag: 'Banks',
    summary: 'Registers a batch of intents',
    description: `For banks. ${BATCH} A bank registers any cardholder, wherever the person lives. Of several rows for one person or under one reference the first that is accepted counts; later ones name it. Two banks and an officer may send one person at once: exactly one is accepted, the others are told when, where and by which channel. ${SAFE_TO_REPEAT}`,
    requests: {
      two: {
        summary: 'Two people',
        value: {
          rows: [
            {
              reference: REFERENCE,
              citizenId: MAY_REGISTER_TOO,
              intentOn: '2018-02-14',
              projects: ['D2-02'],
              consent: true,
              branch: 'วารินชำราบ',
            },
            {
              reference: 'B0417-000232',
              citizenId: '8000000041039',
              intentOn: '2018-02-14',
              consent: true,
            },
          ],
        },
      },
    },
    answers: {
      mixed: {
        summary: 'One accepted, one not',
        value: {
          accepted: 1,
          rejected: 1,
          rows: [
            ACCEPTED,
            {
              row: 2,
              outcome: 'rejected',
              reference: 'B0417-000232',
              code: 'registration.already-registered',
              message: PROBLEM_WORDING['registration.already-registered'],
              errors: [
                {
                  path: 'citizenId',
                  code: 'registration.already-registered',
                  message: PROBLEM_WORDING['registration.already-registered'],
                },
              ],
              facts: {
                first: {
                  intentOn: '2018-02-05',
                  channel: 'officer',
                  district: '3401',
                  place: 'ที่ว่าการอำเภอเมืองอุบลราชธานี',
                },
              },
              retry: false,
            },
          ],
        },
      },
    },
    problems: [],
    rowProblems: [
      'citizen-id.format',
      'citizen-id.checksum',
      'cardholder.not-entitled',
      'registration.already-registered',
      'registration.consent-required',
      'registration.window-not-open',
      'registration.recording-closed',
      'registration.day-in-future',
      'registration.day-outside-window',
      'agency.unknown',
      'project.unknown',
      'district.unknown',
      'bank-reference.holds-citizen-id',
      'bank-reference.reused',
      'row.duplicate-reference',
      'row.duplicate-person',
    ],
  },

  'correct-bank-rows': {
    tag: 'Banks',
    summary: 'Corrects a batch of intents',
    description: `For banks. ${BATCH} A row names the intent by the \`reference\` under which it was sent, and the change by a \`requestReference\` of its own; one change an intent in a batch. ${OWN} The day of the intent moves only with a reason. ${SAFE_TO_REPEAT}`,
    requests: {
      day: {
        summary: 'The day of the intent was wrong',
        value: {
          rows: [
            {
              requestReference: REQUEST_REFERENCE,
              reference: REFERENCE,
              version: 1,
              intentOn: '2018-02-13',
              reason: 'บันทึกวันที่ผิด',
            },
          ],
        },
      },
    },
    answers: { corrected: { summary: 'Corrected', value: { accepted: 1, rejected: 0, rows: [CHANGED] } } },
    problems: [],
    rowProblems: [
      'bank-reference.not-found',
      'bank-reference.holds-citizen-id',
      'bank-reference.reused',
      'row.duplicate-reference',
      'registration.not-standing',
      'registration.nothing-to-correct',
      'registration.reason-required',
      'registration.day-in-future',
      'registration.day-outside-window',
      'agency.unknown',
      'project.unknown',
      'district.unknown',
      'version.stale',
    ],
  },

  'withdraw-bank-rows': {
    tag: 'Banks',
    summary: 'Withdraws a batch of intents',
    description: `For banks. ${BATCH} The people may register again, anywhere. ${OWN} ${SAFE_TO_REPEAT}`,
    requests: {
      withdrawn: {
        summary: 'The person changed his mind',
        value: {
          rows: [{ requestReference: REQUEST_REFERENCE, reference: REFERENCE, reason: 'ขอยกเลิกด้วยตนเอง' }],
        },
      },
    },
    answers: { withdrawn: { summary: 'Withdrawn', value: { accepted: 1, rejected: 0, rows: [CHANGED] } } },
    problems: [],
    rowProblems: [
      'bank-reference.not-found',
      'bank-reference.holds-citizen-id',
      'bank-reference.reused',
      'row.duplicate-reference',
      'registration.not-standing',
      'version.stale',
    ],
  },

  'look-up-bank-references': {
    tag: 'Banks',
    summary: 'Looks up what stands of references',
    description: `For banks. Up to ${MAX_ROWS} references under which the bank had intents accepted. ${OWN} Every call is written to the audit trail before it is answered.`,
    requests: {
      two: { summary: 'Two references', value: { references: [REFERENCE, 'B0417-000232'] } },
    },
    answers: {
      found: {
        summary: 'One stands, one was never accepted',
        value: {
          rows: [
            {
              reference: REFERENCE,
              outcome: 'found',
              status: 'INTENT',
              receipt: RECEIPT,
              registrationId: REGISTRATION_ID,
              version: 1,
              intentOn: '2018-02-14',
              agency: 'BAAC',
              developmentDistrict: '3401',
              projects: ['D2-02'],
            },
            { reference: 'B0417-000232', outcome: 'not-found' },
          ],
        },
      },
    },
    problems: ['bank-reference.holds-citizen-id'],
  },

  'read-bank-statement': {
    tag: 'Banks',
    summary: 'What stands of a day, for reconciliation',
    description: `For banks. Every intent of the caller’s bank that stands with this day of the intent, in pages of up to ${MAX_STATEMENT_ROWS}; withdrawn ones are not in it, corrected ones with their day as of now. \`counted\` is what officers read in the reports: once nothing is being sent, it is the number of rows of all pages. With \`Accept: text/csv\` a page comes as a file without the counts and the cursor. Every call is written to the audit trail before it is answered.`,
    query: {
      day: daySent('Day of the intents. Today in Bangkok when it is absent.'),
      limit: {
        description: 'Rows of a page, at most.',
        type: 'integer',
        minimum: 1,
        maximum: MAX_STATEMENT_ROWS,
        default: MAX_STATEMENT_ROWS,
      },
      cursor: 'Of the page before; the first page when it is absent.',
    },
    answers: {
      day: {
        summary: 'A day with one intent',
        value: {
          bank: 'BAAC',
          day: '2018-02-14',
          asOf: '2018-02-15T01:00:00.000Z',
          counted: { ofDay: 1, ofAllDays: 1_204, lastCountedAt: '2018-02-15T00:59:41.120Z' },
          rows: [
            {
              reference: REFERENCE,
              receipt: RECEIPT,
              registrationId: REGISTRATION_ID,
              version: 1,
              intentOn: '2018-02-14',
              recordedAt: '2018-02-14T03:05:07.219Z',
            },
          ],
        },
      },
    },
    problems: [],
  },
};

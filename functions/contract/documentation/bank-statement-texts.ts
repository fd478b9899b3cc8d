import type { orderBankStatement, readBankStatementFile } from '../bank-statements.ts';
import type { OperationText } from './operation-text.ts';
import { sample } from './schema-text.ts';

type OfStatements = typeof orderBankStatement | typeof readBankStatementFile;

const STATEMENT_ID = '2018-03-01T010500-m3q9-BAAC';
const ORDERED = {
  statementId: STATEMENT_ID,
  bank: 'BAAC' as const,
  from: '2018-02-14',
  to: '2018-02-15',
  startedAt: '2018-03-01T01:05:00.212Z',
};
const FIRST = {
  day: '2018-02-14',
  rows: 190_211,
  counted: 190_211,
  lastCountedAt: '2018-02-28T16:59:41.120Z',
};
const SECOND = {
  day: '2018-02-15',
  rows: 164_030,
  counted: 164_030,
  lastCountedAt: '2018-02-28T16:59:58.801Z',
};
const RUNNING = {
  ...ORDERED,
  phase: 'running' as const,
  rows: 190_211,
  counted: 190_211,
  days: [FIRST],
  progress: { unitsDone: 1, units: 3 },
};

/** What the description says of statements that are files. */
export const bankStatementTexts: { [Op in OfStatements as Op['id']]: OperationText<Op> } = {
  'order-bank-statement': {
    tag: 'Banks',
    summary: 'Orders what stands of a period as one file',
    description:
      'For banks. A file is written of every intent of the caller’s bank that stands for the days from `from` to `to`, both included, at most 31: what `GET /v1/bank/statement` gives page by page. Ask how far it is by its identifier. Each order makes a file of its own, which is kept for thirty days. Every order is written to the audit trail before it is answered.',
    requests: { two: { summary: 'Two days', value: { from: '2018-02-14', to: '2018-02-15' } } },
    answers: {
      ordered: {
        summary: 'It is ordered',
        value: {
          ...ORDERED,
          phase: 'running',
          rows: 0,
          counted: 0,
          days: [],
          progress: { unitsDone: 0, units: 3 },
        },
      },
    },
    problems: ['days.reversed', 'days.too-many'],
  },

  'read-bank-statement-file': {
    tag: 'Banks',
    summary: 'How far a statement is, and where its file is',
    description:
      'For banks. For each day the lines of the file beside what officers read in the reports: once nothing is being sent, the two are equal. Then an address for the file, its size and its checksum. The file is CSV in UTF-8 with the columns `reference,receipt,registrationId,version,intentOn,recordedAt`; days come in their order, within a day no order is promised. A statement of another bank does not exist for the caller.',
    path: { statementId: sample('Identifier of the statement, of the answer to its order.', STATEMENT_ID) },
    answers: {
      running: { summary: 'One day is written', value: RUNNING },
      done: {
        summary: 'It is done',
        value: {
          ...ORDERED,
          phase: 'done',
          rows: 354_241,
          counted: 354_241,
          days: [FIRST, SECOND],
          file: {
            bytes: 39_320_796,
            sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
            url: `https://imports.example/statements/${STATEMENT_ID}.csv?X-Amz-Signature=0f1e2d`,
            expiresInSeconds: 300,
          },
        },
      },
    },
    problems: ['statement.not-found'],
  },
};

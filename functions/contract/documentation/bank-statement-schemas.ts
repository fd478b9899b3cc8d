import {
  orderBankStatement,
  orderedStatement,
  statementDay,
  statementDownload,
  statementProgress,
} from '../bank-statements.ts';
import { day, instant, type NamedSchema, object, sample, whole } from './schema-text.ts';

const FROM = day('First day of the intents.');
const TO = day('Last day of the intents, which belongs to it; at most 31 days.');
const COUNTED = 'Standing intents of the bank that the reports count';

/** What banks send to have a statement written. */
export const bankStatementRequestSchemas: readonly NamedSchema[] = [
  object('StatementOrder', orderBankStatement.body, 'Of which days the statement is.', {
    from: FROM,
    to: TO,
  }),
];

/** Schemas of statements that are files. */
export const bankStatementSchemas: readonly NamedSchema[] = [
  object('OrderedStatement', orderedStatement, 'A statement that was ordered, as of now.', {
    statementId: sample('Identifier of the statement.', '2018-03-01T010500-m3q9-BAAC'),
    bank: 'Whose it is.',
    from: FROM,
    to: TO,
    startedAt: instant('When it was ordered.'),
    phase: '`running`, or `done` once the file is there.',
    rows: whole('Lines of the file below its header, of the days that are written.'),
    counted: whole(`${COUNTED}, of the days that are written: equal to \`rows\` while nothing is sent.`),
    days: 'The days that are written, each with its numbers.',
    progress: 'While it runs.',
    file: 'Once it is written.',
  }),
  object('StatementDay', statementDay, 'A day of a statement.', {
    day: day('Day of the intents.'),
    rows: whole('Lines of the file with this day.'),
    counted: whole(`${COUNTED} for this day, read before the lines.`),
    lastCountedAt: instant('When the newest change in that number was counted.'),
  }),
  object('StatementProgress', statementProgress, 'How far a statement is.', {
    unitsDone: whole('Steps that are done.'),
    units: whole('All steps: the days, and putting them together.', 1),
  }),
  object('StatementDownload', statementDownload, 'Where the file is, and how to tell that it came whole.', {
    bytes: whole('How large the file is.', 1),
    sha256: sample(
      'SHA-256 of the file, in 64 hexadecimal digits.',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ),
    url: 'Fetched by GET without a token, within the time that it is good for.',
    expiresInSeconds: whole('How long the address is good for.', 1),
  }),
];

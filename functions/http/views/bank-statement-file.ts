import { stringify } from 'csv-stringify/sync';
import type { StatementRow } from '../../domain/bank-statement.ts';
import type { StatementReading } from '../../domain/bank-statement-file.ts';
import { sumOf } from '../../domain/counts.ts';

/** Columns of a statement, by file as by page: the fields of the answer, for the banks' own programs. */
export const STATEMENT_COLUMNS = [
  'reference',
  'receipt',
  'registrationId',
  'version',
  'intentOn',
  'recordedAt',
] as const;

const textOf = (cells: readonly (string | number)[]): string =>
  stringify([cells], { record_delimiter: 'windows', escape_formulas: true });

export const STATEMENT_HEAD = `\ufeff${textOf(STATEMENT_COLUMNS)}`;

/** An intent that stands, as a line. */
export const statementText = ({ bankReference, ...row }: StatementRow): string =>
  textOf([bankReference ?? '', row.receipt, row.registrationId, row.version, row.intentOn, row.recordedAt]);

export const statementReadingView = (reading: StatementReading) => ({
  ...reading,
  phase: reading.file === undefined ? ('running' as const) : ('done' as const),
  rows: sumOf(reading.days.map(({ rows }) => rows)),
  counted: sumOf(reading.days.map(({ counted }) => counted)),
});

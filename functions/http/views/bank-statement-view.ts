import type { StatementReading } from '../../domain/bank-statement-file.ts';
import { sumOf } from '../../domain/counts.ts';

export const statementReadingView = (reading: StatementReading) => ({
  ...reading,
  phase: reading.file === undefined ? ('running' as const) : ('done' as const),
  rows: sumOf(reading.days.map(({ rows }) => rows)),
  counted: sumOf(reading.days.map(({ counted }) => counted)),
});

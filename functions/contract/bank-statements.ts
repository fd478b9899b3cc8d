import * as z from 'zod/mini';
import type { StatementId } from '../domain/bank-statement-file.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

const statementId = z.pipe(
  z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{6}-[0-9a-z]{4}-(?:BAAC|GSB)$/)),
  z.custom<StatementId>(),
);

export const statementDay = z.object({
  day: field.dayAnswer,
  rows: field.count,
  /** What the reports count of the same day. */
  counted: field.count,
  lastCountedAt: z.optional(z.string()),
});

export const statementProgress = z.object({ unitsDone: field.count, units: field.count });

export const statementDownload = z.object({
  bytes: field.count,
  sha256: z.string(),
  url: z.string(),
  expiresInSeconds: field.count,
});

export const orderedStatement = z.object({
  statementId: z.string(),
  bank: z.enum(['BAAC', 'GSB']),
  from: field.dayAnswer,
  to: field.dayAnswer,
  startedAt: z.string(),
  phase: z.enum(['running', 'done']),
  /** Of the days that are written. */
  rows: field.count,
  counted: field.count,
  days: z.array(statementDay),
  progress: z.optional(statementProgress),
  file: z.optional(statementDownload),
});

export const orderBankStatement = {
  id: 'order-bank-statement',
  caller: 'bank',
  body: z.strictObject({ from: field.day, to: field.day }),
  answer: orderedStatement,
  status: 202,
} satisfies Operation;

export const readBankStatementFile = {
  id: 'read-bank-statement-file',
  caller: 'bank',
  path: z.strictObject({ statementId }),
  answer: orderedStatement,
} satisfies Operation;

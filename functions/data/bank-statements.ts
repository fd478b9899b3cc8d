import * as z from 'zod/mini';
import type { StatementReport } from '../domain/bank-statement-file.ts';
import * as field from './item-fields.ts';

/** What the run that writes a statement keeps of it. */
export const statementReport: z.ZodMiniType<StatementReport> = z.object({
  of: z.optional(z.object({ bank: z.enum(['BAAC', 'GSB']), from: field.day, to: field.day })),
  days: z.array(
    z.object({
      day: field.day,
      rows: z.number(),
      counted: z.number(),
      lastCountedAt: z.optional(field.instant),
    }),
  ),
  file: z.optional(z.object({ bytes: z.number(), sha256: z.string() })),
});

import * as z from 'zod/mini';
import { AUDIT_ACTIONS } from '../domain/audit.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

const line = z.object({
  at: z.string(),
  action: z.enum(AUDIT_ACTIONS),
  outcome: z.enum(['done', 'refused']),
  code: z.optional(z.string()),
  reason: z.optional(z.string()),
  from: z.string(),
  requestId: z.string(),
  about: z.array(z.object({ name: z.string(), value: z.string() })),
  actor: z.object({
    subject: z.string(),
    kind: z.enum(['officer', 'bank', 'operator', 'unknown']),
    name: z.optional(z.string()),
    role: z.optional(z.enum(['central', 'province', 'district'])),
    agency: z.optional(z.string()),
    province: z.optional(field.province),
    district: z.optional(field.district),
  }),
});

export const readAccessHistory = {
  id: 'read-access-history',
  caller: 'officer',
  body: z.strictObject({
    /** As a person writes it: Thai digits, blanks and hyphens are understood. */
    citizenId: z.string().check(z.maxLength(64)),
    limit: z.optional(z.int().check(z.gte(1), z.lte(200))),
    cursor: z.optional(field.cursor),
  }),
  answer: z.object({
    maskedId: z.string(),
    asOf: z.string(),
    lines: z.array(line),
    cursor: z.optional(z.string()),
  }),
} satisfies Operation;

export const readOfficerActivity = {
  id: 'read-officer-activity',
  caller: 'officer',
  path: z.strictObject({ subject: z.string().check(z.regex(/^[\w:.-]{2,64}$/)) }),
  query: z.strictObject({
    month: z.optional(z.string().check(z.regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/))),
    ...field.page,
  }),
  answer: z.object({
    month: z.string(),
    lines: z.array(line),
    cursor: z.optional(z.string()),
  }),
} satisfies Operation;

import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

export const readMe = {
  id: 'read-me',
  caller: 'officer',
  answer: z.object({
    username: z.string(),
    name: z.string(),
    role: z.enum(['central', 'province', 'district']),
    agency: z.string(),
    province: z.optional(field.province),
    district: z.optional(field.district),
  }),
} satisfies Operation;

import * as z from 'zod/mini';
import { RIGHTS } from '../domain/caller.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

export const readMe = {
  id: 'read-me',
  caller: 'officer',
  answer: z.object({
    subject: z.string(),
    username: z.string(),
    name: z.string(),
    role: z.enum(['central', 'province', 'district']),
    agency: z.string(),
    rights: z.array(z.enum(RIGHTS)),
    province: z.optional(field.province),
    district: z.optional(field.district),
  }),
} satisfies Operation;

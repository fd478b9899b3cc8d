import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';
import { publishedPlace } from './published-place.ts';

const message = field.localText;

/** The answer's `status` decides its shape; unknown and not entitled are one answer. */
const answer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('not-found'), message }),
  z.object({
    status: z.literal('registered'),
    message,
    registeredOn: field.dayAnswer,
    district: field.district,
  }),
  z.object({
    status: z.literal('may-register'),
    message,
    measure: z.object({
      code: z.string(),
      name: field.localText,
      windowFrom: field.dayAnswer,
      windowTo: field.dayAnswer,
      phase: field.phase,
    }),
    district: field.district,
    /** A branch of either bank in the district takes the intent, whether or not a place has been set. */
    branches: z.array(z.object({ bank: z.enum(['BAAC', 'GSB']), name: field.localText })),
    places: z.array(publishedPlace),
    bring: z.array(field.localText),
  }),
]);

export const checkEligibility = {
  id: 'check-eligibility',
  caller: 'public',
  /** As a person writes it: Thai digits, blanks and hyphens are understood. */
  body: z.strictObject({
    citizenId: z.string().check(z.maxLength(64)),
    /** Of the person; asked for by some measures alone, and never compared otherwise. */
    birthDate: z.optional(field.day),
    /** What solves the challenge that the answer before brought. */
    proof: z.optional(z.string().check(z.maxLength(2_048))),
  }),
  answer,
} satisfies Operation;

import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

/** Bytes of a request: a thousand lines with names and addresses in Thai, in base64. */
export const MAX_LOOK_UP_BYTES = 1024 * 1024;

const line = z.number();

export const personFound = z.object({
  line,
  outcome: z.enum(['may-register', 'registered', 'not-entitled', 'not-found']),
  maskedId: z.string(),
  district: z.optional(field.district),
  registration: z.optional(
    z.object({
      intentOn: field.dayAnswer,
      channel: field.channel,
      place: z.string(),
      district: field.district,
    }),
  ),
});

export const lineAtFault = z.object({
  line,
  outcome: z.literal('fault'),
  code: z.enum(['citizen-id.missing', 'citizen-id.format', 'citizen-id.checksum', 'row.duplicate']),
  message: field.localText,
  sameAsLine: z.optional(line),
});

export const lookUpPeople = {
  id: 'look-up-people',
  caller: 'officer',
  body: z.strictObject({
    /** As people write them; a line of the answer is the place in the list, from 1. */
    citizenIds: z.optional(z.array(z.string().check(z.maxLength(64))).check(z.minLength(1))),
    /** A CSV file in base64. */
    file: z.optional(z.string().check(z.minLength(1), z.regex(/^[A-Za-z0-9+/]+={0,2}$/))),
  }),
  maxBodyBytes: MAX_LOOK_UP_BYTES,
  answer: z.object({
    asOf: z.string(),
    rows: z.array(z.discriminatedUnion('outcome', [personFound, lineAtFault])),
  }),
  csv: true,
} satisfies Operation;

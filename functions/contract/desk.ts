import * as z from 'zod/mini';
import { areaName } from './areas.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';
import { publishedPlace } from './published-place.ts';
import { intakePlace } from './registrations.ts';

const maskedId = z.string();
/** Where somebody lives, with the names. */
export const residenceNamed = z.object({
  province: field.province,
  district: areaName,
  subdistrict: areaName,
});

const person = {
  maskedId,
  maskedName: z.string(),
  residence: residenceNamed,
  band: field.band,
};

/** The answer's `decision` decides its shape; unknown and not entitled are one answer. */
const answer = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('not-found'), maskedId }),
  z.object({
    decision: z.literal('elsewhere'),
    maskedId,
    district: field.district,
    places: z.array(publishedPlace),
    registeredOn: z.optional(field.dayAnswer),
  }),
  z.object({ decision: z.literal('may-register'), ...person }),
  z.object({
    decision: z.literal('registered'),
    ...person,
    registration: z.object({
      intentOn: field.dayAnswer,
      channel: field.channel,
      place: intakePlace,
      /** Absent when the registration belongs to another area. */
      registrationId: z.optional(z.string()),
      receipt: z.optional(z.string()),
      version: z.optional(z.number()),
    }),
  }),
]);

export const identifyPerson = {
  id: 'identify-person',
  caller: 'officer',
  /** As a person writes it: Thai digits, blanks and hyphens are understood. */
  body: z.strictObject({ citizenId: z.string().check(z.maxLength(64)) }),
  answer,
} satisfies Operation;

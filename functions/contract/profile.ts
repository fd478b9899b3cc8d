import * as z from 'zod/mini';
import { residenceNamed } from './desk.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';
import { personName } from './people.ts';

/** Whom a request is about, named in one of three ways; the ID as a person writes it. */
export const personNamed = z.strictObject({
  citizenId: z.optional(z.string().check(z.maxLength(64))),
  listed: z.optional(field.cursor),
  registrationId: z.optional(field.registrationId),
});

const place = z.object({ name: z.string(), district: field.district });

export const profileRegistration = z.object({
  status: z.enum(['INTENT', 'CANCELLED']),
  intentOn: field.dayAnswer,
  channel: field.channel,
  place,
  residence: residenceNamed,
  developmentDistrict: field.district,
  band: field.band,
  agency: z.string(),
  projects: z.array(z.string()),
  receipt: z.string(),
  recordedAt: z.string(),
  version: z.number(),
  phone: z.optional(z.string()),
  /** Absent when the registration belongs to another area. */
  registrationId: z.optional(z.string()),
});

export const profileVersion = z.object({
  version: z.number(),
  status: z.enum(['INTENT', 'CANCELLED']),
  intentOn: field.dayAnswer,
  at: z.string(),
  change: z.enum(['created', 'corrected', 'withdrawn', 'registered-again']),
  reason: z.optional(z.string()),
});

export const paymentCutOff = z.object({
  cutOffId: z.string(),
  name: z.string(),
  phase: z.enum(['freezing', 'frozen']),
  isListed: z.boolean(),
});

export const payment = z.object({
  bahtPerMonth: z.number(),
  fromMonth: z.string(),
  cutOff: z.optional(paymentCutOff),
});

export const profile = z.object({
  asOf: z.string(),
  maskedId: z.string(),
  name: personName,
  birthDate: field.dayAnswer,
  residence: residenceNamed,
  band: field.band,
  cardStatus: z.enum(['active', 'cancelled', 'deceased', 'not-passed']),
  missingSince: z.optional(z.string()),
  registration: z.optional(profileRegistration),
  versions: z.array(profileVersion),
  payment: z.optional(payment),
});

export const readProfile = {
  id: 'read-profile',
  caller: 'officer',
  body: personNamed,
  answer: profile,
} satisfies Operation;

export const showFullId = {
  id: 'show-full-id',
  caller: 'officer',
  body: personNamed,
  answer: z.object({ citizenId: z.string() }),
} satisfies Operation;

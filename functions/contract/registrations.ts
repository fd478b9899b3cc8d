import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

const oneRegistration = z.strictObject({ registrationId: field.registrationId });
const reason = field.line(300);
const projects = z.array(field.projectCode).check(z.maxLength(10));

/** Where an intent was declared. */
export const intakePlace = z.object({ district: z.string(), placeId: z.string(), name: z.string() });

const listed = z.object({
  registrationId: z.string(),
  version: z.number(),
  status: z.enum(['INTENT', 'CANCELLED']),
  receipt: z.string(),
  maskedId: z.string(),
  intentOn: field.dayAnswer,
  place: intakePlace,
  residence: z.object({ province: z.string(), district: z.string(), subdistrict: z.string() }),
  channel: field.channel,
  agency: z.string(),
  projects: z.array(z.string()),
  recordedBy: z.string(),
  recordedAt: z.string(),
});

const version = z.object({
  ...listed.shape,
  band: field.band,
  developmentDistrict: z.string(),
  phone: z.optional(z.string()),
  remark: z.optional(z.string()),
  consentedAt: z.string(),
  change: z.object({
    kind: z.enum(['created', 'corrected', 'withdrawn', 'registered-again']),
    by: z.string(),
    at: z.string(),
    reason: z.optional(z.string()),
  }),
});

/** With the name by which the officer compares the person at the desk with the record. */
const registration = z.object({ ...version.shape, maskedName: z.optional(z.string()) });

/** What whoever comes second is told of the registration that stands. */
export const firstRegistration = z.object({
  intentOn: z.string(),
  channel: field.channel,
  district: z.string(),
  place: z.string(),
});

export const createRegistration = {
  id: 'create-registration',
  caller: 'officer',
  body: z.strictObject({
    citizenId: z.string().check(z.maxLength(64)),
    placeId: field.placeId,
    /** Where the place is, when it is not the district in which the person lives. */
    intakeDistrict: z.optional(field.districtCode),
    /** Today in Bangkok when it is left out. */
    intentOn: z.optional(field.day),
    developmentDistrict: z.optional(field.districtCode),
    agency: field.agencyCode,
    projects: z.optional(projects),
    consent: z.boolean(),
    phone: z.optional(field.phone),
    remark: z.optional(field.note(500)),
  }),
  answer: registration,
  status: 201,
  idempotencyKey: true,
} satisfies Operation;

export const readRegistration = {
  id: 'read-registration',
  caller: 'officer',
  path: oneRegistration,
  answer: registration,
} satisfies Operation;

export const correctRegistration = {
  id: 'correct-registration',
  caller: 'officer',
  path: oneRegistration,
  body: z.strictObject({
    placeId: z.optional(field.placeId),
    intakeDistrict: z.optional(field.districtCode),
    intentOn: z.optional(field.day),
    developmentDistrict: z.optional(field.districtCode),
    agency: z.optional(field.agencyCode),
    projects: z.optional(projects),
    phone: z.optional(z.nullable(field.phone)),
    remark: z.optional(z.nullable(field.note(500))),
    /** Needed when the day of the intent moves: it decides what is paid. */
    reason: z.optional(reason),
  }),
  answer: registration,
  ifMatch: true,
} satisfies Operation;

export const withdrawRegistration = {
  id: 'withdraw-registration',
  caller: 'officer',
  path: oneRegistration,
  body: z.strictObject({ reason }),
  answer: registration,
  ifMatch: true,
} satisfies Operation;

export const listRegistrationVersions = {
  id: 'list-registration-versions',
  caller: 'officer',
  path: oneRegistration,
  query: z.strictObject(field.page),
  answer: z.object({ versions: z.array(version), cursor: z.optional(z.string()) }),
} satisfies Operation;

export const listRegistrations = {
  id: 'list-registrations',
  caller: 'officer',
  path: z.strictObject({ district: field.districtCode }),
  query: z.strictObject({
    /** The day of the intent; today in Bangkok when it is left out. */
    day: z.optional(field.day),
    placeId: z.optional(field.intakePlaceId),
    ...field.page,
  }),
  answer: z.object({
    day: field.dayAnswer,
    registrations: z.array(listed),
    cursor: z.optional(z.string()),
  }),
} satisfies Operation;

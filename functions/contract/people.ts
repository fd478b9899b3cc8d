import * as z from 'zod/mini';
import { AGE_GROUPS } from '../domain/age-group.ts';
import type { SubdistrictCode } from '../domain/area.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

const subdistrictCode = z.pipe(z.string().check(z.regex(/^\d{6}$/)), z.custom<SubdistrictCode>());
/** A year of the common era in a query; one of the Buddhist era is refused. */
const birthYear = z.pipe(
  z.string().check(z.regex(/^(19|20)\d{2}$/)),
  z.transform((digits: string) => Number(digits)),
);
const yesOrNo = z.pipe(
  z.enum(['true', 'false']),
  z.transform((text: 'true' | 'false') => text === 'true'),
);
const person = { maskedId: z.string(), maskedName: z.optional(z.string()), subdistrict: z.string() };
const ofRegistration = {
  registrationId: z.optional(z.string()),
  receipt: z.optional(z.string()),
};

export const personName = z.object({ title: z.string(), first: z.string(), last: z.string() });

export const listParticipants = {
  id: 'list-participants',
  caller: 'officer',
  path: z.strictObject({ district: field.districtCode }),
  query: z.strictObject({
    status: z.optional(z.enum(['INTENT', 'CANCELLED'])),
    from: z.optional(field.day),
    to: z.optional(field.day),
    subdistrict: z.optional(subdistrictCode),
    agency: z.optional(field.agencyCode),
    channel: z.optional(field.channel),
    project: z.optional(field.projectCode),
    ...field.page,
  }),
  answer: z.object({
    asOf: z.string(),
    district: field.district,
    participants: z.array(
      z.object({
        ...person,
        ...ofRegistration,
        status: z.enum(['INTENT', 'CANCELLED']),
        intentOn: field.dayAnswer,
        channel: field.channel,
        agency: z.string(),
        projects: z.array(z.string()),
      }),
    ),
    cursor: z.optional(z.string()),
  }),
} satisfies Operation;

export const listCardholders = {
  id: 'list-cardholders',
  caller: 'officer',
  path: z.strictObject({ district: field.districtCode }),
  query: z.strictObject({
    subdistrict: z.optional(subdistrictCode),
    band: z.optional(field.band),
    age: z.optional(z.enum(AGE_GROUPS)),
    bornFrom: z.optional(birthYear),
    bornTo: z.optional(birthYear),
    registered: z.optional(yesOrNo),
    /** Whole names, for a team that has to find the people; the trail says so. */
    names: z.optional(z.enum(['whole'])),
    ...field.page,
  }),
  answer: z.object({
    asOf: z.string(),
    district: field.district,
    cardholders: z.array(
      z.object({
        ...person,
        ...ofRegistration,
        /** By which the profile of the person is asked for. */
        listed: z.string(),
        name: z.optional(personName),
        band: field.band,
        birthYear: z.number(),
        registered: z.boolean(),
      }),
    ),
    cursor: z.optional(z.string()),
  }),
} satisfies Operation;

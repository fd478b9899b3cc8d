import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';
import { publishedPlace } from './published-place.ts';

const inDistrict = z.strictObject({ district: field.districtCode });
const onePlace = z.strictObject({ district: field.districtCode, placeId: field.placeId });

const place = z.object({
  ...publishedPlace.shape,
  district: z.string(),
  version: z.number(),
  status: z.enum(['open', 'retired']),
  recordedAt: z.string(),
  changedAt: z.string(),
});

const fields = {
  name: field.line(200),
  address: z.optional(field.line(400)),
  opensOn: z.optional(field.day),
  closesOn: z.optional(field.day),
  hours: z.optional(field.line(120)),
  phone: z.optional(field.phone),
  position: z.optional(field.position),
};

/** `null` clears a field that may be empty. */
const changes = {
  name: z.optional(field.line(200)),
  address: z.optional(z.nullable(field.line(400))),
  opensOn: z.optional(z.nullable(field.day)),
  closesOn: z.optional(z.nullable(field.day)),
  hours: z.optional(z.nullable(field.line(120))),
  phone: z.optional(z.nullable(field.phone)),
  position: z.optional(z.nullable(field.position)),
};

export const listIntakeLocations = {
  id: 'list-intake-locations',
  caller: 'public',
  path: inDistrict,
  answer: z.object({ district: field.district, places: z.array(publishedPlace) }),
  publicSeconds: 10,
} satisfies Operation;

export const listMyIntakeLocations = {
  id: 'list-my-intake-locations',
  caller: 'officer',
  /** A district's officer may leave it out. */
  query: z.strictObject({ district: z.optional(field.districtCode) }),
  answer: z.object({ district: field.district, places: z.array(place) }),
} satisfies Operation;

export const addIntakeLocation = {
  id: 'add-intake-location',
  caller: 'officer',
  path: inDistrict,
  body: z.strictObject(fields),
  answer: place,
  status: 201,
} satisfies Operation;

export const changeIntakeLocation = {
  id: 'change-intake-location',
  caller: 'officer',
  path: onePlace,
  body: z.strictObject(changes),
  answer: place,
  ifMatch: true,
} satisfies Operation;

export const retireIntakeLocation = {
  id: 'retire-intake-location',
  caller: 'officer',
  path: onePlace,
  answer: place,
  ifMatch: true,
} satisfies Operation;

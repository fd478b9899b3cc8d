import * as z from 'zod/mini';
import * as field from './fields.ts';

/** A place as the public sees it. */
export const publishedPlace = z.object({
  placeId: z.string(),
  name: z.string(),
  address: z.optional(z.string()),
  opensOn: z.optional(field.dayAnswer),
  closesOn: z.optional(field.dayAnswer),
  hours: z.optional(z.string()),
  phone: z.optional(z.string()),
  position: z.optional(z.object({ latitude: z.number(), longitude: z.number() })),
});

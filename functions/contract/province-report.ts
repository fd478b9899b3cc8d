import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

const counts = z.record(z.string(), field.count);
const standing = { registered: field.count, cancelled: field.count };

export const readProvinceReport = {
  id: 'read-province-report',
  caller: 'officer',
  path: z.strictObject({ province: field.provinceCode }),
  query: z.strictObject({
    /** First and last day of the intents; the last thirty days when they are left out. */
    from: z.optional(field.day),
    to: z.optional(field.day),
  }),
  answer: z.object({
    province: field.province,
    /** When the counters were read, and when the newest change in them was counted. */
    asOf: z.string(),
    lastCountedAt: z.optional(z.string()),
    total: z.object({
      ...standing,
      withProject: field.count,
      participations: field.count,
      byAgency: counts,
      byChannel: counts,
      byProject: counts,
      byDistrict: z.array(z.object({ district: z.string(), ...standing })),
      bySubdistrict: z.array(z.object({ subdistrict: z.string(), ...standing })),
    }),
    days: z.array(
      z.object({ day: field.dayAnswer, registered: field.count, byAgency: counts, byChannel: counts }),
    ),
  }),
} satisfies Operation;

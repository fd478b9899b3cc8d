import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

const PUBLIC_SECONDS = 10;

/** Reports name agencies and bands in the same words. */
export const agency = z.object({ code: z.string(), name: field.localText });
export const bandRule = z.object({
  band: field.band,
  incomeUpToBaht: z.number(),
  extraBahtPerMonth: z.number(),
});

export const readMeasure = {
  id: 'read-measure',
  caller: 'public',
  answer: z.object({
    code: z.string(),
    name: field.localText,
    windowFrom: field.dayAnswer,
    windowTo: field.dayAnswer,
    recordUntil: field.dayAnswer,
    /** By the server's clock. */
    phase: field.phase,
    today: field.dayAnswer,
    bands: z.array(bandRule),
    requireBirthDate: z.boolean(),
  }),
  publicSeconds: PUBLIC_SECONDS,
} satisfies Operation;

export const listAgencies = {
  id: 'list-agencies',
  caller: 'public',
  answer: z.object({ agencies: z.array(agency) }),
  publicSeconds: PUBLIC_SECONDS,
} satisfies Operation;

export const listProjects = {
  id: 'list-projects',
  caller: 'public',
  answer: z.object({
    dimensions: z.array(z.object({ code: z.number(), name: field.localText })),
    projects: z.array(
      z.object({
        code: z.string(),
        dimension: z.number(),
        agencies: z.array(z.string()),
        name: field.localText,
        /** True while the set is not the official annex. */
        illustrative: z.boolean(),
      }),
    ),
  }),
  publicSeconds: PUBLIC_SECONDS,
} satisfies Operation;

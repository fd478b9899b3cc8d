import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';
import { agency, bandRule } from './programme.ts';

/** An area of a report: the country has no code. */
export const namedArea = z.object({
  level: z.enum(['country', 'province', 'district']),
  code: z.optional(z.string()),
  name: field.localText,
});

/** With the areas that it lies in, the country first. */
export const reportArea = z.object({ ...namedArea.shape, parents: z.array(namedArea) });

/** What every report begins with: where, as of when, and when the newest change in it was counted. */
const head = { area: reportArea, asOf: z.string(), lastCountedAt: z.optional(z.string()) };
const row = { code: z.string(), name: field.localText };

/** A province or a district; the whole area of the caller when it is left out. */
const area = z.optional(field.areaCode);

export const coverageFigures = z.object({
  cardholders: field.count,
  registered: field.count,
  cancelled: field.count,
  coverage: z.nullable(field.count),
});

export const readCoverageReport = {
  id: 'read-coverage-report',
  caller: 'officer',
  query: z.strictObject({
    area,
    sort: z.optional(z.enum(['code', 'registered', 'coverage'])),
    order: z.optional(z.enum(['asc', 'desc'])),
  }),
  answer: z.object({
    ...head,
    total: coverageFigures,
    rows: z.array(z.object({ ...row, ...coverageFigures.shape })),
  }),
  csv: true,
} satisfies Operation;

export const channelCounts = z.object({ officer: field.count, BAAC: field.count, GSB: field.count });

export const dayFigures = z.object({
  registered: field.count,
  byAgency: z.record(z.string(), field.count),
  byChannel: channelCounts,
});

export const readDailyReport = {
  id: 'read-daily-report',
  caller: 'officer',
  query: z.strictObject({
    area,
    /** First and last day of the intents; the last thirty days when they are left out. */
    from: z.optional(field.day),
    to: z.optional(field.day),
  }),
  answer: z.object({
    ...head,
    from: field.dayAnswer,
    to: field.dayAnswer,
    /** The columns of `byAgency`. */
    agencies: z.array(agency),
    total: dayFigures,
    days: z.array(z.object({ day: field.dayAnswer, ...dayFigures.shape })),
  }),
  csv: true,
} satisfies Operation;

export const readProjectReport = {
  id: 'read-project-report',
  caller: 'officer',
  query: z.strictObject({ area }),
  answer: z.object({
    ...head,
    people: field.count,
    peopleWithProject: field.count,
    participations: field.count,
    byDimension: z.array(
      z.object({
        code: z.number(),
        name: field.localText,
        participations: field.count,
        projects: z.array(z.object({ ...row, agencies: z.array(z.string()), participations: field.count })),
      }),
    ),
    byAgency: z.array(z.object({ agencies: z.array(z.string()), participations: field.count })),
    agencies: z.array(agency),
  }),
  csv: true,
} satisfies Operation;

export const bandCounts = z.object({ UP_TO_30000: field.count, UP_TO_100000: field.count });

export const cardholderFigures = z.object({ cardholders: field.count, byBand: bandCounts });

export const readCardholderReport = {
  id: 'read-cardholder-report',
  caller: 'officer',
  query: z.strictObject({ area }),
  answer: z.object({
    ...head,
    bands: z.array(bandRule),
    total: cardholderFigures,
    rows: z.array(z.object({ ...row, ...cardholderFigures.shape })),
  }),
  csv: true,
} satisfies Operation;

import * as z from 'zod/mini';
import type { CutOffId } from '../domain/cut-off.ts';
import { DIFFERENCES } from '../domain/cut-off-differences.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';
import { bandRule } from './programme.ts';
import { reportArea } from './reports.ts';

const cutOffId = z.pipe(
  z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{6}-[0-9a-z]{4}$/)),
  z.custom<CutOffId>(),
);

export const cutOff = z.object({
  cutOffId: z.string(),
  name: z.string(),
  from: field.dayAnswer,
  to: field.dayAnswer,
  frozenAt: z.string(),
  phase: z.enum(['freezing', 'frozen']),
  sealedAt: z.optional(z.string()),
});

export const createCutOff = {
  id: 'create-cut-off',
  caller: 'officer',
  body: z.strictObject({ name: field.line(80), from: field.day, to: field.day }),
  answer: cutOff,
  status: 202,
} satisfies Operation;

export const listCutOffs = {
  id: 'list-cut-offs',
  caller: 'officer',
  answer: z.object({ cutOffs: z.array(cutOff) }),
} satisfies Operation;

export const paid = z.object({ people: field.count, bahtPerMonth: field.count });
export const paidByBand = z.object({ UP_TO_30000: paid, UP_TO_100000: paid });
export const cutOffFigures = z.object({
  ...paid.shape,
  byBand: paidByBand,
  registeredNow: field.count,
  difference: field.count,
});

export const readCutOff = {
  id: 'read-cut-off',
  caller: 'officer',
  path: z.strictObject({ cutOffId }),
  query: z.strictObject({
    /** A province or a district; the whole area of the caller when it is left out. */
    area: z.optional(field.areaCode),
  }),
  answer: z.object({
    area: reportArea,
    asOf: z.string(),
    lastCountedAt: z.optional(z.string()),
    cutOff,
    bands: z.array(bandRule),
    /** Absent while the list is being made. */
    total: z.optional(cutOffFigures),
    rows: z.array(z.object({ code: z.string(), name: field.localText, ...cutOffFigures.shape })),
  }),
  csv: true,
} satisfies Operation;

const person = { maskedId: z.string(), registrationId: z.string(), receipt: z.string() };

export const listCutOffRows = {
  id: 'list-cut-off-rows',
  caller: 'officer',
  path: z.strictObject({ cutOffId, district: field.districtCode }),
  query: z.strictObject({ ...field.page }),
  answer: z.object({
    asOf: z.string(),
    cutOff,
    district: field.district,
    rows: z.array(
      z.object({
        ...person,
        maskedName: z.optional(z.string()),
        version: z.number(),
        intentOn: field.dayAnswer,
        subdistrict: z.string(),
        band: field.band,
        bahtPerMonth: field.count,
        agency: z.string(),
        channel: field.channel,
      }),
    ),
    cursor: z.optional(z.string()),
  }),
} satisfies Operation;

/** A registration as the list has it, or as it is now. */
const stood = { intentOn: field.dayAnswer, subdistrict: z.string(), band: field.band };
export const differenceCounts = z.object(
  Object.fromEntries(DIFFERENCES.map((kind) => [kind, field.count])) as Record<
    (typeof DIFFERENCES)[number],
    typeof field.count
  >,
);

export const listCutOffDifferences = {
  id: 'list-cut-off-differences',
  caller: 'officer',
  path: z.strictObject({ cutOffId, district: field.districtCode }),
  answer: z.object({
    asOf: z.string(),
    cutOff,
    district: field.district,
    ...paid.shape,
    byKind: differenceCounts,
    differences: z.array(
      z.object({
        kind: z.enum(DIFFERENCES),
        ...person,
        ...paid.shape,
        frozen: z.optional(z.object(stood)),
        now: z.optional(z.object({ status: z.enum(['INTENT', 'CANCELLED']), ...stood })),
      }),
    ),
    more: z.boolean(),
  }),
  csv: true,
} satisfies Operation;

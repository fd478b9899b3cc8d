import * as z from 'zod/mini';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';
import { firstRegistration } from './registrations.ts';

/** Rows of a batch. */
export const MAX_ROWS = 500;
/** Bytes; five hundred rows with the longest texts in Thai are under two thirds of it. */
export const MAX_BATCH_BYTES = 2 * 1024 * 1024;

const reference = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));
const projects = z.array(field.projectCode).check(z.maxLength(10));
const branch = field.line(80);

export const bankIntent = z.strictObject({
  reference,
  citizenId: z.string().check(z.maxLength(64)),
  intentOn: field.day,
  /** The bank's own when it is left out. */
  agency: z.optional(field.agencyCode),
  developmentDistrict: z.optional(field.districtCode),
  projects: z.optional(projects),
  phone: z.optional(field.phone),
  remark: z.optional(field.note(500)),
  consent: z.boolean(),
  branch: z.optional(branch),
});

/** The bank's name for the change, what it changes, and the version that the bank knows of it. */
const change = {
  requestReference: reference,
  reference,
  version: z.optional(z.int().check(z.gte(1))),
};

export const bankCorrection = z.strictObject({
  ...change,
  intentOn: z.optional(field.day),
  agency: z.optional(field.agencyCode),
  developmentDistrict: z.optional(field.districtCode),
  projects: z.optional(projects),
  phone: z.optional(z.nullable(field.phone)),
  remark: z.optional(z.nullable(field.note(500))),
  branch: z.optional(branch),
  /** Needed when the day of the intent moves: it decides what is paid. */
  reason: z.optional(field.line(300)),
});

export const bankWithdrawal = z.strictObject({ ...change, reason: field.line(300) });

/** Any row is let in: one that does not fit is refused by itself, and the others are not touched by it. */
const batchOf = <Row extends z.ZodMiniType>(row: Row) =>
  z.strictObject({
    rows: z.array(z.union([row, z.unknown()])).check(z.minLength(1), z.maxLength(MAX_ROWS)),
  });

export const acceptedRow = z.object({
  row: z.number(),
  outcome: z.literal('accepted'),
  reference: z.string(),
  requestReference: z.optional(z.string()),
  receipt: z.string(),
  registrationId: z.string(),
  version: z.number(),
  repeated: z.boolean(),
});

export const rowFault = z.object({ path: z.string(), code: z.string(), message: field.localText });

export const rowFacts = z.object({
  first: z.optional(firstRegistration),
  windowFrom: z.optional(z.string()),
  windowTo: z.optional(z.string()),
  recordUntil: z.optional(z.string()),
  version: z.optional(z.number()),
  row: z.optional(z.number()),
});

export const rejectedRow = z.object({
  row: z.number(),
  outcome: z.literal('rejected'),
  reference: z.optional(z.string()),
  requestReference: z.optional(z.string()),
  code: z.string(),
  message: field.localText,
  errors: z.optional(z.array(rowFault)),
  facts: z.optional(rowFacts),
  /** The row may be accepted as it is, when it is sent again. */
  retry: z.boolean(),
});

export const batchAnswer = z.object({
  accepted: z.number(),
  rejected: z.number(),
  rows: z.array(z.discriminatedUnion('outcome', [acceptedRow, rejectedRow])),
});

export const registerBankRows = {
  id: 'register-bank-rows',
  caller: 'bank',
  body: batchOf(bankIntent),
  maxBodyBytes: MAX_BATCH_BYTES,
  answer: batchAnswer,
} satisfies Operation;

export const correctBankRows = {
  id: 'correct-bank-rows',
  caller: 'bank',
  body: batchOf(bankCorrection),
  maxBodyBytes: MAX_BATCH_BYTES,
  answer: batchAnswer,
} satisfies Operation;

export const withdrawBankRows = {
  id: 'withdraw-bank-rows',
  caller: 'bank',
  body: batchOf(bankWithdrawal),
  maxBodyBytes: MAX_BATCH_BYTES,
  answer: batchAnswer,
} satisfies Operation;

export const foundReference = z.object({
  reference: z.string(),
  outcome: z.literal('found'),
  status: z.enum(['INTENT', 'CANCELLED']),
  receipt: z.string(),
  registrationId: z.string(),
  version: z.optional(z.number()),
  intentOn: z.optional(field.dayAnswer),
  agency: z.optional(z.string()),
  developmentDistrict: z.optional(z.string()),
  projects: z.optional(z.array(z.string())),
});
export const missingReference = z.object({ reference: z.string(), outcome: z.literal('not-found') });

export const lookUpBankReferences = {
  id: 'look-up-bank-references',
  caller: 'bank',
  body: z.strictObject({ references: z.array(reference).check(z.minLength(1), z.maxLength(MAX_ROWS)) }),
  answer: z.object({
    rows: z.array(z.discriminatedUnion('outcome', [foundReference, missingReference])),
  }),
} satisfies Operation;

export const statementRow = z.object({
  /** Absent on what was recorded for the bank before it had a channel of its own. */
  reference: z.optional(z.string()),
  receipt: z.string(),
  registrationId: z.string(),
  version: z.number(),
  intentOn: field.dayAnswer,
  recordedAt: z.string(),
});

export const channelCounts = z.object({
  ofDay: field.count,
  ofAllDays: field.count,
  lastCountedAt: z.optional(z.string()),
});

/** Rows of a page of the statement; a day of a bank has up to some 190,000. */
export const MAX_STATEMENT_ROWS = 1_000;

export const readBankStatement = {
  id: 'read-bank-statement',
  caller: 'bank',
  query: z.strictObject({
    /** The day of the intent; today in Bangkok when it is left out. */
    day: z.optional(field.day),
    limit: z.optional(field.limitUpTo(MAX_STATEMENT_ROWS)),
    cursor: field.page.cursor,
  }),
  answer: z.object({
    bank: z.enum(['BAAC', 'GSB']),
    day: field.dayAnswer,
    asOf: z.string(),
    counted: z.optional(channelCounts),
    rows: z.array(statementRow),
    cursor: z.optional(z.string()),
  }),
  csv: true,
} satisfies Operation;

import * as z from 'zod/mini';
import { MAX_BANK_FILE_BYTES } from '../domain/bank-file-desk.ts';
import type { ImportId } from '../domain/import.ts';
import * as field from './fields.ts';
import { importCounts, importProgress, importRefused, importUpload, rejectsDownload } from './imports.ts';
import type { Operation } from './operation.ts';

const fileId = z.pipe(
  z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{6}-[0-9a-z]{4}-(?:BAAC|GSB)$/)),
  z.custom<ImportId>(),
);
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

export const bankFileRun = z.object({
  runId: z.string(),
  startedAt: z.string(),
  dryRun: z.boolean(),
  finishedAt: z.optional(z.string()),
  /** Nothing of the file was taken, and why. */
  refused: z.optional(importRefused),
  counts: z.optional(importCounts),
  rejectsByCode: z.optional(importCounts),
  /** Pieces of the file of which nothing is said: the same file again takes them in. */
  setAside: z.optional(z.array(z.string())),
  /** A run that wrote, and found every row that it takes taken already. */
  nothingChanged: z.optional(z.boolean()),
});

export const bankFile = z.object({
  fileId: z.string(),
  createdAt: z.string(),
  bytes: field.count,
  sha256: z.string(),
  phase: z.enum(['waiting', 'running', 'tried', 'done', 'refused']),
  runs: z.array(bankFileRun),
});

export const announceBankFile = {
  id: 'announce-bank-file',
  caller: 'bank',
  body: z.strictObject({ bytes: z.int().check(z.gte(1), z.lte(MAX_BANK_FILE_BYTES)), sha256 }),
  answer: z.object({ ...bankFile.shape, upload: importUpload }),
  status: 201,
} satisfies Operation;

export const startBankFile = {
  id: 'start-bank-file',
  caller: 'bank',
  path: z.strictObject({ fileId }),
  body: z.strictObject({ sha256, dryRun: z.boolean() }),
  answer: bankFile,
  status: 202,
} satisfies Operation;

export const readBankFile = {
  id: 'read-bank-file',
  caller: 'bank',
  path: z.strictObject({ fileId }),
  answer: z.object({
    ...bankFile.shape,
    progress: z.optional(importProgress),
    answers: z.optional(rejectsDownload),
  }),
} satisfies Operation;

export const listBankFiles = {
  id: 'list-bank-files',
  caller: 'bank',
  answer: z.object({ files: z.array(bankFile) }),
} satisfies Operation;

import * as z from 'zod/mini';
import type { ImportId } from '../domain/import.ts';
import { MAX_FILE_BYTES } from '../domain/import-desk.ts';
import { FILE_FAULTS } from '../domain/import-row.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

const importId = z.pipe(
  z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{6}-[0-9a-z]{4}$/)),
  z.custom<ImportId>(),
);
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

export const importCounts = z.record(z.string(), field.count);

export const importRefused = z.object({ code: z.enum(FILE_FAULTS), sentence: field.localText });

export const importRun = z.object({
  runId: z.string(),
  startedAt: z.string(),
  startedBy: z.string(),
  dryRun: z.boolean(),
  match: z.enum(['overwrite', 'keep']),
  scope: z.enum(['whole', 'part']),
  finishedAt: z.optional(z.string()),
  /** Nothing of the file was taken, and why. */
  refused: z.optional(importRefused),
  counts: z.optional(importCounts),
  rejectsByCode: z.optional(importCounts),
  setAside: z.optional(z.array(z.string())),
  /** A run that wrote and found nothing to write. */
  nothingChanged: z.optional(z.boolean()),
});

export const importRevocation = z.object({
  startedAt: z.string(),
  startedBy: z.string(),
  revoked: z.optional(field.count),
});

export const importInBrief = z.object({
  importId: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  bytes: field.count,
  sha256: z.string(),
  phase: z.enum(['waiting', 'running', 'tried', 'done', 'refused']),
  runs: z.array(importRun),
  revocation: z.optional(importRevocation),
});

export const uploadHeaders = z.object({ 'content-length': z.string(), 'x-amz-checksum-sha256': z.string() });

export const importUpload = z.object({
  url: z.string(),
  headers: uploadHeaders,
  expiresInSeconds: field.count,
});

export const createImport = {
  id: 'create-import',
  caller: 'officer',
  body: z.strictObject({
    bytes: z.int().check(z.gte(1), z.lte(MAX_FILE_BYTES)),
    sha256,
  }),
  answer: z.object({ ...importInBrief.shape, upload: importUpload }),
  status: 201,
} satisfies Operation;

export const startImport = {
  id: 'start-import',
  caller: 'officer',
  path: z.strictObject({ importId }),
  body: z.strictObject({
    sha256,
    dryRun: z.boolean(),
    match: z.enum(['overwrite', 'keep']),
    scope: z.enum(['whole', 'part']),
  }),
  answer: importInBrief,
  status: 202,
} satisfies Operation;

export const revokeMissing = {
  id: 'revoke-missing-cardholders',
  caller: 'officer',
  path: z.strictObject({ importId }),
  answer: importInBrief,
  status: 202,
} satisfies Operation;

export const listImports = {
  id: 'list-imports',
  caller: 'officer',
  answer: z.object({ imports: z.array(importInBrief) }),
} satisfies Operation;

export const importProgress = z.object({
  unitsDone: field.count,
  units: field.count,
  counts: importCounts,
  rowsPerSecond: field.count,
  secondsLeft: z.optional(field.count),
});

export const rejectsDownload = z.object({ url: z.string(), expiresInSeconds: field.count });

export const readImport = {
  id: 'read-import',
  caller: 'officer',
  path: z.strictObject({ importId }),
  answer: z.object({
    ...importInBrief.shape,
    progress: z.optional(importProgress),
    rejects: z.optional(rejectsDownload),
  }),
} satisfies Operation;

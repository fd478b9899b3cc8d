import type * as z from 'zod/mini';
import { MAX_FILE_BYTES } from '../../domain/import-desk.ts';
import {
  createImport,
  importCounts,
  importInBrief,
  importProgress,
  importRefused,
  importRevocation,
  importRun,
  importUpload,
  listImports,
  readImport,
  rejectsDownload,
  startImport,
  uploadHeaders,
} from '../imports.ts';
import { instant, type NamedSchema, named, object, sample, whole } from './schema-text.ts';

const SHA256 = sample(
  'SHA-256 of the file, in 64 hexadecimal digits.',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
);
const BYTES = {
  description: 'How large the file is.',
  type: 'integer',
  minimum: 1,
  maximum: MAX_FILE_BYTES,
} as const;
const ORDER = {
  dryRun: 'Says what would happen and writes nothing.',
  match:
    'What becomes of people whom the registry has otherwise: `overwrite` takes the file’s word, `keep` leaves them.',
  scope:
    'Whether whoever is not in the file is marked as missing: `whole` for a file of the whole registry, `part` for any other. A reject file is always a part.',
} as const;
const STARTED = {
  startedAt: instant('When it was started.'),
  startedBy: 'Who started it: identifier of the officer.',
} as const;
const LIFETIME = whole('How long the address works, in seconds.', 1);
const IMPORT = {
  importId: sample('Identifier of the import; in the order of their creation.', '2018-01-15T021500-k7x2'),
  createdAt: instant('When room was made for the file.'),
  createdBy: 'Who made it: identifier of the officer.',
  bytes: BYTES,
  sha256: SHA256,
  phase:
    '`waiting` for the file or the start, `running`, `tried` after a dry run, `done`, or `refused` as a whole.',
  runs: 'Dry runs, then the run that wrote; the oldest first.',
  revocation: 'Of the cards that the import marked, once central has asked for it.',
} as const;

/** What callers send of an import. */
export const importRequestSchemas: readonly NamedSchema[] = [
  object('NewImport', createImport.body, 'A file of the registry that is to be sent.', {
    bytes: BYTES,
    sha256: SHA256,
  }),
  object('ImportOrder', startImport.body, 'How a file is to be taken in.', { sha256: SHA256, ...ORDER }),
];

const listed = listImports.answer as z.ZodMiniObject<typeof listImports.answer.shape>;

/** Schemas of imports. */
export const importSchemas: readonly NamedSchema[] = [
  object('Import', importInBrief, 'A file of the registry, and what was done with it.', IMPORT),
  object('ImportMade', createImport.answer, 'An import that waits for its file.', {
    ...IMPORT,
    upload: 'Where the file is sent.',
  }),
  object('ImportUpload', importUpload, 'Where the file is sent, by one PUT.', {
    url: 'Takes this file and no other, without a token.',
    headers: 'To be sent as they are.',
    expiresInSeconds: LIFETIME,
  }),
  object('ImportUploadHeaders', uploadHeaders, 'Headers of the upload.', {
    'content-length': sample('How large the file is.', '2100000000'),
    'x-amz-checksum-sha256': 'The checksum of what is sent; another one is refused as it arrives.',
  }),
  object('ImportRun', importRun, 'One run over the file.', {
    runId: sample('The import’s identifier and the number of the run.', '2018-01-15T021500-k7x2.1'),
    ...STARTED,
    ...ORDER,
    finishedAt: instant('When it came to its end.'),
    refused: 'Why nothing of the file was taken.',
    counts:
      'Of rows: `rows`, `accepted`, `rejected`, `duplicates`. Of people: `new`, `changed`, `moved` to another district, `unchanged`, `kept`, `returned`, `missing` and marked now, `stillMissing` since an earlier file.',
    rejectsByCode: 'Rows that were not taken, by why.',
    setAside: 'Parts that could not be worked on; see the runbook. The same file again takes them in.',
    nothingChanged: 'The registry is as the file has it, and was before.',
  }),
  named('ImportCounts', importCounts, 'How often, by name.'),
  object('ImportRefused', importRefused, 'Why nothing of a file was taken.', {
    code: 'Stable: decide by it, never by a text.',
    sentence: 'What is wrong, for a person to read.',
  }),
  object('ImportRevocation', importRevocation, 'The cards that an import marked, cancelled.', {
    ...STARTED,
    revoked: whole('Cards that were cancelled; absent until all are.'),
  }),
  object('ImportList', listed, 'The imports.', { imports: 'The newest first, at most 100.' }),
  object('ImportReading', readImport.answer, 'An import as of now.', {
    ...IMPORT,
    progress: 'While it runs.',
    rejects: 'Where the rows of the newest run are that were not taken, when there are any.',
  }),
  object('ImportProgress', importProgress, 'How far a run has come.', {
    unitsDone: whole('Units of work done.'),
    units: whole('Units of work of the whole run.'),
    counts: 'As of the end, so far.',
    rowsPerSecond: whole('Rows read a second, since the start.'),
    secondsLeft: whole('Guessed from the units; absent at first.'),
  }),
  object('RejectsDownload', rejectsDownload, 'A file of the rows that were not taken.', {
    url: 'Answers without a token. The original lines, after what is wrong with each. Corrected, it is imported like any other.',
    expiresInSeconds: LIFETIME,
  }),
];

import type * as z from 'zod/mini';
import { MAX_BANK_FILE_BYTES } from '../../domain/bank-file-desk.ts';
import {
  announceBankFile,
  bankFile,
  bankFileRun,
  listBankFiles,
  readBankFile,
  startBankFile,
} from '../bank-files.ts';
import { instant, type NamedSchema, object, sample } from './schema-text.ts';

const SHA256 = sample(
  'SHA-256 of the file, in 64 hexadecimal digits.',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
);
const BYTES = {
  description: 'How large the file is.',
  type: 'integer',
  minimum: 1,
  maximum: MAX_BANK_FILE_BYTES,
} as const;
const DRY_RUN = 'Decides every line and writes nothing.';
const FILE = {
  fileId: sample(
    'Identifier of the file; in the order of their announcement.',
    '2018-02-14T120500-k7x2-BAAC',
  ),
  createdAt: instant('When it was announced.'),
  bytes: BYTES,
  sha256: SHA256,
  phase:
    '`waiting` for the file or the start, `running`, `tried` after a dry run, `done`, or `refused` as a whole.',
  runs: 'Dry runs, then the run that wrote; the oldest first.',
} as const;

/** What banks send of a file. */
export const bankFileRequestSchemas: readonly NamedSchema[] = [
  object('NewBankFile', announceBankFile.body, 'A file of intents that is to be sent.', {
    bytes: BYTES,
    sha256: SHA256,
  }),
  object('BankFileOrder', startBankFile.body, 'What is to be done with a file.', {
    sha256: SHA256,
    dryRun: DRY_RUN,
  }),
];

const listed = listBankFiles.answer as z.ZodMiniObject<typeof listBankFiles.answer.shape>;

/** Schemas of the banks' files. */
export const bankFileSchemas: readonly NamedSchema[] = [
  object('BankFile', bankFile, 'A file of a bank, and what was done with it.', FILE),
  object('BankFileMade', announceBankFile.answer, 'A file that is waited for.', {
    ...FILE,
    upload: 'Where the file is sent.',
  }),
  object('BankFileRun', bankFileRun, 'One run over a file.', {
    runId: sample('The file’s identifier and the number of the run.', '2018-02-14T120500-k7x2-BAAC.1'),
    startedAt: instant('When it was started.'),
    dryRun: DRY_RUN,
    finishedAt: instant('When it came to its end.'),
    refused: 'Why nothing of the file was taken.',
    counts:
      'Of lines: `rows`, `accepted` and of them `registered` by this run and `repeated`, since they had been accepted before; `rejected`.',
    rejectsByCode: 'Lines that were rejected, by code.',
    setAside: 'Pieces that could not be worked on. The same file again takes them in.',
    nothingChanged: 'Every line that can be accepted had been accepted before.',
  }),
  object('BankFileReading', readBankFile.answer, 'A file as of now.', {
    ...FILE,
    progress: 'While it runs.',
    answers: 'Where the answers of the newest run are, a line for each line.',
  }),
  object('BankFileList', listed, 'The files of the bank.', { files: 'The newest first, at most 100.' }),
];

import type { Occasion } from './audit.ts';
import { REGISTER_BANK_FILE } from './bank-file-job.ts';
import type { BankClient } from './caller.ts';
import {
  type AnnouncedFile,
  bankFileIdOf,
  type Import,
  type ImportDoors,
  type ImportId,
  type ImportOrder,
  type Imports,
} from './import.ts';
import { announceFile, type ImportReading, readRun, startRun, type Uploading } from './import-runs.ts';
import type { ImportReport } from './import-steps.ts';
import type { Bank } from './registration.ts';
import type { RunQueue, UnitRuns } from './unit-job.ts';

/** A million rows and more: three weeks of a bank's. */
export const MAX_BANK_FILE_BYTES = 200_000_000;

/** How many files a bank's list shows. */
const LISTED = 100;

/** The files of each bank stand apart: one of another bank does not exist for the caller. */
export type BankFiles = { importsOf(bank: Bank): Imports };

/** Makes room for a file of the bank, and the address that it is sent to. */
export const announceBankFile = (
  { importsOf, doors, newTail }: BankFiles & { doors: Pick<ImportDoors, 'upload'>; newTail(): string },
  { bank, subject }: BankClient,
  file: AnnouncedFile,
  occasion: Occasion,
): Promise<Uploading> =>
  announceFile(
    { imports: importsOf(bank), doors },
    bank,
    bankFileIdOf(occasion.at, newTail(), bank),
    subject,
    file,
    occasion,
  );

/** A bank's file has a part of the people, and takes nothing from anybody. */
const ORDER = { match: 'keep', scope: 'part' } as const satisfies Partial<ImportOrder>;

/**
 * Starts a dry run over a file that was sent, or registers its people.
 * @throws Refusal import.not-found, import.other-file, import.finished, import.another-running
 */
export const startBankFile = (
  { importsOf, queue }: BankFiles & { queue: RunQueue },
  { bank, subject }: BankClient,
  fileId: ImportId,
  order: { dryRun: boolean; sha256: string },
  occasion: Occasion,
): Promise<Import> =>
  startRun({ imports: importsOf(bank), queue }, subject, fileId, { ...ORDER, ...order }, occasion);

/** How far a file is, and where the answers are. @throws Refusal import.not-found */
export const readBankFile = (
  {
    importsOf,
    doors,
    runs,
  }: BankFiles & { doors: Pick<ImportDoors, 'outcome'>; runs: Pick<UnitRuns<ImportReport>, 'load'> },
  { bank }: BankClient,
  fileId: ImportId,
  at: Date,
): Promise<ImportReading> =>
  readRun({ imports: importsOf(bank), doors, runs, job: REGISTER_BANK_FILE }, fileId, at);

/** The newest first. */
export const listBankFiles = ({ importsOf }: BankFiles, { bank }: BankClient): Promise<Import[]> =>
  importsOf(bank).list(LISTED);

import type { AuditLine } from './audit.ts';
import { type Instant, instantOf } from './calendar.ts';
import type { FileFault } from './import-row.ts';
import type { Written } from './ports.ts';
import type { Bank } from './registration.ts';
import type { ImportMatch } from './registry-merge.ts';

/** Says when it was created, and nothing about a person. */
export type ImportId = string & { readonly kind: 'ImportId' };

/** `2018-01-15T021500-k7x2`, in the order of creation. */
export const importIdOf = (at: Date, tail: string): ImportId =>
  `${instantOf(at).slice(0, 19).replaceAll(':', '')}-${tail}` as ImportId;

/** Of a bank's file: whose it is stands in it, since a run is told to go on by its id alone. */
export const bankFileIdOf = (at: Date, tail: string, bank: Bank): ImportId =>
  importIdOf(at, `${tail}-${bank}`);
/** @throws when the run is of no bank's file */
export function bankOfRun(runId: string): Bank {
  const bank = /-(BAAC|GSB)\.\d+$/.exec(runId)?.[1];
  if (bank === undefined) throw new Error('a run of no bank');
  return bank as Bank;
}

/** Whose file it is; each source has its own history. */
export type ImportSource = 'registry' | Bank;

/** A file as the uploader announced it. */
export type AnnouncedFile = { bytes: number; sha256: string };

export type ImportOrder = {
  /** Says what would happen and writes nothing. */
  dryRun: boolean;
  match: ImportMatch;
  /** Whether whoever is not in the file is missing; a reject file is always a part. */
  scope: 'whole' | 'part';
};

/** How often something happened to a row, by name. */
export type ImportCounts = Readonly<Record<string, number>>;

export type ImportResult = {
  finishedAt: Instant;
  refused?: FileFault | undefined;
  counts: ImportCounts;
  rejectsByCode: ImportCounts;
  /** Parts that could not be worked on: `rows-12`, `bucket-7`. */
  setAside: readonly string[];
  /** Whether there is a file for whoever sent this one: of what was not taken, or of what became of each line. */
  rejectFile: boolean;
};

export type ImportRun = ImportOrder & {
  runId: string;
  startedAt: Instant;
  startedBy: string;
  result?: ImportResult | undefined;
};

export type ImportRevocation = {
  runId: string;
  startedAt: Instant;
  startedBy: string;
  revoked?: number | undefined;
};

/** One uploaded file and what was done with it: dry runs, then the run that wrote. */
export type Import = {
  source: ImportSource;
  importId: ImportId;
  createdAt: Instant;
  createdBy: string;
  file: AnnouncedFile;
  /** Of the newest run; `waiting` for the file or the start. */
  phase: 'waiting' | 'running' | 'tried' | 'done' | 'refused';
  runs: readonly ImportRun[];
  revocation?: ImportRevocation | undefined;
  revision: number;
};

export const newestRun = ({ runs }: Pick<Import, 'runs'>): ImportRun | undefined => runs.at(-1);

/** A run's id begins with its import's, and ends with its number. */
export const runIdOf = (importId: ImportId, number: number): string => `${importId}.${number}`;
export const revocationIdOf = (importId: ImportId): string => `${importId}.revocation`;
export const importOfRun = (runId: string): ImportId => runId.slice(0, runId.lastIndexOf('.')) as ImportId;

export type Imports = {
  one(importId: ImportId): Promise<Import | undefined>;
  /** The newest first. */
  list(limit: number): Promise<Import[]>;
  add(fresh: Import, audit: AuditLine): Promise<void>;
  /**
   * Puts `next` in the place of the revision before its own; with `takes`, only while no other import of the source
   * runs, and then this one does.
   */
  save(next: Import, how?: { audit?: AuditLine; takes?: boolean }): Promise<Written>;
  /** Says that the import runs no more. */
  release(importId: ImportId): Promise<void>;
  /** How often a part of a run has been begun, this time included. */
  begun(runId: string, part: string): Promise<number>;
};

/** Addresses that let whoever holds them do one thing for a while. */
export type ImportDoors = {
  upload(
    importId: ImportId,
    file: AnnouncedFile,
  ): Promise<{
    url: string;
    headers: { 'content-length': string; 'x-amz-checksum-sha256': string };
    expiresInSeconds: number;
  }>;
  /** The file that a run leaves for whoever sent its file. */
  outcome(runId: string): Promise<{ url: string; expiresInSeconds: number }>;
};

/** What one reading of a whole file tells. */
export type Survey = {
  bytes: number;
  sha256: string;
  /** Of the stored file: another upload under the same name does not change what is read. */
  version: string;
  encoding?: 'utf-8' | 'windows-874' | undefined;
  header: string;
  /** How many lines begin in each chunk of `chunkBytes`. */
  chunkLines: number[];
  chunkBytes: number;
};

export type ReadLine = { number: number; text: string; cells: readonly string[] | undefined };

/** The uploaded file, and what a run puts aside between its phases. A part that is written again replaces itself. */
export type ImportFiles = {
  /** Undefined when nothing was uploaded. */
  survey(importId: ImportId, chunks: number): Promise<Survey | undefined>;
  /** The lines that begin in a chunk, blank ones left out, in pages. */
  lines(importId: ImportId, survey: Survey, chunk: number): AsyncIterable<ReadLine[]>;
  headings(survey: Survey): readonly string[] | undefined;
  cellsOf(text: string): readonly string[] | undefined;
  putPart(runId: string, part: string, text: string): Promise<void>;
  /** The parts below a name, one after the other in the order of their names. */
  parts(runId: string, below: string): AsyncIterable<string>;
  /** Puts every part below a name into one file, after its head, and says what it wrote. */
  gather(runId: string, below: string, head: string): Promise<AnnouncedFile>;
};

/** Whether a run has found the registry as the file has it: the same file twice changes nothing. */
export const nothingChanged = ({ refused, setAside, counts }: ImportResult): boolean =>
  refused === undefined &&
  setAside.length === 0 &&
  ['new', 'changed', 'moved', 'returned', 'missing'].every((outcome) => (counts[outcome] ?? 0) === 0);

import type { Occasion } from './audit.ts';
import { instantOf } from './calendar.ts';
import type { Officer } from './caller.ts';
import {
  type AnnouncedFile,
  type Import,
  type ImportDoors,
  type ImportId,
  type ImportOrder,
  type ImportSource,
  type Imports,
  revocationIdOf,
} from './import.ts';
import {
  announceFile,
  type ImportReading,
  importLine,
  importNamed,
  readRun,
  startRun,
  type Uploading,
} from './import-runs.ts';
import type { ImportReport } from './import-steps.ts';
import { Refusal } from './refusal.ts';
import type { RunQueue, UnitRuns } from './unit-job.ts';

/** An officer, or an operator of the stage. */
export type Importer = Pick<Officer, 'subject' | 'area'>;

/** The most that S3 takes in one request, and twice what the whole registry needs. */
export const MAX_FILE_BYTES = 5_000_000_000;

/** How many imports a history shows. */
const HISTORY = 100;

function assertCentral({ area }: Importer): void {
  if (area.level !== 'country') throw new Refusal('area.outside');
}

export type ImportDeskParts = { imports: Imports; doors: ImportDoors };

/**
 * Makes room for a file and gives the address that it is sent to.
 * @throws Refusal area.outside for all but central
 */
export async function createImport(
  { newId, source, ...parts }: ImportDeskParts & { newId(at: Date): ImportId; source: ImportSource },
  importer: Importer,
  file: AnnouncedFile,
  occasion: Occasion,
): Promise<Uploading> {
  assertCentral(importer);
  return announceFile(parts, source, newId(occasion.at), importer.subject, file, occasion);
}

/**
 * Starts a run over the file that was uploaded.
 * @throws Refusal area.outside, import.not-found, import.other-file, import.finished, import.another-running
 */
export async function startImport(
  parts: { imports: Imports; queue: RunQueue },
  importer: Importer,
  importId: ImportId,
  order: ImportOrder & { sha256: string },
  occasion: Occasion,
): Promise<Import> {
  assertCentral(importer);
  return startRun(parts, importer.subject, importId, order, occasion);
}

/**
 * Sets the job to work that cancels the cards which an import has marked as missing.
 * @throws Refusal area.outside, import.not-found, import.not-done
 */
export async function revokeMissing(
  { imports, queue }: { imports: Imports; queue: RunQueue },
  importer: Importer,
  importId: ImportId,
  occasion: Occasion,
): Promise<Import> {
  assertCentral(importer);
  const found = await importNamed(imports, importId);
  if (found.phase !== 'done') throw new Refusal('import.not-done');
  const runId = revocationIdOf(importId);
  let revoking = found;
  if (found.revocation === undefined) {
    revoking = {
      ...found,
      revocation: { runId, startedAt: instantOf(occasion.at), startedBy: importer.subject },
      revision: found.revision + 1,
    };
    const audit = importLine('REVOKED_MISSING', importer.subject, occasion, { importId });
    if ((await imports.save(revoking, { audit })).outcome === 'overtaken')
      revoking = await importNamed(imports, importId);
  }
  await queue.send(runId);
  return revoking;
}

/** @throws Refusal area.outside for all but central */
export async function listImports(imports: Imports, importer: Importer): Promise<Import[]> {
  assertCentral(importer);
  return imports.list(HISTORY);
}

/** @throws Refusal area.outside, import.not-found */
export async function readImport(
  parts: ImportDeskParts & { runs: Pick<UnitRuns<ImportReport>, 'load'>; job: string },
  importer: Importer,
  importId: ImportId,
  at: Date,
): Promise<ImportReading> {
  assertCentral(importer);
  return readRun(parts, importId, at);
}

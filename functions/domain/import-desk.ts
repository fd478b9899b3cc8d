import type { AuditAction, AuditLine, Occasion } from './audit.ts';
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
  newestRun,
  revocationIdOf,
  runIdOf,
} from './import.ts';
import type { ImportReport } from './import-job.ts';
import { Refusal } from './refusal.ts';
import { type RunQueue, type UnitRun, type UnitRuns, unitsOf } from './unit-job.ts';

/** An officer, or an operator of the stage. */
export type Importer = Pick<Officer, 'subject' | 'area'>;

/** The most that S3 takes in one request, and twice what the whole registry needs. */
export const MAX_FILE_BYTES = 5_000_000_000;

/** How many imports a history shows. */
const HISTORY = 100;

function assertCentral({ area }: Importer): void {
  if (area.level !== 'country') throw new Refusal('area.outside');
}

const lineOf = (
  action: AuditAction,
  { subject }: Importer,
  { at, from, requestId }: Occasion,
  about: AuditLine['about'],
): AuditLine => ({ action, actor: subject, at: instantOf(at), from, requestId, about });

/**
 * Makes room for a file and gives the address that it is sent to.
 * @throws Refusal area.outside for all but central
 */
export async function createImport(
  { imports, doors, newId, source }: ImportDeskParts & { newId(at: Date): ImportId; source: ImportSource },
  importer: Importer,
  { bytes, sha256 }: AnnouncedFile,
  occasion: Occasion,
): Promise<{ made: Import; upload: Awaited<ReturnType<ImportDoors['upload']>> }> {
  assertCentral(importer);
  const importId = newId(occasion.at);
  const made: Import = {
    source,
    importId,
    createdAt: instantOf(occasion.at),
    createdBy: importer.subject,
    file: { bytes, sha256 },
    phase: 'waiting',
    runs: [],
    revision: 1,
  };
  await imports.add(made, lineOf('CREATED_IMPORT', importer, occasion, { importId, source }));
  return { made, upload: await doors.upload(importId, made.file) };
}

export type ImportDeskParts = { imports: Imports; doors: ImportDoors };

/**
 * Starts a run over the file that was uploaded. A run that goes on already is told to go on, and answered as it is.
 * @throws Refusal area.outside, import.not-found, import.other-file, import.finished, import.another-running
 */
export async function startImport(
  { imports, queue }: { imports: Imports; queue: RunQueue },
  importer: Importer,
  importId: ImportId,
  { sha256, ...order }: ImportOrder & { sha256: string },
  occasion: Occasion,
): Promise<Import> {
  assertCentral(importer);
  const found = await importNamed(imports, importId);
  if (found.file.sha256 !== sha256) throw new Refusal('import.other-file', { path: 'sha256' });
  if (found.phase === 'done' || found.phase === 'refused') throw new Refusal('import.finished');
  if (found.phase === 'running') return again(queue, found, order);
  const runId = runIdOf(importId, found.runs.length + 1);
  const run = { ...order, runId, startedAt: instantOf(occasion.at), startedBy: importer.subject };
  const next: Import = {
    ...found,
    phase: 'running',
    runs: [...found.runs, run],
    revision: found.revision + 1,
  };
  const audit = lineOf('STARTED_IMPORT', importer, occasion, {
    importId,
    runId,
    dryRun: String(order.dryRun),
    match: order.match,
    scope: order.scope,
  });
  if ((await imports.save(next, { audit, takes: true })).outcome === 'overtaken') {
    const now = await importNamed(imports, importId);
    if (now.phase === 'running') return again(queue, now, order);
    throw new Refusal('import.another-running');
  }
  await queue.send(runId);
  return next;
}

async function again(queue: RunQueue, found: Import, order: ImportOrder): Promise<Import> {
  const run = newestRun(found);
  const same = run?.dryRun === order.dryRun && run.match === order.match && run.scope === order.scope;
  if (run === undefined || !same) throw new Refusal('import.another-running');
  await queue.send(run.runId);
  return found;
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
    const audit = lineOf('REVOKED_MISSING', importer, occasion, { importId });
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

export type ImportProgress = {
  unitsDone: number;
  units: number;
  /** Of the counts so far. */
  report: ImportReport;
  rowsPerSecond: number;
  /** Undefined before the speed is known. */
  secondsLeft?: number | undefined;
};

export type ImportReading = {
  found: Import;
  progress?: ImportProgress | undefined;
  rejects?: Awaited<ReturnType<ImportDoors['rejects']>> | undefined;
};

/** @throws Refusal area.outside, import.not-found */
export async function readImport(
  {
    imports,
    doors,
    runs,
    job,
  }: ImportDeskParts & { runs: Pick<UnitRuns<ImportReport>, 'load'>; job: string },
  importer: Importer,
  importId: ImportId,
  at: Date,
): Promise<ImportReading> {
  assertCentral(importer);
  const found = await importNamed(imports, importId);
  const run = newestRun(found);
  if (run === undefined) return { found };
  if (found.phase === 'running') {
    const going = await runs.load(job, run.runId);
    return { found, progress: going && progressOf(going, at) };
  }
  return { found, rejects: run.result?.rejectFile ? await doors.rejects(run.runId) : undefined };
}

function progressOf(run: UnitRun<ImportReport>, at: Date): ImportProgress {
  const { report, unitsDone, startedAt } = run;
  const units = unitsOf(run);
  const seconds = Math.max(1, (at.getTime() - Date.parse(startedAt)) / 1_000);
  const { rows = 0 } = report.counts;
  return {
    unitsDone,
    units,
    report,
    rowsPerSecond: Math.round(rows / seconds),
    secondsLeft: unitsDone < 2 ? undefined : Math.round((seconds / unitsDone) * (units - unitsDone)),
  };
}

async function importNamed(imports: Pick<Imports, 'one'>, importId: ImportId): Promise<Import> {
  const found = await imports.one(importId);
  if (found === undefined) throw new Refusal('import.not-found', { path: 'importId' });
  return found;
}

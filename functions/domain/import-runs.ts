import type { AuditAction, AuditLine, Occasion } from './audit.ts';
import { instantOf } from './calendar.ts';
import {
  type AnnouncedFile,
  type Import,
  type ImportDoors,
  type ImportId,
  type ImportOrder,
  type ImportSource,
  type Imports,
  newestRun,
  runIdOf,
} from './import.ts';
import type { ImportReport } from './import-steps.ts';
import { Refusal } from './refusal.ts';
import { type RunQueue, type UnitRun, type UnitRuns, unitsOf } from './unit-job.ts';

/*
 * The way of a file from its announcement to its end, whoever sends it. Whether the caller may is decided before.
 */

export type Uploading = { made: Import; upload: Awaited<ReturnType<ImportDoors['upload']>> };

export const importLine = (
  action: AuditAction,
  subject: string,
  { at, from, requestId }: Occasion,
  about: AuditLine['about'],
): AuditLine => ({ action, actor: subject, at: instantOf(at), from, requestId, about });

/** Makes room for a file, and the address that it is sent to. */
export async function announceFile(
  { imports, doors }: { imports: Imports; doors: Pick<ImportDoors, 'upload'> },
  source: ImportSource,
  importId: ImportId,
  subject: string,
  { bytes, sha256 }: AnnouncedFile,
  occasion: Occasion,
): Promise<Uploading> {
  const made: Import = {
    source,
    importId,
    createdAt: instantOf(occasion.at),
    createdBy: subject,
    file: { bytes, sha256 },
    phase: 'waiting',
    runs: [],
    revision: 1,
  };
  await imports.add(made, importLine('CREATED_IMPORT', subject, occasion, { importId, source }));
  return { made, upload: await doors.upload(importId, made.file) };
}

/**
 * Starts a run over the file that was uploaded. A run that goes on already is told to go on, and answered as it is.
 * @throws Refusal import.not-found, import.other-file, import.finished, import.another-running
 */
export async function startRun(
  { imports, queue }: { imports: Imports; queue: RunQueue },
  subject: string,
  importId: ImportId,
  { sha256, ...order }: ImportOrder & { sha256: string },
  occasion: Occasion,
): Promise<Import> {
  const found = await importNamed(imports, importId);
  if (found.file.sha256 !== sha256) throw new Refusal('import.other-file', { path: 'sha256' });
  if (found.phase === 'done' || found.phase === 'refused') throw new Refusal('import.finished');
  if (found.phase === 'running') return again(queue, found, order);
  const runId = runIdOf(importId, found.runs.length + 1);
  const run = { ...order, runId, startedAt: instantOf(occasion.at), startedBy: subject };
  const next: Import = {
    ...found,
    phase: 'running',
    runs: [...found.runs, run],
    revision: found.revision + 1,
  };
  const audit = importLine('STARTED_IMPORT', subject, occasion, {
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
  outcome?: Awaited<ReturnType<ImportDoors['outcome']>> | undefined;
};

/** @throws Refusal import.not-found */
export async function readRun(
  {
    imports,
    doors,
    runs,
    job,
  }: {
    imports: Imports;
    doors: Pick<ImportDoors, 'outcome'>;
    runs: Pick<UnitRuns<ImportReport>, 'load'>;
    job: string;
  },
  importId: ImportId,
  at: Date,
): Promise<ImportReading> {
  const found = await importNamed(imports, importId);
  const run = newestRun(found);
  if (run === undefined) return { found };
  if (found.phase === 'running') {
    const going = await runs.load(job, run.runId);
    return { found, progress: going && progressOf(going, at) };
  }
  return { found, outcome: run.result?.rejectFile ? await doors.outcome(run.runId) : undefined };
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

/** @throws Refusal import.not-found */
export async function importNamed(imports: Pick<Imports, 'one'>, importId: ImportId): Promise<Import> {
  const found = await imports.one(importId);
  if (found === undefined) throw new Refusal('import.not-found');
  return found;
}

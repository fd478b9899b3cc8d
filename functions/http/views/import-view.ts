import { FILE_FAULT_WORDING } from '../../contract/row-fault-wording.ts';
import { type Import, type ImportResult, type ImportRun, nothingChanged } from '../../domain/import.ts';
import type { ImportReading } from '../../domain/import-runs.ts';

const refusedView = ({ refused }: ImportResult) =>
  refused && { code: refused, sentence: FILE_FAULT_WORDING[refused] };

const runView = ({ result, ...run }: ImportRun) => ({
  ...run,
  finishedAt: result?.finishedAt,
  refused: result && refusedView(result),
  counts: result?.counts,
  rejectsByCode: result?.rejectsByCode,
  setAside: result && [...result.setAside],
  nothingChanged: result && nothingChanged(result),
});

export const importView = ({ importId, createdAt, createdBy, file, phase, runs, revocation }: Import) => ({
  importId,
  createdAt,
  createdBy,
  ...file,
  phase,
  runs: runs.map(runView),
  revocation: revocation && {
    startedAt: revocation.startedAt,
    startedBy: revocation.startedBy,
    revoked: revocation.revoked,
  },
});

export const importReadingView = ({ found, progress, outcome }: ImportReading) => ({
  ...importView(found),
  progress: progress && {
    unitsDone: progress.unitsDone,
    units: progress.units,
    counts: progress.report.counts,
    rowsPerSecond: progress.rowsPerSecond,
    secondsLeft: progress.secondsLeft,
  },
  rejects: outcome,
});

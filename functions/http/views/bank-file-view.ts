import { FILE_FAULT_WORDING } from '../../contract/row-fault-wording.ts';
import type { Import, ImportResult, ImportRun } from '../../domain/import.ts';
import type { ImportReading } from '../../domain/import-runs.ts';

const nothingChanged = (dryRun: boolean, { refused, setAside, counts }: ImportResult): boolean =>
  !dryRun && refused === undefined && setAside.length === 0 && (counts.registered ?? 0) === 0;

const runView = ({ runId, startedAt, dryRun, result }: ImportRun) => ({
  runId,
  startedAt,
  dryRun,
  ...(result === undefined
    ? {}
    : {
        finishedAt: result.finishedAt,
        refused: result.refused && { code: result.refused, sentence: FILE_FAULT_WORDING[result.refused] },
        counts: result.counts,
        rejectsByCode: result.rejectsByCode,
        setAside: [...result.setAside],
        nothingChanged: nothingChanged(dryRun, result),
      }),
});

export const bankFileView = ({ importId, createdAt, file, phase, runs }: Import) => ({
  fileId: importId,
  createdAt,
  ...file,
  phase,
  runs: runs.map(runView),
});

export const bankFileReadingView = ({ found, progress, outcome }: ImportReading) => ({
  ...bankFileView(found),
  progress: progress && {
    unitsDone: progress.unitsDone,
    units: progress.units,
    counts: progress.report.counts,
    rowsPerSecond: progress.rowsPerSecond,
    secondsLeft: progress.secondsLeft,
  },
  answers: outcome,
});

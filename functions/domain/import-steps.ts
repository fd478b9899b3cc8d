import type { Instant } from './calendar.ts';
import {
  type Import,
  type ImportCounts,
  type ImportFiles,
  type ImportId,
  type ImportOrder,
  type ImportResult,
  type Imports,
  importOfRun,
  newestRun,
  type Survey,
} from './import.ts';
import type { FileFault } from './import-row.ts';
import { inLanes } from './lanes.ts';
import { Refusal } from './refusal.ts';

/** What a job knows of its run while it works on it. */
export type ImportContext = ImportOrder & { importId: ImportId; runId: string; at: Instant; by: string };

export type ImportReport = {
  refused?: FileFault | undefined;
  survey?: Survey | undefined;
  /** The file is a reject file, hence a part. */
  rejects: boolean;
  counts: Record<string, number>;
  rejectsByCode: Record<string, number>;
  setAside: string[];
};

export type ImportStepParts = {
  imports: Pick<Imports, 'one' | 'save' | 'release' | 'begun'>;
  files: ImportFiles;
  now(): Instant;
  /** Told at once of a part that is left out. */
  aside(part: string, error: unknown): void;
  pause(milliseconds: number): Promise<void>;
};

const TRIES = 3;
/** Of workers at one unit: what kills so many of them would kill the next one too. */
const WORKERS = 6;
/** Parts that are put aside at the same time. */
const PUT_LANES = 16;

export const nothingYet: ImportReport = { rejects: false, counts: {}, rejectsByCode: {}, setAside: [] };

export const summed = (a: ImportCounts, b: ImportCounts): Record<string, number> => {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) if (count > 0) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

export const mergeReports = (sum: ImportReport, part: ImportReport): ImportReport => ({
  refused: sum.refused ?? part.refused,
  survey: sum.survey ?? part.survey,
  rejects: sum.rejects || part.rejects,
  counts: summed(sum.counts, part.counts),
  rejectsByCode: summed(sum.rejectsByCode, part.rejectsByCode),
  setAside: [...sum.setAside, ...part.setAside],
});

export const numbered = (index: number): string => String(index).padStart(5, '0');

/** What the jobs of all files have in common, whatever their rows are. */
export function importSteps({ imports, files, now, aside, pause }: ImportStepParts) {
  async function importOf(runId: string): Promise<Import> {
    const found = await imports.one(importOfRun(runId));
    if (found === undefined) throw new Error('a run without its import');
    return found;
  }

  return {
    async contextOf(runId: string): Promise<ImportContext> {
      const run = (await importOf(runId)).runs.find((one) => one.runId === runId);
      if (run === undefined) throw new Error('a run that its import does not know');
      const { dryRun, match, scope, startedAt, startedBy } = run;
      return { importId: importOfRun(runId), runId, dryRun, match, scope, at: startedAt, by: startedBy };
    },

    /** Leaves out a part that fails again and again, or has taken its process with it. An outage is no such failure. */
    async orAside(runId: string, part: string, work: () => Promise<ImportReport>): Promise<ImportReport> {
      const begun = await imports.begun(runId, part);
      let failure: unknown = new Error('ended before it was done');
      for (let attempt = 1; begun <= WORKERS && attempt <= TRIES; attempt++) {
        if (attempt > 1) await pause(1_000 * attempt);
        try {
          return await work();
        } catch (error) {
          if (error instanceof Refusal && error.kind === 'unavailable') throw error;
          failure = error;
        }
      }
      aside(part, failure);
      return { ...nothingYet, setAside: [part] };
    },

    /** One reading of the whole file. What is wrong with it as a whole is found here, before anything is written. */
    async survey(
      runId: string,
      chunks: number,
      readerOf: (headings: readonly string[]) => Promise<{ rejects: boolean } | undefined>,
    ): Promise<ImportReport> {
      const { file, importId } = await importOf(runId);
      const found = await files.survey(importId, chunks);
      const refused = (code: FileFault): ImportReport => ({ ...nothingYet, refused: code });
      if (found === undefined) return refused('file.missing');
      if (found.bytes !== file.bytes) return refused('file.size');
      if (found.sha256 !== file.sha256) return refused('file.checksum');
      if (found.encoding === undefined) return refused('file.encoding');
      const headings = files.headings(found);
      const reader = headings && (await readerOf(headings));
      if (reader === undefined) return refused('file.header');
      const lines = found.chunkLines.reduce((sum, count) => sum + count, 0);
      if (lines < 2) return refused('file.empty');
      return { ...nothingYet, survey: found, rejects: reader.rejects, counts: { lines: lines - 1 } };
    },

    /** Puts aside what a unit dealt, a part for each bucket that got something. */
    putDealt(
      runId: string,
      below: string,
      from: number,
      dealt: ReadonlyMap<number, readonly string[]>,
    ): Promise<void> {
      const puts = [...dealt].map(
        ([bucket, lines]) =>
          () =>
            files.putPart(runId, `${below}/${numbered(bucket)}/${numbered(from)}`, lines.join('')),
      );
      return inLanes(puts, PUT_LANES);
    },

    /** Writes the end of a run to its import, once, and lets the next import in. */
    async conclude(
      runId: string,
      { refused, counts, rejectsByCode, setAside }: ImportReport,
      rejectFile: boolean,
    ): Promise<void> {
      const result: ImportResult = {
        finishedAt: now(),
        refused,
        counts,
        rejectsByCode,
        setAside,
        rejectFile,
      };
      for (;;) {
        const found = await importOf(runId);
        const run = newestRun(found);
        if (run?.runId === runId && run.result === undefined) {
          const phase = result.refused !== undefined ? 'refused' : run.dryRun ? 'tried' : 'done';
          const runs = found.runs.map((one) => (one === run ? { ...one, result } : one));
          const saved = await imports.save({ ...found, phase, runs, revision: found.revision + 1 });
          if (saved.outcome === 'overtaken') continue;
        }
        return imports.release(found.importId);
      }
    },
  };
}

/** Puts a line into the bucket that it belongs to. */
export function dealTo(dealt: Map<number, string[]>, bucket: number, line: string): void {
  const lines = dealt.get(bucket);
  if (lines === undefined) dealt.set(bucket, [line]);
  else lines.push(line);
}

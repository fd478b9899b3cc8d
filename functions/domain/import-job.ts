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
  type ReadLine,
  type Survey,
} from './import.ts';
import { bucketOf, type FileFault, REJECT_COLUMNS, type ReadRow, type RowFault } from './import-row.ts';
import { inLanes } from './lanes.ts';
import { Refusal } from './refusal.ts';
import type { UnitJob } from './unit-job.ts';

/** What a job knows of its run while it works on it. */
export type ImportContext = ImportOrder & { importId: ImportId; runId: string; at: Instant };

export type PlacedRow<Row, Known> = {
  line: number;
  text: string;
  key: string;
  row: Row;
  known: Known | undefined;
};

/** Some rows of a bucket, none of them of a person who is in another piece; and, once all rows have come, who is missing. */
export type Piece<Row, Known> = {
  rows: PlacedRow<Row, Known>[];
  /** What is known of people who are not in the file; empty for a file of a part. */
  missing: Known[];
};

/** What a kind of row did with a bucket: each count by its name, and rows that it refused after all. */
export type Settled = {
  counts: ImportCounts;
  rejects: { line: number; text: string; fault: RowFault<string> }[];
};

/** All that one kind of row is: how it is read, what is already known of the same people, and what is done with it. */
export type RowKind<Row, Known> = {
  job: string;
  /** How rows below this header are read, or undefined when it is none of this kind. */
  reader(
    headings: readonly string[],
    at: Instant,
  ): Promise<
    | { rejects: boolean; read(cells: readonly string[] | undefined, text: string): ReadRow<Row, string> }
    | undefined
  >;
  /** What is known, one of so many segments, in pages: by key, as something that JSON keeps. */
  known(segment: number, segments: number): AsyncIterable<{ key: string; known: Known }[]>;
  /** Takes a bucket's pieces as it can, so that a piece is read while those before it are written. Does it twice alike. */
  settle(bucket: AsyncIterable<Piece<Row, Known>>, context: ImportContext): Promise<Settled>;
};

export type ImportReport = {
  refused?: FileFault | undefined;
  survey?: Survey | undefined;
  /** The file is a reject file, hence a part. */
  rejects: boolean;
  counts: Record<string, number>;
  rejectsByCode: Record<string, number>;
  setAside: string[];
};

export type ImportJobParts = {
  imports: Pick<Imports, 'one' | 'save' | 'release' | 'begun'>;
  files: ImportFiles;
  now(): Instant;
  /** What the reject file says of a fault. */
  wording(fault: RowFault<string>): string;
  /** Told at once of a part that is left out. */
  aside(part: string, error: unknown): void;
  pause(milliseconds: number): Promise<void>;
};

export type ImportSizes = { chunks: number; segments: number; buckets: number };

const TRIES = 3;
/** Of workers at one unit: what kills so many of them would kill the next one too. */
const WORKERS = 6;
/** Parts that are put aside at the same time. */
const PUT_LANES = 16;
/** Rows of a bucket that are read before they are settled. */
const ROWS_OF_A_PIECE = 1_000;

const nothing: ImportReport = { rejects: false, counts: {}, rejectsByCode: {}, setAside: [] };

const summed = (a: ImportCounts, b: ImportCounts): Record<string, number> => {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) if (count > 0) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

const mergeReports = (sum: ImportReport, part: ImportReport): ImportReport => ({
  refused: sum.refused ?? part.refused,
  survey: sum.survey ?? part.survey,
  rejects: sum.rejects || part.rejects,
  counts: summed(sum.counts, part.counts),
  rejectsByCode: summed(sum.rejectsByCode, part.rejectsByCode),
  setAside: [...sum.setAside, ...part.setAside],
});

const numbered = (index: number): string => String(index).padStart(5, '0');

/**
 * Takes a file in: looks at it whole, deals its rows and what is known already to buckets by a hash of their key,
 * settles bucket after bucket, and closes. Each unit writes the same when it is done again.
 */
export function importJob<Row, Known>(
  kind: RowKind<Row, Known>,
  parts: ImportJobParts,
  { chunks, segments, buckets }: ImportSizes,
): UnitJob<ImportReport> {
  const { imports, files } = parts;

  const contextOf = async (runId: string): Promise<ImportContext> => {
    const run = (await importOf(imports, runId)).runs.find((one) => one.runId === runId);
    if (run === undefined) throw new Error('a run that its import does not know');
    const { dryRun, match, scope, startedAt } = run;
    return { importId: importOfRun(runId), runId, dryRun, match, scope, at: startedAt };
  };

  /** Leaves out a part that fails again and again, or has taken its process with it. An outage is no such failure. */
  const orAside = async (
    runId: string,
    part: string,
    work: () => Promise<ImportReport>,
  ): Promise<ImportReport> => {
    const begun = await imports.begun(runId, part);
    let failure: unknown = new Error('ended before it was done');
    for (let attempt = 1; begun <= WORKERS && attempt <= TRIES; attempt++) {
      if (attempt > 1) await parts.pause(1_000 * attempt);
      try {
        return await work();
      } catch (error) {
        if (error instanceof Refusal && error.kind === 'unavailable') throw error;
        failure = error;
      }
    }
    parts.aside(part, failure);
    return { ...nothing, setAside: [part] };
  };

  const rejectText = (line: number, text: string, fault: RowFault<string>): string =>
    `${line},${fault.field},${fault.code},"${parts.wording(fault).replaceAll('"', '""')}",${text}\n`;

  const readerOf = async (report: ImportReport, at: Instant) => {
    const { survey } = report;
    const headings = survey && files.headings(survey);
    const reader = headings && (await kind.reader(headings, at));
    if (survey === undefined || reader === undefined) throw new Error('a run without its survey');
    return { survey, ...reader };
  };

  const survey = async (runId: string): Promise<ImportReport> => {
    const { importId, at } = await contextOf(runId);
    const { file } = await importOf(imports, runId);
    const found = await files.survey(importId, chunks);
    const refused = (code: FileFault): ImportReport => ({ ...nothing, refused: code });
    if (found === undefined) return refused('file.missing');
    if (found.bytes !== file.bytes) return refused('file.size');
    if (found.sha256 !== file.sha256) return refused('file.checksum');
    if (found.encoding === undefined) return refused('file.encoding');
    const headings = files.headings(found);
    const reader = headings && (await kind.reader(headings, at));
    if (reader === undefined) return refused('file.header');
    const lines = found.chunkLines.reduce((sum, count) => sum + count, 0);
    if (lines < 2) return refused('file.empty');
    return { ...nothing, survey: found, rejects: reader.rejects, counts: { lines: lines - 1 } };
  };

  const putDealt = (
    runId: string,
    below: 'rows' | 'known',
    from: number,
    dealt: ReadonlyMap<number, readonly string[]>,
  ): Promise<void> => {
    const puts = [...dealt].map(
      ([bucket, lines]) =>
        () =>
          files.putPart(runId, `${below}/${numbered(bucket)}/${numbered(from)}`, lines.join('')),
    );
    return inLanes(puts, PUT_LANES);
  };

  const deal = async (chunk: number, report: ImportReport, runId: string): Promise<ImportReport> => {
    const { importId, at } = await contextOf(runId);
    const { survey: of, rejects: hasReasons, read } = await readerOf(report, at);
    const dealt = new Map<number, string[]>();
    const refusedRows: string[] = [];
    const counts = { rows: 0, rejected: 0 };
    const rejectsByCode: Record<string, number> = {};
    for await (const page of files.lines(importId, of, chunk))
      for (const { number, text, cells } of page) {
        if (number === 1) continue;
        counts.rows += 1;
        const { key, fault } = read(cells, text);
        if (fault !== undefined) {
          counts.rejected += 1;
          rejectsByCode[fault.code] = (rejectsByCode[fault.code] ?? 0) + 1;
          refusedRows.push(rejectText(number, ownText(text, hasReasons, files), fault));
        }
        if (key === undefined) continue;
        const bucket = bucketOf(key, buckets);
        const lines = dealt.get(bucket);
        if (lines === undefined) dealt.set(bucket, [`${number}\t${text}\n`]);
        else lines.push(`${number}\t${text}\n`);
      }
    await putDealt(runId, 'rows', chunk, dealt);
    if (refusedRows.length > 0)
      await files.putPart(runId, `rejects/a-${numbered(chunk)}`, refusedRows.join(''));
    return { ...nothing, counts, rejectsByCode };
  };

  const dealKnown = async (segment: number, of: number, runId: string): Promise<ImportReport> => {
    const dealt = new Map<number, string[]>();
    let people = 0;
    for await (const page of kind.known(segment, of))
      for (const { key, known } of page) {
        people += 1;
        const bucket = bucketOf(key, buckets);
        const line = `${JSON.stringify([key, known])}\n`;
        const lines = dealt.get(bucket);
        if (lines === undefined) dealt.set(bucket, [line]);
        else lines.push(line);
      }
    await putDealt(runId, 'known', segment, dealt);
    return { ...nothing, counts: { known: people } };
  };

  const settle = async (bucket: number, report: ImportReport, runId: string): Promise<ImportReport> => {
    const context = await contextOf(runId);
    const { read, rejects: hasReasons } = await readerOf(report, context.at);
    const known = new Map<string, Known>();
    for await (const part of files.parts(runId, `known/${numbered(bucket)}/`))
      for (const line of part.split('\n'))
        if (line !== '') {
          const [key, value] = JSON.parse(line) as [string, Known];
          known.set(key, value);
        }
    const first = new Map<string, number>();
    const refusedAlready = new Set<string>();
    const refusedRows: Settled['rejects'] = [];
    // A chunk that was set aside holds people whom nobody has looked for.
    const holes = report.setAside.some((part) => part.startsWith('rows-'));
    const whole = context.scope === 'whole' && !report.rejects && !holes;
    async function* pieces(): AsyncGenerator<Piece<Row, Known>> {
      let rows: PlacedRow<Row, Known>[] = [];
      for await (const part of files.parts(runId, `rows/${numbered(bucket)}/`))
        for (const { number, text, cells } of placed(part, files)) {
          const { key, row, fault } = { row: undefined, ...read(cells, text) };
          if (key === undefined) continue;
          if (fault !== undefined || row === undefined) {
            // Where it was dealt; the person is in the file all the same.
            refusedAlready.add(key);
            continue;
          }
          const otherLine = first.get(key);
          if (otherLine !== undefined) {
            refusedRows.push({ line: number, text, fault: { field: '', code: 'row.duplicate', otherLine } });
            continue;
          }
          first.set(key, number);
          rows.push({ line: number, text, key, row, known: known.get(key) });
          if (rows.length < ROWS_OF_A_PIECE) continue;
          yield { rows, missing: [] };
          rows = [];
        }
      const missing = [...(whole ? known : [])].flatMap(([key, one]) =>
        first.has(key) || refusedAlready.has(key) ? [] : [one],
      );
      yield { rows, missing };
    }
    const settled = await kind.settle(pieces(), context);
    const refused = [...refusedRows, ...settled.rejects].sort((a, b) => a.line - b.line);
    if (refused.length > 0)
      await files.putPart(
        runId,
        `rejects/b-${numbered(bucket)}`,
        refused
          .map(({ line, text, fault }) => rejectText(line, ownText(text, hasReasons, files), fault))
          .join(''),
      );
    const rejectsByCode: Record<string, number> = {};
    for (const { fault } of refused) rejectsByCode[fault.code] = (rejectsByCode[fault.code] ?? 0) + 1;
    const accepted = first.size - settled.rejects.length;
    return {
      ...nothing,
      counts: summed(settled.counts, { accepted, rejected: refused.length, duplicates: refusedRows.length }),
      rejectsByCode,
    };
  };

  const close = async (report: ImportReport, runId: string): Promise<ImportReport> => {
    const rejectFile = (report.counts.rejected ?? 0) > 0;
    if (rejectFile && report.survey !== undefined) {
      const header = ownText(report.survey.header, report.rejects, files);
      await files.gather(runId, 'rejects/', `\ufeff${REJECT_COLUMNS.join(',')},${header}\n`);
    }
    const { refused, counts, rejectsByCode, setAside } = report;
    await concluded(imports, runId, {
      finishedAt: parts.now(),
      refused,
      counts,
      rejectsByCode,
      setAside,
      rejectFile,
    });
    return nothing;
  };

  const unlessRefused =
    (
      part: string,
      work: (unit: number, units: number, report: ImportReport, runId: string) => Promise<ImportReport>,
    ) =>
    (unit: number, units: number, report: ImportReport, runId: string): Promise<ImportReport> =>
      report.refused === undefined
        ? orAside(runId, `${part}-${unit}`, () => work(unit, units, report, runId))
        : Promise.resolve(nothing);

  return {
    kind: kind.job,
    nothing,
    merge: mergeReports,
    phases: [
      { units: 1, work: (_unit, _units, _report, runId) => survey(runId) },
      { units: chunks, work: unlessRefused('rows', (unit, _, report, runId) => deal(unit, report, runId)) },
      {
        units: segments,
        // A card that cannot be read stops the import, before anything is written.
        work: async (unit, units, { refused }, runId) =>
          refused === undefined ? dealKnown(unit, units, runId) : nothing,
      },
      {
        units: buckets,
        work: unlessRefused('bucket', (unit, _, report, runId) => settle(unit, report, runId)),
      },
      { units: 1, work: (_unit, _units, report, runId) => close(report, runId) },
    ],
  };
}

/** The part of a row that is the file's own, without the columns that a reject file has before it. */
function ownText(text: string, hasReasons: boolean, files: Pick<ImportFiles, 'cellsOf'>): string {
  if (!hasReasons) return text;
  const cells = files.cellsOf(text);
  if (cells === undefined) return text;
  return cells
    .slice(REJECT_COLUMNS.length)
    .map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}

function* placed(part: string, files: Pick<ImportFiles, 'cellsOf'>): Generator<ReadLine> {
  for (let from = 0; from < part.length; ) {
    const tab = part.indexOf('\t', from);
    const end = part.indexOf('\n', tab);
    const text = part.slice(tab + 1, end);
    yield { number: Number(part.slice(from, tab)), text, cells: files.cellsOf(text) };
    from = end + 1;
  }
}

async function importOf(imports: Pick<Imports, 'one'>, runId: string): Promise<Import> {
  const found = await imports.one(importOfRun(runId));
  if (found === undefined) throw new Error('a run without its import');
  return found;
}

/** Writes the end of a run to its import, once, and lets the next import in. */
async function concluded(
  imports: Pick<Imports, 'one' | 'save' | 'release'>,
  runId: string,
  result: ImportResult,
): Promise<void> {
  for (;;) {
    const found = await importOf(imports, runId);
    const run = newestRun(found);
    if (run?.runId === runId && run.result === undefined) {
      const phase = result.refused !== undefined ? 'refused' : run.dryRun ? 'tried' : 'done';
      const runs = found.runs.map((one) => (one === run ? { ...one, result } : one));
      const saved = await imports.save({ ...found, phase, runs, revision: found.revision + 1 });
      if (saved.outcome === 'overtaken') continue;
    }
    return imports.release(found.importId);
  }
}

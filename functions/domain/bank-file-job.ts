import type { Settled } from './bank-batch.ts';
import { type BankDesk, type BankReceipt, registerRows } from './bank-desk.ts';
import { type BankLine, bankLineReader, type LineFault } from './bank-file-row.ts';
import type { BankReference } from './bank-reference.ts';
import type { BankClient } from './caller.ts';
import { bankOfRun, type ReadLine, type Survey } from './import.ts';
import { bucketOf } from './import-row.ts';
import {
  dealTo,
  type ImportContext,
  type ImportReport,
  type ImportStepParts,
  importSteps,
  mergeReports,
  nothingYet,
  numbered,
} from './import-steps.ts';
import { inLanes } from './lanes.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import type { Bank } from './registration.ts';
import type { UnitJob } from './unit-job.ts';

/** The job that takes in what banks send as files. */
export const REGISTER_BANK_FILE = 'register-bank-file';

/** What a bank is told of a line; `internal` is a bug or an outage, of which it learns nothing more. */
export type LineAnswer = { line: number; reference: BankReference | undefined } & (
  | { outcome: 'accepted'; receipt: BankReceipt; dryRun: boolean }
  | { outcome: 'rejected'; code: LineFault | 'internal' }
  | { outcome: 'rejected'; code: RefusalCode; refusal: Refusal; otherLine?: number | undefined }
);

export type BankFileJobParts = Omit<ImportStepParts, 'imports'> & {
  importsOf(bank: Bank): ImportStepParts['imports'];
  desk: BankDesk;
  readRow: Parameters<typeof bankLineReader>[1];
  /** The first line of the file of answers, and one of its lines. */
  answerHead: string;
  answerText(answer: LineAnswer): string;
  /** Told of rows that failed. */
  failed(settled: readonly Settled<unknown>[]): void;
};

export type BankFileSizes = {
  /** Pieces of the file, each a unit of resuming. */
  parts: number;
  /** Batches that are registered at the same time. */
  lanes: number;
};

/** Rows of one batch of reads, as over HTTP. */
const BATCH = 500;
/** How often rows are tried that the store was too busy for, or that failed. */
const ROUNDS = 4;

/** Which line counts instead of a later one, and what they have in common. */
type Double = { otherLine: number; of: 'person' | 'reference' };
type Row = Extract<BankLine, { intent: unknown }>;
type Placed = ReadLine & { row: Row };

const refuseDouble = ({ of }: Double): Refusal =>
  of === 'person'
    ? new Refusal('row.duplicate-person', { path: 'citizenId' })
    : new Refusal('row.duplicate-reference', { path: 'reference' });

/**
 * Takes a bank's file in: looks at it whole, deals the people and the references of its lines to buckets to find those
 * that come twice, registers piece after piece by the rules of a batch, and puts the answers together in the order of
 * the lines. Of lines for one person or under one reference the lowest that can be read counts. A piece that is done
 * again finds its rows under their references and gives the same answers.
 */
export function bankFileJob(
  parts: BankFileJobParts,
  { parts: pieces, lanes }: BankFileSizes,
): UnitJob<ImportReport> {
  const { files, desk, importsOf, readRow } = parts;
  const stepsOf = (runId: string) => importSteps({ ...parts, imports: importsOf(bankOfRun(runId)) });

  const readerOf = ({ survey }: ImportReport) => {
    const headings = survey && files.headings(survey);
    const read = headings && bankLineReader(headings, readRow);
    if (survey === undefined || read === undefined) throw new Error('a run without its survey');
    return { survey, read };
  };

  async function* linesOf(context: ImportContext, report: ImportReport, piece: number) {
    const { survey, read } = readerOf(report);
    for await (const page of files.lines(context.importId, survey, piece))
      for (const line of page) if (line.number > 1) yield { ...line, row: read(line.cells, line.text) };
  }

  async function dealKeys(
    piece: number,
    report: ImportReport,
    context: ImportContext,
  ): Promise<ImportReport> {
    const dealt = new Map<number, string[]>();
    let rows = 0;
    for await (const { number, row } of linesOf(context, report, piece)) {
      rows += 1;
      if (!('intent' in row)) continue;
      for (const key of [`person ${row.citizenId}`, `reference ${row.reference}`])
        dealTo(dealt, bucketOf(key, pieces), `${number}\t${key}\n`);
    }
    await stepsOf(context.runId).putDealt(context.runId, 'keys', piece, dealt);
    return { ...nothingYet, counts: { rows } };
  }

  async function findDoubles(bucket: number, report: ImportReport, runId: string): Promise<ImportReport> {
    const { survey } = readerOf(report);
    const first = new Map<string, string>();
    const doubles = new Map<number, string[]>();
    for await (const part of files.parts(runId, `keys/${numbered(bucket)}/`))
      for (const text of part.split('\n')) {
        const [line = '', key = ''] = text.split('\t');
        if (key === '') continue;
        const otherLine = first.get(key);
        if (otherLine === undefined) first.set(key, line);
        else dealTo(doubles, pieceOf(Number(line), survey), `${line}\t${otherLine}\t${key.split(' ')[0]}\n`);
      }
    await stepsOf(runId).putDealt(runId, 'doubles', bucket, doubles);
    return nothingYet;
  }

  async function doublesOf(piece: number, runId: string): Promise<Map<number, Double>> {
    const doubles = new Map<number, Double>();
    for await (const part of files.parts(runId, `doubles/${numbered(piece)}/`))
      for (const text of part.split('\n')) {
        const [line = '', other = '', of] = text.split('\t');
        if (of !== 'person' && of !== 'reference') continue;
        const found = { otherLine: Number(other), of } satisfies Double;
        const before = doubles.get(Number(line));
        if (before === undefined || before.otherLine > found.otherLine || of === 'reference')
          doubles.set(Number(line), found);
      }
    return doubles;
  }

  async function registerPiece(
    piece: number,
    report: ImportReport,
    context: ImportContext,
  ): Promise<ImportReport> {
    const { runId, dryRun, by } = context;
    const bank = bankOfRun(runId);
    const caller: BankClient = { kind: 'bank', subject: by, bank };
    const doubles = await doublesOf(piece, runId);
    const answers: LineAnswer[] = [];
    const rows: Placed[] = [];
    for await (const { row, ...line } of linesOf(context, report, piece)) {
      const answer = answerWithoutDesk(line.number, row, doubles.get(line.number));
      if (answer !== undefined) answers.push(answer);
      else if ('intent' in row) rows.push({ ...line, row });
    }
    const at = dryRun ? rehearsal(desk) : desk;
    const batches = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, n) =>
      rows.slice(n * BATCH, (n + 1) * BATCH),
    );
    await inLanes(
      batches.map((batch) => async () => {
        const settled = await settleBatch(at, caller, batch, runId, parts);
        for (const [n, { number, row }] of batch.entries())
          answers.push(answerOf(number, row, settled[n] as Settled<BankReceipt>, dryRun));
      }),
      lanes,
    );
    answers.sort((a, b) => a.line - b.line);
    if (answers.length > 0)
      await files.putPart(runId, `answers/${numbered(piece)}`, answers.map(parts.answerText).join(''));
    return answers.reduce((sum, answer) => mergeReports(sum, countOf(answer)), nothingYet);
  }

  const unlessRefused =
    (
      part: string,
      work: (unit: number, report: ImportReport, context: ImportContext) => Promise<ImportReport>,
    ) =>
    async (unit: number, _units: number, report: ImportReport, runId: string): Promise<ImportReport> => {
      if (report.refused !== undefined) return nothingYet;
      const { contextOf, orAside } = stepsOf(runId);
      return orAside(runId, `${part}-${unit}`, async () => work(unit, report, await contextOf(runId)));
    };

  return {
    kind: REGISTER_BANK_FILE,
    nothing: nothingYet,
    merge: mergeReports,
    phases: [
      {
        units: 1,
        work: (_unit, _units, _report, runId) =>
          stepsOf(runId).survey(
            runId,
            pieces,
            async (headings) => bankLineReader(headings, readRow) && { rejects: false },
          ),
      },
      { units: pieces, work: unlessRefused('keys', dealKeys) },
      {
        units: pieces,
        work: unlessRefused('doubles', (bucket, report, { runId }) => findDoubles(bucket, report, runId)),
      },
      { units: pieces, work: unlessRefused('rows', registerPiece) },
      {
        units: 1,
        async work(_unit, _units, report, runId) {
          const hasAnswers = report.refused === undefined;
          if (hasAnswers) await files.gather(runId, 'answers/', parts.answerHead);
          await stepsOf(runId).conclude(runId, report, hasAnswers);
          return nothingYet;
        },
      },
    ],
  };
}

/** In which piece of the file a line begins. */
function pieceOf(line: number, { chunkLines }: Survey): number {
  let last = 0;
  for (const [piece, lines] of chunkLines.entries()) {
    last += lines;
    if (line <= last) return piece;
  }
  throw new Error('a line beyond the end of its file');
}

/** A desk that decides as the real one does, and writes only that the bank has learnt who may register. */
const rehearsal = (desk: BankDesk): BankDesk => ({
  ...desk,
  registrations: {
    current: (citizenId) => desk.registrations.current(citizenId),
    async save({ channel }, { audit, bankRecord }) {
      const about = { bank: channel, reference: bankRecord?.reference ?? '' };
      await desk.audit.append({ ...audit, action: 'IDENTIFIED_PERSON', about });
      return { outcome: 'written' };
    },
  },
});

/**
 * Settles the rows of a batch; what the store was too busy for, or what failed, is tried again. Rows that come back
 * with what was accepted already are safe to send.
 * @throws Refusal store.busy when it stays so: the piece is taken up again later
 */
async function settleBatch(
  desk: BankDesk,
  caller: BankClient,
  batch: readonly Placed[],
  requestId: string,
  { pause, failed }: Pick<BankFileJobParts, 'pause' | 'failed'>,
): Promise<Settled<BankReceipt>[]> {
  const settled: Settled<BankReceipt>[] = [];
  let open = [...batch.keys()];
  for (let round = 1; open.length > 0 && round <= ROUNDS; round++) {
    if (round > 1) await pause(250 * 2 ** round);
    const rows = open.map((n) => batch[n] as Placed);
    const some = await settleApart(desk, caller, rows, requestId);
    for (const [place, n] of open.entries()) settled[n] = some[place] as Settled<BankReceipt>;
    open = open.filter((n) => isOpen(settled[n]));
  }
  for (const n of open) {
    const one = settled[n];
    if (one?.outcome === 'rejected') throw one.refusal;
  }
  failed(settled);
  return settled;
}

const isOpen = (one: Settled<unknown> | undefined): boolean =>
  one?.outcome === 'failed' || (one?.outcome === 'rejected' && one.refusal.kind === 'unavailable');

/** One person whose record cannot be read fails alone: the rows around it are settled without it. */
async function settleApart(
  desk: BankDesk,
  caller: BankClient,
  rows: readonly Placed[],
  requestId: string,
): Promise<Settled<BankReceipt>[]> {
  const occasion = { at: desk.clock(), from: 'file', requestId };
  try {
    return await registerRows(
      desk,
      caller,
      rows.map(({ row }) => row.intent),
      occasion,
    );
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'unavailable') throw error;
    if (rows.length === 1) return [{ outcome: 'failed', error }];
    const half = Math.ceil(rows.length / 2);
    return [
      ...(await settleApart(desk, caller, rows.slice(0, half), requestId)),
      ...(await settleApart(desk, caller, rows.slice(half), requestId)),
    ];
  }
}

function answerWithoutDesk(line: number, row: BankLine, double: Double | undefined): LineAnswer | undefined {
  if ('fault' in row) return { line, reference: undefined, outcome: 'rejected', code: row.fault };
  const { reference } = row;
  if ('refusal' in row) return rejected(line, reference, row.refusal);
  return double && rejected(line, reference, refuseDouble(double), double.otherLine);
}

const rejected = (
  line: number,
  reference: BankReference | undefined,
  refusal: Refusal,
  otherLine?: number,
): LineAnswer => ({ line, reference, outcome: 'rejected', code: refusal.code, refusal, otherLine });

function answerOf(line: number, { reference }: Row, one: Settled<BankReceipt>, dryRun: boolean): LineAnswer {
  if (one.outcome === 'accepted') return { line, reference, outcome: 'accepted', receipt: one.done, dryRun };
  if (one.outcome === 'rejected') return rejected(line, reference, one.refusal);
  return { line, reference, outcome: 'rejected', code: 'internal' };
}

function countOf(answer: LineAnswer): ImportReport {
  if (answer.outcome === 'rejected')
    return { ...nothingYet, counts: { rejected: 1 }, rejectsByCode: { [answer.code]: 1 } };
  return { ...nothingYet, counts: { accepted: 1, [answer.receipt.repeated ? 'repeated' : 'registered']: 1 } };
}

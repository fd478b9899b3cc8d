import type { Audit, Occasion } from './audit.ts';
import { type BankList, countedOn, type StatementRow } from './bank-statement.ts';
import { type Day, daysBetween, type Instant, instantOf } from './calendar.ts';
import type { BankClient } from './caller.ts';
import { assertRange, type DayRange } from './daily-report.ts';
import { type AnnouncedFile, bankFileIdOf, type ImportDoors, type ImportFiles } from './import.ts';
import { numbered } from './import-steps.ts';
import type { Counters, Gazetteer } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { Bank } from './registration.ts';
import { type RunQueue, type UnitJob, type UnitRun, type UnitRuns, unitsOf } from './unit-job.ts';

/** The job that writes what stands of a bank to a file. */
export const WRITE_BANK_STATEMENT = 'write-bank-statement';

/** A day of a statement: its rows in the file, and what the reports counted when they were read. */
export type StatementDay = { day: Day; rows: number; counted: number; lastCountedAt?: Instant | undefined };

/** What a statement is of, and what has been written of it. The run that writes it is all that is kept. */
export type StatementReport = {
  of?: (DayRange & { bank: Bank }) | undefined;
  days: StatementDay[];
  file?: AnnouncedFile | undefined;
};

export type StatementId = string & { readonly kind: 'StatementId' };

/** What is said of a statement that was ordered. */
export type StatementReading = DayRange & {
  statementId: StatementId;
  bank: Bank;
  startedAt: Instant;
  days: StatementDay[];
  progress?: { unitsDone: number; units: number } | undefined;
  /** Once it is written. */
  file?: (AnnouncedFile & Awaited<ReturnType<ImportDoors['outcome']>>) | undefined;
};

/** How many rows are read at a time; a page of the store ends at a megabyte in any case. */
const ROWS_AT_ONCE = 4_000;

const nothing: StatementReport = { days: [] };

/**
 * Orders a file of what stands of the bank for the days of a period, both included.
 * @throws Refusal days.reversed, days.too-many above 31
 */
export async function orderStatement(
  {
    runs,
    queue,
    audit,
    newTail,
  }: {
    runs: Pick<UnitRuns<StatementReport>, 'begin'>;
    queue: RunQueue;
    audit: Audit;
    newTail(): string;
  },
  { bank, subject }: BankClient,
  { from, to }: DayRange,
  occasion: Occasion,
): Promise<StatementReading> {
  assertRange({ from, to }, 'country');
  const statementId = bankFileIdOf(occasion.at, newTail(), bank);
  await audit.append({
    action: 'LISTED_BANK_STATEMENT',
    actor: subject,
    at: instantOf(occasion.at),
    from: occasion.from,
    requestId: occasion.requestId,
    about: { bank, from, to, statementId },
    isSpread: true,
  });
  const run = await runs.begin({
    kind: WRITE_BANK_STATEMENT,
    runId: statementId,
    startedAt: instantOf(occasion.at),
    phases: [daysBetween(from, to).length, 1],
    unitsDone: 0,
    report: { ...nothing, of: { bank, from, to } },
    revision: 1,
  });
  await queue.send(run.runId);
  return readingOf(run, orderOf(run.report));
}

/** How far a statement is, and where its file is. @throws Refusal statement.not-found, of another bank's too */
export async function readStatementFile(
  { runs, doors }: { runs: Pick<UnitRuns<StatementReport>, 'load'>; doors: Pick<ImportDoors, 'outcome'> },
  { bank }: BankClient,
  statementId: StatementId,
): Promise<StatementReading> {
  const run = await runs.load(WRITE_BANK_STATEMENT, statementId);
  if (run?.report.of?.bank !== bank) throw new Refusal('statement.not-found');
  const { file } = run.report;
  const reading = readingOf(run, run.report.of);
  return file === undefined
    ? reading
    : { ...reading, file: { ...file, ...(await doors.outcome(run.runId)) } };
}

function readingOf(
  run: UnitRun<StatementReport>,
  { bank, from, to }: NonNullable<StatementReport['of']>,
): StatementReading {
  const { runId, startedAt, report, unitsDone } = run;
  return {
    statementId: runId as StatementId,
    bank,
    from,
    to,
    startedAt,
    days: report.days,
    ...(report.file === undefined ? { progress: { unitsDone, units: unitsOf(run) } } : {}),
  };
}

/** A run that nobody ordered through the desk has no period. */
function orderOf({ of }: StatementReport): NonNullable<StatementReport['of']> {
  if (of === undefined) throw new Error('a statement of no bank');
  return of;
}

/** Writes a statement day by day, each a part that is harmless to write again, and puts the parts together. */
export function statementJob({
  list,
  files,
  head,
  rowText,
  ...books
}: {
  list: BankList;
  counters: Counters;
  gazetteer: Pick<Gazetteer, 'provinces'>;
  files: Pick<ImportFiles, 'putPart' | 'gather'>;
  /** The first line of the file, and one of its lines. */
  head: string;
  rowText(row: StatementRow): string;
}): UnitJob<StatementReport> {
  async function writeDay(index: number, report: StatementReport, runId: string): Promise<StatementReport> {
    const { bank, from, to } = orderOf(report);
    const day = daysBetween(from, to)[index];
    if (day === undefined) throw new Error('a day beyond the period');
    const { ofDay, lastCountedAt } = await countedOn(books, bank, day);
    const lines: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list.standing(bank, day, { limit: ROWS_AT_ONCE, cursor });
      lines.push(...page.rows.map(rowText));
      cursor = page.cursor;
    } while (cursor !== undefined);
    if (lines.length > 0) await files.putPart(runId, `days/${numbered(index)}`, lines.join(''));
    return { days: [{ day, rows: lines.length, counted: ofDay, lastCountedAt }] };
  }

  return {
    kind: WRITE_BANK_STATEMENT,
    nothing,
    merge: (sum, { days, file = sum.file }) => ({ ...sum, days: [...sum.days, ...days], file }),
    phases: [
      { units: 1, work: (index, _days, report, runId) => writeDay(index, report, runId) },
      {
        units: 1,
        work: async (_unit, _units, _report, runId) => ({
          days: [],
          file: await files.gather(runId, 'days/', head),
        }),
      },
    ],
  };
}

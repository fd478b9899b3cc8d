import type { AuditLine, Occasion } from './audit.ts';
import { bangkokDay, type Day, type Instant, instantOf, plusYears } from './calendar.ts';
import type { CitizenId } from './citizen-id.ts';
import type { DayRange } from './daily-report.ts';
import type { Measure } from './programme.ts';
import type { RunQueue, UnitJob } from './unit-job.ts';

/** The job that takes a person, or a measure that is over, out of every table. */
export const ERASE = 'erase-personal-data';

/** As long as a claim lives for which the law names no other time: Civil and Commercial Code, section 193/30. */
const CLAIMS_LIVE_YEARS = 10;

const HOUR_MS = 3_600_000;
/** A stream keeps a record for 24 hours: nothing that is older than twice that comes to be counted again. */
export const STREAMS_FORGET_MS = 48 * HOUR_MS;

export type ErasureSubject = { what: 'person'; citizenId: CitizenId } | { what: 'measure'; measure: string };

export type ErasureOrder = {
  subject: ErasureSubject;
  /** Counts what there is and leaves it. */
  dryRun: boolean;
  at: Instant;
};

/** What is to go: all of a person, or whatever was registered for the days of a measure. */
export type Erasable =
  | { what: 'person'; citizenId: CitizenId; runId: string }
  | { what: 'measure'; window: DayRange };

/** What was found. What a worker removed before it died is gone and may be missing here. */
export type ErasureReport = {
  cardholders: number;
  registrations: number;
  /** Of days outside the measure. */
  registrationsKept: number;
  versions: number;
  references: number;
  cutOffRows: number;
  /** Rows of pay lists whose ten years are not over. */
  cutOffRowsKept: number;
  quarantined: number;
  /** They count nothing any more, and end within days. */
  ledgerRows: number;
  /** Of cardholders: they say for two days that there was a registration, and lose it by an order after that. */
  ledgerRowsMarked: number;
  /** The person is on record again, by a registry file that was taken in meanwhile. */
  returned: number;
};

export const NOTHING_ERASED: ErasureReport = {
  cardholders: 0,
  registrations: 0,
  registrationsKept: 0,
  versions: 0,
  references: 0,
  cutOffRows: 0,
  cutOffRowsKept: 0,
  quarantined: 0,
  ledgerRows: 0,
  ledgerRowsMarked: 0,
  returned: 0,
};

export type Segment = { segment: number; segments: number };

/** Each finds what there is of somebody in a share of the tables, and removes it when it is to. */
export type ErasureStores = {
  order(runId: string): Promise<ErasureOrder | undefined>;
  /** An order may hold an ID, so it goes last. */
  forget(runId: string): Promise<void>;
  /** Cards and registrations. Once they are gone nothing new is written of the person. */
  records(whose: Erasable, where: Segment, remove: boolean): Promise<Partial<ErasureReport>>;
  /** What lies beside them: history, references, records set aside, rows of pay lists frozen before a day. */
  traces(
    whose: Erasable,
    where: Segment & { frozenBefore: Day },
    remove: boolean,
  ): Promise<Partial<ErasureReport>>;
  /** Lets rows of the ledger end that count nothing any more; `counted` have not come to that yet. */
  ledger(
    whose: Erasable,
    where: Segment & { now: Date },
    remove: boolean,
  ): Promise<{ found: Partial<ErasureReport>; counted: number }>;
};

/** The last day on which a measure's registrations are kept. */
export const keptUntil = ({
  recordUntil,
  keptYears = CLAIMS_LIVE_YEARS,
}: Pick<Measure, 'recordUntil' | 'keptYears'>): Day => plusYears(recordUntil, keptYears);

/** Pay lists that were frozen before this day need not be kept any longer. */
export const payListsEndBefore = (now: Date): Day => plusYears(bangkokDay(now), -CLAIMS_LIVE_YEARS);

/** The measure has to be kept for longer, or is not the one that is loaded. */
export class NotErasable extends Error {
  override name = 'NotErasable';
}

/** @throws NotErasable until the day after the last one on which it is kept */
function assertErasable(measure: Measure, today: Day): void {
  const last = keptUntil(measure);
  if (today <= last) throw new NotErasable(`The measure ${measure.code} is kept until ${last}.`);
}

type ProgrammeNow = { measure(): Promise<Measure> };

export type ErasureDesk = {
  programme: ProgrammeNow;
  /** One transaction: no order stands without its line on the trail. */
  orders: { place(runId: string, order: ErasureOrder, line: AuditLine): Promise<void> };
  queue: RunQueue;
};

/**
 * Has somebody erased, or has counted what that would remove. The line on the trail stands before anything is read.
 * @returns the id of the run
 * @throws NotErasable for a measure before its time
 */
export async function orderErasure(
  { programme, orders, queue }: ErasureDesk,
  asked: {
    of: { citizenId: CitizenId } | 'measure';
    by: string;
    reason: string;
    dryRun: boolean;
  },
  { at, from, requestId }: Occasion,
): Promise<string> {
  const { of, by, reason, dryRun } = asked;
  let subject: ErasureSubject;
  if (of === 'measure') {
    const measure = await programme.measure();
    assertErasable(measure, bangkokDay(at));
    subject = { what: 'measure', measure: measure.code };
  } else subject = { what: 'person', citizenId: of.citizenId };
  const runId = instantOf(at);
  const line: AuditLine = {
    action: dryRun ? 'TRIED_ERASURE' : subject.what === 'person' ? 'ERASED_PERSON' : 'ERASED_MEASURE',
    actor: by,
    at: instantOf(at),
    person: subject.what === 'person' ? subject.citizenId : undefined,
    from,
    requestId,
    about: { runId, ...(subject.what === 'measure' ? { measure: subject.measure } : {}) },
    reason,
  };
  await orders.place(runId, { subject, dryRun, at: instantOf(at) }, line);
  await queue.send(runId);
  return runId;
}

export type ErasureContext = {
  programme: ProgrammeNow;
  now(): Date;
  /** Waits for the streams to take people off the counters. */
  pause(): Promise<void>;
  /** How often the ledger is asked before the unit is left to another invocation. */
  patience: number;
};

const merge = (sum: ErasureReport, part: Partial<ErasureReport>): ErasureReport =>
  Object.fromEntries(
    Object.entries(sum).map(([name, count]) => [name, count + (part[name as keyof ErasureReport] ?? 0)]),
  ) as ErasureReport;

/**
 * Erases by an order: records, what lies beside them, and, once the streams have taken them off the counters, what the
 * ledger holds. Each unit looks for what is there, so one that is done again finds less, and nothing is left over.
 */
export function erasureJob(
  stores: ErasureStores,
  { programme, now, pause, patience }: ErasureContext,
  segments: number,
): UnitJob<ErasureReport> {
  const erasable = async ({ subject }: ErasureOrder, runId: string): Promise<Erasable> => {
    if (subject.what === 'person') return { ...subject, runId };
    const measure = await programme.measure();
    if (measure.code !== subject.measure) throw new NotErasable('another measure has been loaded since');
    assertErasable(measure, bangkokDay(now()));
    return { what: 'measure', window: { from: measure.windowFrom, to: measure.windowTo } };
  };
  const phase = (
    work: (whose: Erasable, where: Segment, remove: boolean) => Promise<Partial<ErasureReport>>,
  ) => ({
    units: segments,
    work: async (segment: number, of: number, _soFar: ErasureReport, runId: string) => {
      const order = await stores.order(runId);
      if (order === undefined) throw new Error('a run without its order');
      const where = { segment, segments: of };
      return merge(NOTHING_ERASED, await work(await erasable(order, runId), where, !order.dryRun));
    },
  });
  return {
    kind: ERASE,
    nothing: NOTHING_ERASED,
    merge,
    phases: [
      phase((whose, where, remove) => stores.records(whose, where, remove)),
      phase((whose, where, remove) =>
        stores.traces(whose, { ...where, frozenBefore: payListsEndBefore(now()) }, remove),
      ),
      phase(async (whose, where, remove) => {
        for (let asked = 1; ; asked++) {
          const { found, counted } = await stores.ledger(whose, { ...where, now: now() }, remove);
          if (counted === 0 || !remove) return found;
          if (asked >= patience) throw new Error('somebody who is gone is still counted');
          await pause();
        }
      }),
      {
        units: 1,
        work: async (_unit, _of, _soFar, runId) => {
          await stores.forget(runId);
          return NOTHING_ERASED;
        },
      },
    ],
  };
}

import type { Context, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Instant } from '../domain/calendar.ts';
import {
  freshRun,
  isRunId,
  type RunQueue,
  runUnits,
  type UnitJob,
  type UnitOutcome,
  type UnitRun,
  type UnitRuns,
  unitsOf,
} from '../domain/unit-job.ts';
import { factsOf, log } from '../runtime/logger.ts';

const Message = z.object({ runId: z.string().check(z.refine(isRunId)) });

/** What has to be left of an invocation, in milliseconds, for a window of units to begin. */
const TIME_OF_A_WINDOW_MS = 150_000;

export type UnitJobParts<Report> = {
  job: UnitJob<Report>;
  runs: UnitRuns<Report>;
  queue: RunQueue;
  /** Units done at the same time. */
  concurrency: number;
  /** Logs and publishes what a run found. */
  tell(run: UnitRun<Report>): void;
  now(): Instant;
};

/**
 * Starts the run that a message names, or goes on with it, for as long as the invocation lasts; then it asks for
 * another one. Messages may come twice, late, or two at once. A run that cannot go on is thrown, so that its message
 * comes again and in the end stands in the dead-letter queue.
 */
export function unitJobConsumer<Report>(
  parts: UnitJobParts<Report>,
): (event: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<void> {
  return async ({ Records: records }, context) => {
    for (const { body } of records) {
      try {
        await goOn(Message.parse(JSON.parse(body)).runId, parts, context);
      } catch (error) {
        log.error('RUN_FAILED', { kind: parts.job.kind, ...factsOf(error) });
        throw new Error('the run did not go on');
      }
    }
  };
}

async function goOn<Report>(
  runId: string,
  { job, runs, queue, concurrency, tell, now }: UnitJobParts<Report>,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  const begun = await runs.begin(freshRun(job, runId, now()));
  const ended: UnitOutcome<Report> = await runUnits(begun, job, {
    hasTime: () => context.getRemainingTimeInMillis() > TIME_OF_A_WINDOW_MS,
    concurrency,
    save: (run) => runs.save(run),
    tell,
    now,
  });
  const facts = { kind: job.kind, runId, outcome: ended.outcome };
  if (ended.outcome === 'overtaken') log.info('RUN_WENT_ON', facts);
  else {
    const { run } = ended;
    log.info('RUN_WENT_ON', { ...facts, unitsDone: run.unitsDone, units: unitsOf(run) });
  }
  if (ended.outcome === 'out-of-time') await queue.send(runId);
}

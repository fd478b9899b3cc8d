import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Source, State } from '../domain/contribution.ts';
import type { CountingLimits, CountingReport, Ledger } from '../domain/count-observations.ts';
import { countObservations } from '../domain/count-observations.ts';
import type { Observation } from '../domain/counting.ts';
import type { Quarantine } from '../domain/ports.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { publish } from '../runtime/metrics.ts';

/** Turns a stream image into a state of its person; throws when it is none. */
export type ReadImage = (image: object) => State;

/**
 * What a record says. A removed item is a state too: one on, and counting nothing.
 * @throws when an image is missing or cannot be read
 */
export function observationOf({ dynamodb }: DynamoDBRecord, read: ReadImage): Observation {
  const { OldImage: old, NewImage: made } = dynamodb ?? {};
  if (made !== undefined) return { ...read(made), before: old && readable(old, read) };
  if (old === undefined) throw new Error('a record without an image');
  const before = read(old);
  const { citizenId, version } = before;
  return { citizenId, version: version + 1, contribution: undefined, before };
}

/** What was there before is only a guess at what the ledger holds: the ledger itself says so when it is wrong. */
function readable(image: object, read: ReadImage): State | undefined {
  try {
    return read(image);
  } catch {
    return undefined;
  }
}

export type BatchReport = Omit<CountingReport, 'poisoned'> & { quarantined: number };

/**
 * Counts a batch of a stream. What cannot be counted is set aside whole, so that one bad record
 * never holds up the shard; contention is thrown, and the event source delivers the batch again.
 */
export async function countBatch(
  records: readonly DynamoDBRecord[],
  {
    source,
    read,
    ledger,
    quarantine,
    limits,
  }: {
    source: Source;
    read: ReadImage;
    ledger: Ledger;
    quarantine: Quarantine;
    limits: CountingLimits;
  },
): Promise<BatchReport> {
  const observed: { record: DynamoDBRecord; observation: Observation }[] = [];
  let quarantined = 0;
  const setAside = async (record: DynamoDBRecord, cause: unknown) => {
    const { error } = factsOf(cause);
    await quarantine.setAside(`${source}#${record.eventID}`, record, String(error));
    log.error('RECORD_QUARANTINED', { sequence: record.dynamodb?.SequenceNumber, ...factsOf(cause) });
    quarantined += 1;
  };
  for (const record of records) {
    try {
      observed.push({ record, observation: observationOf(record, read) });
    } catch (cause) {
      await setAside(record, cause);
    }
  }
  const { poisoned, ...report } = await countObservations(
    observed.map(({ observation }) => observation),
    ledger,
    limits,
  );
  for (const { citizenId, cause } of poisoned)
    for (const { record, observation } of observed)
      if (observation.citizenId === citizenId) await setAside(record, cause);
  return { ...report, quarantined };
}

/** Tries over some seconds: far below the function's limit, far above the length of a conflict. */
export const COUNTING_LIMITS: CountingLimits = {
  attempts: 13,
  // Neighbours share items of counters: two of them in flight would reject each other.
  concurrency: 1,
  pause: (attempt) =>
    new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(3_000, 20 * 2 ** attempt))),
};

/** Counts every batch that the event source delivers, and says how it went. */
export function streamConsumer(
  parts: Omit<Parameters<typeof countBatch>[1], 'limits'>,
): (event: DynamoDBStreamEvent) => Promise<void> {
  return async ({ Records: records }) => {
    try {
      const report = await countBatch(records, { ...parts, limits: COUNTING_LIMITS });
      log.info('BATCH_COUNTED', { records: records.length, ...report });
      publish({
        ChangeCounted: report.counted,
        ChangeAlreadyCounted: report.alreadyCounted,
        CountingRetried: report.retries,
        RecordQuarantined: report.quarantined,
      });
    } catch (error) {
      log.error('BATCH_GIVEN_BACK', { records: records.length, ...factsOf(error) });
      throw new Error('the batch was not counted');
    }
  };
}

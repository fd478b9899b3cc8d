import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { contributionOf, orderOf } from '../domain/contribution.ts';
import type { CountingLimits, CountingReport, Ledger } from '../domain/count-registrations.ts';
import { countRegistrations } from '../domain/count-registrations.ts';
import type { LedgerRow, Observation } from '../domain/counting.ts';
import type { Quarantine } from '../domain/ports.ts';
import type { Registration } from '../domain/registration.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { publish } from '../runtime/metrics.ts';

/** Turns a stream image into a registration; throws when it is none. */
export type ReadImage = (image: object) => Registration;

const stateOf = (registration: Registration): LedgerRow => ({
  version: orderOf(registration),
  contribution: contributionOf(registration),
});

/**
 * What a record says. A removed registration is a state too: one on, and counting nothing.
 * @throws when an image is missing or cannot be read
 */
export function observationOf({ dynamodb }: DynamoDBRecord, read: ReadImage): Observation {
  const before = dynamodb?.OldImage && read(dynamodb.OldImage);
  const after = dynamodb?.NewImage && read(dynamodb.NewImage);
  if (after !== undefined)
    return { citizenId: after.citizenId, ...stateOf(after), before: before && stateOf(before) };
  if (before === undefined) throw new Error('a record without an image');
  return {
    citizenId: before.citizenId,
    version: orderOf(before) + 1,
    contribution: undefined,
    before: stateOf(before),
  };
}

export type BatchReport = Omit<CountingReport, 'poisoned'> & { quarantined: number };

/**
 * Counts a batch of the registrations' stream. What cannot be counted is set aside whole, so that one bad record
 * never holds up the shard; contention is thrown, and the event source delivers the batch again.
 */
export async function countBatch(
  records: readonly DynamoDBRecord[],
  {
    read,
    ledger,
    quarantine,
    limits,
  }: {
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
    await quarantine.setAside(`registrations#${record.eventID}`, record, String(error));
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
  const { poisoned, ...report } = await countRegistrations(
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
  attempts: 9,
  concurrency: 4,
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
        RegistrationCounted: report.counted,
        RegistrationAlreadyCounted: report.alreadyCounted,
        CountingRetried: report.retries,
        RecordQuarantined: report.quarantined,
      });
    } catch (error) {
      log.error('BATCH_GIVEN_BACK', { records: records.length, ...factsOf(error) });
      throw new Error('the batch was not counted');
    }
  };
}

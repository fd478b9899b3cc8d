import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { ComparedTrail, TrailCopy } from '../domain/trail-copy.ts';
import type { UnitRun } from '../domain/unit-job.ts';
import { factsOf, log } from '../runtime/logger.ts';
import { publish } from '../runtime/metrics.ts';

/** Turns a stream image into a line in its one spelling; throws when it is none. */
export type ReadLine = (image: object) => { hour: string; text: string };

/** What DynamoDB itself drops when its time is over. */
const isExpiry = ({ eventName, userIdentity }: DynamoDBRecord): boolean =>
  eventName === 'REMOVE' &&
  (userIdentity as { principalId?: string })?.principalId === 'dynamodb.amazonaws.com';

/**
 * Copies the lines of a batch, an object an hour. A batch that comes again is copied again: a line that stands twice
 * is one line. What changes or deletes a line is not copied, and counted.
 */
export async function copyBatch(
  records: readonly DynamoDBRecord[],
  { read, copy }: { read: ReadLine; copy: Pick<TrailCopy, 'add'> },
): Promise<{ copied: number; altered: number }> {
  const byHour = new Map<string, string[]>();
  let copied = 0;
  let altered = 0;
  for (const record of records) {
    const image = record.dynamodb?.NewImage;
    if (record.eventName === 'INSERT' && image !== undefined) {
      const { hour, text } = read(image);
      byHour.set(hour, [...(byHour.get(hour) ?? []), text]);
      copied += 1;
    } else if (!isExpiry(record)) altered += 1;
  }
  for (const [hour, texts] of byHour) await copy.add(hour, texts);
  return { copied, altered };
}

/** Copies every batch that the event source delivers. */
export function trailConsumer(
  parts: Parameters<typeof copyBatch>[1],
): (event: DynamoDBStreamEvent) => Promise<void> {
  return async ({ Records: records }) => {
    try {
      const { copied, altered } = await copyBatch(records, parts);
      if (altered > 0) log.error('TRAIL_ALTERED', { altered });
      publish({ TrailLineCopied: copied, TrailLineAltered: altered });
    } catch (error) {
      log.error('BATCH_GIVEN_BACK', { records: records.length, ...factsOf(error) });
      throw new Error('the batch was not copied');
    }
  };
}

/** Says how the lines of a day stand beside their copy. */
export function tellCompared({ runId, report }: UnitRun<ComparedTrail>): void {
  log.info('TRAIL_COMPARED', { runId, ...report });
  publish({ TrailLineCompared: report.lines, TrailLineDrifted: report.missing + report.gone });
}

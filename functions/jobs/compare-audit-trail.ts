import { documentClient } from '../data/document-client.ts';
import { filesClient } from '../data/document-files.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { comparedTrail, TrailByHour, TrailCopyBucket } from '../data/trail-copy.ts';
import { instantOf } from '../domain/calendar.ts';
import { compareTrailJob } from '../domain/trail-copy.ts';
import { settings } from '../runtime/settings.ts';
import { tellCompared } from '../streams/trail-copy.ts';
import { unitJobConsumer } from '../streams/unit-job.ts';

const env = settings('AUDIT_TABLE', 'AUDIT_COPY_BUCKET', 'JOB_RUNS_TABLE', 'QUEUE_URL');
const client = documentClient();

export const handler = unitJobConsumer({
  job: compareTrailJob(
    new TrailByHour(client, env.AUDIT_TABLE),
    new TrailCopyBucket(filesClient(), env.AUDIT_COPY_BUCKET, () => crypto.randomUUID()),
  ),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: comparedTrail,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  // An hour at a time: the digests of one stand in memory whole.
  concurrency: 2,
  tell: tellCompared,
  now: () => instantOf(new Date()),
});

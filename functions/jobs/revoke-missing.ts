import { CardholdersTable } from '../data/cardholders.ts';
import { documentClient } from '../data/document-client.ts';
import { ImportsTable, revocationReport } from '../data/imports.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { instantOf } from '../domain/calendar.ts';
import { revocationJob } from '../domain/revocation-job.ts';
import { settings } from '../runtime/settings.ts';
import { tellRevoked } from '../streams/import-job.ts';
import { unitJobConsumer } from '../streams/unit-job.ts';

const env = settings(
  'CARDHOLDERS_TABLE',
  'IMPORTS_TABLE',
  'JOB_RUNS_TABLE',
  'QUEUE_URL',
  'SEGMENTS',
  'LANES',
);
const client = documentClient();

export const handler = unitJobConsumer({
  job: revocationJob(
    {
      registry: new CardholdersTable(client, env.CARDHOLDERS_TABLE),
      imports: new ImportsTable(client, env.IMPORTS_TABLE, 'registry'),
    },
    Number(env.SEGMENTS),
    Number(env.LANES),
  ),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: revocationReport,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  concurrency: 1,
  tell: tellRevoked,
  now: () => instantOf(new Date()),
});

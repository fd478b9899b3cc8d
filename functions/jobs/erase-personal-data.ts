import { documentClient } from '../data/document-client.ts';
import { ErasureTables, erasureReport } from '../data/erasure.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { instantOf } from '../domain/calendar.ts';
import { erasureJob } from '../domain/erasure.ts';
import { settings } from '../runtime/settings.ts';
import { ERASURE_PATIENCE, tellErased } from '../streams/erasure-job.ts';
import { unitJobConsumer } from '../streams/unit-job.ts';

const env = settings(
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'REGISTRATION_HISTORY_TABLE',
  'REFERENCES_TABLE',
  'LEDGER_TABLE',
  'CUT_OFF_ROWS_TABLE',
  'QUARANTINE_TABLE',
  'PROGRAMME_TABLE',
  'JOB_RUNS_TABLE',
  'QUEUE_URL',
  'SEGMENTS',
);
const client = documentClient();
const now = () => new Date();

export const handler = unitJobConsumer({
  job: erasureJob(
    new ErasureTables(client, {
      cardholders: env.CARDHOLDERS_TABLE,
      registrations: env.REGISTRATIONS_TABLE,
      history: env.REGISTRATION_HISTORY_TABLE,
      references: env.REFERENCES_TABLE,
      ledger: env.LEDGER_TABLE,
      cutOffRows: env.CUT_OFF_ROWS_TABLE,
      quarantine: env.QUARANTINE_TABLE,
    }),
    { programme: new ProgrammeTable(client, env.PROGRAMME_TABLE), now, ...ERASURE_PATIENCE },
    Number(env.SEGMENTS),
  ),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: erasureReport,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  concurrency: 4,
  tell: tellErased,
  now: () => instantOf(now()),
});

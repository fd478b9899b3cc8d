import { BankListIndex } from '../data/bank-list.ts';
import { statementReport } from '../data/bank-statements.ts';
import { CountersTable } from '../data/counters.ts';
import { documentClient } from '../data/document-client.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { fileClient, S3ImportFiles } from '../data/import-files.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { statementJob } from '../domain/bank-statement-file.ts';
import { instantOf } from '../domain/calendar.ts';
import { STATEMENT_HEAD, statementText } from '../http/views/bank-statement-file.ts';
import { settings } from '../runtime/settings.ts';
import { tellStated } from '../streams/statement-job.ts';
import { unitJobConsumer } from '../streams/unit-job.ts';

const env = settings(
  'REGISTRATIONS_TABLE',
  'COUNTERS_TABLE',
  'JOB_RUNS_TABLE',
  'IMPORTS_BUCKET',
  'QUEUE_URL',
);
const client = documentClient();

export const handler = unitJobConsumer({
  job: statementJob({
    list: new BankListIndex(client, env.REGISTRATIONS_TABLE),
    counters: new CountersTable(client, env.COUNTERS_TABLE),
    gazetteer,
    files: new S3ImportFiles(fileClient(), env.IMPORTS_BUCKET, 'statements'),
    head: STATEMENT_HEAD,
    rowText: statementText,
  }),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: statementReport,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  // A day of a large bank is held whole while it is written.
  concurrency: 1,
  tell: tellStated,
  now: () => instantOf(new Date()),
});

import { setTimeout as sleep } from 'node:timers/promises';
import { rowFaultText } from '../contract/row-fault-wording.ts';
import { CardholdersTable } from '../data/cardholders.ts';
import { documentClient } from '../data/document-client.ts';
import { subdistrictCodes } from '../data/gazetteer.ts';
import { fileClient, S3ImportFiles } from '../data/import-files.ts';
import { ImportsTable, importReport } from '../data/imports.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { instantOf } from '../domain/calendar.ts';
import { importJob } from '../domain/import-job.ts';
import { registryKind } from '../domain/registry-kind.ts';
import { settings } from '../runtime/settings.ts';
import { tellImported, tellSetAside } from '../streams/import-job.ts';
import { unitJobConsumer } from '../streams/unit-job.ts';

const env = settings(
  'CARDHOLDERS_TABLE',
  'IMPORTS_TABLE',
  'IMPORTS_BUCKET',
  'JOB_RUNS_TABLE',
  'QUEUE_URL',
  'CHUNKS',
  'SEGMENTS',
  'BUCKETS',
  'LANES',
);
const client = documentClient();
const now = () => instantOf(new Date());

export const handler = unitJobConsumer({
  job: importJob(
    registryKind(new CardholdersTable(client, env.CARDHOLDERS_TABLE), subdistrictCodes, Number(env.LANES)),
    {
      imports: new ImportsTable(client, env.IMPORTS_TABLE, 'registry'),
      files: new S3ImportFiles(fileClient(), env.IMPORTS_BUCKET),
      now,
      wording: rowFaultText,
      aside: tellSetAside,
      pause: (milliseconds) => sleep(milliseconds),
    },
    { chunks: Number(env.CHUNKS), segments: Number(env.SEGMENTS), buckets: Number(env.BUCKETS) },
  ),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: importReport,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  // One at a time: whoever takes up a run that died has one unit to do again, and what a bucket needs is in memory once.
  concurrency: 1,
  tell: tellImported,
  now,
});

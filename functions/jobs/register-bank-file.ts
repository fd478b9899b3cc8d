import { setTimeout as sleep } from 'node:timers/promises';
import { bankIntent } from '../contract/bank.ts';
import { AuditTable } from '../data/audit.ts';
import { BankRecordsTables } from '../data/bank-records.ts';
import { CanariesTable } from '../data/canaries.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { fileClient, S3ImportFiles } from '../data/import-files.ts';
import { ImportsTable, importReport } from '../data/imports.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { bankFileJob } from '../domain/bank-file-job.ts';
import { instantOf } from '../domain/calendar.ts';
import { tellFailedRows } from '../http/bank-batch.ts';
import { rowReader } from '../http/rows.ts';
import { ANSWER_HEAD, answerText } from '../http/views/bank-file-answers.ts';
import { ids } from '../runtime/ids.ts';
import { publishCanaries } from '../runtime/metric-line.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';
import { tellImported, tellSetAside } from '../streams/import-job.ts';
import { unitJobConsumer } from '../streams/unit-job.ts';

const env = settings(
  'REGISTRATIONS_TABLE',
  'REGISTRATION_HISTORY_TABLE',
  'REFERENCES_TABLE',
  'CARDHOLDERS_TABLE',
  'AUDIT_TABLE',
  'PROGRAMME_TABLE',
  'PERSON_KEY_ARN',
  'IMPORTS_TABLE',
  'IMPORTS_BUCKET',
  'JOB_RUNS_TABLE',
  'QUEUE_URL',
  'PARTS',
  'LANES',
);
const client = documentClient();
const tables = {
  registrations: env.REGISTRATIONS_TABLE,
  history: env.REGISTRATION_HISTORY_TABLE,
  references: env.REFERENCES_TABLE,
  cardholders: env.CARDHOLDERS_TABLE,
};
const personKey = secret(env.PERSON_KEY_ARN).value;
const audit = new AuditTable(client, env.AUDIT_TABLE, personKey);
const canaries = new CanariesTable(client, env.PROGRAMME_TABLE, { key: personKey, ring: publishCanaries });
const now = () => instantOf(new Date());

export const handler = unitJobConsumer({
  job: bankFileJob(
    {
      importsOf: (bank) => new ImportsTable(client, env.IMPORTS_TABLE, bank),
      files: new S3ImportFiles(fileClient(), env.IMPORTS_BUCKET, 'answers'),
      desk: {
        records: new BankRecordsTables(client, tables, canaries),
        registrations: new RegistrationsTable(client, tables, audit),
        programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
        geography,
        ids,
        audit,
        clock: () => new Date(),
      },
      readRow: rowReader(bankIntent),
      answerHead: ANSWER_HEAD,
      answerText,
      failed: tellFailedRows,
      aside: tellSetAside,
      now,
      pause: (milliseconds) => sleep(milliseconds),
    },
    { parts: Number(env.PARTS), lanes: Number(env.LANES) },
  ),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: importReport,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  // One piece at a time, so that whoever takes up a run that died has one to do again.
  concurrency: 1,
  tell: tellImported,
  now,
});

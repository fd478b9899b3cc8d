import { documentClient } from '../data/document-client.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { reconcileReport, reconcileStores } from '../data/reconcile-stores.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { instantOf } from '../domain/calendar.ts';
import { reconcileJob } from '../domain/reconcile.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';
import { COUNTING_LIMITS } from '../streams/counted-stream.ts';
import { RECONCILE_PATIENCE, tellReconciled } from '../streams/reconcile-job.ts';
import { unitJobConsumer } from '../streams/unit-job.ts';

const env = settings(
  'REGISTRATIONS_TABLE',
  'CARDHOLDERS_TABLE',
  'LEDGER_TABLE',
  'COUNTERS_TABLE',
  'JOB_RUNS_TABLE',
  'PERSON_KEY_ARN',
  'QUEUE_URL',
  'SEGMENTS',
);
const client = documentClient();
const now = () => instantOf(new Date());
const stores = reconcileStores(
  client,
  {
    registrations: env.REGISTRATIONS_TABLE,
    cardholders: env.CARDHOLDERS_TABLE,
    ledger: env.LEDGER_TABLE,
    counters: env.COUNTERS_TABLE,
  },
  { limits: COUNTING_LIMITS, personKey: secret(env.PERSON_KEY_ARN).value, now },
);

export const handler = unitJobConsumer({
  job: reconcileJob(stores, RECONCILE_PATIENCE, Number(env.SEGMENTS)),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: reconcileReport,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  concurrency: 4,
  tell: tellReconciled,
  now,
});

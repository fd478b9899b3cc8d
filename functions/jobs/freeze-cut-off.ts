import { CutOffRowsTable, CutOffsTable, freezeReport } from '../data/cut-offs.ts';
import { documentClient } from '../data/document-client.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { RegistrationsAsOfTables } from '../data/registrations-as-of.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { freezeJob } from '../domain/cut-off-freeze.ts';
import { settings } from '../runtime/settings.ts';
import { FREEZE_CLOCK, tellFrozen } from '../streams/freeze-job.ts';
import { unitJobConsumer } from '../streams/unit-job.ts';

const env = settings(
  'REGISTRATIONS_TABLE',
  'REGISTRATION_HISTORY_TABLE',
  'CUT_OFFS_TABLE',
  'CUT_OFF_ROWS_TABLE',
  'PROGRAMME_TABLE',
  'JOB_RUNS_TABLE',
  'QUEUE_URL',
  'SEGMENTS',
);
const client = documentClient();

export const handler = unitJobConsumer({
  job: freezeJob(
    {
      cutOffs: new CutOffsTable(client, env.CUT_OFFS_TABLE),
      rows: new CutOffRowsTable(client, env.CUT_OFF_ROWS_TABLE),
      registrations: new RegistrationsAsOfTables(client, {
        registrations: env.REGISTRATIONS_TABLE,
        history: env.REGISTRATION_HISTORY_TABLE,
      }),
      programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
    },
    FREEZE_CLOCK,
    Number(env.SEGMENTS),
  ),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: freezeReport,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  concurrency: 4,
  tell: tellFrozen,
  now: FREEZE_CLOCK.now,
});

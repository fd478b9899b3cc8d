import { orderBankStatement } from '../contract/bank-statements.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { statementReport } from '../data/bank-statements.ts';
import { documentClient } from '../data/document-client.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { orderStatement } from '../domain/bank-statement-file.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { statementReadingView } from '../http/views/bank-statement-file.ts';
import { importTail } from '../runtime/ids.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'JOB_RUNS_TABLE', 'AUDIT_TABLE', 'QUEUE_URL', 'EDGE_SECRET_ARN');
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: statementReport,
    token: () => crypto.randomUUID(),
  }),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  audit,
  newTail: importTail,
};

export const handler = bankEndpoint(
  orderBankStatement,
  { edgeSecret: secret(env.EDGE_SECRET_ARN), accounts: new AccountsTable(client, env.ACCOUNTS_TABLE), audit },
  async ({ caller, body, occasion }) => ({
    body: statementReadingView(await orderStatement(desk, caller, body, occasion)),
  }),
);

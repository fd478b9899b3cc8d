import { createCutOff } from '../contract/cut-offs.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CutOffsTable } from '../data/cut-offs.ts';
import { documentClient } from '../data/document-client.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { createCutOff as create } from '../domain/cut-off-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cutOffView } from '../http/views/cut-off-view.ts';
import { cutOffId } from '../runtime/ids.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'CUT_OFFS_TABLE',
  'PROGRAMME_TABLE',
  'AUDIT_TABLE',
  'QUEUE_URL',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  cutOffs: new CutOffsTable(client, env.CUT_OFFS_TABLE, audit),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
  newId: cutOffId,
};

export const handler = officerEndpoint(
  createCutOff,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, body, occasion }) => ({ body: cutOffView(await create(desk, officer, body, occasion)) }),
);

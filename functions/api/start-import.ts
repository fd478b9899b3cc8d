import { startImport } from '../contract/imports.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { ImportsTable } from '../data/imports.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { startImport as start } from '../domain/import-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { importView } from '../http/views/import-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'IMPORTS_TABLE',
  'AUDIT_TABLE',
  'QUEUE_URL',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  imports: new ImportsTable(client, env.IMPORTS_TABLE, 'registry', audit),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
};

export const handler = officerEndpoint(
  startImport,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, body, occasion }) => ({
    body: importView(await start(desk, officer, path.importId, body, occasion)),
  }),
);

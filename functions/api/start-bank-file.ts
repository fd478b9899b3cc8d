import { startBankFile } from '../contract/bank-files.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { ImportsTable } from '../data/imports.ts';
import { queueClient, SqsRunQueue } from '../data/run-queue.ts';
import { startBankFile as start } from '../domain/bank-file-desk.ts';
import type { Bank } from '../domain/registration.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { bankFileView } from '../http/views/bank-file-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'IMPORTS_TABLE', 'AUDIT_TABLE', 'QUEUE_URL', 'EDGE_SECRET_ARN');
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  importsOf: (bank: Bank) => new ImportsTable(client, env.IMPORTS_TABLE, bank, audit),
  queue: new SqsRunQueue(queueClient(), env.QUEUE_URL),
};

export const handler = bankEndpoint(
  startBankFile,
  { edgeSecret: secret(env.EDGE_SECRET_ARN), accounts: new AccountsTable(client, env.ACCOUNTS_TABLE), audit },
  async ({ caller, path, body, occasion }) => ({
    body: bankFileView(await start(desk, caller, path.fileId, body, occasion)),
  }),
);

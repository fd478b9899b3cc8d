import { listBankFiles } from '../contract/bank-files.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { ImportsTable } from '../data/imports.ts';
import { listBankFiles as list } from '../domain/bank-file-desk.ts';
import type { Bank } from '../domain/registration.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { bankFileView } from '../http/views/bank-file-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'IMPORTS_TABLE', 'AUDIT_TABLE', 'EDGE_SECRET_ARN');
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const importsOf = (bank: Bank) => new ImportsTable(client, env.IMPORTS_TABLE, bank);

export const handler = bankEndpoint(
  listBankFiles,
  { edgeSecret: secret(env.EDGE_SECRET_ARN), accounts: new AccountsTable(client, env.ACCOUNTS_TABLE), audit },
  async ({ caller }) => ({ body: { files: (await list({ importsOf }, caller)).map(bankFileView) } }),
);

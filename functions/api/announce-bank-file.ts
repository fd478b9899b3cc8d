import { announceBankFile } from '../contract/bank-files.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { fileClient, S3ImportFiles } from '../data/import-files.ts';
import { ImportsTable } from '../data/imports.ts';
import { announceBankFile as announce } from '../domain/bank-file-desk.ts';
import type { Bank } from '../domain/registration.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { bankFileView } from '../http/views/bank-file-view.ts';
import { importTail } from '../runtime/ids.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'IMPORTS_TABLE', 'IMPORTS_BUCKET', 'AUDIT_TABLE', 'EDGE_SECRET_ARN');
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  importsOf: (bank: Bank) => new ImportsTable(client, env.IMPORTS_TABLE, bank, audit),
  doors: new S3ImportFiles(fileClient(), env.IMPORTS_BUCKET),
  newTail: importTail,
};

export const handler = bankEndpoint(
  announceBankFile,
  { edgeSecret: secret(env.EDGE_SECRET_ARN), accounts: new AccountsTable(client, env.ACCOUNTS_TABLE), audit },
  async ({ caller, body, occasion }) => {
    const { made, upload } = await announce(desk, caller, body, occasion);
    return { body: { ...bankFileView(made), upload } };
  },
);

import { createImport } from '../contract/imports.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { fileClient, S3ImportFiles } from '../data/import-files.ts';
import { ImportsTable } from '../data/imports.ts';
import { createImport as create } from '../domain/import-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { importView } from '../http/views/import-view.ts';
import { importId } from '../runtime/ids.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'IMPORTS_TABLE',
  'IMPORTS_BUCKET',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const source = 'registry' as const;
const desk = {
  imports: new ImportsTable(client, env.IMPORTS_TABLE, source, audit),
  doors: new S3ImportFiles(fileClient(), env.IMPORTS_BUCKET),
  newId: importId,
  source,
};

export const handler = officerEndpoint(
  createImport,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, body, occasion }) => {
    const { made, upload } = await create(desk, officer, body, occasion);
    return { body: { ...importView(made), upload } };
  },
);

import { listImports } from '../contract/imports.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { ImportsTable } from '../data/imports.ts';
import { listImports as list } from '../domain/import-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { importView } from '../http/views/import-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'IMPORTS_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const imports = new ImportsTable(client, env.IMPORTS_TABLE, 'registry');

export const handler = officerEndpoint(
  listImports,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer }) => ({ body: { imports: (await list(imports, officer)).map(importView) } }),
);

import { listDocuments } from '../contract/documents.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { DocumentsTable } from '../data/documents.ts';
import { listDocuments as list } from '../domain/document-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { documentView } from '../http/views/document-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'DOCUMENTS_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const documents = new DocumentsTable(client, env.DOCUMENTS_TABLE);

export const handler = officerEndpoint(
  listDocuments,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async () => ({ body: { documents: (await list({ documents })).map(documentView) } }),
);

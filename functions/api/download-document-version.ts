import { downloadDocumentVersion } from '../contract/documents.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { DocumentFilesBucket, filesClient } from '../data/document-files.ts';
import { DocumentsTable } from '../data/documents.ts';
import { fileNameOf } from '../domain/document.ts';
import { downloadVersion } from '../domain/document-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'DOCUMENTS_TABLE',
  'DOCUMENTS_BUCKET',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const desk = {
  documents: new DocumentsTable(client, env.DOCUMENTS_TABLE),
  files: new DocumentFilesBucket(filesClient(), env.DOCUMENTS_BUCKET),
};

export const handler = officerEndpoint(
  downloadDocumentVersion,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ path, occasion }) => {
    const { version, download } = await downloadVersion(desk, path.kind, path.versionId, occasion.at);
    return { body: { ...download, fileName: fileNameOf(version) } };
  },
);

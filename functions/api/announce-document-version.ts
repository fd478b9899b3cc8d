import { announceDocumentVersion } from '../contract/documents.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { DocumentFilesBucket, filesClient } from '../data/document-files.ts';
import { DocumentsTable } from '../data/documents.ts';
import { announceVersion } from '../domain/document-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { documentVersionId } from '../runtime/ids.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'DOCUMENTS_TABLE',
  'DOCUMENTS_BUCKET',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  documents: new DocumentsTable(client, env.DOCUMENTS_TABLE, audit),
  files: new DocumentFilesBucket(filesClient(), env.DOCUMENTS_BUCKET),
};

export const handler = officerEndpoint(
  announceDocumentVersion,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, body, occasion }) => {
    const { version, upload } = await announceVersion(
      desk,
      officer,
      path.kind,
      body,
      documentVersionId(),
      occasion,
    );
    return { body: { kind: version.kind, versionId: version.versionId, upload } };
  },
);

import { readImport } from '../contract/imports.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { fileClient, S3ImportFiles } from '../data/import-files.ts';
import { ImportsTable, importReport } from '../data/imports.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { readImport as read } from '../domain/import-desk.ts';
import { IMPORT_REGISTRY } from '../domain/registry-kind.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { importReadingView } from '../http/views/import-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'IMPORTS_TABLE',
  'IMPORTS_BUCKET',
  'JOB_RUNS_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const books = {
  imports: new ImportsTable(client, env.IMPORTS_TABLE, 'registry'),
  doors: new S3ImportFiles(fileClient(), env.IMPORTS_BUCKET),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: importReport,
    token: () => crypto.randomUUID(),
  }),
  job: IMPORT_REGISTRY,
};

export const handler = officerEndpoint(
  readImport,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, occasion }) => ({
    body: importReadingView(await read(books, officer, path.importId, occasion.at)),
  }),
);

import { readBankFile } from '../contract/bank-files.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { fileClient, S3ImportFiles } from '../data/import-files.ts';
import { ImportsTable, importReport } from '../data/imports.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { readBankFile as read } from '../domain/bank-file-desk.ts';
import type { Bank } from '../domain/registration.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { bankFileReadingView } from '../http/views/bank-file-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'IMPORTS_TABLE',
  'IMPORTS_BUCKET',
  'JOB_RUNS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const books = {
  importsOf: (bank: Bank) => new ImportsTable(client, env.IMPORTS_TABLE, bank),
  doors: new S3ImportFiles(fileClient(), env.IMPORTS_BUCKET, 'answers'),
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: importReport,
    token: () => crypto.randomUUID(),
  }),
};

export const handler = bankEndpoint(
  readBankFile,
  { edgeSecret: secret(env.EDGE_SECRET_ARN), accounts: new AccountsTable(client, env.ACCOUNTS_TABLE), audit },
  async ({ caller, path, occasion }) => ({
    body: bankFileReadingView(await read(books, caller, path.fileId, occasion.at)),
  }),
);

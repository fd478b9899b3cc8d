import { readBankStatementFile } from '../contract/bank-statements.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { statementReport } from '../data/bank-statements.ts';
import { documentClient } from '../data/document-client.ts';
import { fileClient, S3ImportFiles } from '../data/import-files.ts';
import { JobRunsTable } from '../data/job-runs.ts';
import { readStatementFile } from '../domain/bank-statement-file.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { statementReadingView } from '../http/views/bank-statement-file.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'JOB_RUNS_TABLE', 'IMPORTS_BUCKET', 'AUDIT_TABLE', 'EDGE_SECRET_ARN');
const client = documentClient();
const books = {
  runs: new JobRunsTable(client, env.JOB_RUNS_TABLE, {
    report: statementReport,
    token: () => crypto.randomUUID(),
  }),
  doors: new S3ImportFiles(fileClient(), env.IMPORTS_BUCKET, 'statements'),
};

export const handler = bankEndpoint(
  readBankStatementFile,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
  },
  async ({ caller, path }) => ({
    body: statementReadingView(await readStatementFile(books, caller, path.statementId)),
  }),
);

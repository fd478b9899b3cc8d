import { MAX_STATEMENT_ROWS, readBankStatement } from '../contract/bank.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { BankListIndex } from '../data/bank-list.ts';
import { CountersTable } from '../data/counters.ts';
import { documentClient } from '../data/document-client.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { readStatement } from '../domain/bank-statement.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { pageOf } from '../http/paging.ts';
import { statementFile, statementView } from '../http/views/bank-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'REGISTRATIONS_TABLE',
  'COUNTERS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const books = {
  list: new BankListIndex(client, env.REGISTRATIONS_TABLE),
  counters: new CountersTable(client, env.COUNTERS_TABLE),
  gazetteer,
  audit,
};

export const handler = bankEndpoint(
  readBankStatement,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
  },
  async ({ caller, query: { day, limit = MAX_STATEMENT_ROWS, cursor }, occasion }) => ({
    body: statementView(await readStatement(books, caller, day, pageOf({ limit, cursor }), occasion)),
    csv: statementFile,
  }),
);

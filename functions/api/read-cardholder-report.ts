import { readCardholderReport } from '../contract/reports.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CountersTable } from '../data/counters.ts';
import { documentClient } from '../data/document-client.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { readCardholders } from '../domain/report-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cardholderReportFile, cardholderReportView } from '../http/views/cardholder-report-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'COUNTERS_TABLE',
  'PROGRAMME_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const books = {
  counters: new CountersTable(client, env.COUNTERS_TABLE),
  gazetteer,
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
};

export const handler = officerEndpoint(
  readCardholderReport,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, query, occasion }) => ({
    body: cardholderReportView(await readCardholders(books, officer, query, occasion.at)),
    csv: cardholderReportFile,
  }),
);

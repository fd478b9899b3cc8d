import { readProjectReport } from '../contract/reports.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CountedPeopleTable } from '../data/counted-people.ts';
import { CountersTable } from '../data/counters.ts';
import { documentClient } from '../data/document-client.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { readProjects } from '../domain/report-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { projectReportFile, projectReportView } from '../http/views/project-report-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'COUNTERS_TABLE',
  'LEDGER_TABLE',
  'PROGRAMME_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const books = {
  counters: new CountersTable(client, env.COUNTERS_TABLE),
  gazetteer,
  people: new CountedPeopleTable(client, env.LEDGER_TABLE),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
};

export const handler = officerEndpoint(
  readProjectReport,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, query, occasion }) => ({
    body: projectReportView(await readProjects(books, officer, query, occasion.at)),
    csv: projectReportFile,
  }),
);

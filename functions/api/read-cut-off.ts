import { readCutOff } from '../contract/cut-offs.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CountersTable } from '../data/counters.ts';
import { CutOffsTable } from '../data/cut-offs.ts';
import { documentClient } from '../data/document-client.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { readCutOff as read } from '../domain/cut-off-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cutOffReportFile, cutOffReportView } from '../http/views/cut-off-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'CUT_OFFS_TABLE',
  'COUNTERS_TABLE',
  'PROGRAMME_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const books = {
  cutOffs: new CutOffsTable(client, env.CUT_OFFS_TABLE),
  counters: new CountersTable(client, env.COUNTERS_TABLE),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
  gazetteer,
};

export const handler = officerEndpoint(
  readCutOff,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, query, occasion }) => ({
    body: cutOffReportView(await read(books, officer, path.cutOffId, query, occasion.at)),
    csv: cutOffReportFile,
  }),
);

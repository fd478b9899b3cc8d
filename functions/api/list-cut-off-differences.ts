import { listCutOffDifferences } from '../contract/cut-offs.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CountedPeopleTable } from '../data/counted-people.ts';
import { CutOffRowsTable, CutOffsTable } from '../data/cut-offs.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { RegistrationsAsOfTables } from '../data/registrations-as-of.ts';
import { listCutOffDifferences as list } from '../domain/cut-off-people-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cutOffDifferencesFile, cutOffDifferencesView } from '../http/views/cut-off-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'CUT_OFFS_TABLE',
  'CUT_OFF_ROWS_TABLE',
  'PROGRAMME_TABLE',
  'LEDGER_TABLE',
  'REGISTRATIONS_TABLE',
  'REGISTRATION_HISTORY_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const lists = {
  cutOffs: new CutOffsTable(client, env.CUT_OFFS_TABLE),
  rows: new CutOffRowsTable(client, env.CUT_OFF_ROWS_TABLE),
  counted: new CountedPeopleTable(client, env.LEDGER_TABLE),
  registrations: new RegistrationsAsOfTables(client, {
    registrations: env.REGISTRATIONS_TABLE,
    history: env.REGISTRATION_HISTORY_TABLE,
  }),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
  audit,
  geography,
};

export const handler = officerEndpoint(
  listCutOffDifferences,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, occasion }) => ({
    body: cutOffDifferencesView(await list(lists, officer, path, occasion)),
    csv: cutOffDifferencesFile,
  }),
);

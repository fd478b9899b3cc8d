import { listCutOffRows } from '../contract/cut-offs.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CutOffRowsTable, CutOffsTable } from '../data/cut-offs.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { PeopleOnRecordTables } from '../data/people-on-record.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { listCutOffRows as list } from '../domain/cut-off-people-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cursorOf, pageOf } from '../http/paging.ts';
import { cutOffRowsView } from '../http/views/cut-off-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'CUT_OFFS_TABLE',
  'CUT_OFF_ROWS_TABLE',
  'PROGRAMME_TABLE',
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const lists = {
  cutOffs: new CutOffsTable(client, env.CUT_OFFS_TABLE),
  rows: new CutOffRowsTable(client, env.CUT_OFF_ROWS_TABLE),
  onRecord: new PeopleOnRecordTables(client, {
    cardholders: env.CARDHOLDERS_TABLE,
    registrations: env.REGISTRATIONS_TABLE,
  }),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
  audit,
  geography,
};

export const handler = officerEndpoint(
  listCutOffRows,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, query, occasion }) => {
    const listed = await list(lists, officer, path, pageOf(query), occasion);
    return { body: { ...cutOffRowsView(listed), cursor: cursorOf(listed.cursor) } };
  },
);

import { listCardholders } from '../contract/people.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CountedPeopleTable } from '../data/counted-people.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { PeopleOnRecordTables } from '../data/people-on-record.ts';
import { listCardholders as list } from '../domain/people-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cursorOf, pageOf } from '../http/paging.ts';
import { rosterEntryView } from '../http/views/people-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'LEDGER_TABLE',
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  counted: new CountedPeopleTable(client, env.LEDGER_TABLE),
  onRecord: new PeopleOnRecordTables(client, {
    cardholders: env.CARDHOLDERS_TABLE,
    registrations: env.REGISTRATIONS_TABLE,
  }),
  geography,
  audit,
};

export const handler = officerEndpoint(
  listCardholders,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, query, occasion }) => {
    const { limit, cursor: at, ...filter } = query;
    const listed = await list(desk, officer, path.district, filter, pageOf({ limit, cursor: at }), occasion);
    const { asOf, district, rows, cursor } = listed;
    return {
      body: {
        asOf,
        district,
        cardholders: rows.map((row) => rosterEntryView(row, query.names)),
        cursor: cursorOf(cursor),
      },
    };
  },
);

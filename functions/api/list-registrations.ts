import { listRegistrations } from '../contract/registrations.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { listRegistrations as list } from '../domain/registration-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cursorOf, pageOf } from '../http/paging.ts';
import { listedView } from '../http/views/registration-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'REGISTRATIONS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'PERSON_KEY_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE, secret(env.PERSON_KEY_ARN).value);
const desk = {
  registrations: new RegistrationsTable(
    client,
    {
      registrations: env.REGISTRATIONS_TABLE,
    },
    audit,
  ),
  audit,
};

export const handler = officerEndpoint(
  listRegistrations,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, query, occasion }) => {
    const { district } = path;
    const { day, placeId } = query;
    const listed = await list(desk, officer, { district, day, placeId }, pageOf(query), occasion);
    const { rows, cursor } = listed;
    return {
      body: { day: listed.day, registrations: rows.map(listedView), cursor: cursorOf(cursor) },
    };
  },
);

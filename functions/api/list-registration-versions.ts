import { listRegistrationVersions } from '../contract/registrations.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { listVersions } from '../domain/registration-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cursorOf, pageOf } from '../http/paging.ts';
import { versionView } from '../http/views/registration-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'REGISTRATIONS_TABLE',
  'REGISTRATION_HISTORY_TABLE',
  'REFERENCES_TABLE',
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
      history: env.REGISTRATION_HISTORY_TABLE,
      references: env.REFERENCES_TABLE,
    },
    audit,
  ),
  audit,
};

export const handler = officerEndpoint(
  listRegistrationVersions,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, query, occasion }) => {
    const { rows, cursor } = await listVersions(desk, officer, path.registrationId, pageOf(query), occasion);
    return { body: { versions: rows.map(versionView), cursor: cursorOf(cursor) } };
  },
);

import { readMe } from '../contract/me.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { openSession } from '../domain/session.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { officerView } from '../http/views/officer-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'AUDIT_TABLE', 'EDGE_SECRET_ARN', 'OFFICER_CLIENT_ID');
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);

export const handler = officerEndpoint(
  readMe,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, occasion }) => {
    const [body] = await Promise.all([
      officerView(officer, geography),
      openSession(audit, officer, occasion),
    ]);
    return { body };
  },
);

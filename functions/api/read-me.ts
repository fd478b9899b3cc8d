import { readMe } from '../contract/me.ts';
import { AccountsTable } from '../data/accounts.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { officerView } from '../http/views/officer-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'EDGE_SECRET_ARN', 'OFFICER_CLIENT_ID');
const client = documentClient();

export const handler = officerEndpoint(
  readMe,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer }) => ({ body: await officerView(officer, geography) }),
);

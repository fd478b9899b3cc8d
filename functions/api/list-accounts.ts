import { listAccounts } from '../contract/accounts.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { OfficerAccountsTable } from '../data/officer-accounts.ts';
import { listAccounts as list } from '../domain/account-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cursorOf, pageOf } from '../http/paging.ts';
import { accountView } from '../http/views/account-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'AUDIT_TABLE', 'EDGE_SECRET_ARN', 'OFFICER_CLIENT_ID');
const client = documentClient();
const desk = { accounts: new OfficerAccountsTable(client, env.ACCOUNTS_TABLE) };

export const handler = officerEndpoint(
  listAccounts,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, query }) => {
    const { rows, cursor } = await list(desk, officer, query.area, pageOf(query));
    const accounts = await Promise.all(rows.map((account) => accountView(account, geography)));
    return { body: { accounts, cursor: cursorOf(cursor) } };
  },
);

import { signOutEverywhere } from '../contract/accounts.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { OfficerAccountsTable } from '../data/officer-accounts.ts';
import { CognitoUserPool, userPoolClient } from '../data/user-pool.ts';
import { signOutEverywhere as signOut } from '../domain/account-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { accountView } from '../http/views/account-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'AUDIT_TABLE', 'USER_POOL_ID', 'EDGE_SECRET_ARN', 'OFFICER_CLIENT_ID');
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  accounts: new OfficerAccountsTable(client, env.ACCOUNTS_TABLE, audit),
  pool: new CognitoUserPool(userPoolClient(), env.USER_POOL_ID),
};

export const handler = officerEndpoint(
  signOutEverywhere,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, occasion }) => {
    const account = await signOut(desk, officer, path.subject, occasion);
    return { body: await accountView(account, geography), version: account.version };
  },
);

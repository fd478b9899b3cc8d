import { resetPassword } from '../contract/accounts.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { OfficerAccountsTable } from '../data/officer-accounts.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { CognitoUserPool, userPoolClient } from '../data/user-pool.ts';
import { resetPassword as reset } from '../domain/account-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { handoverView } from '../http/views/account-view.ts';
import { password } from '../runtime/password.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'PROGRAMME_TABLE',
  'AUDIT_TABLE',
  'USER_POOL_ID',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  accounts: new OfficerAccountsTable(client, env.ACCOUNTS_TABLE, audit),
  pool: new CognitoUserPool(userPoolClient(), env.USER_POOL_ID),
  geography,
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
  newPassword: password,
};

export const handler = officerEndpoint(
  resetPassword,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, body, occasion }) => {
    const handover = await reset(desk, officer, path.subject, body, occasion);
    return { body: await handoverView(handover, geography), version: handover.account.version };
  },
);

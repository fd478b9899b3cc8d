import { readOfficerActivity } from '../contract/access-history.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { TrailTable } from '../data/trail-reader.ts';
import { readOfficerActivity as read } from '../domain/access-history.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { pageOf } from '../http/paging.ts';
import { trailView } from '../http/views/access-history-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'AUDIT_TABLE', 'EDGE_SECRET_ARN', 'OFFICER_CLIENT_ID');
const client = documentClient();
const desk = {
  trail: new TrailTable(client, env.AUDIT_TABLE),
  audit: new AuditTable(client, env.AUDIT_TABLE),
  accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
};

export const handler = officerEndpoint(
  readOfficerActivity,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: desk.accounts,
    audit: desk.audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, query, occasion }) => {
    const { month, ...page } = query;
    const found = await read(desk, officer, { ...path, month }, pageOf(page), occasion);
    return { body: { month: found.month, ...(await trailView(found, geography)) } };
  },
);

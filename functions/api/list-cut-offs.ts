import { listCutOffs } from '../contract/cut-offs.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CutOffsTable } from '../data/cut-offs.ts';
import { documentClient } from '../data/document-client.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { listCutOffs as list } from '../domain/cut-off-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { cutOffView } from '../http/views/cut-off-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'CUT_OFFS_TABLE',
  'PROGRAMME_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const books = {
  cutOffs: new CutOffsTable(client, env.CUT_OFFS_TABLE),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
};

export const handler = officerEndpoint(
  listCutOffs,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async () => ({ body: { cutOffs: (await list(books)).map(cutOffView) } }),
);

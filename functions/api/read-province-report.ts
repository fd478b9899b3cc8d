import { readProvinceReport } from '../contract/province-report.ts';
import { AccountsTable } from '../data/accounts.ts';
import { CountersTable } from '../data/counters.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { readProvince } from '../domain/report-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { provinceReportView } from '../http/views/province-report-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('ACCOUNTS_TABLE', 'COUNTERS_TABLE', 'EDGE_SECRET_ARN', 'OFFICER_CLIENT_ID');
const client = documentClient();
const counters = new CountersTable(client, env.COUNTERS_TABLE);

export const handler = officerEndpoint(
  readProvinceReport,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, query, occasion }) => ({
    body: provinceReportView(
      await readProvince({ counters, geography }, officer, path.province, query, occasion.at),
    ),
  }),
);

import { listMyIntakeLocations } from '../contract/intake-locations.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { IntakeLocationsTable } from '../data/intake-locations.ts';
import { listIntakeLocations } from '../domain/intake-location-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'INTAKE_LOCATIONS_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const locations = new IntakeLocationsTable(client, env.INTAKE_LOCATIONS_TABLE);

export const handler = officerEndpoint(
  listMyIntakeLocations,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit: new AuditTable(client, env.AUDIT_TABLE),
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, query }) => ({
    body: await listIntakeLocations({ locations, geography }, officer, query.district),
  }),
);

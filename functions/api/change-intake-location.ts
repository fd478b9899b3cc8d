import { changeIntakeLocation } from '../contract/intake-locations.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { IntakeLocationsTable } from '../data/intake-locations.ts';
import { changeIntakeLocation as change } from '../domain/intake-location-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { ids } from '../runtime/ids.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'INTAKE_LOCATIONS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  locations: new IntakeLocationsTable(client, env.INTAKE_LOCATIONS_TABLE, audit),
  geography,
  ids,
};

export const handler = officerEndpoint(
  changeIntakeLocation,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, path, body, ifMatch, occasion }) => {
    const place = await change(desk, officer, { ...path, version: ifMatch }, body, occasion);
    return { body: place, version: place.version };
  },
);

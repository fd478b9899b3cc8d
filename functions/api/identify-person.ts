import { identifyPerson } from '../contract/desk.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CanariesTable } from '../data/canaries.ts';
import { CardholdersTable } from '../data/cardholders.ts';
import { documentClient } from '../data/document-client.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { IntakeLocationsTable } from '../data/intake-locations.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { parseCitizenId } from '../domain/citizen-id.ts';
import { identifyPerson as identify } from '../domain/person-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { personAtDeskView } from '../http/views/person-desk-view.ts';
import { publishCanaries } from '../runtime/metric-line.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'INTAKE_LOCATIONS_TABLE',
  'PROGRAMME_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
  'PERSON_KEY_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const personKey = secret(env.PERSON_KEY_ARN).value;
const audit = new AuditTable(client, env.AUDIT_TABLE, personKey);
const canaries = new CanariesTable(client, env.PROGRAMME_TABLE, { key: personKey, ring: publishCanaries });
const desk = {
  cardholders: canaries.cardholders(new CardholdersTable(client, env.CARDHOLDERS_TABLE)),
  registrations: new RegistrationsTable(client, { registrations: env.REGISTRATIONS_TABLE }),
  locations: new IntakeLocationsTable(client, env.INTAKE_LOCATIONS_TABLE),
  audit,
};

export const handler = officerEndpoint(
  identifyPerson,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, body, occasion }) => {
    const person = await identify(desk, officer, parseCitizenId(body.citizenId), occasion);
    return { body: await personAtDeskView(person, gazetteer) };
  },
);

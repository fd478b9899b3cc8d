import { createRegistration } from '../contract/registrations.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CanariesTable } from '../data/canaries.ts';
import { CardholdersTable } from '../data/cardholders.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { IntakeLocationsTable } from '../data/intake-locations.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { parseCitizenId } from '../domain/citizen-id.ts';
import { createRegistration as create } from '../domain/registration-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { registrationView } from '../http/views/registration-view.ts';
import { ids } from '../runtime/ids.ts';
import { publishCanaries } from '../runtime/metric-line.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'REGISTRATIONS_TABLE',
  'REGISTRATION_HISTORY_TABLE',
  'REFERENCES_TABLE',
  'CARDHOLDERS_TABLE',
  'AUDIT_TABLE',
  'INTAKE_LOCATIONS_TABLE',
  'PROGRAMME_TABLE',
  'EDGE_SECRET_ARN',
  'PERSON_KEY_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const personKey = secret(env.PERSON_KEY_ARN).value;
const audit = new AuditTable(client, env.AUDIT_TABLE, personKey);
const canaries = new CanariesTable(client, env.PROGRAMME_TABLE, { key: personKey, ring: publishCanaries });
const desk = {
  registrations: new RegistrationsTable(
    client,
    {
      registrations: env.REGISTRATIONS_TABLE,
      history: env.REGISTRATION_HISTORY_TABLE,
      references: env.REFERENCES_TABLE,
      cardholders: env.CARDHOLDERS_TABLE,
    },
    audit,
  ),
  audit,
  cardholders: canaries.cardholders(new CardholdersTable(client, env.CARDHOLDERS_TABLE)),
  locations: new IntakeLocationsTable(client, env.INTAKE_LOCATIONS_TABLE),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
  geography,
  ids,
};

export const handler = officerEndpoint(
  createRegistration,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, body, idempotency, occasion }) => {
    const { citizenId, projects = [], ...form } = body;
    const created = await create(
      desk,
      officer,
      parseCitizenId(citizenId),
      { ...form, projects },
      idempotency,
      occasion,
    );
    return {
      body: registrationView(created),
      version: created.registration.version,
      headers: created.replayed ? { 'idempotency-replayed': 'true' } : {},
    };
  },
);

import { showFullId } from '../contract/profile.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CanariesTable } from '../data/canaries.ts';
import { CardholdersTable } from '../data/cardholders.ts';
import { CountedPeopleTable } from '../data/counted-people.ts';
import { documentClient } from '../data/document-client.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { showFullId as show } from '../domain/profile-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { personNamedOf } from '../http/people-asked.ts';
import { publishCanaries } from '../runtime/metric-line.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'REFERENCES_TABLE',
  'LEDGER_TABLE',
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
  people: new CountedPeopleTable(client, env.LEDGER_TABLE),
  cardholders: canaries.cardholders(new CardholdersTable(client, env.CARDHOLDERS_TABLE)),
  registrations: new RegistrationsTable(client, {
    registrations: env.REGISTRATIONS_TABLE,
    references: env.REFERENCES_TABLE,
  }),
  audit,
};

export const handler = officerEndpoint(
  showFullId,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, body, occasion }) => ({
    body: { citizenId: await show(desk, officer, personNamedOf(body), occasion) },
  }),
);

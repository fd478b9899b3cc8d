import { overrideArea } from '../contract/announcements.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AllowancesTable } from '../data/allowances.ts';
import { AnnouncementsTable } from '../data/announcements.ts';
import { AuditTable } from '../data/audit.ts';
import { CanariesTable } from '../data/canaries.ts';
import { CardholdersTable } from '../data/cardholders.ts';
import { CountedPeopleTable } from '../data/counted-people.ts';
import { CutOffRowsTable, CutOffsTable } from '../data/cut-offs.ts';
import { documentClient } from '../data/document-client.ts';
import { gazetteer } from '../data/gazetteer.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { parseCitizenId } from '../domain/citizen-id.ts';
import { overrideArea as override } from '../domain/override-desk.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { overrideView } from '../http/views/announcement-view.ts';
import { announcementId } from '../runtime/ids.ts';
import { publishCanaries } from '../runtime/metric-line.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'REGISTRATION_HISTORY_TABLE',
  'REFERENCES_TABLE',
  'LEDGER_TABLE',
  'PROGRAMME_TABLE',
  'CUT_OFFS_TABLE',
  'CUT_OFF_ROWS_TABLE',
  'ALLOWANCES_TABLE',
  'ANNOUNCEMENTS_TABLE',
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
    history: env.REGISTRATION_HISTORY_TABLE,
  }),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
  cutOffs: new CutOffsTable(client, env.CUT_OFFS_TABLE),
  cutOffRows: new CutOffRowsTable(client, env.CUT_OFF_ROWS_TABLE),
  allowances: new AllowancesTable(client, env.ALLOWANCES_TABLE),
  announcements: new AnnouncementsTable(
    client,
    { announcements: env.ANNOUNCEMENTS_TABLE, references: env.REFERENCES_TABLE },
    audit,
    personKey,
  ),
  newId: announcementId,
  audit,
};

export const handler = officerEndpoint(
  overrideArea,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, body: { citizenId, reason }, idempotency, occasion }) => {
    const asked = { citizenId: parseCitizenId(citizenId), reason };
    const shown = await override(desk, officer, asked, idempotency, occasion);
    return {
      body: await overrideView(shown, gazetteer),
      headers: shown.replayed ? { 'idempotency-replayed': 'true' } : {},
    };
  },
);

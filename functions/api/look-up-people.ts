import { lookUpPeople } from '../contract/people-look-up.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AllowancesTable } from '../data/allowances.ts';
import { AuditTable } from '../data/audit.ts';
import { AuditLines } from '../data/audit-lines.ts';
import { CanariesTable } from '../data/canaries.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { idsOfFile } from '../data/people-file.ts';
import { PeopleInFullTables } from '../data/people-in-full.ts';
import { instantOf } from '../domain/calendar.ts';
import { lookUpPeople as lookUp } from '../domain/people-look-up.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { idsAsked } from '../http/people-asked.ts';
import { lookUpFile, lookUpView } from '../http/views/people-look-up-view.ts';
import { publishCanaries } from '../runtime/metric-line.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'CARDHOLDERS_TABLE',
  'REGISTRATIONS_TABLE',
  'ALLOWANCES_TABLE',
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
  allowances: new AllowancesTable(client, env.ALLOWANCES_TABLE),
  people: new PeopleInFullTables(
    client,
    {
      cardholders: env.CARDHOLDERS_TABLE,
      registrations: env.REGISTRATIONS_TABLE,
    },
    canaries,
  ),
  trail: new AuditLines(client, audit),
};

export const handler = officerEndpoint(
  lookUpPeople,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, body, occasion }) => {
    const rows = await lookUp(desk, officer, idsAsked(body, idsOfFile), occasion);
    return { body: await lookUpView(rows, instantOf(occasion.at), geography), csv: lookUpFile };
  },
);

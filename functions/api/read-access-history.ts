import { readAccessHistory } from '../contract/access-history.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { CardholdersTable } from '../data/cardholders.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { TrailTable } from '../data/trail-reader.ts';
import { readAccessHistory as read } from '../domain/access-history.ts';
import { instantOf } from '../domain/calendar.ts';
import { maskCitizenId, parseCitizenId } from '../domain/citizen-id.ts';
import { officerEndpoint } from '../http/endpoint.ts';
import { pageOf } from '../http/paging.ts';
import { trailView } from '../http/views/access-history-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'AUDIT_TABLE',
  'CARDHOLDERS_TABLE',
  'EDGE_SECRET_ARN',
  'PERSON_KEY_ARN',
  'OFFICER_CLIENT_ID',
);
const client = documentClient();
const personKey = secret(env.PERSON_KEY_ARN).value;
const desk = {
  trail: new TrailTable(client, env.AUDIT_TABLE, personKey),
  audit: new AuditTable(client, env.AUDIT_TABLE, personKey),
  accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
  cardholders: new CardholdersTable(client, env.CARDHOLDERS_TABLE),
};

export const handler = officerEndpoint(
  readAccessHistory,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: desk.accounts,
    audit: desk.audit,
    officerClientId: env.OFFICER_CLIENT_ID,
  },
  async ({ officer, body, occasion }) => {
    const citizenId = parseCitizenId(body.citizenId);
    const found = await read(desk, officer, citizenId, pageOf(body), occasion);
    return {
      body: {
        maskedId: maskCitizenId(citizenId),
        asOf: instantOf(occasion.at),
        ...(await trailView(found, geography)),
      },
    };
  },
);

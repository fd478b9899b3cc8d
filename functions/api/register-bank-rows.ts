import { bankIntent, registerBankRows } from '../contract/bank.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { BankRecordsTables } from '../data/bank-records.ts';
import { CanariesTable } from '../data/canaries.ts';
import { documentClient } from '../data/document-client.ts';
import { geography } from '../data/geography.ts';
import { ProgrammeTable } from '../data/programme.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { registerRows } from '../domain/bank-desk.ts';
import { batchAnswerOf } from '../http/bank-batch.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { rowsOf } from '../http/rows.ts';
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
  'PROGRAMME_TABLE',
  'EDGE_SECRET_ARN',
  'PERSON_KEY_ARN',
);
const client = documentClient();
const tables = {
  registrations: env.REGISTRATIONS_TABLE,
  history: env.REGISTRATION_HISTORY_TABLE,
  references: env.REFERENCES_TABLE,
  cardholders: env.CARDHOLDERS_TABLE,
};
const personKey = secret(env.PERSON_KEY_ARN).value;
const audit = new AuditTable(client, env.AUDIT_TABLE, personKey);
const canaries = new CanariesTable(client, env.PROGRAMME_TABLE, { key: personKey, ring: publishCanaries });
const desk = {
  records: new BankRecordsTables(client, tables, canaries),
  registrations: new RegistrationsTable(client, tables, audit),
  programme: new ProgrammeTable(client, env.PROGRAMME_TABLE),
  geography,
  ids,
  audit,
  clock: () => new Date(),
};

export const handler = bankEndpoint(
  registerBankRows,
  { edgeSecret: secret(env.EDGE_SECRET_ARN), accounts: new AccountsTable(client, env.ACCOUNTS_TABLE), audit },
  async ({ caller, body: { rows }, occasion }) =>
    batchAnswerOf(await registerRows(desk, caller, rowsOf(bankIntent, rows), occasion), rows),
);

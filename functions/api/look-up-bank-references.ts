import { lookUpBankReferences } from '../contract/bank.ts';
import { AccountsTable } from '../data/accounts.ts';
import { AuditTable } from '../data/audit.ts';
import { BankRecordsTables } from '../data/bank-records.ts';
import { documentClient } from '../data/document-client.ts';
import { lookUpReferences } from '../domain/bank-desk.ts';
import { parseBankReference } from '../domain/bank-reference.ts';
import { bankEndpoint } from '../http/endpoint.ts';
import { standingView } from '../http/views/bank-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings(
  'ACCOUNTS_TABLE',
  'REGISTRATIONS_TABLE',
  'REFERENCES_TABLE',
  'CARDHOLDERS_TABLE',
  'AUDIT_TABLE',
  'EDGE_SECRET_ARN',
);
const client = documentClient();
const audit = new AuditTable(client, env.AUDIT_TABLE);
const desk = {
  records: new BankRecordsTables(client, {
    registrations: env.REGISTRATIONS_TABLE,
    references: env.REFERENCES_TABLE,
    cardholders: env.CARDHOLDERS_TABLE,
  }),
  audit,
};

export const handler = bankEndpoint(
  lookUpBankReferences,
  {
    edgeSecret: secret(env.EDGE_SECRET_ARN),
    accounts: new AccountsTable(client, env.ACCOUNTS_TABLE),
    audit,
  },
  async ({ caller, body, occasion }) => {
    const references = body.references.map((written, index) =>
      parseBankReference(written, `references[${index}]`),
    );
    const rows = await lookUpReferences(desk, caller, references, occasion);
    return { body: { rows: rows.map(standingView) } };
  },
);

import { CountersTable } from '../data/counters.ts';
import { documentClient } from '../data/document-client.ts';
import { LedgerTable } from '../data/ledger.ts';
import { RegistrationsTable } from '../data/registrations.ts';
import { instantOf } from '../domain/calendar.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';
import { reconcileJob } from '../streams/reconcile-job.ts';

const env = settings('REGISTRATIONS_TABLE', 'LEDGER_TABLE', 'COUNTERS_TABLE', 'PERSON_KEY_ARN');
const client = documentClient();
const tables = { ledger: env.LEDGER_TABLE, counters: env.COUNTERS_TABLE };
const ledger = new LedgerTable(client, tables, {
  source: 'registration',
  personKey: secret(env.PERSON_KEY_ARN).value,
  now: () => instantOf(new Date()),
});
const registrations = new RegistrationsTable(client, { registrations: env.REGISTRATIONS_TABLE });
const counters = new CountersTable(client, env.COUNTERS_TABLE);

export const handler = reconcileJob(
  {
    registrations: () => registrations.all(),
    registered: (citizenIds) => registrations.existing(citizenIds),
    ledgerRowsOf: (citizenIds) => ledger.rowsOf(citizenIds),
    ledger: () => ledger.all(),
    counters: () => counters.all(),
  },
  ledger,
);

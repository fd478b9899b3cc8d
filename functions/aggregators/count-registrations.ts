import type { DynamoDBStreamEvent } from 'aws-lambda';
import { documentClient } from '../data/document-client.ts';
import { LedgerTable } from '../data/ledger.ts';
import { QuarantineTable } from '../data/quarantine.ts';
import { registrationFromImage } from '../data/registrations.ts';
import { instantOf } from '../domain/calendar.ts';
import { registrationState } from '../domain/contribution.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';
import { streamConsumer } from '../streams/counted-stream.ts';

const env = settings('LEDGER_TABLE', 'COUNTERS_TABLE', 'QUARANTINE_TABLE', 'PERSON_KEY_ARN');
const client = documentClient();
const tables = { ledger: env.LEDGER_TABLE, counters: env.COUNTERS_TABLE };

export const handler: (event: DynamoDBStreamEvent) => Promise<void> = streamConsumer({
  source: 'registration',
  read: (image) => registrationState(registrationFromImage(image)),
  ledger: new LedgerTable(client, tables, {
    source: 'registration',
    personKey: secret(env.PERSON_KEY_ARN).value,
    now: () => instantOf(new Date()),
  }),
  quarantine: new QuarantineTable(client, env.QUARANTINE_TABLE),
});

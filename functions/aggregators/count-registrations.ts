import type { DynamoDBStreamEvent } from 'aws-lambda';
import { documentClient } from '../data/document-client.ts';
import { LedgerTable } from '../data/ledger.ts';
import { QuarantineTable } from '../data/quarantine.ts';
import { registrationFromImage } from '../data/registrations.ts';
import { instantOf } from '../domain/calendar.ts';
import { settings } from '../runtime/settings.ts';
import { streamConsumer } from '../streams/registration-stream.ts';

const env = settings('LEDGER_TABLE', 'COUNTERS_TABLE', 'QUARANTINE_TABLE');
const client = documentClient();

export const handler: (event: DynamoDBStreamEvent) => Promise<void> = streamConsumer({
  read: registrationFromImage,
  ledger: new LedgerTable(client, { ledger: env.LEDGER_TABLE, counters: env.COUNTERS_TABLE }, () =>
    instantOf(new Date()),
  ),
  quarantine: new QuarantineTable(client, env.QUARANTINE_TABLE),
});

import type { DynamoDBStreamEvent } from 'aws-lambda';
import { cardholderFromImage } from '../data/cardholders.ts';
import { documentClient } from '../data/document-client.ts';
import { LedgerTable } from '../data/ledger.ts';
import { QuarantineTable } from '../data/quarantine.ts';
import { instantOf } from '../domain/calendar.ts';
import { cardState } from '../domain/contribution.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';
import { streamConsumer } from '../streams/counted-stream.ts';

const env = settings('LEDGER_TABLE', 'COUNTERS_TABLE', 'QUARANTINE_TABLE', 'PERSON_KEY_ARN');
const client = documentClient();
const tables = { ledger: env.LEDGER_TABLE, counters: env.COUNTERS_TABLE };

export const handler: (event: DynamoDBStreamEvent) => Promise<void> = streamConsumer({
  source: 'card',
  read: (image) => cardState(cardholderFromImage(image)),
  ledger: new LedgerTable(client, tables, {
    source: 'card',
    personKey: secret(env.PERSON_KEY_ARN).value,
    now: () => instantOf(new Date()),
  }),
  quarantine: new QuarantineTable(client, env.QUARANTINE_TABLE),
});

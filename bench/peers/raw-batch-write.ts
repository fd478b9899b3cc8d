import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../functions/data/document-client.ts';
import { madeUpId } from '../../local/seed/people.ts';

/*
 * The floor of an import: a process that does nothing but write so many people, 25 a request, with so many requests
 * on their way at the same time.
 */
const [table = '', rows = '0', lanes = '1'] = process.argv.slice(2);
const client = documentClient();
const BATCH = 25;
let next = 0;

const item = (n: number) => ({
  citizenId: madeUpId(n),
  title: 'นางสาว',
  first: 'บุญเรือน',
  last: 'ทองสว่าง',
  birthDate: '1957-12-31',
  subdistrict: '340119',
  band: 'UP_TO_30000',
  cardStatus: 'active',
  changedAt: '2018-01-15T02:15:00.000Z',
});

async function lane(): Promise<void> {
  while (next < Number(rows)) {
    const from = next;
    next += BATCH;
    const size = Math.min(BATCH, Number(rows) - from);
    const puts = Array.from({ length: size }, (_, at) => ({ PutRequest: { Item: item(from + at + 1) } }));
    const { UnprocessedItems = {} } = await client.send(
      new BatchWriteCommand({ RequestItems: { [table]: puts } }),
    );
    if (Object.keys(UnprocessedItems).length > 0) throw new Error('the engine left something unwritten');
  }
}

process.send?.('ready');
await Promise.all(Array.from({ length: Number(lanes) }, lane));
process.exit(0);

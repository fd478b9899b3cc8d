import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { countedBars, exactness } from '../../bench/aggregator.ts';
import { itemBytes, type WireItem } from '../../bench/item-size.ts';
import { meter } from '../../bench/meter.ts';
import { misBars, misSizes } from '../../bench/mis.ts';
import { Stores } from '../../bench/stores.ts';
import { definitions, engines } from '../support/tables.ts';

const SUBJECT = 'ledger, folded batches';
const NAIVE = 'five adds a record';
const amazons = engines.find(({ name }) => name === 'DynamoDB Local');
if (amazons === undefined) throw new Error("Amazon's engine is not running");
const stores = new Stores(amazons.endpointUrl, definitions);
afterAll(() => stores.close());

/** Replaces every condition of a transaction by one that always holds. */
function withoutConditions(client: DynamoDBDocumentClient): DynamoDBDocumentClient {
  client.middlewareStack.add(
    (next) => (args) => {
      const { TransactItems = [] } = args.input as TransactWriteCommandInput;
      for (const { Update } of TransactItems)
        if (Update?.ConditionExpression !== undefined)
          Update.ConditionExpression = `${Update.ConditionExpression} OR attribute_not_exists(neverThere)`;
      return next(args);
    },
    { step: 'initialize' },
  );
  return client;
}

describe('the aggregator', () => {
  it('keeps the bars that are counts', { timeout: 60_000 }, async () => {
    const { bars } = await countedBars(stores, { schedules: 2, people: 80, batches: 1, names: [SUBJECT] });
    expect(bars.filter(({ holds }) => !holds)).toEqual([]);
    expect(bars.filter(({ limit }) => limit !== undefined)).toHaveLength(7);
  });

  it('is exact on schedules on which naive counters drift', { timeout: 60_000 }, async () => {
    const { of } = await exactness(stores, { schedules: 3, people: 80, names: [SUBJECT, NAIVE] });
    expect(of[SUBJECT]).toMatchObject({ error: 0, worst: 0 });
    expect(of[SUBJECT]?.crashes).toBeGreaterThan(0);
    expect(of[NAIVE]?.error).toBeGreaterThan(0.05);
  });

  it('is seen to drift when the conditions of its ledger are broken', { timeout: 60_000 }, async () => {
    const { of } = await exactness(stores, {
      ...{ schedules: 3, people: 80, names: [SUBJECT] },
      through: withoutConditions,
    });
    expect(of[SUBJECT]?.error).toBeGreaterThan(0);
  });
});

describe('the reports', () => {
  it('keep the bars that are counts', { timeout: 60_000 }, async () => {
    const sizes = await misSizes(stores, { sizes: [200, 2_000], scannedUpTo: 2_000 });
    const bars = misBars(sizes);
    expect(bars.filter(({ holds }) => !holds)).toEqual([]);
    expect(bars).toHaveLength(5);
  });
});

describe('the meter', () => {
  const values: [string, AttributeValue][] = [
    ['a text', { S: 'abc' }],
    ['a text in Thai', { S: 'ไทย' }],
    ['one digit', { N: '7' }],
    ['two digits', { N: '27' }],
    ['three digits', { N: '123' }],
    ['sixteen digits', { N: '1763900000123001' }],
    ['zeros at the end', { N: '100' }],
    ['a fraction', { N: '0.05' }],
    ['a negative number', { N: '-27' }],
    ['zero', { N: '0' }],
    ['true', { BOOL: true }],
    ['a list', { L: [{ S: 'a' }, { N: '12' }] }],
    ['an empty list', { L: [] }],
    ['a map', { M: { ab: { S: 'xyz' }, c: { N: '5' } } }],
    ['a list in a map', { M: { p: { L: [{ S: 'D1-01' }, { S: 'D2-02' }] } } }],
  ];

  it.each(values)("weighs %s as Amazon's engine does, to the byte", async (name, value) => {
    const table = await stores.make('ledger');
    const client = stores.client();
    const consumed = meter(client, stores.client(), stores.shapes);
    const unitsOf = async (bytes: number): Promise<[engine: number | undefined, metered: number]> => {
      const bare: WireItem = { citizenId: { S: `${name} ${bytes}` }, value, padding: { S: '' } };
      const before = consumed.writeUnits;
      const { ConsumedCapacity } = await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { ...bare, padding: { S: 'x'.repeat(bytes - itemBytes(bare)) } },
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );
      return [ConsumedCapacity?.CapacityUnits, consumed.writeUnits - before];
    };
    expect(await unitsOf(1_024)).toEqual([1, 1]);
    expect(await unitsOf(1_025)).toEqual([2, 2]);
  });
});

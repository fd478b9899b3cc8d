import { randomBytes } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, inject, vi } from 'vitest';
import { documentClient } from '../../functions/data/document-client.ts';
import type { TableName } from '../../lib/data-access.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import type { Engine } from './engines.ts';

export const engines: readonly Engine[] = inject('engines');
export const definitions: ReturnType<typeof inject<'tableDefinitions'>> = inject('tableDefinitions');
export const expiryAttributes: ReturnType<typeof inject<'expiryAttributes'>> = inject('expiryAttributes');

type Item = Record<string, unknown>;

/** Tables of a test file on one engine, made as the template has them. */
export interface MadeTables<Name extends TableName> {
  readonly names: Readonly<Record<Name, string>>;
  /** Key attributes by the table's physical name. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** A client of its own, with its own middlewares, as each container has one. */
  client(): DynamoDBDocumentClient;
  describe(table: Name): Promise<TableDescription | undefined>;
  item(table: Name, key: Item): Promise<Item | undefined>;
  /** Every item as it is stored, in a fixed order. */
  items(table: Name): Promise<Item[]>;
  /** Every item of every table: equal before and after when nothing was written. */
  contents(): Promise<Record<string, Item[]>>;
  /** Puts items past the adapters. */
  put(table: Name, ...items: Item[]): Promise<void>;
}

/** Makes the tables before the tests of the suite that calls it, and drops them after. */
export function makeTables<Name extends TableName>(engine: Engine, ...tables: Name[]): MadeTables<Name> {
  const prefix = `data-${randomBytes(6).toString('hex')}`;
  const nameOf = (table: Name): string => `${prefix}-${table}`;
  const clients: DynamoDBDocumentClient[] = [];
  const client = (): DynamoDBDocumentClient => {
    const made = documentClient(clientSettings(engine.endpointUrl));
    clients.push(made);
    return made;
  };
  const own = client();
  const describeTable = async (table: Name): Promise<TableDescription | undefined> =>
    (await own.send(new DescribeTableCommand({ TableName: nameOf(table) }))).Table;

  beforeAll(async () => {
    await Promise.all(
      tables.map(async (table) => {
        await own.send(new CreateTableCommand({ TableName: nameOf(table), ...definitions[table] }));
        await vi.waitFor(async () => expect((await describeTable(table))?.TableStatus).toBe('ACTIVE'), {
          timeout: 10_000,
        });
      }),
    );
  });
  afterAll(async () => {
    await Promise.allSettled(
      tables.map((table) => own.send(new DeleteTableCommand({ TableName: nameOf(table) }))),
    );
    // A document client does not close the connections of the client that it wraps.
    for (const { config } of clients) config.requestHandler.destroy?.();
  });

  const items = async (table: Name): Promise<Item[]> => {
    const found: Item[] = [];
    let after: Item | undefined;
    do {
      const page = await own.send(
        new ScanCommand({ TableName: nameOf(table), ConsistentRead: true, ExclusiveStartKey: after }),
      );
      found.push(...(page.Items ?? []));
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    const keys = keysOf(table);
    const order = (item: Item): string => JSON.stringify(keys.map((key) => item[key]));
    return found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  };

  return {
    names: Object.fromEntries(tables.map((table) => [table, nameOf(table)])) as Record<Name, string>,
    keys: new Map(tables.map((table) => [nameOf(table), keysOf(table)])),
    client,
    describe: describeTable,
    item: async (table, Key) =>
      (await own.send(new GetCommand({ TableName: nameOf(table), Key, ConsistentRead: true }))).Item,
    items,
    contents: async () =>
      Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await items(table)]))),
    put: async (table, ...written) => {
      const [only, ...others] = written;
      if (only !== undefined && others.length === 0)
        await own.send(new PutCommand({ TableName: nameOf(table), Item: only }));
      else
        for (let from = 0; from < written.length; from += 25)
          await own.send(
            new BatchWriteCommand({
              RequestItems: {
                [nameOf(table)]: written.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } })),
              },
            }),
          );
    },
  };
}

function keysOf(table: TableName): string[] {
  return (definitions[table].KeySchema ?? []).map(({ AttributeName }) => {
    if (AttributeName === undefined) throw new Error(`${table} has a key without a name`);
    return AttributeName;
  });
}

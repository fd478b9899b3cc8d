import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type CreateTableCommandInput,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { actionOf, intercept, type WireBody } from '../test/support/conflicts.ts';
import { itemBytes, readUnits, type WireItem, writeUnits } from './item-size.ts';

export type TableShape = Omit<CreateTableCommandInput, 'TableName'>;

/** What went over a client's wire, in requests and in units as the documents charge them. */
export type Consumed = {
  requests: number;
  writeUnits: number;
  /** Writes of the indexes, which are paid beside the table's. */
  indexUnits: number;
  readUnits: number;
  /** The largest item that was written, in bytes, by table. */
  largest: Record<string, number>;
};

type Touched = { table: string; key: WireItem };

const keyNames = (schema: readonly KeySchemaElement[] | undefined): string[] =>
  (schema ?? []).map(({ AttributeName = '' }) => AttributeName);

const part = (item: WireItem, names: readonly string[]): WireItem =>
  Object.fromEntries(
    names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name] as AttributeValue]])),
  );

/**
 * Counts what a client consumes. The engines on one machine misreport transactions, so every item that a write
 * touches is read by another client before and after it, and charged by its size.
 */
export function meter(
  client: DynamoDBDocumentClient,
  reader: DynamoDBDocumentClient,
  shapes: ReadonlyMap<string, TableShape>,
): Consumed {
  const consumed: Consumed = { requests: 0, writeUnits: 0, indexUnits: 0, readUnits: 0, largest: {} };
  const shapeOf = (table: string): TableShape => {
    const shape = shapes.get(table);
    if (shape === undefined) throw new Error(`${table} is not known to the meter`);
    return shape;
  };
  const nameOf = ({ table, key }: Touched): string => JSON.stringify([table, ...Object.entries(key).sort()]);

  const read = async (touched: readonly Touched[]): Promise<Map<string, WireItem>> => {
    let asked: BatchGetItemCommandOutput['UnprocessedKeys'] = {};
    for (const { table, key } of touched) {
      asked[table] ??= { Keys: [], ConsistentRead: true };
      asked[table].Keys?.push(key);
    }
    const found = new Map<string, WireItem>();
    while (Object.keys(asked ?? {}).length > 0) {
      const page: BatchGetItemCommandOutput = await reader.send(
        new BatchGetItemCommand({ RequestItems: asked }),
      );
      for (const [table, items] of Object.entries(page.Responses ?? {}))
        for (const item of items)
          found.set(nameOf({ table, key: part(item, keyNames(shapeOf(table).KeySchema)) }), item);
      asked = page.UnprocessedKeys;
    }
    return found;
  };

  const charge = (
    { table }: Touched,
    before: WireItem | undefined,
    after: WireItem | undefined,
    copies: number,
  ) => {
    const bytes = Math.max(before === undefined ? 0 : itemBytes(before), after ? itemBytes(after) : 0);
    consumed.writeUnits += copies * writeUnits(bytes);
    consumed.largest[table] = Math.max(consumed.largest[table] ?? 0, bytes);
    for (const index of shapeOf(table).GlobalSecondaryIndexes ?? []) {
      const keys = keyNames(index.KeySchema);
      const names = [
        ...new Set([
          ...keyNames(shapeOf(table).KeySchema),
          ...keys,
          ...(index.Projection?.NonKeyAttributes ?? []),
        ]),
      ];
      const entry = (item: WireItem | undefined): WireItem | undefined => {
        if (item === undefined || keys.some((name) => item[name] === undefined)) return undefined;
        return index.Projection?.ProjectionType === 'ALL' ? item : part(item, names);
      };
      consumed.indexUnits += indexUnits(entry(before), entry(after), keys);
    }
  };

  intercept(client, async ({ operation, body }, send) => {
    consumed.requests += 1;
    const touched = touchedBy(operation, body, (table, item) =>
      part(item, keyNames(shapeOf(table).KeySchema)),
    );
    if (touched === undefined) {
      const answer = await send();
      consumed.readUnits += unitsRead(operation, body, answer.body);
      return answer;
    }
    const before = await read(touched);
    const answer = await send();
    const after = await read(touched);
    // A transaction is written twice, prepared and committed; one that fails is charged like one that does not.
    const copies = operation === 'TransactWriteItems' ? 2 : 1;
    for (const item of touched) charge(item, before.get(nameOf(item)), after.get(nameOf(item)), copies);
    return answer;
  });
  return consumed;
}

/** An entry that moves is taken out and put in; one that stays as it is costs nothing. */
export function indexUnits(
  before: WireItem | undefined,
  after: WireItem | undefined,
  keys: readonly string[],
): number {
  const of = (entry: WireItem | undefined): number =>
    entry === undefined ? 0 : writeUnits(itemBytes(entry));
  if (before === undefined || after === undefined) return of(before ?? after);
  const same = (names: readonly string[]): boolean =>
    names.every((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]));
  if (!same(keys)) return of(before) + of(after);
  return same([...new Set([...Object.keys(before), ...Object.keys(after)])])
    ? 0
    : Math.max(of(before), of(after));
}

/** The items that a request writes, or undefined for one that reads. */
function touchedBy(
  operation: string,
  body: WireBody,
  keyOf: (table: string, item: WireItem) => WireItem,
): Touched[] | undefined {
  const one = ({ TableName, Key, Item }: ReturnType<typeof actionOf>): Touched => ({
    table: TableName,
    key: (Key as WireItem | undefined) ?? keyOf(TableName, Item as WireItem),
  });
  switch (operation) {
    case 'TransactWriteItems':
      return (body.TransactItems ?? []).map((action) => one(actionOf(action)));
    case 'UpdateItem':
    case 'PutItem':
    case 'DeleteItem':
      return [one(body as unknown as ReturnType<typeof actionOf>)];
    case 'GetItem':
    case 'BatchGetItem':
    case 'Query':
    case 'Scan':
      return undefined;
    default:
      throw new Error(`the meter has no rule for ${operation}`);
  }
}

/** Queries and scans are charged by their page's size, the others item by item. */
function unitsRead(operation: string, body: WireBody, answer: WireBody): number {
  if (body.ProjectionExpression !== undefined || body.FilterExpression !== undefined)
    throw new Error('the meter sees only what is answered, not what is read');
  const sizes = (items: unknown): number[] => ((items ?? []) as WireItem[]).map(itemBytes);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, bytes) => total + bytes, 0);
  if (operation === 'GetItem')
    return readUnits(
      sum(sizes(answer.Item === undefined ? [] : [answer.Item])),
      body.ConsistentRead === true,
    );
  if (operation !== 'BatchGetItem') return readUnits(sum(sizes(answer.Items)), body.ConsistentRead === true);
  return Object.entries(body.RequestItems ?? {}).reduce((total, [table, asked]) => {
    const { Keys, ConsistentRead } = asked as { Keys: unknown[]; ConsistentRead?: boolean };
    const found = sizes(answer.Responses?.[table]);
    const missing = Keys.length - found.length;
    return (
      total +
      sum(
        [...found, ...Array<number>(missing).fill(0)].map((bytes) =>
          readUnits(bytes, ConsistentRead === true),
        ),
      )
    );
  }, 0);
}

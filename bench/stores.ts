import { randomBytes } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../functions/data/document-client.ts';
import { untilProcessed } from '../functions/data/unprocessed.ts';
import type { TableName } from '../lib/data-access.ts';
import { clientSettings } from '../local/emulated-account.ts';
import { batchesOf } from './history.ts';
import type { TableShape } from './meter.ts';

/** Tables of the template on an engine, under names of their own, and clients that reach them. */
export class Stores {
  /** Shapes by the tables' physical names. */
  readonly shapes = new Map<string, TableShape>();
  readonly #endpointUrl: string;
  readonly #definitions: Readonly<Record<TableName, TableShape>>;
  readonly #clients: DynamoDBDocumentClient[] = [];
  readonly #own: DynamoDBDocumentClient;

  constructor(endpointUrl: string, definitions: Readonly<Record<TableName, TableShape>>) {
    this.#endpointUrl = endpointUrl;
    this.#definitions = definitions;
    this.#own = this.client();
  }

  /** A client with middlewares and connections of its own, as each container has one. */
  client(): DynamoDBDocumentClient {
    // An engine on a busy machine may take longer than a function would wait.
    const made = documentClient({
      ...clientSettings(this.#endpointUrl),
      requestHandler: { requestTimeout: 60_000 },
    });
    this.#clients.push(made);
    return made;
  }

  /** An empty table like one of the template; streams are left out, since nobody reads them here. */
  async make(like: TableName): Promise<string> {
    const TableName = `bench-${randomBytes(6).toString('hex')}-${like}`;
    const { StreamSpecification: _, ...shape } = this.#definitions[like];
    await this.#own.send(new CreateTableCommand({ TableName, ...shape }));
    await waitUntilTableExists({ client: this.#own, maxWaitTime: 30 }, { TableName });
    this.shapes.set(TableName, shape);
    return TableName;
  }

  async put(table: string, items: readonly Record<string, unknown>[]): Promise<void> {
    const batches = batchesOf(items, 25);
    const lane = async () => {
      for (let batch = batches.shift(); batch !== undefined; batch = batches.shift())
        await this.#write(table, batch);
    };
    await Promise.all(Array.from({ length: 4 }, lane));
  }

  async #write(table: string, items: readonly Record<string, unknown>[]): Promise<void> {
    await untilProcessed<NonNullable<BatchWriteCommandInput['RequestItems']>>(
      { [table]: items.map((Item) => ({ PutRequest: { Item } })) },
      async (RequestItems) => {
        const { UnprocessedItems = {} } = await this.#own.send(new BatchWriteCommand({ RequestItems }));
        return Object.keys(UnprocessedItems).length > 0 ? UnprocessedItems : undefined;
      },
    );
  }

  async close(): Promise<void> {
    for (const TableName of this.shapes.keys())
      await this.#own.send(new DeleteTableCommand({ TableName })).catch(() => undefined);
    // A document client does not close the connections of the client that it wraps.
    for (const { config } of this.#clients) config.requestHandler.destroy?.();
  }
}

import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Quarantine } from '../domain/ports.ts';

/** Records that could not be counted, whole, until somebody has looked at them. */
export class QuarantineTable implements Quarantine {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The same record set aside twice is one item. */
  async setAside(recordId: string, record: unknown, reason: string): Promise<void> {
    await this.#client.send(
      new PutCommand({
        TableName: this.#table,
        Item: { quarantineId: recordId, reason, record: JSON.stringify(record) },
      }),
    );
  }
}

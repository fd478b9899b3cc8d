import { createHmac, randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Audit, AuditLine } from '../domain/audit.ts';
import { auditKey } from './keys.ts';
import type { TransactionItem } from './transaction.ts';

/** The append-only trail. Whom a line is about is kept as a keyed hash: the trail alone names nobody. */
export class AuditTable implements Audit {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #personKey: (() => Promise<string>) | undefined;

  /** `personKey` keys the hash; a function whose lines are about no person has none. */
  constructor(client: DynamoDBDocumentClient, table: string, personKey?: () => Promise<string>) {
    this.#client = client;
    this.#table = table;
    this.#personKey = personKey;
  }

  async append(line: AuditLine): Promise<void> {
    await this.#client.send(new PutCommand(await this.#put(line)));
  }

  /** The line as part of the transaction that does what it tells. */
  async inTransaction(line: AuditLine): Promise<TransactionItem> {
    return { Put: await this.#put(line) };
  }

  async #put({ person, isSpread, ...line }: AuditLine) {
    const personKey = person === undefined ? undefined : await this.#keyed(person);
    return {
      TableName: this.#table,
      Item: { ...auditKey(line.actor, line.at, randomUUID(), isSpread), ...line, personKey },
      ConditionExpression: 'attribute_not_exists(entryKey)',
    };
  }

  async #keyed(person: string): Promise<string> {
    if (this.#personKey === undefined) throw new Error('an audit line about a person needs the person key');
    return createHmac('sha256', await this.#personKey())
      .update(person)
      .digest('base64url');
  }
}

import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditLine } from '../domain/audit.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Bank } from '../domain/registration.ts';
import type { AuditTable } from './audit.ts';
import { accountKey } from './keys.ts';
import { isConditionFailure, type TransactionItem, writeTogether } from './transaction.ts';

export type BankAccount = { clientId: string; bank: Bank; disabled: boolean };

/** The accounts of the banks' clients, whose ids the stage's deployment has made. */
export class BankAccountsTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #audit: AuditTable;

  constructor(client: DynamoDBDocumentClient, table: string, audit: AuditTable) {
    this.#client = client;
    this.#table = table;
    this.#audit = audit;
  }

  async byClientId(clientId: string): Promise<BankAccount | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: accountKey(clientId), ConsistentRead: true }),
    );
    return item?.kind === 'bank'
      ? { clientId, bank: item.bank as Bank, disabled: item.disabled === true }
      : undefined;
  }

  /** One that stands stays as it is, disabled or not. */
  add(clientId: string, bank: Bank, audit: AuditLine): Promise<'done' | 'already'> {
    return this.#write(audit, {
      Put: {
        TableName: this.#table,
        Item: {
          ...accountKey(clientId),
          kind: 'bank',
          username: clientId,
          name: bank,
          disabled: false,
          bank,
        },
        ConditionExpression: 'attribute_not_exists(subject)',
      },
    });
  }

  /** At the next call; the tokens of that moment are of no use again when the client is let in once more. */
  disable(clientId: string, notBeforeEpochSeconds: number, audit: AuditLine): Promise<'done' | 'already'> {
    return this.#write(audit, {
      Update: {
        TableName: this.#table,
        Key: accountKey(clientId),
        UpdateExpression: 'SET disabled = :disabled, notBeforeEpochSeconds = :from',
        ConditionExpression: 'kind = :bank AND disabled <> :disabled',
        ExpressionAttributeValues: { ':disabled': true, ':bank': 'bank', ':from': notBeforeEpochSeconds },
      },
    });
  }

  enable(clientId: string, audit: AuditLine): Promise<'done' | 'already'> {
    return this.#write(audit, {
      Update: {
        TableName: this.#table,
        Key: accountKey(clientId),
        UpdateExpression: 'SET disabled = :disabled',
        ConditionExpression: 'kind = :bank AND disabled <> :disabled',
        ExpressionAttributeValues: { ':disabled': false, ':bank': 'bank' },
      },
    });
  }

  async #write(audit: AuditLine, item: TransactionItem): Promise<'done' | 'already'> {
    const written = await writeTogether(this.#client, [item, await this.#audit.inTransaction(audit)]);
    if (written === 'written') return 'done';
    if (written[0] !== undefined && isConditionFailure(written[0])) return 'already';
    throw new Refusal('store.busy');
  }
}

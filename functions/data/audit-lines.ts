import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type AuditLine, TrailUnavailable } from '../domain/audit.ts';
import type { LookUpDesk } from '../domain/people-look-up.ts';
import type { AuditTable } from './audit.ts';
import { writeTogether } from './transaction.ts';

/** DynamoDB's limit of actions in one transaction. */
const LINES_A_TRANSACTION = 100;

/** Many lines of the trail at once: each keeps the condition of a single one, which a batch write has not. */
export class AuditLines implements Pick<LookUpDesk['trail'], 'appendAll'> {
  readonly #client: DynamoDBDocumentClient;
  readonly #audit: AuditTable;

  constructor(client: DynamoDBDocumentClient, audit: AuditTable) {
    this.#client = client;
    this.#audit = audit;
  }

  async appendAll(lines: readonly AuditLine[]): Promise<void> {
    try {
      await this.#append(lines);
    } catch (error) {
      throw new TrailUnavailable(error);
    }
  }

  async #append(lines: readonly AuditLine[]): Promise<void> {
    for (let from = 0; from < lines.length; from += LINES_A_TRANSACTION) {
      const some = lines.slice(from, from + LINES_A_TRANSACTION);
      const items = await Promise.all(some.map((line) => this.#audit.inTransaction(line)));
      // A key of the trail is random: a condition that fails is a fault of ours.
      if ((await writeTogether(this.#client, items)) !== 'written')
        throw new Error('lines of the trail stand where new ones were to be written');
    }
  }
}

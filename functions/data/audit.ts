import { createHmac, randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Audit, type AuditLine, TrailUnavailable } from '../domain/audit.ts';
import type { Instant } from '../domain/calendar.ts';
import { auditHourKey, auditKey } from './keys.ts';
import type { TransactionItem } from './transaction.ts';

/** As long as a claim lives for which the law names no other time: Civil and Commercial Code, section 193/30. */
const KEPT_YEARS = 10;

/** When DynamoDB drops the line by itself: nobody holds a right to delete one. */
export function trailExpiryOf(at: Instant): number {
  const end = new Date(at);
  end.setUTCFullYear(end.getUTCFullYear() + KEPT_YEARS);
  return Math.floor(end.getTime() / 1_000);
}

/** Stands for a person on the trail: whoever has the key finds it from the ID, nobody the ID from it. */
export const keyedPerson = (citizenId: string, personKey: string): string =>
  createHmac('sha256', personKey).update(citizenId).digest('base64url');

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
    try {
      await this.#client.send(new PutCommand(await this.#put(line)));
    } catch (error) {
      throw new TrailUnavailable(error);
    }
  }

  /** The line as part of the transaction that does what it tells. */
  async inTransaction(line: AuditLine): Promise<TransactionItem> {
    return { Put: await this.#put(line) };
  }

  async #put({ person, isSpread, refused, ...line }: AuditLine) {
    const personKey = person === undefined ? undefined : await this.#keyed(person);
    const random = randomUUID();
    return {
      TableName: this.#table,
      Item: {
        ...auditKey(line.actor, line.at, random, isSpread),
        ...line,
        personKey,
        ...(refused === undefined ? { outcome: 'done' } : { outcome: 'refused', code: refused }),
        hourKey: auditHourKey(line.at, random.charAt(0)),
        expiresAtEpochSeconds: trailExpiryOf(line.at),
      },
      ConditionExpression: 'attribute_not_exists(entryKey)',
    };
  }

  async #keyed(person: string): Promise<string> {
    if (this.#personKey === undefined) throw new Error('an audit line about a person needs the person key');
    return keyedPerson(person, await this.#personKey());
  }
}

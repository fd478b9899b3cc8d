import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { BankList, StatementRow } from '../domain/bank-statement.ts';
import type { Day } from '../domain/calendar.ts';
import type { Page, PageRequest } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Bank } from '../domain/registration.ts';
import * as field from './item-fields.ts';
import { BANK_LIST, BANK_LIST_SHARDS, bankListKey } from './keys.ts';

const ListedItem = z.object({
  bankReference: z.optional(field.bankReference),
  receipt: field.receipt,
  registrationId: field.registrationId,
  version: z.number(),
  intentOn: field.day,
  recordedAt: field.instant,
});

/** A shard, and in it what `bankListSort` makes, unless it begins. */
const POSITION = /^([0-9a-f])#((?:\d{4}-\d{2}-\d{2}T[\d:.]+Z#[\w-]+)?)$/;

/** The registrations that stand of a bank and a day, shard by shard. */
export class BankListIndex implements BankList {
  readonly #client: DynamoDBDocumentClient;
  readonly #registrations: string;

  constructor(client: DynamoDBDocumentClient, registrations: string) {
    this.#client = client;
    this.#registrations = registrations;
  }

  /** A position is a sort key, never a table key: those hold the citizen ID. */
  async standing(bank: Bank, day: Day, { limit, cursor }: PageRequest): Promise<Page<StatementRow>> {
    const [, shard = '0', after = ''] = POSITION.exec(cursor ?? '0#') ?? [];
    if (cursor !== undefined && !POSITION.test(cursor))
      throw new Refusal('request.invalid', { path: 'cursor' });
    const rows: StatementRow[] = [];
    let position = after;
    for (const next of BANK_LIST_SHARDS.slice(BANK_LIST_SHARDS.indexOf(shard))) {
      if (rows.length === limit) return { rows, cursor: `${next}#` };
      const { Items = [], LastEvaluatedKey } = await this.#client.send(
        new QueryCommand({
          TableName: this.#registrations,
          IndexName: BANK_LIST,
          KeyConditionExpression: 'bankListKey = :key AND bankListSort > :after',
          ExpressionAttributeValues: {
            ':key': bankListKey(bank, day, next),
            ':after': position === '' ? ' ' : position,
          },
          Limit: limit - rows.length,
        }),
      );
      rows.push(...Items.map((item) => ListedItem.parse(item)));
      if (LastEvaluatedKey !== undefined) return { rows, cursor: `${next}#${Items.at(-1)?.bankListSort}` };
      position = '';
    }
    return { rows };
  }
}

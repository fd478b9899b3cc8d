import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Allowances } from '../domain/people-look-up.ts';
import { allowanceKey } from './keys.ts';

/** Beyond the day itself, wherever in it the first was taken. */
const KEPT_SECONDS = 3 * 86_400;

const Item = z.object({ used: z.number() });

/** What officers have used of what a day allows them. */
export class AllowancesTable implements Allowances {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async take(
    of: Parameters<Allowances['take']>[0],
    wanted: number,
    atMost: number,
  ): Promise<'taken' | { left: number }> {
    if (wanted > atMost) return { left: atMost };
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: allowanceKey(of),
          UpdateExpression: 'ADD used :wanted SET expiresAtEpochSeconds = :expires',
          ConditionExpression: 'attribute_not_exists(used) OR used <= :room',
          ExpressionAttributeValues: {
            ':wanted': wanted,
            ':room': atMost - wanted,
            ':expires': Math.floor(Date.parse(`${of.day}T00:00:00+07:00`) / 1_000) + KEPT_SECONDS,
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'taken';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
      return { left: Math.max(0, atMost - Item.parse(unmarshall(error.Item)).used) };
    }
  }
}

import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ProvinceCode } from '../domain/area.ts';
import { type Instant, instantOf } from '../domain/calendar.ts';
import type { Bucket } from '../domain/contribution.ts';
import { cellNamed } from '../domain/counter-cell.ts';
import type { BucketCounts } from '../domain/counts.ts';
import type { Counters } from '../domain/ports.ts';
import * as field from './item-fields.ts';
import { bucketKey, CANCELLED, CARDS, COUNTED_AT, REVISION, TOTAL } from './keys.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

/** DynamoDB's limit of keys in one request. */
const KEYS_OF_A_BATCH = 100;

/** A month of the country is 24 requests: three rounds of them. */
const CONCURRENT_READS = 8;

const Item = z.looseObject({
  province: field.provinceCode,
  bucket: z.union([z.literal(CARDS), z.literal(TOTAL), z.literal(CANCELLED), field.day]),
  [COUNTED_AT]: z.optional(z.number()),
  [REVISION]: z.optional(z.number()),
});

type CounterItem = Bucket & {
  lastCountedAt: Instant | undefined;
  revision: number;
  counts: Map<string, number>;
};

function counterItem(item: unknown): CounterItem {
  const { province, bucket, [COUNTED_AT]: at, [REVISION]: revision = 0, ...counters } = Item.parse(item);
  const lastCountedAt = at === undefined ? undefined : instantOf(new Date(at));
  const counts = Object.entries(counters).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return { province, bucket, lastCountedAt, revision, counts: new Map(counts) };
}

function bucketCounts({ province, bucket, lastCountedAt, counts }: CounterItem): BucketCounts {
  const cells = [...counts].flatMap(([name, count]) => {
    const cell = cellNamed(name, province);
    return cell === undefined ? [] : [{ cell, count }];
  });
  return { province, bucket, lastCountedAt, cells };
}

export class CountersTable implements Counters {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** A hundred items a request, however many people they count; items that were never written are left out. */
  async read(buckets: readonly Bucket[]): Promise<BucketCounts[]> {
    const queue = Array.from({ length: Math.ceil(buckets.length / KEYS_OF_A_BATCH) }, (_, n) =>
      buckets.slice(n * KEYS_OF_A_BATCH, (n + 1) * KEYS_OF_A_BATCH),
    );
    const read: BucketCounts[] = [];
    const reader = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift())
        read.push(...(await this.#batch(next)));
    };
    await Promise.all(Array.from({ length: CONCURRENT_READS }, reader));
    return read;
  }

  async #batch(buckets: readonly Bucket[]): Promise<BucketCounts[]> {
    const read: BucketCounts[] = [];
    const Keys = buckets.map(({ province, bucket }) => bucketKey(province, bucket));
    await untilProcessed<Batch>({ [this.#table]: { Keys } }, async (batch) => {
      const { Responses, UnprocessedKeys = {} } = await this.#client.send(
        new BatchGetCommand({ RequestItems: batch }),
      );
      read.push(...(Responses?.[this.#table] ?? []).map((item) => bucketCounts(counterItem(item))));
      return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
    });
    return read;
  }

  /** Every item of a province as of now. */
  async ofProvince(province: ProvinceCode): Promise<CounterItem[]> {
    const items: CounterItem[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'province = :province',
          ExpressionAttributeValues: { ':province': province },
          ConsistentRead: true,
          Limit: 366,
          ExclusiveStartKey: after,
        }),
      );
      items.push(...(page.Items ?? []).map(counterItem));
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return items;
  }

  /** Sets counters of an item that has not been written since the revision; 0 is one that has none. */
  async mend(
    { province, bucket, revision }: Bucket & { revision: number },
    counts: ReadonlyMap<string, number>,
    at: Instant,
  ): Promise<'mended' | 'overtaken'> {
    const counters = [...counts];
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: bucketKey(province, bucket),
          UpdateExpression: `SET #at = :at, ${counters.map((_, i) => `#c${i} = :c${i}`).join(', ')} ADD #r :one`,
          ConditionExpression: revision === 0 ? 'attribute_not_exists(#r)' : '#r = :revision',
          ExpressionAttributeNames: {
            '#at': COUNTED_AT,
            '#r': REVISION,
            ...Object.fromEntries(counters.map(([name], i) => [`#c${i}`, name])),
          },
          ExpressionAttributeValues: {
            ':at': Date.parse(at),
            ':one': 1,
            ...(revision === 0 ? {} : { ':revision': revision }),
            ...Object.fromEntries(counters.map(([, count], i) => [`:c${i}`, count])),
          },
        }),
      );
      return 'mended';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'overtaken';
      throw error;
    }
  }

  /** Every item of counters by name, page by page. */
  async *all(): AsyncGenerator<(Bucket & { counts: Map<string, number> })[]> {
    let after: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new ScanCommand({
          TableName: this.#table,
          ConsistentRead: true,
          Limit: 500,
          ExclusiveStartKey: after,
        }),
      );
      yield (page.Items ?? []).map(counterItem);
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
  }
}

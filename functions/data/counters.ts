import { type DynamoDBDocumentClient, GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ProvinceCode } from '../domain/area.ts';
import type { Day, Instant } from '../domain/calendar.ts';
import type { Bucket } from '../domain/contribution.ts';
import { cellNamed } from '../domain/counter-cell.ts';
import type { Counters } from '../domain/ports.ts';
import type { CellCount, ProvinceCounts } from '../domain/province-report.ts';
import * as field from './item-fields.ts';
import { bucketKey, CARDS, TOTAL } from './keys.ts';

const Item = z.looseObject({
  province: field.provinceCode,
  bucket: z.union([z.literal(CARDS), z.literal(TOTAL), field.day]),
  lastCountedAt: z.optional(field.instant),
  /** Rises with every write: whoever has read it can tell whether the item is still the same. */
  revision: z.optional(z.number()),
});

type CounterItem = Bucket & {
  lastCountedAt: Instant | undefined;
  revision: number;
  counts: Map<string, number>;
};

function counterItem(item: unknown): CounterItem {
  const { province, bucket, lastCountedAt, revision = 0, ...counters } = Item.parse(item);
  const counts = Object.entries(counters).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return { province, bucket, lastCountedAt, revision, counts: new Map(counts) };
}

function cellCounts({ province, counts }: CounterItem): CellCount[] {
  return [...counts].flatMap(([name, count]) => {
    const cell = cellNamed(name, province);
    return cell === undefined ? [] : [{ cell, count }];
  });
}

export class CountersTable implements Counters {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Two requests, however many people are registered, up to a megabyte of days. */
  async ofProvince(province: ProvinceCode, from: Day, to: Day): Promise<ProvinceCounts> {
    const [{ Item: totalItem }, dayItems] = await Promise.all([
      this.#client.send(new GetCommand({ TableName: this.#table, Key: bucketKey(province, TOTAL) })),
      this.#days(province, from, to),
    ]);
    const total = totalItem && counterItem(totalItem);
    const days = dayItems.map(counterItem);
    return {
      total: total === undefined ? [] : cellCounts(total),
      days: new Map(days.map((item) => [item.bucket as Day, cellCounts(item)])),
      lastCountedAt: [total, ...days]
        .map((item) => item?.lastCountedAt)
        .filter((at) => at !== undefined)
        .sort()
        .at(-1),
    };
  }

  async #days(province: ProvinceCode, from: Day, to: Day): Promise<unknown[]> {
    const items: unknown[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'province = :province AND #bucket BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#bucket': 'bucket' },
          ExpressionAttributeValues: { ':province': province, ':from': from, ':to': to },
          Limit: 366,
          ExclusiveStartKey: after,
        }),
      );
      items.push(...(page.Items ?? []));
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return items;
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

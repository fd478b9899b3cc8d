import type { Instant } from './calendar.ts';
import type { Bucket, Cell } from './contribution.ts';

/** One number of an item of counters, with what it counts. */
export type CellCount = { cell: Cell; count: number };

/** What an item of counters held when it was read. */
export type BucketCounts = Bucket & {
  cells: CellCount[];
  /** When the newest change that is in these numbers was counted. */
  lastCountedAt: Instant | undefined;
};

export type Counts<Key extends string> = Record<Key, number>;

export const zeros = <Key extends string>(keys: readonly Key[]): Counts<Key> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Counts<Key>;

export const sumOf = (counts: Iterable<number>): number => {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
};

/** When the newest change that is in any of the items was counted. */
export const newestOf = (items: readonly BucketCounts[]): Instant | undefined =>
  items
    .map(({ lastCountedAt }) => lastCountedAt)
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);

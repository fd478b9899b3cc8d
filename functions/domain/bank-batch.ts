import { Refusal } from './refusal.ts';

/** How a row of a batch ended; `failed` is a bug or an outage, of which the caller learns nothing more. */
export type Settled<Done> =
  | { outcome: 'accepted'; done: Done }
  | { outcome: 'rejected'; refusal: Refusal }
  | { outcome: 'failed'; error: unknown };

/** What no two rows of a batch may share, and how a later one is told of the row that counts. */
export type RowKey = { key: string; refuse: (row: number) => Refusal };

export const ROWS_AT_ONCE = 8;

/**
 * Settles each row for itself, some at once; one that could not be read stays refused. Rows that share a key are
 * settled in their order: once one was accepted, later ones are refused with its number.
 * @param mayStart when it says no, what is left is refused with store.busy, to be sent again
 */
export async function settleRows<Row, Done>(
  rows: readonly (Row | Refusal)[],
  {
    keysOf,
    settle,
    mayStart,
  }: {
    keysOf: (row: Row) => RowKey[];
    settle: (row: Row) => Promise<Done>;
    mayStart: () => boolean;
  },
): Promise<Settled<Done>[]> {
  const settled: Settled<Done>[] = [];
  const latest = new Map<string, Promise<void>>();
  const acceptedAt = new Map<string, number>();

  async function settleOne(row: Row, index: number, before: Promise<void>[]): Promise<Settled<Done>> {
    await Promise.all(before);
    try {
      const keys = keysOf(row);
      for (const { key, refuse } of keys) {
        const first = acceptedAt.get(key);
        if (first !== undefined) throw refuse(first + 1);
      }
      if (!mayStart()) throw new Refusal('store.busy');
      const done = await settle(row);
      for (const { key } of keys) acceptedAt.set(key, index);
      return { outcome: 'accepted', done };
    } catch (error) {
      return error instanceof Refusal
        ? { outcome: 'rejected', refusal: error }
        : { outcome: 'failed', error };
    }
  }

  let next = 0;
  async function worker(): Promise<void> {
    for (let index = next++; index < rows.length; index = next++) {
      const row = rows[index] as Row | Refusal;
      if (row instanceof Refusal) {
        settled[index] = { outcome: 'rejected', refusal: row };
        continue;
      }
      const keys = keysOf(row);
      const before = keys.flatMap(({ key }) => latest.get(key) ?? []);
      const settling = settleOne(row, index, before);
      const over = settling.then(() => undefined);
      for (const { key } of keys) latest.set(key, over);
      settled[index] = await settling;
    }
  }
  await Promise.all(Array.from({ length: ROWS_AT_ONCE }, worker));
  return settled;
}

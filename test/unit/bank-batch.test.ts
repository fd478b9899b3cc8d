import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROWS_AT_ONCE, type Settled, settleRows } from '../../functions/domain/bank-batch.ts';
import { Refusal } from '../../functions/domain/refusal.ts';

type Row = { reference: string; person: string; refused?: boolean };

const row = (reference: string, person: string, refused = false): Row => ({ reference, person, refused });

/** Takes a while that differs from row to row, so that rows overtake one another. */
async function settled(
  rows: readonly (Row | Refusal)[],
  { mayStart = () => true, running }: { mayStart?: () => boolean; running?: (now: number) => void } = {},
): Promise<Settled<string>[]> {
  let now = 0;
  return settleRows<Row, string>(rows, {
    keysOf: ({ reference, person }) => [
      {
        key: `reference ${reference}`,
        refuse: (first) => new Refusal('row.duplicate-reference', { facts: { row: first } }),
      },
      {
        key: `person ${person}`,
        refuse: (first) => new Refusal('row.duplicate-person', { facts: { row: first } }),
      },
    ],
    mayStart,
    settle: async ({ reference, refused }) => {
      running?.(++now);
      for (let turn = 0; turn < reference.length % 3; turn++) await Promise.resolve();
      now--;
      if (refused) throw new Refusal('cardholder.not-entitled');
      return reference;
    },
  });
}

const codes = (rows: Settled<string>[]) =>
  rows.map((one) =>
    one.outcome === 'accepted' ? one.done : one.outcome === 'rejected' ? one.refusal.code : String(one.error),
  );

describe('the rows of a batch', () => {
  it('are settled each for itself and answered in their order', async () => {
    const malformed = new Refusal('request.invalid');
    const rows = [row('a', '1'), malformed, row('bb', '2', true), row('ccc', '3')];
    expect(codes(await settled(rows))).toEqual(['a', 'request.invalid', 'cardholder.not-entitled', 'ccc']);
  });

  it('that share a person or a reference with an accepted one are refused and name it', async () => {
    const found = await settled([row('a', '1'), row('b', '1'), row('a', '2'), row('a', '1')]);
    expect(codes(found)).toEqual([
      'a',
      'row.duplicate-person',
      'row.duplicate-reference',
      'row.duplicate-reference',
    ]);
    for (const one of found.slice(1))
      expect(one).toMatchObject({ outcome: 'rejected', refusal: { facts: { row: 1 } } });
  });

  it('that share a person with a refused one are not duplicates of it', async () => {
    expect(codes(await settled([row('a', '1', true), row('b', '1'), row('c', '1')]))).toEqual([
      'cardholder.not-entitled',
      'b',
      'row.duplicate-person',
    ]);
  });

  it('go on when one of them fails by a bug, which is kept for the log', async () => {
    const found = await settleRows(['x', 'y'], {
      keysOf: () => [],
      mayStart: () => true,
      settle: async (one) => {
        if (one === 'x') throw new Error('a bug');
        return one;
      },
    });
    expect(found).toMatchObject([
      { outcome: 'failed', error: { message: 'a bug' } },
      { outcome: 'accepted', done: 'y' },
    ]);
  });

  it('that could not begin in time are to be sent again', async () => {
    let asked = 0;
    const rows = Array.from({ length: 20 }, (_, n) => row(`r${n}`, `p${n}`));
    const found = codes(await settled(rows, { mayStart: () => ++asked <= 12 }));
    expect(found.filter((code) => code === 'store.busy')).toHaveLength(8);
  });

  it('are written a few at a time', async () => {
    let most = 0;
    const rows = Array.from({ length: 100 }, (_, n) => row(`${'r'.repeat((n % 5) + 1)}${n}`, `p${n}`));
    await settled(rows, { running: (now) => (most = Math.max(most, now)) });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(ROWS_AT_ONCE);
  });

  it('are accepted once a person and once a reference, in whatever order they end', async () => {
    const rows = fc.array(
      fc.record({
        reference: fc.constantFrom('a', 'bb', 'ccc', 'dddd', 'e'),
        person: fc.constantFrom('1', '2', '3', '4'),
        refused: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(rows, async (sent) => {
        const found = await settled(sent);
        // What a reader would do who takes one row after the other.
        const references = new Map<string, number>();
        const people = new Map<string, number>();
        const expected = sent.map(({ reference, person, refused }, n) => {
          if (references.has(reference)) return 'row.duplicate-reference';
          if (people.has(person)) return 'row.duplicate-person';
          if (refused) return 'cardholder.not-entitled';
          references.set(reference, n);
          people.set(person, n);
          return reference;
        });
        expect(codes(found)).toEqual(expected);
      }),
    );
  });
});

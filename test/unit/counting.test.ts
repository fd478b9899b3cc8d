import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../functions/domain/contribution.ts';
import {
  type BucketDelta,
  deltasOf,
  fold,
  MAX_ACTIONS,
  type Observation,
  pack,
  refold,
  type Step,
} from '../../functions/domain/counting.ts';
import {
  agencyCode,
  contribution,
  day,
  observationsOf,
  officeZeroId,
  projectCode,
  subdistrictCode,
} from '../support/builders.ts';

const anyContribution: fc.Arbitrary<Contribution> = fc.record({
  source: fc.constant('registration' as const),
  subdistrict: fc.constantFrom('340101', '340102', '340205', '100101', '500101').map(subdistrictCode),
  day: fc.constantFrom('2018-02-01', '2018-02-02', '2018-02-28').map(day),
  channel: fc.constantFrom('officer' as const, 'BAAC' as const, 'GSB' as const),
  agency: fc.constantFrom('DOPA', 'MOL').map(agencyCode),
  projects: fc.subarray(['P01', 'P02', 'P03'].map(projectCode)),
  status: fc.constantFrom('INTENT' as const, 'INTENT' as const, 'CANCELLED' as const),
});
const state = fc.option(anyContribution, { nil: undefined, freq: 8 });

/** The observations of one person's history, each at least once, some more often, in any order. */
const deliveryOf = (citizenId: string): fc.Arbitrary<{ all: Observation[]; delivered: Observation[] }> =>
  fc.array(state, { minLength: 1, maxLength: 5 }).chain((states) => {
    const all = observationsOf(citizenId, states);
    return fc
      .array(fc.nat({ max: all.length - 1 }), { maxLength: 4 })
      .chain((again) => {
        const twice = [...all, ...again.flatMap((at) => all[at] ?? [])];
        return fc.shuffledSubarray(twice, { minLength: twice.length });
      })
      .map((delivered) => ({ all, delivered }));
  });

const anyStep = fc.tuple(state, anyContribution, fc.integer({ min: 1, max: 9 })).map(
  ([before, next, version]): Omit<Step, 'citizenId'> => ({
    expected: before && { version, contribution: before },
    next: { version: version + 1, contribution: next },
  }),
);
const anySteps = (maxLength: number): fc.Arbitrary<Step[]> =>
  fc
    .array(anyStep, { maxLength, size: 'max' })
    .map((steps) => steps.map((step, at) => ({ ...step, citizenId: officeZeroId(at + 1) })));

const asNumbers = (deltas: readonly BucketDelta[]): Record<string, number> => {
  const sums = new Map<string, number>();
  for (const { province, bucket, changes } of deltas)
    for (const [name, by] of changes) {
      const key = `${province} ${bucket} ${name}`;
      sums.set(key, (sums.get(key) ?? 0) + by);
    }
  return Object.fromEntries([...sums].filter(([, by]) => by !== 0).sort());
};

describe('folding a batch', () => {
  it('makes one step a person from the oldest state to the newest, in whatever order they came', () => {
    fc.assert(
      fc.property(deliveryOf(officeZeroId(1)), ({ all, delivered }) => {
        const newest = all.at(-1);
        expect(fold(delivered)).toEqual([
          {
            citizenId: officeZeroId(1),
            expected: undefined,
            next: { version: newest?.version, contribution: newest?.contribution },
          },
        ]);
      }),
    );
  });

  it('starts from the state before the oldest that came', () => {
    const history = observationsOf(officeZeroId(1), [
      contribution(),
      contribution({ agency: agencyCode('MOL') }),
      contribution({ status: 'CANCELLED' }),
    ]);
    expect(fold(history.slice(1).toReversed())).toEqual([
      {
        citizenId: officeZeroId(1),
        expected: { version: 1, contribution: contribution() },
        next: { version: 3, contribution: contribution({ status: 'CANCELLED' }) },
      },
    ]);
  });

  it('keeps people apart', () => {
    fc.assert(
      fc.property(deliveryOf(officeZeroId(1)), deliveryOf(officeZeroId(2)), (one, other) => {
        const together = fold([...one.delivered, ...other.delivered]);
        expect(together).toEqual([...fold(one.delivered), ...fold(other.delivered)]);
      }),
    );
  });

  it('is nothing for nothing', () => {
    expect(fold([])).toEqual([]);
  });
});

describe('refolding on what the ledger holds', () => {
  const step: Step = {
    citizenId: officeZeroId(1),
    expected: { version: 1, contribution: contribution() },
    next: { version: 3, contribution: contribution({ status: 'CANCELLED' }) },
  };

  it.each([3, 4, 99])('drops a step to version 3 when the ledger holds version %i', (version) => {
    expect(refold(step, { version, contribution: undefined })).toBeUndefined();
  });

  it('takes the step from where the ledger really is', () => {
    const actual = { version: 2, contribution: contribution({ agency: agencyCode('MOL') }) };
    expect(refold(step, actual)).toEqual({ ...step, expected: actual });
    expect(refold(step, undefined)).toEqual({ ...step, expected: undefined });
  });
});

describe('the changes of counters', () => {
  it('are what the next state adds less what the ledger held', () => {
    const moved: Step = {
      citizenId: officeZeroId(1),
      expected: { version: 1, contribution: contribution({ projects: [projectCode('P01')] }) },
      next: { version: 2, contribution: contribution({ day: day('2018-02-06') }) },
    };
    expect(asNumbers(deltasOf([moved]))).toEqual({
      '34 total w': -1,
      '34 total jP01': -1,
      '34 2018-02-05 01': -1,
      '34 2018-02-06 01': 1,
    });
  });

  it('name no counter that does not move, and no item without one', () => {
    fc.assert(
      fc.property(anySteps(12), (steps) => {
        for (const { changes } of deltasOf(steps)) {
          expect(changes.size).toBeGreaterThan(0);
          expect([...changes.values()]).not.toContain(0);
        }
      }),
    );
    const still: Step = {
      citizenId: officeZeroId(1),
      expected: { version: 1, contribution: contribution() },
      next: { version: 2, contribution: contribution() },
    };
    expect(deltasOf([still])).toEqual([]);
  });

  it('are taken back by the opposite steps', () => {
    fc.assert(
      fc.property(anySteps(12), (steps) => {
        const back = steps.map(({ citizenId, expected, next }) => ({
          citizenId,
          expected: next,
          next: { version: next.version + 1, contribution: expected?.contribution },
        }));
        expect(deltasOf([...steps, ...back])).toEqual([]);
      }),
    );
  });

  it('hold each item of counters once', () => {
    fc.assert(
      fc.property(anySteps(20), (steps) => {
        const items = deltasOf(steps).map(({ province, bucket }) => `${province} ${bucket}`);
        expect(new Set(items).size).toBe(items.length);
      }),
    );
  });
});

describe('packing', () => {
  it('never exceeds the actions of a transaction, keeps every step once, and moves the same counters', () => {
    fc.assert(
      fc.property(anySteps(260), fc.constantFrom(5, 7, 20, MAX_ACTIONS), (steps, most) => {
        const transactions = pack(steps, most);
        for (const { steps: packed, deltas } of transactions) {
          expect(packed.length + deltas.length).toBeLessThanOrEqual(most);
          expect(packed.length).toBeGreaterThan(0);
          expect(asNumbers(deltas)).toEqual(asNumbers(deltasOf(packed)));
        }
        const byPerson = (one: Step, other: Step) => (one.citizenId < other.citizenId ? -1 : 1);
        expect(transactions.flatMap(({ steps: packed }) => packed).sort(byPerson)).toEqual(
          steps.toSorted(byPerson),
        );
        expect(asNumbers(transactions.flatMap(({ deltas }) => deltas))).toEqual(asNumbers(deltasOf(steps)));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no room in a transaction for the first step of the next', () => {
    const creations = fc.array(anyContribution, { maxLength: 120, size: 'max' });
    fc.assert(
      fc.property(creations, fc.constantFrom(5, 12, 40), (states, most) => {
        const steps = fold(states.flatMap((created, at) => observationsOf(officeZeroId(at + 1), [created])));
        const transactions = pack(steps, most);
        transactions.slice(1).forEach(({ steps: [first] }, at) => {
          const together = [...(transactions[at]?.steps ?? []), ...(first === undefined ? [] : [first])];
          expect(together.length + deltasOf(together).length).toBeGreaterThan(most);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the steps', () => {
    fc.assert(
      fc.property(anySteps(60), (steps) => {
        expect(pack(steps.toReversed())).toEqual(pack(steps));
      }),
    );
  });

  it('puts 98 people of one province and day beside their two items of counters', () => {
    const steps = fold(
      Array.from({ length: 1_000 }, (_, n) => observationsOf(officeZeroId(n + 1), [contribution()])).flat(),
    );
    const sizes = pack(steps).map(({ steps: packed, deltas }) => [packed.length, deltas.length]);
    expect(sizes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => [98, 2]));
    expect(sizes).toHaveLength(11);
  });

  it('is nothing for nothing', () => {
    expect(pack([])).toEqual([]);
  });
});

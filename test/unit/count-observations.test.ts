import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../functions/domain/contribution.ts';
import {
  CountingContended,
  type CountingLimits,
  type CountingOutcome,
  countObservations,
  type Ledger,
  Unwritable,
} from '../../functions/domain/count-observations.ts';
import type { CountingTransaction, Observation } from '../../functions/domain/counting.ts';
import { contribution, day, observationsOf, officeZeroId, subdistrictCode } from '../support/builders.ts';
import { InMemoryLedger } from '../support/fakes.ts';

const limits = (overrides: Partial<CountingLimits> = {}): CountingLimits => ({
  attempts: 9,
  concurrency: 4,
  pause: async () => undefined,
  ...overrides,
});

const created = (n: number, overrides: Parameters<typeof contribution>[0] = {}): Observation[] =>
  observationsOf(officeZeroId(n), [contribution(overrides)]);

const createdUpTo = (n: number): Observation[] =>
  Array.from({ length: n }, (_, at) =>
    created(at + 1, {
      subdistrict: subdistrictCode(['340101', '100101', '500101'][at % 3] ?? '340101'),
      day: day(`2018-02-${String((at % 5) + 1).padStart(2, '0')}`),
    }),
  ).flat();

/** The counters by the book: one for each person's newest state, spelled without the code that is tested. */
function recount(states: Iterable<Contribution | undefined>): Record<string, number> {
  const counters = new Map<string, number>();
  const add = (name: string) => counters.set(name, (counters.get(name) ?? 0) + 1);
  for (const state of states) {
    if (state?.source !== 'registration') continue;
    const province = state.subdistrict.slice(0, 2);
    const subdistrict = state.subdistrict.slice(2);
    if (state.status === 'CANCELLED') {
      add(`${province} cancelled c${subdistrict}`);
      continue;
    }
    const letter = { officer: 'o', BAAC: 'b', GSB: 'g' }[state.channel];
    const own = state.agency === { officer: 'DOPA', BAAC: 'BAAC', GSB: 'GSB' }[state.channel];
    add(`${province} total i${subdistrict}`);
    add(`${province} total a${state.agency}`);
    add(`${province} total n${letter}`);
    if (state.projects.length > 0) add(`${province} total w`);
    for (const project of state.projects) add(`${province} total j${project}`);
    add(
      `${province} ${state.day} ${subdistrict.slice(0, 2)}${state.channel === 'officer' ? '' : letter}${own ? '' : state.agency}`,
    );
  }
  return Object.fromEntries([...counters].sort());
}

describe('counting a batch', () => {
  it('counts a new registration in its province and its day', async () => {
    const ledger = new InMemoryLedger();
    const report = await countObservations(created(1), ledger, limits());
    expect(ledger.counted).toEqual(recount([contribution()]));
    expect(report).toEqual({ counted: 1, alreadyCounted: 0, transactions: 1, retries: 0, poisoned: [] });
  });

  it('counts a replayed registration once', async () => {
    const ledger = new InMemoryLedger();
    await countObservations(created(1), ledger, limits());
    const report = await countObservations([...created(1), ...created(1)], ledger, limits());
    expect(ledger.counted).toEqual(recount([contribution()]));
    expect(report).toMatchObject({ counted: 0, alreadyCounted: 1 });
  });

  it('does not count an older version that comes late', async () => {
    const ledger = new InMemoryLedger();
    const [first, second] = observationsOf(officeZeroId(1), [
      contribution(),
      contribution({ status: 'CANCELLED' }),
    ]);
    if (first === undefined || second === undefined) throw new Error('two versions');
    await countObservations([second], ledger, limits());
    await countObservations([first], ledger, limits());
    expect(ledger.counted).toEqual({ '34 cancelled c0101': 1 });
    expect(ledger.rows.get(officeZeroId(1))?.version).toBe(2);
  });

  it('takes an erased registration off', async () => {
    const ledger = new InMemoryLedger();
    for (const seen of observationsOf(officeZeroId(1), [contribution(), undefined]))
      await countObservations([seen], ledger, limits());
    expect(ledger.counted).toEqual({});
  });

  it('counts the new ones of a batch half of which was counted before', async () => {
    const ledger = new InMemoryLedger();
    await countObservations(createdUpTo(40), ledger, limits());
    const report = await countObservations(createdUpTo(90), ledger, limits());
    expect(report).toMatchObject({ counted: 50, alreadyCounted: 40 });
    expect(ledger.counted).toEqual(recount(createdUpTo(90).map((seen) => seen.contribution)));
  });

  it('does nothing for nothing', async () => {
    const ledger = new InMemoryLedger();
    const report = await countObservations([], ledger, limits());
    expect(report).toMatchObject({ counted: 0, transactions: 0 });
  });
});

describe('contention', () => {
  /** Refuses the first tries, as a store whose items others are writing. */
  class Contended extends InMemoryLedger {
    left: number;
    tries = 0;

    constructor(left: number) {
      super();
      this.left = left;
    }

    override async commit(transaction: CountingTransaction): Promise<CountingOutcome> {
      this.tries += 1;
      if (this.left > 0) {
        this.left -= 1;
        return { outcome: 'contended' };
      }
      return super.commit(transaction);
    }
  }

  it('is tried again after a pause that knows the number of the try', async () => {
    const ledger = new Contended(3);
    const pauses: number[] = [];
    const pause = async (attempt: number) => {
      pauses.push(attempt);
    };
    const report = await countObservations(created(1), ledger, limits({ pause }));
    expect(pauses).toEqual([2, 3, 4]);
    expect(report).toMatchObject({ counted: 1, transactions: 4, retries: 3 });
  });

  it('gives the batch back after the last try, and not before', async () => {
    const just = new Contended(8);
    await expect(countObservations(created(1), just, limits())).resolves.toMatchObject({ counted: 1 });
    const over = new Contended(9);
    await expect(countObservations(created(1), over, limits())).rejects.toThrow(CountingContended);
    expect(over.tries).toBe(9);
    expect(over.counted).toEqual({});
  });

  it('of one transaction leaves the others counted, and the batch is still given back', async () => {
    const ledger = new InMemoryLedger();
    const whole = createdUpTo(300);
    const stuck = officeZeroId(1);
    const contended: Ledger = {
      commit: async (transaction) =>
        transaction.steps.some(({ citizenId }) => citizenId === stuck)
          ? { outcome: 'contended' }
          : ledger.commit(transaction),
    };
    await expect(countObservations(whole, contended, limits())).rejects.toThrow(CountingContended);
    const before = ledger.rows.size;
    expect(before).toBeGreaterThan(200);
    const report = await countObservations(whole, ledger, limits());
    expect(report).toMatchObject({ counted: 300 - before, alreadyCounted: before });
    expect(ledger.counted).toEqual(recount(whole.map((seen) => seen.contribution)));
  });

  it('never has more transactions in flight than it may', async () => {
    const ledger = new InMemoryLedger();
    let inFlight = 0;
    let most = 0;
    const watched: Ledger = {
      commit: async (transaction) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return ledger.commit(transaction);
      },
    };
    await countObservations(createdUpTo(900), watched, limits({ concurrency: 3 }));
    expect(most).toBe(3);
    expect(ledger.rows.size).toBe(900);
  });
});

describe('what the store will never take', () => {
  class Choosy extends InMemoryLedger {
    readonly refuses: ReadonlySet<string>;

    constructor(...refuses: string[]) {
      super();
      this.refuses = new Set(refuses);
    }

    override async commit(transaction: CountingTransaction): Promise<CountingOutcome> {
      if (transaction.steps.some(({ citizenId }) => this.refuses.has(citizenId)))
        throw new Unwritable('ValidationException');
      return super.commit(transaction);
    }
  }

  it.each([
    ['the first', [1]],
    ['the last', [97]],
    ['one in the middle', [49]],
    ['neighbours', [40, 41]],
    ['the first and the last', [1, 97]],
    ['every one', Array.from({ length: 97 }, (_, n) => n + 1)],
  ])('is named alone when it is %s of a batch, and the rest is counted', async (_, poisoned) => {
    const ids = poisoned.map(officeZeroId);
    const ledger = new Choosy(...ids);
    const batch = createdUpTo(97);
    const report = await countObservations(batch, ledger, limits());
    expect(report.poisoned.map(({ citizenId }) => citizenId).sort()).toEqual(ids.toSorted());
    for (const { cause } of report.poisoned) expect(cause).toBeInstanceOf(Unwritable);
    const rest = batch.filter(({ citizenId }) => !ledger.refuses.has(citizenId));
    expect(report.counted).toBe(rest.length);
    expect(ledger.counted).toEqual(recount(rest.map((seen) => seen.contribution)));
  });

  it('is found in few tries: a batch is halved, not taken apart', async () => {
    const report = await countObservations(
      Array.from({ length: 98 }, (_, n) => created(n + 1)).flat(),
      new Choosy(officeZeroId(50)),
      limits(),
    );
    expect(report).toMatchObject({ counted: 97, retries: 0 });
    expect(report.transactions).toBeLessThanOrEqual(15);
  });
});

describe('an error nobody expected', () => {
  it('is passed on after the other transactions have had their turn', async () => {
    const ledger = new InMemoryLedger();
    const broken = new Error('the network is away');
    const once: Ledger = {
      commit: async (transaction) => {
        if (transaction.steps.some(({ citizenId }) => citizenId === officeZeroId(1))) throw broken;
        return ledger.commit(transaction);
      },
    };
    await expect(countObservations(createdUpTo(300), once, limits())).rejects.toBe(broken);
    expect(ledger.rows.size).toBeGreaterThan(200);
  });
});

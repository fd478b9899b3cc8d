import fc from 'fast-check';
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
import {
  agencyCode,
  contribution,
  day,
  observationsOf,
  officeZeroId,
  projectCode,
  subdistrictCode,
} from '../support/builders.ts';
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
    add(`${province} ${state.day} ${subdistrict.slice(0, 2)}${letter}${own ? '' : state.agency}`);
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

type Fault = 'none' | 'contended' | 'lost' | 'lost-unsent' | 'slow';

/**
 * A store as a consumer meets it: it may be contended, answer too late, lose an answer to a commit that it made,
 * and lose a request. Once the faults are used up it works.
 */
class Weather extends InMemoryLedger {
  readonly #faults: Fault[];
  readonly #poisoned: ReadonlySet<string>;
  readonly #heedsConditions: boolean;

  constructor(faults: readonly Fault[], poisoned: ReadonlySet<string>, heedsConditions: boolean) {
    super();
    this.#faults = [...faults];
    this.#poisoned = poisoned;
    this.#heedsConditions = heedsConditions;
  }

  override async commit(transaction: CountingTransaction): Promise<CountingOutcome> {
    const fault = this.#faults.shift() ?? 'none';
    if (fault === 'slow') await new Promise((resolve) => setImmediate(resolve));
    else await Promise.resolve();
    if (fault === 'contended') return { outcome: 'contended' };
    if (fault === 'lost-unsent') throw new Error('the request was lost');
    if (transaction.steps.some(({ citizenId }) => this.#poisoned.has(citizenId)))
      throw new Unwritable('ValidationException');
    const actual = this.unexpected(transaction);
    if (this.#heedsConditions && actual.size > 0) return { outcome: 'unexpected', actual };
    this.write(transaction);
    if (fault === 'lost') throw new Error('the answer was lost');
    return { outcome: 'counted' };
  }
}

type Schedule = {
  histories: (Contribution | undefined)[][];
  poisoned: number[];
  deliveries: Observation[];
  batchSize: number;
  consumers: number;
  faults: Fault[];
};

const anyState: fc.Arbitrary<Contribution> = fc.record({
  source: fc.constant('registration' as const),
  subdistrict: fc.constantFrom('340101', '340205', '100101').map(subdistrictCode),
  day: fc.constantFrom('2018-02-01', '2018-02-02').map(day),
  channel: fc.constantFrom('officer' as const, 'GSB' as const),
  agency: fc.constantFrom('DOPA', 'MOL').map(agencyCode),
  projects: fc.subarray(['P01', 'P02'].map(projectCode)),
  status: fc.constantFrom('INTENT' as const, 'INTENT' as const, 'CANCELLED' as const),
});

const anyHistory = fc
  .tuple(fc.array(anyState, { minLength: 1, maxLength: 4 }), fc.nat({ max: 5 }))
  .map(([states, dice]) => (dice === 0 ? [...states, undefined] : states));

const anySchedule: fc.Arbitrary<Schedule> = fc
  .array(anyHistory, { minLength: 1, maxLength: 8 })
  .chain((histories) => {
    const all = histories.flatMap((states, at) => observationsOf(officeZeroId(at + 1), states));
    const deliveries = fc.array(fc.nat({ max: all.length - 1 }), { maxLength: all.length }).chain((again) => {
      const more = [...all, ...again.flatMap((at) => all[at] ?? [])];
      return fc.shuffledSubarray(more, { minLength: more.length });
    });
    return fc.record<Schedule>({
      histories: fc.constant(histories),
      poisoned: fc.subarray(histories.map((_, at) => at).slice(0, 2)),
      deliveries,
      batchSize: fc.integer({ min: 1, max: 12 }),
      consumers: fc.integer({ min: 1, max: 3 }),
      faults: fc.array(fc.constantFrom<Fault>('none', 'none', 'contended', 'lost', 'lost-unsent', 'slow'), {
        maxLength: 25,
      }),
    });
  });

const batchesOf = ({ deliveries, batchSize }: Schedule): Observation[][] =>
  Array.from({ length: Math.ceil(deliveries.length / batchSize) }, (_, at) =>
    deliveries.slice(at * batchSize, (at + 1) * batchSize),
  );

/** Delivers every batch until it is taken, with several consumers that may overtake each other. */
async function deliver(schedule: Schedule, ledger: Ledger): Promise<Set<string>> {
  const batches = batchesOf(schedule);
  const poisoned = new Set<string>();
  const consumer = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift())
      for (let taken = false; !taken; )
        try {
          const report = await countObservations(batch, ledger, limits({ attempts: 3, concurrency: 2 }));
          for (const { citizenId } of report.poisoned) poisoned.add(citizenId);
          taken = true;
        } catch {
          taken = false;
        }
  };
  await Promise.all(Array.from({ length: schedule.consumers }, consumer));
  return poisoned;
}

async function assertCountedExactly(schedule: Schedule, heedsConditions: boolean): Promise<void> {
  const { histories } = schedule;
  const poison = new Set<string>(schedule.poisoned.map((at) => officeZeroId(at + 1)));
  const ledger = new Weather(schedule.faults, poison, heedsConditions);
  const named = await deliver(schedule, ledger);
  const people = histories.map((states, at) => ({ citizenId: officeZeroId(at + 1), states }));
  const writable = people.filter(({ citizenId }) => !poison.has(citizenId));
  expect(named).toEqual(poison);
  expect(ledger.counted).toEqual(recount(writable.map(({ states }) => states.at(-1))));
  for (const { citizenId, states } of writable)
    expect(ledger.rows.get(citizenId)).toEqual({ version: states.length, contribution: states.at(-1) });
  expect(ledger.rows.size).toBe(writable.length);
}

describe('any schedule of duplicates, reorders, redeliveries, conflicts and lost answers', () => {
  it('ends with every counter equal to a recount, and the ledger at the newest versions', async () => {
    await fc.assert(
      fc.asyncProperty(anySchedule, (schedule) => assertCountedExactly(schedule, true)),
      { numRuns: 500 },
    );
  });

  it('is told from a store that does not heed its conditions', async () => {
    const checked = await fc.check(
      fc.asyncProperty(anySchedule, (schedule) => assertCountedExactly(schedule, false)),
      { numRuns: 300, endOnFailure: true },
    );
    expect(checked.failed).toBe(true);
  });
});

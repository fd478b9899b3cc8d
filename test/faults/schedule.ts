import type { Source } from '../../functions/domain/contribution.ts';
import { type Choose, chooser, seededRandom } from '../../local/seed/random.ts';
import { bangkok, officeZeroId } from '../support/builders.ts';
import { EventSource } from './event-source.ts';
import { type FaultName, INJECTED, SeededFaults } from './faults.ts';
import { type Change, changesOf } from './histories.ts';
import { told } from './records.ts';
import type { OpenStore, StoreFlaws } from './store.ts';
import { type Mutation, World } from './world.ts';

/** What is left out of a schedule to make it smaller. */
export type Reduction = {
  faults: ReadonlySet<number>;
  people: ReadonlySet<string>;
  changes?: number;
  /** Other dice for whatever comes after the histories: what is left out shifts them anyway. */
  dice?: number;
};

export type ScheduleResult = {
  seed: number;
  /** Counters that are wrong. */
  drift: number;
  differences: string[];
  faults: ReadonlyMap<FaultName, number>;
  /** Changes of the sources, and how many of them were handed to the consumer, again ones included. */
  records: number;
  deliveries: number;
  requests: number;
  journal: readonly [number, FaultName][];
  changes: readonly Change[];
};

export type ScheduleOptions = {
  open: OpenStore;
  /** The most people of a crowd, which fills more than one transaction; 0 for none. */
  crowd?: number;
  mutation?: Mutation & { store?: StoreFlaws };
  reduction?: Reduction;
};

const NOTHING_LEFT_OUT: Reduction = { faults: new Set(), people: new Set() };

/** Streams of random numbers that do not disturb each other. */
const dice = (seed: number, what: string): Choose => {
  let mixed = seed;
  for (const letter of what) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x9e37_79b1);
  return chooser(seededRandom(mixed));
};

/** Kinds after which the ledger is reconciled, so that much of what went wrong before is never seen. */
const HEALING: ReadonlySet<FaultName> = new Set(['given-up', 'trimmed', 'reconciled-while-behind']);

/** Everything about a schedule that its seed decides before it begins. */
function planOf(seed: number, crowdOf: number) {
  const choose = dice(seed, 'plan');
  const kinds = new Set<FaultName>(INJECTED.filter((fault) => choose.chance(HEALING.has(fault) ? 0.2 : 0.5)));
  const budget = choose.whole(20);
  const crowd = crowdOf > 0 && choose.chance(0.06);
  const atMidnight = kinds.has('midnight-in-bangkok');
  const sources = choose.weighted<readonly Source[]>([
    [['registration'], 4],
    [['card'], 2],
    [['registration', 'card'], 4],
  ]);
  const loses = kinds.has('given-up') || kinds.has('trimmed');
  const people = crowd ? 90 + choose.whole(crowdOf - 90) : 1 + choose.whole(10);
  const day = `2018-02-${String(5 + choose.whole(10)).padStart(2, '0')}`;
  return {
    kinds,
    budget,
    sources,
    people,
    history: {
      sources,
      people,
      changes: crowd ? 2 : 1 + choose.whole(6),
      from: bangkok(atMidnight ? `${day} 23:59` : `${day} 10:30`),
      stepMs: atMidnight ? 12_000 : crowd ? 60_000 : choose.of([3, 60_000, 600_000]),
      poison: kinds.has('poisoned-image') ? (crowd ? 0.01 : 0.12) : 0,
      poisonLast: !loses,
      silenceBefore: kinds.has('trimmed') ? 2 + choose.whole(people * 2) : undefined,
    },
    spoilt: kinds.has('poisoned-row') ? choose.whole(3) : 0,
    burst: choose.of([1, 5, 20, 1_000]),
    batchSize: crowd ? 1_000 : choose.of([1, 3, 8, 12, 50]),
  };
}

/** Plays the schedule of a seed and says what came out of it. */
export async function play(seed: number, options: ScheduleOptions): Promise<ScheduleResult> {
  const { open, crowd = 0, mutation = {}, reduction = NOTHING_LEFT_OUT } = options;
  const plan = planOf(seed, crowd);
  const rolled = (what: string): Choose => dice(seed, `${what}${reduction.dice ?? ''}`);
  const faults = new SeededFaults(rolled('faults'), { ...plan, without: reduction.faults });
  const changes = changesOf(dice(seed, 'history'), plan.history)
    .filter(({ citizenId }) => !reduction.people.has(citizenId))
    .slice(0, reduction.changes);
  const store = await open(mutation.store ?? {});
  try {
    const turn = rolled('turns');
    const world = new World(store, {
      pick: turn.whole,
      faults,
      choose: rolled('wire'),
      mutation,
    });
    const script = new Script(world, changes, plan, rolled('delivery'));
    if (crossesMidnight(changes)) faults.count('midnight-in-bangkok');
    for (const { readable } of changes) if (!readable) faults.count('poisoned-image');
    let stopped: string[] = [];
    try {
      await script.prepare();
      await world.turns.during(script.play());
    } catch (error) {
      stopped = [`it could not be played to its end: ${(error as Error).stack}`];
    }
    const { drift, differences } = await world.differences();
    return {
      seed,
      drift,
      differences: [...stopped, ...script.found, ...differences],
      faults: faults.counts,
      records: world.records,
      deliveries: world.deliveries,
      requests: world.wire.requests,
      journal: faults.journal,
      changes,
    };
  } finally {
    await store.close();
  }
}

/** Whether intents of "today" were recorded within minutes on two days of Bangkok. */
const crossesMidnight = (changes: readonly Change[]): boolean => {
  const today = changes.filter(({ wallDay }) => wallDay !== undefined);
  return today.some(
    ({ wallDay, at }, n) =>
      n > 0 &&
      wallDay !== today[n - 1]?.wallDay &&
      at.getTime() - Number(today[n - 1]?.at.getTime()) < 600_000,
  );
};

type Plan = ReturnType<typeof planOf>;

/** What happens in a schedule: people write, streams are followed, and now and then somebody reconciles. */
class Script {
  readonly found: string[] = [];
  readonly #world: World;
  readonly #changes: readonly Change[];
  readonly #plan: Plan;
  readonly #choose: Choose;
  readonly #streams: Map<Source, EventSource>;

  constructor(world: World, changes: readonly Change[], plan: Plan, choose: Choose) {
    this.#world = world;
    this.#changes = changes;
    this.#plan = plan;
    this.#choose = choose;
    const { turns, faults } = world;
    this.#streams = new Map(
      plan.sources.map((source) => [
        source,
        new EventSource({
          invoke: (batch) => world.invoke(source, batch),
          turns,
          faults,
          choose,
          batchSize: plan.batchSize,
        }),
      ]),
    );
  }

  async prepare(): Promise<void> {
    for (let n = 1; n <= this.#plan.spoilt; n++) {
      if (!this.#world.faults.strikes('poisoned-row', 1)) continue;
      const citizenId = officeZeroId(1 + this.#choose.whole(this.#plan.people));
      // A full row is 400 KB on the way of every request that meets it.
      await this.#world.spoil(citizenId, this.#choose.of(['unreadable', 'unreadable', 'unreadable', 'full']));
    }
  }

  async play(): Promise<void> {
    const streams = [...this.#streams.values()];
    await Promise.all([
      this.#write(),
      ...streams.map((stream) => stream.follow()),
      this.#reconcileMeanwhile(),
    ]);
    if (streams.some(({ lost }) => lost > 0)) await this.#redrive();
    await this.#world.settled();
  }

  async #write(): Promise<void> {
    const { turns, faults } = this.#world;
    const { burst, history } = this.#plan;
    const changes = this.#changes;
    const streams = [...this.#streams.values()];
    const splitAt = this.#choose.whole(changes.length);
    // The silence is trimmed from the stream when nobody has read what came before it.
    const { silenceBefore } = history;
    const stopAt =
      silenceBefore !== undefined && faults.strikes('trimmed', 1)
        ? this.#choose.whole(silenceBefore)
        : undefined;
    for (const [at, change] of changes.entries()) {
      if (at === stopAt) for (const stream of streams) stream.stop();
      if (at % burst === 0) await turns.next();
      const written = told(change, at + 1);
      this.#world.write(written);
      this.#streams.get(change.source)?.put(written);
      if (at === silenceBefore) for (const stream of streams) stream.resume();
      if (at === splitAt && faults.strikes('shard-split', 1)) for (const each of streams) each.split();
    }
    for (const stream of streams) stream.close();
  }

  /** The nightly job does not wait for the streams to be read. */
  async #reconcileMeanwhile(): Promise<void> {
    const { turns, faults } = this.#world;
    if (!faults.strikes('reconciled-while-behind', 1)) return;
    await turns.next(this.#choose.whole(60));
    // A run that was begun by hand may meet the nightly one.
    const runs = this.#choose.chance(0.3) ? [this.#reconcile(), this.#reconcile()] : [this.#reconcile()];
    await Promise.all(runs);
  }

  async #redrive(): Promise<void> {
    for (let tries = 0; tries < 20; tries++) if (await this.#reconcile()) return;
    this.found.push('what was lost could not be reconciled');
  }

  async #reconcile(): Promise<boolean> {
    const drift = await this.#world.reconcile();
    if (drift === 'failed') return false;
    for (const { province, bucket, counter, counted, shouldBe } of drift)
      this.found.push(
        `reconciling found ${province} ${bucket} ${counter} at ${counted} instead of ${shouldBe}`,
      );
    return true;
  }
}

import { isDeepStrictEqual } from 'node:util';
import { cardholderFromImage, cardholderFromItem } from '../../functions/data/cardholders.ts';
import { registrationFromImage, registrationFromItem } from '../../functions/data/registrations.ts';
import {
  cardState,
  registrationState,
  type Source,
  type State,
} from '../../functions/domain/contribution.ts';
import {
  type CountingLimits,
  countObservations,
  type Ledger,
} from '../../functions/domain/count-observations.ts';
import type { Quarantine } from '../../functions/domain/ports.ts';
import {
  type CountedSource,
  type Drift,
  type Readable,
  reconcileJob,
} from '../../functions/domain/reconcile.ts';
import { COUNTING_LIMITS, countBatch, type ReadImage } from '../../functions/streams/counted-stream.ts';
import type { Choose } from '../../local/seed/random.ts';
import type { Outcome } from './event-source.ts';
import type { FaultSource } from './faults.ts';
import { type Change, type Item, PROVINCES } from './histories.ts';
import type { Told } from './records.ts';
import { type Counted, disagreements, factsOf, recount } from './recount.ts';
import type { SpoiltRow, Store } from './store.ts';
import { Turns } from './turns.ts';
import { FaultyWire, Invocation } from './wire.ts';

/** Something of the production code that is broken on purpose around it. */
export type Mutation = {
  ledger?: (ledger: Ledger) => Ledger;
  quarantine?: (quarantine: Quarantine) => Quarantine;
  batch?: (batch: readonly Told[]) => readonly Told[];
};

const same = <Value>(value: Value): Value => value;

const STATE: Record<Source, (item: Item) => State> = {
  registration: (item) => registrationState(registrationFromItem(item)),
  card: (item) => cardState(cardholderFromItem(item)),
};

/** An image is read once, however often it is delivered: reading is most of the time of a small case. */
function remembering(read: ReadImage): ReadImage {
  const known = new WeakMap<object, State>();
  return (image) => {
    const state = known.get(image) ?? read(image);
    known.set(image, state);
    return state;
  };
}

const READ: Record<Source, ReadImage> = {
  registration: remembering((image) => registrationState(registrationFromImage(image))),
  card: remembering((image) => cardState(cardholderFromImage(image))),
};

/** Sources, a store and everything that runs between them in one schedule. */
export class World {
  readonly turns: Turns;
  readonly wire: FaultyWire;
  readonly faults: FaultSource;
  /** What the sources hold now, by source and person. */
  readonly items = new Map<string, Change>();
  records = 0;
  deliveries = 0;
  readonly #store: Store;
  readonly #choose: Choose;
  readonly #mutation: Mutation;
  /** The last change of each person that can be read: what the ledger must come to. */
  readonly #countable = new Map<string, Change>();
  readonly #spoilt = new Set<string>();
  readonly #told: Told[] = [];
  readonly #delivered = new Set<Told>();
  readonly #confirmed = new Set<Told>();
  readonly #running: Promise<unknown>[] = [];

  constructor(
    store: Store,
    parts: { pick: (among: number) => number; faults: FaultSource; choose: Choose; mutation?: Mutation },
  ) {
    this.#store = store;
    this.faults = parts.faults;
    this.#choose = parts.choose;
    this.#mutation = parts.mutation ?? {};
    this.turns = new Turns(parts.pick, store.quiet);
    this.wire = new FaultyWire(this.turns, parts.faults, parts.choose);
  }

  async spoil(citizenId: string, how: SpoiltRow): Promise<void> {
    this.#spoilt.add(citizenId);
    await this.#store.spoil(citizenId, how);
  }

  /** Writes a change to its source; its record is what the stream carries from now on. */
  write(written: Told): void {
    const { change } = written;
    const key = `${change.source} ${change.citizenId}`;
    this.items.set(key, change);
    if (change.readable) this.#countable.set(key, change);
    this.#told.push(written);
    this.records += 1;
  }

  /** Runs the consumer on a batch, until it ends or whoever waits for it gives up. */
  async invoke(source: Source, batch: readonly Told[]): Promise<Outcome> {
    const invocation = new Invocation();
    const { ledger, quarantine } = this.#store.ports(source, invocation, this.wire);
    const mutation = { ledger: same<Ledger>, quarantine: same<Quarantine>, batch: same, ...this.#mutation };
    this.deliveries += batch.length;
    for (const one of batch) this.#delivered.add(one);
    this.#countPoison(batch);
    const ended = this.#store
      .as(invocation, () =>
        countBatch(
          mutation.batch(batch).map(({ record }) => record),
          {
            source,
            read: READ[source],
            ledger: mutation.ledger(ledger),
            quarantine: mutation.quarantine(quarantine),
            limits: this.#limits,
          },
        ),
      )
      .then(
        (): Outcome => 'done',
        (): Outcome => 'failed',
      );
    this.#running.push(Promise.race([ended, invocation.died]));
    const outcome = await Promise.race([ended, invocation.abandoned.then((): Outcome => 'timed-out')]);
    if (outcome === 'done') for (const one of batch) this.#confirmed.add(one);
    return outcome;
  }

  #countPoison(batch: readonly Told[]): void {
    const last = batch.length - 1;
    if (last > 0)
      for (const [at, one] of batch.entries())
        if (this.#isPoison(one))
          this.faults.count(
            at === 0 ? 'poison-at-start' : at === last ? 'poison-at-end' : 'poison-in-middle',
          );
  }

  #isPoison({ change: { readable, citizenId } }: Told): boolean {
    return !readable || this.#spoilt.has(citizenId);
  }

  /**
   * Brings the ledger to the sources and proves the counters, as the nightly job does.
   * @returns drift that it found, which nothing but the counting can have made
   */
  async reconcile(): Promise<'failed' | Drift[]> {
    const invocation = new Invocation();
    const ports = (source: Source) => this.#store.ports(source, invocation, this.wire);
    const source = (of: Source): CountedSource => {
      const { ledger, held } = ports(of);
      return {
        ...held,
        states: () => this.#states(of),
        existing: async (citizenIds) =>
          new Set(citizenIds.filter((id) => this.items.get(`${of} ${id}`)?.after !== undefined)),
        count: (observations) => countObservations(observations, ledger, this.#limits),
      };
    };
    const { rows, counters } = ports('registration');
    const job = reconcileJob(
      { sources: { registration: source('registration'), card: source('card') }, ledger: rows, counters },
      { pause: () => this.turns.next(), goesOn: (walks) => walks < 3, nowMs: () => 0 },
      1,
    );
    const ended = this.#store.as(invocation, async () => {
      let report = job.nothing;
      // The last phase has a unit for every code that a province can have.
      for (const { units, work } of job.phases)
        for (const unit of units === 1 ? [0] : PROVINCES.map(Number))
          report = job.merge(report, await work(unit, units, report, 'run'));
      return report.drift.lines;
    });
    const outcome = ended.catch((): 'failed' => 'failed');
    this.#running.push(Promise.race([outcome, invocation.died]));
    return Promise.race([outcome, invocation.abandoned.then((): 'failed' => 'failed')]);
  }

  /** A source as a scan has it, a few at a time. */
  async *#states(source: Source): AsyncGenerator<Readable<State>> {
    const people = [...this.items.keys()].filter((key) => key.startsWith(source));
    for (let at = 0; at < people.length; at += 4) {
      await this.turns.next();
      const written = people.slice(at, at + 4).flatMap((key) => this.items.get(key) ?? []);
      const there = written.filter(({ after }) => after !== undefined);
      const rows = there.flatMap(({ after, readable }) => (readable && after ? STATE[source](after) : []));
      yield { rows, unreadable: there.length - rows.length };
    }
  }

  get #limits(): CountingLimits {
    return { ...COUNTING_LIMITS, pause: () => this.turns.next(this.#choose.whole(6)) };
  }

  /** Resolves when nothing that was invoked is running any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** What is not as it should be; nothing when the counts are exact. */
  async differences(): Promise<{ drift: number; differences: string[] }> {
    const { counters, rows, quarantine, malformed } = await this.#store.contents();
    const differences = [...malformed];
    const expected = [...this.#countable.values()].filter(({ citizenId }) => !this.#spoilt.has(citizenId));
    const shouldBe = recount(expected.flatMap(itemOf));
    let drift = 0;
    for (const counter of new Set([...counters.keys(), ...shouldBe.keys()])) {
      const [counted = 0, right = 0] = [counters.get(counter), shouldBe.get(counter)];
      if (counted === right) continue;
      drift += 1;
      differences.push(`counter ${counter} is ${counted} and should be ${right}`);
    }
    differences.push(...disagreements(counters));

    const held = new Map(rows.map((row) => [`${row.source} ${row.citizenId}`, row]));
    for (const change of expected) {
      const key = `${change.source} ${change.citizenId}`;
      const row = held.get(key);
      held.delete(key);
      const [counted] = itemOf(change);
      const facts = counted && factsOf(counted);
      if (!isDeepStrictEqual(row?.contribution, facts))
        differences.push(`ledger row of ${change.source} ${personOf(change)} is not its newest state`);
      else if (counted !== undefined && row?.version !== orderOf(counted))
        differences.push(`ledger row of ${change.source} ${personOf(change)} has version ${row?.version}`);
    }
    for (const { source, citizenId, contribution } of held.values())
      if (contribution !== undefined)
        differences.push(`ledger row of ${source} ${personOf({ citizenId })} counts and should not`);
    differences.push(...this.#misplaced(quarantine), ...this.#wrongDays());
    return { drift, differences };
  }

  /** Quarantine holds every poisoned record that an invocation has finished with, whole, and no other. */
  #misplaced(quarantine: readonly unknown[]): string[] {
    const found: string[] = [];
    const left = quarantine.map((record) => record as Told['record']);
    for (const one of this.#told) {
      const at = left.findIndex(({ eventID }) => eventID === one.record.eventID);
      const [kept] = at < 0 ? [] : left.splice(at, 1);
      const poisoned = this.#isPoison(one);
      const { eventID } = one.record;
      if (kept === undefined) {
        if (poisoned && this.#confirmed.has(one)) found.push(`${eventID} is missing from the quarantine`);
      } else if (!poisoned || !this.#delivered.has(one))
        found.push(`${eventID} (${one.change.what}) is in the quarantine and should not be`);
      else if (!isDeepStrictEqual(kept, JSON.parse(JSON.stringify(one.record))))
        found.push(`${eventID} is not whole in the quarantine`);
    }
    for (const { eventID } of left) found.push(`${eventID} in the quarantine was never in a stream`);
    return found;
  }

  #wrongDays(): string[] {
    return this.#told.flatMap(({ change: { wallDay, after, readable } }) =>
      readable && wallDay !== undefined && after?.intentOn !== wallDay
        ? [`an intent of ${wallDay} was recorded for ${String(after?.intentOn)}`]
        : [],
    );
  }
}

const itemOf = ({ source, after }: Change): [Counted] | [] =>
  after === undefined ? [] : [{ source, item: after }];

/** Which state it is: by when it was recorded, then by version; a card by when it was changed. */
const orderOf = ({ source, item }: Counted): number =>
  source === 'card'
    ? Date.parse(String(item.changedAt)) * 1_000
    : Date.parse(String(item.recordedAt)) * 1_000 + Number(item.version);

/** The n of `officeZeroId(n)`: what a description may say of a person. */
export const personOf = ({ citizenId }: { citizenId: string }): string =>
  `person ${Number(citizenId.slice(5, 12))}`;

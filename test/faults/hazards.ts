import { chooser } from '../../local/seed/random.ts';
import { OneFault, type RequestFault } from './faults.ts';
import { type Told, told } from './records.ts';
import { changesOfLife, type LifeName } from './small-histories.ts';
import type { OpenStore, StoreFlaws } from './store.ts';
import { type Mutation, World } from './world.ts';

/** The three records of each person, and what can be done with them. */
type Scene = {
  people: [Told, Told, Told][];
  /** Runs the consumer, however it ends. */
  deliver(...batch: Told[]): Promise<unknown>;
  /** Runs it until a run of it is taken. */
  deliverUntilTaken(...batch: Told[]): Promise<unknown>;
  reconcile(): Promise<unknown>;
};

type Hazard = {
  lives: LifeName[];
  /** At which request of all. */
  fault?: [RequestFault, number];
  /** The person whose ledger row cannot be written. */
  spoilt?: number;
  play(scene: Scene): Promise<unknown>;
};

const nobody: [Told, Told, Told] = [] as never;

/** What goes wrong by name, each in the smallest history that shows it. */
export const HAZARDS: Readonly<Record<string, Hazard>> = {
  'a record that is delivered twice': {
    lives: ['corrected, then withdrawn'],
    play: async ({ people: [[created, corrected, withdrawn] = nobody], deliver }) => {
      await deliver(created, corrected);
      await deliver(created, corrected);
      await deliver(withdrawn);
      await deliver(created);
    },
  },
  'a batch that comes again with other edges': {
    lives: ['corrected, then withdrawn', 'withdrawn, then registered again'],
    fault: ['crash-after-request', 0],
    play: async ({ people: [[a1, a2, a3] = nobody, [b1, b2, b3] = nobody], deliverUntilTaken, deliver }) => {
      await deliver(a1, b1, a2);
      await deliverUntilTaken(a1, b1);
      await deliverUntilTaken(a2, b2, a3);
      await deliverUntilTaken(b3);
    },
  },
  'states that come in no order': {
    lives: ['withdrawn, then registered again', 'erased, then registered anew'],
    play: async ({ people: [[a1, a2, a3] = nobody, [b1, b2, b3] = nobody], deliver }) => {
      for (const one of [b3, a2, a1, b1, a3, b2]) await deliver(one);
    },
  },
  'an answer that is lost after the commit': {
    lives: ['corrected, then erased'],
    fault: ['answer-lost', 0],
    play: async ({ people: [[one, two, three] = nobody], deliverUntilTaken }) => {
      await deliverUntilTaken(one);
      await deliverUntilTaken(two, three);
    },
  },
  'a consumer that goes on while its batch is counted by another': {
    lives: ['corrected, then withdrawn', 'erased, then registered anew'],
    fault: ['stalled-before-request', 0],
    play: async ({ people: [[a1, a2, a3] = nobody, [b1, b2, b3] = nobody], deliver, deliverUntilTaken }) => {
      await deliver(a1, b1, a2);
      await deliverUntilTaken(a1, b1, a2, b2, a3, b3);
    },
  },
  'two consumers with the same records at once': {
    lives: ['corrected, then withdrawn', 'erased, then registered anew'],
    play: async ({ people, deliverUntilTaken }) => {
      const all = people.flat();
      await Promise.all([deliverUntilTaken(...all), deliverUntilTaken(...all)]);
    },
  },
  "a shard's last batch again, beside its child's first": {
    lives: ['corrected, then withdrawn', 'erased, then registered anew'],
    play: async ({ people: [[a1, a2, a3] = nobody, [b1, b2, b3] = nobody], deliver }) => {
      await deliver(a1, b1, a2, b2);
      await Promise.all([deliver(a1, b1, a2, b2), deliver(a3), deliver(b3)]);
    },
  },
  'failed conditions and conflicts in one answer': {
    lives: ['corrected, then withdrawn', 'withdrawn, then registered again'],
    fault: ['mixed-reasons', 1],
    play: async ({ people: [[a1, a2, a3] = nobody, [b1, b2, b3] = nobody], deliver }) => {
      await deliver(a1, a2);
      await deliver(a1, a2, a3, b1, b2, b3);
    },
  },
  'a row that cannot be written among others': {
    lives: ['corrected, then withdrawn', 'withdrawn, then registered again', 'erased, then registered anew'],
    spoilt: 2,
    play: async ({ people, deliver }) => {
      await deliver(...people.flat());
    },
  },
  'a state over one that nobody can read': {
    lives: ['malformed, then mended', 'corrected, then erased'],
    play: async ({ people: [[created, spoilt, mended] = nobody, others = nobody], deliver }) => {
      await deliver(created, spoilt, ...others);
      await deliver(mended);
    },
  },
  'a removal that reconciling found before the stream told of it': {
    lives: ['corrected, then erased', 'removed, then new'],
    play: async ({ people: [[created, corrected, erased] = nobody], deliver, reconcile }) => {
      await deliver(created);
      await reconcile();
      await deliver(corrected);
      await deliver(erased);
    },
  },
};

/** Plays it on a store of its own; says what is wrong after it. */
export async function playHazard(
  { lives, fault, spoilt, play }: Hazard,
  open: OpenStore,
  { store: flaws = {}, ...mutation }: Mutation & { store?: StoreFlaws } = {},
): Promise<string[]> {
  const store = await open(flaws);
  try {
    const choose = chooser(() => 0);
    const world = new World(store, {
      pick: () => 0,
      faults: new OneFault(fault?.[0], fault?.[1]),
      choose,
      mutation,
    });
    let sequence = 0;
    const people = lives.map((life, n) =>
      changesOfLife(life, n + 1).map((change) => {
        sequence += 1;
        const written = told(change, sequence);
        world.write(written);
        return written;
      }),
    ) as [Told, Told, Told][];
    if (spoilt !== undefined)
      await world.spoil(String(people[spoilt - 1]?.[0].change.citizenId), 'unreadable');
    const deliver = (...batch: Told[]) => world.invoke(batch[0]?.change.source ?? 'registration', batch);
    const scene: Scene = {
      people,
      deliver,
      deliverUntilTaken: async (...batch) => {
        while ((await deliver(...batch)) !== 'done');
      },
      reconcile: () => world.reconcile(),
    };
    await world.turns.during(play(scene).then(() => world.settled()));
    return (await world.differences()).differences;
  } finally {
    await store.close();
  }
}

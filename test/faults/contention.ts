import { setTimeout as sleep } from 'node:timers/promises';
import { registrationFromImage, registrationToItem } from '../../functions/data/registrations.ts';
import { registrationState } from '../../functions/domain/contribution.ts';
import type { CountingLimits } from '../../functions/domain/count-observations.ts';
import { COUNTING_LIMITS, countBatch } from '../../functions/streams/counted-stream.ts';
import { chooser, seededRandom } from '../../local/seed/random.ts';
import {
  agencyCode,
  day,
  officeZeroId,
  projectCode,
  registration,
  subdistrictCode,
} from '../support/builders.ts';
import type { Change } from './histories.ts';
import { type Told, told } from './records.ts';
import { recount } from './recount.ts';
import type { OpenStore } from './store.ts';
import { type Handling, Invocation, type StoreRequest, type Wire } from './wire.ts';

export type ContentionPlan = {
  /** Consumers at once, each with a shard of its own, and the batches that each of them gets one after the other. */
  aggregators: number;
  batches: number;
  records: number;
  provinces: readonly string[];
  days: number;
  /** The probability that somebody outside of the run holds an item of a transaction. */
  strangers: number;
  /** How long a transaction holds its items, before what the store itself takes. */
  latencyMs: number;
  seed: number;
  limits?: CountingLimits;
};

export type ContentionResult = {
  /** As many as batches when every one is taken at once. */
  invocations: number;
  transactions: number;
  conflicts: number;
  /** Invocations that gave their batch back because the tries ran out. */
  starved: number;
  retriesOfBatch: { mean: number; p99: number; most: number };
  secondsOfBatch: { median: number; p99: number; most: number };
  drift: number;
};

/** Time passes on it, and whoever comes while an item is held is refused. */
class BusyWire implements Wire {
  conflicts = 0;
  readonly #held = new Set<string>();
  readonly #random: () => number;
  readonly #plan: Pick<ContentionPlan, 'strangers' | 'latencyMs'>;

  constructor(random: () => number, plan: Pick<ContentionPlan, 'strangers' | 'latencyMs'>) {
    this.#random = random;
    this.#plan = plan;
  }

  async pass<Answer>(
    { kind, items }: StoreRequest,
    _by: Invocation,
    { perform, refuse }: Handling<Answer>,
  ): Promise<Answer> {
    if (kind !== 'count') return perform();
    const held = new Set(items.filter((item) => this.#held.has(item)));
    if (this.#random() < this.#plan.strangers) held.add(items.at(-1) as string);
    const { latencyMs } = this.#plan;
    if (held.size > 0) {
      this.conflicts += 1;
      await sleep(latencyMs * (0.25 + this.#random() / 2));
      return refuse('conflict', held);
    }
    for (const item of items) this.#held.add(item);
    try {
      await sleep(latencyMs * (0.5 + this.#random()));
      return await perform();
    } finally {
      for (const item of items) this.#held.delete(item);
    }
  }
}

/** Many consumers on few provinces, with the limits and the clock of production. */
export async function contend(open: OpenStore, plan: ContentionPlan): Promise<ContentionResult> {
  const { limits: production = COUNTING_LIMITS } = plan;
  const random = seededRandom(plan.seed);
  const wire = new BusyWire(random, plan);
  const store = await open({});
  try {
    const shards = shardsOf(random, plan);
    const took: { seconds: number; retries: number; transactions: number; starved: boolean }[] = [];
    await Promise.all(
      shards.map(async (batches) => {
        for (const batch of batches) took.push(...(await count(batch)));
      }),
    );
    const { counters } = await store.contents();
    const shouldBe = recount(
      shards.flat(2).flatMap(({ change: { source, after } }) => (after ? [{ source, item: after }] : [])),
    );
    const names = new Set([...counters.keys(), ...shouldBe.keys()]);
    const retries = took.map((one) => one.retries);
    const seconds = took.map((one) => one.seconds);
    return {
      invocations: took.length,
      transactions: took.reduce((sum, one) => sum + one.transactions, 0),
      conflicts: wire.conflicts,
      starved: took.filter(({ starved }) => starved).length,
      retriesOfBatch: {
        mean: rounded(retries.reduce((sum, one) => sum + one, 0) / took.length),
        p99: quantile(retries, 0.99),
        most: Math.max(...retries),
      },
      secondsOfBatch: {
        median: quantile(seconds, 0.5),
        p99: quantile(seconds, 0.99),
        most: rounded(Math.max(...seconds)),
      },
      drift: [...names].filter((name) => (counters.get(name) ?? 0) !== (shouldBe.get(name) ?? 0)).length,
    };
  } finally {
    await store.close();
  }

  /** A batch until it is taken, an entry for every invocation. */
  async function count(batch: readonly Told[]) {
    const invocations: { seconds: number; retries: number; transactions: number; starved: boolean }[] = [];
    for (let taken = false; !taken; ) {
      const invocation = new Invocation();
      const { ledger, quarantine } = store.ports('registration', invocation, wire);
      let retries = 0;
      const limits = {
        ...production,
        pause: (attempt: number) => {
          retries += 1;
          return production.pause(attempt);
        },
      };
      const began = performance.now();
      let transactions = 0;
      try {
        const report = await store.as(invocation, () =>
          countBatch(
            batch.map(({ record }) => record),
            {
              source: 'registration',
              read: (image) => registrationState(registrationFromImage(image)),
              ledger,
              quarantine,
              limits,
            },
          ),
        );
        transactions = report.transactions;
        taken = true;
      } catch (error) {
        if ((error as Error).name !== 'CountingContended') throw error;
      }
      const seconds = (performance.now() - began) / 1_000;
      invocations.push({ seconds, retries, transactions, starved: !taken });
    }
    return invocations;
  }
}

/** New registrations, cut into shards and batches. */
function shardsOf(
  random: () => number,
  { aggregators, batches, records, provinces, days }: ContentionPlan,
): Told[][][] {
  const choose = chooser(random);
  let people = 0;
  const created = (): Told => {
    people += 1;
    const item = registrationToItem(
      registration({
        citizenId: officeZeroId(people),
        residence: subdistrictCode(`${choose.of(provinces)}0${1 + choose.whole(9)}0${1 + choose.whole(9)}`),
        intentOn: day(`2018-02-${String(1 + choose.whole(days)).padStart(2, '0')}`),
        agency: agencyCode(choose.of(['DOPA', 'MOL', 'MOAC'])),
        channel: choose.of(['officer', 'BAAC', 'GSB']),
        projects: choose.chance(0.4) ? [projectCode('D1-01')] : [],
      }),
    );
    const change: Change = {
      source: 'registration',
      citizenId: officeZeroId(people),
      at: new Date('2018-02-12T02:00:00Z'),
      what: 'created',
      before: undefined,
      after: item,
      readable: true,
    };
    return told(change, people);
  };
  return Array.from({ length: aggregators }, () =>
    Array.from({ length: batches }, () => Array.from({ length: records }, created)),
  );
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

const quantile = (values: readonly number[], at: number): number =>
  rounded(values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))] ?? 0);

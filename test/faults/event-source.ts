import type { Choose } from '../../local/seed/random.ts';
import type { FaultSource } from './faults.ts';
import type { Told } from './records.ts';
import type { Turns } from './turns.ts';

/** How an invocation looked to whoever waited for it. */
export type Outcome = 'done' | 'failed' | 'timed-out';

/** Starts the consumer with a batch. The code may go on running after the outcome is `timed-out`. */
export type Invoke = (batch: readonly Told[]) => Promise<Outcome>;

/** Records of some people in their order; the children go on when it has been split. */
type Shard = { records: Told[]; closed: boolean; children: Shard[] };

/** Retries of a batch before it is given up, as `lib/constructs/stream-aggregator.ts` has it. */
const RETRIES = 10;
const HOUR_MS = 3_600_000;
/** Older records are given up, as there, and older ones still are no longer in the stream. */
const MAX_RECORD_AGE_MS = 20 * HOUR_MS;
const TRIM_HORIZON_MS = 24 * HOUR_MS;

export type EventSourceParts = {
  invoke: Invoke;
  turns: Turns;
  faults: FaultSource;
  choose: Choose;
  /** Records of one batch, at most. */
  batchSize: number;
};

/**
 * One table's stream and the event source mapping that follows it: every shard in its order, one batch at a time,
 * retried, halved and in the end given up, with what goes wrong on the way.
 */
export class EventSource {
  /** Records that were given up or trimmed: only reconciling can still count what they said. */
  lost = 0;
  readonly #parts: EventSourceParts;
  readonly #root: Shard = { records: [], closed: false, children: [] };
  #now = 0;
  #stopped = false;
  #changed: Promise<void> = Promise.resolve();
  #change: () => void = () => undefined;

  constructor(parts: EventSourceParts) {
    this.#parts = parts;
    this.#wake();
  }

  put(told: Told): void {
    const open = this.#root.children.length === 0 ? this.#root : this.#root.children[childOf(told)];
    open?.records.push(told);
    this.#now = told.change.at.getTime();
    this.#wake();
  }

  /** New records go to two new shards, by person. */
  split(): void {
    if (this.#root.children.length > 0) return;
    this.#root.closed = true;
    this.#root.children = [0, 1].map(() => ({ records: [], closed: false, children: [] }));
    this.#wake();
  }

  /** Nothing is read until `resume`, while the records grow older. */
  stop(): void {
    this.#stopped = true;
  }

  resume(): void {
    this.#stopped = false;
    this.#wake();
  }

  close(): void {
    this.#stopped = false;
    for (const shard of [this.#root, ...this.#root.children]) shard.closed = true;
    this.#wake();
  }

  /** Reads the stream to its end. */
  async follow(): Promise<void> {
    await this.#followShard(this.#root);
  }

  async #followShard(shard: Shard): Promise<void> {
    const { invoke, turns, faults, choose, batchSize } = this.#parts;
    let checkpoint = 0;
    let lastBatch: readonly Told[] = [];
    for (;;) {
      await turns.next();
      const horizon = this.#trimmed(shard, checkpoint);
      checkpoint = Math.max(checkpoint, horizon);
      const unread = shard.records.length - checkpoint;
      if (this.#stopped || unread === 0) {
        if (!this.#stopped && shard.closed) break;
        await this.#changed;
        continue;
      }
      const most = Math.min(batchSize, unread);
      const size = choose.chance(0.5) ? most : 1 + choose.whole(most);
      const from = Math.max(horizon, this.#rewound(checkpoint));
      const batch = shard.records.slice(from, checkpoint + size);
      if (checkpoint + size < shard.records.length && faults.strikes('out-of-order', 0.15)) {
        const overtaking = shard.records.slice(checkpoint + size, checkpoint + size + batchSize);
        await this.#deliver(choose.chance(0.5) ? overtaking : [...overtaking].reverse());
      }
      if ((await this.#deliver(batch)) === 'again-with-other-edges') continue;
      lastBatch = batch;
      checkpoint += size;
    }
    // A child begins when its parent has been read, but the parent's last batch may be delivered once more.
    if (shard.children.length > 0 && lastBatch.length > 0 && faults.strikes('redelivered-across-split', 0.7))
      void invoke(lastBatch);
    await Promise.all(shard.children.map((child) => this.#followShard(child)));
  }

  /** A batch until it is taken or given up. */
  async #deliver(batch: readonly Told[], triesBefore = 0): Promise<'over' | 'again-with-other-edges'> {
    const { invoke, faults, choose } = this.#parts;
    const doomed = faults.strikes('given-up', 0.05);
    for (let tries = triesBefore + 1; ; tries++) {
      if (faults.strikes('two-at-once', 0.1)) void invoke(batch);
      const outcome = await invoke(batch);
      if (outcome === 'done' && !doomed) return 'over';
      if (doomed || tries > RETRIES || this.#isTooOld(batch)) {
        this.lost += batch.length;
        return 'over';
      }
      if (triesBefore === 0 && faults.strikes('other-batch-edges', 0.4)) return 'again-with-other-edges';
      if (batch.length > 1 && choose.chance(0.8)) {
        faults.count('bisected');
        const middle = Math.ceil(batch.length / 2);
        await this.#deliver(batch.slice(0, middle), tries);
        await this.#deliver(batch.slice(middle), tries);
        return 'over';
      }
    }
  }

  /** Where a reader begins that has lost its place: before what has been counted. */
  #rewound(checkpoint: number): number {
    const { faults, choose } = this.#parts;
    if (checkpoint === 0 || !faults.strikes('rewound', 0.3)) return checkpoint;
    return checkpoint - 1 - choose.whole(Math.min(checkpoint, 8));
  }

  /** The first record that the stream still has. */
  #trimmed({ records }: Shard, checkpoint: number): number {
    const kept = records.findIndex(({ change }) => change.at.getTime() >= this.#now - TRIM_HORIZON_MS);
    const first = kept < 0 ? records.length : kept;
    this.lost += Math.max(0, first - checkpoint);
    return first;
  }

  #isTooOld(batch: readonly Told[]): boolean {
    return batch.some(({ change }) => change.at.getTime() < this.#now - MAX_RECORD_AGE_MS);
  }

  #wake(): void {
    this.#change();
    this.#changed = new Promise((resolve) => {
      this.#change = resolve;
    });
  }
}

/** People of even and of odd numbers. */
const childOf = ({ change }: Told): 0 | 1 => (Number(change.citizenId.at(-2)) % 2 === 0 ? 0 : 1);

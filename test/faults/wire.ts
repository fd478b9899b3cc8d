import type { Choose } from '../../local/seed/random.ts';
import type { FaultSource, Reluctance, RequestKind } from './faults.ts';
import type { Turns } from './turns.ts';

/** One run of a consumer's code, from when it is invoked until it ends, dies, or is no longer waited for. */
export class Invocation {
  /** Whoever invoked it has stopped waiting: it may be dead, or still be running. */
  readonly abandoned: Promise<void>;
  /** It has stopped where it stood and sends nothing any more. */
  readonly died: Promise<void>;
  dead = false;
  #abandon: () => void = () => undefined;
  #die: () => void = () => undefined;

  constructor() {
    this.abandoned = new Promise((resolve) => {
      this.#abandon = resolve;
    });
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  timeOut(): void {
    this.#abandon();
  }

  crash(): void {
    this.dead = true;
    this.#die();
    this.#abandon();
  }
}

/** A request as a fault sees it. */
export type StoreRequest = { kind: RequestKind; items: readonly string[] };

/** What a store does with a request, and what it answers when it does not. */
export type Handling<Answer> = {
  perform(): Promise<Answer>;
  /** Answers without having written; `on` are the items that somebody else holds. */
  refuse(why: Reluctance, on: ReadonlySet<string>): Promise<Answer>;
  /**
   * Answers that conditions failed and that items were held, both in one; undefined when no condition fails. Holds an
   * item of its own choice when none is.
   */
  mix(on: ReadonlySet<string>): Promise<Answer | undefined>;
  /** What the consumer gets when no answer comes. */
  lose(): Promise<Answer>;
};

const never = new Promise<never>(() => undefined);

/** The way of every request to the store and back. */
export type Wire = {
  pass<Answer>(request: StoreRequest, by: Invocation, handling: Handling<Answer>): Promise<Answer>;
};

/**
 * A wire on which one request moves at a time, and each can meet a fault. A transaction is refused while another one
 * has an item of it in flight, as Amazon does and no local engine.
 */
export class FaultyWire implements Wire {
  readonly #turns: Turns;
  readonly #faults: FaultSource;
  readonly #choose: Choose;
  readonly #inFlight = new Set<string>();
  #mixturesDue = 0;
  requests = 0;

  constructor(turns: Turns, faults: FaultSource, choose: Choose) {
    this.#turns = turns;
    this.#faults = faults;
    this.#choose = choose;
  }

  async pass<Answer>(
    { kind, items }: StoreRequest,
    by: Invocation,
    { perform, refuse, mix, lose }: Handling<Answer>,
  ): Promise<Answer> {
    if (by.dead) return never;
    this.requests += 1;
    const fault = this.#faults.atRequest(kind);
    if (fault === 'crash-before-request') {
      by.crash();
      return never;
    }
    if (fault === 'stalled-before-request') by.timeOut();
    await this.#turns.next(fault === 'stalled-before-request' ? this.#longWait() : 0);
    if (by.dead) return never;
    if (fault === 'request-lost') return lose();
    // It does harm only beside a duplicate, so it waits for one.
    if (fault === 'mixed-reasons') this.#mixturesDue += 1;
    else if (fault === 'conflict' || fault === 'throttle' || fault === 'request-throttled')
      return refuse(fault, new Set([this.#choose.of(items)]));
    const held = new Set(kind === 'count' ? items.filter((item) => this.#inFlight.has(item)) : []);
    if (held.size > 0) this.#faults.count('conflict-in-flight');
    if (kind === 'count' && (this.#mixturesDue > 0 || (held.size > 0 && this.#choose.chance(0.5)))) {
      const mixture = await mix(held);
      if (mixture !== undefined) {
        this.#mixturesDue = Math.max(0, this.#mixturesDue - 1);
        this.#faults.count('mixed-reasons');
        return mixture;
      }
    }
    if (held.size > 0) return refuse('conflict', held);
    const answer = await this.#perform(kind, items, by, perform);
    if (fault === 'crash-after-request') by.crash();
    if (by.dead) return never;
    if (fault === 'answer-lost') return lose();
    if (fault === 'stalled-after-request') {
      by.timeOut();
      await this.#turns.next(this.#longWait());
    }
    return answer;
  }

  async #perform<Answer>(
    kind: RequestKind,
    items: readonly string[],
    by: Invocation,
    perform: () => Promise<Answer>,
  ): Promise<Answer> {
    const holds = kind === 'count' ? items : [];
    const letGo = () => {
      for (const item of holds) this.#inFlight.delete(item);
    };
    for (const item of holds) this.#inFlight.add(item);
    await this.#turns.next();
    // What was under way when the consumer died may arrive or not.
    if (by.dead && this.#choose.chance(0.5)) {
      letGo();
      return never;
    }
    return perform().finally(letGo);
  }

  #longWait(): number {
    return 1 + this.#choose.whole(60);
  }
}

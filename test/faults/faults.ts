import type { Choose } from '../../local/seed/random.ts';

/** What can go wrong with a request to the store. */
export const REQUEST_FAULTS = [
  'crash-before-request',
  'crash-after-request',
  'request-lost',
  'answer-lost',
  'stalled-before-request',
  'stalled-after-request',
  'conflict',
  'conflict-storm',
  'throttle',
  'throttle-storm',
  'mixed-reasons',
  'request-throttled',
] as const;

/** What can go wrong between the stream and the consumer. */
export const DELIVERY_FAULTS = [
  'other-batch-edges',
  'out-of-order',
  'two-at-once',
  'rewound',
  'shard-split',
  'redelivered-across-split',
  'given-up',
  'trimmed',
  'reconciled-while-behind',
] as const;

/** What can be wrong with what is counted. */
export const CONTENT_FAULTS = ['poisoned-image', 'poisoned-row', 'midnight-in-bangkok'] as const;

/** What follows from the others, and is counted when it happens. */
export const CONSEQUENCES = [
  'bisected',
  'conflict-in-flight',
  'poison-at-start',
  'poison-in-middle',
  'poison-at-end',
] as const;

export type RequestFault = (typeof REQUEST_FAULTS)[number];
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];
export type ContentFault = (typeof CONTENT_FAULTS)[number];
export type FaultName = RequestFault | DeliveryFault | ContentFault | (typeof CONSEQUENCES)[number];

export const INJECTED: readonly FaultName[] = [...REQUEST_FAULTS, ...DELIVERY_FAULTS, ...CONTENT_FAULTS];
export const EVERY_FAULT: readonly FaultName[] = [...INJECTED, ...CONSEQUENCES];

/** Answers that say "later": they come in storms, of which one consumer must not die. */
export type Reluctance = Extract<RequestFault, 'conflict' | 'throttle' | 'request-throttled'>;

/** Where faults strike. Each has a number in its schedule, by which a shrunk schedule leaves it out. */
export type FaultPlan = {
  /** The kinds that this schedule knows: fewer kinds at a time find more than all of them always. */
  kinds: ReadonlySet<FaultName>;
  /** How many may strike in all, so that every schedule comes to an end. */
  budget: number;
  /** Numbers of faults that do not strike after all. */
  without: ReadonlySet<number>;
};

export type RequestKind = 'count' | 'set-aside' | 'read';

/** Decides what strikes when, and keeps the account of it. */
export type FaultSource = {
  has(name: FaultName): boolean;
  /** For what happened rather than was decided. */
  count(name: FaultName): void;
  /** Whether this one strikes here. */
  strikes(name: FaultName, probability: number): boolean;
  /** What strikes the request that is about to be sent, if anything. */
  atRequest(kind: RequestKind): RequestFault | undefined;
};

/** Faults by the dice of a seed. */
export class SeededFaults implements FaultSource {
  readonly counts = new Map<FaultName, number>();
  /** What struck, in order: the number and the name. */
  readonly journal: [number, FaultName][] = [];
  readonly #choose: Choose;
  readonly #plan: FaultPlan;
  #drawn = 0;
  #storm: { of: Reluctance; left: number } | undefined;

  constructor(choose: Choose, plan: FaultPlan) {
    this.#choose = choose;
    this.#plan = plan;
  }

  has(name: FaultName): boolean {
    return this.#plan.kinds.has(name);
  }

  count(name: FaultName): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  strikes(name: FaultName, probability: number): boolean {
    const drawn = this.#choose.chance(probability);
    return drawn && this.has(name) && this.#spend(name);
  }

  atRequest(kind: RequestKind): RequestFault | undefined {
    const storm = this.#storm;
    if (storm !== undefined && kind === 'count' && storm.left > 0) {
      storm.left -= 1;
      if (this.#choose.chance(0.7)) {
        this.count(storm.of);
        return storm.of;
      }
      return undefined;
    }
    const drawn = this.#choose.chance(0.3);
    const name = this.#choose.weighted(
      REQUEST_FAULTS.map((fault) => [fault, fault === 'mixed-reasons' ? 3 : 1] as const),
    );
    if (!drawn || !this.has(name) || (kind !== 'count' && TRANSACTION_ONLY.has(name))) return undefined;
    if (!this.#spend(name)) return undefined;
    if (name !== 'conflict-storm' && name !== 'throttle-storm') return name;
    this.#storm = {
      of: name === 'conflict-storm' ? 'conflict' : this.#choose.of(['throttle', 'request-throttled']),
      left: 3 + this.#choose.whole(20),
    };
    return this.#storm.of;
  }

  #spend(name: FaultName): boolean {
    const number = this.#drawn;
    if (number >= this.#plan.budget) return false;
    this.#drawn += 1;
    if (this.#plan.without.has(number)) return false;
    this.journal.push([number, name]);
    // A mixture is due from now on, and counted when it comes.
    if (name !== 'mixed-reasons') this.count(name);
    return true;
  }
}

const TRANSACTION_ONLY: ReadonlySet<RequestFault> = new Set([
  'conflict',
  'conflict-storm',
  'throttle',
  'throttle-storm',
  'mixed-reasons',
]);

/** One fault at one request of the whole case. */
export class OneFault implements FaultSource {
  requests = 0;
  readonly #fault: RequestFault | undefined;
  readonly #at: number;

  constructor(fault?: RequestFault, at = 0) {
    this.#fault = fault;
    this.#at = at;
  }

  has(): boolean {
    return false;
  }

  count(_name: FaultName): void {}

  strikes(): boolean {
    return false;
  }

  atRequest(): RequestFault | undefined {
    this.requests += 1;
    return this.requests - 1 === this.#at ? this.#fault : undefined;
  }
}

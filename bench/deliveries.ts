import { setImmediate as turn } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Choose } from '../local/seed/random.ts';
import { intercept } from '../test/support/conflicts.ts';

/** The invocation is over: nothing that it asks for is sent any more. */
export class Crashed extends Error {
  override name = 'Crashed';
}

/** Ends invocations between two requests, and loses answers of requests that were carried out. */
export class Faults {
  readonly #choose: Choose;
  readonly #lostAnswers: number;
  /** Places that are still to be passed; undefined when nothing is to happen. */
  #left: number | undefined;
  #dead = false;
  #inFlight = 0;
  crashes = 0;
  lost = 0;

  constructor(choose: Choose, { lostAnswers = 0 } = {}) {
    this.#choose = choose;
    this.#lostAnswers = lostAnswers;
  }

  among(client: DynamoDBDocumentClient): DynamoDBDocumentClient {
    intercept(client, async (_, send) => {
      this.#die();
      this.#inFlight += 1;
      try {
        const answer = await send();
        this.#die();
        if (this.#choose.chance(this.#lostAnswers)) {
          this.lost += 1;
          throw Object.assign(new Error('the connection was reset'), { name: 'TimeoutError' });
        }
        return answer;
      } finally {
        this.#inFlight -= 1;
      }
    });
    return client;
  }

  /** The next invocation dies at this place. A request has two: before it is sent, and when it has been carried out. */
  crashAt(place: number): void {
    this.#left = place;
  }

  /** Waits for what the dead invocation had sent: it is carried out all the same. */
  async over(): Promise<void> {
    while (this.#inFlight > 0) await turn();
    this.#left = undefined;
    this.#dead = false;
  }

  #die(): void {
    if (this.#left === 0 && !this.#dead) {
      this.#dead = true;
      this.crashes += 1;
    } else if (this.#left !== undefined) this.#left -= 1;
    if (this.#dead) throw new Crashed('the invocation ended');
  }
}

/** What counts batches of the stream. */
export type Consumer = {
  count(records: readonly DynamoDBRecord[]): Promise<void>;
  /** Requests of a batch that goes well. */
  requestsFor(records: readonly DynamoDBRecord[]): number;
};

export type Hazards = { crash: number; again: number };

/** Deliveries of one batch after which it is not bad luck any more. */
const PATIENCE = 60;

/**
 * Delivers every batch until it has been counted: an invocation may die anywhere, what was counted may come again at
 * any time, and a batch that failed comes back whole or cut in two.
 */
export async function deliver(
  batches: readonly (readonly DynamoDBRecord[])[],
  consumer: Consumer,
  faults: Faults,
  choose: Choose,
  { crash, again }: Hazards,
): Promise<number> {
  let deliveries = 0;
  const queue = batches.map((records) => [...records]);
  for (let records = queue.shift(); records !== undefined; records = queue.shift()) {
    deliveries += 1;
    if (choose.chance(crash)) faults.crashAt(choose.whole(2 * consumer.requestsFor(records)));
    try {
      await consumer.count(records);
      await faults.over();
      if (choose.chance(again)) queue.splice(choose.whole(queue.length + 1), 0, records);
    } catch (failure) {
      await faults.over();
      if (deliveries > PATIENCE * batches.length) throw failure;
      const middle = Math.ceil(records.length / 2);
      const halves = [records.slice(0, middle), records.slice(middle)].filter(({ length }) => length > 0);
      queue.unshift(...(choose.chance(0.5) ? halves : [records]));
    }
  }
  return deliveries;
}

type Waiting = { eligibleAt: number; go: () => void };

/**
 * Who goes on next. Everything that runs in a schedule stops here before each step, and one at a time is let go, so
 * that a row of picks is a whole interleaving and the same picks repeat it.
 */
export class Turns {
  readonly #pick: (among: number) => number;
  readonly #quiet: () => Promise<void>;
  readonly #waiting: Waiting[] = [];
  given = 0;

  /** `quiet` resolves when nobody moves any more without being let go. */
  constructor(pick: (among: number) => number, quiet: () => Promise<void> = nextTick) {
    this.#pick = pick;
    this.#quiet = quiet;
  }

  /** Resolves when it is this one's turn: after `sittingOut` turns of others, or when nobody else is left. */
  next(sittingOut = 0): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ eligibleAt: this.given + sittingOut, go });
    });
  }

  /**
   * Gives turns until the work has ended and nobody waits any more.
   * @throws whatever the work throws, and when it can never end
   */
  async during(work: Promise<void>): Promise<void> {
    let ended = false;
    let failure: { error: unknown } | undefined;
    work.then(
      () => {
        ended = true;
      },
      (error: unknown) => {
        failure = { error };
      },
    );
    for (;;) {
      await this.#quiet();
      if (failure !== undefined) throw failure.error;
      if (this.#waiting.length === 0) {
        if (ended) return;
        throw new Error('everybody waits for somebody else');
      }
      if (this.given === MOST_TURNS) throw new Error('it never comes to its end');
      this.#giveOne();
    }
  }

  #giveOne(): void {
    const eligible = this.#waiting.filter(({ eligibleAt }) => eligibleAt <= this.given);
    const among = eligible.length === 0 ? this.#waiting : eligible;
    const one = among[among.length === 1 ? 0 : this.#pick(among.length)] as Waiting;
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
    this.given += 1;
    one.go();
  }
}

/** Far more than the longest schedule takes. */
const MOST_TURNS = 1_000_000;

/** A tick runs when no promise is left that can go on: nothing in a schedule waits for the clock. */
const nextTick = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

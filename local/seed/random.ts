/** The same numbers on every machine, so that a seeded system is the same everywhere (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Choose = ReturnType<typeof chooser>;

/** Choices over one stream of random numbers. */
export function chooser(random: () => number) {
  const whole = (below: number): number => Math.floor(random() * below);
  return {
    whole,
    chance: (probability: number): boolean => random() < probability,
    of: <Value>(values: readonly Value[]): Value => values[whole(values.length)] as Value,
    /** Values with weights that need not sum to one. */
    weighted: <Value>(values: readonly (readonly [Value, number])[]): Value => {
      let left = random() * values.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of values) {
        left -= weight;
        if (left < 0) return value;
      }
      return (values.at(-1) as readonly [Value, number])[0];
    },
  };
}

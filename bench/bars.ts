/** A promise of the design, measured. A bar without a limit is reported only. */
export type Bar = { name: string; value: number; limit?: number; holds: boolean };

export const atMost = (name: string, value: number, limit: number): Bar => ({
  name,
  value: round(value),
  limit,
  holds: value <= limit,
});

export const atLeast = (name: string, value: number, limit: number): Bar => ({
  name,
  value: round(value),
  limit,
  holds: value >= limit,
});

export const reported = (name: string, value: number): Bar => ({ name, value: round(value), holds: true });

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

export const minimum = (values: readonly number[]): number => Math.min(...values);

export const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** A table for people and one JSON line for whatever reads the last line. @returns whether every bar holds */
export function conclude(bench: string, rows: Record<string, string | number>[], bars: Bar[]): boolean {
  console.table(rows);
  console.log(JSON.stringify({ bench, bars }));
  return bars.every(({ holds }) => holds);
}

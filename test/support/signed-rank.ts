/**
 * Wilcoxon's signed-rank test of pairs: how probable so great a difference is, in either direction, where there is
 * none. By the normal approximation, for some dozens of pairs or more.
 */
export function signedRankP(pairs: readonly (readonly [number, number])[]): number {
  const differences = pairs.map(([one, other]) => one - other).filter((difference) => difference !== 0);
  const ranked = [...differences].sort((a, b) => Math.abs(a) - Math.abs(b));
  const n = ranked.length;
  const positive = ranked.reduce((sum, difference, at) => (difference > 0 ? sum + at + 1 : sum), 0);
  const expected = (n * (n + 1)) / 4;
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
  return n === 0 ? 1 : complementaryError(Math.abs(positive - expected) / deviation / Math.SQRT2);
}

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function complementaryError(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const terms = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  return terms.reduce((sum, term) => (sum + term) * t, 0) * Math.exp(-x * x);
}

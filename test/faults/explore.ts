/** Decides at a fork with so many ways; 0 when there is but one. */
export type Pick = (ways: number) => number;

/**
 * Runs something once for every row of decisions with at most so many deviations from the first way: the forks of a
 * run are found while it runs. Without deviations everybody goes on in turn, so that every run comes to its end.
 * @returns how many runs there were
 */
export async function explore(run: (pick: Pick) => Promise<void>, deviations: number): Promise<number> {
  let given: number[] = [];
  for (let runs = 1; ; runs++) {
    const taken: { way: number; of: number }[] = [];
    await run((of) => {
      const way = given[taken.length] ?? 0;
      taken.push({ way, of });
      return way;
    });
    const spent = () => taken.filter(({ way }) => way > 0).length;
    for (let last = taken.at(-1); last !== undefined; last = taken.at(-1)) {
      if (last.way < last.of - 1 && (last.way > 0 || spent() < deviations)) {
        last.way += 1;
        break;
      }
      taken.pop();
    }
    if (taken.length === 0) return runs;
    given = taken.map(({ way }) => way);
  }
}

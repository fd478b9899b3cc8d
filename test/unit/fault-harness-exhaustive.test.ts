import { beforeAll, describe, expect, it } from 'vitest';
import { powertools } from '../../functions/runtime/logger.ts';
import { everyInterleaving, everyOrder, everySingleFault } from '../faults/exhaustive.ts';
import { MUTATIONS } from '../faults/mutations.ts';
import { SMALL_HISTORIES } from '../faults/small-histories.ts';

beforeAll(() => {
  powertools.setLogLevel('SILENT');
});

const ERASED = SMALL_HISTORIES.filter(([first]) => first === 'corrected, then erased');

/** Two people with three states each, in three pairs of lives. */
describe('small histories are counted exactly', { timeout: 120_000 }, () => {
  it('in every order, cut into batches in every way', async () => {
    expect(await everyOrder()).toEqual({ cases: 69_120, failures: [] });
  });

  it('with every single fault at every request of every delivery', async () => {
    // The other pairs take half a minute: `npm run test:faults -- --exhaustive` has them.
    const { cases, failures } = await everySingleFault({ pairs: ERASED });
    expect(failures).toEqual([]);
    expect(cases).toBeGreaterThan(40_000);
  });

  it('by two consumers at once, in every interleaving with two deviations from taking turns', async () => {
    const { cases, failures } = await everyInterleaving(2);
    expect(failures).toEqual([]);
    expect(cases).toBeGreaterThan(10_000);
  });

  it('and the removals among them are missed when they are not counted', async () => {
    const { failures } = await everyOrder({
      pairs: ERASED,
      mutation: MUTATIONS['removals are not counted'] ?? {},
    });
    expect(failures.length).toBeGreaterThan(0);
  });
});

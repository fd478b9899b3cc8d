import { beforeAll, describe, expect, it } from 'vitest';
import { powertools } from '../../functions/runtime/logger.ts';
import { campaign } from '../faults/campaign.ts';
import { contend } from '../faults/contention.ts';
import { EVERY_FAULT } from '../faults/faults.ts';
import { HAZARDS, playHazard } from '../faults/hazards.ts';
import { MUTATIONS } from '../faults/mutations.ts';
import { play } from '../faults/schedule.ts';
import { describeSchedule, shrink } from '../faults/shrink.ts';
import { memory } from '../faults/stores.ts';

const { open, crowd } = memory;
const small = { schedules: 100, seed: 1 };

beforeAll(() => {
  powertools.setLogLevel('SILENT');
});

describe('counting in memory', () => {
  it('is exact after 100 schedules in which every fault strikes', async () => {
    const { failed, drift, byFault, schedules } = await campaign(small, { open, crowd });
    expect(failed && describeSchedule(failed)).toBeUndefined();
    expect({ drift, schedules }).toEqual({ drift: 0, schedules: 100 });
    expect(EVERY_FAULT.filter((fault) => !byFault[fault])).toEqual([]);
  });

  it.each(Object.entries(HAZARDS))('is exact after %s', async (_, hazard) => {
    expect(await playHazard(hazard, open)).toEqual([]);
  });

  it('loses nothing and starves nobody when eight consumers count the same provinces', async () => {
    const plan = { aggregators: 8, batches: 1, records: 250, provinces: ['10', '34', '50'], days: 3 };
    const result = await contend(open, { ...plan, strangers: 0.1, latencyMs: 4, seed: 1 });
    expect(result).toMatchObject({ invocations: 8, starved: 0, drift: 0 });
    expect(result.conflicts).toBeGreaterThan(0);
  });
});

describe('a schedule', () => {
  it('is repeated by its seed', async () => {
    for (const seed of [1, 17, 40]) {
      const { journal, requests, deliveries, faults } = await play(seed, { open, crowd });
      expect(await play(seed, { open, crowd })).toMatchObject({ journal, requests, deliveries, faults });
    }
  });

  it('that fails is told in its smallest form, by numbers of people', async () => {
    const options = { open, mutation: MUTATIONS['counters and ledger are written by two requests'] ?? {} };
    const { failed } = await campaign(small, options);
    if (failed === undefined) throw new Error('it was not noticed');
    const smallest = await shrink(failed, options, 1_000);
    expect(smallest.differences).not.toEqual([]);
    expect(smallest.changes.length).toBeLessThanOrEqual(failed.changes.length);
    expect(new Set(smallest.changes.map(({ citizenId }) => citizenId)).size).toBeLessThanOrEqual(2);
    expect(describeSchedule(smallest)).toMatch(new RegExp(`^seed ${failed.seed}\n {2}person \\d+, `));
    expect(describeSchedule(smallest)).not.toMatch(/\d{13}/);
  });
});

describe('the harness notices within 100 schedules that', () => {
  it.each(Object.entries(MUTATIONS))('%s', async (_, mutation) => {
    const { failed } = await campaign(small, { open, crowd, mutation });
    expect(failed).toBeDefined();
  });
});

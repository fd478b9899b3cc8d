import { beforeAll, describe, expect, it } from 'vitest';
import { powertools } from '../../functions/runtime/logger.ts';
import { campaign } from '../faults/campaign.ts';
import { contend } from '../faults/contention.ts';
import { openEngine } from '../faults/engine-store.ts';
import { EVERY_FAULT } from '../faults/faults.ts';
import { HAZARDS, playHazard } from '../faults/hazards.ts';
import { MUTATIONS } from '../faults/mutations.ts';
import { play } from '../faults/schedule.ts';
import { describeSchedule } from '../faults/shrink.ts';
import type { OpenStore } from '../faults/store.ts';
import { definitions, engines } from '../support/tables.ts';

const small = { schedules: 100, seed: 1 };

describe.each(engines)('counting on $name', { timeout: 180_000 }, ({ endpointUrl }) => {
  let open: OpenStore;
  beforeAll(async () => {
    powertools.setLogLevel('SILENT');
    open = await openEngine(endpointUrl, definitions);
  });

  it('is exact after 100 schedules in which every fault strikes', async () => {
    const { failed, drift, byFault, schedules } = await campaign(small, { open });
    expect(failed && describeSchedule(failed)).toBeUndefined();
    expect({ drift, schedules }).toEqual({ drift: 0, schedules: 100 });
    expect(EVERY_FAULT.filter((fault) => !byFault[fault])).toEqual([]);
  });

  it('repeats a schedule by its seed', async () => {
    for (const seed of [2, 17]) {
      const { journal, requests, deliveries } = await play(seed, { open });
      expect(await play(seed, { open })).toMatchObject({ journal, requests, deliveries });
    }
  });

  it.each(Object.entries(HAZARDS))('is exact after %s', async (_, hazard) => {
    expect(await playHazard(hazard, open)).toEqual([]);
  });

  it('loses nothing and starves nobody when eight consumers count the same provinces', async () => {
    const plan = { aggregators: 8, batches: 1, records: 150, provinces: ['10', '34', '50'], days: 3 };
    const result = await contend(open, { ...plan, strangers: 0.1, latencyMs: 0, seed: 1 });
    expect(result).toMatchObject({ invocations: 8, starved: 0, drift: 0 });
    expect(result.conflicts).toBeGreaterThan(0);
  });

  it.each(Object.entries(MUTATIONS))(
    'is noticed within 100 schedules to be wrong when %s',
    async (_, mutation) => {
      const { failed } = await campaign(small, { open, mutation });
      expect(failed).toBeDefined();
    },
  );
});

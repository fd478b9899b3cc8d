import { beforeEach, describe, expect, it } from 'vitest';
import { contributionOf, orderOf } from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import { type CountedState, reconcile } from '../../functions/domain/reconcile.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { reconcileJob } from '../../functions/streams/reconcile-job.ts';
import {
  agencyCode,
  day,
  officeZeroId,
  provinceCode,
  registration,
  subdistrictCode,
  withdrawn,
} from '../support/builders.ts';
import { capturedOutput, InMemoryLedger } from '../support/fakes.ts';

const PAGE = 3;

async function* pagesOf<Row>(rows: readonly Row[]): AsyncGenerator<Row[]> {
  for (let at = 0; at < rows.length; at += PAGE) yield rows.slice(at, at + PAGE);
}

const limits = { attempts: 3, concurrency: 2, pause: async () => undefined };

/** Registrations, and a ledger that the stream has filled from some of them. */
class Counted {
  readonly registrations: Registration[];
  readonly ledger = new InMemoryLedger();

  constructor(...registrations: Registration[]) {
    this.registrations = registrations;
  }

  async count(...registrations: Registration[]): Promise<void> {
    const observations = registrations.map((counted) => ({
      citizenId: counted.citizenId,
      version: orderOf(counted),
      contribution: contributionOf(counted),
      before: undefined,
    }));
    await countObservations(observations, this.ledger, limits);
  }

  get state(): CountedState {
    const { ledger, registrations } = this;
    return {
      registrations: () => pagesOf(registrations),
      ledgerRowsOf: async (citizenIds) => new Map(citizenIds.map((id) => [id, ledger.rows.get(id)])),
      registered: async () => new Set<string>(registrations.map(({ citizenId }) => citizenId)),
      ledger: () => pagesOf([...ledger.rows].map(([citizenId, row]) => ({ ...row, citizenId }))),
      counters: () => {
        const items = new Map<string, Map<string, number>>();
        for (const [key, count] of ledger.counters) {
          const [, item = '', name = ''] = /^(\S+ \S+) (.+)$/.exec(key) ?? [];
          const counts = items.get(item) ?? new Map<string, number>();
          items.set(item, counts.set(name, count));
        }
        return pagesOf(
          [...items].map(([item, counts]) => {
            const [province = '', bucket = ''] = item.split(' ');
            return {
              province: provinceCode(province),
              bucket: bucket === 'total' ? ('total' as const) : day(bucket),
              counts,
            };
          }),
        );
      },
    };
  }

  reconcile() {
    return reconcile(this.state, (behind) => countObservations(behind, this.ledger, limits));
  }
}

const PEOPLE = Array.from({ length: 8 }, (_, n) =>
  registration({
    citizenId: officeZeroId(n + 1),
    residence: subdistrictCode(n % 2 === 0 ? '340101' : '100101'),
    intentOn: day(`2018-02-0${n + 1}`),
  }),
);

let counted: Counted;
beforeEach(() => {
  counted = new Counted(...PEOPLE);
});

describe('reconciling', () => {
  it('reports nothing when everything is counted', async () => {
    await counted.count(...PEOPLE);
    await expect(counted.reconcile()).resolves.toEqual({
      registrations: 8,
      recounted: 0,
      uncountable: 0,
      ledgerRows: 8,
      drift: [],
    });
  });

  it('counts the records that the stream lost, and a second run finds nothing', async () => {
    await counted.count(...PEOPLE.slice(0, 5));
    await expect(counted.reconcile()).resolves.toMatchObject({ recounted: 3, ledgerRows: 8, drift: [] });
    await expect(counted.reconcile()).resolves.toMatchObject({ recounted: 0, drift: [] });
    const all = new Counted(...PEOPLE);
    await all.count(...PEOPLE);
    expect(counted.ledger.counted).toEqual(all.ledger.counted);
  });

  it('brings a person to the newest version when only an older one was counted', async () => {
    await counted.count(...PEOPLE);
    counted.registrations[0] = withdrawn({ citizenId: officeZeroId(1), version: 2 });
    await expect(counted.reconcile()).resolves.toMatchObject({ recounted: 1, drift: [] });
    expect(counted.ledger.counted).toMatchObject({ '34 total c0101': 1, '34 total i0101': 3 });
  });

  it.each([
    ['too high', 2, { counted: 2 }],
    ['too low', -1, { counted: -1 }],
  ])('finds a counter that is %s, and says what it should be', async (_, value, found) => {
    await counted.count(...PEOPLE);
    counted.ledger.counters.set('34 2018-02-01 01o:DOPA', value);
    const { drift } = await counted.reconcile();
    expect(drift).toEqual([
      { province: '34', bucket: '2018-02-01', counter: '01o:DOPA', shouldBe: 1, ...found },
    ]);
  });

  it('finds a counter that is gone', async () => {
    await counted.count(...PEOPLE);
    counted.ledger.counters.delete('10 total i0101');
    const { drift } = await counted.reconcile();
    expect(drift).toEqual([{ province: '10', bucket: 'total', counter: 'i0101', counted: 0, shouldBe: 4 }]);
  });

  it('finds a counter of something that nobody did', async () => {
    await counted.count(...PEOPLE);
    counted.ledger.counters.set('34 total p:P09', 7);
    const { drift } = await counted.reconcile();
    expect(drift).toEqual([{ province: '34', bucket: 'total', counter: 'p:P09', counted: 7, shouldBe: 0 }]);
  });

  it('does not mind a counter that has gone back to nothing', async () => {
    await counted.count(...PEOPLE);
    counted.ledger.counters.set('34 total a:MOL', 0);
    await expect(counted.reconcile()).resolves.toMatchObject({ drift: [] });
  });

  it('takes a correction that the stream lost from what the ledger holds', async () => {
    await counted.count(...PEOPLE);
    const [first] = PEOPLE;
    if (first === undefined) throw new Error('a person');
    counted.registrations[0] = { ...first, version: 3, agency: agencyCode('MOL') };
    let retries = 0;
    await reconcile(counted.state, async (behind) => {
      const report = await countObservations(behind, counted.ledger, limits);
      retries += report.retries;
      return report;
    });
    expect(retries).toBe(0);
    expect(counted.ledger.counted).toMatchObject({ '34 total a:DOPA': 3, '34 total a:MOL': 1 });
  });

  it('takes off a person whose erasure the stream lost', async () => {
    await counted.count(...PEOPLE);
    counted.registrations.splice(0, 1);
    await counted.reconcile();
    expect(counted.ledger.counted['34 total i0101']).toBe(3);
  });
});

describe('the job', () => {
  it('tells of drift without naming anybody', async () => {
    await counted.count(...PEOPLE);
    counted.ledger.counters.set('34 total p:P09', 7);
    const output = capturedOutput();
    try {
      await reconcileJob(counted.state, counted.ledger)();
    } finally {
      output.stop();
    }
    const lines = output.lines();
    expect(lines.map(({ message }) => message).filter(Boolean)).toEqual(['RECONCILED', 'DRIFT_FOUND']);
    expect(lines[1]).toMatchObject({ counter: 'p:P09', counted: 7, shouldBe: 0 });
    for (const { citizenId } of PEOPLE) expect(output.text()).not.toContain(citizenId);
  });

  it('fails without a word of what the store said', async () => {
    const state: CountedState = {
      ...counted.state,
      ledger: () => {
        throw new Error(`cannot read ${officeZeroId(1)}`);
      },
    };
    const output = capturedOutput();
    try {
      await expect(reconcileJob(state, counted.ledger)()).rejects.toThrow('the counters were not reconciled');
    } finally {
      output.stop();
    }
    expect(output.lines().map(({ message }) => message)).toEqual(['RECONCILE_FAILED']);
    expect(output.text()).not.toContain(officeZeroId(1));
  });
});

import { describe, expect, it } from 'vitest';
import { CountersTable } from '../../functions/data/counters.ts';
import { daysBetween, plusDays } from '../../functions/domain/calendar.ts';
import type { Bucket } from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import type { BucketCounts } from '../../functions/domain/counts.ts';
import { MAX_DAYS } from '../../functions/domain/daily-report.ts';
import agencies from '../../reference/programme/agencies.json' with { type: 'json' };
import {
  cardContribution,
  contribution,
  day,
  instant,
  observationsOf,
  provinceCode,
  subdistrictCode,
} from '../support/builders.ts';
import { intercept, requestsOf } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, patient } from './counted.ts';
import { nextPerson } from './made-up.ts';

const UBON = provinceCode('34');
const [FROM, TO] = [day('2018-02-01'), day('2018-02-28')];
const daysOf = (province = UBON, from = FROM, to = TO): Bucket[] =>
  daysBetween(from, to).map((bucket) => ({ province, bucket }));
const namesOf = (items: readonly Bucket[]): string[] =>
  items.map(({ province, bucket }) => `${province} ${bucket}`).sort();

describe.each(engines)('counters on $name', (engine) => {
  const tables = makeTables(engine, 'ledger', 'counters');
  const client = tables.client();
  const requests = requestsOf(client);
  const counters = new CountersTable(client, tables.names.counters);
  const count = async (people: number, at: string) => {
    const seen = Array.from({ length: people }, (_, n) =>
      observationsOf(nextPerson(), [
        contribution({
          subdistrict: subdistrictCode(`340${1 + (n % 9)}01`),
          day: plusDays(FROM, n % 28),
        }),
      ]),
    );
    await countObservations(seen.flat(), ledgerOn(tables.client(), tables.names, { at }), patient);
  };

  it('of a month are read in one request, however many people are counted', async () => {
    const sizes: number[] = [];
    for (const people of [0, 10, 500]) {
      await count(people, '2018-02-12 09:00');
      requests.length = 0;
      sizes.push((await counters.read(daysOf())).length);
      expect(requests.map(({ operation }) => operation)).toEqual(['BatchGetItem']);
    }
    expect(sizes).toEqual([0, 10, 28]);
  });

  it('are those that were asked for and no others', async () => {
    const asked = daysOf(UBON, day('2018-02-03'), day('2018-02-05'));
    expect(namesOf(await counters.read(asked))).toEqual(namesOf(asked));
    expect(await counters.read(daysOf(UBON, day('2019-01-01'), day('2019-01-31')))).toEqual([]);
    requests.length = 0;
    expect(await counters.read([])).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('tell when the newest change in each was counted', async () => {
    const of = async (bucket: Bucket['bucket']) =>
      (await counters.read([{ province: UBON, bucket }]))[0]?.lastCountedAt;
    await count(1, '2018-02-13 09:00');
    expect(await of('total')).toBe(instant('2018-02-13 09:00'));
    expect(await of(FROM)).toBe(instant('2018-02-13 09:00'));
    expect(await of(TO)).toBe(instant('2018-02-12 09:00'));
  });

  it('of cards, of the registered and of the cancelled stand beside each other', async () => {
    const province = provinceCode('94');
    const subdistrict = subdistrictCode('940101');
    const seen = [contribution({ subdistrict }), contribution({ subdistrict, status: 'CANCELLED' })];
    for (const [source, contributions] of [
      ['registration', seen],
      ['card', [cardContribution({ subdistrict })]],
    ] as const)
      await countObservations(
        contributions.flatMap((one) => observationsOf(nextPerson(), [one])),
        ledgerOn(tables.client(), tables.names, { source }),
        patient,
      );
    const items = await counters.read(
      (['total', 'cancelled', 'cards'] as const).map((bucket) => ({ province, bucket })),
    );
    const cellsOf = (name: string) => items.find(({ bucket }) => bucket === name)?.cells;
    expect(cellsOf('total')).toContainEqual({
      cell: { of: 'subdistrict', subdistrict, status: 'INTENT' },
      count: 1,
    });
    expect(cellsOf('cancelled')).toEqual([
      { cell: { of: 'subdistrict', subdistrict, status: 'CANCELLED' }, count: 1 },
    ]);
    expect(cellsOf('cards')).toEqual([
      { cell: { of: 'cardholders', subdistrict, band: 'UP_TO_30000' }, count: 1 },
    ]);
  });

  it('leave out names that count nothing that is known', async () => {
    const province = provinceCode('95');
    await tables.put('counters', { province, bucket: 'total', w: 2, unknown: 3, i0101: 'text' });
    const [item] = await counters.read([{ province, bucket: 'total' }]);
    expect(item?.cells).toEqual([{ cell: { of: 'with-project' }, count: 2 }]);
  });

  describe('of the whole country', () => {
    const provinces = Array.from({ length: 77 }, (_, n) => provinceCode(String(10 + n)));
    const month = provinces.flatMap((province) => daysOf(province, FROM, plusDays(FROM, 30)));

    it('take a request for each hundred items, a few at a time', async () => {
      const busy = tables.client();
      let inFlight = 0;
      let most = 0;
      let sent = 0;
      intercept(busy, async (_request, send) => {
        sent += 1;
        inFlight += 1;
        most = Math.max(most, inFlight);
        try {
          return await send();
        } finally {
          inFlight -= 1;
        }
      });
      const items = await new CountersTable(busy, tables.names.counters).read(month);
      expect(namesOf(items)).toEqual(namesOf(await counters.read(daysOf())));
      expect([month.length, sent]).toEqual([31 * 77, 24]);
      expect(most).toBeLessThanOrEqual(8);
    });
  });

  describe('that the store leaves unprocessed', () => {
    /** Every request is answered for so many of its keys only, the others are handed back. */
    function handingBack(served: number): CountersTable {
      const short = tables.client();
      intercept(short, async ({ body }, send) => {
        const [[table, { Keys }] = ['', { Keys: [] }]] = Object.entries(
          body.RequestItems as Record<string, { Keys: unknown[] }>,
        );
        const left = Keys.slice(served);
        const answer = await send({ RequestItems: { [table]: { Keys: Keys.slice(0, served) } } });
        const UnprocessedKeys = left.length === 0 ? {} : { [table]: { Keys: left } };
        return { ...answer, body: { ...answer.body, UnprocessedKeys } };
      });
      return new CountersTable(short, tables.names.counters);
    }

    it('are asked for again, and none is read twice', async () => {
      const read = async (of: CountersTable): Promise<BucketCounts[]> =>
        (await of.read(daysOf())).sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
      const whole = await read(counters);
      expect(whole).toHaveLength(28);
      expect(await read(handingBack(10))).toEqual(whole);
    });

    it('for good end in a refusal, never in a report without them', async () => {
      await expect(handingBack(1).read(daysOf())).rejects.toMatchObject({
        code: 'store.busy',
        kind: 'unavailable',
      });
    });
  });

  it('miss none of the longest range of Bangkok when every column is in use, in one request', async () => {
    const length = MAX_DAYS.province;
    const columns = Array.from({ length: 50 }, (_, n) => String(n + 1).padStart(2, '0')).flatMap((district) =>
      ['', 'b', 'g'].flatMap((channel) => agencies.map(({ code }) => `${district}${channel}${code}`)),
    );
    // A number of four digits takes three bytes; one text of that size is written faster than 1,650 numbers.
    const bytes = columns.reduce((sum, name) => sum + name.length + 3, 0);
    const wanted = daysOf(provinceCode('10'), FROM, plusDays(FROM, length - 1));
    await tables.put('counters', ...wanted.map((bucket) => ({ ...bucket, columns: 'x'.repeat(bytes) })));
    requests.length = 0;
    expect(await counters.read(wanted)).toHaveLength(length);
    expect(requests).toHaveLength(1);
  });

  it('are all read once, page by page', async () => {
    const seen: Bucket[] = [];
    for await (const page of counters.all()) seen.push(...page);
    const expected = (await tables.items('counters')).map(({ province, bucket }) => `${province} ${bucket}`);
    expect(namesOf(seen)).toEqual(expected.sort());
  });
});

import { describe, expect, it } from 'vitest';
import { CountersTable } from '../../functions/data/counters.ts';
import { daysBetween, plusDays } from '../../functions/domain/calendar.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import { MAX_DAYS_OF_A_REPORT } from '../../functions/domain/province-report.ts';
import agencies from '../../reference/programme/agencies.json' with { type: 'json' };
import {
  contribution,
  day,
  instant,
  observationsOf,
  provinceCode,
  subdistrictCode,
} from '../support/builders.ts';
import { requestsOf } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, patient } from './counted.ts';
import { nextPerson } from './made-up.ts';

describe.each(engines)('counters on $name', (engine) => {
  const tables = makeTables(engine, 'ledger', 'counters');
  const client = tables.client();
  const requests = requestsOf(client);
  const counters = new CountersTable(client, tables.names.counters);
  const province = provinceCode('34');
  const [from, to] = [day('2018-02-01'), day('2018-02-28')];
  const count = async (people: number, at: string) => {
    const ledger = ledgerOn(tables.client(), tables.names, { at });
    const seen = Array.from({ length: people }, (_, n) =>
      observationsOf(nextPerson(), [
        contribution({
          subdistrict: subdistrictCode(`340${1 + (n % 9)}01`),
          day: plusDays(from, n % 28),
        }),
      ]),
    );
    await countObservations(seen.flat(), ledger, patient);
  };

  it('of a province are read in two requests, however many people are counted', async () => {
    const sizes: number[] = [];
    for (const people of [0, 10, 500]) {
      await count(people, '2018-02-12 09:00');
      requests.length = 0;
      const { days } = await counters.ofProvince(province, from, to);
      sizes.push(days.size);
      expect(requests.map(({ operation }) => operation).sort()).toEqual(['GetItem', 'Query']);
    }
    expect(sizes).toEqual([0, 10, 28]);
  });

  it('are those of the days asked for, both ends included, and never the total among the days', async () => {
    const { days, total } = await counters.ofProvince(province, day('2018-02-03'), day('2018-02-05'));
    expect([...days.keys()]).toEqual(['2018-02-03', '2018-02-04', '2018-02-05']);
    expect(total.length).toBeGreaterThan(0);
    expect((await counters.ofProvince(province, day('2019-01-01'), day('2019-12-31'))).days.size).toBe(0);
  });

  it('tell when the newest change in them was counted', async () => {
    await count(1, '2018-02-13 09:00');
    const { lastCountedAt } = await counters.ofProvince(province, from, to);
    expect(lastCountedAt).toBe(instant('2018-02-13 09:00'));
  });

  it('are empty for a province in which nobody is counted', async () => {
    expect(await counters.ofProvince(provinceCode('96'), from, to)).toEqual({
      total: [],
      days: new Map(),
      lastCountedAt: undefined,
    });
  });

  it('leave out names that count nothing that is known', async () => {
    await tables.put('counters', { province: '95', bucket: 'total', w: 2, unknown: 3, i0101: 'text' });
    expect((await counters.ofProvince(provinceCode('95'), from, to)).total).toEqual([
      { cell: { of: 'with-project' }, count: 2 },
    ]);
  });

  it.each([28, MAX_DAYS_OF_A_REPORT])(
    'miss none of %i days of Bangkok when every column is in use',
    async (length) => {
      const channels = ['o', 'b', 'g'];
      const columns = Array.from({ length: 50 }, (_, n) => String(n + 1).padStart(2, '0')).flatMap(
        (district) =>
          channels.flatMap((channel) => agencies.map(({ code }) => `${district}${channel}:${code}`)),
      );
      // A number of four digits takes three bytes; one text of that size is written faster than 1,650 numbers.
      const bytes = columns.reduce((sum, name) => sum + name.length + 3, 0);
      const last = plusDays(from, length - 1);
      const wanted = daysBetween(from, last);
      const items = wanted.map((bucket) => ({ province: '10', bucket, columns: 'x'.repeat(bytes) }));
      await tables.put('counters', ...items);
      const read = await counters.ofProvince(provinceCode('10'), from, last);
      expect(read.days.size).toBe(wanted.length);
    },
  );

  it('are all read once, page by page', async () => {
    const seen: string[] = [];
    for await (const page of counters.all())
      for (const { province, bucket } of page) seen.push(`${province} ${bucket}`);
    const expected = (await tables.items('counters')).map(({ province, bucket }) => `${province} ${bucket}`);
    expect(seen.sort()).toEqual(expected.sort());
  });
});

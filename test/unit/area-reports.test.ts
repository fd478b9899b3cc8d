import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Area } from '../../functions/domain/area.ts';
import { type CardholderReport, cardholderReport } from '../../functions/domain/cardholder-report.ts';
import type { CardContribution, Contribution } from '../../functions/domain/contribution.ts';
import type { BucketCounts } from '../../functions/domain/counts.ts';
import {
  type CoverageReport,
  type CoverageRow,
  coverageReport,
} from '../../functions/domain/coverage-report.ts';
import { areasWithin } from '../../functions/domain/report-area.ts';
import { itemsOf, knownGazetteer } from '../support/books.ts';
import {
  cardContribution,
  contribution,
  districtCode,
  measure,
  provinceCode,
  subdistrictCode,
} from '../support/builders.ts';

const gazetteer = knownGazetteer();
const COUNTRY: Area = { level: 'country' };
const UBON: Area = { level: 'province', province: provinceCode('34') };
const MUEANG: Area = { level: 'district', district: districtCode('3401') };
const BY_CODE = { sort: 'code', order: 'asc' } as const;

const coverage = async (
  area: Area,
  counted: readonly BucketCounts[],
  order: Parameters<typeof coverageReport>[3] = BY_CODE,
) => coverageReport(area, await areasWithin(gazetteer, area), counted, order);
const cards = async (area: Area, counted: readonly BucketCounts[]) =>
  cardholderReport(area, await areasWithin(gazetteer, area), counted, measure().bands);

const people = (number: number, subdistrict: string, overrides: Parameters<typeof contribution>[0] = {}) =>
  Array.from({ length: number }, () =>
    contribution({ ...overrides, subdistrict: subdistrictCode(subdistrict) }),
  );
const holders = (number: number, subdistrict: string, band: CardContribution['band'] = 'UP_TO_30000') =>
  Array.from({ length: number }, () => cardContribution({ subdistrict: subdistrictCode(subdistrict), band }));

const rowOf = <Row extends { code: string }>({ rows }: { rows: Row[] }, code: string): Row => {
  const found = rows.find((row) => row.code === code);
  if (found === undefined) throw new Error(`there is no row ${code}`);
  return found;
};

describe('the coverage of an area', () => {
  it('has a row for each area one level down, zeros included', async () => {
    const counted = itemsOf([...holders(4, '340101'), ...people(1, '340101'), ...people(2, '350101')]);
    expect((await coverage(COUNTRY, counted)).rows.map(({ code }) => code)).toEqual(['10', '34', '35']);
    expect((await coverage(UBON, counted)).rows).toMatchObject([
      { code: '3401', name: { th: 'พื้นที่ 3401', en: 'Area 3401' }, cardholders: 4, registered: 1 },
      { code: '3402', cardholders: 0, registered: 0, cancelled: 0, coverage: null },
      { code: '3403', cardholders: 0 },
    ]);
    expect((await coverage(MUEANG, counted)).rows.map(({ code }) => code)).toEqual([
      '340101',
      '340102',
      '340103',
    ]);
  });

  it('counts the cancelled apart from the registered', async () => {
    const report = await coverage(
      UBON,
      itemsOf([...people(3, '340101'), ...people(2, '340101', { status: 'CANCELLED' })]),
    );
    expect(report.total).toMatchObject({ registered: 3, cancelled: 2 });
  });

  it.each([
    [1, 3, 33.3],
    [2, 3, 66.7],
    [1, 8, 12.5],
    [1, 2_000, 0.1],
    [0, 7, 0],
    [5, 4, 125],
  ])('of %i among %i cardholders is %f percent', async (registered, cardholders, percent) => {
    const counted = itemsOf([...people(registered, '340101'), ...holders(cardholders, '340101')]);
    expect((await coverage(UBON, counted)).total.coverage).toBe(percent);
  });

  it('is null where nobody holds a card, whoever has registered', async () => {
    const report = await coverage(UBON, itemsOf([...people(2, '340101'), ...holders(2, '340201')]));
    expect(rowOf(report, '3401')).toMatchObject({ registered: 2, coverage: null });
    expect(report.total.coverage).toBe(100);
  });

  it('of a whole is not the mean of its parts', async () => {
    const counted = [
      ...holders(90, '340101'),
      ...people(9, '340101'),
      ...holders(10, '340201'),
      ...people(9, '340201'),
    ];
    const report = await coverage(UBON, itemsOf(counted));
    expect(report.rows.map((row) => row.coverage)).toEqual([10, 90, null]);
    expect(report.total.coverage).toBe(18);
  });

  it('leaves nobody out who is counted under a code without a name', async () => {
    const report = await coverage(UBON, itemsOf([...people(2, '349901'), ...people(1, '340101')]));
    expect(rowOf(report, '3499')).toMatchObject({ name: { th: '3499', en: '3499' }, registered: 2 });
    expect(report.total.registered).toBe(3);
  });
});

describe('the order of a coverage', () => {
  const counted = itemsOf([
    ...people(7, '340101'),
    ...holders(10, '340102'),
    ...people(5, '340102'),
    ...holders(10, '340103'),
    ...people(2, '340103'),
  ]);
  const codes = async (sort: 'code' | 'registered' | 'coverage', order: 'asc' | 'desc') =>
    (await coverage(MUEANG, counted, { sort, order })).rows.map(({ code }) => code.slice(4));

  it('by coverage shows who is behind first, and who has no coverage last', async () => {
    expect(await codes('coverage', 'asc')).toEqual(['03', '02', '01']);
    expect(await codes('coverage', 'desc')).toEqual(['02', '03', '01']);
  });

  it('goes by the number of the registered or by the code, either way', async () => {
    expect(await codes('registered', 'asc')).toEqual(['03', '02', '01']);
    expect(await codes('registered', 'desc')).toEqual(['01', '02', '03']);
    expect(await codes('code', 'asc')).toEqual(['01', '02', '03']);
    expect(await codes('code', 'desc')).toEqual(['03', '02', '01']);
  });

  it('is by code among equals, whatever the order', async () => {
    const equal = itemsOf([]);
    for (const order of ['asc', 'desc'] as const)
      for (const sort of ['registered', 'coverage'] as const)
        expect((await coverage(UBON, equal, { sort, order })).rows.map(({ code }) => code)).toEqual([
          '3401',
          '3402',
          '3403',
        ]);
  });
});

describe('the cardholders of an area', () => {
  it('are told by income band, for each area one level down', async () => {
    const report = await cards(
      UBON,
      itemsOf([
        ...holders(3, '340101'),
        ...holders(2, '340101', 'UP_TO_100000'),
        ...holders(1, '340201', 'UP_TO_100000'),
        ...holders(9, '350101'),
      ]).filter(({ province }) => province === '34'),
    );
    expect(report.total).toEqual({ cardholders: 6, byBand: { UP_TO_30000: 3, UP_TO_100000: 3 } });
    expect(report.rows).toMatchObject([
      { code: '3401', cardholders: 5, byBand: { UP_TO_30000: 3, UP_TO_100000: 2 } },
      { code: '3402', cardholders: 1, byBand: { UP_TO_30000: 0, UP_TO_100000: 1 } },
      { code: '3403', cardholders: 0, byBand: { UP_TO_30000: 0, UP_TO_100000: 0 } },
    ]);
  });

  it('are named after the bands of the measure, the lowest income first', async () => {
    const { bands } = await cards(UBON, []);
    expect(bands.map(({ band, incomeUpToBaht }) => [band, incomeUpToBaht])).toEqual([
      ['UP_TO_30000', 30_000],
      ['UP_TO_100000', 100_000],
    ]);
  });

  it('are not those who have registered', async () => {
    expect((await cards(UBON, itemsOf(people(3, '340101')))).total.cardholders).toBe(0);
  });
});

const CODES = ['100101', '340101', '340102', '340201', '340399', '349901', '350101'];
const someSubdistrict = fc.constantFrom(...CODES).map(subdistrictCode);
const anything: fc.Arbitrary<Contribution> = fc.oneof(
  fc
    .record({
      subdistrict: someSubdistrict,
      status: fc.constantFrom('INTENT' as const, 'CANCELLED' as const),
    })
    .map(contribution),
  fc
    .record({
      subdistrict: someSubdistrict,
      band: fc.constantFrom('UP_TO_30000' as const, 'UP_TO_100000' as const),
    })
    .map(cardContribution),
);

type Figures = Pick<CoverageRow, 'cardholders' | 'registered' | 'cancelled'>;
const FIGURES = ['cardholders', 'registered', 'cancelled'] as const;
type Levels = { of: string; report: CoverageReport }[];

const isIn = (code: string, contribution: Contribution): boolean => contribution.subdistrict.startsWith(code);

function recounted(code: string, all: readonly Contribution[]): Figures {
  const here = all.filter((one) => isIn(code, one));
  const standing = (status: string) =>
    here.filter((one) => one.source === 'registration' && one.status === status);
  return {
    cardholders: here.filter(({ source }) => source === 'card').length,
    registered: standing('INTENT').length,
    cancelled: standing('CANCELLED').length,
  };
}

/** The country, then each province, then each of their districts, as somebody who drills down sees them. */
async function drilled(counted: readonly BucketCounts[]): Promise<Levels> {
  const country = await coverage(COUNTRY, counted);
  const levels: Levels = [{ of: '', report: country }];
  for (const { code } of country.rows) {
    const items = counted.filter(({ province }) => province === code);
    const province = await coverage({ level: 'province', province: provinceCode(code) }, items);
    levels.push({ of: code, report: province });
    for (const row of province.rows) {
      const area: Area = { level: 'district', district: districtCode(row.code) };
      levels.push({ of: row.code, report: await coverage(area, items) });
    }
  }
  return levels;
}

/** Where a level is not the sum of the one below, or not what a recount says. */
function disagreements(levels: Levels, all: readonly Contribution[]): string[] {
  return levels.flatMap(({ of, report }) => {
    const above = levels.flatMap((level) => level.report.rows).find(({ code }) => code === of);
    return FIGURES.flatMap((figure) => {
      const told = report.total[figure];
      const parts = report.rows.reduce((sum, row) => sum + row[figure], 0);
      const wrong = report.rows.filter((row) => row[figure] !== recounted(row.code, all)[figure]);
      return [
        ...(told === parts ? [] : [`${of} ${figure}: ${told}, its parts ${parts}`]),
        ...(above === undefined || above[figure] === told
          ? []
          : [`${of} ${figure}: ${told}, above ${above[figure]}`]),
        ...(told === recounted(of, all)[figure] ? [] : [`${of} ${figure} is no recount`]),
        ...wrong.map(({ code }) => `${code} ${figure} is no recount`),
      ];
    });
  });
}

describe('the levels of a report', () => {
  it('agree with each other and with a recount, whoever is counted where', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 60 }), async (all) => {
        expect(disagreements(await drilled(itemsOf(all)), all)).toEqual([]);
      }),
    );
  });

  it('are known to disagree when one row is one off', async () => {
    const all = [...people(3, '340101'), ...holders(5, '340101')];
    const levels = await drilled(itemsOf(all));
    const row = levels.find(({ of }) => of === '3401')?.report.rows[0];
    if (row === undefined) throw new Error('no row');
    row.registered += 1;
    expect(disagreements(levels, all)).not.toEqual([]);
  });

  it('agree for the cardholders as well, and with the coverage', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { maxLength: 60 }),
        fc.constantFrom(COUNTRY, UBON, MUEANG),
        async (all, area) => {
          const items = itemsOf(all).filter(({ province }) => area.level === 'country' || province === '34');
          const report: CardholderReport = await cards(area, items);
          const beside = await coverage(area, items);
          for (const { code, cardholders, byBand } of [...report.rows, { code: '', ...report.total }]) {
            const same = code === '' ? beside.total : beside.rows.find((row) => row.code === code);
            expect([code, cardholders]).toEqual([code, same?.cardholders ?? 0]);
            expect(byBand.UP_TO_30000 + byBand.UP_TO_100000).toBe(cardholders);
          }
        },
      ),
    );
  });
});

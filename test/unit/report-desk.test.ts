import { describe, expect, it } from 'vitest';
import type { DistrictCode, ProvinceCode } from '../../functions/domain/area.ts';
import { daysBetween } from '../../functions/domain/calendar.ts';
import type { Officer } from '../../functions/domain/caller.ts';
import {
  readCardholders,
  readCoverage,
  readDaily,
  readProjects,
} from '../../functions/domain/report-desk.ts';
import { InMemoryCounters, itemsOf, knownGazetteer } from '../support/books.ts';
import {
  bangkok,
  cardContribution,
  centralOfficer,
  contribution,
  day,
  instant,
  officer,
  projectCode,
  provinceOfficer,
  subdistrictCode,
} from '../support/builders.ts';
import { programmeOf } from '../support/fakes.ts';

type Code = ProvinceCode | DistrictCode;
const AT = bangkok('2018-02-13 00:10');
const HERE = [contribution({ projects: [projectCode('P01')] }), cardContribution()];
const THERE = [contribution({ subdistrict: subdistrictCode('350101') })];

function books(counted = itemsOf([...HERE, ...THERE])) {
  const districts: string[] = [];
  const counters = new InMemoryCounters(counted);
  return {
    counters,
    gazetteer: knownGazetteer(),
    programme: programmeOf(),
    districts,
    people: {
      async *contributionsOf(district: DistrictCode) {
        districts.push(district);
        yield [contribution({ projects: [projectCode('P02'), projectCode('P03')] })];
      },
    },
  };
}
type Books = ReturnType<typeof books>;

/** Each report, read by its own use case. */
const READINGS = {
  coverage: (of: Books, by: Officer, area?: Code) => readCoverage(of, by, { area }, AT),
  daily: (of: Books, by: Officer, area?: Code) => readDaily(of, by, { area }, AT),
  projects: (of: Books, by: Officer, area?: Code) => readProjects(of, by, { area }, AT),
  cardholders: (of: Books, by: Officer, area?: Code) => readCardholders(of, by, { area }, AT),
};
const CALLERS = { country: centralOfficer(), province: provinceOfficer(), district: officer() };

describe.each(Object.entries(READINGS))('the report of %s', (_report, read) => {
  it.each([
    ['country', []],
    ['province', ['34']],
    ['district', ['34', '3401']],
  ] as const)('is about the whole %s of an officer who names no area', async (level, path) => {
    const reading = await read(books(), CALLERS[level]);
    expect(reading.area.level).toBe(level);
    expect(reading.path.map(({ code }) => code)).toEqual(path);
  });

  it.each([
    ['country', '34'],
    ['country', '3402'],
    ['country', '10'],
    ['province', '34'],
    ['province', '3401'],
    ['district', '3401'],
  ] as const)('of %s officers may be about %s', async (level, code) => {
    const reading = await read(books(), CALLERS[level], code as Code);
    expect(reading.path.at(-1)?.code).toBe(code);
  });

  it.each([
    ['province', '35', 'province.not-found'],
    ['province', '1001', 'district.not-found'],
    ['district', '34', 'province.not-found'],
    ['district', '3402', 'district.not-found'],
    ['country', '99', 'province.not-found'],
    ['country', '3499', 'district.not-found'],
  ] as const)('for %s officers has no %s, and nothing is read', async (level, code, refusal) => {
    const of = books();
    await expect(read(of, CALLERS[level], code as Code)).rejects.toMatchObject({
      code: refusal,
      kind: 'missing',
      faults: [{ path: 'area' }],
    });
    expect([of.counters.asked, of.districts]).toEqual([[], []]);
  });

  it('says when it was read, and when the newest change in it was counted', async () => {
    const [older, ...others] = itemsOf([...HERE, ...THERE], instant('2018-02-12 08:59'));
    if (older === undefined) throw new Error('no item');
    const items = [{ ...older, lastCountedAt: instant('2018-02-12 07:00') }, ...others];
    expect(await read(books(items), centralOfficer())).toMatchObject({
      asOf: '2018-02-12T17:10:00.000Z',
      lastCountedAt: instant('2018-02-12 08:59'),
    });
    expect((await read(books([]), centralOfficer())).lastCountedAt).toBeUndefined();
  });

  it('asks the counters once, for each item once', async () => {
    for (const caller of Object.values(CALLERS)) {
      const of = books();
      await read(of, caller);
      expect(of.counters.asked).toHaveLength(1);
      const names = of.counters.asked.flat().map(({ province, bucket }) => `${province} ${bucket}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

const askedOf = (of: Books) =>
  of.counters.asked.flat().map(({ province, bucket }) => `${province} ${bucket}`);

describe('the items behind', () => {
  it('the coverage are the cards, the registered and the cancelled of each province', async () => {
    const of = books();
    await readCoverage(of, officer(), {}, AT);
    expect(askedOf(of)).toEqual(['34 total', '34 cancelled', '34 cards']);
    const country = books();
    await readCoverage(country, centralOfficer(), {}, AT);
    expect(country.counters.asked[0]).toHaveLength(3 * 3);
  });

  it('the days are one for each day and province: the thirty until today in Bangkok unless others are asked for', async () => {
    const of = books();
    const { report } = await readDaily(of, provinceOfficer(), {}, AT);
    const days = daysBetween(day('2018-01-15'), day('2018-02-13'));
    expect(askedOf(of)).toEqual(days.map((one) => `34 ${one}`));
    expect(report.days.map((row) => row.day)).toEqual(days);
    expect(report).toMatchObject({ from: '2018-01-15', to: '2018-02-13' });
    const country = books();
    await readDaily(country, centralOfficer(), {}, AT);
    expect(country.counters.asked[0]).toHaveLength(30 * 3);
  });

  it('the days that were asked for are those and no others', async () => {
    const read = async (range: object) => (await readDaily(books(), provinceOfficer(), range, AT)).report;
    const [from, to] = [day('2018-02-01'), day('2018-02-28')];
    expect((await read({ from, to })).days).toHaveLength(28);
    expect(await read({ to })).toMatchObject({ from: '2018-01-30', to });
    expect(await read({ from })).toMatchObject({ from, to: '2018-02-13' });
  });

  it('a refused range are none', async () => {
    const of = books();
    const [from, to] = [day('2018-02-28'), day('2018-02-01')];
    await expect(readDaily(of, provinceOfficer(), { from, to }, AT)).rejects.toMatchObject({
      code: 'days.reversed',
    });
    await expect(
      readDaily(of, centralOfficer(), { from: day('2018-01-01'), to: day('2018-02-01') }, AT),
    ).rejects.toMatchObject({ code: 'days.too-many', facts: { atMost: 31 } });
    await expect(
      readDaily(of, provinceOfficer(), { from: day('2018-01-01'), to: day('2018-02-01') }, AT),
    ).resolves.toMatchObject({ area: { level: 'province' } });
    expect(of.counters.asked).toHaveLength(1);
  });

  it('the projects are the totals of each province', async () => {
    const of = books();
    const { report } = await readProjects(of, centralOfficer(), {}, AT);
    expect(askedOf(of)).toEqual(['10 total', '34 total', '35 total']);
    expect(report).toMatchObject({ people: 2, peopleWithProject: 1, participations: 1 });
    expect(of.districts).toEqual([]);
  });

  it('the projects of a district are its own rows: counters of projects are kept by province', async () => {
    const of = books();
    const { report } = await readProjects(of, officer(), {}, AT);
    expect(of.districts).toEqual(['3401']);
    expect(report).toMatchObject({ people: 1, peopleWithProject: 1, participations: 2 });
  });

  it('the cardholders are the cards of each province', async () => {
    const of = books();
    const { report } = await readCardholders(of, provinceOfficer(), {}, AT);
    expect(askedOf(of)).toEqual(['34 cards']);
    expect(report.total.cardholders).toBe(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { daysBetween } from '../../functions/domain/calendar.ts';
import { cellsOf, type RegistrationContribution } from '../../functions/domain/contribution.ts';
import {
  assertRange,
  type CellCount,
  MAX_DAYS_OF_A_REPORT,
  type ProvinceCounts,
  provinceReport,
} from '../../functions/domain/province-report.ts';
import { readProvince } from '../../functions/domain/report-desk.ts';
import {
  agencyCode,
  bangkok,
  centralOfficer,
  contribution,
  day,
  instant,
  officer,
  projectCode,
  provinceCode,
  provinceOfficer,
  subdistrictCode,
} from '../support/builders.ts';
import { knownGeography } from '../support/fakes.ts';

const UBON = provinceCode('34');
const FROM = day('2018-02-01');
const TO = day('2018-02-28');

/** The items of one province's counters, one count for each cell of each contribution. */
function countsOf(contributions: readonly RegistrationContribution[]): ProvinceCounts {
  const total: CellCount[] = [];
  const days: ProvinceCounts['days'] = new Map();
  const add = (cells: CellCount[], cell: CellCount['cell']) => {
    const same = cells.find((counted) => JSON.stringify(counted.cell) === JSON.stringify(cell));
    if (same === undefined) cells.push({ cell, count: 1 });
    else same.count += 1;
  };
  for (const { bucket, cell } of contributions.flatMap(cellsOf)) {
    if (bucket === 'total') add(total, cell);
    else if (bucket !== 'cards') {
      const cells = days.get(bucket) ?? [];
      days.set(bucket, cells);
      add(cells, cell);
    }
  }
  return { total, days };
}

const anyContribution: fc.Arbitrary<RegistrationContribution> = fc.record({
  source: fc.constant('registration' as const),
  subdistrict: fc.constantFrom('340101', '340102', '340205', '343301').map(subdistrictCode),
  day: fc.constantFrom(...daysBetween(FROM, TO)),
  channel: fc.constantFrom('officer' as const, 'BAAC' as const, 'GSB' as const),
  agency: fc.constantFrom('DOPA', 'MOL', 'MOC').map(agencyCode),
  projects: fc.subarray(['P01', 'P02', 'P03'].map(projectCode)),
  status: fc.constantFrom('INTENT' as const, 'INTENT' as const, 'CANCELLED' as const),
});

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

describe("a province's report", () => {
  it('agrees with the registrations at every level, and its levels with each other', () => {
    fc.assert(
      fc.property(fc.array(anyContribution, { maxLength: 60 }), (all) => {
        const report = provinceReport(UBON, FROM, TO, countsOf(all));
        const standing = all.filter(({ status }) => status === 'INTENT');
        expect(report.registered).toBe(standing.length);
        expect(report.cancelled).toBe(all.length - standing.length);
        expect(report.withProject).toBe(standing.filter(({ projects }) => projects.length > 0).length);
        expect(report.participations).toBe(standing.flatMap(({ projects }) => projects).length);
        for (const level of [report.byDistrict, report.bySubdistrict]) {
          expect(sum(level.map(({ registered }) => registered))).toBe(report.registered);
          expect(sum(level.map(({ cancelled }) => cancelled))).toBe(report.cancelled);
        }
        for (const { district, registered } of report.byDistrict)
          expect(standing.filter(({ subdistrict }) => subdistrict.startsWith(district))).toHaveLength(
            registered,
          );
        for (const counts of [report.byAgency, report.byChannel])
          expect(sum(Object.values(counts))).toBe(report.registered);
        expect(sum(Object.values(report.byProject))).toBe(report.participations);
        expect(sum(report.days.map(({ registered }) => registered))).toBe(report.registered);
        for (const { day: of, registered, byAgency, byChannel } of report.days) {
          expect(registered).toBe(standing.filter((counted) => counted.day === of).length);
          expect(sum(Object.values(byAgency))).toBe(registered);
          expect(sum(Object.values(byChannel))).toBe(registered);
        }
      }),
    );
  });

  it('has a row for every day of the range, zero where nobody registered', () => {
    const report = provinceReport(UBON, day('2018-02-04'), day('2018-02-06'), countsOf([contribution()]));
    expect(report.days).toEqual([
      { day: '2018-02-04', registered: 0, byAgency: {}, byChannel: {} },
      { day: '2018-02-05', registered: 1, byAgency: { DOPA: 1 }, byChannel: { officer: 1 } },
      { day: '2018-02-06', registered: 0, byAgency: {}, byChannel: {} },
    ]);
  });

  it('of a province in which nobody registered is all zeros', () => {
    expect(provinceReport(UBON, FROM, FROM, { total: [], days: new Map() })).toEqual({
      province: '34',
      registered: 0,
      cancelled: 0,
      withProject: 0,
      participations: 0,
      byDistrict: [],
      bySubdistrict: [],
      byAgency: {},
      byChannel: {},
      byProject: {},
      days: [{ day: '2018-02-01', registered: 0, byAgency: {}, byChannel: {} }],
    });
  });

  it('tells people from participations', () => {
    const report = provinceReport(
      UBON,
      FROM,
      TO,
      countsOf([
        contribution({ projects: ['P01', 'P02', 'P03'].map(projectCode) }),
        contribution({ projects: [projectCode('P01')] }),
        contribution(),
      ]),
    );
    expect(report).toMatchObject({ registered: 3, withProject: 2, participations: 4 });
    expect(report.byProject).toEqual({ P01: 2, P02: 1, P03: 1 });
  });

  it('keeps the totals whole though only some days were asked for', () => {
    const counts = countsOf([contribution(), contribution({ day: day('2018-02-20') })]);
    const report = provinceReport(UBON, day('2018-02-20'), day('2018-02-20'), counts);
    expect(report.registered).toBe(2);
    expect(report.days).toMatchObject([{ registered: 1 }]);
  });

  it('shows no agency, channel or project whose count went back to nothing', () => {
    const total: CellCount[] = [
      { cell: { of: 'agency', agency: agencyCode('MOL') }, count: 0 },
      { cell: { of: 'project', project: projectCode('P01') }, count: 0 },
      { cell: { of: 'channel', channel: 'GSB' }, count: 0 },
    ];
    const report = provinceReport(UBON, FROM, FROM, { total, days: new Map() });
    expect([report.byAgency, report.byProject, report.byChannel]).toEqual([{}, {}, {}]);
  });
});

describe('the range of a report', () => {
  it('may be as long as the longest and no longer', () => {
    expect(daysBetween(day('2018-01-01'), day('2018-04-02'))).toHaveLength(MAX_DAYS_OF_A_REPORT);
    expect(() => assertRange(day('2018-01-01'), day('2018-04-02'))).not.toThrow();
    expect(() => assertRange(day('2018-01-01'), day('2018-04-03'))).toThrow(
      expect.objectContaining({ code: 'days.too-many', facts: { atMost: 92 } }),
    );
  });

  it('may be one day, and is never reversed', () => {
    expect(() => assertRange(FROM, FROM)).not.toThrow();
    expect(() => assertRange(TO, FROM)).toThrow(expect.objectContaining({ code: 'days.reversed' }));
  });

  /** Days walked before the walk is stopped: far more than any report has. */
  const walkedAtMost = (walked: number, act: () => void): void => {
    const write = Date.prototype.toISOString;
    let left = walked;
    const spy = vi.spyOn(Date.prototype, 'toISOString').mockImplementation(function (this: Date) {
      left -= 1;
      if (left < 0) throw new Error('walked the calendar without end');
      return write.call(this);
    });
    try {
      act();
    } finally {
      spy.mockRestore();
    }
  };

  it('costs no more for a long range than for a short one', () => {
    walkedAtMost(1_000, () => {
      expect(() => assertRange(day('1000-01-01'), day('2018-02-28'))).toThrow(
        expect.objectContaining({ code: 'days.too-many' }),
      );
    });
  });

  it('can end on the last day that a request may name', () => {
    walkedAtMost(1_000, () => {
      assertRange(day('2199-12-31'), day('2199-12-31'));
    });
  });
});

describe('reading a province', () => {
  const asked: string[] = [];
  const counters = {
    ofProvince: async (province: string, from: string, to: string): Promise<ProvinceCounts> => {
      asked.push(`${province} ${from} ${to}`);
      return { ...countsOf([contribution()]), lastCountedAt: instant('2018-02-12 08:59') };
    },
  };
  const read = (by = provinceOfficer(), range = {}, province = UBON) =>
    readProvince({ counters, geography: knownGeography() }, by, province, range, bangkok('2018-02-13 00:10'));

  it('covers the thirty days until today in Bangkok, and says as of when', async () => {
    asked.length = 0;
    const reading = await read();
    expect(asked).toEqual(['34 2018-01-15 2018-02-13']);
    expect(reading).toMatchObject({
      province: { code: '34', name: { en: 'Ubon Ratchathani' } },
      asOf: '2018-02-12T17:10:00.000Z',
      lastCountedAt: '2018-02-12T01:59:00.000Z',
    });
    expect(reading.report.days).toHaveLength(30);
  });

  it('covers the days that were asked for', async () => {
    asked.length = 0;
    await read(centralOfficer(), { from: FROM, to: TO });
    await read(centralOfficer(), { to: TO });
    expect(asked).toEqual(['34 2018-02-01 2018-02-28', '34 2018-01-30 2018-02-28']);
  });

  it('is for those who cover the whole province', async () => {
    for (const other of [officer(), provinceOfficer('35')])
      await expect(read(other)).rejects.toMatchObject({ code: 'province.not-found', kind: 'missing' });
    await expect(read(centralOfficer(), {}, provinceCode('99'))).rejects.toMatchObject({
      code: 'province.not-found',
    });
  });

  it('refuses a range that is reversed or too long before it reads', async () => {
    asked.length = 0;
    await expect(read(centralOfficer(), { from: TO, to: FROM })).rejects.toMatchObject({
      code: 'days.reversed',
    });
    await expect(read(centralOfficer(), { from: day('2017-01-01'), to: TO })).rejects.toMatchObject({
      code: 'days.too-many',
    });
    expect(asked).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Area } from '../../functions/domain/area.ts';
import { daysBetween } from '../../functions/domain/calendar.ts';
import type { RegistrationContribution } from '../../functions/domain/contribution.ts';
import { assertRange, type DayCounts, dailyReport, MAX_DAYS } from '../../functions/domain/daily-report.ts';
import type { Agency } from '../../functions/domain/programme.ts';
import { itemsOf } from '../support/books.ts';
import {
  agencyCode,
  contribution,
  day,
  districtCode,
  provinceCode,
  subdistrictCode,
} from '../support/builders.ts';

const UBON: Area = { level: 'province', province: provinceCode('34') };
const MUEANG: Area = { level: 'district', district: districtCode('3401') };
const FROM = day('2018-02-01');
const TO = day('2018-02-28');
const FEBRUARY = { from: FROM, to: TO };

const AGENCIES: Agency[] = ['BAAC', 'DOPA', 'GSB', 'MOL'].map((code) => ({
  code: agencyCode(code),
  name: { th: `หน่วยงาน ${code}`, en: `Agency ${code}` },
}));

const report = (area: Area, all: readonly RegistrationContribution[], range = FEBRUARY) =>
  dailyReport(area, range, itemsOf(all), AGENCIES);

const anyIntent: fc.Arbitrary<RegistrationContribution> = fc
  .record({
    subdistrict: fc.constantFrom('340101', '340102', '340205').map(subdistrictCode),
    day: fc.constantFrom(...daysBetween(day('2018-01-25'), day('2018-03-05'))),
    channel: fc.constantFrom('officer' as const, 'BAAC' as const, 'GSB' as const),
    agency: fc.constantFrom('DOPA', 'MOL', 'BAAC', 'GONE').map(agencyCode),
    status: fc.constantFrom('INTENT' as const, 'INTENT' as const, 'CANCELLED' as const),
  })
  .map(contribution);

const sum = (counts: object): number =>
  Object.values(counts).reduce<number>((total, count) => total + Number(count), 0);

/** Where the figures of one row do not add up to its registered people. */
const uneven = ({ registered, byAgency, byChannel }: DayCounts): boolean =>
  sum(byAgency) !== registered || sum(byChannel) !== registered;

describe('the days of a report', () => {
  it('are all there, zero where nobody registered', () => {
    const { days } = report(UBON, [contribution()], { from: day('2018-02-04'), to: day('2018-02-06') });
    const nobody = { registered: 0, byAgency: { DOPA: 0 }, byChannel: { officer: 0, BAAC: 0, GSB: 0 } };
    expect(days).toEqual([
      { day: '2018-02-04', ...nobody },
      {
        day: '2018-02-05',
        registered: 1,
        byAgency: { DOPA: 1 },
        byChannel: { officer: 1, BAAC: 0, GSB: 0 },
      },
      { day: '2018-02-06', ...nobody },
    ]);
  });

  it('of an area in which nobody registered are zeros without a column for any agency', () => {
    const { days, agencies, total } = report(UBON, [], { from: FROM, to: FROM });
    expect(agencies).toEqual([]);
    expect(days).toEqual([{ day: FROM, ...total }]);
    expect(total).toEqual({ registered: 0, byAgency: {}, byChannel: { officer: 0, BAAC: 0, GSB: 0 } });
  });

  it('tell the channel from the related agency', () => {
    const { total } = report(UBON, [
      contribution({ channel: 'BAAC', agency: agencyCode('BAAC') }),
      contribution({ channel: 'BAAC', agency: agencyCode('MOL') }),
      contribution({ channel: 'officer', agency: agencyCode('BAAC') }),
    ]);
    expect(total.byChannel).toEqual({ officer: 1, BAAC: 2, GSB: 0 });
    expect(total.byAgency).toEqual({ BAAC: 2, MOL: 1 });
  });

  it('have the agencies that occur as columns, in the order of the programme, the unknown last', () => {
    const { agencies, days } = report(
      UBON,
      ['MOL', 'GONE', 'DOPA'].map((code) => contribution({ agency: agencyCode(code) })),
    );
    expect(agencies.map(({ code }) => code)).toEqual(['DOPA', 'MOL', 'GONE']);
    expect(agencies.at(-1)?.name).toEqual({ th: 'GONE', en: 'GONE' });
    for (const { byAgency } of days) expect(Object.keys(byAgency)).toEqual(['DOPA', 'MOL', 'GONE']);
  });

  it('have no column for an agency whose counts went back to nothing', () => {
    const [item] = itemsOf([contribution()]).filter(({ bucket }) => bucket === '2018-02-05');
    if (item === undefined) throw new Error('no day');
    const emptied = { ...item, cells: item.cells.map(({ cell }) => ({ cell, count: 0 })) };
    expect(dailyReport(UBON, FEBRUARY, [emptied], AGENCIES).agencies).toEqual([]);
  });

  it('of a district are those of its own people', () => {
    const there = contribution({ subdistrict: subdistrictCode('340205'), agency: agencyCode('MOL') });
    const { total, agencies } = report(MUEANG, [contribution(), there]);
    expect(total.registered).toBe(1);
    expect(agencies.map(({ code }) => code)).toEqual(['DOPA']);
  });

  it('add up by agency, by channel and over the range, and agree with a recount', () => {
    fc.assert(
      fc.property(fc.array(anyIntent, { maxLength: 60 }), fc.constantFrom(UBON, MUEANG), (all, area) => {
        const items = itemsOf(all).filter(({ bucket }) => bucket >= FROM && bucket <= TO);
        const { days, total, agencies } = dailyReport(area, FEBRUARY, items, AGENCIES);
        const code = area.level === 'district' ? '3401' : '34';
        const standing = all.filter(
          (one) =>
            one.status === 'INTENT' && one.subdistrict.startsWith(code) && one.day >= FROM && one.day <= TO,
        );
        expect(days.map((row) => row.day)).toEqual(daysBetween(FROM, TO));
        expect([total, ...days].filter(uneven)).toEqual([]);
        expect(total.registered).toBe(standing.length);
        for (const row of days)
          expect(row.registered).toBe(standing.filter((one) => one.day === row.day).length);
        for (const { code: agency } of agencies)
          expect(sum(days.map(({ byAgency }) => byAgency[agency]))).toBe(
            standing.filter((one) => one.agency === agency).length,
          );
        expect(new Set(agencies.map((agency) => agency.code))).toEqual(
          new Set(standing.map(({ agency }) => agency)),
        );
      }),
    );
  });
});

describe('the range of a report', () => {
  it.each([
    ['country', '2018-01-31', '2018-02-01', 31],
    ['province', '2018-04-02', '2018-04-03', 92],
    ['district', '2018-04-02', '2018-04-03', 92],
  ] as const)('of a %s may end on %s and not on %s', (level, last, tooLate, atMost) => {
    const from = day('2018-01-01');
    expect(daysBetween(from, day(last))).toHaveLength(atMost);
    expect(MAX_DAYS[level]).toBe(atMost);
    expect(() => assertRange({ from, to: day(last) }, level)).not.toThrow();
    expect(() => assertRange({ from, to: day(tooLate) }, level)).toThrow(
      expect.objectContaining({ code: 'days.too-many', facts: { atMost } }),
    );
  });

  it('may be one day, and is never reversed', () => {
    expect(() => assertRange({ from: FROM, to: FROM }, 'country')).not.toThrow();
    expect(() => assertRange({ from: TO, to: FROM }, 'country')).toThrow(
      expect.objectContaining({ code: 'days.reversed' }),
    );
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
      expect(() => assertRange({ from: day('1000-01-01'), to: TO }, 'province')).toThrow(
        expect.objectContaining({ code: 'days.too-many' }),
      );
    });
  });

  it('can end on the last day that a request may name', () => {
    const last = day('2199-12-31');
    walkedAtMost(1_000, () => assertRange({ from: last, to: last }, 'province'));
  });
});

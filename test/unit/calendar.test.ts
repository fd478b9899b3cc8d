import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bangkokDay,
  bangkokTime,
  buddhistDay,
  daysBetween,
  instantOf,
  isDay,
  monthInBangkok,
  plusDays,
} from '../../functions/domain/calendar.ts';
import { bangkok, day } from '../support/builders.ts';

const anyDay = fc.integer({ min: 0, max: 36_500 }).map((offset) => plusDays(day('1990-01-01'), offset));

describe('the day in Bangkok', () => {
  it.each([
    ['2018-02-11T16:59:59.999Z', '2018-02-11'],
    ['2018-02-11T17:00:00.000Z', '2018-02-12'],
    ['2018-02-12T16:59:59.999Z', '2018-02-12'],
    ['2018-02-28T17:00:00.000Z', '2018-03-01'],
    ['2017-12-31T17:00:00.000Z', '2018-01-01'],
    ['2020-02-28T17:00:00.000Z', '2020-02-29'],
  ])('at %s is %s', (at, expected) => {
    expect(bangkokDay(new Date(at))).toBe(expected);
  });

  it('belongs to the month that lasts then, and to no other', () => {
    expect(monthInBangkok('2018-02')).toEqual({
      from: '2018-01-31T17:00:00.000Z',
      to: '2018-02-28T17:00:00.000Z',
    });
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 86_399_999 }), (date, ms) => {
        const at = new Date(Date.parse(`${date}T00:00:00Z`) + ms);
        const { from, to } = monthInBangkok(date.slice(0, 7));
        const isInside = from <= instantOf(at) && instantOf(at) < to;
        expect(isInside).toBe(bangkokDay(at).slice(0, 7) === date.slice(0, 7));
      }),
    );
  });

  it('changes at midnight in Bangkok and at no other instant', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 86_399_999 }), (date, ms) => {
        const midnight = bangkok(`${date} 00:00`).getTime();
        expect(bangkokDay(new Date(midnight + ms))).toBe(date);
      }),
    );
  });

  it('writes an instant in UTC', () => {
    expect(instantOf(bangkok('2018-02-12 00:30'))).toBe('2018-02-11T17:30:00.000Z');
  });
});

describe('a day as Thailand writes it', () => {
  it.each([
    ['2018-02-21', '21/02/2561'],
    ['2020-02-29', '29/02/2563'],
    ['1999-12-31', '31/12/2542'],
    ['2018-01-05', '05/01/2561'],
  ])('%s is %s in the Buddhist era', (text, written) => {
    expect(buddhistDay(day(text))).toBe(written);
  });

  it('goes with the time on a Bangkok wall clock', () => {
    expect(bangkokTime(bangkok('2018-02-12 00:05'))).toBe('00:05');
    expect(bangkokTime(bangkok('2018-02-12 23:59'))).toBe('23:59');
  });
});

describe('a day that exists', () => {
  it.each(['2018-02-28', '2020-02-29', '2000-02-29', '2018-12-31'])('is %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    '2018-02-29',
    '1900-02-29',
    '2018-02-30',
    '2018-04-31',
    '2018-13-01',
    '2018-00-10',
    '2018-01-00',
    '2018-1-1',
    '18-01-01',
    '2018/01/01',
    '2018-01-01T00:00:00Z',
    ' 2018-01-01',
    '2018-01-01\n',
    '๒๐๑๘-๐๑-๐๑',
    '',
  ])('is not %j', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it('is every day of the calendar', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        expect(isDay(date)).toBe(true);
      }),
    );
  });
});

describe('a range of days', () => {
  it('includes both its ends, over a leap day and a new year', () => {
    expect(daysBetween(day('2020-02-28'), day('2020-03-01'))).toEqual([
      '2020-02-28',
      '2020-02-29',
      '2020-03-01',
    ]);
    expect(daysBetween(day('2018-12-31'), day('2019-01-01'))).toEqual(['2018-12-31', '2019-01-01']);
  });

  it('of one day is that day, and of reversed days is empty', () => {
    expect(daysBetween(day('2018-02-12'), day('2018-02-12'))).toEqual(['2018-02-12']);
    expect(daysBetween(day('2018-02-12'), day('2018-02-11'))).toEqual([]);
  });

  it('has every day once and in order', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 400 }), (from, more) => {
        const days = daysBetween(from, plusDays(from, more));
        expect(days).toHaveLength(more + 1);
        expect([...new Set(days)].sort()).toEqual(days);
      }),
    );
  });

  it('is walked back as it was walked on', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -4_000, max: 4_000 }), (from, days) => {
        expect(plusDays(plusDays(from, days), -days)).toBe(from);
      }),
    );
  });
});

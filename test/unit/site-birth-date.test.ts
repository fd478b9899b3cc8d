import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDay } from '../../functions/domain/calendar.ts';
import { birthDateOf } from '../../web/citizen/birth-date.ts';

const TODAY = '2018-02-12';
const read = (day: string, month: string, year: string, today: string | undefined = TODAY) =>
  birthDateOf({ day, month, year }, today);

describe('a birth date as people write it', () => {
  it.each([
    ['27', '3', '2504'],
    ['27', '03', '2504'],
    [' 27', '3 ', '2504'],
    ['๒๗', '๓', '๒๕๐๔'],
    ['๒7', '๐3', '25๐๔'],
    ['27', '3', '1961'],
  ])('is understood: %s %s %s', (day, month, year) => {
    expect(read(day, month, year)).toBe('1961-03-27');
  });

  it.each([
    [['', '', ''], 'empty', 'day'],
    [['', '3', '2504'], 'missing', 'day'],
    [['27', '', '2504'], 'missing', 'month'],
    [['27', '3', ''], 'missing', 'year'],
    [['27', 'มี.ค.', '2504'], 'not-digits', 'month'],
    [['2.7', '3', '2504'], 'not-digits', 'day'],
    [['0', '3', '2504'], 'wrong', 'day'],
    [['32', '3', '2504'], 'wrong', 'day'],
    [['27', '13', '2504'], 'wrong', 'month'],
    [['27', '0', '2504'], 'wrong', 'month'],
    [['27', '3', '04'], 'wrong', 'year'],
    [['27', '3', '25041'], 'wrong', 'year'],
    [['27', '3', '2442'], 'wrong', 'year'],
    [['29', '2', '2504'], 'no-such-day', 'day'],
    [['31', '4', '2504'], 'no-such-day', 'day'],
    [['13', '2', '2561'], 'future', 'year'],
    [['27', '3', '2594'], 'future', 'year'],
  ] as const)('has its fault named: %j is %s, at the %s', ([day, month, year], kind, part) => {
    expect(read(day, month, year)).toEqual({ kind, part });
  });

  it('is nothing that the system would refuse, and each day of the registry can be written', () => {
    const number = fc.integer({ min: 0, max: 2_700 }).map(String);
    fc.assert(
      fc.property(number, number, number, (day, month, year) => {
        const date = read(day, month, year, undefined);
        if (typeof date === 'string') expect(isDay(date) && /^(19|20|21)/.test(date)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date(TODAY), noInvalidDate: true });
    fc.assert(
      fc.property(days, (at) => {
        const [year = '', month = '', day = ''] = at.toISOString().slice(0, 10).split('-');
        expect(read(day, month, String(Number(year) + 543))).toBe(`${year}-${month}-${day}`);
      }),
    );
  });
});

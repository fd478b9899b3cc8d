import { describe, expect, it } from 'vitest';
import { phaseOf } from '../../functions/domain/programme.ts';
import { measureOf } from '../../ops/programme.ts';
import { day, measure } from '../support/builders.ts';

describe('the phase of a measure', () => {
  it.each([
    ['2018-01-31', 'before'],
    ['2018-02-01', 'open'],
    ['2018-02-28', 'open'],
    ['2018-03-01', 'after'],
    ['2018-03-15', 'after'],
    ['2017-02-15', 'before'],
    ['2019-02-15', 'after'],
  ])('on %s is %s', (today, phase) => {
    expect(phaseOf(measure(), day(today))).toBe(phase);
  });

  it('is open on the only day of a window of one day', () => {
    const oneDay = measure({ windowFrom: day('2018-02-14'), windowTo: day('2018-02-14') });
    expect(['2018-02-13', '2018-02-14', '2018-02-15'].map((today) => phaseOf(oneDay, day(today)))).toEqual([
      'before',
      'open',
      'after',
    ]);
  });
});

describe('a measure that is loaded', () => {
  const written = (overridesADay: unknown) => JSON.stringify({ ...measure(), overridesADay });

  it.each([undefined, 0, 20])(
    'takes %s for the people whom an officer may open elsewhere on a day',
    (many) => {
      expect(measureOf(written(many)).overridesADay).toBe(many);
    },
  );

  it.each(['20', null, -1, 2.5, true])('names the field when that is %j', (many) => {
    expect(() => measureOf(written(many))).toThrow(/^overridesADay: /);
  });
});

import { describe, expect, it } from 'vitest';
import { isBornOn, isEntitled, maskName, residenceDistrict } from '../../functions/domain/cardholder.ts';
import { cardholder, day, subdistrictCode } from '../support/builders.ts';

describe('a cardholder', () => {
  it.each([
    ['active', true],
    ['cancelled', false],
    ['deceased', false],
    ['not-passed', false],
  ] as const)('whose card is %s is entitled: %s', (cardStatus, entitled) => {
    expect(isEntitled(cardholder({ cardStatus }))).toBe(entitled);
  });

  it('who is not on the registry is not entitled', () => {
    expect(isEntitled(undefined)).toBe(false);
  });

  it.each([
    ['1961-03-27', '1961-03-27', true],
    ['1961-03-27', '1961-03-28', false],
    ['1961-03-27', '1960-03-27', false],
    // The card of each says 2480: the third month of that year was one of 1938.
    ['1938-03-31', '1937-03-31', true],
    ['1938-03-31', '1938-03-31', true],
    ['1938-03-31', '1936-03-31', false],
    ['1937-04-01', '1937-04-01', true],
    ['1937-04-01', '1936-04-01', false],
    ['1940-01-01', '1939-01-01', true],
    ['1941-01-01', '1940-01-01', false],
  ])(
    'whom the registry has born on %s, and who gives %s, is that person: %s',
    (registry, given, isTheOne) => {
      expect(isBornOn({ birthDate: day(registry) }, day(given))).toBe(isTheOne);
    },
  );

  it('lives in the district of the subdistrict', () => {
    expect(residenceDistrict(cardholder({ subdistrict: subdistrictCode('100105') }))).toBe('1001');
  });

  it.each([
    ['เกษรทดสอบ', 'นางมะลิวัลย์ ก…'],
    ['ใจสมมุติ', 'นางมะลิวัลย์ จ…'],
    ['Example', 'นางมะลิวัลย์ E…'],
    ['', 'นางมะลิวัลย์ …'],
  ])('named %j is shown with the first consonant only', (last, shown) => {
    expect(maskName({ title: 'นาง', first: 'มะลิวัลย์', last })).toBe(shown);
  });
});

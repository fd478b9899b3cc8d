import { describe, expect, it } from 'vitest';
import { isEntitled, maskName, residenceDistrict } from '../../functions/domain/cardholder.ts';
import { cardholder, subdistrictCode } from '../support/builders.ts';

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

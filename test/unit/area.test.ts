import { describe, expect, it } from 'vitest';
import {
  type Area,
  coversDistrict,
  coversProvince,
  districtOf,
  provinceOf,
} from '../../functions/domain/area.ts';
import { districtCode, provinceCode, subdistrictCode } from '../support/builders.ts';

const country: Area = { level: 'country' };
const ubon: Area = { level: 'province', province: provinceCode('34') };
const mueangUbon: Area = { level: 'district', district: districtCode('3401') };

describe('where a caller may act', () => {
  it.each([
    ['the country', country, '3401', true],
    ['the country', country, '1001', true],
    ['a province', ubon, '3401', true],
    ['a province', ubon, '3433', true],
    ['a province', ubon, '3501', false],
    ['a province', ubon, '1034', false],
    ['a district', mueangUbon, '3401', true],
    ['a district', mueangUbon, '3402', false],
    ['a district', mueangUbon, '4001', false],
    ['a district', mueangUbon, '1001', false],
  ] as const)('%s over district (%o, %s): %s', (_, area, district, covered) => {
    expect(coversDistrict(area, districtCode(district))).toBe(covered);
  });

  it.each([
    ['the country', country, '34', true],
    ['the country', country, '10', true],
    ['a province', ubon, '34', true],
    ['a province', ubon, '35', false],
    ['a district', mueangUbon, '34', false],
    ['a district', mueangUbon, '35', false],
  ] as const)('%s over a whole province (%o, %s): %s', (_, area, province, covered) => {
    expect(coversProvince(area, provinceCode(province))).toBe(covered);
  });

  it("finds a parent in its child's code", () => {
    expect(provinceOf(districtCode('3401'))).toBe('34');
    expect(provinceOf(subdistrictCode('340105'))).toBe('34');
    expect(districtOf(subdistrictCode('340105'))).toBe('3401');
  });
});

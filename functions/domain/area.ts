/** Official location codes of the Department of Provincial Administration: 2, 4 and 6 digits. */
export type ProvinceCode = string & { readonly kind: 'ProvinceCode' };
export type DistrictCode = string & { readonly kind: 'DistrictCode' };
export type SubdistrictCode = string & { readonly kind: 'SubdistrictCode' };

/** Where a caller may act: the country, one province or one district. */
export type Area =
  | { level: 'country' }
  | { level: 'province'; province: ProvinceCode }
  | { level: 'district'; district: DistrictCode };

export const BANGKOK = '10' as ProvinceCode;

/** A parent's code is its child's prefix. */
export const provinceOf = (code: DistrictCode | SubdistrictCode): ProvinceCode =>
  code.slice(0, 2) as ProvinceCode;
export const districtOf = (code: SubdistrictCode): DistrictCode => code.slice(0, 4) as DistrictCode;

export function coversDistrict(area: Area, district: DistrictCode): boolean {
  switch (area.level) {
    case 'country':
      return true;
    case 'province':
      return provinceOf(district) === area.province;
    case 'district':
      return district === area.district;
  }
}

/** Only a whole province counts: a district officer does not cover the province it lies in. */
export function coversProvince(area: Area, province: ProvinceCode): boolean {
  return area.level === 'country' || (area.level === 'province' && area.province === province);
}

import { areaName, listDistricts, listProvinces, listSubdistricts } from '../areas.ts';
import { type NamedSchema, object, sample } from './schema-text.ts';

/** Schemas of what the API answers about areas. */
export const areaSchemas: readonly NamedSchema[] = [
  object('AreaName', areaName, 'A province, district or subdistrict with its official code (DOPA).', {
    code: sample('2, 4 or 6 digits: a code begins with that of the area above.', '3401'),
    name: 'Its name.',
  }),
  object('ProvinceList', listProvinces.answer, 'Every province.', { provinces: 'By code.' }),
  object('DistrictList', listDistricts.answer, 'Every district of a province.', {
    province: 'The province.',
    districts: 'By code.',
  }),
  object('SubdistrictList', listSubdistricts.answer, 'Every subdistrict of a district.', {
    district: 'The district.',
    subdistricts: 'By code.',
  }),
];

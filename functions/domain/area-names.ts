import type { DistrictCode, ProvinceCode, SubdistrictCode } from './area.ts';
import type { AreaName, DistrictName, Gazetteer } from './ports.ts';
import { Refusal } from './refusal.ts';

/** @throws Refusal province.not-found */
export async function districtsWithin(
  gazetteer: Gazetteer,
  code: ProvinceCode,
): Promise<{ province: AreaName<ProvinceCode>; districts: AreaName<DistrictCode>[] }> {
  const province = await gazetteer.province(code);
  if (province === undefined) throw new Refusal('province.not-found', { path: 'province' });
  return { province, districts: await gazetteer.districtsOf(code) };
}

/** @throws Refusal district.not-found */
export async function subdistrictsWithin(
  gazetteer: Gazetteer,
  code: DistrictCode,
): Promise<{ district: DistrictName; subdistricts: AreaName<SubdistrictCode>[] }> {
  const district = await gazetteer.district(code);
  if (district === undefined) throw new Refusal('district.not-found', { path: 'district' });
  return { district, subdistricts: await gazetteer.subdistrictsOf(code) };
}

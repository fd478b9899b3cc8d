import { type DistrictCode, districtOf, provinceOf, type SubdistrictCode } from '../../domain/area.ts';
import type { AreaName, DistrictName, Gazetteer, Geography } from '../../domain/ports.ts';
import { log } from '../../runtime/logger.ts';

/** In the place of a name that there is not: whoever reads it sees the code, and that something is wrong. */
function unknownArea<Code extends string>(code: Code): AreaName<Code> {
  log.error('AREA_UNKNOWN');
  return { code, name: { th: `ไม่พบพื้นที่รหัส ${code}`, en: `unknown area ${code}` } };
}

/** What is on record was checked when it came; a code that no area has by now is shown as it is. */
export async function districtView(geography: Geography, code: DistrictCode): Promise<DistrictName> {
  const found = await geography.district(code);
  if (found !== undefined) return found;
  const province = provinceOf(code);
  return { ...unknownArea(code), province: (await geography.province(province)) ?? unknownArea(province) };
}

/** Where somebody lives, with the names. */
export async function residenceView(gazetteer: Gazetteer, code: SubdistrictCode) {
  const [{ province, ...district }, subdistricts] = await Promise.all([
    districtView(gazetteer, districtOf(code)),
    gazetteer.subdistrictsOf(districtOf(code)),
  ]);
  return {
    province,
    district,
    subdistrict: subdistricts.find((subdistrict) => subdistrict.code === code) ?? unknownArea(code),
  };
}

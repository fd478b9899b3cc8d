import { type DistrictCode, districtOf, type SubdistrictCode } from '../../domain/area.ts';
import type { DistrictName, Gazetteer, Geography } from '../../domain/ports.ts';

const known = <Found>(found: Found | undefined): Found => {
  if (found === undefined) throw new Error('a person on record lives in an area that does not exist');
  return found;
};

/** @throws for a code that no area has: what is on record was checked when it came */
export const districtView = async (geography: Geography, code: DistrictCode): Promise<DistrictName> =>
  known(await geography.district(code));

/** Where somebody lives, with the names. */
export async function residenceView(gazetteer: Gazetteer, code: SubdistrictCode) {
  const [{ province, ...district }, subdistricts] = await Promise.all([
    districtView(gazetteer, districtOf(code)),
    gazetteer.subdistrictsOf(districtOf(code)),
  ]);
  return {
    province,
    district,
    subdistrict: known(subdistricts.find((subdistrict) => subdistrict.code === code)),
  };
}

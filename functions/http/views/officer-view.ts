import type { Officer } from '../../domain/caller.ts';
import type { Geography } from '../../domain/ports.ts';

/** Who the officer is and where the officer may act, with names. */
export async function officerView(
  { subject, username, name, role, agency, rights, area }: Omit<Officer, 'kind'>,
  geography: Geography,
) {
  const district = area.level === 'district' ? await geography.district(area.district) : undefined;
  const province = area.level === 'province' ? await geography.province(area.province) : district?.province;
  return { subject, username, name, role, agency, rights: [...rights], province, district };
}

import type { Announcement } from '../../domain/announcement.ts';
import type { Overridden } from '../../domain/override-desk.ts';
import type { Gazetteer, Geography } from '../../domain/ports.ts';
import { tokenOf } from '../paging.ts';
import { officerView } from './officer-view.ts';
import { profileView } from './profile-view.ts';
import { districtView } from './residence-view.ts';

/** What a province reads of it. */
export async function announcementView(
  { announcementId, at, by, reason, maskedId, district, listed, read }: Announcement,
  geography: Geography,
) {
  const { username: _, rights: __, ...officer } = await officerView({ ...by, rights: [] }, geography);
  return {
    announcementId,
    at,
    by: officer,
    reason,
    maskedId,
    district: await districtView(geography, district),
    listed: listed && tokenOf(listed),
    read,
  };
}

/** The person, and who has been told. */
export async function overrideView({ profile, province }: Overridden, gazetteer: Gazetteer) {
  const announcedTo = await gazetteer.province(province);
  if (announcedTo === undefined)
    throw new Error('a person on record lives in a province that does not exist');
  return { announcedTo, profile: await profileView(profile, gazetteer) };
}

import type { DistrictCode, ProvinceCode, SubdistrictCode } from './area.ts';
import type { Cell } from './contribution.ts';
import type { AgencyCode, Band, ProjectCode } from './programme.ts';
import type { Channel, Status } from './registration.ts';

/*
 * Names of counters inside an item. An item is charged by its whole size at every write, so names are short: they leave
 * out the province, which is the item's key, and on a day the officers' letter and the agency that a channel as good
 * as always stands for.
 */
const STATUS_LETTER: Record<Status, string> = { INTENT: 'i', CANCELLED: 'c' };
const BAND_LETTER: Record<Band, string> = { UP_TO_30000: 'l', UP_TO_100000: 'm' };
const CHANNEL_LETTER: Record<Channel, string> = { officer: 'o', BAAC: 'b', GSB: 'g' };
const DAY_LETTER: Record<Channel, string> = { ...CHANNEL_LETTER, officer: '' };
const OWN_AGENCY: Record<Channel, string> = { officer: 'DOPA', BAAC: 'BAAC', GSB: 'GSB' };
const statusOf = inverse(STATUS_LETTER);
const bandOf = inverse(BAND_LETTER);
const channelOf = inverse(CHANNEL_LETTER);
const dayChannelOf = inverse(DAY_LETTER);

function inverse<Key extends string>(letters: Record<Key, string>): Map<string, Key> {
  return new Map(Object.entries<string>(letters).map(([key, letter]) => [letter, key as Key]));
}

export function cellName(cell: Cell): string {
  switch (cell.of) {
    case 'cardholders':
      return `${BAND_LETTER[cell.band]}${cell.subdistrict.slice(2)}`;
    case 'subdistrict':
      return `${STATUS_LETTER[cell.status]}${cell.subdistrict.slice(2)}`;
    case 'agency':
      return `a${cell.agency}`;
    case 'channel':
      return `n${CHANNEL_LETTER[cell.channel]}`;
    case 'project':
      return `j${cell.project}`;
    case 'with-project':
      return 'w';
    case 'district-agency':
      return `${cell.district.slice(2)}${DAY_LETTER[cell.channel]}${
        cell.agency === OWN_AGENCY[cell.channel] ? '' : cell.agency
      }`;
  }
}

const SUBDISTRICT = /^([iclm])(\d{4})$/;
const DISTRICT_AGENCY = /^(\d{2})([a-z]?)((?:[A-Z].*)?)$/;
const PREFIXED = /^(?:a(?<agency>[A-Z].*)|n(?<channel>.)|j(?<project>.+))$/;

/** The cell behind a name, or undefined for a name that is no counter. */
export function cellNamed(name: string, province: ProvinceCode): Cell | undefined {
  if (name === 'w') return { of: 'with-project' };
  const [, letter, rest] = SUBDISTRICT.exec(name) ?? [];
  if (letter !== undefined) {
    const subdistrict = `${province}${rest}` as SubdistrictCode;
    const band = bandOf.get(letter);
    if (band !== undefined) return { of: 'cardholders', subdistrict, band };
    const status = statusOf.get(letter);
    return status && { of: 'subdistrict', subdistrict, status };
  }
  const [, district, recordedBy, related] = DISTRICT_AGENCY.exec(name) ?? [];
  if (district !== undefined) {
    const channel = dayChannelOf.get(recordedBy ?? '');
    return (
      channel && {
        of: 'district-agency',
        district: `${province}${district}` as DistrictCode,
        channel,
        agency: (related || OWN_AGENCY[channel]) as AgencyCode,
      }
    );
  }
  const { agency, channel, project } = PREFIXED.exec(name)?.groups ?? {};
  if (agency !== undefined) return { of: 'agency', agency: agency as AgencyCode };
  if (project !== undefined) return { of: 'project', project: project as ProjectCode };
  const by = channel === undefined ? undefined : channelOf.get(channel);
  return by && { of: 'channel', channel: by };
}

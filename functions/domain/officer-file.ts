import type { DistrictCode, ProvinceCode } from './area.ts';
import type { Role } from './caller.ts';
import { cellsOf } from './csv-line.ts';
import { type Column, columnsOf } from './import-row.ts';
import type { AreaName, Gazetteer } from './ports.ts';
import { Refusal } from './refusal.ts';

export type OfficerColumn =
  | 'username'
  | 'name'
  | 'role'
  | 'area'
  | 'agency'
  | 'email'
  | 'phone'
  | 'expires_on'
  | 'rights';

/** Any order; those of Thai spreadsheets go by their Thai names. */
export const OFFICER_COLUMNS: readonly Column<OfficerColumn>[] = [
  { name: 'username', also: ['ชื่อผู้ใช้'] },
  { name: 'name', also: ['ชื่อ-สกุล', 'ชื่อ', 'ชื่อ-นามสกุล'] },
  { name: 'role', also: ['บทบาท'] },
  { name: 'area', also: ['พื้นที่'] },
  { name: 'agency', also: ['หน่วยงาน'] },
  { name: 'email', also: ['อีเมล'], optional: true },
  { name: 'phone', also: ['โทรศัพท์'], optional: true },
  { name: 'expires_on', also: ['ใช้ได้ถึง'], optional: true },
  { name: 'rights', also: ['สิทธิ์พิเศษ'], optional: true },
];

/** Officers of one file: so many are made within one request. */
export const MAX_OFFICERS = 200;

const ROLES: Readonly<Record<string, Role>> = {
  ส่วนกลาง: 'central',
  จังหวัด: 'province',
  'คอจ.': 'province',
  อำเภอ: 'district',
  เขต: 'district',
};

/** A line of the file: its cells by column, none when it does not have as many as the header. */
export type OfficerLine = { line: number; cells?: Partial<Record<OfficerColumn, string>> };

/**
 * The lines after the header, blank ones left out; the number is that of the file, the header being 1.
 * @throws Refusal account.file-header, account.file-too-long
 */
export function officerLinesOf(text: string): OfficerLine[] {
  const [first = '', ...rest] = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const header = columnsOf(cellsOf(first) ?? [], OFFICER_COLUMNS);
  if (header === undefined) throw new Refusal('account.file-header', { path: 'csv' });
  const lines = rest.flatMap((written, index): OfficerLine[] => {
    if (/^[\s,]*$/.test(written)) return [];
    const cells = cellsOf(written);
    if (cells === undefined || cells.length !== header.width) return [{ line: index + 2 }];
    const named = Object.entries(header.at).flatMap(([column, place]) => {
      const cell = cells[Number(place)]?.normalize('NFC').trim() ?? '';
      return cell === '' ? [] : [[column, cell] as const];
    });
    return [{ line: index + 2, cells: Object.fromEntries(named) }];
  });
  if (lines.length > MAX_OFFICERS) throw new Refusal('account.file-too-long', { path: 'csv' });
  return lines;
}

/** What a line asks for, in the words of a request; what a word does not mean stays as it was written, but for an area. */
export async function askedBy(
  { expires_on, rights, role, area, username, ...others }: NonNullable<OfficerLine['cells']>,
  gazetteer: Pick<Gazetteer, 'provinces' | 'districtsOf'>,
): Promise<Record<string, unknown>> {
  return {
    ...others,
    ...(username === undefined ? {} : { username: username.toLowerCase() }),
    ...(role === undefined ? {} : { role: ROLES[role] ?? role }),
    ...(area === undefined || COUNTRY.has(area) ? {} : { area: await areaNamed(area, gazetteer) }),
    ...(expires_on === undefined ? {} : { expiresOn: commonEra(expires_on) }),
    ...(rights === undefined ? {} : { rights: rights.split(/[\s;]+/) }),
  };
}

const COUNTRY = new Set(['ทั้งประเทศ', '-']);

/**
 * Codes, or names as in `อุบลราชธานี` and `อุบลราชธานี/วารินชำราบ`.
 * @throws Refusal province.not-found, district.not-found
 */
async function areaNamed(
  written: string,
  gazetteer: Pick<Gazetteer, 'provinces' | 'districtsOf'>,
): Promise<string> {
  if (/^\d+$/.test(written)) return written;
  const [ofProvince = '', ofDistrict] = written.split('/');
  const province = codeOf<ProvinceCode>(ofProvince, await gazetteer.provinces());
  if (province === undefined) throw new Refusal('province.not-found', { path: 'area' });
  if (ofDistrict === undefined) return province;
  const district = codeOf<DistrictCode>(ofDistrict, await gazetteer.districtsOf(province));
  if (district === undefined) throw new Refusal('district.not-found', { path: 'area' });
  return district;
}

function codeOf<Code extends string>(written: string, areas: readonly AreaName<Code>[]): Code | undefined {
  const name = written.trim().replace(/^(?:จังหวัด|จ\.|อำเภอ|อ\.|เขต)\s*/, '');
  return areas.find(({ name: { th, en } }) => th === name || en.toLowerCase() === name.toLowerCase())?.code;
}

/** `30/09/2561` of the Buddhist era as `2018-09-30`. */
function commonEra(written: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(2[45]\d\d)$/.exec(written) ?? [];
  return year === '' ? written : `${Number(year) - 543}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

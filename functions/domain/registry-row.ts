import type { SubdistrictCode } from './area.ts';
import { bangkokDay, type Day, isDay } from './calendar.ts';
import type { Cardholder, CardStatus } from './cardholder.ts';
import { type CitizenId, checkDigit, normaliseCitizenId } from './citizen-id.ts';
import { type Column, type Columns, MAX_LINE, type ReadRow, type RowFaultCode } from './import-row.ts';
import type { Band } from './programme.ts';

/** What the registry says of a person; when it was changed is ours to say. */
export type RegistryRow = Pick<
  Cardholder,
  'citizenId' | 'name' | 'birthDate' | 'subdistrict' | 'band' | 'cardStatus'
>;

export type RegistryColumn =
  | 'citizen_id'
  | 'title'
  | 'first_name'
  | 'last_name'
  | 'birth_date'
  | 'subdistrict'
  | 'income_band'
  | 'card_status';

export const REGISTRY_COLUMNS: readonly Column<RegistryColumn>[] = [
  { name: 'citizen_id', also: ['เลขประจำตัวประชาชน'] },
  { name: 'title', also: ['คำนำหน้า', 'คำนำหน้าชื่อ'], optional: true },
  { name: 'first_name', also: ['ชื่อ'] },
  { name: 'last_name', also: ['นามสกุล', 'ชื่อสกุล'] },
  { name: 'birth_date', also: ['วันเดือนปีเกิด', 'วันเกิด'] },
  { name: 'subdistrict', also: ['รหัสตำบล', 'รหัสตำบล/แขวง'] },
  { name: 'income_band', also: ['ช่วงรายได้'] },
  { name: 'card_status', also: ['สถานะบัตร'] },
];

const BANDS: Readonly<Record<string, Band>> = {
  UP_TO_30000: 'UP_TO_30000',
  '30000': 'UP_TO_30000',
  UP_TO_100000: 'UP_TO_100000',
  '100000': 'UP_TO_100000',
};
const CARD_STATUSES: Readonly<Record<string, CardStatus>> = {
  active: 'active',
  ใช้งาน: 'active',
  cancelled: 'cancelled',
  ยกเลิก: 'cancelled',
  deceased: 'deceased',
  เสียชีวิต: 'deceased',
  'not-passed': 'not-passed',
  ไม่ผ่าน: 'not-passed',
};

/** The longest name that is taken, in characters. */
const MAX_NAME = 100;
const NAME = /^[\p{L}\p{M}][\p{L}\p{M} .'’()\-ฯๆ]*$/u;
/** Nearly every name: asked first, for it is found sooner. */
const PLAIN_NAME = /^[A-Za-zก-ฮะ-ฺเ-๎]+$/;
const OLDEST = '1880-01-01';

const asciiDigits = (text: string): string =>
  text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

/** `31/12/2500` in the Buddhist era, or `1957-12-31` in the common era; Thai digits too. */
function birthDateOf(written: string, today: Day): Day | RowFaultCode {
  const text = asciiDigits(written);
  if (text === '') return 'birth-date.missing';
  const buddhist = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const day =
    buddhist === null
      ? text
      : `${Number(buddhist[3]) - 543}-${buddhist[2]?.padStart(2, '0')}-${buddhist[1]?.padStart(2, '0')}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return 'birth-date.format';
  if (!isDay(day)) return 'birth-date.no-such-day';
  return day < OLDEST || day > today ? 'birth-date.out-of-range' : day;
}

function nameFault(name: string, needed: boolean): RowFaultCode | undefined {
  if (name === '') return needed ? 'name.missing' : undefined;
  if (name.length > MAX_NAME) return 'name.too-long';
  return PLAIN_NAME.test(name) || NAME.test(name) ? undefined : 'name.characters';
}

const tidy = (cell: string | undefined): string => {
  const text = cell?.trim() ?? '';
  // Nearly every cell is tidy already, and `normalize` is the dearest step of reading a row.
  return text.length < 2 || /^[\x20-\x7e]*$/.test(text) ? text : text.normalize('NFC').replace(/ {2,}/g, ' ');
};

export type RegistryReading = {
  columns: Columns<RegistryColumn>;
  /** Every subdistrict that there is. */
  subdistricts: ReadonlySet<string>;
  at: Date;
};

/** Reads rows of one file. A row is taken whole or not at all; the first thing that is wrong with it is named. */
export function registryReader({
  columns: { width, at: places },
  subdistricts,
  at,
}: RegistryReading): (cells: readonly string[] | undefined, line: string) => ReadRow<RegistryRow> {
  const today = bangkokDay(at);
  const place = (name: RegistryColumn): number => places[name] ?? -1;
  const [id, title, first, last, birth, subdistrict, band, status] = (
    [
      'citizen_id',
      'title',
      'first_name',
      'last_name',
      'birth_date',
      'subdistrict',
      'income_band',
      'card_status',
    ] as const
  ).map(place) as [number, number, number, number, number, number, number, number];
  return (cells, line) => {
    const whole = (code: RowFaultCode): ReadRow<RegistryRow> => ({ fault: { field: '', code } });
    if (line.length > MAX_LINE) return whole('row.too-long');
    if (cells === undefined) return whole('row.quotes');
    if (cells.length !== width) return whole('row.columns');

    const written = cells[id] ?? '';
    // Nearly every ID is digits alone; taking the signs out of one costs as much as the rest of the row.
    const digits = /^\d{13}$/.test(written) ? written : normaliseCitizenId(written);
    const ofId = (code: RowFaultCode): ReadRow<RegistryRow> => ({ fault: { field: 'citizen_id', code } });
    if (digits === '') return ofId('citizen-id.missing');
    if (!/^[1-8]\d{12}$/.test(digits)) return ofId('citizen-id.format');
    if (checkDigit(digits) !== Number(digits[12])) return ofId('citizen-id.checksum');

    const refused = (field: RegistryColumn, code: RowFaultCode): ReadRow<RegistryRow> => ({
      key: digits,
      fault: { field, code },
    });
    const name = { title: tidy(cells[title]), first: tidy(cells[first]), last: tidy(cells[last]) };
    const wrongTitle = nameFault(name.title, false);
    if (wrongTitle !== undefined) return refused('title', wrongTitle);
    const wrongFirst = nameFault(name.first, true);
    if (wrongFirst !== undefined) return refused('first_name', wrongFirst);
    const wrongLast = nameFault(name.last, true);
    if (wrongLast !== undefined) return refused('last_name', wrongLast);

    const birthDate = birthDateOf(tidy(cells[birth]), today);
    if (birthDate.startsWith('birth-date.')) return refused('birth_date', birthDate as RowFaultCode);

    const lives = asciiDigits(tidy(cells[subdistrict]));
    if (lives === '') return refused('subdistrict', 'subdistrict.missing');
    if (!/^\d{6}$/.test(lives)) return refused('subdistrict', 'subdistrict.format');
    if (!subdistricts.has(lives)) return refused('subdistrict', 'subdistrict.unknown');

    const income = BANDS[asciiDigits(tidy(cells[band])).replace(/,/g, '')];
    if (income === undefined) return refused('income_band', 'income-band.unknown');
    const cardStatus = CARD_STATUSES[tidy(cells[status])];
    if (cardStatus === undefined) return refused('card_status', 'card-status.unknown');

    return {
      key: digits,
      row: {
        citizenId: digits as CitizenId,
        name,
        birthDate: birthDate as Day,
        subdistrict: lives as SubdistrictCode,
        band: income,
        cardStatus,
      },
    };
  };
}

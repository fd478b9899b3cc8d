import { type BankIntent, type Sent, unreadable } from './bank-desk.ts';
import { type BankReference, parseBankReference } from './bank-reference.ts';
import { type CitizenId, parseCitizenId } from './citizen-id.ts';
import { type Column, columnsOf, MAX_LINE } from './import-row.ts';
import { Refusal } from './refusal.ts';

/** The fields of a row of a batch, by the columns of a file. */
const COLUMNS = {
  reference: 'reference',
  citizen_id: 'citizenId',
  intent_on: 'intentOn',
  agency: 'agency',
  development_district: 'developmentDistrict',
  projects: 'projects',
  phone: 'phone',
  remark: 'remark',
  consent: 'consent',
  branch: 'branch',
} as const satisfies Record<string, keyof BankIntent>;

type BankColumn = keyof typeof COLUMNS;

export const BANK_COLUMNS: readonly Column<BankColumn>[] = [
  { name: 'reference', also: ['เลขอ้างอิง'] },
  { name: 'citizen_id', also: ['citizenid', 'เลขประจำตัวประชาชน'] },
  { name: 'intent_on', also: ['intenton', 'วันที่แจ้งความประสงค์'] },
  { name: 'agency', also: ['รหัสหน่วยงาน'], optional: true },
  { name: 'development_district', also: ['developmentdistrict', 'รหัสอำเภอที่ต้องการพัฒนา'], optional: true },
  { name: 'projects', also: ['รหัสโครงการ'], optional: true },
  { name: 'phone', also: ['โทรศัพท์'], optional: true },
  { name: 'remark', also: ['หมายเหตุ'], optional: true },
  { name: 'consent', also: ['ความยินยอม'] },
  { name: 'branch', also: ['สาขา'], optional: true },
];

/** Why a line is no row at all. */
export type LineFault = 'row.too-long' | 'row.quotes' | 'row.columns';

/** A line of a bank's file: a row by the contract, or what is wrong with it. */
export type BankLine =
  | { intent: Sent<BankIntent>; reference: BankReference; citizenId: CitizenId }
  | { refusal: Refusal; reference?: BankReference | undefined }
  | { fault: LineFault };

const thaiDigits = (text: string): string =>
  text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

/** `14/02/2561` in the Buddhist era as the contract writes days; anything else as it is. */
function dayOf(written: string): string {
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(2[45]\d{2})$/.exec(thaiDigits(written)) ?? [];
  if (year === '') return thaiDigits(written);
  return `${Number(year) - 543}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const CONSENT: Readonly<Record<string, boolean>> = { true: true, false: false };

const FIELD_OF: Partial<Record<BankColumn, (cell: string) => unknown>> = {
  intent_on: dayOf,
  projects: (cell) => cell.split(/\s+/),
  consent: (cell) => CONSENT[cell.toLowerCase()] ?? cell,
};

/**
 * Reads lines below a header, or undefined when it is none of a bank's. An empty cell is a field that is left out.
 * @param readRow by the contract of a batch, so that the same row is the same by file and by batch
 */
export function bankLineReader(
  headings: readonly string[],
  readRow: (fields: Record<string, unknown>) => Sent<BankIntent> | Refusal,
): ((cells: readonly string[] | undefined, text: string) => BankLine) | undefined {
  const columns = columnsOf(headings, BANK_COLUMNS);
  if (columns === undefined || columns.rejects) return undefined;
  const places = Object.entries(columns.at) as [BankColumn, number][];
  return (cells, text) => {
    if (text.length > MAX_LINE) return { fault: 'row.too-long' };
    if (cells === undefined) return { fault: 'row.quotes' };
    if (cells.length !== columns.width) return { fault: 'row.columns' };
    const fields: Record<string, unknown> = {};
    for (const [column, at] of places) {
      const cell = cells[at]?.trim() ?? '';
      if (cell !== '') fields[COLUMNS[column]] = FIELD_OF[column]?.(cell) ?? cell;
    }
    const reference = referenceOf(fields.reference);
    const intent = readRow(fields);
    if (intent instanceof Refusal) return { refusal: intent, reference };
    try {
      return {
        intent,
        reference: parseBankReference(intent.reference),
        citizenId: parseCitizenId(intent.citizenId),
      };
    } catch (error) {
      return { refusal: unreadable(error), reference };
    }
  };
}

/** What a line was sent under, unless it is nothing that may be said again. */
function referenceOf(written: unknown): BankReference | undefined {
  try {
    return typeof written === 'string' ? parseBankReference(written) : undefined;
  } catch (error) {
    unreadable(error);
    return undefined;
  }
}

import type { FileFault, RowFault, RowFaultCode } from '../domain/import-row.ts';
import type { LocalText } from '../domain/local-text.ts';

/** What a reject file says to whoever corrects it. */
export const ROW_FAULT_WORDING: Record<RowFaultCode, LocalText> = {
  'row.columns': {
    th: 'จำนวนช่องไม่ตรงกับหัวตาราง',
    en: 'The row does not have as many fields as the header.',
  },
  'row.quotes': {
    th: 'เครื่องหมายคำพูดไม่ครบคู่ หนึ่งรายการต้องอยู่ในหนึ่งบรรทัด',
    en: 'A quotation mark is not closed: a row is one line.',
  },
  'row.too-long': { th: 'บรรทัดยาวเกินกำหนด', en: 'The line is too long.' },
  'row.duplicate': {
    th: 'เลขประจำตัวซ้ำกับบรรทัดก่อนหน้าในไฟล์',
    en: 'The person is on an earlier line of the file.',
  },
  'citizen-id.missing': { th: 'ไม่ได้ระบุเลขประจำตัวประชาชน', en: 'The citizen ID is missing.' },
  'citizen-id.format': {
    th: 'เลขประจำตัวประชาชนต้องเป็นตัวเลข 13 หลัก',
    en: 'A citizen ID has thirteen digits.',
  },
  'citizen-id.checksum': {
    th: 'เลขประจำตัวประชาชนไม่ถูกต้อง โปรดตรวจสอบตัวเลข',
    en: 'This is not a valid citizen ID: check its digits.',
  },
  'name.missing': { th: 'ไม่ได้ระบุชื่อหรือนามสกุล', en: 'The name is missing.' },
  'name.too-long': { th: 'ชื่อยาวเกิน 100 ตัวอักษร', en: 'The name is longer than 100 characters.' },
  'name.characters': {
    th: 'ชื่อมีตัวเลขหรือเครื่องหมายที่ใช้ไม่ได้',
    en: 'The name has digits or signs that no name has.',
  },
  'birth-date.missing': { th: 'ไม่ได้ระบุวันเกิด', en: 'The birth date is missing.' },
  'birth-date.format': {
    th: 'วันเกิดต้องเป็น วว/ดด/ปปปป (พ.ศ.) หรือ ปปปป-ดด-วว (ค.ศ.)',
    en: 'A birth date is DD/MM/YYYY in the Buddhist era, or YYYY-MM-DD in the common era.',
  },
  'birth-date.no-such-day': { th: 'ไม่มีวันดังกล่าวในปฏิทิน', en: 'There is no such day in the calendar.' },
  'birth-date.out-of-range': {
    th: 'วันเกิดอยู่ในอนาคตหรือเก่าเกินไป โปรดตรวจสอบ พ.ศ./ค.ศ.',
    en: 'The birth date lies in the future or too far back: check the era.',
  },
  'subdistrict.missing': { th: 'ไม่ได้ระบุรหัสตำบล', en: 'The subdistrict is missing.' },
  'subdistrict.format': { th: 'รหัสตำบลต้องเป็นตัวเลข 6 หลัก', en: 'A subdistrict is a code of 6 digits.' },
  'subdistrict.unknown': { th: 'ไม่พบรหัสตำบลนี้', en: 'There is no such subdistrict.' },
  'income-band.unknown': {
    th: 'ช่วงรายได้ต้องเป็น 30000 หรือ 100000',
    en: 'The income band is 30000 or 100000.',
  },
  'card-status.unknown': {
    th: 'สถานะบัตรต้องเป็น active, cancelled, deceased หรือ not-passed',
    en: 'The card status is active, cancelled, deceased or not-passed.',
  },
};

export const FILE_FAULT_WORDING: Record<FileFault, LocalText> = {
  'file.missing': { th: 'ยังไม่ได้อัปโหลดไฟล์', en: 'No file was uploaded.' },
  'file.size': { th: 'ขนาดไฟล์ไม่ตรงกับที่แจ้งไว้', en: 'The file is not as large as was announced.' },
  'file.checksum': {
    th: 'ค่า SHA-256 ของไฟล์ไม่ตรงกับที่แจ้งไว้',
    en: 'The file has another SHA-256 than was announced.',
  },
  'file.encoding': {
    th: 'ไฟล์ต้องเข้ารหัสเป็น UTF-8 หรือ TIS-620/Windows-874',
    en: 'The file is neither in UTF-8 nor in TIS-620/Windows-874.',
  },
  'file.header': {
    th: 'หัวตารางไม่ครบหรือมีคอลัมน์ที่ไม่รู้จัก',
    en: 'The header lacks a column, or has one twice or one that is not known.',
  },
  'file.empty': { th: 'ไฟล์ไม่มีข้อมูล', en: 'The file has no rows.' },
};

/** A sentence in Thai, then in English, as it stands in a reject file. */
export function rowFaultText({ code, otherLine }: RowFault<string>): string {
  const wording = ROW_FAULT_WORDING[code as RowFaultCode] ?? { th: code, en: code };
  const other = otherLine === undefined ? '' : ` (บรรทัดที่ ${otherLine} · line ${otherLine})`;
  return `${wording.th} · ${wording.en}${other}`;
}

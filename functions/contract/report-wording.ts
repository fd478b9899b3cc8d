import type { DifferenceKind } from '../domain/cut-off-differences.ts';
import type { LocalText } from '../domain/local-text.ts';

export const COUNTRY: LocalText = { th: 'ประเทศไทย', en: 'Thailand' };

/** Stands where projects are counted that the programme no longer lists. */
export const NO_LONGER_LISTED: LocalText = {
  th: 'โครงการที่ไม่อยู่ในรายการแล้ว',
  en: 'Projects no longer listed',
};

/** Headings of the columns of reports as files. */
export const HEADING = {
  code: { th: 'รหัส', en: 'Code' },
  name: { th: 'พื้นที่', en: 'Area' },
  cardholders: { th: 'ผู้มีบัตรสวัสดิการแห่งรัฐ (คน)', en: 'Cardholders (people)' },
  registered: { th: 'แจ้งความประสงค์ (คน)', en: 'Registered (people)' },
  cancelled: { th: 'ยกเลิก (คน)', en: 'Cancelled (people)' },
  coverage: { th: 'ร้อยละของผู้มีบัตร', en: 'Percent of cardholders' },
  dayBuddhist: { th: 'วันที่แจ้งความประสงค์ (พ.ศ.)', en: 'Day of the intent (Buddhist era)' },
  day: { th: 'วันที่แจ้งความประสงค์ (ISO)', en: 'Day of the intent (ISO)' },
  officer: { th: 'ช่องทาง: เจ้าหน้าที่', en: 'Channel: officer' },
  BAAC: { th: 'ช่องทาง: ธ.ก.ส.', en: 'Channel: BAAC' },
  GSB: { th: 'ช่องทาง: ธนาคารออมสิน', en: 'Channel: GSB' },
  dimension: { th: 'มิติที่', en: 'Dimension' },
  dimensionName: { th: 'มิติ', en: 'Name of the dimension' },
  project: { th: 'รหัสโครงการ', en: 'Project' },
  projectName: { th: 'โครงการพัฒนาคุณภาพชีวิต', en: 'Name of the project' },
  projectAgencies: { th: 'หน่วยงานรับผิดชอบ', en: 'Responsible agencies' },
  participations: {
    th: 'การเข้าร่วม (ครั้ง; คนหนึ่งเลือกได้หลายโครงการ)',
    en: 'Participations (a person may have several)',
  },
  people: { th: 'ผู้แจ้งความประสงค์ทั้งพื้นที่ (คน)', en: 'People registered in the whole area' },
  peopleWithProject: {
    th: 'ผู้เลือกอย่างน้อยหนึ่งโครงการทั้งพื้นที่ (คน)',
    en: 'People with a project in the whole area',
  },
  cutOff: { th: 'รอบตัดยอดจ่าย', en: 'Pay cut-off' },
  paidPeople: { th: 'ผู้มีสิทธิรับเงินเพิ่มในรอบนี้ (คน)', en: 'People on the pay list' },
  bahtPerMonth: { th: 'เงินเพิ่ม (บาท/เดือน)', en: 'Extra money (baht a month)' },
  registeredNow: {
    th: 'แจ้งความประสงค์ในช่วงวันเดียวกัน ณ ปัจจุบัน (คน)',
    en: 'Registered for the same days now (people)',
  },
  difference: { th: 'ต่างจากรอบตัดยอด (คน)', en: 'Difference to the cut-off (people)' },
  frozenAt: { th: 'ตัดยอด ณ (ISO)', en: 'Frozen at (ISO)' },
  differenceKind: { th: 'ความแตกต่าง', en: 'Difference' },
  citizenId: { th: 'เลขประจำตัวประชาชน', en: 'Citizen ID' },
  province: { th: 'รหัสจังหวัด', en: 'Province' },
  district: { th: 'รหัสอำเภอ', en: 'District' },
  subdistrict: { th: 'รหัสตำบล', en: 'Subdistrict' },
  band: { th: 'ช่วงรายได้', en: 'Band' },
  agency: { th: 'หน่วยงาน', en: 'Agency' },
  channel: { th: 'ช่องทาง', en: 'Channel' },
  maskedId: { th: 'เลขประจำตัวประชาชน (ปิดบางส่วน)', en: 'Citizen ID (masked)' },
  receipt: { th: 'เลขที่หางตั๋ว', en: 'Receipt' },
  registration: { th: 'รหัสการแจ้งความประสงค์', en: 'Registration' },
  peopleChange: { th: 'ผลต่าง (คน)', en: 'Change (people)' },
  bahtChange: { th: 'ผลต่าง (บาท/เดือน)', en: 'Change (baht a month)' },
  frozenDayBuddhist: { th: 'วันที่แจ้ง ณ วันตัดยอด (พ.ศ.)', en: 'Day at the freeze (Buddhist era)' },
  frozenDay: { th: 'วันที่แจ้ง ณ วันตัดยอด (ISO)', en: 'Day at the freeze (ISO)' },
  frozenSubdistrict: { th: 'ตำบล ณ วันตัดยอด', en: 'Subdistrict at the freeze' },
  frozenBand: { th: 'ช่วงรายได้ ณ วันตัดยอด', en: 'Band at the freeze' },
  nowDayBuddhist: { th: 'วันที่แจ้ง ณ ปัจจุบัน (พ.ศ.)', en: 'Day now (Buddhist era)' },
  nowDay: { th: 'วันที่แจ้ง ณ ปัจจุบัน (ISO)', en: 'Day now (ISO)' },
  nowSubdistrict: { th: 'ตำบล ณ ปัจจุบัน', en: 'Subdistrict now' },
  nowBand: { th: 'ช่วงรายได้ ณ ปัจจุบัน', en: 'Band now' },
  asOfBuddhist: { th: 'ข้อมูล ณ (พ.ศ.)', en: 'As of (Buddhist era, Bangkok)' },
  asOf: { th: 'ข้อมูล ณ (ISO)', en: 'As of (ISO)' },
} as const satisfies Record<string, LocalText>;

export const agencyHeading = ({ code, name }: { code: string; name: LocalText }): LocalText => ({
  th: `หน่วยงาน: ${name.th} (${code})`,
  en: `Agency: ${name.en} (${code})`,
});

const baht = (amount: number): string => amount.toLocaleString('en-US');

/** @param over the upper end of the band below, in baht a year; undefined for the lowest */
export const bandHeading = (over: number | undefined, upTo: number): LocalText =>
  over === undefined
    ? { th: `รายได้ไม่เกิน ${baht(upTo)} บาท/ปี (คน)`, en: `Income up to ${baht(upTo)} baht a year (people)` }
    : {
        th: `รายได้เกิน ${baht(over)} ถึง ${baht(upTo)} บาท/ปี (คน)`,
        en: `Income over ${baht(over)} and up to ${baht(upTo)} baht a year (people)`,
      };

/** What a difference to a pay cut-off is, in a file. */
export const DIFFERENCE: Record<DifferenceKind, LocalText> = {
  withdrawn: { th: 'ยกเลิกแล้ว', en: 'Withdrawn' },
  'day-moved-out': { th: 'แก้ไขวันที่ออกนอกช่วง', en: 'Day moved out of the range' },
  'registered-elsewhere': { th: 'แจ้งใหม่ในอำเภออื่น', en: 'Registered again in another district' },
  erased: { th: 'ลบข้อมูลแล้ว', en: 'Erased' },
  'registered-again': {
    th: 'แจ้งใหม่ด้วยช่วงรายได้หรือตำบลอื่น',
    en: 'Registered again, in another band or subdistrict',
  },
  'recorded-since': { th: 'บันทึกหลังตัดยอด', en: 'Recorded after the freeze' },
  'day-moved-in': { th: 'แก้ไขวันที่เข้ามาในช่วง', en: 'Day moved into the range' },
  'registered-here': {
    th: 'แจ้งใหม่ที่นี่ แต่อยู่ในบัญชีของอำเภออื่น',
    en: 'Registered again here, on the list of another district',
  },
};

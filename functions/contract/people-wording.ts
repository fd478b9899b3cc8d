import type { LocalText } from '../domain/local-text.ts';
import type { LookUpFaultCode, PersonLookedUp } from '../domain/people-look-up.ts';
import type { Channel } from '../domain/registration.ts';
import { ROW_FAULT_WORDING } from './row-fault-wording.ts';

/** What a line that cannot be looked up is told. */
export const lookUpFault = (code: LookUpFaultCode, sameAsLine: number | undefined): LocalText =>
  sameAsLine === undefined
    ? ROW_FAULT_WORDING[code]
    : { th: `ซ้ำกับบรรทัดที่ ${sameAsLine}`, en: `The same person as on line ${sameAsLine}.` };

/** What a file says of a person; somebody of another area and an unknown one are told alike. */
export const OUTCOME: Record<PersonLookedUp['outcome'], LocalText> = {
  'may-register': { th: 'ยังไม่แจ้งความประสงค์', en: 'Has not registered' },
  registered: { th: 'แจ้งความประสงค์แล้ว', en: 'Has registered' },
  'not-entitled': { th: 'บัตรใช้สิทธิไม่ได้', en: 'Card gives no right' },
  'not-found': { th: 'ไม่พบในพื้นที่รับผิดชอบ', en: 'Not found in your area' },
};

export const CHANNEL: Record<Channel, LocalText> = {
  officer: { th: 'เจ้าหน้าที่', en: 'Officer' },
  BAAC: { th: 'ธ.ก.ส.', en: 'BAAC' },
  GSB: { th: 'ธนาคารออมสิน', en: 'GSB' },
};

/** Headings of the file of answers. */
export const LOOK_UP_HEADING = {
  line: { th: 'บรรทัดที่', en: 'Line' },
  maskedId: { th: 'เลขประจำตัวประชาชน (ปิดบางส่วน)', en: 'Citizen ID (masked)' },
  outcome: { th: 'ผล', en: 'Result' },
  code: { th: 'รหัสผล', en: 'Code' },
  district: { th: 'อำเภอตามที่อยู่ปัจจุบัน', en: 'District of the current address' },
  province: { th: 'จังหวัดตามที่อยู่ปัจจุบัน', en: 'Province of the current address' },
  intentOnBuddhist: { th: 'วันที่แจ้งความประสงค์ (พ.ศ.)', en: 'Day of the intent (Buddhist era)' },
  intentOn: { th: 'วันที่แจ้งความประสงค์ (ISO)', en: 'Day of the intent (ISO)' },
  place: { th: 'สถานที่รับแจ้ง', en: 'Place of the intent' },
  placeDistrict: { th: 'อำเภอที่รับแจ้ง', en: 'District of the place' },
  channel: { th: 'ช่องทาง', en: 'Channel' },
} as const satisfies Record<string, LocalText>;

import { BANGKOK } from '../domain/area.ts';
import type { Eligibility } from '../domain/eligibility.ts';
import type { LocalText } from '../domain/local-text.ts';
import type { DistrictName } from '../domain/ports.ts';

const written = new Map<string, LocalText>();

/** In words, with the year of the Buddhist era in Thai: 12 กุมภาพันธ์ 2561. A formatter costs more than the look-up. */
function longDay(day: string): LocalText {
  const known = written.get(day);
  if (known !== undefined) return known;
  const at = new Date(`${day}T12:00:00Z`);
  const write = (locale: string) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    }).format(at);
  const text = { th: write('th-TH-u-ca-buddhist').replace('พุทธศักราช ', ''), en: write('en-GB') };
  written.set(day, text);
  return text;
}

/** Bangkok is divided into เขต under directors, the provinces into อำเภอ under chiefs. */
function placeNames(district: DistrictName): { area: LocalText; chief: LocalText } {
  const { name, province } = district;
  return province.code === BANGKOK
    ? {
        area: { th: `เขต${name.th} กรุงเทพมหานคร`, en: `${name.en} District, Bangkok` },
        chief: { th: 'ผู้อำนวยการเขต', en: 'district director' },
      }
    : {
        area: {
          th: `อำเภอ${name.th} จังหวัด${province.name.th}`,
          en: `${name.en} District, ${province.name.en}`,
        },
        chief: { th: 'นายอำเภอ', en: 'district chief' },
      };
}

export const NOT_FOUND: LocalText = {
  th: 'ไม่พบสิทธิ์ตามเลขที่ระบุ โปรดตรวจสอบเลขอีกครั้ง หรือติดต่อ 1359',
  en: 'No entitlement was found for this number. Please check the digits, or call 1359.',
};

/** The same where the measure asks for the birth date, whichever of the two is wrong. */
export const NOT_FOUND_WITH_BIRTH_DATE: LocalText = {
  th: 'ไม่พบสิทธิ์ตามเลขและวันเกิดที่ระบุ โปรดตรวจสอบอีกครั้ง หรือติดต่อ 1359',
  en: 'No entitlement was found for this number and date of birth. Please check both, or call 1359.',
};

export const BRANCHES = [
  { bank: 'BAAC', name: { th: 'ธ.ก.ส.', en: 'BAAC' } },
  { bank: 'GSB', name: { th: 'ธนาคารออมสิน', en: 'GSB' } },
] as const;

export const BRING: LocalText[] = [
  { th: 'บัตรสวัสดิการแห่งรัฐ', en: 'State welfare card' },
  { th: 'บัตรประจำตัวประชาชน', en: 'National ID card' },
];

export function registeredMessage(registeredOn: string, district: DistrictName): LocalText {
  const day = longDay(registeredOn);
  const { area } = placeNames(district);
  return {
    th: `ท่านแจ้งความประสงค์เข้าร่วมมาตรการแล้ว เมื่อวันที่ ${day.th} ${area.th}`,
    en: `You registered for the measure on ${day.en}, in ${area.en}.`,
  };
}

/** Where to go stands whether or not the district has set a place of its own. */
export function mayRegisterMessage(
  { measure, phase, places }: Extract<Eligibility, { status: 'may-register' }>,
  district: DistrictName,
): LocalText {
  const { area, chief } = placeNames(district);
  const from = longDay(measure.windowFrom);
  const to = longDay(measure.windowTo);
  if (phase === 'before')
    return {
      th: `ท่านมีสิทธิ์เข้าร่วมมาตรการ เปิดรับแจ้งความประสงค์วันที่ ${from.th} ถึง ${to.th}`,
      en: `You may join the measure. Intents are taken from ${from.en} to ${to.en}.`,
    };
  if (phase === 'after')
    return {
      th: `การรับแจ้งความประสงค์สิ้นสุดแล้วเมื่อวันที่ ${to.th} สอบถามได้ที่ 1359`,
      en: `Intents were taken until ${to.en}. For questions, call 1359.`,
    };
  const set =
    places.length === 0
      ? { th: '', en: '' }
      : { th: ` หรือสถานที่ที่${chief.th}กำหนด`, en: `, or the places set by the ${chief.en}` };
  return {
    th: `ท่านมีสิทธิ์เข้าร่วมมาตรการ แจ้งความประสงค์ได้ที่ ธ.ก.ส. หรือธนาคารออมสินในพื้นที่${area.th}${set.th} ภายในวันที่ ${to.th}`,
    en: `You may join the measure. Go to a BAAC or GSB branch in ${area.en}${set.en}, by ${to.en}.`,
  };
}

import { type Language, language } from './language.ts';

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  th: [
    'มกราคม',
    'กุมภาพันธ์',
    'มีนาคม',
    'เมษายน',
    'พฤษภาคม',
    'มิถุนายน',
    'กรกฎาคม',
    'สิงหาคม',
    'กันยายน',
    'ตุลาคม',
    'พฤศจิกายน',
    'ธันวาคม',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
};
const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  th: ['อาทิตย์', 'จันทร์', 'อังคาร', 'พุธ', 'พฤหัสบดี', 'ศุกร์', 'เสาร์'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const YEARS_TO_BUDDHIST_ERA = 543;
const NO_BREAK = '\u00a0';

/** `2026-12-14` → `14 ธันวาคม 2569`, in English with both eras. Old phones know no Buddhist calendar. */
export function dayInWords(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const name = MONTHS[language()][month - 1];
  const buddhist = year + YEARS_TO_BUDDHIST_ERA;
  return language() === 'th'
    ? [date, name, buddhist].join(NO_BREAK)
    : `${[date, name, year].join(NO_BREAK)} (B.E.${NO_BREAK}${buddhist})`;
}

/** The same with its weekday: `วันจันทร์ที่ 14 ธันวาคม 2569`. */
export function weekdayInWords(day: string): string {
  const weekday = WEEKDAYS[language()][new Date(`${day}T12:00:00Z`).getUTCDay()];
  return language() === 'th' ? `วัน${weekday}ที่ ${dayInWords(day)}` : `${weekday} ${dayInWords(day)}`;
}

/** Now on Bangkok's clock, which knows no summer time. */
export function nowInWords(): string {
  const bangkok = new Date(Date.now() + 7 * 3_600_000).toISOString();
  const time = bangkok.slice(11, 16).replace(':', language() === 'th' ? '.' : ':');
  return language() === 'th'
    ? `${dayInWords(bangkok.slice(0, 10))} เวลา ${time} น.`
    : `${dayInWords(bangkok.slice(0, 10))}, ${time}`;
}

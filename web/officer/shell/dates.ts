import { type CalendarDate, parseDate, today } from '@internationalized/date';
import type { Language } from './wording.ts';

export const BANGKOK = 'Asia/Bangkok';

/** React Aria's locale: its pickers show the Buddhist era in both languages. */
export const localeOf = (language: Language): string =>
  language === 'th' ? 'th-TH-u-ca-buddhist' : 'en-GB-u-ca-buddhist';

/** Today in Bangkok by this device's clock; what counts is the server's. */
export const todayInBangkok = (): CalendarDate => today(BANGKOK);

const isDayText = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** `2026-11-24` → `24 พ.ย. 2569`. */
export function showDay(day: string, language: Language, month: 'short' | 'long' = 'short'): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month,
    year: 'numeric',
    timeZone: 'UTC',
  })
    .format(parseDate(isDayText(day) ? day : day.slice(0, 10)).toDate('UTC'))
    .replace(/\s*(BE|พ\.ศ\.)\s*/, ' ')
    .trim();
}

/** `2026-11` → `พฤศจิกายน 2569`. */
export const showMonth = (month: string, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** An instant on Bangkok's clock: `24 พ.ย. 2569 09:05`. */
export function showInstant(instant: string, language: Language): string {
  const at = new Date(instant);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: BANGKOK }).format(at);
  return `${showDay(day, language)} ${showTime(instant)}`;
}

export const showTime = (instant: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: BANGKOK, hour: '2-digit', minute: '2-digit' }).format(
    new Date(instant),
  );

export const showNumber = (value: number): string => new Intl.NumberFormat('en-US').format(value);

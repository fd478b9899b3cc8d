import { plainDigits } from './citizen-id.ts';

export const PARTS = ['day', 'month', 'year'] as const;
export type Part = (typeof PARTS)[number];
export type Parts = Readonly<Record<Part, string>>;

export interface BirthDateFault {
  readonly kind:
    | 'empty'
    | 'missing'
    | 'not-digits'
    | 'wrong'
    | 'no-such-day'
    | 'future'
    | 'asked'
    | 'refused';
  /** Where the reader goes on. */
  readonly part: Part;
}

const YEARS_TO_BUDDHIST_ERA = 543;
const FIRST_BUDDHIST_YEAR = 2400;
const OLDEST_YEAR = 1900;

/** The year is taken as the card has it in Thai or in English: the two eras have no year in common. */
function commonYear(year: number): number {
  return year >= FIRST_BUDDHIST_YEAR ? year - YEARS_TO_BUDDHIST_ERA : year;
}

const daysOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const padded = (number: number): string => (number < 10 ? `0${number}` : String(number));

/** `YYYY-MM-DD` of the common era, or what is wrong. `today` is the server's: old phones have wrong clocks. */
export function birthDateOf(written: Parts, today?: string): string | BirthDateFault {
  const digits = PARTS.map((part) => plainDigits(written[part]));
  if (digits.every((text) => text === '')) return { kind: 'empty', part: 'day' };
  for (const kind of ['missing', 'not-digits'] as const)
    for (let at = 0; at < PARTS.length; at++) {
      const text = digits[at] ?? '';
      if (kind === 'missing' ? text === '' : /\D/.test(text)) return { kind, part: PARTS[at] ?? 'day' };
    }
  const [day = 0, month = 0, writtenYear = 0] = digits.map(Number);
  const year = commonYear(writtenYear);
  if (day < 1 || day > 31) return { kind: 'wrong', part: 'day' };
  if (month < 1 || month > 12) return { kind: 'wrong', part: 'month' };
  if (year < OLDEST_YEAR || digits[2]?.length !== 4) return { kind: 'wrong', part: 'year' };
  if (day > daysOf(year, month)) return { kind: 'no-such-day', part: 'day' };
  const date = `${year}-${padded(month)}-${padded(day)}`;
  // The system takes no year beyond the century after this one.
  return date > (today || '2199') ? { kind: 'future', part: 'year' } : date;
}

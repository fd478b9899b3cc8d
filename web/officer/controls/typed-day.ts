import { type DateValue, parseDate } from '@internationalized/date';

/** While a year of the Buddhist era is typed it is 2, 25, 256: no day yet. */
const COMMON_ERA = /^(19|20|21)\d{2}-/;

/** The day of the common era, YYYY-MM-DD, once it is typed whole. */
export const dayIn = (date: DateValue | null | undefined): string | undefined =>
  date !== null && date !== undefined && COMMON_ERA.test(date.toString()) ? date.toString() : undefined;

export const dateOf = (day: string | undefined): DateValue | null =>
  day === undefined ? null : parseDate(day);

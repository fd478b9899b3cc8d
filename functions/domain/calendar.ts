/** A calendar day in Asia/Bangkok, `YYYY-MM-DD` in the common era. */
export type Day = string & { readonly kind: 'Day' };

/** An instant in UTC, ISO 8601 with milliseconds. */
export type Instant = string & { readonly kind: 'Instant' };

const DAY_MS = 86_400_000;
/** Thailand has been at UTC+7 without daylight saving since 1920. */
const BANGKOK_OFFSET_MS = 7 * 3_600_000;

export const instantOf = (at: Date): Instant => at.toISOString() as Instant;

/** The day on a Bangkok wall calendar at that instant. */
export const bangkokDay = (at: Date): Day =>
  new Date(at.getTime() + BANGKOK_OFFSET_MS).toISOString().slice(0, 10) as Day;

/** The instants between which a month, `2018-02`, lasts in Bangkok; `to` begins the next one. */
export function monthInBangkok(month: string): { from: Instant; to: Instant } {
  const midnight = (at: Date): Instant => instantOf(new Date(at.getTime() - BANGKOK_OFFSET_MS));
  const first = new Date(`${month}-01T00:00:00Z`);
  const next = new Date(first);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return { from: midnight(first), to: midnight(next) };
}

/** The time on a Bangkok wall clock at that instant, `16:30`. */
export const bangkokTime = (at: Date): string =>
  new Date(at.getTime() + BANGKOK_OFFSET_MS).toISOString().slice(11, 16);

/** In figures with the year of the Buddhist era: `21/02/2561`. */
export function buddhistDay(day: Day): string {
  const [year, month, date] = day.split('-');
  return `${date}/${month}/${Number(year) + 543}`;
}

/** True for a day that exists: 2026-02-29 does not. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

export const plusDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as Day;

/** The same day of another year; of a 29 February that is not there, 1 March. */
export function plusYears(day: Day, years: number): Day {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCFullYear(at.getUTCFullYear() + years);
  return at.toISOString().slice(0, 10) as Day;
}

/** Every day of a range, both ends included. */
export function daysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}

/** Until midnight in Bangkok. */
export const secondsLeftOfDay = (at: Date): number =>
  Math.ceil((DAY_MS - ((at.getTime() + BANGKOK_OFFSET_MS) % DAY_MS)) / 1_000);

export const yearOf = (day: Day): number => Number(day.slice(0, 4));

import { type Area, coversDistrict } from './area.ts';
import { type Day, daysBetween, isDay, plusDays } from './calendar.ts';
import { type BucketCounts, type Counts, zeros } from './counts.ts';
import { type Agency, type AgencyCode, agenciesNamed } from './programme.ts';
import { Refusal } from './refusal.ts';
import type { Channel } from './registration.ts';

/** Longest range of days. The country reads as many items a day as there are provinces, a province only one. */
export const MAX_DAYS: Record<Area['level'], number> = { country: 31, province: 92, district: 92 };

export type DayRange = { from: Day; to: Day };

export type DayCounts = {
  /** People whose registration stands, by the day of the intent. */
  registered: number;
  byAgency: Counts<AgencyCode>;
  byChannel: Counts<Channel>;
};

export type DailyReport = {
  /** Every agency that occurs in the range: the columns of each day. */
  agencies: Agency[];
  days: (DayCounts & { day: Day })[];
  total: DayCounts;
};

/** @throws Refusal days.reversed, days.too-many */
export function assertRange({ from, to }: DayRange, level: Area['level']): void {
  if (to < from) throw new Refusal('days.reversed', { path: 'to' });
  const atMost = MAX_DAYS[level];
  if (plusDays(from, atMost - 1) < to) throw new Refusal('days.too-many', { path: 'to', facts: { atMost } });
}

type Intents = { day: Day; agency: AgencyCode; channel: Channel; count: number };

const CHANNELS = ['officer', 'BAAC', 'GSB'] as const satisfies Channel[];

/** A row for every day of the range: one without a registration is zero, not missing. */
export function dailyReport(
  area: Area,
  { from, to }: DayRange,
  items: readonly BucketCounts[],
  agencies: readonly Agency[],
): DailyReport {
  const intents = items.flatMap((item) => intentsIn(item, area));
  const occurring = new Set(intents.map(({ agency }) => agency));
  const columns = agenciesNamed(occurring, agencies);
  const total = noIntents(columns);
  const days = new Map(daysBetween(from, to).map((day) => [day, noIntents(columns)]));
  for (const { day, agency, channel, count } of intents)
    for (const counts of [total, days.get(day)])
      if (counts !== undefined) {
        counts.registered += count;
        counts.byAgency[agency] = (counts.byAgency[agency] ?? 0) + count;
        counts.byChannel[channel] += count;
      }
  return { agencies: columns, total, days: [...days].map(([day, counts]) => ({ day, ...counts })) };
}

function intentsIn({ bucket, cells }: BucketCounts, area: Area): Intents[] {
  if (!isDay(bucket)) return [];
  return cells.flatMap(({ cell, count }) =>
    cell.of === 'district-agency' && count !== 0 && coversDistrict(area, cell.district)
      ? [{ day: bucket, agency: cell.agency, channel: cell.channel, count }]
      : [],
  );
}

const noIntents = (columns: readonly Agency[]): DayCounts => ({
  registered: 0,
  byAgency: zeros(columns.map(({ code }) => code)),
  byChannel: zeros(CHANNELS),
});

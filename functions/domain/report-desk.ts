import type { ProvinceCode } from './area.ts';
import { bangkokDay, type Day, type Instant, instantOf, plusDays } from './calendar.ts';
import { assertReadsProvince, type Officer } from './caller.ts';
import type { Counters, DistrictName, Geography } from './ports.ts';
import { assertRange, type ProvinceReport, provinceReport } from './province-report.ts';
import { Refusal } from './refusal.ts';

/** Days of a report whose range was left out. */
const DEFAULT_DAYS = 30;

export type ProvinceReading = {
  province: DistrictName['province'];
  asOf: Instant;
  lastCountedAt: Instant | undefined;
  report: ProvinceReport;
};

/**
 * A province's totals, and its days over a range.
 * @throws Refusal province.not-found (also outside the officer's area), days.reversed, days.too-many
 */
export async function readProvince(
  { counters, geography }: { counters: Counters; geography: Geography },
  officer: Officer,
  code: ProvinceCode,
  range: { from?: Day | undefined; to?: Day | undefined },
  at: Date,
): Promise<ProvinceReading> {
  assertReadsProvince(officer, code);
  const province = await geography.province(code);
  if (province === undefined) throw new Refusal('province.not-found', { path: 'province' });
  const to = range.to ?? bangkokDay(at);
  const from = range.from ?? plusDays(to, 1 - DEFAULT_DAYS);
  assertRange(from, to);
  const counts = await counters.ofProvince(code, from, to);
  return {
    province,
    asOf: instantOf(at),
    lastCountedAt: counts.lastCountedAt,
    report: provinceReport(code, from, to, counts),
  };
}

import type { DistrictCode, ProvinceCode } from './area.ts';
import { bangkokDay, type Day, daysBetween, type Instant, instantOf, plusDays } from './calendar.ts';
import type { Officer } from './caller.ts';
import { type CardholderReport, cardholderReport } from './cardholder-report.ts';
import type { Bucket } from './contribution.ts';
import { type BucketCounts, newestOf } from './counts.ts';
import { type CoverageOrder, type CoverageReport, coverageReport } from './coverage-report.ts';
import { assertRange, type DailyReport, type DayRange, dailyReport } from './daily-report.ts';
import type { CountedPeople } from './people.ts';
import type { Counters, Gazetteer, Programme } from './ports.ts';
import { type ProjectReport, projectReport, totalsOf } from './project-report.ts';
import { areasWithin, provincesOf, type ReportArea, reportAreaOf } from './report-area.ts';

/** Days of a report whose range was left out. */
const DEFAULT_DAYS = 30;

type Asked = { area?: ProvinceCode | DistrictCode | undefined };

export type Reading<Report> = ReportArea & {
  /** When it was read. */
  asOf: Instant;
  /** When the newest change in the items that were read was counted. */
  lastCountedAt: Instant | undefined;
  report: Report;
};

type Books = { counters: Counters; gazetteer: Gazetteer };

/** The items of these buckets, of every province that the area lies in or is made of. */
async function itemsOf(
  { counters, gazetteer }: Books,
  { area }: ReportArea,
  buckets: readonly Bucket['bucket'][],
): Promise<BucketCounts[]> {
  const provinces = await provincesOf(gazetteer, area);
  return counters.read(provinces.flatMap((province) => buckets.map((bucket) => ({ province, bucket }))));
}

function reading<Report>(
  about: ReportArea,
  at: Date,
  items: readonly BucketCounts[],
  report: Report,
): Reading<Report> {
  return { ...about, asOf: instantOf(at), lastCountedAt: newestOf(items), report };
}

/**
 * Menu 3.1: how many of the cardholders have registered, by area.
 * @throws Refusal province.not-found, district.not-found (also outside the officer's area)
 */
export async function readCoverage(
  books: Books,
  officer: Officer,
  {
    area: code,
    sort = 'code',
    order = 'asc',
  }: Asked & { [Part in keyof CoverageOrder]?: CoverageOrder[Part] | undefined },
  at: Date,
): Promise<Reading<CoverageReport>> {
  const about = await reportAreaOf(books.gazetteer, officer, code);
  const [names, items] = await Promise.all([
    areasWithin(books.gazetteer, about.area),
    itemsOf(books, about, ['total', 'cancelled', 'cards']),
  ]);
  return reading(about, at, items, coverageReport(about.area, names, items, { sort, order }));
}

/**
 * Menu 3.2: who has registered on each day, by agency and by channel.
 * @throws Refusal province.not-found, district.not-found, days.reversed, days.too-many
 */
export async function readDaily(
  books: Books & { programme: Pick<Programme, 'agencies'> },
  officer: Officer,
  { area: code, ...asked }: Asked & { from?: Day | undefined; to?: Day | undefined },
  at: Date,
): Promise<Reading<DailyReport & DayRange>> {
  const about = await reportAreaOf(books.gazetteer, officer, code);
  const to = asked.to ?? bangkokDay(at);
  const from = asked.from ?? plusDays(to, 1 - DEFAULT_DAYS);
  assertRange({ from, to }, about.area.level);
  const [agencies, items] = await Promise.all([
    books.programme.agencies(),
    itemsOf(books, about, daysBetween(from, to)),
  ]);
  const report = dailyReport(about.area, { from, to }, items, agencies);
  return reading(about, at, items, { from, to, ...report });
}

/**
 * Menu 3.3: which development projects people have chosen. A district has no counters of projects: its own rows
 * are counted.
 * @throws Refusal province.not-found, district.not-found (also outside the officer's area)
 */
export async function readProjects(
  books: Books & {
    programme: Pick<Programme, 'agencies' | 'projects'>;
    people: Pick<CountedPeople, 'contributionsOf'>;
  },
  officer: Officer,
  { area: code }: Asked,
  at: Date,
): Promise<Reading<ProjectReport>> {
  const about = await reportAreaOf(books.gazetteer, officer, code);
  const { area } = about;
  const [agencies, listed, items] = await Promise.all([
    books.programme.agencies(),
    books.programme.projects(),
    itemsOf(books, about, ['total']),
  ]);
  const cells =
    area.level === 'district'
      ? await totalsOf(books.people.contributionsOf(area.district))
      : items.flatMap((item) => item.cells);
  return reading(about, at, items, projectReport(cells, { ...listed, agencies }));
}

/**
 * Menu 1.1: who holds an active card, by area and income band.
 * @throws Refusal province.not-found, district.not-found (also outside the officer's area)
 */
export async function readCardholders(
  books: Books & { programme: Pick<Programme, 'measure'> },
  officer: Officer,
  { area: code }: Asked,
  at: Date,
): Promise<Reading<CardholderReport>> {
  const about = await reportAreaOf(books.gazetteer, officer, code);
  const [names, items, { bands }] = await Promise.all([
    areasWithin(books.gazetteer, about.area),
    itemsOf(books, about, ['cards']),
    books.programme.measure(),
  ]);
  return reading(about, at, items, cardholderReport(about.area, names, items, bands));
}

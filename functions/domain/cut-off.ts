import { type DistrictCode, districtOf } from './area.ts';
import type { AuditLine } from './audit.ts';
import type { Day, Instant } from './calendar.ts';
import type { CitizenId } from './citizen-id.ts';
import { type Counts, sumOf } from './counts.ts';
import { assertRange, type DayRange } from './daily-report.ts';
import type { Page, PageRequest, Written } from './ports.ts';
import type { Band, BandRule, Measure } from './programme.ts';
import { Refusal } from './refusal.ts';
import { isStanding, type Registration } from './registration.ts';

export type CutOffId = string & { readonly kind: 'CutOffId' };

/** The days of intents that are paid together, under the name that they are paid by. */
export type CutOffRange = DayRange & { cutOffId: CutOffId; name: string };

/** Every cut-off of a measure; two of them never share a day, or a person could be paid twice. */
export type CutOffRanges = {
  ranges: CutOffRange[] /** Rises with every cut-off that is added. */;
  revision: number;
};

export const BANDS = ['UP_TO_30000', 'UP_TO_100000'] as const satisfies Band[];

export type DistrictPeople = { district: DistrictCode; people: Counts<Band> };

/** รอบตัดยอดจ่าย: who is paid for a range of days, as it stood at one instant. */
export type CutOff = CutOffRange & {
  measure: Measure['code'];
  /** The list holds what was recorded up to and including this instant, however long it takes to make. */
  frozenAt: Instant;
  frozenBy: string;
  /** The bands as they were then, so that the sums in baht stay whatever the measure says later. */
  bands: BandRule[];
} & ({ phase: 'freezing' } | Sealed);

type Sealed = { phase: 'frozen'; sealedAt: Instant; totals: DistrictPeople[] };
export type FrozenCutOff = CutOff & Sealed;
/** As lists of cut-offs show it: without its totals. */
export type CutOffInBrief = Omit<CutOff, 'phase'> & {
  phase: CutOff['phase'];
  sealedAt?: Instant | undefined;
};

/** One person who is paid: the registration as it stood then. */
export type CutOffRow = Pick<
  Registration,
  | 'citizenId'
  | 'registrationId'
  | 'receipt'
  | 'version'
  | 'intentOn'
  | 'residence'
  | 'band'
  | 'agency'
  | 'channel'
>;

export type CutOffs = {
  ranges(measure: string): Promise<CutOffRanges>;
  /** The oldest first. */
  list(measure: string): Promise<CutOffInBrief[]>;
  one(measure: string, cutOffId: CutOffId): Promise<CutOff | undefined>;
  /**
   * One transaction: the cut-off, the ranges with it, and the audit line; overtaken when another cut-off was added
   * since `after` was read.
   */
  add(cutOff: CutOff, after: CutOffRanges, audit: AuditLine): Promise<Written>;
  /** Ends the freezing, once. */
  seal(
    cutOff: Pick<CutOff, 'measure' | 'cutOffId'>,
    totals: DistrictPeople[],
    at: Instant,
  ): Promise<'sealed' | 'not-freezing'>;
};

/**
 * The rows of cut-offs. They are written in parts, each of which is closed when it is whole: a closed part takes no
 * row any more, whoever is late.
 */
export type CutOffRows = {
  put(cutOffId: CutOffId, part: string, rows: readonly CutOffRow[]): Promise<'written' | 'closed'>;
  /** Closes the part unless somebody has, and gives the districts with which it was closed. */
  close(cutOffId: CutOffId, part: string, districts: readonly DistrictCode[]): Promise<DistrictCode[]>;
  /** The districts in which a closed part has rows. */
  closed(cutOffId: CutOffId, part: string): Promise<DistrictCode[] | undefined>;
  /** The row of one person on the list. */
  row(
    cutOffId: CutOffId,
    district: DistrictCode,
    of: Pick<CutOffRow, 'intentOn' | 'registrationId'>,
  ): Promise<CutOffRow | undefined>;
  page(cutOffId: CutOffId, district: DistrictCode, page: PageRequest): Promise<Page<CutOffRow>>;
  ofDistrict(cutOffId: CutOffId, district: DistrictCode): AsyncIterable<CutOffRow[]>;
};

/** Registrations as they stood at an instant: the highest version that was recorded up to it. */
export type RegistrationsAsOf = {
  /** Everybody who had one, a segment of so many. */
  segment(at: Instant, segment: number, segments: number): AsyncIterable<Registration[]>;
  of(citizenId: CitizenId, at: Instant): Promise<Registration | undefined>;
};

/** In the order in which they were frozen, and fit for a URL and for the name of a run. */
export const cutOffIdOf = (at: Date, random: string): CutOffId =>
  `${at.toISOString().slice(0, 19).replaceAll(':', '')}-${random}` as CutOffId;

export const isWithinRange = ({ from, to }: DayRange, day: Day): boolean => from <= day && day <= to;

export const wasRecordedBy = ({ change }: Pick<Registration, 'change'>, at: Instant): boolean =>
  change.at <= at;

/**
 * @throws Refusal days.reversed, days.too-many, cut-off.range-outside-window, cut-off.range-not-over: an intent of a
 * day that is not over could still come in
 */
export function assertFreezable(
  range: DayRange,
  { windowFrom, windowTo }: Pick<Measure, 'windowFrom' | 'windowTo'>,
  today: Day,
): void {
  // The country's is compared with the counters of each day: the same days as in a daily report.
  assertRange(range, 'country');
  if (range.from < windowFrom || range.to > windowTo)
    throw new Refusal('cut-off.range-outside-window', {
      path: range.from < windowFrom ? 'from' : 'to',
      facts: { windowFrom, windowTo },
    });
  if (range.to >= today) throw new Refusal('cut-off.range-not-over', { path: 'to' });
}

export const overlapping = (
  ranges: readonly CutOffRange[],
  { from, to }: DayRange,
): CutOffRange | undefined => ranges.find((other) => other.from <= to && from <= other.to);

/** The row of a registration that is paid; undefined for one that is not. */
export function rowOf(registration: Registration, range: DayRange): CutOffRow | undefined {
  if (!isStanding(registration) || !isWithinRange(range, registration.intentOn)) return undefined;
  const { citizenId, registrationId, receipt, version, intentOn, residence, band, agency, channel } =
    registration;
  return { citizenId, registrationId, receipt, version, intentOn, residence, band, agency, channel };
}

export const rowDistrict = ({ residence }: Pick<CutOffRow, 'residence'>): DistrictCode =>
  districtOf(residence);

/** Baht a month for one person. */
export const extraOf = (bands: readonly BandRule[], band: Band): number =>
  bands.find((rule) => rule.band === band)?.extraBahtPerMonth ?? 0;

/** Baht a month for so many people. */
export const bahtOf = (people: Counts<Band>, bands: readonly BandRule[]): number =>
  sumOf(BANDS.map((band) => people[band] * extraOf(bands, band)));

import { type DistrictCode, districtOf, type SubdistrictCode } from '../functions/domain/area.ts';
import { type Day, daysBetween } from '../functions/domain/calendar.ts';
import {
  type Bucket,
  type CardContribution,
  cellsOf,
  type RegistrationContribution,
} from '../functions/domain/contribution.ts';
import { cellName } from '../functions/domain/counter-cell.ts';
import type { AgencyCode, ProjectCode } from '../functions/domain/programme.ts';
import type { Channel } from '../functions/domain/registration.ts';
import { type Choose, chooser, seededRandom } from '../local/seed/random.ts';
import subdistricts from '../reference/geography/subdistricts.geo.json' with { type: 'json' };
import projects from '../reference/programme/projects.json' with { type: 'json' };

/** The window of the original measure. */
export const WINDOW: readonly Day[] = daysBetween('2018-02-01' as Day, '2018-02-28' as Day);

/** The last days of the window, as many as are asked for. */
export const lastDays = (days: number): Day[] => WINDOW.slice(-days);

const PROJECTS = projects.map(({ code }) => code as ProjectCode);
const BANGKOK_SHARE = 0.11;
export const CANCELLED_SHARE = 0.025;

/** Banks take the most; officers record for the district office and for ministries. */
const RECORDED_BY: readonly (readonly [readonly [Channel, string], number])[] = [
  [['BAAC', 'BAAC'], 0.58],
  [['GSB', 'GSB'], 0.17],
  [['officer', 'DOPA'], 0.15],
  [['officer', 'MOI'], 0.0375],
  [['officer', 'MOAC'], 0.0375],
  [['officer', 'MOL'], 0.025],
];

const PROJECTS_WISHED = [
  [0, 0.25],
  [1, 0.45],
  [2, 0.2],
  [3, 0.1],
] as const;

/**
 * The share of each subdistrict: Bangkok 11 % in all, the rest of the country with subdistricts as unequal as they
 * are (log-normal, so that a tenth of them has a quarter of the people).
 */
const shares: ReadonlyMap<SubdistrictCode, number> = (() => {
  const random = seededRandom(7_436);
  const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
  const codes = Object.keys(subdistricts) as SubdistrictCode[];
  const weighted = codes.map((code) => ({ code, weight: Math.exp(0.6 * normal()) }));
  const inBangkok = (code: SubdistrictCode): boolean => code.startsWith('10');
  const sumOf = (bangkok: boolean): number =>
    weighted.reduce((sum, { code, weight }) => (inBangkok(code) === bangkok ? sum + weight : sum), 0);
  const [bangkok, elsewhere] = [sumOf(true), sumOf(false)];
  return new Map(
    weighted.map(({ code, weight }) => [
      code,
      inBangkok(code) ? (weight / bangkok) * BANGKOK_SHARE : (weight / elsewhere) * (1 - BANGKOK_SHARE),
    ]),
  );
})();

const codes = [...shares.keys()];
const upTo: readonly number[] = (() => {
  let sum = 0;
  return [...shares.values()].map((share) => {
    sum += share;
    return sum;
  });
})();

function residence(at: number): SubdistrictCode {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return codes[low] as SubdistrictCode;
}

/** What somebody somewhere in the country wishes on one of the days. */
export function anybodysIntent(choose: Choose, days: readonly Day[]): RegistrationContribution {
  const [channel, agency] = choose.weighted(RECORDED_BY);
  const wished = Array.from({ length: choose.weighted(PROJECTS_WISHED) }, () => choose.of(PROJECTS));
  return {
    source: 'registration',
    subdistrict: residence(choose.whole(2 ** 31) / 2 ** 31),
    day: choose.of(days),
    channel,
    agency: agency as AgencyCode,
    projects: [...new Set(wished)],
    status: 'INTENT',
  };
}

/** A cardholder, wherever one lives. */
export const anybodysCard = (choose: Choose): CardContribution => ({
  source: 'card',
  subdistrict: residence(choose.whole(2 ** 31) / 2 ** 31),
  band: choose.chance(0.62) ? 'UP_TO_30000' : 'UP_TO_100000',
  birthYear: 1930 + choose.whole(70),
});

/** Registrations that the counters hold when a batch is weighed: items grow as their counters appear. */
export const REGISTERED_BEFORE = 3_000_000;

export const chooserOf = (seed: number): Choose => chooser(seededRandom(seed));

/** Counters by name, of one item. */
export type CounterItem = Bucket & { counts: Map<string, number> };

/**
 * The items of counters as they are expected to be after so many registrations over the whole window: every
 * combination that people choose from, times its probability.
 */
export function matureCounters(registrations: number): readonly CounterItem[] {
  const known = mature.get(registrations) ?? expectedCounters(registrations);
  mature.set(registrations, known);
  return known;
}

const mature = new Map<number, readonly CounterItem[]>();

function expectedCounters(registrations: number): CounterItem[] {
  const items = new Map<string, CounterItem>();
  const add = (
    contribution: RegistrationContribution,
    people: number,
    wanted: (bucket: Bucket['bucket']) => boolean,
  ) => {
    for (const { province, bucket, cell } of cellsOf(contribution)) {
      if (!wanted(bucket)) continue;
      const key = `${province} ${bucket}`;
      const item = items.get(key) ?? { province, bucket, counts: new Map<string, number>() };
      items.set(key, item);
      const name = cellName(cell);
      item.counts.set(name, (item.counts.get(name) ?? 0) + people);
    }
  };
  const [someDay] = WINDOW as readonly [Day];
  const isDay = (bucket: Bucket['bucket']): boolean => bucket === someDay;
  const districts = new Map<DistrictCode, { within: SubdistrictCode; people: number }>();
  let turn = 0;
  for (const [subdistrict, share] of shares) {
    const people = registrations * share;
    const district = districts.get(districtOf(subdistrict)) ?? { within: subdistrict, people: 0 };
    district.people += people;
    districts.set(districtOf(subdistrict), district);
    for (const [[channel, agency], by] of RECORDED_BY)
      for (const [wished, probability] of PROJECTS_WISHED) {
        const chosen = Array.from(
          { length: wished },
          () => PROJECTS[turn++ % PROJECTS.length] as ProjectCode,
        );
        const intent = {
          source: 'registration',
          subdistrict,
          day: someDay,
          channel,
          agency: agency as AgencyCode,
          projects: chosen,
          status: 'INTENT',
        } as const satisfies RegistrationContribution;
        const expected = people * by * probability;
        add(intent, expected * (1 - CANCELLED_SHARE), (bucket) => !isDay(bucket));
        add({ ...intent, status: 'CANCELLED' }, expected * CANCELLED_SHARE, (bucket) => !isDay(bucket));
      }
  }
  for (const day of WINDOW)
    for (const { within, people } of districts.values())
      for (const [[channel, agency], by] of RECORDED_BY)
        add(
          {
            source: 'registration',
            subdistrict: within,
            day,
            channel,
            agency: agency as AgencyCode,
            projects: [],
            status: 'INTENT',
          },
          (people * by * (1 - CANCELLED_SHARE)) / WINDOW.length,
          (bucket) => bucket === day,
        );
  return [...items.values()].map((item) => ({
    ...item,
    counts: new Map(
      [...item.counts].map(([name, people]) => [name, Math.round(people)] as const).filter(([, n]) => n > 0),
    ),
  }));
}

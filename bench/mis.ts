import { CountersTable } from '../functions/data/counters.ts';
import { gazetteer } from '../functions/data/gazetteer.ts';
import { bucketKey, COUNTED_AT, REVISION } from '../functions/data/keys.ts';
import { registrationToItem } from '../functions/data/registrations.ts';
import type { ProvinceCode } from '../functions/domain/area.ts';
import { plusDays } from '../functions/domain/calendar.ts';
import type { Officer } from '../functions/domain/caller.ts';
import type { Contribution } from '../functions/domain/contribution.ts';
import { deltasOf } from '../functions/domain/counting.ts';
import { MAX_DAYS } from '../functions/domain/daily-report.ts';
import type { Agency, AgencyCode, Dimension, Project } from '../functions/domain/programme.ts';
import { readCardholders, readCoverage, readDaily, readProjects } from '../functions/domain/report-desk.ts';
import agencies from '../reference/programme/agencies.json' with { type: 'json' };
import dimensions from '../reference/programme/dimensions.json' with { type: 'json' };
import { originalMeasure } from '../reference/programme/load.ts';
import projects from '../reference/programme/projects.json' with { type: 'json' };
import { startDynamoDbLocal } from '../test/support/dynamodb-local.ts';
import { tableDefinitions } from '../test/support/templates.ts';
import { atMost, conclude, median, minimum, reported, round } from './bars.ts';
import {
  anybodysCard,
  anybodysIntent,
  CANCELLED_SHARE,
  type CounterItem,
  chooserOf,
  WINDOW,
} from './country.ts';
import { intentOf } from './history.ts';
import { meter } from './meter.ts';
import { scanAndCount, type Tally } from './peers/scan-and-count.ts';
import { Stores } from './stores.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const;
/** Beyond it a scan is arithmetic: it costs by the row. */
const SCANNED_UP_TO = 100_000;
/** Cardholders for every registration. */
const CARDS = 1.8;
const AT = new Date('2018-03-01T03:00:00Z');

const central: Officer = {
  kind: 'officer',
  subject: 'bench',
  username: 'bench',
  name: 'bench',
  role: 'central',
  area: { level: 'country' },
  agency: 'MOI' as AgencyCode,
  rights: [],
};

const programme = {
  measure: async () => originalMeasure,
  agencies: async () => agencies as Agency[],
  projects: async () => ({ dimensions: dimensions as Dimension[], projects: projects as Project[] }),
};

const people = {
  contributionsOf: () => {
    throw new Error('only a district reads people, and none is read here');
  },
};

/** Counters that grow by the aggregator's own fold, and the rows that a scan would have to read. */
class Growing {
  readonly items = new Map<string, CounterItem>();
  readonly rows: ReturnType<typeof registrationToItem>[] = [];
  #size = 0;
  #cards = 0;
  readonly #choose = chooserOf(1_121);

  grow(size: number): void {
    for (; this.#size < size; this.#size += 1) {
      const status = this.#choose.chance(CANCELLED_SHARE) ? 'CANCELLED' : 'INTENT';
      const contribution = { ...anybodysIntent(this.#choose, WINDOW), status } as const;
      this.#fold(contribution);
      if (this.#size < SCANNED_UP_TO) this.rows.push(registrationToItem(intentOf(contribution)));
      for (; this.#cards < (this.#size + 1) * CARDS; this.#cards += 1) this.#fold(anybodysCard(this.#choose));
    }
  }

  #fold(contribution: Contribution): void {
    const step = { citizenId: '', expected: undefined, next: { version: 1, contribution } };
    for (const { province, bucket, changes } of deltasOf([step])) {
      const key = `${province} ${bucket}`;
      const item = this.items.get(key) ?? { province, bucket, counts: new Map<string, number>() };
      this.items.set(key, item);
      for (const [name, by] of changes) item.counts.set(name, (item.counts.get(name) ?? 0) + by);
    }
  }
}

type Report = (books: { counters: CountersTable; gazetteer: typeof gazetteer }) => Promise<unknown>;

const [firstDay] = WINDOW as readonly [(typeof WINDOW)[number]];

/** Every report, of a province or of the country, over the longest range of days that may be asked for. */
const reports = (area: ProvinceCode | undefined): Record<string, Report> => {
  const level = area === undefined ? 'country' : 'province';
  const range = { from: firstDay, to: plusDays(firstDay, MAX_DAYS[level] - 1) };
  return {
    coverage: (books) => readCoverage(books, central, { area }, AT),
    daily: (books) => readDaily({ ...books, programme }, central, { area, ...range }, AT),
    projects: (books) => readProjects({ ...books, programme, people }, central, { area }, AT),
    cardholders: (books) => readCardholders({ ...books, programme }, central, { area }, AT),
  };
};

/** What the country's reports say, in the words of the scan. */
async function reportedTally(books: Parameters<Report>[0]): Promise<Tally> {
  const coverage = await readCoverage(books, central, {}, AT);
  const daily = await readDaily(
    { ...books, programme },
    central,
    { from: firstDay, to: plusDays(firstDay, WINDOW.length - 1) },
    AT,
  );
  const chosen = await readProjects({ ...books, programme, people }, central, {}, AT);
  const entries = [
    ...coverage.report.rows.flatMap(({ code, registered, cancelled }) => [
      [`INTENT ${code}`, registered] as const,
      [`CANCELLED ${code}`, cancelled] as const,
    ]),
    ...daily.report.days.flatMap(({ day, byAgency }) =>
      Object.entries(byAgency).map(([agency, count]) => [`${day} ${agency}`, count] as const),
    ),
    ...chosen.report.byDimension.flatMap(({ projects: listed }) =>
      listed.map(({ code, participations }) => [`project ${code}`, participations] as const),
    ),
  ];
  return Object.fromEntries(entries.filter(([, count]) => count !== 0));
}

const differences = (a: Tally, b: Tally): number =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => (a[name] ?? 0) !== (b[name] ?? 0))
    .length;

type Books = Parameters<Report>[0];
const booksOn = (counters: CountersTable): Books => ({ counters, gazetteer });

type Reading = { requests: number; readUnits: number };
const COUNTRY = 'country';
/** The province with the most subdistricts; the metered readings take all of them. */
const TIMED = { province: '30' as ProvinceCode, country: undefined };

/** Requests and read units of every report of every province and of the country. */
async function readings(stores: Stores, table: string): Promise<Record<string, Record<string, Reading>>> {
  const client = stores.client();
  const consumed = meter(client, stores.client(), stores.shapes);
  const books = booksOn(new CountersTable(client, table));
  const areas = [undefined, ...(await gazetteer.provinces()).map(({ code }) => code)];
  const of: Record<string, Record<string, Reading>> = {};
  for (const area of areas)
    for (const [name, read] of Object.entries(reports(area))) {
      const before = { ...consumed };
      await read(books);
      of[name] = {
        ...of[name],
        [area ?? COUNTRY]: {
          requests: consumed.requests - before.requests,
          readUnits: consumed.readUnits - before.readUnits,
        },
      };
    }
  return of;
}

export type MisSize = {
  size: number;
  readings: Awaited<ReturnType<typeof readings>>;
  scan: (Reading & { differences: number; rows: number }) | undefined;
};

type MadeSize = MisSize & {
  counters: string;
  registrations: string | undefined;
  timesMs: Record<string, number[]>;
};

/** Tables of every size, and what reading them costs in requests and units. */
export async function misSizes(
  stores: Stores,
  { sizes, scannedUpTo }: { sizes: readonly number[]; scannedUpTo: number },
): Promise<MadeSize[]> {
  const growing = new Growing();
  const made: MadeSize[] = [];
  for (const size of sizes) {
    growing.grow(size);
    const counters = await stores.make('counters');
    await stores.put(
      counters,
      [...growing.items.values()].map(({ province, bucket, counts }) => ({
        ...bucketKey(province, bucket),
        ...Object.fromEntries(counts),
        [REVISION]: size,
        [COUNTED_AT]: AT.getTime(),
      })),
    );
    let registrations: string | undefined;
    let scan: MisSize['scan'];
    if (size <= scannedUpTo) {
      registrations = await stores.make('registrations');
      await stores.put(registrations, growing.rows.slice(0, size));
      const client = stores.client();
      const consumed = meter(client, stores.client(), stores.shapes);
      const tally = await scanAndCount(client, registrations);
      const said = await reportedTally(booksOn(new CountersTable(stores.client(), counters)));
      const { requests, readUnits } = consumed;
      scan = { requests, readUnits, differences: differences(tally, said), rows: size };
    }
    made.push({
      ...{ size, counters, registrations, scan, timesMs: {} },
      readings: await readings(stores, counters),
    });
  }
  return made;
}

/** Rounds in which tables are scanned: the engine takes half a minute for the largest. */
const SCANS = 3;

/** Every size takes its turn in every round, the scan beside the reports. */
async function time(stores: Stores, made: readonly MadeSize[], rounds: number): Promise<void> {
  const client = stores.client();
  for (let round = 0; round <= rounds; round++)
    for (const { counters, registrations, timesMs } of made) {
      const books = booksOn(new CountersTable(client, counters));
      const note = async (name: string, work: () => Promise<unknown>) => {
        const startedMs = performance.now();
        await work();
        // The first round warms everything up.
        if (round > 0) timesMs[name] = [...(timesMs[name] ?? []), performance.now() - startedMs];
      };
      for (const [level, area] of Object.entries(TIMED))
        for (const [name, read] of Object.entries(reports(area)))
          await note(`${name} ${level}`, () => read(books));
      if (registrations !== undefined && round > 0 && round <= SCANS)
        await note('scan', () => scanAndCount(client, registrations));
    }
}

const of = (one: MisSize, level: 'province' | 'country'): Reading[] =>
  Object.values(one.readings).flatMap((areas) =>
    Object.entries(areas).flatMap(([area, read]) =>
      (area === COUNTRY) === (level === 'country') ? [read] : [],
    ),
  );

const mostRequests = (one: MisSize, level: 'province' | 'country'): number =>
  Math.max(...of(one, level).map(({ requests }) => requests));

/** Bars that are counts, not times: the same on every machine. */
export function misBars(made: readonly MisSize[]) {
  const most = (level: 'province' | 'country'): number[] => made.map((one) => mostRequests(one, level));
  const grows = (level: 'province' | 'country'): number => {
    const sums = made.map((one) => of(one, level).reduce((sum, { requests }) => sum + requests, 0));
    return Math.max(...sums) - Math.min(...sums);
  };
  const scanned = made.flatMap(({ scan }) => (scan === undefined ? [] : [scan.differences]));
  const [smallest, largest] = [made[0]?.size, made.at(-1)?.size];
  return [
    atMost('requests of a report of a province', Math.max(...most('province')), 2),
    atMost('requests of a report of the country', Math.max(...most('country')), 30),
    atMost(`requests more of the provinces at ${largest} than at ${smallest}`, grows('province'), 0),
    atMost(`requests more of the country at ${largest} than at ${smallest}`, grows('country'), 0),
    atMost('counts that differ from a scan', Math.max(...scanned), 0),
  ];
}

/** Reports from counters beside a scan that counts, from a thousand registrations to a million. */
export async function benchMis(rounds = 5): Promise<boolean> {
  const engine = await startDynamoDbLocal();
  const stores = new Stores(engine.endpointUrl, tableDefinitions());
  try {
    const made = await misSizes(stores, { sizes: SIZES, scannedUpTo: SCANNED_UP_TO });
    await time(stores, made, rounds);
    const largest = (areas: Record<string, Reading>, level: 'province' | 'country'): Reading => {
      const read = Object.entries(areas).filter(([area]) => (area === COUNTRY) === (level === 'country'));
      return {
        requests: Math.max(...read.map(([, { requests }]) => requests)),
        readUnits: Math.max(...read.map(([, { readUnits }]) => readUnits)),
      };
    };
    const rows = made.flatMap(({ size, readings: taken, timesMs }) =>
      Object.entries(taken).flatMap(([name, areas]) =>
        (['province', 'country'] as const).map((level) => ({
          registrations: size,
          report: `${name}, ${level}`,
          ...largest(areas, level),
          'median ms': round(median(timesMs[`${name} ${level}`] ?? [])),
          'minimum ms': round(minimum(timesMs[`${name} ${level}`] ?? [])),
        })),
      ),
    );
    const scans = made.flatMap(({ size, scan, timesMs }) =>
      scan === undefined ? [] : [{ ...scan, size, timesMs: timesMs.scan ?? [] }],
    );
    const measured = scans.map(({ size, timesMs, ...scan }) =>
      scanRow(size, 'scan', scan, median(timesMs), minimum(timesMs)),
    );
    // The engine's own time for a page grows with the table: the row is taken where it was cheapest.
    const aRow = (figure: (scan: (typeof scans)[number]) => number): number =>
      Math.min(...scans.map((scan) => figure(scan) / scan.size));
    const beyond = made
      .filter(({ scan }) => scan === undefined)
      .map(({ size }) =>
        scanRow(
          size,
          'scan, by its cheapest row',
          {
            requests: Math.ceil(size * aRow(({ requests }) => requests)),
            readUnits: size * aRow(({ readUnits }) => readUnits),
          },
          size * aRow(({ timesMs }) => median(timesMs)),
          size * aRow(({ timesMs }) => minimum(timesMs)),
        ),
      );
    return conclude(
      'mis',
      [...rows, ...measured, ...beyond],
      [
        ...misBars(made),
        ...(['province', 'country'] as const).map((level) =>
          reported(
            `read units of all reports, ${level} (largest), at ${made.at(-1)?.size}`,
            made
              .slice(-1)
              .reduce(
                (sum, { readings: taken }) =>
                  sum + Object.values(taken).reduce((all, areas) => all + largest(areas, level).readUnits, 0),
                0,
              ),
          ),
        ),
        reported(
          'read units a row of a scan',
          aRow(({ readUnits }) => readUnits),
        ),
      ],
    );
  } finally {
    await stores.close();
    await engine.stop();
  }
}

const scanRow = (
  size: number,
  report: string,
  { requests, readUnits }: Reading,
  medianMs: number,
  minimumMs: number,
) => ({
  registrations: size,
  report,
  requests,
  readUnits: round(readUnits),
  'median ms': round(medianMs),
  'minimum ms': round(minimumMs),
});

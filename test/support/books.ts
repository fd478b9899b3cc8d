import type { Instant } from '../../functions/domain/calendar.ts';
import { type Bucket, type Contribution, cellsOf } from '../../functions/domain/contribution.ts';
import type { BucketCounts } from '../../functions/domain/counts.ts';
import type { AreaName, Counters, Gazetteer } from '../../functions/domain/ports.ts';
import { instant } from './builders.ts';
import { knownGeography } from './fakes.ts';

/** The items of counters after these contributions and no others: each adds one to each of its cells. */
export function itemsOf(
  contributions: readonly Contribution[],
  lastCountedAt: Instant | undefined = instant('2018-02-12 08:59'),
): BucketCounts[] {
  const items = new Map<string, BucketCounts>();
  for (const { province, bucket, cell } of contributions.flatMap(cellsOf)) {
    const key = `${province} ${bucket}`;
    const item = items.get(key) ?? { province, bucket, cells: [], lastCountedAt };
    items.set(key, item);
    const same = item.cells.find((counted) => JSON.stringify(counted.cell) === JSON.stringify(cell));
    if (same === undefined) item.cells.push({ cell, count: 1 });
    else same.count += 1;
  }
  return [...items.values()];
}

/** Counters that remember what they were asked for. */
export class InMemoryCounters implements Counters {
  readonly asked: Bucket[][] = [];
  readonly #items: readonly BucketCounts[];

  constructor(items: readonly BucketCounts[]) {
    this.#items = items;
  }

  async read(buckets: readonly Bucket[]): Promise<BucketCounts[]> {
    this.asked.push([...buckets]);
    return this.#items.filter((item) =>
      buckets.some(({ province, bucket }) => province === item.province && bucket === item.bucket),
    );
  }
}

const named = <Code extends string>(code: string): AreaName<Code> => ({
  code: code as Code,
  name: { th: `พื้นที่ ${code}`, en: `Area ${code}` },
});

const PROVINCES = ['10', '34', '35'];
const DISTRICTS = ['1001', '3401', '3402', '3403', '3501'];
const SUBDISTRICTS = ['100101', '340101', '340102', '340103', '340201', '340301', '350101'];

/** Three provinces with their districts and subdistricts. */
export const knownGazetteer = (): Gazetteer => ({
  ...knownGeography(),
  provinces: async () => PROVINCES.map((code) => named(code)),
  districtsOf: async (province) =>
    DISTRICTS.filter((code) => code.startsWith(province)).map((code) => named(code)),
  subdistrictsOf: async (district) =>
    SUBDISTRICTS.filter((code) => code.startsWith(district)).map((code) => named(code)),
});

import type { Cardholder } from './cardholder.ts';
import type { RowKind } from './import-job.ts';
import { columnsOf } from './import-row.ts';
import { inLanes } from './lanes.ts';
import { type Merged, merge, mergeMissing } from './registry-merge.ts';
import { REGISTRY_COLUMNS, type RegistryRow, registryReader } from './registry-row.ts';

/** The job that takes in files of the registry. */
export const IMPORT_REGISTRY = 'import-registry';

/** The registry as an import reads and writes it. */
export type Registry = {
  segment(segment: number, segments: number): AsyncIterable<Cardholder[]>;
  /** Writes up to 25 people who are not there. */
  load(cardholders: readonly Cardholder[]): Promise<void>;
  replace(next: Cardholder, before: Pick<Cardholder, 'changedAt'>): Promise<void>;
};

/** People in one request of new ones. */
const BATCH = 25;

/** The Ministry's registry, a row for each cardholder. `lanes` requests are on their way at the same time. */
export function registryKind(
  registry: Registry,
  subdistricts: () => Promise<ReadonlySet<string>>,
  lanes: number,
): RowKind<RegistryRow, Cardholder> {
  return {
    job: IMPORT_REGISTRY,
    async reader(headings, at) {
      const columns = columnsOf(headings, REGISTRY_COLUMNS);
      if (columns === undefined) return undefined;
      const read = registryReader({ columns, subdistricts: await subdistricts(), at: new Date(at) });
      return { rejects: columns.rejects, read };
    },
    async *known(segment, segments) {
      for await (const page of registry.segment(segment, segments))
        yield page.map((known) => ({ key: known.citizenId, known }));
    },
    async settle(bucket, context) {
      const counts: Record<string, number> = {};
      const count = (name: string): void => {
        counts[name] = (counts[name] ?? 0) + 1;
      };
      async function* decided(): AsyncGenerator<Merged[]> {
        for await (const { rows, missing } of bucket) {
          const found = rows.map(({ row, known }) => merge(row, known, context));
          for (const { outcome } of found) count(outcome);
          const gone = missing.map((known) => mergeMissing(known, context));
          // Those who were marked by an earlier import stay marked, and are no row of this file.
          for (const { outcome } of gone) count(outcome === 'unchanged' ? 'stillMissing' : outcome);
          yield [...found, ...gone];
        }
      }
      if (context.dryRun) for await (const _ of decided());
      else await inLanes(writes(registry, decided()), lanes);
      return { counts, rejects: [] };
    },
  };
}

async function* writes(
  registry: Registry,
  decided: AsyncIterable<Merged[]>,
): AsyncGenerator<() => Promise<void>> {
  for await (const piece of decided) {
    const fresh = piece.flatMap((one) => (one.outcome === 'new' ? [one.next] : []));
    for (let from = 0; from < fresh.length; from += BATCH) {
      const batch = fresh.slice(from, from + BATCH);
      yield () => registry.load(batch);
    }
    for (const one of piece) if ('before' in one) yield () => registry.replace(one.next, one.before);
  }
}

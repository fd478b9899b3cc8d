import type { Cardholder } from './cardholder.ts';
import type { PlacedRow, RowKind } from './import-job.ts';
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
    async settle({ rows, missing }, context) {
      const decided = [
        ...rows.map(({ row, known }: PlacedRow<RegistryRow, Cardholder>) => merge(row, known, context)),
        ...missing.map((known) => mergeMissing(known, context)),
      ];
      if (!context.dryRun) await write(registry, decided, lanes);
      const counts: Record<string, number> = {};
      for (const { outcome } of decided) counts[outcome] = (counts[outcome] ?? 0) + 1;
      // Those who were marked by an earlier import stay marked, and are no row of this file.
      const stillMissing = decided.slice(rows.length).filter(({ outcome }) => outcome === 'unchanged').length;
      counts.unchanged = (counts.unchanged ?? 0) - stillMissing;
      return { counts: { ...counts, stillMissing }, rejects: [] };
    },
  };
}

async function write(registry: Registry, decided: readonly Merged[], lanes: number): Promise<void> {
  const fresh = decided.flatMap((one) => (one.outcome === 'new' ? [one.next] : []));
  const batches: (() => Promise<void>)[] = [];
  for (let from = 0; from < fresh.length; from += BATCH) {
    const batch = fresh.slice(from, from + BATCH);
    batches.push(() => registry.load(batch));
  }
  for (const one of decided) if ('before' in one) batches.push(() => registry.replace(one.next, one.before));
  await inLanes(batches, lanes);
}

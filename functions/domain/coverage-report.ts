import type { Area } from './area.ts';
import type { BucketCounts, Counts } from './counts.ts';
import type { AreaName } from './ports.ts';
import { byCode, rowsOf } from './report-area.ts';

const COLUMNS = ['cardholders', 'registered', 'cancelled'] as const;

export type CoverageFigures = {
  /** Active cards of people who live there now. */
  cardholders: number;
  /** People whose registration stands, by where they lived at the time of the intent. */
  registered: number;
  cancelled: number;
  /** Registered in percent of cardholders, to one decimal; null where nobody holds a card. */
  coverage: number | null;
};

export type CoverageRow = AreaName & CoverageFigures;
export type CoverageReport = { total: CoverageFigures; rows: CoverageRow[] };
export type CoverageOrder = { sort: 'code' | 'registered' | 'coverage'; order: 'asc' | 'desc' };

const percentOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part * 1_000) / whole) / 10;

const withCoverage = (counts: Counts<(typeof COLUMNS)[number]>): CoverageFigures => ({
  ...counts,
  coverage: percentOf(counts.registered, counts.cardholders),
});

/** Of an area, a row for each area one level down. */
export function coverageReport(
  area: Area,
  names: readonly AreaName[],
  items: readonly BucketCounts[],
  order: CoverageOrder,
): CoverageReport {
  const { rows, total } = rowsOf(area, names, items, COLUMNS, (cell) =>
    cell.of === 'cardholders' ? 'cardholders' : cell.status === 'INTENT' ? 'registered' : 'cancelled',
  );
  return {
    total: withCoverage(total),
    rows: rows
      .map(({ code, name, counts }) => ({ code, name, ...withCoverage(counts) }))
      .sort((a, b) => compared(a, b, order) || byCode(a, b)),
  };
}

/** A row without a coverage is neither ahead nor behind: it comes last in either order. */
function compared(a: CoverageRow, b: CoverageRow, { sort, order }: CoverageOrder): number {
  const sign = order === 'asc' ? 1 : -1;
  if (sort === 'code') return sign * byCode(a, b);
  const [one, other] = [a[sort], b[sort]];
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return sign * (one - other);
}

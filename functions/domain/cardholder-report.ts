import type { Area } from './area.ts';
import { type BucketCounts, type Counts, sumOf } from './counts.ts';
import type { AreaName } from './ports.ts';
import type { Band, BandRule } from './programme.ts';
import { rowsOf } from './report-area.ts';

/** Active cards of people who live there now. */
export type CardholderFigures = { cardholders: number; byBand: Counts<Band> };
export type CardholderReport = {
  bands: BandRule[];
  total: CardholderFigures;
  rows: (AreaName & CardholderFigures)[];
};

const BANDS = ['UP_TO_30000', 'UP_TO_100000'] as const satisfies Band[];

const figuresOf = (byBand: Counts<Band>): CardholderFigures => ({
  cardholders: sumOf(Object.values(byBand)),
  byBand,
});

/** Of an area, a row for each area one level down. */
export function cardholderReport(
  area: Area,
  names: readonly AreaName[],
  items: readonly BucketCounts[],
  bands: readonly BandRule[],
): CardholderReport {
  const { rows, total } = rowsOf(area, names, items, BANDS, (cell) =>
    cell.of === 'cardholders' ? cell.band : undefined,
  );
  return {
    bands: bands.toSorted((a, b) => a.incomeUpToBaht - b.incomeUpToBaht),
    total: figuresOf(total),
    rows: rows.map(({ code, name, counts }) => ({ code, name, ...figuresOf(counts) })),
  };
}

import { type Area, coversDistrict, type DistrictCode } from './area.ts';
import { type BucketCounts, type Counts, sumOf, zeros } from './counts.ts';
import { BANDS, bahtOf, type CutOff } from './cut-off.ts';
import type { AreaName } from './ports.ts';
import type { Band, BandRule } from './programme.ts';
import { byCode } from './report-area.ts';

export type Paid = { people: number; bahtPerMonth: number };

export type CutOffFigures = Paid & {
  byBand: Record<Band, Paid>;
  /** People whose intent is of these days now, by the counters. */
  registeredNow: number;
  /** `registeredNow` less `people`. */
  difference: number;
};

export type CutOffReport = {
  /** Undefined while the list is being made. */
  total: CutOffFigures | undefined;
  rows: (AreaName & CutOffFigures)[];
};

const DIGITS_OF_A_ROW: Record<Area['level'], number> = { country: 2, province: 4, district: 4 };

type Sums = { frozen: Counts<Band>; now: number };
const nothing = (): Sums => ({ frozen: zeros(BANDS), now: 0 });

/**
 * A row for each name, zeros included; a code without a name gets a row under its code, so that the rows add up to the
 * total.
 * @param items of the counters, the days of the cut-off
 */
export function cutOffReport(
  cutOff: CutOff,
  area: Area,
  names: readonly AreaName[],
  items: readonly BucketCounts[],
): CutOffReport {
  if (cutOff.phase === 'freezing') return { total: undefined, rows: [] };
  const named = new Map(names.map((name) => [name.code, name]));
  const sums = new Map(names.map(({ code }) => [code, nothing()]));
  const total = nothing();
  const into = (district: DistrictCode): Sums[] => {
    if (!coversDistrict(area, district)) return [];
    const code = district.slice(0, DIGITS_OF_A_ROW[area.level]);
    const row = sums.get(code) ?? nothing();
    sums.set(code, row);
    return [row, total];
  };
  for (const { district, people } of cutOff.totals)
    for (const { frozen } of into(district)) for (const band of BANDS) frozen[band] += people[band];
  for (const { cells } of items)
    for (const { cell, count } of cells)
      if (cell.of === 'district-agency' && count !== 0)
        for (const sum of into(cell.district)) sum.now += count;
  const rows = [...sums].map(([code, sum]) => ({
    ...(named.get(code) ?? { code, name: { th: code, en: code } }),
    ...figuresOf(sum, cutOff.bands),
  }));
  return { total: figuresOf(total, cutOff.bands), rows: rows.sort(byCode) };
}

function figuresOf({ frozen, now }: Sums, bands: readonly BandRule[]): CutOffFigures {
  const people = sumOf(Object.values(frozen));
  const paid = (band: Band): Paid => ({
    people: frozen[band],
    bahtPerMonth: bahtOf({ ...zeros(BANDS), [band]: frozen[band] }, bands),
  });
  return {
    people,
    bahtPerMonth: bahtOf(frozen, bands),
    byBand: { UP_TO_30000: paid('UP_TO_30000'), UP_TO_100000: paid('UP_TO_100000') },
    registeredNow: now,
    difference: now - people,
  };
}

import {
  type Area,
  coversDistrict,
  coversProvince,
  type DistrictCode,
  districtOf,
  type ProvinceCode,
  provinceOf,
  type SubdistrictCode,
} from './area.ts';
import type { Officer } from './caller.ts';
import type { Cell } from './contribution.ts';
import { type BucketCounts, type Counts, sumOf, zeros } from './counts.ts';
import type { AreaName, Gazetteer } from './ports.ts';
import { Refusal } from './refusal.ts';

/** What a report is about, with the names from the province down to the area itself; none for the country. */
export type ReportArea = { area: Area; path: AreaName[] };

const isProvince = (code: ProvinceCode | DistrictCode): code is ProvinceCode => code.length === 2;

function areaOf(code: ProvinceCode | DistrictCode): Area {
  return isProvince(code) ? { level: 'province', province: code } : { level: 'district', district: code };
}

/**
 * The area that was asked for, or else the officer's own.
 * @throws Refusal province.not-found, district.not-found (also outside the officer's area)
 */
export async function reportAreaOf(
  gazetteer: Gazetteer,
  officer: Officer,
  code: ProvinceCode | DistrictCode | undefined,
): Promise<ReportArea> {
  const area = code === undefined ? officer.area : areaOf(code);
  switch (area.level) {
    case 'country':
      return { area, path: [] };
    case 'province': {
      const covered = coversProvince(officer.area, area.province);
      const named = covered ? await gazetteer.province(area.province) : undefined;
      if (named === undefined) throw new Refusal('province.not-found', { path: 'area' });
      return { area, path: [named] };
    }
    case 'district': {
      const covered = coversDistrict(officer.area, area.district);
      const named = covered ? await gazetteer.district(area.district) : undefined;
      if (named === undefined) throw new Refusal('district.not-found', { path: 'area' });
      const { province, ...district } = named;
      return { area, path: [province, district] };
    }
  }
}

/** The areas one level down: a report has a row for each. */
export function areasWithin(gazetteer: Gazetteer, area: Area): Promise<AreaName[]> {
  switch (area.level) {
    case 'country':
      return gazetteer.provinces();
    case 'province':
      return gazetteer.districtsOf(area.province);
    case 'district':
      return gazetteer.subdistrictsOf(area.district);
  }
}

/** Counters are kept by province, so a district is part of its province's. */
export async function provincesOf(gazetteer: Gazetteer, area: Area): Promise<ProvinceCode[]> {
  switch (area.level) {
    case 'country':
      return (await gazetteer.provinces()).map(({ code }) => code);
    case 'province':
      return [area.province];
    case 'district':
      return [provinceOf(area.district)];
  }
}

type CellOfSubdistrict = Extract<Cell, { subdistrict: SubdistrictCode }>;

export type AreaRow<Column extends string> = AreaName & { counts: Counts<Column> };

const DIGITS_OF_A_ROW: Record<Area['level'], number> = { country: 2, province: 4, district: 6 };

/**
 * A row for each name, zeros included. A code that is counted and has no name gets a row under its code, so that
 * the rows of an area always add up to it.
 */
export function rowsOf<Column extends string>(
  area: Area,
  names: readonly AreaName[],
  items: readonly BucketCounts[],
  columns: readonly Column[],
  columnOf: (cell: CellOfSubdistrict) => Column | undefined,
): { rows: AreaRow<Column>[]; total: Counts<Column> } {
  const rows = new Map<string, AreaRow<Column>>(
    names.map((named) => [named.code, { ...named, counts: zeros(columns) }]),
  );
  for (const { cells } of items)
    for (const { cell, count } of cells) {
      if (!('subdistrict' in cell) || count === 0) continue;
      if (!coversDistrict(area, districtOf(cell.subdistrict))) continue;
      const column = columnOf(cell);
      if (column === undefined) continue;
      const code = cell.subdistrict.slice(0, DIGITS_OF_A_ROW[area.level]);
      const row = rows.get(code) ?? { code, name: { th: code, en: code }, counts: zeros(columns) };
      rows.set(code, row);
      row.counts[column] += count;
    }
  const listed = [...rows.values()].sort(byCode);
  const total = zeros(columns);
  for (const column of columns) total[column] = sumOf(listed.map(({ counts }) => counts[column]));
  return { rows: listed, total };
}

export const byCode = (a: AreaName, b: AreaName): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

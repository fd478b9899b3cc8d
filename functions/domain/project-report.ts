import { cellsOf, type RegistrationContribution } from './contribution.ts';
import { cellName } from './counter-cell.ts';
import { type CellCount, sumOf } from './counts.ts';
import type { LocalText } from './local-text.ts';
import {
  type Agency,
  type AgencyCode,
  agenciesNamed,
  type Dimension,
  type Project,
  type ProjectCode,
} from './programme.ts';

export type ProjectCount = {
  code: ProjectCode;
  name: LocalText;
  agencies: AgencyCode[];
  /** How many people have chosen it. */
  participations: number;
};

export type DimensionCount = {
  /** Undefined for projects that are counted and no longer in the programme. */
  dimension: Dimension | undefined;
  participations: number;
  projects: ProjectCount[];
};

export type ProjectReport = {
  /** People whose registration stands, each once. */
  people: number;
  /** Of them, those with at least one project. */
  peopleWithProject: number;
  /** A person with three projects is three participations. */
  participations: number;
  byDimension: DimensionCount[];
  /** By the agency that runs a project, or by the agencies together: then each participation stands in one row. */
  byAgency: { agencies: AgencyCode[]; participations: number }[];
  /** Every agency that runs a project. */
  agencies: Agency[];
};

type Catalogue = {
  agencies: readonly Agency[];
  dimensions: readonly Dimension[];
  projects: readonly Project[];
};

/** Every project of the programme, zeros included, from the totals of an area. */
export function projectReport(cells: readonly CellCount[], catalogue: Catalogue): ProjectReport {
  let people = 0;
  let peopleWithProject = 0;
  const chosen = new Map<ProjectCode, number>();
  for (const { cell, count } of cells) {
    if (cell.of === 'subdistrict' && cell.status === 'INTENT') people += count;
    else if (cell.of === 'with-project') peopleWithProject += count;
    else if (cell.of === 'project') chosen.set(cell.project, (chosen.get(cell.project) ?? 0) + count);
  }
  const byDimension = dimensionsOf(chosen, catalogue);
  const projects = byDimension.flatMap((dimension) => dimension.projects);
  return {
    people,
    peopleWithProject,
    participations: participationsIn(projects),
    byDimension,
    byAgency: byAgencyOf(projects),
    agencies: agenciesNamed(new Set(projects.flatMap((project) => project.agencies)), catalogue.agencies),
  };
}

const participationsIn = (projects: readonly ProjectCount[]): number =>
  sumOf(projects.map(({ participations }) => participations));

function dimensionsOf(
  chosen: ReadonlyMap<ProjectCode, number>,
  { dimensions, projects }: Catalogue,
): DimensionCount[] {
  const counted = (listed: ProjectCount[], dimension: Dimension | undefined): DimensionCount => ({
    dimension,
    participations: participationsIn(listed),
    projects: listed,
  });
  const known = dimensions.map((dimension) =>
    counted(
      projects
        .filter((project) => project.dimension === dimension.code)
        .map(({ code, name, agencies }) => ({ code, name, agencies, participations: chosen.get(code) ?? 0 })),
      dimension,
    ),
  );
  const listed = new Set(known.flatMap((dimension) => dimension.projects.map(({ code }) => code)));
  const others = [...chosen]
    .filter(([code, count]) => count !== 0 && !listed.has(code))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, participations]) => ({ code, name: { th: code, en: code }, agencies: [], participations }));
  return others.length === 0 ? known : [...known, counted(others, undefined)];
}

function byAgencyOf(projects: readonly ProjectCount[]): ProjectReport['byAgency'] {
  const rows = new Map<string, { agencies: AgencyCode[]; participations: number }>();
  for (const { agencies, participations } of projects) {
    const together = agencies.toSorted();
    const row = rows.get(together.join()) ?? { agencies: together, participations: 0 };
    rows.set(together.join(), row);
    row.participations += participations;
  }
  return [...rows.values()];
}

/** The totals of these registrations: what counters would hold of them. */
export async function totalsOf(pages: AsyncIterable<RegistrationContribution[]>): Promise<CellCount[]> {
  const totals = new Map<string, CellCount>();
  for await (const page of pages)
    for (const { bucket, cell } of page.flatMap(cellsOf)) {
      if (bucket !== 'total') continue;
      const total = totals.get(cellName(cell)) ?? { cell, count: 0 };
      totals.set(cellName(cell), total);
      total.count += 1;
    }
  return [...totals.values()];
}

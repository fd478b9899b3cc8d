import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RegistrationContribution } from '../../functions/domain/contribution.ts';
import type { Dimension, Project } from '../../functions/domain/programme.ts';
import { projectReport, totalsOf } from '../../functions/domain/project-report.ts';
import { itemsOf } from '../support/books.ts';
import { agencyCode, contribution, projectCode } from '../support/builders.ts';

const DIMENSIONS: Dimension[] = ([1, 2, 3, 4] as const).map((code) => ({
  code,
  name: { th: `มิติ ${code}`, en: `Dimension ${code}` },
}));

const project = (code: string, dimension: Dimension['code'], ...agencies: string[]): Project => ({
  code: projectCode(code),
  dimension,
  agencies: agencies.map(agencyCode),
  name: { th: `โครงการ ${code}`, en: `Project ${code}` },
  illustrative: true,
});

const CATALOGUE = {
  dimensions: DIMENSIONS,
  projects: [
    project('D1-01', 1, 'MOL'),
    project('D1-02', 1, 'MOC', 'MOAC'),
    project('D2-01', 2, 'MOL'),
    project('D3-01', 3, 'MOAC', 'MOC'),
  ],
  agencies: ['DOPA', 'MOAC', 'MOC', 'MOL'].map((code) => ({
    code: agencyCode(code),
    name: { th: `หน่วยงาน ${code}`, en: `Agency ${code}` },
  })),
};

const chose = (...projects: string[]): RegistrationContribution =>
  contribution({ projects: projects.map(projectCode) });
const cellsOf = (all: readonly RegistrationContribution[]) =>
  itemsOf(all).flatMap(({ bucket, cells }) => (bucket === 'total' ? cells : []));
const reportOf = (all: readonly RegistrationContribution[]) => projectReport(cellsOf(all), CATALOGUE);

async function* pagesOf(all: readonly RegistrationContribution[], size: number) {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

describe('the report of projects', () => {
  it('counts a person with three projects once as a person and three times as participations', () => {
    const report = reportOf([chose('D1-01', 'D1-02', 'D2-01'), chose('D1-01'), chose()]);
    expect(report).toMatchObject({ people: 3, peopleWithProject: 2, participations: 4 });
  });

  it('has the four dimensions with all their projects, zeros included', () => {
    const { byDimension } = reportOf([chose('D1-01'), chose('D1-01', 'D2-01')]);
    expect(
      byDimension.map(({ dimension, participations, projects }) => [
        dimension?.code,
        participations,
        projects.map((one) => [one.code, one.participations]),
      ]),
    ).toEqual([
      [
        1,
        2,
        [
          ['D1-01', 2],
          ['D1-02', 0],
        ],
      ],
      [2, 1, [['D2-01', 1]]],
      [3, 0, [['D3-01', 0]]],
      [4, 0, []],
    ]);
  });

  it('puts a project of two agencies under the pair, in whichever order they are named', () => {
    const { byAgency, agencies } = reportOf([chose('D1-01', 'D1-02'), chose('D3-01', 'D2-01')]);
    expect(byAgency).toEqual([
      { agencies: ['MOL'], participations: 2 },
      { agencies: ['MOAC', 'MOC'], participations: 2 },
    ]);
    expect(agencies.map(({ code }) => code)).toEqual(['MOAC', 'MOC', 'MOL']);
  });

  it('keeps what was chosen of a project that is no longer listed', () => {
    const { byDimension, byAgency, participations } = reportOf([chose('D9-09'), chose('D1-01')]);
    expect(byDimension.at(-1)).toEqual({
      dimension: undefined,
      participations: 1,
      projects: [{ code: 'D9-09', name: { th: 'D9-09', en: 'D9-09' }, agencies: [], participations: 1 }],
    });
    expect(byAgency.at(-1)).toEqual({ agencies: [], participations: 1 });
    expect(participations).toBe(2);
  });

  it('leaves the cancelled out, with all that they had chosen', () => {
    const withdrawn = { ...chose('D1-01'), status: 'CANCELLED' as const };
    expect(reportOf([withdrawn, chose('D1-01')])).toMatchObject({
      people: 1,
      peopleWithProject: 1,
      participations: 1,
    });
  });

  const anyChoice = fc
    .record({
      projects: fc.subarray(['D1-01', 'D1-02', 'D2-01', 'D3-01', 'D9-09'].map(projectCode)),
      status: fc.constantFrom('INTENT' as const, 'INTENT' as const, 'CANCELLED' as const),
    })
    .map(contribution);

  it('adds up by dimension, by project and by agency, and agrees with a recount', () => {
    const sum = (counts: { participations: number }[]): number =>
      counts.reduce((total, { participations }) => total + participations, 0);
    fc.assert(
      fc.property(fc.array(anyChoice, { maxLength: 40 }), (all) => {
        const report = reportOf(all);
        const standing = all.filter(({ status }) => status === 'INTENT');
        expect(report.people).toBe(standing.length);
        expect(report.peopleWithProject).toBe(standing.filter(({ projects }) => projects.length > 0).length);
        expect(report.participations).toBe(standing.flatMap(({ projects }) => projects).length);
        expect(sum(report.byDimension)).toBe(report.participations);
        expect(sum(report.byAgency)).toBe(report.participations);
        for (const dimension of report.byDimension) {
          expect(sum(dimension.projects)).toBe(dimension.participations);
          for (const { code, participations } of dimension.projects)
            expect(participations).toBe(standing.filter(({ projects }) => projects.includes(code)).length);
        }
      }),
    );
  });

  it('is the same of counters and of the rows that they were made of', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyChoice, { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (all, size) => {
          const counted = await totalsOf(pagesOf(all, size));
          expect(projectReport(counted, CATALOGUE)).toEqual(reportOf(all));
          expect(new Set(counted)).toEqual(new Set(cellsOf(all)));
        },
      ),
    );
  });
});

import type * as z from 'zod/mini';
import { HEADING, NO_LONGER_LISTED } from '../../contract/report-wording.ts';
import type { readProjectReport } from '../../contract/reports.ts';
import type { ProjectReport } from '../../domain/project-report.ts';
import type { Reading } from '../../domain/report-desk.ts';
import type { CsvFile } from '../csv.ts';
import type { Language } from '../language.ts';
import { headView, reportFile } from './report-view.ts';

export const projectReportView = ({ report, ...about }: Reading<ProjectReport>) => ({
  ...headView(about),
  ...report,
  byDimension: report.byDimension.map(({ dimension, ...counted }) => ({
    ...(dimension ?? { code: 0, name: NO_LONGER_LISTED }),
    ...counted,
  })),
});

export const projectReportFile = (
  report: z.output<typeof readProjectReport.answer>,
  language: Language,
): CsvFile =>
  reportFile('projects-{area}', report, language, {
    columns: [
      [HEADING.dimension, ({ dimension }) => dimension.code],
      [HEADING.dimensionName, ({ dimension }) => dimension.name[language]],
      [HEADING.project, ({ project }) => project.code],
      [HEADING.projectName, ({ project }) => project.name[language]],
      [HEADING.projectAgencies, ({ project }) => project.agencies.join(' + ')],
      [HEADING.participations, ({ project }) => project.participations],
      [HEADING.people, () => report.people],
      [HEADING.peopleWithProject, () => report.peopleWithProject],
    ],
    rows: report.byDimension.flatMap((dimension) =>
      dimension.projects.map((project) => ({ dimension, project })),
    ),
  });

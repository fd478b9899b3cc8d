import type * as z from 'zod/mini';
import { HEADING } from '../../contract/report-wording.ts';
import type { readCoverageReport } from '../../contract/reports.ts';
import type { CoverageReport } from '../../domain/coverage-report.ts';
import type { Reading } from '../../domain/report-desk.ts';
import type { CsvFile } from '../csv.ts';
import type { Language } from '../language.ts';
import { headView, reportFile } from './report-view.ts';

export const coverageReportView = ({ report, ...about }: Reading<CoverageReport>) => ({
  ...headView(about),
  ...report,
});

export const coverageReportFile = (
  report: z.output<typeof readCoverageReport.answer>,
  language: Language,
): CsvFile =>
  reportFile('coverage-{area}', report, language, {
    columns: [
      [HEADING.code, ({ code }) => code],
      [HEADING.name, ({ name }) => name[language]],
      [HEADING.cardholders, ({ cardholders }) => cardholders],
      [HEADING.registered, ({ registered }) => registered],
      [HEADING.cancelled, ({ cancelled }) => cancelled],
      [HEADING.coverage, ({ coverage }) => coverage],
    ],
    rows: report.rows,
  });

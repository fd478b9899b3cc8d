import type * as z from 'zod/mini';
import { bandHeading, HEADING } from '../../contract/report-wording.ts';
import type { readCardholderReport } from '../../contract/reports.ts';
import type { CardholderReport } from '../../domain/cardholder-report.ts';
import type { Reading } from '../../domain/report-desk.ts';
import type { CsvFile } from '../csv.ts';
import type { Language } from '../language.ts';
import { type Column, headView, reportFile } from './report-view.ts';

export const cardholderReportView = ({ report, ...about }: Reading<CardholderReport>) => ({
  ...headView(about),
  ...report,
});

type Answer = z.output<typeof readCardholderReport.answer>;
type Row = Answer['rows'][number];

export const cardholderReportFile = (report: Answer, language: Language): CsvFile =>
  reportFile('cardholders-{area}', report, language, {
    columns: [
      [HEADING.code, ({ code }) => code],
      [HEADING.name, ({ name }) => name[language]],
      [HEADING.cardholders, ({ cardholders }) => cardholders],
      ...report.bands.map(
        ({ band, incomeUpToBaht }, at): Column<Row> => [
          bandHeading(report.bands[at - 1]?.incomeUpToBaht, incomeUpToBaht),
          ({ byBand }) => byBand[band],
        ],
      ),
    ],
    rows: report.rows,
  });

import type * as z from 'zod/mini';
import { agencyHeading, HEADING } from '../../contract/report-wording.ts';
import type { readDailyReport } from '../../contract/reports.ts';
import { buddhistDay, type Day } from '../../domain/calendar.ts';
import type { DailyReport, DayRange } from '../../domain/daily-report.ts';
import type { Reading } from '../../domain/report-desk.ts';
import type { CsvFile } from '../csv.ts';
import type { Language } from '../language.ts';
import { type Column, headView, reportFile } from './report-view.ts';

export const dailyReportView = ({ report, ...about }: Reading<DailyReport & DayRange>) => ({
  ...headView(about),
  ...report,
});

type Answer = z.output<typeof readDailyReport.answer>;
type Row = Answer['days'][number];

export const dailyReportFile = (report: Answer, language: Language): CsvFile =>
  reportFile(`daily-{area}-${report.from}-${report.to}`, report, language, {
    columns: [
      [HEADING.dayBuddhist, ({ day }) => buddhistDay(day as Day)],
      [HEADING.day, ({ day }) => day],
      [HEADING.registered, ({ registered }) => registered],
      ...report.agencies.map(
        (agency): Column<Row> => [agencyHeading(agency), ({ byAgency }) => byAgency[agency.code] ?? 0],
      ),
      [HEADING.officer, ({ byChannel }) => byChannel.officer],
      [HEADING.BAAC, ({ byChannel }) => byChannel.BAAC],
      [HEADING.GSB, ({ byChannel }) => byChannel.GSB],
    ],
    rows: report.days,
  });

import { COUNTRY, HEADING } from '../../contract/report-wording.ts';
import { bangkokDay, bangkokTime, buddhistDay } from '../../domain/calendar.ts';
import type { LocalText } from '../../domain/local-text.ts';
import type { Reading } from '../../domain/report-desk.ts';
import { type CsvFile, type CsvTable, csvText } from '../csv.ts';
import type { Language } from '../language.ts';

/** What every report begins with. */
export function headView({ path, asOf, lastCountedAt }: Omit<Reading<unknown>, 'report' | 'area'>) {
  const [province, district] = path;
  const country = { level: 'country' as const, name: COUNTRY };
  const areas = [
    country,
    province && { level: 'province' as const, ...province },
    district && { level: 'district' as const, ...district },
  ].filter((area) => area !== undefined);
  const own = areas.pop() ?? country;
  return { area: { ...own, parents: areas }, asOf, lastCountedAt };
}

export type Column<Row> = [heading: LocalText, cell: (row: Row) => CsvTable['rows'][number][number]];

/** Of a report as it was answered; every row says as of when, so that the sheet is a rectangle with nothing around it. */
export function reportFile<Row>(
  name: string,
  report: { area: { code?: string | undefined }; asOf: string },
  language: Language,
  { columns, rows }: { columns: Column<Row>[]; rows: readonly Row[] },
): CsvFile {
  const at = new Date(report.asOf);
  const stamped: Column<Row>[] = [
    ...columns,
    [HEADING.asOfBuddhist, () => `${buddhistDay(bangkokDay(at))} ${bangkokTime(at)}`],
    [HEADING.asOf, () => report.asOf],
  ];
  return {
    name: `${name.replace('{area}', report.area.code ?? 'country')}.csv`,
    text: csvText({
      columns: stamped.map(([heading]) => heading[language]),
      rows: rows.map((row) => stamped.map(([, cell]) => cell(row))),
    }),
  };
}

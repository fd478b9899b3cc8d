import type * as z from 'zod/mini';
import type { listCutOffDifferences, readCutOff } from '../../contract/cut-offs.ts';
import { bandHeading, DIFFERENCE, HEADING } from '../../contract/report-wording.ts';
import { buddhistDay, type Day } from '../../domain/calendar.ts';
import { maskName } from '../../domain/cardholder.ts';
import { maskCitizenId } from '../../domain/citizen-id.ts';
import { type CutOffInBrief, extraOf } from '../../domain/cut-off.ts';
import type { CutOffReading } from '../../domain/cut-off-desk.ts';
import type { Difference } from '../../domain/cut-off-differences.ts';
import type { CutOffDifferences, listCutOffRows } from '../../domain/cut-off-people-desk.ts';
import type { CsvFile } from '../csv.ts';
import type { Language } from '../language.ts';
import { type Column, headView, reportFile } from './report-view.ts';

export const cutOffView = ({ cutOffId, name, from, to, frozenAt, phase, ...more }: CutOffInBrief) => ({
  cutOffId,
  name,
  from,
  to,
  frozenAt,
  phase,
  sealedAt: more.sealedAt,
});

export const cutOffReportView = ({ report, cutOff, ...about }: CutOffReading) => ({
  ...headView(about),
  cutOff: cutOffView(cutOff),
  bands: cutOff.bands,
  ...report,
});

export const cutOffRowsView = ({
  cutOff,
  district,
  asOf,
  rows,
}: Awaited<ReturnType<typeof listCutOffRows>>) => ({
  asOf,
  cutOff: cutOffView(cutOff),
  district,
  rows: rows.map(({ citizenId, residence, person, ...row }) => ({
    ...row,
    maskedId: maskCitizenId(citizenId),
    maskedName: person.name && maskName(person.name),
    subdistrict: residence,
    bahtPerMonth: extraOf(cutOff.bands, row.band),
  })),
});

const stoodView = ({ intentOn, residence, band }: NonNullable<Difference['frozen' | 'now']>) => ({
  intentOn,
  subdistrict: residence,
  band,
});

const differenceView = ({ kind, citizenId, people, bahtPerMonth, frozen, now }: Difference) => ({
  kind,
  maskedId: maskCitizenId(citizenId),
  // One of the two is there: who neither is nor was on the list is no difference.
  registrationId: (now ?? frozen)?.registrationId ?? '',
  receipt: (now ?? frozen)?.receipt ?? '',
  people,
  bahtPerMonth,
  frozen: frozen && stoodView(frozen),
  now: now && { status: now.status, ...stoodView(now) },
});

export const cutOffDifferencesView = ({
  cutOff,
  district,
  asOf,
  sums,
  differences,
  more,
}: CutOffDifferences) => ({
  asOf,
  cutOff: cutOffView(cutOff),
  district,
  ...sums,
  differences: differences.map(differenceView),
  more,
});

/** Ranges of cut-offs never overlap, so the days name one. */
const fileName = ({ from, to }: { from: string; to: string }): string => `cut-off-${from}-${to}`;

export const cutOffReportFile = (report: z.output<typeof readCutOff.answer>, language: Language): CsvFile =>
  reportFile(`${fileName(report.cutOff)}-{area}`, report, language, {
    columns: [
      [HEADING.cutOff, () => report.cutOff.name],
      [HEADING.code, ({ code }) => code],
      [HEADING.name, ({ name }) => name[language]],
      [HEADING.paidPeople, ({ people }) => people],
      [HEADING.bahtPerMonth, ({ bahtPerMonth }) => bahtPerMonth],
      ...report.bands.map(
        ({ band, incomeUpToBaht }, at): Column<(typeof report.rows)[number]> => [
          bandHeading(report.bands[at - 1]?.incomeUpToBaht, incomeUpToBaht),
          ({ byBand }) => byBand[band].people,
        ],
      ),
      [HEADING.registeredNow, ({ registeredNow }) => registeredNow],
      [HEADING.difference, ({ difference }) => difference],
      [HEADING.frozenAt, () => report.cutOff.frozenAt],
    ],
    rows: report.rows,
  });

export const cutOffDifferencesFile = (
  report: z.output<typeof listCutOffDifferences.answer>,
  language: Language,
): CsvFile => {
  type Row = (typeof report.differences)[number];
  const stood = (at: 'frozen' | 'now'): Column<Row>[] => [
    [
      HEADING[`${at}DayBuddhist`],
      (row) => (row[at] === undefined ? null : buddhistDay(row[at].intentOn as Day)),
    ],
    [HEADING[`${at}Day`], (row) => row[at]?.intentOn ?? null],
    [HEADING[`${at}Subdistrict`], (row) => row[at]?.subdistrict ?? null],
    [HEADING[`${at}Band`], (row) => row[at]?.band ?? null],
  ];
  const about = { area: report.district, asOf: report.asOf };
  return reportFile(`${fileName(report.cutOff)}-differences-{area}`, about, language, {
    columns: [
      [HEADING.cutOff, () => report.cutOff.name],
      [HEADING.differenceKind, ({ kind }) => DIFFERENCE[kind][language]],
      [HEADING.maskedId, ({ maskedId }) => maskedId],
      [HEADING.receipt, ({ receipt }) => receipt],
      [HEADING.registration, ({ registrationId }) => registrationId],
      [HEADING.peopleChange, ({ people }) => people],
      [HEADING.bahtChange, ({ bahtPerMonth }) => bahtPerMonth],
      ...stood('frozen'),
      ...stood('now'),
    ],
    rows: report.differences,
  });
};

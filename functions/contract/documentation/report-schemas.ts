import type * as z from 'zod/mini';
import {
  bandCounts,
  cardholderFigures,
  channelCounts,
  coverageFigures,
  dayFigures,
  namedArea,
  readCardholderReport,
  readCoverageReport,
  readDailyReport,
  readProjectReport,
  reportArea,
} from '../reports.ts';
import { day, instant, type NamedSchema, object, sample, whole } from './schema-text.ts';

const element = <Item extends z.ZodMiniType>(list: z.ZodMiniArray<Item>): Item =>
  list._zod.def.element as Item;

const dimension = element(readProjectReport.answer.shape.byDimension);

const head = {
  area: 'What the report is about.',
  asOf: instant('When the counters were read.'),
  lastCountedAt: instant(
    'When the newest change in them was counted; of a district, in its province, since counters are kept by province. Absent before the first one.',
  ),
};
const row = {
  code: sample(
    'Official code (DOPA) of the area: 2 digits for a province, 4 a district, 6 a subdistrict.',
    '3401',
  ),
  name: 'Its name; its code where a count stands under a code that the geography does not have.',
};
const coverage = {
  cardholders: whole('People with an active card who live there now.'),
  registered: whole('People whose registration stands, by where they lived on the day of the intent.'),
  cancelled: whole('People whose registration was withdrawn.'),
  coverage: {
    description:
      'Registered in percent of cardholders, to one decimal; `null` where there are no cardholders.',
    examples: [26.4],
  },
};
const counts = {
  registered: whole('People whose registration stands.'),
  byAgency: sample('By code of the related agency: one for each of `agencies`.', { DOPA: 2, BAAC: 5 }),
  byChannel: 'By who recorded the intent.',
};
const cards = {
  cardholders: whole('People with an active card who live there now.'),
  byBand: 'By income.',
};
const PARTICIPATIONS = whole('Participations: a person counts once for each project chosen.');

/** Schemas of the reports. */
export const reportSchemas: readonly NamedSchema[] = [
  object('NamedArea', namedArea, 'The country, a province or a district.', {
    level: 'Which of them it is.',
    code: sample('Official code (DOPA); the country has none.', '34'),
    name: 'Its name.',
  }),
  object('ReportArea', reportArea, 'The area of a report, and the areas that it lies in.', {
    level: 'The country, a province or a district.',
    code: sample('Official code (DOPA); the country has none.', '34'),
    name: 'Its name.',
    parents: 'The areas that it lies in, the country first.',
  }),
  object('CoverageReport', readCoverageReport.answer, 'Cardholders and registrations of an area.', {
    ...head,
    total: 'The whole area.',
    rows: 'The areas one level down.',
  }),
  object('CoverageFigures', coverageFigures, 'Cardholders and registrations.', coverage),
  object(
    'CoverageRow',
    element(readCoverageReport.answer.shape.rows),
    'Cardholders and registrations of one area.',
    {
      ...row,
      ...coverage,
    },
  ),
  object('DailyReport', readDailyReport.answer, 'Registrations by the day of the intent.', {
    ...head,
    from: day('First day of the range.'),
    to: day('Last day of the range.'),
    agencies: 'Every agency that occurs in the range.',
    total: 'The whole range.',
    days: 'Each day of the range, also those without a registration.',
  }),
  object('DayFigures', dayFigures, 'Registrations of some days.', counts),
  object('DayRow', element(readDailyReport.answer.shape.days), 'Registrations of one day.', {
    day: day('The day of the intent.'),
    ...counts,
  }),
  object('ChannelCounts', channelCounts, 'People by who recorded the intent.', {
    officer: whole('An officer.'),
    BAAC: whole('The bank BAAC.'),
    GSB: whole('The bank GSB.'),
  }),
  object('ProjectReport', readProjectReport.answer, 'Development projects chosen in an area.', {
    ...head,
    people: whole('People whose registration stands, each once.'),
    peopleWithProject: whole('Of them, those with at least one project, each once.'),
    participations: PARTICIPATIONS,
    byDimension: 'The four dimensions with all their projects.',
    byAgency: 'By the agencies that run a project.',
    agencies: 'Every agency that runs a project.',
  }),
  object('DimensionCount', dimension, 'What was chosen in one dimension.', {
    code: {
      description: '1 to 4; 0, and last, for projects that are counted and no longer listed.',
      type: 'integer',
      minimum: 0,
      maximum: 4,
    },
    name: 'Its name.',
    participations: PARTICIPATIONS,
    projects: 'Every project of the dimension.',
  }),
  object('ProjectCount', element(dimension.shape.projects), 'How often one project was chosen.', {
    code: sample('Code of the project.', 'D2-02'),
    name: 'Its name.',
    agencies: sample('Codes of the agencies that run it.', ['MOL']),
    participations: whole('Participations: as many people as have chosen it.'),
  }),
  object(
    'AgencyParticipations',
    element(readProjectReport.answer.shape.byAgency),
    'What was chosen of the projects of one agency, or of several together.',
    {
      agencies: sample('Codes of the agencies; none for projects that are no longer listed.', ['MOL']),
      participations: PARTICIPATIONS,
    },
  ),
  object('CardholderReport', readCardholderReport.answer, 'Cardholders of an area.', {
    ...head,
    bands: 'The bands, the lowest income first.',
    total: 'The whole area.',
    rows: 'The areas one level down.',
  }),
  object('CardholderFigures', cardholderFigures, 'Cardholders.', cards),
  object('CardholderRow', element(readCardholderReport.answer.shape.rows), 'Cardholders of one area.', {
    ...row,
    ...cards,
  }),
  object('BandCounts', bandCounts, 'Cardholders by income band.', {
    UP_TO_30000: whole('Income of up to 30,000 baht a year.'),
    UP_TO_100000: whole('Income of over 30,000 and up to 100,000 baht a year.'),
  }),
];

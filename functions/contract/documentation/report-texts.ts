import { MAX_DAYS } from '../../domain/daily-report.ts';
import { COUNTRY } from '../report-wording.ts';
import type {
  readCardholderReport,
  readCoverageReport,
  readDailyReport,
  readProjectReport,
} from '../reports.ts';
import type { OperationText } from './operation-text.ts';
import { UBON } from './samples.ts';
import { daySent, sample } from './schema-text.ts';

type Report =
  | typeof readCoverageReport
  | typeof readDailyReport
  | typeof readProjectReport
  | typeof readCardholderReport;

const SCOPE =
  'For officers, within their own area: a district officer sees the district, a province officer the province and its districts, a central officer everything. An area outside does not exist for the caller.';
const BY_RESIDENCE =
  'People count once, where they lived on the day of the intent; a later move changes nothing. A change is counted within seconds of its recording.';
const BY_ADDRESS =
  'Cardholders are people with an active card, by the current address of the registry; a move takes them along.';
const AS_FILE =
  'With `Accept: text/csv` the same rows come as a file for a spreadsheet: UTF-8 with its mark, headings in Thai or, when `Accept-Language` prefers it, in English, days in the Buddhist era beside ISO, and the instant of the report in every row instead of around the table. The row of the totals is in JSON only.';

const AREA = sample(
  'Official code (DOPA) of a province, 2 digits, or of a district, 4 digits. Your whole area when it is left out.',
  '34',
);

const HEAD = {
  area: {
    level: 'province' as const,
    ...UBON,
    parents: [{ level: 'country' as const, name: COUNTRY }],
  },
  asOf: '2018-02-14T09:00:00.352Z',
  lastCountedAt: '2018-02-14T08:59:58.119Z',
};
const MUEANG = { code: '3401', name: { th: 'เมืองอุบลราชธานี', en: 'Mueang Ubon Ratchathani' } };
const WARIN = { code: '3415', name: { th: 'วารินชำราบ', en: 'Warin Chamrap' } };
const BAAC = {
  code: 'BAAC',
  name: {
    th: 'ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร (ธ.ก.ส.)',
    en: 'Bank for Agriculture and Agricultural Cooperatives',
  },
};
const DOPA = {
  code: 'DOPA',
  name: { th: 'กรมการปกครอง', en: 'Department of Provincial Administration' },
};
const MOL = { code: 'MOL', name: { th: 'กระทรวงแรงงาน', en: 'Ministry of Labour' } };

/** What the description says of each report. */
export const reportTexts: { [Op in Report as Op['id']]: OperationText<Op> } = {
  'read-coverage-report': {
    tag: 'Reports',
    summary: 'How many cardholders have registered, by area',
    description: `${SCOPE} The country has a row for each province, a province for each district, a district for each subdistrict, zeros included: the sum of the rows is \`total\`. ${BY_RESIDENCE} ${BY_ADDRESS} The two are told by different addresses, so a coverage can pass 100. By status there are standing and cancelled registrations; there are no later states yet. In ascending order of coverage those who are behind come first.

${AS_FILE}`,
    query: {
      area: AREA,
      sort: 'What rows are ordered by: `code` when absent. Rows without a coverage come last.',
      order: 'Ascending when absent.',
    },
    answers: {
      province: {
        summary: 'Two districts, the one that is behind first',
        value: {
          ...HEAD,
          total: { cardholders: 70_112, registered: 18_230, cancelled: 41, coverage: 26 },
          rows: [
            { ...WARIN, cardholders: 31_006, registered: 6_511, cancelled: 12, coverage: 21 },
            { ...MUEANG, cardholders: 39_106, registered: 11_719, cancelled: 29, coverage: 30 },
          ],
        },
      },
    },
    problems: ['province.not-found', 'district.not-found'],
  },

  'read-daily-report': {
    tag: 'Reports',
    summary: 'Who has registered on each day, by agency and channel',
    description: `${SCOPE} Standing registrations by the day of the intent: a correction of the day moves one, a withdrawal takes it off its day. A day without any is a row of zeros. The range has at most ${MAX_DAYS.province} days for a province or district and ${MAX_DAYS.country} for the country. The related agency and the channel, by which an intent was recorded, are two different things: each sums up to \`registered\`. ${BY_RESIDENCE}

${AS_FILE}`,
    query: {
      area: AREA,
      from: daySent('First day of the range; 30 days up to `to` when absent.'),
      to: daySent('Last day of the range; today in Bangkok when absent.'),
    },
    answers: {
      days: {
        summary: 'Two days',
        value: {
          ...HEAD,
          from: '2018-02-13',
          to: '2018-02-14',
          agencies: [DOPA, BAAC],
          total: {
            registered: 3,
            byAgency: { DOPA: 1, BAAC: 2 },
            byChannel: { officer: 1, BAAC: 2, GSB: 0 },
          },
          days: [
            {
              day: '2018-02-13',
              registered: 0,
              byAgency: { DOPA: 0, BAAC: 0 },
              byChannel: { officer: 0, BAAC: 0, GSB: 0 },
            },
            {
              day: '2018-02-14',
              registered: 3,
              byAgency: { DOPA: 1, BAAC: 2 },
              byChannel: { officer: 1, BAAC: 2, GSB: 0 },
            },
          ],
        },
      },
    },
    problems: ['province.not-found', 'district.not-found', 'days.reversed', 'days.too-many'],
  },

  'read-project-report': {
    tag: 'Reports',
    summary: 'Which development projects people have chosen',
    description: `${SCOPE} \`people\` and \`peopleWithProject\` count each person once; \`participations\` count a person with three projects three times, and so do all numbers by dimension, project and agency. Every project is there, zeros included. An agency stands for the projects that it runs, agencies that run one together for that one together: each participation is in one row. ${BY_RESIDENCE}

${AS_FILE}`,
    query: { area: AREA },
    answers: {
      province: {
        summary: 'Three people, of whom two have chosen projects',
        value: {
          ...HEAD,
          people: 3,
          peopleWithProject: 2,
          participations: 3,
          byDimension: [
            {
              code: 2,
              name: { th: 'การฝึกอาชีพและการศึกษา', en: 'Vocational training and education' },
              participations: 3,
              projects: [
                {
                  code: 'D2-01',
                  name: {
                    th: 'ฝึกอาชีพเร่งด่วนอเนกประสงค์ (ช่างชุมชน)',
                    en: 'Fast training of community handymen',
                  },
                  agencies: ['MOL'],
                  participations: 1,
                },
                {
                  code: 'D2-02',
                  name: {
                    th: 'ฝึกอาชีพเสริม 18/30/60 ชั่วโมง',
                    en: 'Supplementary training of 18, 30 or 60 hours',
                  },
                  agencies: ['MOL'],
                  participations: 2,
                },
              ],
            },
          ],
          byAgency: [{ agencies: ['MOL'], participations: 3 }],
          agencies: [MOL],
        },
      },
    },
    problems: ['province.not-found', 'district.not-found'],
  },

  'read-cardholder-report': {
    tag: 'Reports',
    summary: 'Who holds an active card, by area and income band',
    description: `${SCOPE} The country has a row for each province, a province for each district, a district for each subdistrict, zeros included: the sum of the rows is \`total\`. ${BY_ADDRESS} A change of the registry is counted within seconds.

${AS_FILE}`,
    query: { area: AREA },
    answers: {
      province: {
        summary: 'One district',
        value: {
          ...HEAD,
          bands: [
            { band: 'UP_TO_30000', incomeUpToBaht: 30_000, extraBahtPerMonth: 200 },
            { band: 'UP_TO_100000', incomeUpToBaht: 100_000, extraBahtPerMonth: 100 },
          ],
          total: { cardholders: 39_106, byBand: { UP_TO_30000: 27_514, UP_TO_100000: 11_592 } },
          rows: [{ ...MUEANG, cardholders: 39_106, byBand: { UP_TO_30000: 27_514, UP_TO_100000: 11_592 } }],
        },
      },
    },
    problems: ['province.not-found', 'district.not-found'],
  },
};

import { MAX_DAYS } from '../../domain/daily-report.ts';
import type {
  createCutOff,
  listCutOffDifferences,
  listCutOffRows,
  listCutOffs,
  readCutOff,
} from '../cut-offs.ts';
import { COUNTRY } from '../report-wording.ts';
import type { OperationText } from './operation-text.ts';
import { LISTED, MUEANG_UBON, REGISTRATION, UBON } from './samples.ts';
import { sample } from './schema-text.ts';

type OfCutOffs =
  | typeof createCutOff
  | typeof listCutOffs
  | typeof readCutOff
  | typeof listCutOffRows
  | typeof listCutOffDifferences;

const FREEZING = {
  cutOffId: '2018-02-21T021500-k7x2',
  name: 'จ่าย 1 มีนาคม 2561',
  from: '2018-02-01',
  to: '2018-02-20',
  frozenAt: '2018-02-21T02:15:00.417Z',
  phase: 'freezing' as const,
};
const FROZEN = { ...FREEZING, phase: 'frozen' as const, sealedAt: '2018-02-21T02:28:11.902Z' };
const BANDS = [
  { band: 'UP_TO_30000' as const, incomeUpToBaht: 30_000, extraBahtPerMonth: 200 },
  { band: 'UP_TO_100000' as const, incomeUpToBaht: 100_000, extraBahtPerMonth: 100 },
];
const FIGURES = {
  people: 11_719,
  bahtPerMonth: 2_004_500,
  byBand: {
    UP_TO_30000: { people: 8_326, bahtPerMonth: 1_665_200 },
    UP_TO_100000: { people: 3_393, bahtPerMonth: 339_300 },
  },
  registeredNow: 11_724,
  difference: 5,
};

const CUT_OFF = sample('Identifier of the cut-off, of the list of cut-offs.', FROZEN.cutOffId);
const DISTRICT = sample('Official code (DOPA) of the district, 4 digits.', '3401');
const WITHIN =
  'For officers, within their own area: a district officer in the district, a province officer in every district of the province, a central officer everywhere. A district outside the area does not exist for the caller.';
const ON_THE_TRAIL = 'Every call is written to the audit trail before it is answered.';
const AS_FILE = 'With `Accept: text/csv` the same rows come as a file for a spreadsheet.';

/** What the description says of the pay cut-offs. */
export const cutOffTexts: { [Op in OfCutOffs as Op['id']]: OperationText<Op> } = {
  'create-cut-off': {
    tag: 'Pay cut-offs',
    summary: 'Freezes the pay list of a range of days',
    description: `For central officers. The list holds who has a standing intent of these days at this very moment, however long it takes to make: poll it until its \`phase\` is \`frozen\`. Once frozen it never changes; later corrections show as differences. The days lie within the window, are over, are at most ${MAX_DAYS.country}, and overlap with no other cut-off. The same range under the same name, sent again while the list is being made, is answered with the same cut-off, and its making goes on if it stood still.`,
    requests: {
      first: {
        summary: 'Intents of 1 to 20 February, paid on 1 March',
        value: { name: FREEZING.name, from: FREEZING.from, to: FREEZING.to },
      },
    },
    answers: { freezing: { summary: 'The list is being made', value: FREEZING } },
    problems: [
      'area.outside',
      'days.reversed',
      'days.too-many',
      'cut-off.range-outside-window',
      'cut-off.range-not-over',
      'cut-off.overlaps',
    ],
  },

  'list-cut-offs': {
    tag: 'Pay cut-offs',
    summary: 'The pay cut-offs of the measure',
    description: 'For officers. The names and days of every pay cut-off, the oldest first.',
    answers: { one: { summary: 'One cut-off', value: { cutOffs: [FROZEN] } } },
    problems: [],
  },

  'read-cut-off': {
    tag: 'Pay cut-offs',
    summary: 'How many people of an area are paid how much',
    description: `For officers, within their own area; an area outside does not exist for the caller. The country has a row for each province, a province for each district, a district one for itself, zeros included: the sum of the rows is \`total\`. People are where they lived on the day of the intent. \`registeredNow\` is what the counters say now for the same days. While the list is being made there is no \`total\` and no row.

${AS_FILE}`,
    path: { cutOffId: CUT_OFF },
    query: {
      area: sample(
        'Official code (DOPA) of a province, 2 digits, or of a district, 4 digits. Your whole area when it is left out.',
        '34',
      ),
    },
    answers: {
      province: {
        summary: 'A province, of which one district is shown',
        value: {
          area: { level: 'province', ...UBON, parents: [{ level: 'country', name: COUNTRY }] },
          asOf: '2018-02-23T09:00:00.352Z',
          lastCountedAt: '2018-02-23T08:59:58.119Z',
          cutOff: FROZEN,
          bands: BANDS,
          total: FIGURES,
          rows: [{ code: MUEANG_UBON.code, name: MUEANG_UBON.name, ...FIGURES }],
        },
      },
      freezing: {
        summary: 'While the list is being made',
        value: {
          area: { level: 'province', ...UBON, parents: [{ level: 'country', name: COUNTRY }] },
          asOf: '2018-02-21T02:16:40.085Z',
          cutOff: FREEZING,
          bands: BANDS,
          rows: [],
        },
      },
    },
    problems: ['cut-off.not-found', 'province.not-found', 'district.not-found'],
  },

  'list-cut-off-rows': {
    tag: 'Pay cut-offs',
    summary: 'Who of a district is paid',
    description: `${WITHIN} The people on the list who lived in the district on the day of the intent, each as the registration stood at the freeze. ${ON_THE_TRAIL}`,
    path: { cutOffId: CUT_OFF, district: DISTRICT },
    query: {
      limit: {
        description: 'Rows of a page, at most.',
        type: 'integer',
        minimum: 1,
        maximum: 200,
        default: 50,
      },
      cursor: 'The `cursor` of the page before; leave it out for the first page.',
    },
    answers: {
      page: {
        summary: 'A page with another one after it',
        value: {
          asOf: '2018-02-23T09:00:00.352Z',
          cutOff: FROZEN,
          district: MUEANG_UBON,
          rows: [
            {
              maskedId: LISTED.maskedId,
              maskedName: REGISTRATION.maskedName,
              registrationId: LISTED.registrationId,
              receipt: LISTED.receipt,
              version: 1,
              intentOn: LISTED.intentOn,
              subdistrict: '340119',
              band: 'UP_TO_30000',
              bahtPerMonth: 200,
              agency: LISTED.agency,
              channel: LISTED.channel,
            },
          ],
          cursor: 'MjAxOC0wMi0xNCM0ZjB0cTJtOHo3eDFjNXY5YjNuNms',
        },
      },
    },
    problems: ['district.not-found', 'cut-off.not-found', 'cut-off.still-freezing'],
  },

  'list-cut-off-differences': {
    tag: 'Pay cut-offs',
    summary: 'What has changed since a list was frozen',
    description: `${WITHIN} What would be different on the list of the district if it were frozen now: only what changes who is paid, how much, or where. A day that moved within the range, the agency, the channel, projects and the place of intake change none of these and are left out.

Off the list: \`withdrawn\`; \`day-moved-out\` of the range; \`registered-elsewhere\`, withdrawn and registered again in another district; \`erased\`, not kept any more. Changed: \`registered-again\` in the district, in another income band or subdistrict. New: \`recorded-since\` the freeze for a day of the range; \`day-moved-in\`; \`registered-here\`, while the list has the person in another district.

The list and the differences together are the registrations of now. ${AS_FILE} ${ON_THE_TRAIL}`,
    path: { cutOffId: CUT_OFF, district: DISTRICT },
    answers: {
      two: {
        summary: 'One withdrawn, one recorded late',
        value: {
          asOf: '2018-02-23T09:00:00.352Z',
          cutOff: FROZEN,
          district: MUEANG_UBON,
          people: 0,
          bahtPerMonth: -100,
          byKind: {
            withdrawn: 1,
            'day-moved-out': 0,
            'registered-elsewhere': 0,
            erased: 0,
            'registered-again': 0,
            'recorded-since': 1,
            'day-moved-in': 0,
            'registered-here': 0,
          },
          differences: [
            {
              kind: 'withdrawn',
              maskedId: LISTED.maskedId,
              registrationId: LISTED.registrationId,
              receipt: LISTED.receipt,
              people: -1,
              bahtPerMonth: -200,
              frozen: { intentOn: '2018-02-14', subdistrict: '340119', band: 'UP_TO_30000' },
              now: {
                status: 'CANCELLED',
                intentOn: '2018-02-14',
                subdistrict: '340119',
                band: 'UP_TO_30000',
              },
            },
            {
              kind: 'recorded-since',
              maskedId: '6-00XX-XXXXX-XX-X',
              registrationId: '7c2xk9d4w8q1m5t0v6b3p',
              receipt: '3FNW-8GTC-5PZD',
              people: 1,
              bahtPerMonth: 100,
              now: {
                status: 'INTENT',
                intentOn: '2018-02-19',
                subdistrict: '340101',
                band: 'UP_TO_100000',
              },
            },
          ],
          more: false,
        },
      },
    },
    problems: ['district.not-found', 'cut-off.not-found', 'cut-off.still-freezing'],
  },
};

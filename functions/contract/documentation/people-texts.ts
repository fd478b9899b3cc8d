import { MAX_PEOPLE_A_CALL, MAX_PEOPLE_A_DAY } from '../../domain/people-look-up.ts';
import type { lookUpPeople } from '../people-look-up.ts';
import type { readProfile, showFullId } from '../profile.ts';
import type { OperationText } from './operation-text.ts';
import {
  HAS_REGISTERED,
  LISTED,
  MAY_REGISTER_TOO,
  MUEANG_UBON,
  REGISTRATION,
  UBON,
  VERSION,
} from './samples.ts';

const DISTRICT = { code: MUEANG_UBON.code, name: MUEANG_UBON.name };
const RESIDENCE = {
  province: UBON,
  district: DISTRICT,
  subdistrict: { code: '340119', name: { th: 'ปะอาว', en: 'Pa Ao' } },
};
const BY_AREA =
  'The person must live in the officer’s area, or have a standing registration there; anybody else does not exist for the caller.';
const LINE_EACH =
  'Every look is written to the audit trail before it is answered, also one that finds nobody.';

export const PROFILE = {
  asOf: '2018-02-14T03:05:07.219Z',
  maskedId: LISTED.maskedId,
  name: { title: 'นาง', first: 'คำพอง', last: 'คำดี' },
  birthDate: '1970-05-04',
  residence: RESIDENCE,
  band: REGISTRATION.band,
  cardStatus: 'active' as const,
  registration: {
    status: LISTED.status,
    intentOn: LISTED.intentOn,
    channel: LISTED.channel,
    place: { name: LISTED.place.name, district: MUEANG_UBON },
    residence: RESIDENCE,
    developmentDistrict: MUEANG_UBON,
    band: REGISTRATION.band,
    agency: LISTED.agency,
    projects: LISTED.projects,
    receipt: LISTED.receipt,
    recordedAt: LISTED.recordedAt,
    version: LISTED.version,
    phone: VERSION.phone,
    registrationId: LISTED.registrationId,
  },
  versions: [
    {
      version: 1,
      status: LISTED.status,
      intentOn: LISTED.intentOn,
      at: LISTED.recordedAt,
      change: 'created' as const,
    },
  ],
  payment: { bahtPerMonth: 200, fromMonth: '2018-03' },
};

type Described = typeof readProfile | typeof showFullId | typeof lookUpPeople;

/** What the description says of single people and of many. */
export const peopleTexts: { [Op in Described as Op['id']]: OperationText<Op> } = {
  'read-profile': {
    tag: 'People',
    summary: 'Everything that is known of one person',
    description: `For officers: facts of the registry, the registration with its history, and what the measure pays. ${BY_AREA} The ID stays masked. ${LINE_EACH}`,
    requests: {
      card: { summary: 'By the card', value: { citizenId: MAY_REGISTER_TOO } },
      listed: {
        summary: 'By a row of the list of cardholders',
        value: { listed: 'MzQwMTE5I1VQX1RPXzMwMDAw' },
      },
    },
    answers: { registered: { summary: 'Has registered', value: PROFILE } },
    problems: ['citizen-id.format', 'citizen-id.checksum', 'person.not-found'],
  },
  'show-full-id': {
    tag: 'People',
    summary: 'The whole ID of one person',
    description: `For officers with the right \`see-full-id\`, for one person at a time. ${BY_AREA} ${LINE_EACH}`,
    requests: {
      registration: { summary: 'Of a registration', value: { registrationId: LISTED.registrationId } },
    },
    answers: { shown: { summary: 'The ID', value: { citizenId: MAY_REGISTER_TOO } } },
    problems: ['right.missing', 'citizen-id.format', 'citizen-id.checksum', 'person.not-found'],
  },
  'look-up-people': {
    tag: 'People',
    summary: 'Who of many people has registered',
    description: `For officers, with a list of IDs or a CSV file, of up to ${MAX_PEOPLE_A_CALL} lines a call and ${MAX_PEOPLE_A_DAY} people a day. People outside the area and unknown ones get one and the same answer. A line that cannot be read is answered by itself. With \`Accept: text/csv\` the answer is a file with a row for each line. Every person looked up has a line of the audit trail of his own before anything is answered.`,
    requests: {
      list: { summary: 'A list', value: { citizenIds: [MAY_REGISTER_TOO, HAS_REGISTERED] } },
      file: { summary: 'A file', value: { file: 'Y2l0aXplbl9pZA0KNzAwMDAwMDA0MTAyMg0K' } },
    },
    answers: {
      found: {
        summary: 'One who has not come, one who has, and a slip',
        value: {
          asOf: PROFILE.asOf,
          rows: [
            { line: 1, outcome: 'may-register', maskedId: LISTED.maskedId, district: MUEANG_UBON },
            {
              line: 2,
              outcome: 'registered',
              maskedId: '8-00XX-XXXXX-XX-X',
              district: MUEANG_UBON,
              registration: {
                intentOn: LISTED.intentOn,
                channel: LISTED.channel,
                place: LISTED.place.name,
                district: MUEANG_UBON,
              },
            },
            {
              line: 3,
              outcome: 'fault',
              code: 'citizen-id.checksum',
              message: {
                th: 'เลขประจำตัวประชาชนไม่ถูกต้อง โปรดตรวจสอบตัวเลข',
                en: 'This is not a valid citizen ID: check its digits.',
              },
            },
          ],
        },
      },
    },
    rowProblems: ['citizen-id.format', 'citizen-id.checksum'],
    problems: ['people.too-many', 'people.daily-limit', 'people-file.encoding', 'people-file.no-column'],
  },
};

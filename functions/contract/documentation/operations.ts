import type { Day } from '../../domain/calendar.ts';
import type { Eligibility } from '../../domain/eligibility.ts';
import { MAX_PLACES_OF_A_DISTRICT } from '../../domain/intake-location.ts';
import type { DistrictName } from '../../domain/ports.ts';
import { readAccessHistory, readOfficerActivity } from '../access-history.ts';
import {
  changeAccount,
  createAccount,
  importAccounts,
  listAccounts,
  readAccount,
  resetPassword,
  signOutEverywhere,
} from '../accounts.ts';
import { listAnnouncements, markAnnouncement, overrideArea } from '../announcements.ts';
import { readApiDescription, readApiPage } from '../api-description.ts';
import { listDistricts, listProvinces, listSubdistricts } from '../areas.ts';
import {
  correctBankRows,
  lookUpBankReferences,
  readBankStatement,
  registerBankRows,
  withdrawBankRows,
} from '../bank.ts';
import { announceBankFile, listBankFiles, readBankFile, startBankFile } from '../bank-files.ts';
import { orderBankStatement, readBankStatementFile } from '../bank-statements.ts';
import { createCutOff, listCutOffDifferences, listCutOffRows, listCutOffs, readCutOff } from '../cut-offs.ts';
import { identifyPerson } from '../desk.ts';
import {
  announceDocumentVersion,
  downloadDocumentVersion,
  listDocuments,
  listPublishedDocuments,
  publishDocumentVersion,
} from '../documents.ts';
import { checkEligibility } from '../eligibility.ts';
import { BRANCHES, BRING, mayRegisterMessage, NOT_FOUND, registeredMessage } from '../eligibility-wording.ts';
import { createImport, listImports, readImport, revokeMissing, startImport } from '../imports.ts';
import {
  addIntakeLocation,
  changeIntakeLocation,
  listIntakeLocations,
  listMyIntakeLocations,
  retireIntakeLocation,
} from '../intake-locations.ts';
import { readMe } from '../me.ts';
import { listCardholders, listParticipants } from '../people.ts';
import { lookUpPeople } from '../people-look-up.ts';
import { readProfile, showFullId } from '../profile.ts';
import { listAgencies, listProjects, readMeasure } from '../programme.ts';
import {
  correctRegistration,
  createRegistration,
  listRegistrations,
  listRegistrationVersions,
  readRegistration,
  withdrawRegistration,
} from '../registrations.ts';
import { readCardholderReport, readCoverageReport, readDailyReport, readProjectReport } from '../reports.ts';
import { accessHistoryTexts } from './access-history-texts.ts';
import { accountTexts, SUBJECT } from './account-texts.ts';
import { announcementTexts } from './announcement-texts.ts';
import { areaTexts } from './area-texts.ts';
import { bankFileTexts } from './bank-file-texts.ts';
import { bankStatementTexts } from './bank-statement-texts.ts';
import { bankTexts } from './bank-texts.ts';
import { cutOffTexts } from './cut-off-texts.ts';
import { deskTexts } from './desk-texts.ts';
import { documentTexts } from './document-texts.ts';
import { importTexts } from './import-texts.ts';
import type { OperationText } from './operation-text.ts';
import { peopleTexts } from './people-texts.ts';
import { reportTexts } from './report-texts.ts';
import {
  CORRECTED,
  HAS_REGISTERED,
  LISTED,
  MAY_REGISTER,
  MAY_REGISTER_TOO,
  MUEANG_UBON,
  NOT_ON_RECORD,
  PLACE,
  PLACE_ID,
  PUBLISHED_PLACE,
  REGISTRATION,
  REGISTRATION_ID,
  UBON,
  VERSION,
  WITHDRAWN,
} from './samples.ts';
import { daySent, sample } from './schema-text.ts';

/** Every operation of the contract. */
export const contract = [
  checkEligibility,
  readMeasure,
  listAgencies,
  listProjects,
  listProvinces,
  listDistricts,
  listSubdistricts,
  listIntakeLocations,
  addIntakeLocation,
  changeIntakeLocation,
  retireIntakeLocation,
  listAccounts,
  createAccount,
  importAccounts,
  readAccount,
  changeAccount,
  resetPassword,
  signOutEverywhere,
  readMe,
  listMyIntakeLocations,
  identifyPerson,
  readAccessHistory,
  readOfficerActivity,
  overrideArea,
  listAnnouncements,
  markAnnouncement,
  createRegistration,
  readRegistration,
  correctRegistration,
  withdrawRegistration,
  listRegistrationVersions,
  listRegistrations,
  listParticipants,
  listCardholders,
  readProfile,
  showFullId,
  lookUpPeople,
  readCoverageReport,
  readDailyReport,
  readProjectReport,
  readCardholderReport,
  createCutOff,
  listCutOffs,
  readCutOff,
  listCutOffRows,
  listCutOffDifferences,
  listPublishedDocuments,
  listDocuments,
  downloadDocumentVersion,
  announceDocumentVersion,
  publishDocumentVersion,
  announceBankFile,
  listBankFiles,
  readBankFile,
  startBankFile,
  orderBankStatement,
  readBankStatementFile,
  registerBankRows,
  correctBankRows,
  withdrawBankRows,
  lookUpBankReferences,
  readBankStatement,
  createImport,
  listImports,
  readImport,
  startImport,
  revokeMissing,
  readApiDescription,
  readApiPage,
] as const;

type Documented = (typeof contract)[number];
export type OperationId = Documented['id'];

const DISTRICT = sample('Official code (DOPA) of the district, 4 digits.', '3401');
const PLACE_PARAMETER = sample('Identifier of the intake location, of a list.', PLACE_ID);
const REGISTRATION_PARAMETER = sample(
  'Identifier of the registration, from the answer that made it or from a list.',
  REGISTRATION_ID,
);
const PAGE = {
  limit: {
    description: 'Rows of a page, at most.',
    type: 'integer',
    minimum: 1,
    maximum: 200,
    default: 50,
  },
  cursor: 'The `cursor` of the page before; leave it out for the first page.',
} as const;

const OWN_AREA =
  'For officers, within their own area: a district officer in the district, a province officer in every district of the province, a central officer everywhere.';
const VERSIONED =
  'Send the version that you have read as `If-Match`; when somebody was faster the answer is 412 and nothing has changed.';
const OF_PERSON_OR_PLACE =
  'A registration belongs to an area when the person lives there or declared the intent there.';
const SUBDISTRICT = sample('Only this subdistrict: its official code (DOPA), 6 digits.', '340119');
const BORN = (which: string) => sample(`${which} year of birth, of the common era.`, '1970');
const SHORT_PAGES =
  'A page may be shorter than `limit` although another one follows: go on while there is a `cursor`.';
const ON_THE_TRAIL = 'Every call is written to the audit trail before it is answered.';

const MEASURE = {
  code: 'quality-of-life-2',
  name: {
    th: 'มาตรการพัฒนาคุณภาพชีวิตผู้มีบัตรสวัสดิการแห่งรัฐ',
    en: 'Quality-of-life measure for state welfare card holders',
  },
  windowFrom: '2018-02-01',
  windowTo: '2018-02-28',
  phase: 'open' as const,
};
const HOME = MUEANG_UBON as DistrictName;
const MAY_REGISTER_HERE = {
  status: 'may-register',
  measure: { windowFrom: MEASURE.windowFrom as Day, windowTo: MEASURE.windowTo as Day },
  phase: MEASURE.phase,
  places: [PUBLISHED_PLACE],
} as Extract<Eligibility, { status: 'may-register' }>;

/** What the description says of each operation; one without a text does not compile. */
export const operationTexts: { [Op in Documented as Op['id']]: OperationText<Op> } = {
  'check-eligibility': {
    tag: 'Look-up',
    summary: 'May this person register?',
    description: `Open to everybody, without a token. Tells whether the person may register and where, or has registered already. The ID goes in the body, never in the URL. Unknown people and people without entitlement get one and the same answer. A place that was just added shows after some ten seconds.

While the measure has \`requireBirthDate\`, the \`birthDate\` is asked for as well: without it every question is answered 422 \`look-up.birth-date-required\`, whoever the person is, and with another one than the registry's the person is not found. At other times it may be sent and is compared with nothing.

Who asks often about one person, or from one network, is answered 429 \`look-up.challenged\` with some seconds of work for the machine, whoever the person is; the same question with the \`proof\` is answered. It is work of ALTCHA, so any of its solvers does it.`,
    requests: {
      'may-register': { summary: 'May register', value: { citizenId: MAY_REGISTER } },
      registered: { summary: 'Has registered', value: { citizenId: HAS_REGISTERED } },
      'not-found': { summary: 'Is not found', value: { citizenId: NOT_ON_RECORD } },
      'with-birth-date': {
        summary: 'When the measure asks for the birth date',
        value: { citizenId: MAY_REGISTER, birthDate: '1961-03-27' },
      },
      'as-written': { summary: 'As a person writes it', value: { citizenId: '๖-๐๐๐๐-๐๐๐๔๑-๐๑-๖' } },
    },
    answers: {
      'may-register': {
        summary: 'May register',
        value: {
          status: 'may-register',
          message: mayRegisterMessage(MAY_REGISTER_HERE, HOME),
          measure: MEASURE,
          district: MUEANG_UBON,
          branches: [...BRANCHES],
          places: [PUBLISHED_PLACE],
          bring: BRING,
        },
      },
      registered: {
        summary: 'Has registered',
        value: {
          status: 'registered',
          message: registeredMessage('2018-02-14', HOME),
          registeredOn: '2018-02-14',
          district: MUEANG_UBON,
        },
      },
      'not-found': { summary: 'Is not found', value: { status: 'not-found', message: NOT_FOUND } },
    },
    problems: [
      'citizen-id.format',
      'citizen-id.checksum',
      'look-up.birth-date-required',
      'look-up.challenged',
      'look-up.exhausted',
    ],
  },

  'read-measure': {
    tag: 'Measure',
    summary: 'The measure that runs',
    description:
      'Open to everybody, without a token. Gives the window, whether it is open by the server’s clock, what is paid (baht a month) by income (baht a year), and whether the look-up asks for the birth date.',
    answers: {
      open: {
        summary: 'The window is open',
        value: {
          ...MEASURE,
          recordUntil: '2018-03-15',
          today: '2018-02-14',
          bands: [
            { band: 'UP_TO_30000', incomeUpToBaht: 30_000, extraBahtPerMonth: 200 },
            { band: 'UP_TO_100000', incomeUpToBaht: 100_000, extraBahtPerMonth: 100 },
          ],
          requireBirthDate: false,
        },
      },
    },
    problems: [],
  },

  'list-agencies': {
    tag: 'Measure',
    summary: 'Agencies that a registration may name',
    description: 'Open to everybody, without a token. A registration names one of them by its code.',
    answers: {
      agencies: {
        summary: 'Some of them',
        value: {
          agencies: [
            { code: 'DOPA', name: { th: 'กรมการปกครอง', en: 'Department of Provincial Administration' } },
            { code: 'GSB', name: { th: 'ธนาคารออมสิน', en: 'Government Savings Bank' } },
          ],
        },
      },
    },
    problems: [],
  },

  'list-projects': {
    tag: 'Measure',
    summary: 'Development projects',
    description:
      'Open to everybody, without a token. A registration names up to ten of them by their codes, or none.',
    answers: {
      projects: {
        summary: 'One of each list',
        value: {
          dimensions: [
            {
              code: 2,
              name: { th: 'การฝึกอาชีพและการศึกษา', en: 'Vocational training and education' },
            },
          ],
          projects: [
            {
              code: 'D2-02',
              dimension: 2,
              agencies: ['MOL'],
              name: {
                th: 'ฝึกอาชีพเสริม 18/30/60 ชั่วโมง',
                en: 'Supplementary training of 18, 30 or 60 hours',
              },
              illustrative: true,
            },
          ],
        },
      },
    },
    problems: [],
  },

  'list-intake-locations': {
    tag: 'Intake locations',
    summary: 'The public places of a district',
    description:
      'Open to everybody, without a token. Places whose last day has passed are left out. A branch of either bank in the district takes intents too and is not listed here.',
    path: { district: DISTRICT },
    answers: {
      places: {
        summary: 'One place',
        value: { district: MUEANG_UBON, places: [PUBLISHED_PLACE] },
      },
    },
    problems: ['district.not-found'],
  },

  'add-intake-location': {
    tag: 'Intake locations',
    summary: 'Adds a place',
    description: `${OWN_AREA} The place is public at once; caches show it after some ten seconds. A district has at most ${MAX_PLACES_OF_A_DISTRICT} places that are not retired.`,
    path: { district: DISTRICT },
    requests: {
      full: {
        summary: 'With everything',
        value: {
          name: 'หอประชุมอำเภอเมืองอุบลราชธานี',
          address: 'ถนนอุปราช ตำบลในเมือง',
          hours: 'ส.-อา. 09.00-15.00 น.',
          phone: '045 000 000',
          position: { latitude: 15.23, longitude: 104.86 },
        },
      },
      shortest: { summary: 'The name alone', value: { name: 'ศาลากลางบ้าน หมู่ 4' } },
    },
    answers: { added: { summary: 'Added', value: PLACE } },
    etag: true,
    problems: ['area.outside', 'district.not-found', 'intake-location.full', 'intake-location.days-reversed'],
  },

  'change-intake-location': {
    tag: 'Intake locations',
    summary: 'Changes a place',
    description: `${OWN_AREA} Only the fields that are sent change. ${VERSIONED}`,
    path: { district: DISTRICT, placeId: PLACE_PARAMETER },
    requests: {
      hours: {
        summary: 'New hours, no telephone any more',
        value: { hours: 'จ.-ส. 08.30-16.30 น.', phone: null },
      },
    },
    answers: {
      changed: {
        summary: 'Changed',
        value: {
          ...PLACE,
          hours: 'จ.-ส. 08.30-16.30 น.',
          version: 2,
          changedAt: '2018-02-02T06:30:00.128Z',
        },
      },
    },
    etag: true,
    problems: [
      'area.outside',
      'intake-location.not-found',
      'intake-location.retired',
      'intake-location.nothing-to-change',
      'intake-location.days-reversed',
    ],
  },

  'retire-intake-location': {
    tag: 'Intake locations',
    summary: 'Takes a place out of use',
    description: `${OWN_AREA} The place leaves the public list for good; registrations that were made there keep it. ${VERSIONED}`,
    path: { district: DISTRICT, placeId: PLACE_PARAMETER },
    answers: {
      retired: {
        summary: 'Retired',
        value: { ...PLACE, version: 2, status: 'retired', changedAt: '2018-02-20T09:00:00.004Z' },
      },
    },
    etag: true,
    problems: ['area.outside', 'intake-location.not-found', 'intake-location.retired'],
  },

  'list-my-intake-locations': {
    tag: 'Intake locations',
    summary: 'Every place of a district, as of now',
    description: `${OWN_AREA} Unlike the public list this one is never cached and has the retired places, too. A district outside the area does not exist for the caller.`,
    query: {
      district: sample(
        'Official code (DOPA) of the district, 4 digits. A district officer may leave it out.',
        '3401',
      ),
    },
    answers: { places: { summary: 'One place', value: { district: MUEANG_UBON, places: [PLACE] } } },
    problems: ['district.not-found'],
  },

  'create-registration': {
    tag: 'Registrations',
    summary: 'Registers a person’s intent',
    description: `For officers. The person must be entitled and live in the officer’s area; otherwise the answer says where to send the person. The place must be open and lie in the officer’s area. An intent is recorded from the first day of the window until \`recordUntil\`, for a day within the window.

A person has one standing registration: of two requests at the same time exactly one wins, and the other learns when, where and by which channel the person has registered. After a withdrawal the person may register again: the registration keeps its identifier and gets the next version and a new receipt.

Choose an \`Idempotency-Key\` for each intent and send it again with every retry: the same request gets the same answer for 48 hours, marked by \`Idempotency-Replayed\`.`,
    requests: {
      usual: {
        summary: 'Today, in the person’s district',
        value: {
          citizenId: MAY_REGISTER_TOO,
          placeId: PLACE_ID,
          agency: 'DOPA',
          projects: ['D2-02', 'D3-01'],
          consent: true,
          phone: '080 000 0000',
        },
      },
    },
    answers: { registered: { summary: 'Registered', value: REGISTRATION } },
    etag: true,
    problems: [
      'citizen-id.format',
      'citizen-id.checksum',
      'cardholder.not-entitled',
      'registration.person-of-other-district',
      'area.outside',
      'registration.already-registered',
      'registration.consent-required',
      'registration.window-not-open',
      'registration.recording-closed',
      'registration.day-in-future',
      'registration.day-outside-window',
      'registration.place-not-open',
      'agency.unknown',
      'project.unknown',
      'district.unknown',
    ],
  },

  'read-registration': {
    tag: 'Registrations',
    summary: 'Reads a registration',
    description: `For officers. ${OF_PERSON_OR_PLACE} One outside the area does not exist for the caller. The citizen ID is masked, always. ${ON_THE_TRAIL}`,
    path: { registrationId: REGISTRATION_PARAMETER },
    answers: { registration: { summary: 'As it stands', value: REGISTRATION } },
    etag: true,
    problems: ['registration.not-found'],
  },

  'correct-registration': {
    tag: 'Registrations',
    summary: 'Corrects a registration',
    description: `For officers. ${OF_PERSON_OR_PLACE} Only the fields that are sent change; the version before is kept. ${VERSIONED} A withdrawn registration cannot be corrected.`,
    path: { registrationId: REGISTRATION_PARAMETER },
    requests: {
      projects: { summary: 'Other projects', value: { projects: ['D2-02'] } },
      clear: { summary: 'No telephone any more', value: { phone: null, reason: 'ขอไม่ให้เบอร์โทรศัพท์' } },
    },
    answers: { corrected: { summary: 'Corrected', value: CORRECTED } },
    etag: true,
    problems: [
      'registration.not-found',
      'area.outside',
      'registration.not-standing',
      'registration.nothing-to-correct',
      'registration.reason-required',
      'registration.day-in-future',
      'registration.day-outside-window',
      'registration.place-not-open',
      'agency.unknown',
      'project.unknown',
      'district.unknown',
    ],
  },

  'withdraw-registration': {
    tag: 'Registrations',
    summary: 'Withdraws a registration',
    description: `For officers. ${OF_PERSON_OR_PLACE} The registration leaves the counts, and the person may register again. ${VERSIONED}`,
    path: { registrationId: REGISTRATION_PARAMETER },
    requests: { withdrawn: { summary: 'At the person’s wish', value: { reason: 'ขอยกเลิกด้วยตนเอง' } } },
    answers: { withdrawn: { summary: 'Withdrawn', value: WITHDRAWN } },
    etag: true,
    problems: ['registration.not-found', 'area.outside', 'registration.not-standing'],
  },

  'list-registration-versions': {
    tag: 'Registrations',
    summary: 'Who changed a registration, when and why',
    description: `For officers. ${OF_PERSON_OR_PLACE} One outside the area does not exist for the caller. ${ON_THE_TRAIL}`,
    path: { registrationId: REGISTRATION_PARAMETER },
    query: PAGE,
    answers: { versions: { summary: 'One version', value: { versions: [VERSION] } } },
    problems: ['registration.not-found'],
  },

  'list-registrations': {
    tag: 'Registrations',
    summary: 'The registrations of a day in a district',
    description: `${OWN_AREA} Lists by the district of the place, not of the person. A district outside the area does not exist for the caller. ${ON_THE_TRAIL}`,
    path: { district: DISTRICT },
    query: {
      day: daySent('The day of the intents; today in Bangkok when absent.'),
      placeId: 'Only those of this intake location.',
      ...PAGE,
    },
    answers: {
      first: {
        summary: 'A page with another one after it',
        value: {
          day: '2018-02-14',
          registrations: [LISTED],
          cursor: 'b2ZmaWNlMzQwMSMyMDE4LTAyLTE0VDAzOjA1OjA3LjIxOVo',
        },
      },
    },
    problems: ['district.not-found'],
  },

  'list-participants': {
    tag: 'People',
    summary: 'Who stands behind a count of participants',
    description: `${OWN_AREA} The rows from which the reports were counted, by residence at the intent: as many as the report says. A district outside the area does not exist for the caller. ${SHORT_PAGES} ${ON_THE_TRAIL}`,
    path: { district: DISTRICT },
    query: {
      status: 'Standing registrations (`INTENT`, when absent) or withdrawn ones.',
      from: daySent('First day of the intents.'),
      to: daySent('Last day of the intents.'),
      subdistrict: SUBDISTRICT,
      agency: 'Only this related agency.',
      channel: 'Only this channel.',
      project: 'Only those who chose this project.',
      ...PAGE,
    },
    answers: {
      page: {
        summary: 'A page with another one after it',
        value: {
          asOf: '2018-02-14T03:05:07.219Z',
          district: MUEANG_UBON,
          participants: [
            {
              maskedId: LISTED.maskedId,
              maskedName: REGISTRATION.maskedName,
              registrationId: LISTED.registrationId,
              receipt: LISTED.receipt,
              subdistrict: '340119',
              status: 'INTENT',
              intentOn: LISTED.intentOn,
              channel: LISTED.channel,
              agency: LISTED.agency,
              projects: LISTED.projects,
            },
          ],
          cursor: 'SU5URU5UIzIwMTgtMDItMTQjLi4u',
        },
      },
    },
    problems: ['district.not-found', 'days.reversed'],
  },

  'list-cardholders': {
    tag: 'People',
    summary: 'Who holds a card in a district, and who of them has not come',
    description: `${OWN_AREA} By current address, entitled cards only: as many as the report of cardholders says. With \`registered=false\`, the band of the lowest income and \`age=working\` it is the work list of those to be visited. A district outside the area does not exist for the caller. ${SHORT_PAGES} ${ON_THE_TRAIL}`,
    path: { district: DISTRICT },
    query: {
      subdistrict: SUBDISTRICT,
      band: 'Only this income band.',
      age: 'Only this age, by the year of birth; `working` is 18 to 60 years, who the visiting teams are sent to.',
      bornFrom: BORN('Earliest'),
      bornTo: BORN('Latest'),
      registered:
        'Only those with a standing registration (`true`), wherever it was, or without one (`false`).',
      names: 'With `whole` each row has the whole name, for a team that has to find the people.',
      ...PAGE,
    },
    answers: {
      page: {
        summary: 'The last page',
        value: {
          asOf: '2018-02-14T03:05:07.219Z',
          district: MUEANG_UBON,
          cardholders: [
            {
              maskedId: LISTED.maskedId,
              maskedName: REGISTRATION.maskedName,
              subdistrict: '340119',
              band: 'UP_TO_30000',
              birthYear: 1970,
              listed: 'MzQwMTE5I1VQX1RPXzMwMDAw',
              registered: false,
            },
          ],
        },
      },
    },
    problems: ['district.not-found'],
  },

  ...areaTexts,
  ...deskTexts,
  ...accessHistoryTexts,
  ...announcementTexts,
  ...peopleTexts,
  ...documentTexts,
  ...reportTexts,
  ...cutOffTexts,
  ...bankTexts,
  ...bankFileTexts,
  ...bankStatementTexts,
  ...importTexts,
  ...accountTexts,

  'read-me': {
    tag: 'Account',
    summary: 'Who is signed in',
    description:
      'For officers. Rights stand in the account and not in the token, so a change of role or area works with the next request.',
    answers: {
      district: {
        summary: 'A district officer',
        value: {
          subject: SUBJECT,
          username: 'mueang-ubon',
          name: 'ปลัดอำเภอเมืองอุบลราชธานี',
          role: 'district',
          agency: 'DOPA',
          rights: [],
          province: UBON,
          district: MUEANG_UBON,
        },
      },
      central: {
        summary: 'A central officer',
        value: {
          subject: SUBJECT,
          username: 'central',
          name: 'เจ้าหน้าที่กระทรวงการคลัง',
          role: 'central',
          agency: 'MOI',
          rights: ['see-full-id', 'read-access-history'],
        },
      },
    },
    problems: [],
  },

  'read-api-description': {
    tag: 'Description',
    summary: 'This description as OpenAPI',
    description: 'Open to everybody, without a token. OpenAPI 3.1 in JSON.',
    answers: {
      description: {
        summary: 'Its beginning',
        value: { openapi: '3.1.1', info: { title: 'Sitthi', version: '0.1.0' } },
      },
    },
    problems: [],
  },

  'read-api-page': {
    tag: 'Description',
    summary: 'This description as a page',
    description: 'Open to everybody, without a token. It loads nothing from anywhere else.',
    answers: { page: { summary: 'Its beginning', value: '<!doctype html>' } },
    problems: [],
  },
};

import * as z from 'zod/mini';
import { readApiDescription, readApiPage } from '../api-description.ts';
import { checkEligibility } from '../eligibility.ts';
import * as field from '../fields.ts';
import {
  addIntakeLocation,
  changeIntakeLocation,
  listIntakeLocations,
  listMyIntakeLocations,
} from '../intake-locations.ts';
import { readMe } from '../me.ts';
import { listCardholders, listParticipants } from '../people.ts';
import { listAgencies, listProjects, readMeasure } from '../programme.ts';
import { publishedPlace } from '../published-place.ts';
import {
  correctRegistration,
  createRegistration,
  firstRegistration,
  listRegistrations,
  listRegistrationVersions,
  readRegistration,
  withdrawRegistration,
} from '../registrations.ts';
import { accessHistoryRequestSchemas, accessHistorySchemas } from './access-history-schemas.ts';
import { accountRequestSchemas, accountSchemas } from './account-schemas.ts';
import { announcementRequestSchemas, announcementSchemas } from './announcement-schemas.ts';
import { areaSchemas } from './area-schemas.ts';
import { bankFileRequestSchemas, bankFileSchemas } from './bank-file-schemas.ts';
import { bankRequestSchemas, bankSchemas } from './bank-schemas.ts';
import { bankStatementRequestSchemas, bankStatementSchemas } from './bank-statement-schemas.ts';
import { cutOffRequestSchemas, cutOffSchemas } from './cut-off-schemas.ts';
import { deskRequestSchemas, deskSchemas } from './desk-schemas.ts';
import { documentRequestSchemas, documentSchemas } from './document-schemas.ts';
import { importRequestSchemas, importSchemas } from './import-schemas.ts';
import { peopleRequestSchemas, peopleSchemas } from './people-schemas.ts';
import { reportSchemas } from './report-schemas.ts';
import { day, daySent, instant, type NamedSchema, named, object, sample, whole } from './schema-text.ts';

const AMPHOE = 'Official code (DOPA) of the district, 4 digits; the first two are its province.';
const CITIZEN_ID =
  '13 digits of the national ID card, the last a check digit. Thai digits, blanks and hyphens are understood. It is never put into a URL.';
const MASKED_ID = sample(
  'The citizen ID with everything hidden that could be used: enough to compare with a card.',
  '6-00XX-XXXXX-XX-X',
);
const VERSION = whole('Rises by one with every change. The same number stands in `ETag`.', 1);
const OFFICER_ID = 'Identifier of the officer, or of the bank’s client.';
const AGENCY = sample('Code of the agency, of `GET /v1/agencies`.', 'DOPA');
const PROJECTS = sample('Codes of development projects, of `GET /v1/projects`.', ['D2-02', 'D3-01']);
const RECEIPT = sample('Number on the slip that the person takes home.', '7KQ4-9MXA-2RTB');
const CONTACT_HOURS = sample('Free text, in Thai as a rule.', 'จ.-ศ. 08.30-16.30 น.');
const CURSOR = 'Where the next page starts: send it back as `cursor`. Absent on the last page.';

const element = <Item extends z.ZodMiniType>(list: z.ZodMiniArray<Item>): Item =>
  list._zod.def.element as Item;
const inner = <Inner extends z.ZodMiniType>(optional: z.ZodMiniOptional<Inner>): Inner =>
  optional._zod.def.innerType as Inner;

const [notFound, registered, mayRegister] = checkEligibility.answer._zod.def.options;
const place = addIntakeLocation.answer;
const listed = element(listRegistrations.answer.shape.registrations);
const version = element(listRegistrationVersions.answer.shape.versions);
const registration = readRegistration.answer;
const participant = element(listParticipants.answer.shape.participants);
const rosterEntry = element(listCardholders.answer.shape.cardholders);

const personFields = {
  maskedId: MASKED_ID,
  maskedName: sample(
    'First name whole and last name by its initial. Absent when the person has left the registry.',
    'นางคำพอง ค…',
  ),
  registrationId: 'Identifier of the registration, when the person has one.',
  receipt: RECEIPT,
  subdistrict: sample('Official code (DOPA) of the subdistrict, 6 digits.', '340119'),
};

const placeFields = {
  placeId: sample('Identifier of the place.', 'office3401'),
  name: sample('Name of the place.', 'ที่ว่าการอำเภอเมืองอุบลราชธานี'),
  address: 'Where it is, in one line.',
  opensOn: day('First day on which it takes intents; from the start of the window when absent.'),
  closesOn: day('Last day on which it takes intents. After it the place leaves the public list.'),
  hours: CONTACT_HOURS,
  phone: sample('Telephone.', '045 000 000'),
  position: 'Where it is on a map.',
};

const listedFields = {
  registrationId: 'Identifier of the registration: opaque, it says nothing about the person.',
  version: VERSION,
  status: '`INTENT` stands and is counted; `CANCELLED` was withdrawn.',
  receipt: RECEIPT,
  maskedId: MASKED_ID,
  intentOn: day('Day on which the person declared the intent. It decides what is paid.'),
  place: 'Where the intent was declared.',
  residence: 'Where the person lived at that time. Counts go by it.',
  channel: 'Who recorded it: an officer, or one of the two banks.',
  agency: AGENCY,
  projects: PROJECTS,
  recordedBy: OFFICER_ID,
  recordedAt: instant('When it was recorded.'),
};

const versionFields = {
  ...listedFields,
  band: 'Income of the person at that time: up to 30,000 or up to 100,000 baht a year.',
  developmentDistrict: sample(`Where the person wishes to develop. ${AMPHOE}`, '3401'),
  phone: 'Telephone of the person.',
  remark: 'What the officer noted; it may have several lines.',
  consentedAt: instant('When the person agreed that the agencies of the measure may see the data.'),
  change: 'What made this version.',
};

/** A problem of RFC 9457 with what this API adds to it. */
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.optional(z.array(z.object({ path: z.string(), code: z.string(), message: z.string() }))),
  facts: z.optional(
    z.object({
      first: z.optional(firstRegistration),
      sendTo: z.optional(z.object({ district: z.string(), province: z.string() })),
      version: z.optional(z.number()),
      windowFrom: z.optional(z.string()),
      windowTo: z.optional(z.string()),
      recordUntil: z.optional(z.string()),
      atMost: z.optional(z.number()),
      left: z.optional(z.number()),
      other: z.optional(
        z.object({ cutOffId: z.string(), name: z.string(), from: z.string(), to: z.string() }),
      ),
      challenge: z.optional(
        z.object({ parameters: z.record(z.string(), z.unknown()), signature: z.string() }),
      ),
    }),
  ),
});
const facts = inner(problem.shape.facts);

/** What the API answers with before any function is asked. */
const gatewayMessage = z.object({ message: z.string() });

/** Schemas of what callers send. */
export const requestSchemas: readonly NamedSchema[] = [
  object('EligibilityQuestion', checkEligibility.body, 'Whose entitlement is looked up.', {
    citizenId: sample(CITIZEN_ID, '6000000041016'),
    birthDate: day(
      'When the person was born, as the ID card has it, less 543 years. Needed while the measure has `requireBirthDate`.',
    ),
    proof:
      'After `look-up.challenged`: the solution as an ALTCHA payload, the base64 of the JSON `{"challenge": …, "solution": {"counter": …, "derivedKey": …}}`. It counts once, for the same ID, for five minutes.',
  }),
  object('PositionSent', field.position, 'Degrees north and east (WGS 84), within Thailand.', {
    latitude: sample('Degrees north.', 15.228),
    longitude: sample('Degrees east.', 104.857),
  }),
  object('NewIntakeLocation', addIntakeLocation.body, 'A place where a district receives intents.', {
    ...placeFields,
    opensOn: daySent('First day on which it takes intents; from the start of the window when absent.'),
    closesOn: daySent('Last day on which it takes intents, not before `opensOn`.'),
  }),
  object(
    'IntakeLocationChanges',
    changeIntakeLocation.body,
    'Only the fields that change. `null` clears an optional one; an absent field stays as it is.',
    {
      ...placeFields,
      opensOn: daySent('First day on which it takes intents.'),
      closesOn: daySent('Last day on which it takes intents, not before `opensOn`.'),
    },
  ),
  object('NewRegistration', createRegistration.body, 'A person’s intent to join the measure.', {
    citizenId: sample(CITIZEN_ID, '7000000041022'),
    placeId: sample('Where the person declares it: an open intake location.', 'office3401'),
    intakeDistrict: sample(
      `The district of that place, when it is not the one in which the person lives. ${AMPHOE}`,
      '3401',
    ),
    intentOn: daySent(
      'Day of the intent: within the window and not in the future. Today in Bangkok when absent.',
    ),
    developmentDistrict: sample(
      `Where the person wishes to develop; the district of residence when absent. ${AMPHOE}`,
      '3401',
    ),
    agency: AGENCY,
    projects: sample('Codes of development projects, of `GET /v1/projects`; each at most once.', ['D2-02']),
    consent: 'The person agrees that the agencies of the measure see the data. `false` is refused.',
    phone: sample('Telephone of the person.', '080 000 0000'),
    remark: 'A note of up to 500 characters; it may have several lines.',
  }),
  object(
    'RegistrationCorrection',
    correctRegistration.body,
    'Only the fields that change, at least one beside `reason`. `null` clears `phone` or `remark`.',
    {
      placeId: sample('Where the intent was declared: an open intake location.', 'office3401'),
      intakeDistrict: `The district of \`placeId\`; the one that the registration has when absent. ${AMPHOE}`,
      intentOn: daySent('Day of the intent. Moving it needs `reason`: it decides what is paid.'),
      developmentDistrict: `Where the person wishes to develop. ${AMPHOE}`,
      agency: AGENCY,
      projects: 'All projects from now on: the list replaces the one before.',
      phone: 'Telephone of the person.',
      remark: 'A note; it may have several lines.',
      reason: 'Why. Kept with the version; required when `intentOn` moves.',
    },
  ),
  object('Withdrawal', withdrawRegistration.body, 'Why a registration is taken off.', {
    reason: sample('Why. Kept with the version.', 'ขอยกเลิกด้วยตนเอง'),
  }),
  ...deskRequestSchemas,
  ...accessHistoryRequestSchemas,
  ...announcementRequestSchemas,
  ...peopleRequestSchemas,
  ...documentRequestSchemas,
  ...accountRequestSchemas,
  ...cutOffRequestSchemas,
  ...bankRequestSchemas,
  ...bankFileRequestSchemas,
  ...bankStatementRequestSchemas,
  ...importRequestSchemas,
];

/** Schemas of what the API answers. */
export const answerSchemas: readonly NamedSchema[] = [
  object('LocalText', field.localText, 'A text in both languages. Where they differ, the Thai one counts.', {
    th: 'In Thai.',
    en: 'In English.',
  }),
  object('Province', field.province, 'A province with its official code (DOPA).', {
    code: sample('2 digits.', '34'),
    name: 'Its name.',
  }),
  object('District', field.district, 'A district (อำเภอ, in Bangkok เขต) with its official code (DOPA).', {
    code: sample('4 digits; the first two are its province.', '3401'),
    name: 'Its name.',
    province: 'The province it lies in.',
  }),
  object('Position', inner(publishedPlace.shape.position), 'Degrees (WGS 84).', {
    latitude: sample('Degrees north.', 15.228),
    longitude: sample('Degrees east.', 104.857),
  }),
  object('PublishedPlace', publishedPlace, 'An intake location as the public sees it.', placeFields),

  named(
    'Eligibility',
    checkEligibility.answer,
    'One of three answers, told apart by `status`. More may be added: treat an unknown one as a message to show.',
  ),
  object(
    'EligibilityNotFound',
    notFound,
    'No entitlement under this number. An unknown person and one without entitlement get the same answer.',
    { status: 'Always `not-found`.', message: 'The sentence to show to the person.' },
  ),
  object('EligibilityRegistered', registered, 'The person has registered.', {
    status: 'Always `registered`.',
    message: 'The sentence to show to the person.',
    registeredOn: day('Day of the intent.'),
    district: 'Where the person lived at that time.',
  }),
  object('EligibilityMayRegister', mayRegister, 'The person may register, and where.', {
    status: 'Always `may-register`.',
    message: 'The sentence to show to the person.',
    measure: 'The measure and its window.',
    district: 'Where the person lives, and therefore registers.',
    branches: 'Banks of which every branch in the district takes the intent.',
    places: 'Places that the district has set, by name; empty when it has set none.',
    bring: 'What to bring along.',
  }),
  object('MeasureInBrief', mayRegister.shape.measure, 'The measure and its window.', {
    code: 'Code of the measure.',
    name: 'Its name.',
    windowFrom: day('First day of the window.'),
    windowTo: day('Last day of the window.'),
    phase: 'Whether today lies before, in or after the window, by the server’s clock.',
  }),
  object('BankBranches', element(mayRegister.shape.branches), 'A bank whose branches take intents.', {
    bank: 'Code of the bank.',
    name: 'Its name.',
  }),

  object('Measure', readMeasure.answer, 'The measure that runs.', {
    code: 'Code of the measure.',
    name: 'Its name.',
    windowFrom: day('First day on which a person may declare the intent.'),
    windowTo: day('Last day on which a person may declare the intent.'),
    recordUntil: day('Last day on which an intent of the window may still be recorded.'),
    phase: 'Whether `today` lies before, in or after the window.',
    today: day('Today in Bangkok, by the server’s clock.'),
    bands: 'What is paid, by income.',
    requireBirthDate: 'Whether the look-up answers only with the birth date of the person.',
  }),
  object('Band', element(readMeasure.answer.shape.bands), 'An income band and what is paid for it.', {
    band: 'Code of the band.',
    incomeUpToBaht: whole('Upper end of the band, in baht a year.'),
    extraBahtPerMonth: whole('What the measure adds, in baht a month.'),
  }),
  object('AgencyList', listAgencies.answer, 'The agencies of the measure.', { agencies: 'Every agency.' }),
  object('Agency', element(listAgencies.answer.shape.agencies), 'An agency of the measure.', {
    code: AGENCY,
    name: 'Its name.',
  }),
  object('ProjectList', listProjects.answer, 'The development projects and their dimensions.', {
    dimensions: 'The four dimensions of development.',
    projects: 'Every project.',
  }),
  object('Dimension', element(listProjects.answer.shape.dimensions), 'One of the four dimensions.', {
    code: { ...whole1to4('1 to 4.') },
    name: 'Its name.',
  }),
  object('Project', element(listProjects.answer.shape.projects), 'A development project.', {
    code: sample('Code of the project.', 'D2-02'),
    dimension: whole1to4('The dimension it belongs to.'),
    agencies: sample('Codes of the agencies that run it.', ['MOL']),
    name: 'Its name.',
    illustrative: 'True while the list stands in for the official annex.',
  }),

  object('IntakeLocationList', listIntakeLocations.answer, 'The public places of a district.', {
    district: 'The district.',
    places: 'By name, in Thai order. A place whose last day has passed is left out.',
  }),
  object('IntakeLocation', place, 'An intake location as its district’s officers see it.', {
    ...placeFields,
    district: sample(AMPHOE, '3401'),
    version: VERSION,
    status: '`open`, or `retired`: off the public list for good.',
    recordedAt: instant('When it was added.'),
    changedAt: instant('When it was last changed.'),
  }),
  object('IntakeLocationRegister', listMyIntakeLocations.answer, 'Every place of a district, as of now.', {
    district: 'The district.',
    places: 'Retired ones included.',
  }),

  object('Officer', readMe.answer, 'The account of the officer who calls.', {
    subject: 'Identifier of the account.',
    username: sample('Name to sign in with.', 'mueang-ubon'),
    name: 'Name to show.',
    role: '`central` acts in the country, `province` in one province, `district` in one district.',
    agency: AGENCY,
    rights:
      'What the person may do beyond the role: `see-full-id` shows whole citizen IDs, `read-access-history` tells who looked at a person.',
    province: 'Area of a province officer, and the province of a district officer’s district.',
    district: 'Area of a district officer.',
  }),

  object('ListedRegistration', listed, 'A row of a list.', listedFields),
  object('RegistrationVersion', version, 'A registration as one of its versions has it.', versionFields),
  object('Registration', registration, 'A registration as it stands now.', {
    ...versionFields,
    maskedName: sample(
      'First name whole and last name by its initial, to compare with the card. Absent when the person has left the registry.',
      'นางคำพอง ค…',
    ),
  }),
  object('IntakePlace', listed.shape.place, 'Where an intent was declared.', {
    district: sample(AMPHOE, '3401'),
    placeId: 'Identifier of the intake location; `branch-BAAC` or `branch-GSB` for a bank’s branch.',
    name: 'Its name on that day.',
  }),
  object('Residence', listed.shape.residence, 'A place of residence by its official codes (DOPA).', {
    province: sample('2 digits.', '34'),
    district: sample('4 digits.', '3401'),
    subdistrict: sample('6 digits.', '340119'),
  }),
  object('RegistrationChange', version.shape.change, 'Who made a version, when and why.', {
    kind: 'What was done.',
    by: OFFICER_ID,
    at: instant('When.'),
    reason: 'Why, as the officer wrote it.',
  }),
  object('RegistrationPage', listRegistrations.answer, 'A page of the registrations of a day.', {
    day: day('The day of the intents.'),
    registrations: 'At each place in the order in which they were recorded.',
    cursor: CURSOR,
  }),
  object('Participant', participant, 'A person behind a count of participants, as counted.', {
    ...personFields,
    status: 'Standing or withdrawn.',
    intentOn: day('The day of the intent.'),
    channel: 'By whom it was recorded: an officer, or a bank’s own system.',
    agency: AGENCY,
    projects: PROJECTS,
  }),
  object('ParticipantPage', listParticipants.answer, 'A page of people behind a count of participants.', {
    asOf: instant('When the list was read.'),
    district: 'The district of the residence at the intent.',
    participants: 'By day of the intent.',
    cursor: CURSOR,
  }),
  object('RosterEntry', rosterEntry, 'A person behind a count of cardholders, as counted.', {
    ...personFields,
    band: 'Income band of the registry.',
    birthYear: {
      description: 'Year of birth, of the common era.',
      type: 'integer',
      minimum: 1900,
      examples: [1970],
    },
    listed: 'By which the profile of the person is asked for; it says nothing to anybody else.',
    name: 'The whole name, when it was asked for.',
    registered: 'Whether a registration of the person stands, wherever it was declared.',
  }),
  object('RosterPage', listCardholders.answer, 'A page of cardholders.', {
    asOf: instant('When the list was read.'),
    district: 'The district of the current address.',
    cardholders: 'By subdistrict, band and year of birth.',
    cursor: CURSOR,
  }),
  object('RegistrationVersionPage', listRegistrationVersions.answer, 'A page of versions.', {
    versions: 'The versions.',
    cursor: CURSOR,
  }),

  ...areaSchemas,
  ...deskSchemas,
  ...accessHistorySchemas,
  ...announcementSchemas,
  ...peopleSchemas,
  ...documentSchemas,
  ...accountSchemas,
  ...reportSchemas,
  ...cutOffSchemas,
  ...bankSchemas,
  ...bankFileSchemas,
  ...bankStatementSchemas,
  ...importSchemas,

  object('ApiDescription', readApiDescription.answer, 'An OpenAPI 3.1 document: this one.', {
    openapi: sample('Version of OpenAPI.', '3.1.1'),
    info: 'What the API is called, and its version.',
  }),
  object('ApiInfo', readApiDescription.answer.shape.info, 'What the API is called, and its version.', {
    title: 'Its name.',
    version: 'Its version.',
  }),
  named('ApiPage', readApiPage.answer, 'A page in HTML.'),

  object('Problem', problem, 'Why a request was refused (RFC 9457).', {
    type: sample('`urn:sitthi:problem:` and the code.', 'urn:sitthi:problem:version.stale'),
    title: 'What kind of problem it is, in the language of the answer.',
    status: whole('The HTTP status, once more.', 400),
    code: sample('Stable: decide by it, never by a text.', 'version.stale'),
    detail: 'What is wrong and what can be done, for a person to read.',
    requestId: 'Give it to whoever runs the system: the request is found by it.',
    errors: 'What is wrong with single fields, where a field is at fault.',
    facts: 'What the code has to say beyond its text.',
  }),
  object('FieldProblem', element(inner(problem.shape.errors)), 'What is wrong with one field.', {
    path: sample(
      'The field or header as it was sent; `projects[1]` is the second of a list.',
      'citizenId',
      'projects[1]',
    ),
    code: sample('A `field.…` code, or the code of the problem.', 'field.missing'),
    message: 'For a person to read.',
  }),
  object('ProblemFacts', facts, 'Each is there with the codes that it names.', {
    first: '`registration.already-registered`: the registration that stands.',
    sendTo: '`registration.person-of-other-district`: where the person lives.',
    version: whole('`version.stale`: the version as of now.', 1),
    windowFrom: day(
      '`registration.window-not-open`, `registration.day-outside-window`, `cut-off.range-outside-window`: first day.',
    ),
    windowTo: day('`registration.day-outside-window`, `cut-off.range-outside-window`: last day.'),
    recordUntil: day('`registration.recording-closed`: the day on which recording ended.'),
    atMost: whole(
      '`days.too-many`: how many days a range may have; `people.too-many`, `people.daily-limit`, `override.daily-limit`: how many people.',
      1,
    ),
    left: whole('`people.daily-limit`: how many more may be looked up today.'),
    other: '`cut-off.overlaps`: the cut-off that has some of these days.',
    challenge: '`look-up.challenged`: the work to do before the question is asked again.',
  }),
  object(
    'Challenge',
    inner(facts.shape.challenge),
    'A challenge of ALTCHA, version 2: find the `counter` whose PBKDF2 key begins with `keyPrefix`. Any solver of ALTCHA does.',
    {
      parameters:
        'What is to be done; `data.guesses` says how many counters, from 0 on, have to be tried at most.',
      signature: 'Proves that the challenge was made here, for this ID.',
    },
  ),
  object('OtherCutOff', inner(facts.shape.other), 'A cut-off that has some of the days asked for.', {
    cutOffId: 'Identifier of the cut-off.',
    name: 'What the Ministry calls the payment.',
    from: day('First day of its intents.'),
    to: day('Last day of its intents.'),
  }),
  object('FirstRegistration', firstRegistration, 'The registration that stands.', {
    intentOn: day('Day of the intent.'),
    channel: 'Who recorded it.',
    district: sample(AMPHOE, '3401'),
    place: 'Name of the place.',
  }),
  object('SendTo', inner(facts.shape.sendTo), 'Where a person has to register.', {
    district: sample(AMPHOE, '3415'),
    province: sample('Official code (DOPA), 2 digits.', '34'),
  }),
  object(
    'GatewayMessage',
    gatewayMessage,
    'Answered by the gateway before a function is asked: not a problem of RFC 9457, always in English.',
    { message: 'What happened.' },
  ),
];

function whole1to4(description: string) {
  return { description, type: 'integer', minimum: 1, maximum: 4 } as const;
}

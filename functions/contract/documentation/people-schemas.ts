import { lineAtFault, lookUpPeople, personFound } from '../people-look-up.ts';
import {
  payment,
  personNamed,
  profile,
  profileRegistration,
  profileVersion,
  showFullId,
} from '../profile.ts';
import { day, instant, type NamedSchema, object, sample, whole } from './schema-text.ts';

const LINE = whole('Line of the file, its header included; or the place in the list, from 1.', 1);
const MASKED_ID = sample('The citizen ID with everything hidden that could be used.', '6-00XX-XXXXX-XX-X');
const BAND = 'Income band: up to 30,000 or up to 100,000 baht a year.';
const STATUS = 'Whether it stands.';

/** Schemas of what officers ask about people. */
export const peopleRequestSchemas: readonly NamedSchema[] = [
  object('PersonNamed', personNamed, 'Whom the request is about, in exactly one of three ways.', {
    citizenId: sample(
      '13 digits of the national ID card; Thai digits, blanks and hyphens are understood.',
      '7000000041022',
    ),
    listed:
      'The `listed` of a row of the list of cardholders. It ends when the person moves within the list.',
    registrationId: 'Identifier of a registration.',
  }),
  object('PeopleQuestion', lookUpPeople.body, 'Whom to look up: a list or a file.', {
    citizenIds: sample('IDs as people write them.', ['7000000041022']),
    file: 'A CSV file in base64, in UTF-8 or Windows-874: the column `citizen_id`, or the first one of a file without headings.',
  }),
];

/** Schemas of what officers are told about people. */
export const peopleSchemas: readonly NamedSchema[] = [
  object('Profile', profile, 'What is known of a person.', {
    asOf: instant('When it was read.'),
    maskedId: MASKED_ID,
    name: 'The whole name.',
    birthDate: day('Date of birth.'),
    residence: 'Where the person lives, by the registry.',
    band: `${BAND} By the registry.`,
    cardStatus: 'Of the welfare card; only an active one gives a right.',
    missingSince: instant('Since when a file of the whole registry has not had the person.'),
    registration: 'The registration as it stands now, if there ever was one.',
    versions: 'Every version of the registration, the newest first.',
    payment: 'What the measure pays, while a registration stands.',
  }),
  object('PersonName', profile.shape.name, 'A name in its parts.', {
    title: sample('Title.', 'นาง'),
    first: sample('First name.', 'คำพอง'),
    last: sample('Last name.', 'คำดี'),
  }),
  object('ProfileRegistration', profileRegistration, 'A registration within a profile.', {
    status: STATUS,
    intentOn: day('Day of the intent.'),
    channel: 'Who recorded it.',
    place: 'Where the intent was declared.',
    residence: 'Where the person lived at the time of the intent.',
    developmentDistrict: 'Where the person wishes to develop.',
    band: `${BAND} At the time of the intent.`,
    agency: sample('Code of the agency.', 'DOPA'),
    projects: sample('Codes of the development projects.', ['D2-02']),
    receipt: sample('Number on the slip that the person took home.', '7KQ4-9MXA-2RTB'),
    recordedAt: instant('When it was recorded.'),
    version: whole('The version.', 1),
    phone: 'Telephone of the person.',
    registrationId: 'Identifier of the registration. Absent when it belongs to another area.',
  }),
  object('PlaceOfIntent', profileRegistration.shape.place, 'Where an intent was declared.', {
    name: 'Its name on that day.',
    district: 'The district it lies in.',
  }),
  object('ProfileVersion', profileVersion, 'What made a version of the registration.', {
    version: whole('The version.', 1),
    status: STATUS,
    intentOn: day('Day of the intent.'),
    at: instant('When it was written.'),
    change: 'What was done.',
    reason: 'Why, as the officer wrote it.',
  }),
  object('Payment', payment, 'What the measure pays on top of the allowance.', {
    bahtPerMonth: sample('Baht a month.', 200),
    fromMonth: sample('The first month that is paid for: the one after the intent.', '2018-03'),
    cutOff: 'The pay cut-off of the day of the intent, once there is one.',
  }),
  object('PaymentCutOff', payment.shape.cutOff._zod.def.innerType, 'A pay cut-off within a profile.', {
    cutOffId: 'Identifier of the cut-off.',
    name: 'Its name.',
    phase: 'Whether its list is whole.',
    isListed: 'Whether the person is on its list.',
  }),
  object('FullId', showFullId.answer, 'A whole citizen ID.', {
    citizenId: sample('13 digits.', '7000000041022'),
  }),
  object('PeopleLookedUp', lookUpPeople.answer, 'An answer for each line.', {
    asOf: instant('When it was read.'),
    rows: 'In the order of the lines.',
  }),
  object('PersonFound', personFound, 'What is known of the person of a line.', {
    line: LINE,
    outcome: 'Somebody of another area and somebody whom nobody knows are both `not-found`.',
    maskedId: MASKED_ID,
    district: 'The district of the current address.',
    registration: 'When and where the person has registered.',
  }),
  object('RegistrationFound', personFound.shape.registration._zod.def.innerType, 'When, where and how.', {
    intentOn: day('Day of the intent.'),
    channel: 'Who recorded it.',
    place: 'Where the intent was declared.',
    district: 'The district of that place.',
  }),
  object('LineAtFault', lineAtFault, 'A line that could not be looked up.', {
    line: LINE,
    outcome: 'Always `fault`.',
    code: 'Stable: decide by it, never by a text.',
    message: 'For a person to read.',
    sameAsLine: whole('The line with the same ID that was looked up instead.', 1),
  }),
];

import type * as z from 'zod/mini';
import {
  createCutOff,
  cutOff,
  cutOffFigures,
  differenceCounts,
  listCutOffDifferences,
  listCutOffRows,
  listCutOffs,
  paid,
  paidByBand,
  readCutOff,
} from '../cut-offs.ts';
import { day, daySent, instant, type NamedSchema, object, sample, whole } from './schema-text.ts';

const element = <Item extends z.ZodMiniType>(list: z.ZodMiniArray<Item>): Item =>
  list._zod.def.element as Item;
const inner = <Inner extends z.ZodMiniType>(optional: z.ZodMiniOptional<Inner>): Inner =>
  optional._zod.def.innerType as Inner;

const difference = element(listCutOffDifferences.answer.shape.differences);
const row = element(readCutOff.answer.shape.rows);
const listed = element(listCutOffRows.answer.shape.rows);

const CUT_OFF = 'The pay cut-off.';
const AS_OF = instant('When it was read.');
const PEOPLE = whole('People on the list.');
const BAHT = whole('What is paid to them beyond the base allowance, in baht a month.');
const figures = {
  people: PEOPLE,
  bahtPerMonth: BAHT,
  byBand: 'The same by income band.',
  registeredNow: whole(
    'People who live there and have a standing intent of these days now, by the counters.',
  ),
  difference: {
    description: '`registeredNow` less `people`: corrections since, one up and one down cancel out.',
    type: 'integer',
  },
} as const;
const person = {
  maskedId: sample(
    'The citizen ID with everything hidden that could be used: enough to compare with a card.',
    '6-00XX-XXXXX-XX-X',
  ),
  registrationId: 'Identifier of the registration.',
  receipt: sample('Number on the slip that the person took home.', '7KQ4-9MXA-2RTB'),
};
const SUBDISTRICT = sample('Where the person lived at the intent: official code (DOPA), 6 digits.', '340119');
const BAND = 'Income band that was taken down with the intent.';
const DAY = day('Day of the intent.');
const net = {
  people: {
    description: 'By how many people the list would be longer, or shorter when negative.',
    type: 'integer',
  },
  bahtPerMonth: {
    description: 'By how much more would be paid, or less when negative, in baht a month.',
    type: 'integer',
  },
} as const;

/** What callers send to freeze a pay list. */
export const cutOffRequestSchemas: readonly NamedSchema[] = [
  object('NewCutOff', createCutOff.body, 'The days whose intents are paid together.', {
    name: sample('What the Ministry calls the payment; up to 80 characters.', 'จ่าย 1 มีนาคม 2561'),
    from: daySent('First day of the intents.'),
    to: daySent('Last day of the intents; it must be over.'),
  }),
];

/** Schemas of the pay cut-offs. */
export const cutOffSchemas: readonly NamedSchema[] = [
  object('CutOff', cutOff, 'A pay cut-off: who is paid for a range of days, frozen.', {
    cutOffId: sample(
      'Identifier of the cut-off; in the order in which they were frozen.',
      '2018-02-21T021500-k7x2',
    ),
    name: 'What the Ministry calls the payment.',
    from: day('First day of the intents.'),
    to: day('Last day of the intents.'),
    frozenAt: instant('The list holds what had been recorded by this instant.'),
    phase: '`freezing` while the list is being made; once it is `frozen` it never changes.',
    sealedAt: instant('When the list was finished.'),
  }),
  object('CutOffList', listCutOffs.answer, 'The pay cut-offs of the measure.', {
    cutOffs: 'The oldest first. Their days never overlap.',
  }),
  object('CutOffReport', readCutOff.answer, 'How many people of an area are paid.', {
    area: 'What the report is about.',
    asOf: instant('When the counters were read.'),
    lastCountedAt: instant(
      'When the newest change in the counters was counted. Absent before the first one.',
    ),
    cutOff: CUT_OFF,
    bands: 'The bands as they were at the freeze: the sums in baht are made of them.',
    total: 'The whole area; absent while the list is being made.',
    rows: 'The areas one level down, of a district itself; none while the list is being made.',
  }),
  object('CutOffFigures', cutOffFigures, 'People on the list, and as of now.', figures),
  object('CutOffRow', row, 'People of one area on the list, and as of now.', {
    code: sample('Official code (DOPA) of the area: 2 digits for a province, 4 a district.', '3401'),
    name: 'Its name; its code where the list has a code that the geography does not have.',
    ...figures,
  }),
  object('Paid', paid, 'So many people and what is paid to them.', { people: PEOPLE, bahtPerMonth: BAHT }),
  object('PaidByBand', paidByBand, 'People by income band and what is paid to them.', {
    UP_TO_30000: 'Income of up to 30,000 baht a year.',
    UP_TO_100000: 'Income of over 30,000 and up to 100,000 baht a year.',
  }),
  object('CutOffPage', listCutOffRows.answer, 'A page of the people on a list.', {
    asOf: AS_OF,
    cutOff: CUT_OFF,
    district: 'Where they lived at the intent.',
    rows: 'By day of the intent.',
    cursor: 'Where the next page starts: send it back as `cursor`. Absent on the last page.',
  }),
  object('CutOffPerson', listed, 'A person on the list, as the registration stood at the freeze.', {
    ...person,
    maskedName: sample(
      'First name whole and last name by its initial, as of now. Absent when the person has left the registry.',
      'นางคำพอง ค…',
    ),
    version: whole('Version of the registration that was frozen.', 1),
    intentOn: DAY,
    subdistrict: SUBDISTRICT,
    band: BAND,
    bahtPerMonth: whole('What is paid to the person beyond the base allowance, in baht a month.'),
    agency: sample('Code of the agency, of `GET /v1/agencies`.', 'DOPA'),
    channel: 'By whom the intent was recorded: an officer, or a bank’s own system.',
  }),
  object(
    'CutOffDifferences',
    listCutOffDifferences.answer,
    'What would be different if it were frozen now.',
    {
      asOf: AS_OF,
      cutOff: CUT_OFF,
      district: 'The district whose list is compared.',
      ...net,
      byKind: 'How many differences there are of each kind.',
      differences: 'By kind and day; at most 5,000. The sums are of all.',
      more: 'Whether there are more differences than are listed.',
    },
  ),
  object('CutOffDifference', difference, 'One person who would be paid otherwise if it were frozen now.', {
    kind: 'Why: see the description of the operation.',
    ...person,
    ...net,
    frozen: 'As the list has it; absent for somebody who is not on it.',
    now: 'As it is now; absent when it is not kept any more.',
  }),
  object('FrozenRegistration', inner(difference.shape.frozen), 'A registration as the list has it.', {
    intentOn: DAY,
    subdistrict: SUBDISTRICT,
    band: BAND,
  }),
  object('RegistrationNow', inner(difference.shape.now), 'A registration as it is now.', {
    status: 'Standing or withdrawn.',
    intentOn: DAY,
    subdistrict: SUBDISTRICT,
    band: BAND,
  }),
  object('DifferenceCounts', differenceCounts, 'Differences by kind.', {
    withdrawn: whole('Withdrawn since.'),
    'day-moved-out': whole('The day of the intent was moved out of the range.'),
    'registered-elsewhere': whole('Registered again, in another district.'),
    erased: whole('The registration is not kept any more.'),
    'registered-again': whole('Registered again in the district, in another band or subdistrict.'),
    'recorded-since': whole('Recorded after the freeze, for a day of the range.'),
    'day-moved-in': whole('The day of the intent was moved into the range.'),
    'registered-here': whole('Registered again in the district, and on the list of another one.'),
  }),
];

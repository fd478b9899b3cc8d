import { identifyPerson } from '../desk.ts';
import { day, type NamedSchema, named, object, sample, whole } from './schema-text.ts';

const [notFound, elsewhere, mayRegister, registered] = identifyPerson.answer._zod.def.options;

const MASKED_ID = sample(
  'The citizen ID with everything hidden that could be used: enough to compare with a card.',
  '6-00XX-XXXXX-XX-X',
);
const personFields = {
  maskedId: MASKED_ID,
  maskedName: sample(
    'First name whole and last name by its initial, to compare with the card.',
    'นางคำพอง ค…',
  ),
  residence: 'Where the person lives, by the registry.',
  band: 'Income band of the registry: up to 30,000 or up to 100,000 baht a year.',
};

/** Schemas of what officers send at the desk. */
export const deskRequestSchemas: readonly NamedSchema[] = [
  object('PersonQuestion', identifyPerson.body, 'Whom the officer has at the desk.', {
    citizenId: sample(
      '13 digits of the national ID card, the last a check digit. Thai digits, blanks and hyphens are understood. It is never put into a URL.',
      '7000000041022',
    ),
  }),
];

/** Schemas of what the API answers at the desk. */
export const deskSchemas: readonly NamedSchema[] = [
  named(
    'PersonAtDesk',
    identifyPerson.answer,
    'One of four answers, told apart by `decision`. More may be added: treat an unknown one as not to be registered.',
  ),
  object(
    'PersonNotFound',
    notFound,
    'No entitlement under this number. An unknown person and one without entitlement get the same answer.',
    { decision: 'Always `not-found`.', maskedId: MASKED_ID },
  ),
  object('PersonElsewhere', elsewhere, 'The person lives outside the area of the officer.', {
    decision: 'Always `elsewhere`.',
    maskedId: MASKED_ID,
    district: 'Where to send the person: the district of the current address.',
    places: 'Places that this district has set, by name; a branch of either bank there will do, too.',
    registeredOn: day('Day of the intent, when the person has registered and need not go anywhere.'),
  }),
  object('PersonMayRegister', mayRegister, 'The person may be registered here.', {
    decision: 'Always `may-register`.',
    ...personFields,
  }),
  object('PersonRegistered', registered, 'The person has registered.', {
    decision: 'Always `registered`.',
    ...personFields,
    registration: 'The registration that stands.',
  }),
  object('ResidenceNamed', mayRegister.shape.residence, 'A place of residence with its names.', {
    province: 'The province.',
    district: 'The district.',
    subdistrict: 'The subdistrict.',
  }),
  object('StandingRegistration', registered.shape.registration, 'The registration that stands.', {
    intentOn: day('Day of the intent.'),
    channel: 'Who recorded it.',
    place: 'Where the intent was declared.',
    registrationId: 'Identifier of the registration. Absent when it belongs to another area.',
    receipt: sample('Number on the slip that the person took home.', '7KQ4-9MXA-2RTB'),
    version: whole('The version, for `If-Match`.', 1),
  }),
];

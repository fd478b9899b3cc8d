import type { identifyPerson } from '../desk.ts';
import type { OperationText } from './operation-text.ts';
import {
  HAS_REGISTERED,
  LISTED,
  MAY_REGISTER_TOO,
  MUEANG_UBON,
  NOT_ON_RECORD,
  PUBLISHED_PLACE,
  REGISTRATION,
  UBON,
} from './samples.ts';

const PERSON = {
  maskedId: LISTED.maskedId,
  maskedName: REGISTRATION.maskedName,
  residence: {
    province: UBON,
    district: { code: MUEANG_UBON.code, name: MUEANG_UBON.name },
    subdistrict: { code: '340119', name: { th: 'ปะอาว', en: 'Pa Ao' } },
  },
  band: REGISTRATION.band,
};

/** What the description says of the desk. */
export const deskTexts: { [Op in typeof identifyPerson as Op['id']]: OperationText<Op> } = {
  'identify-person': {
    tag: 'Registrations',
    summary: 'Whom the officer has at the desk',
    description:
      'For officers, before the form. Tells whether the person may be registered here, has registered already, or is to be sent elsewhere; the last answer names neither the person nor the band. Unknown people and people without entitlement get one and the same answer. The citizen ID goes in the body and is masked in the answer. Every call is written to the audit trail before it is answered.',
    requests: {
      'may-register': { summary: 'May register', value: { citizenId: MAY_REGISTER_TOO } },
      registered: { summary: 'Has registered', value: { citizenId: HAS_REGISTERED } },
      'not-found': { summary: 'Is not found', value: { citizenId: NOT_ON_RECORD } },
    },
    answers: {
      'may-register': { summary: 'May register', value: { decision: 'may-register', ...PERSON } },
      registered: {
        summary: 'Has registered',
        value: {
          decision: 'registered',
          ...PERSON,
          registration: {
            intentOn: LISTED.intentOn,
            channel: LISTED.channel,
            place: LISTED.place,
            registrationId: LISTED.registrationId,
            receipt: LISTED.receipt,
            version: LISTED.version,
          },
        },
      },
      elsewhere: {
        summary: 'Lives in another area',
        value: {
          decision: 'elsewhere',
          maskedId: LISTED.maskedId,
          district: MUEANG_UBON,
          places: [PUBLISHED_PLACE],
        },
      },
      'not-found': {
        summary: 'Is not found',
        value: { decision: 'not-found', maskedId: '5-00XX-XXXXX-XX-X' },
      },
    },
    problems: ['citizen-id.format', 'citizen-id.checksum'],
  },
};

import { OVERRIDES_A_DAY } from '../../domain/override-desk.ts';
import type { listAnnouncements, markAnnouncement, overrideArea } from '../announcements.ts';
import type { OperationText } from './operation-text.ts';
import { PROFILE } from './people-texts.ts';
import { LISTED, MAY_REGISTER_TOO, MUEANG_UBON, UBON } from './samples.ts';

const REASON = 'ผู้มีบัตรมาติดต่อด้วยตนเองระหว่างรักษาตัวในอำเภอนี้';
const PROVINCE = {
  description: 'Code of the province, 2 digits.',
  pattern: '^\\d{2}$',
  examples: ['34'],
};
const ANNOUNCEMENT = {
  announcementId: '2018-02-14T030507219-kqzwmrtayb',
  at: '2018-02-14T03:05:07.219Z',
  by: {
    subject: '5f0c3b1e-8f1d-4c36-9a57-0d1f3f1a2b4c',
    name: 'สมหญิง ใจงาม',
    role: 'district' as const,
    agency: 'DOPA',
    province: { code: '10', name: { th: 'กรุงเทพมหานคร', en: 'Bangkok' } },
    district: {
      code: '1001',
      name: { th: 'พระนคร', en: 'Phra Nakhon' },
      province: { code: '10', name: { th: 'กรุงเทพมหานคร', en: 'Bangkok' } },
    },
  },
  reason: REASON,
  maskedId: LISTED.maskedId,
  district: MUEANG_UBON,
  listed: 'MzQwMTE5I1VQX1RPXzMwMDAw',
};
const READ = {
  ...ANNOUNCEMENT,
  read: {
    subject: '7a0c3b1e-8f1d-4c36-9a57-0d1f3f1a2b4d',
    name: 'สมชาย ตรวจดี',
    at: '2018-02-14T06:10:00.000Z',
  },
};

type Of = typeof overrideArea | typeof listAnnouncements | typeof markAnnouncement;

/** What the description says of people of other areas and of who is told. */
export const announcementTexts: { [Op in Of as Op['id']]: OperationText<Op> } = {
  'override-area': {
    tag: 'People',
    summary: 'A person of another area, for a stated reason',
    description: `For officers who have somebody of another area before them. The reason, the officer and the person are written to the audit trail and announced to the province of the person, together, before the profile is shown. The ID stays masked. An officer has ${OVERRIDES_A_DAY} tries a day unless the measure says otherwise, those that find nobody included.

Choose an \`Idempotency-Key\` for each person and send it again with every retry: the same request shows the person again for 48 hours, marked by \`Idempotency-Replayed\`, without a second announcement.`,
    requests: {
      reason: { summary: 'With the reason', value: { citizenId: MAY_REGISTER_TOO, reason: REASON } },
    },
    answers: { shown: { summary: 'The person', value: { announcedTo: UBON, profile: PROFILE } } },
    problems: [
      'citizen-id.format',
      'citizen-id.checksum',
      'reason.holds-citizen-id',
      'person.not-found',
      'override.not-needed',
      'override.daily-limit',
    ],
  },
  'list-announcements': {
    tag: 'People',
    summary: 'Who of outside has opened people of a province',
    description:
      'For officers of the province and of central. The newest first; with `state=unread` those alone that nobody there has read. The people are masked: opening one is a look at the profile, with its own line on the audit trail.',
    path: { province: PROVINCE },
    query: {
      state: 'Only those that nobody of the province has read.',
      limit: {
        description: 'Rows of a page, at most 200.',
        type: 'integer',
        minimum: 1,
        maximum: 200,
        default: 50,
      },
      cursor: 'Where the page starts, from the answer before.',
    },
    answers: {
      page: {
        summary: 'One announcement',
        value: { asOf: READ.read.at, province: UBON, unread: 1, announcements: [ANNOUNCEMENT] },
      },
    },
    problems: ['province.not-found'],
  },
  'mark-announcement': {
    tag: 'People',
    summary: 'Notes that an announcement has been read',
    description:
      'For officers of the province and of central. The first who reads it is noted, with a line of the audit trail; asked again, the answer says who that was.',
    path: { province: PROVINCE, announcementId: 'Identifier of the announcement.' },
    answers: { read: { summary: 'Read', value: READ } },
    problems: ['area.outside', 'announcement.not-found'],
  },
};

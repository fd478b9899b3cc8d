import type { readAccessHistory, readOfficerActivity } from '../access-history.ts';
import type { OperationText } from './operation-text.ts';
import { HAS_REGISTERED, MUEANG_UBON, UBON } from './samples.ts';

const LINE = {
  at: '2018-02-14T03:05:07.000Z',
  action: 'READ_REGISTRATION' as const,
  outcome: 'done' as const,
  from: '203.0.113.9',
  requestId: 'Zx8-1gk2yQ0EJ7w=',
  about: [{ name: 'registrationId', value: 'v3k9s0q2m5x7c1b8n4z6a' }],
  actor: {
    subject: '5f0c3b1e-8f1d-4c36-9a57-0d1f3f1a2b4c',
    kind: 'officer' as const,
    name: 'สมหญิง ใจงาม',
    role: 'district' as const,
    agency: 'DOPA',
    province: UBON,
    district: MUEANG_UBON,
  },
};

type Of = typeof readAccessHistory | typeof readOfficerActivity;

/** What the description says of reading the audit trail. */
export const accessHistoryTexts: { [Op in Of as Op['id']]: OperationText<Op> } = {
  'read-access-history': {
    tag: 'Audit trail',
    summary: 'Who looked at a person',
    description:
      'For officers with the right `read-access-history`. Every look at the person and every change, also those that were refused, the newest first, with the office of whoever it was. Central asks about anybody, others about people who live in their area. The citizen ID goes in the body. Every call is written to the audit trail before it is answered, so it is the first line of the next answer.',
    requests: { person: { summary: 'A person', value: { citizenId: HAS_REGISTERED } } },
    answers: {
      lines: {
        summary: 'One look',
        value: { maskedId: '6-00XX-XXXXX-XX-X', asOf: '2018-02-14T04:00:00.000Z', lines: [LINE] },
      },
    },
    problems: ['citizen-id.format', 'citizen-id.checksum', 'right.missing', 'person.not-found'],
  },
  'read-officer-activity': {
    tag: 'Audit trail',
    summary: 'What an officer did',
    description:
      'For officers. Every line of the audit trail that an officer, or a bank’s client, left in a month, the newest first. Central asks about anybody, a province about the officers of its districts, everybody about the own lines; anybody else does not exist. A line never says which person it was about. Every call is written to the audit trail before it is answered.',
    path: {
      subject: 'Identifier of the officer, or of the bank’s client; `me` for the caller.',
    },
    query: {
      month: {
        description: 'A month in Bangkok, `YYYY-MM`; the present one when it is left out.',
        pattern: '^(19|20|21)\\d{2}-(0[1-9]|1[0-2])$',
        examples: ['2018-02'],
      },
      limit: 'Lines of a page, 200 at most; 50 when it is left out.',
      cursor: 'Where the page starts, from the answer before.',
    },
    answers: { lines: { summary: 'One line', value: { month: '2018-02', lines: [LINE] } } },
    problems: ['officer.not-found'],
  },
};

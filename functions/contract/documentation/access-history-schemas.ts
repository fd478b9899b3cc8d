import { readAccessHistory, readOfficerActivity } from '../access-history.ts';
import { instant, type NamedSchema, object, sample } from './schema-text.ts';

const line = readAccessHistory.answer.shape.lines._zod.def.element;
const about = line.shape.about._zod.def.element;
const CURSOR = 'Where the next page starts: send it back as `cursor`. Absent on the last page.';

export const accessHistoryRequestSchemas: readonly NamedSchema[] = [
  object('AccessHistoryQuestion', readAccessHistory.body, 'Whose access history is asked for.', {
    citizenId: sample(
      '13 digits of the national ID card, the last a check digit. Thai digits, blanks and hyphens are understood. It is never put into a URL.',
      '7000000041022',
    ),
    limit: { description: 'Lines of a page; 50 when it is left out.', type: 'integer' },
    cursor: 'Where the page starts, from the answer before.',
  }),
];

export const accessHistorySchemas: readonly NamedSchema[] = [
  object('AccessHistory', readAccessHistory.answer, 'Who looked at a person, the newest first.', {
    maskedId: sample('The citizen ID with everything hidden that could be used.', '6-00XX-XXXXX-XX-X'),
    asOf: instant('When it was read.'),
    lines: 'The lines of this page.',
    cursor: CURSOR,
  }),
  object('OfficerActivity', readOfficerActivity.answer, 'What an officer did, the newest first.', {
    month: sample('The month in Bangkok, `YYYY-MM`.', '2018-02'),
    lines: 'The lines of this page.',
    cursor: CURSOR,
  }),
  object('TrailLine', line, 'A line of the audit trail.', {
    at: instant('When it was done or refused.'),
    action: sample('What was done. More may be added.', 'READ_REGISTRATION'),
    outcome: 'Whether it was done or refused.',
    code: sample('Of what was refused: the code of the problem.', 'area.outside'),
    reason: 'In the officer’s own words, where the action asks for a reason.',
    from: sample('Address of whoever it was, as the edge saw it.', '203.0.113.9'),
    requestId: 'The request, as its answer named it.',
    about: 'Codes and identifiers of what was touched; never a person.',
    actor: 'Who it was, by the account as it stands today.',
  }),
  object('TrailDetail', about, 'A code or an identifier.', {
    name: sample('What it is.', 'district'),
    value: sample('The code.', '3401'),
  }),
  object('TrailActor', line.shape.actor, 'Who it was, by the account as it stands today.', {
    subject: 'Identifier of the officer, or of the bank’s client.',
    kind: 'An officer, a bank, somebody at the command line, or nobody with an account.',
    name: 'Name of the officer or the bank.',
    role: 'What the officer works as.',
    agency: sample('Code of the agency.', 'DOPA'),
    province: 'The province of an officer of a province or a district.',
    district: 'The district of an officer of a district.',
  }),
];

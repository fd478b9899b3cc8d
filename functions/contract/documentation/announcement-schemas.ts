import {
  announcement,
  announcementOfficer,
  announcementReading,
  listAnnouncements,
  overrideArea,
} from '../announcements.ts';
import { instant, type NamedSchema, object, sample } from './schema-text.ts';

export const announcementRequestSchemas: readonly NamedSchema[] = [
  object('Override', overrideArea.body, 'Whom of another area to show, and why.', {
    citizenId: sample(
      '13 digits of the national ID card; Thai digits, blanks and hyphens are understood. It is never put into a URL.',
      '7000000041022',
    ),
    reason: sample(
      'Why, in the officer’s own words and without anybody’s ID. The province of the person reads it.',
      'ผู้มีบัตรมาติดต่อด้วยตนเองระหว่างรักษาตัวในอำเภอนี้',
    ),
  }),
];

export const announcementSchemas: readonly NamedSchema[] = [
  object('Overridden', overrideArea.answer, 'A person of another area, and who has been told.', {
    announcedTo: 'The province of the person, which has been told who asked and why.',
    profile: 'What is known of the person.',
  }),
  object('Announcement', announcement, 'Who of outside has opened a person of the province, and why.', {
    announcementId: sample('Identifier.', '2018-02-14T030507219-kqzwmrtayb'),
    at: instant('When the person was shown.'),
    by: 'Who asked, as the officer was at that time.',
    reason: 'Why, in the officer’s own words.',
    maskedId: sample('The citizen ID with everything hidden that could be used.', '7-00XX-XXXXX-XX-X'),
    district: 'Where the person lived at that time.',
    listed:
      'By which the profile of the person is asked for. Absent of a person whose card is not counted; it ends when the person moves within the list.',
    read: 'Who of the province was the first to read it. Absent until somebody has.',
  }),
  object('AnnouncementOfficer', announcementOfficer, 'Who asked.', {
    subject: 'Identifier of the account.',
    name: 'Name of the officer.',
    role: 'What the officer works as.',
    agency: sample('Code of the agency.', 'DOPA'),
    province: 'The province of an officer of a province or a district.',
    district: 'The district of an officer of a district.',
  }),
  object('AnnouncementReading', announcementReading, 'Who has read it.', {
    subject: 'Identifier of the account.',
    name: 'Name of the officer.',
    at: instant('When.'),
  }),
  object('AnnouncementPage', listAnnouncements.answer, 'A page of what a province has been told.', {
    asOf: instant('When it was read.'),
    province: 'The province.',
    unread: sample('How many nobody there has read; 100 when they are more.', 2),
    announcements: 'The newest first.',
    cursor: 'Where the next page starts: send it back as `cursor`. Absent on the last page.',
  }),
];

import * as z from 'zod/mini';
import type { AnnouncementId } from '../domain/announcement.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';
import { profile } from './profile.ts';

const announcementId = z.pipe(
  z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{9}-[a-z]{10}$/)),
  z.custom<AnnouncementId>(),
);

export const overrideArea = {
  id: 'override-area',
  caller: 'officer',
  body: z.strictObject({
    /** As a person writes it: Thai digits, blanks and hyphens are understood. */
    citizenId: z.string().check(z.maxLength(64)),
    reason: field.line(500, 10),
  }),
  answer: z.object({ announcedTo: field.province, profile }),
  status: 201,
  idempotencyKey: true,
} satisfies Operation;

export const announcementOfficer = z.object({
  subject: z.string(),
  name: z.string(),
  role: z.enum(['central', 'province', 'district']),
  agency: z.string(),
  province: z.optional(field.province),
  district: z.optional(field.district),
});

export const announcementReading = z.object({ subject: z.string(), name: z.string(), at: z.string() });

export const announcement = z.object({
  announcementId: z.string(),
  at: z.string(),
  by: announcementOfficer,
  reason: z.string(),
  maskedId: z.string(),
  district: field.district,
  listed: z.optional(z.string()),
  read: z.optional(announcementReading),
});

export const listAnnouncements = {
  id: 'list-announcements',
  caller: 'officer',
  path: z.strictObject({ province: field.provinceCode }),
  query: z.strictObject({ state: z.optional(z.enum(['unread'])), ...field.page }),
  answer: z.object({
    asOf: z.string(),
    province: field.province,
    unread: z.number(),
    announcements: z.array(announcement),
    cursor: z.optional(z.string()),
  }),
} satisfies Operation;

export const markAnnouncement = {
  id: 'mark-announcement',
  caller: 'officer',
  path: z.strictObject({ province: field.provinceCode, announcementId }),
  answer: announcement,
} satisfies Operation;

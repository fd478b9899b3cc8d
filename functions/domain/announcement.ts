import type { DistrictCode, ProvinceCode } from './area.ts';
import type { AuditLine } from './audit.ts';
import type { Instant } from './calendar.ts';
import type { Officer } from './caller.ts';
import type { CitizenId } from './citizen-id.ts';
import type { RosterPosition } from './people.ts';
import type { Idempotency, Page, PageRequest, Written } from './ports.ts';

/** In the order in which they were made, and fit for a URL. */
export type AnnouncementId = string & { readonly kind: 'AnnouncementId' };

export const announcementIdOf = (at: Date, random: string): AnnouncementId =>
  `${at.toISOString().slice(0, 23).replace(/[:.]/g, '')}-${random}` as AnnouncementId;

/** What a province is told when an officer from outside has opened one of its people; it names nobody by itself. */
export type Announcement = {
  province: ProvinceCode;
  announcementId: AnnouncementId;
  at: Instant;
  /** As the officer was at that time. */
  by: Pick<Officer, 'subject' | 'username' | 'name' | 'role' | 'area' | 'agency'>;
  reason: string;
  maskedId: string;
  district: DistrictCode;
  /** By which the province opens the profile itself; absent of a person whose card counts nowhere. */
  listed?: RosterPosition | undefined;
  read?: Reading | undefined;
};

/** The first who read it. */
export type Reading = { subject: string; name: string; at: Instant };

export type Announcements = {
  /** What was announced under this key, if anything was. */
  announced(idempotency: Idempotency): Promise<{ bodyHash: string; province: ProvinceCode } | undefined>;
  /** One transaction: the announcement, its line of the trail, and the key of the request, which stands once. */
  announce(
    announcement: Announcement,
    writing: { person: CitizenId; audit: AuditLine; idempotency: Idempotency },
  ): Promise<Written>;
  one(province: ProvinceCode, id: AnnouncementId): Promise<Announcement | undefined>;
  /** The newest first. */
  list(province: ProvinceCode, state: 'unread' | undefined, page: PageRequest): Promise<Page<Announcement>>;
  /** Counted up to `atMost`. */
  unread(province: ProvinceCode, atMost: number): Promise<number>;
  /** One transaction with its line; `overtaken` when it had been read. */
  markRead(announcement: Announcement, read: Reading, audit: AuditLine): Promise<Written>;
};

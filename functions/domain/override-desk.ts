import type { Announcement, AnnouncementId, Announcements, Reading } from './announcement.ts';
import { coversProvince, type ProvinceCode, provinceOf } from './area.ts';
import type { AuditLine, Occasion } from './audit.ts';
import { bangkokDay, type Instant, instantOf } from './calendar.ts';
import type { Officer } from './caller.ts';
import { type Cardholder, residenceDistrict } from './cardholder.ts';
import { type CitizenId, holdsCitizenId, maskCitizenId } from './citizen-id.ts';
import type { CountedPeople } from './people.ts';
import type { Allowances } from './people-look-up.ts';
import type { DistrictName, Geography, Idempotency, Page, PageRequest } from './ports.ts';
import { concerns, type Profile, type ProfileDesk, personLine, profileOf } from './profile-desk.ts';
import { Refusal } from './refusal.ts';

/** Unless the measure says otherwise. */
export const OVERRIDES_A_DAY = 20;

/** More than a province reads at once; the menu shows the number. */
export const MOST_UNREAD = 100;

export type OverrideDesk = Omit<ProfileDesk, 'people'> & {
  people: Pick<CountedPeople, 'positionOf'>;
  announcements: Pick<Announcements, 'announced' | 'announce'>;
  allowances: Allowances;
  newId(at: Date): AnnouncementId;
};

export type Overridden = { profile: Profile; province: ProvinceCode; replayed: boolean };

/**
 * The profile of a person of another area, for a stated reason. The line of the trail and the announcement to the
 * person's province are one transaction, and nothing is shown before it stands. Every try counts for the day, also
 * one that finds nobody: otherwise the route would tell whose ID is in the registry.
 * @throws Refusal reason.holds-citizen-id, idempotency-key.reused, override.daily-limit, person.not-found,
 * override.not-needed
 */
export async function overrideArea(
  desk: OverrideDesk,
  officer: Officer,
  { citizenId, reason }: { citizenId: CitizenId; reason: string },
  idempotency: Idempotency,
  occasion: Occasion,
): Promise<Overridden> {
  if (holdsCitizenId(reason)) throw new Refusal('reason.holds-citizen-id', { path: 'reason' });
  const before = await announcedTo(desk, idempotency);
  if (before === undefined) await take(desk, officer, occasion);
  const [cardholder, registration] = await Promise.all([
    desk.cardholders.byCitizenId(citizenId),
    desk.registrations.current(citizenId),
  ]);
  if (cardholder === undefined) throw new Refusal('person.not-found', { person: citizenId });
  if (concerns(officer, cardholder, registration))
    throw new Refusal('override.not-needed', { path: 'citizenId', person: citizenId });
  const { province, replayed } =
    before ?? (await announce(desk, officer, { cardholder, reason }, idempotency, occasion));
  // The same request again shows the person again: the province has been told, and each look has a line.
  if (replayed) {
    const about = { province, replayed: 'yes' };
    await desk.audit.append(overrideLine(officer, citizenId, reason, about, occasion));
  }
  return { profile: await profileOf(desk, officer, cardholder, registration, occasion), province, replayed };
}

type Told = { province: ProvinceCode; replayed: boolean };

async function announcedTo(
  { announcements }: OverrideDesk,
  idempotency: Idempotency,
): Promise<Told | undefined> {
  const before = await announcements.announced(idempotency);
  if (before === undefined) return undefined;
  if (before.bodyHash !== idempotency.bodyHash) throw new Refusal('idempotency-key.reused');
  return { province: before.province, replayed: true };
}

async function take(
  { allowances, programme }: OverrideDesk,
  { subject }: Officer,
  { at }: Occasion,
): Promise<void> {
  const { overridesADay: atMost = OVERRIDES_A_DAY } = await programme.measure();
  const taken = await allowances.take({ subject, day: bangkokDay(at), what: 'overrides' }, 1, atMost);
  if (taken !== 'taken') throw new Refusal('override.daily-limit', { facts: { atMost } });
}

const overrideLine = (
  officer: Officer,
  person: CitizenId,
  reason: string,
  about: AuditLine['about'],
  occasion: Occasion,
): AuditLine => ({ ...personLine('OVERRODE_AREA', officer, person, about, occasion), reason });

/** @throws Refusal store.busy when it does not stand, neither by this request nor by the same one sent twice at once */
async function announce(
  desk: OverrideDesk,
  officer: Officer,
  { cardholder, reason }: { cardholder: Cardholder; reason: string },
  idempotency: Idempotency,
  occasion: Occasion,
): Promise<Told> {
  const { citizenId: person } = cardholder;
  const { subject, username, name, role, area, agency } = officer;
  const district = residenceDistrict(cardholder);
  const announcement: Announcement = {
    province: provinceOf(district),
    announcementId: desk.newId(occasion.at),
    at: instantOf(occasion.at),
    by: { subject, username, name, role, area, agency },
    reason,
    maskedId: maskCitizenId(person),
    district,
    listed: await desk.people.positionOf(person),
  };
  const { province, announcementId } = announcement;
  const audit = overrideLine(officer, person, reason, { province, announcementId }, occasion);
  const { outcome } = await desk.announcements.announce(announcement, { person, audit, idempotency });
  if (outcome === 'written') return { province, replayed: false };
  const meanwhile = await announcedTo(desk, idempotency);
  if (meanwhile === undefined) throw new Refusal('store.busy');
  return meanwhile;
}

export type AnnouncementsRead = Page<Announcement> & {
  asOf: Instant;
  province: DistrictName['province'];
  /** Counted up to `MOST_UNREAD`. */
  unread: number;
};

/**
 * What a province has been told, the newest first.
 * @throws Refusal province.not-found, also outside the officer's area and for an officer of a district
 */
export async function listAnnouncements(
  desk: { announcements: Pick<Announcements, 'list' | 'unread'>; geography: Pick<Geography, 'province'> },
  { area }: Officer,
  code: ProvinceCode,
  state: 'unread' | undefined,
  page: PageRequest,
  { at }: Occasion,
): Promise<AnnouncementsRead> {
  const province = coversProvince(area, code) ? await desk.geography.province(code) : undefined;
  if (province === undefined) throw new Refusal('province.not-found', { path: 'province' });
  const [listed, unread] = await Promise.all([
    desk.announcements.list(code, state, page),
    desk.announcements.unread(code, MOST_UNREAD),
  ]);
  return { ...listed, province, unread, asOf: instantOf(at) };
}

/**
 * Notes who of the province was the first to read an announcement; whoever comes later changes nothing.
 * @throws Refusal area.outside, announcement.not-found
 */
export async function markAnnouncement(
  { announcements }: { announcements: Pick<Announcements, 'one' | 'markRead'> },
  officer: Officer,
  province: ProvinceCode,
  announcementId: AnnouncementId,
  { at, from, requestId }: Occasion,
): Promise<Announcement> {
  if (!coversProvince(officer.area, province)) throw new Refusal('area.outside', { path: 'province' });
  const found = await oneOf(announcements, province, announcementId);
  if (found.read !== undefined) return found;
  const { subject, name } = officer;
  const read: Reading = { subject, name, at: instantOf(at) };
  const { outcome } = await announcements.markRead(found, read, {
    action: 'MARKED_ANNOUNCEMENT',
    actor: subject,
    at: read.at,
    from,
    requestId,
    about: { province, announcementId },
  });
  return outcome === 'written' ? { ...found, read } : oneOf(announcements, province, announcementId);
}

async function oneOf(
  announcements: Pick<Announcements, 'one'>,
  province: ProvinceCode,
  announcementId: AnnouncementId,
): Promise<Announcement> {
  const found = await announcements.one(province, announcementId);
  if (found === undefined) throw new Refusal('announcement.not-found', { path: 'announcementId' });
  return found;
}

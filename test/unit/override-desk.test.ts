import { beforeEach, describe, expect, it } from 'vitest';
import { overrideArea as contract } from '../../functions/contract/announcements.ts';
import { gazetteer } from '../../functions/data/gazetteer.ts';
import {
  type Announcement,
  type AnnouncementId,
  type Announcements,
  announcementIdOf,
} from '../../functions/domain/announcement.ts';
import type { ProvinceCode } from '../../functions/domain/area.ts';
import type { Occasion } from '../../functions/domain/audit.ts';
import type { Officer } from '../../functions/domain/caller.ts';
import { holdsCitizenId } from '../../functions/domain/citizen-id.ts';
import {
  listAnnouncements,
  markAnnouncement,
  OVERRIDES_A_DAY,
  overrideArea,
} from '../../functions/domain/override-desk.ts';
import type { RosterPosition } from '../../functions/domain/people.ts';
import type { Idempotency } from '../../functions/domain/ports.ts';
import { announcementView, overrideView } from '../../functions/http/views/announcement-view.ts';
import {
  BANGKOK_DISTRICT,
  cardholder,
  centralOfficer,
  FIRST_PERSON,
  HOME,
  IN_WINDOW,
  measure,
  officer,
  officeZeroId,
  provinceOfficer,
  registration,
  SECOND_PERSON,
  subdistrictCode,
  writtenForms,
} from '../support/builders.ts';
import {
  cardholdersOf,
  InMemoryRegistrations,
  knownGeography,
  programmeOf,
  Trail,
} from '../support/fakes.ts';

const OCCASION: Occasion = { at: IN_WINDOW, from: '192.0.2.7', requestId: 'request-1' };
const REASON = 'ผู้มีบัตรป่วยและมาติดต่อที่อำเภอนี้ด้วยตนเอง';
const ELSEWHERE = SECOND_PERSON;
const NOBODY = officeZeroId(9);
const UBON = '34' as ProvinceCode;
const BANGKOK = '10' as ProvinceCode;
const POSITION = '100101#UP_TO_30000#1970#person' as RosterPosition;
/** Stands where the person lives. */
const AWAY = registration({
  citizenId: ELSEWHERE,
  residence: subdistrictCode('100101'),
  place: { ...registration().place, district: BANGKOK_DISTRICT },
});
const asked = (key: string, bodyHash = 'hash'): Idempotency => ({ caller: 'officer', key, bodyHash });

/** Announcements whose line of the trail stands or falls with them. */
class Board implements Announcements {
  readonly made: Announcement[] = [];
  readonly #keys = new Map<string, { bodyHash: string; province: ProvinceCode }>();
  readonly #trail: Trail;
  /** What happens after a key was looked for and before the announcement is written. */
  meanwhile: (() => Promise<unknown>) | undefined;

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  async announced({ key }: Idempotency) {
    return this.#keys.get(key);
  }

  async announce(announcement: Announcement, writing: Parameters<Announcements['announce']>[1]) {
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    const { key, bodyHash } = writing.idempotency;
    if (this.#keys.has(key)) return { outcome: 'overtaken' as const };
    this.#trail.put(writing.audit);
    this.#keys.set(key, { bodyHash, province: announcement.province });
    this.made.unshift(announcement);
    return { outcome: 'written' as const };
  }

  async one(province: ProvinceCode, id: AnnouncementId) {
    return this.made.find((one) => one.province === province && one.announcementId === id);
  }

  async list(province: ProvinceCode, state: 'unread' | undefined) {
    const rows = this.made.filter(
      (one) => one.province === province && (state === undefined || one.read === undefined),
    );
    return { rows };
  }

  async unread(province: ProvinceCode) {
    return (await this.list(province, 'unread')).rows.length;
  }

  async markRead(
    announcement: Announcement,
    ...[read, audit]: [Announcement['read'], Parameters<Trail['put']>[0]]
  ) {
    const found = this.made.find(({ announcementId }) => announcementId === announcement.announcementId);
    if (found === undefined || found.read !== undefined) return { outcome: 'overtaken' as const };
    this.#trail.put(audit);
    this.made[this.made.indexOf(found)] = { ...found, read };
    return { outcome: 'written' as const };
  }
}

function deskWith(overridesADay?: number) {
  const audit = new Trail();
  let used = 0;
  let made = 0;
  let read = 0;
  return {
    audit,
    announcements: new Board(audit),
    people: { positionOf: async () => POSITION },
    cardholders: cardholdersOf(
      cardholder(),
      cardholder({ citizenId: ELSEWHERE, subdistrict: subdistrictCode('100101') }),
    ),
    registrations: new InMemoryRegistrations(audit),
    programme: { measure: async () => ({ ...(await programmeOf().measure()), overridesADay }) },
    cutOffs: {
      list: async () => {
        read += 1;
        return [];
      },
    },
    cutOffRows: { row: async () => undefined },
    allowances: {
      take: async (_: unknown, wanted: number, atMost: number) => {
        if (used + wanted > atMost) return { left: atMost - used };
        used += wanted;
        return 'taken' as const;
      },
    },
    newId: (at: Date) => announcementIdOf(at, 'abcdefghij'.slice(made) + 'k'.repeat(made++)),
    payRead: () => read,
  };
}

let desk: ReturnType<typeof deskWith>;
beforeEach(() => {
  desk = deskWith();
});

const override = ({
  citizenId = ELSEWHERE,
  reason = REASON,
  by = officer(),
  idempotency = asked('key-1'),
}: {
  citizenId?: typeof ELSEWHERE;
  reason?: string;
  by?: Officer;
  idempotency?: Idempotency;
} = {}) => overrideArea(desk, by, { citizenId, reason }, idempotency, OCCASION);

describe('opening a person of another area', () => {
  it('leaves one line with the reason and tells the province of the person, without naming anybody', async () => {
    const shown = await override();
    expect(shown).toMatchObject({ province: BANGKOK, replayed: false });
    const [announcement] = desk.announcements.made;
    if (announcement === undefined) throw new Error('nothing was announced');
    expect(desk.audit.lines).toEqual([
      expect.objectContaining({
        action: 'OVERRODE_AREA',
        actor: officer().subject,
        person: ELSEWHERE,
        reason: REASON,
        about: { province: '10', announcementId: announcement.announcementId },
      }),
    ]);
    expect(announcement).toMatchObject({
      province: '10',
      district: '1001',
      reason: REASON,
      listed: POSITION,
    });
    const view = JSON.stringify([
      await announcementView(announcement, gazetteer),
      await overrideView(shown, gazetteer),
    ]);
    for (const form of writtenForms(ELSEWHERE)) expect(view).not.toContain(form);
    expect(JSON.stringify(await announcementView(announcement, gazetteer))).not.toContain(
      cardholder().name.first,
    );
  });

  it('shows nothing when line and announcement cannot be written, and has written neither', async () => {
    desk.registrations = new InMemoryRegistrations(desk.audit, AWAY);
    desk.audit.broken = true;
    await expect(override()).rejects.toThrow('the trail');
    expect([desk.announcements.made, desk.payRead()]).toEqual([[], 0]);
    desk.audit.broken = false;
    await override();
    expect([desk.announcements.made.length, desk.payRead()]).toEqual([1, 1]);
  });

  it('announces once what is sent twice, and leaves a line for each time that it is shown', async () => {
    await override();
    expect(await override()).toMatchObject({ province: BANGKOK, replayed: true });
    expect(desk.announcements.made).toHaveLength(1);
    expect(desk.audit.lines.map(({ action, reason }) => [action, reason])).toEqual([
      ['OVERRODE_AREA', REASON],
      ['OVERRODE_AREA', REASON],
    ]);
    await expect(override({ idempotency: asked('key-1', 'another') })).rejects.toMatchObject({
      code: 'idempotency-key.reused',
    });
    desk.audit.broken = true;
    await expect(override()).rejects.toThrow('the audit trail');
  });

  it('announces once what is sent twice at the same time', async () => {
    desk.announcements.meanwhile = () => override();
    expect(await override()).toMatchObject({ replayed: true });
    expect(desk.announcements.made).toHaveLength(1);
    expect(desk.audit.lines).toHaveLength(2);
  });

  it('shows nothing when the announcement does not stand for whatever reason', async () => {
    desk.announcements.announce = async () => ({ outcome: 'overtaken' });
    await expect(override()).rejects.toMatchObject({ code: 'store.busy' });
    expect(desk.audit.lines).toEqual([]);
  });

  it('is refused for nobody and for somebody of the own area, who are named to the trail', async () => {
    await expect(override({ citizenId: NOBODY })).rejects.toMatchObject({
      code: 'person.not-found',
      person: NOBODY,
    });
    for (const by of [officer(), provinceOfficer('34'), centralOfficer()])
      await expect(override({ citizenId: FIRST_PERSON, by })).rejects.toMatchObject({
        code: 'override.not-needed',
        person: FIRST_PERSON,
      });
    desk.registrations = new InMemoryRegistrations(desk.audit, registration({ citizenId: ELSEWHERE }));
    await expect(override()).rejects.toMatchObject({ code: 'override.not-needed' });
    expect(desk.announcements.made).toEqual([]);
  });

  it('has a number of tries a day, those that find nobody included; the same request again is none', async () => {
    for (let tries = 0; tries < OVERRIDES_A_DAY - 1; tries++)
      await expect(override({ citizenId: NOBODY, idempotency: asked(`try-${tries}`) })).rejects.toMatchObject(
        { code: 'person.not-found' },
      );
    await override();
    await override();
    await expect(override({ idempotency: asked('key-2') })).rejects.toMatchObject({
      code: 'override.daily-limit',
      kind: 'too-many',
      facts: { atMost: OVERRIDES_A_DAY },
    });
  });

  it('has as many tries as the measure says', async () => {
    desk = deskWith(1);
    await override();
    await expect(override({ idempotency: asked('key-2') })).rejects.toMatchObject({ facts: { atMost: 1 } });
    expect(measure().overridesADay).toBeUndefined();
  });
});

describe('the reason', () => {
  const read = (reason: string) => contract.body.safeParse({ citizenId: '1', reason });

  it('is one line that says something', () => {
    expect(read(REASON).data?.reason).toBe(REASON);
    const hostile = [
      'สั้นไป',
      ' '.repeat(40),
      '\u200b'.repeat(40),
      '..........--------',
      `${REASON}\nLEVEL=error`,
      `${REASON}\u0000`,
      `${REASON}\u202e`,
      `${REASON}\u2066`,
      'ก'.repeat(501),
    ];
    for (const reason of hostile) expect(read(reason).success).toBe(false);
    expect(read('ก'.repeat(500)).success).toBe(true);
    expect(read(`${REASON}\u200b`).data?.reason).toBe(REASON);
  });

  it('holds nobody’s ID, however it is written', async () => {
    const dashed = FIRST_PERSON.replace(/^(.)(.{4})(.{5})(.{2})(.)$/, '$1-$2-$3-$4-$5');
    const thai = FIRST_PERSON.replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit)));
    for (const id of [FIRST_PERSON, dashed, dashed.replaceAll('-', ' '), thai, `99${FIRST_PERSON}7`])
      await expect(override({ reason: `ขอดูข้อมูลของ ${id} ด่วน` })).rejects.toMatchObject({
        code: 'reason.holds-citizen-id',
      });
    expect(holdsCitizenId('โทร 045-000-000 ต่อ 12 วันที่ 14/02/2561')).toBe(false);
    expect([desk.announcements.made, desk.audit.lines]).toEqual([[], []]);
  });
});

describe('the announcements of a province', () => {
  const list = (by: Officer, province = BANGKOK, state?: 'unread') =>
    listAnnouncements(
      { announcements: desk.announcements, geography: knownGeography() },
      by,
      province,
      state,
      { limit: 50 },
      OCCASION,
    );

  it('are for its officers and for central; nobody else has such a province', async () => {
    await override();
    for (const by of [provinceOfficer('10'), centralOfficer()])
      expect(await list(by)).toMatchObject({
        unread: 1,
        rows: [{ reason: REASON }],
        province: { code: '10' },
      });
    const strangers = [
      provinceOfficer('34'),
      officer(),
      officer({ area: { level: 'district', district: HOME } }),
    ];
    for (const by of strangers)
      await expect(list(by)).rejects.toMatchObject({ code: 'province.not-found', kind: 'missing' });
    await expect(list(centralOfficer(), '99' as ProvinceCode)).rejects.toMatchObject({ kind: 'missing' });
    await expect(list(officer(), UBON)).rejects.toMatchObject({ code: 'province.not-found' });
  });

  it('are read once, by the first who says so, on the trail', async () => {
    await override();
    const { announcementId } = desk.announcements.made[0] as Announcement;
    const mark = (by: Officer, id = announcementId) => markAnnouncement(desk, by, BANGKOK, id, OCCASION);
    const first = provinceOfficer('10');
    const read = { subject: first.subject, name: first.name, at: IN_WINDOW.toISOString() };
    expect(await mark(first)).toMatchObject({ read });
    expect(await mark(centralOfficer())).toMatchObject({ read });
    expect(desk.audit.lines.slice(1)).toMatchObject([
      { action: 'MARKED_ANNOUNCEMENT', actor: first.subject, about: { province: '10', announcementId } },
    ]);
    expect(await list(first, BANGKOK, 'unread')).toMatchObject({ unread: 0, rows: [] });
    await expect(mark(provinceOfficer('34'))).rejects.toMatchObject({ code: 'area.outside' });
    await expect(mark(first, 'no-such' as AnnouncementId)).rejects.toMatchObject({
      code: 'announcement.not-found',
    });
  });
});

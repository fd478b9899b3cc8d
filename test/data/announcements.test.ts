import { describe, expect, it } from 'vitest';
import { AnnouncementsTable } from '../../functions/data/announcements.ts';
import { AuditTable } from '../../functions/data/audit.ts';
import { type Announcement, announcementIdOf } from '../../functions/domain/announcement.ts';
import type { ProvinceCode } from '../../functions/domain/area.ts';
import type { Idempotency } from '../../functions/domain/ports.ts';
import { officer, writtenForms } from '../support/builders.ts';
import { intercept } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { intent, lineAbout, nextPerson } from './made-up.ts';

const UBON = '34' as ProvinceCode;
const BANGKOK = '10' as ProvinceCode;
const START = Date.parse('2018-02-14T03:05:07.219Z');
const { subject, username, name, role, area, agency } = officer();

let made = 0;
function announcement(province = UBON): Announcement {
  const at = new Date(START + made++);
  return {
    province,
    announcementId: announcementIdOf(at, 'abcdefghij'),
    at: at.toISOString() as Announcement['at'],
    by: { subject, username, name, role, area, agency },
    reason: 'ผู้มีบัตรมาติดต่อด้วยตนเอง',
    maskedId: '1-00XX-XXXXX-XX-X',
    district: `${province}01` as Announcement['district'],
    listed: undefined,
    read: undefined,
  };
}

const key = (text: string, bodyHash = 'hash'): Idempotency => ({ caller: subject, key: text, bodyHash });

describe.each(engines)('the announcements of provinces on $name', (engine) => {
  const { client, names, items, contents } = makeTables(engine, 'announcements', 'references', 'audit');
  const personKey = async () => 'a key';
  const tableOn = (connection = client()) =>
    new AnnouncementsTable(connection, names, new AuditTable(connection, names.audit, personKey), personKey);
  const table = tableOn();
  const writing = (idempotency: Idempotency, person = nextPerson()) => ({
    person,
    audit: lineAbout(intent({ citizenId: person }), { action: 'OVERRODE_AREA', reason: 'เหตุผล' }),
    idempotency,
  });
  const audit = () => lineAbout(intent({ citizenId: nextPerson() }), { action: 'MARKED_ANNOUNCEMENT' });

  it('stand with their line and their key, and name nobody', async () => {
    const person = nextPerson();
    const one = announcement();
    expect(await table.announce(one, writing(key('first'), person))).toEqual({ outcome: 'written' });
    expect(await table.one(UBON, one.announcementId)).toEqual(one);
    expect(await table.announced(key('first'))).toEqual({ bodyHash: 'hash', province: UBON });
    expect(await table.announced(key('never'))).toBeUndefined();
    const [stored] = await items('announcements');
    const [line] = await items('audit');
    expect(stored).toMatchObject({ personKey: line?.personKey, unreadProvince: UBON });
    expect(stored?.expiresAtEpochSeconds).toBe(Math.floor(Date.parse('2028-02-14T03:05:07Z') / 1_000));
    for (const form of writtenForms(person)) expect(JSON.stringify(await contents())).not.toContain(form);
  });

  it('are made once of a request that comes many times at once', async () => {
    const before = (await items('audit')).length;
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => table.announce(announcement(), writing(key('at-once')))),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(1);
    expect((await items('audit')).length).toBe(before + 1);
  });

  it('leave nothing when the transaction fails', async () => {
    const before = await contents();
    const failing = client();
    intercept(failing, async ({ operation }, send) => {
      if (operation === 'TransactWriteItems') throw new Error('the store is out of order');
      return send();
    });
    await expect(tableOn(failing).announce(announcement(), writing(key('failing')))).rejects.toThrow(
      'out of order',
    );
    const taken = await items('announcements');
    const again = { ...announcement(), announcementId: taken[0]?.announcementId as never };
    expect(await table.announce(again, writing(key('taken')))).toEqual({ outcome: 'overtaken' });
    expect(await contents()).toEqual(before);
  });

  it('come by province, the newest first, page by page, those unread by themselves', async () => {
    const those = Array.from({ length: 5 }, () => announcement(BANGKOK));
    for (const [at, one] of those.entries()) await table.announce(one, writing(key(`page-${at}`)));
    const ids = those.map(({ announcementId }) => announcementId).reverse();
    const first = await table.list(BANGKOK, undefined, { limit: 3 });
    const second = await table.list(BANGKOK, undefined, { limit: 3, cursor: first.cursor });
    expect([...first.rows, ...second.rows].map(({ announcementId }) => announcementId)).toEqual(ids);
    expect(second.cursor).toBeUndefined();
    expect(await table.unread(BANGKOK, 100)).toBe(5);
    expect(await table.unread(BANGKOK, 2)).toBe(2);
    const read = { subject: 'reader', name: 'ผู้อ่าน', at: those[0]?.at as Announcement['at'] };
    await table.markRead(those[4] as Announcement, read, audit());
    expect(await table.unread(BANGKOK, 100)).toBe(4);
    const { rows } = await table.list(BANGKOK, 'unread', { limit: 10 });
    expect(rows.map(({ announcementId }) => announcementId)).toEqual(ids.slice(1));
    await expect(table.list(BANGKOK, undefined, { limit: 3, cursor: '2018' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });

  it('are read by the first of many at once, with one line', async () => {
    const one = announcement();
    await table.announce(one, writing(key('to-read')));
    const before = (await items('audit')).length;
    const readers = ['a', 'b', 'c', 'd'].map((reader) => ({ subject: reader, name: reader, at: one.at }));
    const outcomes = await Promise.all(readers.map((read) => table.markRead(one, read, audit())));
    const winner = outcomes.findIndex(({ outcome }) => outcome === 'written');
    expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(1);
    expect((await table.one(UBON, one.announcementId))?.read).toEqual(readers[winner]);
    expect((await items('audit')).length).toBe(before + 1);
    const nothing = { ...one, announcementId: announcementIdOf(new Date(START), 'zzzzzzzzzz') };
    expect(await table.markRead(nothing, readers[0] as never, audit())).toEqual({ outcome: 'overtaken' });
  });
});

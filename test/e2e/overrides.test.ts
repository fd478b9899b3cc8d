import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { listAnnouncements, markAnnouncement, overrideArea } from '../../functions/contract/announcements.ts';
import { readProfile } from '../../functions/contract/profile.ts';
import { allowanceKey, personKey } from '../../functions/data/keys.ts';
import { bangkokDay } from '../../functions/domain/calendar.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { OVERRIDES_A_DAY } from '../../functions/domain/override-desk.ts';
import { writtenForms } from '../support/builders.ts';
import {
  answered,
  type Client,
  eventually,
  newKey,
  officer,
  refused,
  stack,
  subjectOf,
  tokensOf,
} from '../support/client.ts';
import { settle, unknownId } from './people.ts';
import { scan, store, trailOf } from './stores.ts';

const OVERRIDES = '/v1/people/overrides';
const ANNOUNCEMENTS = '/v1/provinces/34/announcements';
const REASON = 'ผู้มีบัตรเข้ารักษาตัวที่โรงพยาบาลในอำเภอนี้';

let warin: Client;
let mueang: Client;
let province: Client;
let central: Client;
let subject: string;
let person: Cardholder;
beforeAll(async () => {
  [warin, mueang, province, central] = (await Promise.all(
    ['warin', 'mueang-ubon', 'ubon', 'central'].map((username) => officer(username)),
  )) as [Client, Client, Client, Client];
  subject = subjectOf((await tokensOf('warin')).id);
  person = await settle('340101');
  // The roster has a person of the registry once the stream has been counted.
  await eventually(async () => {
    const { Item } = await store.send(
      new GetCommand({ TableName: stack.tables.ledger, Key: personKey(person.citizenId) }),
    );
    expect(Item?.rosterSort).toBeDefined();
  });
});

const announced = async (query = '') =>
  answered(listAnnouncements, await province.get(`${ANNOUNCEMENTS}${query}`));
const ask = (citizenId = person.citizenId, reason = REASON, key = newKey()) =>
  warin.post(OVERRIDES, { citizenId, reason }, key);

describe('an officer who asks for a person of another area', () => {
  it('shows the person once the province has been told, which reads who and why', async () => {
    refused(await warin.post('/v1/people/profile', { citizenId: person.citizenId }), 404, 'person.not-found');
    const answer = await ask();
    const { profile, announcedTo } = answered(overrideArea, answer);
    expect(announcedTo.code).toBe('34');
    expect(profile).toMatchObject({ name: person.name, residence: { district: { code: '3401' } } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (const form of writtenForms(person.citizenId)) expect(answer.text).not.toContain(form);
    const [newest] = (await announced('?limit=1')).announcements;
    expect(newest).toMatchObject({
      reason: REASON,
      by: { subject, role: 'district', district: { code: '3415' } },
      maskedId: profile.maskedId,
      district: { code: '3401' },
    });
    expect(newest?.read).toBeUndefined();
    const listed = newest?.listed;
    const byProvince = await province.post('/v1/people/profile', { listed });
    expect(answered(readProfile, byProvince).name).toEqual(person.name);
    const line = (await trailOf(subject)).at(-1);
    expect(line).toMatchObject({ action: 'OVERRODE_AREA', reason: REASON, outcome: 'done' });
    expect(line?.personKey).toEqual(expect.any(String));
    refused(await warin.post('/v1/people/full-id', { citizenId: person.citizenId }), 403, 'right.missing');
    refused(await warin.post('/v1/people/profile', { citizenId: person.citizenId }), 404, 'person.not-found');
  });

  it('tells the province once of what was sent twice, one after the other or at once', async () => {
    const before = (await announced('?limit=200')).announcements.length;
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(person.citizenId, REASON, key)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const again = await ask(person.citizenId, REASON, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await announced('?limit=200')).announcements).toHaveLength(before + 1);
    refused(await ask(person.citizenId, `${REASON} อีกครั้ง`, key), 422, 'idempotency-key.reused');
    refused(
      await warin.post(OVERRIDES, { citizenId: person.citizenId, reason: REASON }),
      400,
      'idempotency-key.missing',
    );
  });

  it('hears nothing of nobody, nor by this way of the own area, and the trail has both', async () => {
    const before = (await announced('?limit=200')).announcements.length;
    refused(await ask(unknownId()), 404, 'person.not-found');
    const own = await settle('341501');
    refused(await ask(own.citizenId), 422, 'override.not-needed');
    expect((await trailOf(subject)).slice(-2)).toMatchObject([
      { outcome: 'refused', code: 'person.not-found', personKey: expect.any(String) },
      { outcome: 'refused', code: 'override.not-needed', personKey: expect.any(String) },
    ]);
    expect((await announced('?limit=200')).announcements).toHaveLength(before);
    refused(
      await province.post(OVERRIDES, { citizenId: person.citizenId, reason: REASON }, newKey()),
      422,
      'override.not-needed',
    );
  });

  it('needs a reason that can be read, without anybody’s ID', async () => {
    for (const reason of [
      'ป่วย',
      `${REASON}\n`.repeat(2),
      `${REASON}\u202e`,
      `${REASON}\u0007`,
      '\u200b'.repeat(20),
    ]) {
      const { errors } = refused(await ask(person.citizenId, reason), 400, 'request.invalid');
      expect(errors?.map(({ path }) => path)).toEqual(['reason']);
    }
    for (const form of writtenForms(person.citizenId).slice(0, 3))
      refused(await ask(person.citizenId, `ขอดูข้อมูลของ ${form} ด่วน`), 422, 'reason.holds-citizen-id');
    refused(await warin.post(OVERRIDES, { citizenId: person.citizenId }, newKey()), 400, 'request.invalid');
  });

  it('refuses what is beyond the day, on the trail, whoever is asked for', async () => {
    const used = async (count: number) => {
      const day = bangkokDay(new Date());
      const key = allowanceKey({ subject, day, what: 'overrides' });
      await store.send(new PutCommand({ TableName: stack.tables.allowances, Item: { ...key, used: count } }));
    };
    await used(OVERRIDES_A_DAY - 1);
    const tries = await Promise.all([ask(), ask(), ask(unknownId())]);
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(2);
    const { facts } = refused(await ask(), 429, 'override.daily-limit');
    expect(facts).toEqual({ atMost: OVERRIDES_A_DAY });
    expect((await trailOf(subject)).at(-1)).toMatchObject({
      outcome: 'refused',
      code: 'override.daily-limit',
    });
    await used(0);
  });
});

describe('the announcements of a province', () => {
  it('are read by the first of its officers who says so, and are nobody else’s', async () => {
    const [newest] = (await announced('?state=unread')).announcements;
    if (newest === undefined) throw new Error('nothing was announced');
    const path = `${ANNOUNCEMENTS}/${newest.announcementId}/reading`;
    for (const stranger of [warin, mueang]) {
      refused(await stranger.get(ANNOUNCEMENTS), 404, 'province.not-found');
      refused(await stranger.post(path), 403, 'area.outside');
    }
    const { read } = answered(markAnnouncement, await province.post(path));
    expect(read?.subject).toBe(subjectOf((await tokensOf('ubon')).id));
    expect(answered(markAnnouncement, await central.post(path)).read).toEqual(read);
    await eventually(async () => {
      const unread = await announced('?state=unread&limit=200');
      expect(unread.announcements.map(({ announcementId }) => announcementId)).not.toContain(
        newest.announcementId,
      );
      expect(unread.unread).toBe(unread.announcements.length);
    });
    const wrong = `${ANNOUNCEMENTS}/2018-02-14T030507219-abcdefghij/reading`;
    refused(await province.post(wrong), 404, 'announcement.not-found');
    refused(
      await province.post(`/v1/provinces/10/announcements/${newest.announcementId}/reading`),
      403,
      'area.outside',
    );
    refused(
      await central.post(`/v1/provinces/10/announcements/${newest.announcementId}/reading`),
      404,
      'announcement.not-found',
    );
  });

  it('hold no ID and no name, in no form', async () => {
    const text = JSON.stringify(await scan('announcements'));
    for (const form of writtenForms(person.citizenId)) expect(text).not.toContain(form);
    expect(text).not.toContain(person.name.last);
  });
});

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCardholders } from '../../functions/contract/people.ts';
import { lookUpPeople } from '../../functions/contract/people-look-up.ts';
import { readProfile, showFullId } from '../../functions/contract/profile.ts';
import { readCardholderReport } from '../../functions/contract/reports.ts';
import { accountKey } from '../../functions/data/keys.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { writtenForms } from '../support/builders.ts';
import {
  answered,
  type Client,
  eventually,
  officer,
  refused,
  stack,
  subjectOf,
  tokensOf,
} from '../support/client.ts';
import { addPlace, register, retirePlace } from './desk.ts';
import { settle, unknownId } from './people.ts';
import { store, trailOf } from './stores.ts';

const PROFILE = '/v1/people/profile';
const LOOK_UPS = '/v1/people/look-ups';

let district: Client;
let province: Client;
let neighbour: Client;
let subject: string;
let here: Cardholder;
let there: Cardholder;
beforeAll(async () => {
  [district, province, neighbour] = (await Promise.all(
    ['mueang-ubon', 'ubon', 'warin'].map((username) => officer(username)),
  )) as [Client, Client, Client];
  subject = subjectOf((await tokensOf('mueang-ubon')).id);
  here = await settle('340101', { birthDate: '1961-07-07' as never });
  there = await settle('100101');
});

const lastLines = async (count: number) => (await trailOf(subject)).slice(-count);
const giveRights = async (rights: string[]) => {
  await store.send(
    new UpdateCommand({
      TableName: stack.tables.accounts,
      Key: accountKey(subject),
      UpdateExpression: 'SET rights = :rights',
      ExpressionAttributeValues: { ':rights': rights },
    }),
  );
};
afterAll(() => giveRights([]));

describe('the profile of one person', () => {
  it('tells what is on record and what is paid, by the card, by the list and by the registration', async () => {
    const place = await addPlace(district, '3401', 'จุดรับแจ้งทดสอบประวัติ');
    const registered = await register(district, { citizenId: here.citizenId, placeId: place.placeId });
    const byCard = await district.post(PROFILE, { citizenId: here.citizenId });
    const profile = answered(readProfile, byCard);
    expect(profile).toMatchObject({
      name: here.name,
      birthDate: '1961-07-07',
      cardStatus: 'active',
      residence: { subdistrict: { code: '340101' } },
      registration: { registrationId: registered.registrationId, status: 'INTENT' },
      versions: [{ version: 1, change: 'created' }],
      payment: { bahtPerMonth: 200 },
    });
    expect(byCard.headers.get('cache-control')).toBe('no-store');
    for (const form of writtenForms(here.citizenId)) expect(byCard.text).not.toContain(form);
    const { listed } = await eventually(async () => {
      const query = 'subdistrict=340101&bornFrom=1961&bornTo=1961&registered=true';
      const list = await district.get(`/v1/districts/3401/cardholders?${query}`);
      const row = answered(listCardholders, list).cardholders.find(
        ({ registrationId }) => registrationId === registered.registrationId,
      );
      if (row === undefined) throw new Error('not yet counted');
      return row;
    });
    for (const body of [{ listed }, { registrationId: registered.registrationId }])
      expect(answered(readProfile, await district.post(PROFILE, body)).registration).toEqual(
        profile.registration,
      );
    expect((await lastLines(1))[0]).toMatchObject({ action: 'READ_PROFILE', outcome: 'done' });
    await retirePlace(district, place);
  });

  it('does not exist for another area, with the same answer as an ID that nobody has', async () => {
    const unknown = refused(
      await district.post(PROFILE, { citizenId: unknownId() }),
      404,
      'person.not-found',
    );
    const outside = refused(
      await district.post(PROFILE, { citizenId: there.citizenId }),
      404,
      'person.not-found',
    );
    expect({ ...outside, requestId: '' }).toEqual({ ...unknown, requestId: '' });
    expect(await lastLines(2)).toMatchObject([
      { outcome: 'refused', code: 'person.not-found', personKey: expect.any(String) },
      { outcome: 'refused', code: 'person.not-found', personKey: expect.any(String) },
    ]);
    refused(await neighbour.post(PROFILE, { citizenId: here.citizenId }), 404, 'person.not-found');
    expect((await province.post(PROFILE, { citizenId: here.citizenId })).status).toBe(200);
    refused(await district.post(PROFILE, {}), 400, 'request.invalid');
    refused(await district.post(PROFILE, { listed: 'bm9ib2R5' }), 404, 'person.not-found');
  });

  it('has the full ID only for who has that right, and each view has its line', async () => {
    const path = '/v1/people/full-id';
    refused(await district.post(path, { citizenId: here.citizenId }), 403, 'right.missing');
    await giveRights(['see-full-id']);
    const before = (await trailOf(subject)).length;
    for (let view = 0; view < 2; view++)
      expect(answered(showFullId, await district.post(path, { citizenId: here.citizenId }))).toEqual({
        citizenId: here.citizenId,
      });
    const lines = (await trailOf(subject)).slice(before);
    expect(lines.map(({ action }) => action)).toEqual(['SHOWED_FULL_ID', 'SHOWED_FULL_ID']);
    refused(await district.post(path, { citizenId: there.citizenId }), 404, 'person.not-found');
  });
});

describe('the list of cardholders', () => {
  it('has, by subdistrict and band, as many as the report of the same area', async () => {
    await eventually(async () => {
      const report = answered(readCardholderReport, await district.get('/v1/mis/cardholders?area=3401'));
      const [largest] = report.rows.toSorted((a, b) => b.cardholders - a.cardholders);
      for (const band of ['UP_TO_30000', 'UP_TO_100000'] as const) {
        const query = `subdistrict=${largest?.code}&band=${band}&limit=200`;
        const page = answered(listCardholders, await district.get(`/v1/districts/3401/cardholders?${query}`));
        expect(page.cursor).toBeUndefined();
        expect(page.cardholders).toHaveLength(largest?.byBand[band] ?? Number.NaN);
      }
    }, 30_000);
  });

  it('is of an age by the year of birth, with whole names only when they are asked for', async () => {
    const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear();
    const path = '/v1/districts/3401/cardholders?band=UP_TO_30000&registered=false&limit=200';
    const { cardholders } = answered(listCardholders, await district.get(`${path}&age=working`));
    expect(cardholders.length).toBeGreaterThan(0);
    for (const { birthYear, name } of cardholders) {
      expect([birthYear >= year - 60 && birthYear <= year - 18, name]).toEqual([true, undefined]);
    }
    const named = answered(listCardholders, await district.get(`${path}&age=working&names=whole`));
    expect(named.cardholders.every(({ name }) => name !== undefined && name.last.length > 1)).toBe(true);
    expect((await lastLines(1))[0]).toMatchObject({ about: { age: 'working', names: 'whole' } });
  });
});

describe('looking up many people', () => {
  it('answers a list and a file, each person with a line of his own before the answer', async () => {
    const nobody = unknownId();
    const before = (await trailOf(subject)).length;
    const list = await district.post(LOOK_UPS, {
      citizenIds: [here.citizenId, there.citizenId, nobody, '12'],
    });
    expect(answered(lookUpPeople, list).rows.map(({ outcome }) => outcome)).toEqual([
      'registered',
      'not-found',
      'not-found',
      'fault',
    ]);
    const lines = (await trailOf(subject)).slice(before);
    expect(lines.map(({ action }) => action)).toEqual(Array(3).fill('LOOKED_UP_IN_BULK'));
    expect(new Set(lines.map(({ personKey }) => personKey)).size).toBe(3);
    const file = Buffer.from(`citizen_id\r\n${here.citizenId}\r\n`).toString('base64');
    const csv = await district.post(LOOK_UPS, { file }, { accept: 'text/csv', 'accept-language': 'en' });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.text).toMatch(/\r\n2,.*,Has registered,registered,/);
    for (const form of writtenForms(here.citizenId)) expect(csv.text).not.toContain(form);
  });

  it('has a ceiling a call', async () => {
    const citizenIds = Array.from({ length: 1_001 }, () => '1');
    const { facts } = refused(await district.post(LOOK_UPS, { citizenIds }), 422, 'people.too-many');
    expect(facts).toEqual({ atMost: 1_000 });
  });
});

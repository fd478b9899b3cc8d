import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { listCardholders, listParticipants } from '../../functions/contract/people.ts';
import {
  readCardholderReport,
  readCoverageReport,
  readDailyReport,
} from '../../functions/contract/reports.ts';
import { writtenForms } from '../support/builders.ts';
import { answered, type Client, eventually, officer, refused } from '../support/client.ts';
import { addPlace, register, retirePlace } from './desk.ts';
import { settle } from './people.ts';

type Participants = z.output<typeof listParticipants.answer>;
type Roster = z.output<typeof listCardholders.answer>;

let central: Client;
let province: Client;
let district: Client;
let neighbour: Client;
beforeAll(async () => {
  [central, province, district, neighbour] = (await Promise.all(
    ['central', 'ubon', 'mueang-ubon', 'warin'].map((username) => officer(username)),
  )) as [Client, Client, Client, Client];
});

async function everyParticipant(
  client: Client,
  code: string,
  query = '',
): Promise<Participants['participants']> {
  const rows: Participants['participants'] = [];
  let cursor: string | undefined;
  do {
    const at = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = answered(
      listParticipants,
      await client.get(`/v1/districts/${code}/participants?limit=100${query}${at}`),
    );
    rows.push(...page.participants);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return rows;
}

async function everyCardholder(client: Client, code: string, query = ''): Promise<Roster['cardholders']> {
  const rows: Roster['cardholders'] = [];
  let cursor: string | undefined;
  do {
    const at = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = answered(
      listCardholders,
      await client.get(`/v1/districts/${code}/cardholders?limit=200${query}${at}`),
    );
    rows.push(...page.cardholders);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return rows;
}

const coverage = async (client: Client, area: string) =>
  answered(readCoverageReport, await client.get(`/v1/mis/coverage?area=${area}`));

describe('the list behind a count', () => {
  it('has as many people as the count of the same caller, for the district, a subdistrict and a day', async () => {
    await eventually(async () => {
      for (const client of [district, province, central]) {
        const report = await coverage(client, '3401');
        const rows = await everyParticipant(client, '3401');
        expect(rows).toHaveLength(report.total.registered);
        expect(await everyParticipant(client, '3401', '&status=CANCELLED')).toHaveLength(
          report.total.cancelled,
        );
        const [subdistrict] = report.rows.toSorted((a, b) => b.registered - a.registered);
        expect(await everyParticipant(client, '3401', `&subdistrict=${subdistrict?.code}`)).toHaveLength(
          subdistrict?.registered ?? Number.NaN,
        );
      }
      const daily = answered(readDailyReport, await district.get('/v1/mis/daily?area=3401'));
      const [busiest] = daily.days.toSorted((a, b) => b.registered - a.registered);
      expect(busiest?.registered).toBeGreaterThan(0);
      expect(
        await everyParticipant(district, '3401', `&from=${busiest?.day}&to=${busiest?.day}`),
      ).toHaveLength(busiest?.registered ?? Number.NaN);
    }, 30_000);
  });

  it('of cardholders has as many as the report of cardholders, by band and by who has come', async () => {
    await eventually(async () => {
      const report = answered(readCardholderReport, await district.get('/v1/mis/cardholders?area=3401'));
      const rows = await everyCardholder(district, '3401');
      expect(rows).toHaveLength(report.total.cardholders);
      expect(rows.length).toBeGreaterThan(500);
      expect(rows.filter(({ band }) => band === 'UP_TO_30000')).toHaveLength(report.total.byBand.UP_TO_30000);
      const come = await everyCardholder(district, '3401', '&registered=true');
      const not = await everyCardholder(district, '3401', '&registered=false');
      expect(come.every(({ registered }) => registered)).toBe(true);
      expect(come.length + not.length).toBe(rows.length);
      expect(come.length).toBeGreaterThan(0);
    }, 60_000);
  });

  it('gains a person who registers, masked, with the receipt', async () => {
    const person = await settle('340101', { birthDate: '1951-03-03' as never });
    const place = await addPlace(district, '3401', 'จุดรับแจ้งทดสอบรายชื่อ');
    const query = '&registered=false&subdistrict=340101&bornFrom=1951&bornTo=1951';
    const waiting = await eventually(async () => {
      const rows = await everyCardholder(district, '3401', query);
      expect(rows.length).toBeGreaterThan(0);
      return rows;
    });
    const registered = await register(district, { citizenId: person.citizenId, placeId: place.placeId });
    await eventually(async () => {
      const rows = await everyParticipant(district, '3401', `&from=${registered.intentOn}`);
      const row = rows.find(({ registrationId }) => registrationId === registered.registrationId);
      expect(row).toMatchObject({
        maskedId: registered.maskedId,
        maskedName: registered.maskedName,
        receipt: registered.receipt,
        subdistrict: '340101',
        channel: 'officer',
      });
      for (const form of writtenForms(person.citizenId)) expect(JSON.stringify(rows)).not.toContain(form);
      expect(await everyCardholder(district, '3401', query)).toHaveLength(waiting.length - 1);
    });
    await retirePlace(district, place);
  });

  it('does not exist outside the area', async () => {
    for (const list of ['participants', 'cardholders']) {
      refused(await neighbour.get(`/v1/districts/3401/${list}`), 404, 'district.not-found');
      refused(await province.get(`/v1/districts/1001/${list}`), 404, 'district.not-found');
      refused(await central.get(`/v1/districts/9999/${list}`), 404, 'district.not-found');
      refused(
        await central.get(`/v1/districts/3401/${list}?cursor=bm90LWEtcG9zaXRpb24`),
        400,
        'request.invalid',
      );
    }
  });
});

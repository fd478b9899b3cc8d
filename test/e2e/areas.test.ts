import { beforeAll, describe, expect, it } from 'vitest';
import { listMyIntakeLocations } from '../../functions/contract/intake-locations.ts';
import {
  correctRegistration,
  listRegistrations,
  listRegistrationVersions,
  readRegistration,
} from '../../functions/contract/registrations.ts';
import { readDailyReport } from '../../functions/contract/reports.ts';
import {
  type Answer,
  answered,
  type Client,
  faultsIn,
  ifMatch,
  newKey,
  officer,
  refused,
} from '../support/client.ts';
import {
  addPlace,
  intent,
  type Place,
  placePath,
  placesPath,
  type Registered,
  register,
  registrationPath,
  retirePlace,
  sendIntent,
} from './desk.ts';
import { settle } from './people.ts';
import { recordOf } from './stores.ts';

const OFFICERS: { username: string; districts: string[] }[] = [
  { username: 'central', districts: ['3401', '3415', '1001'] },
  { username: 'ubon', districts: ['3401', '3415'] },
  { username: 'bangkok', districts: ['1001'] },
  { username: 'mueang-ubon', districts: ['3401'] },
  { username: 'warin', districts: ['3415'] },
  { username: 'phra-nakhon', districts: ['1001'] },
];
const DISTRICTS = ['3401', '3415', '1001'];
const FILE = { accept: 'text/csv' };

type Case = { username: string; code: string };
const cases = (inside: boolean): Case[] =>
  OFFICERS.flatMap((row) =>
    DISTRICTS.filter((code) => row.districts.includes(code) === inside).map((code) => ({
      username: row.username,
      code,
    })),
  );

/** By district: a place, and a person of the district who is registered there. */
const places = new Map<string, Place>();
const registered = new Map<string, Registered & { citizenId: string }>();
let central: Client;

beforeAll(async () => {
  central = await officer('central');
  for (const district of DISTRICTS) {
    const place = await addPlace(central, district, `ศาลากลางบ้าน ${district}`);
    const { citizenId } = await settle(`${district}01`);
    places.set(district, place);
    registered.set(district, {
      ...(await register(central, { citizenId, placeId: place.placeId })),
      citizenId,
    });
  }
});

const placeIn = (district: string): Place => places.get(district) ?? never();
const registeredIn = (district: string) => registered.get(district) ?? never();
const never = (): never => {
  throw new Error('not prepared');
};

const placesOf = async (district: string): Promise<unknown> =>
  (await central.get(`/v1/me/intake-locations?district=${district}`)).json;

/** What anybody could see of a change, in the district and of its person. */
const seenIn = async (district: string): Promise<unknown> => ({
  places: await placesOf(district),
  person: await recordOf(registeredIn(district).citizenId, district.slice(0, 2)),
  day: (await central.get(`/v1/districts/${district}/registrations`)).json,
});

describe.each(cases(true))('$username in $code', ({ username, code }) => {
  it('reads and writes places', async () => {
    const client = await officer(username);
    const place = await addPlace(client, code, `จุดบริการของ ${username}`);
    const changed = await client.patch(placePath(place), { hours: 'จ.-ศ.' }, ifMatch('"1"'));
    expect(changed.status).toBe(200);
    const { district, places: listed } = answered(
      listMyIntakeLocations,
      await client.get(`/v1/me/intake-locations?district=${code}`),
    );
    expect(district.code).toBe(code);
    expect(listed).toContainEqual({ ...place, hours: 'จ.-ศ.', version: 2, changedAt: expect.any(String) });
    await retirePlace(client, { ...place, version: 2 });
  });

  it('reads and writes registrations', async () => {
    const client = await officer(username);
    const { registrationId, citizenId } = registeredIn(code);
    const path = registrationPath({ registrationId });
    const { etag, ...read } = await client.get(path);
    const { place, ...found } = answered(readRegistration, { etag, ...read });
    expect(found.registrationId).toBe(registrationId);
    const { remark } = answered(
      correctRegistration,
      await client.patch(path, { remark: `แก้ไขโดย ${username}` }, ifMatch(etag)),
    );
    expect(remark).toBe(`แก้ไขโดย ${username}`);
    answered(listRegistrationVersions, await client.get(`${path}/versions`));
    const { registrations } = answered(
      listRegistrations,
      await client.get(`/v1/districts/${code}/registrations?placeId=${place.placeId}&limit=200`),
    );
    expect(registrations.map((row) => row.registrationId)).toContain(registrationId);
    const { placeId } = placeIn(code);
    refused(await sendIntent(client, { citizenId, placeId }), 409, 'registration.already-registered');
  });
});

describe.each(cases(false))('$username outside, in $code', ({ username, code }) => {
  it('is refused every write, which changes nothing', async () => {
    const client = await officer(username);
    const before = await seenIn(code);
    const place = placeIn(code);
    const one = registeredIn(code);
    const version = ifMatch((await central.get(registrationPath(one))).etag);
    const writes: Answer[] = [
      await client.post(placesPath(code), { name: 'ที่ว่าการของคนอื่น' }),
      await client.patch(placePath(place), { name: 'เปลี่ยนโดยคนอื่น' }, ifMatch('"1"')),
      await client.post(`${placePath(place)}/retirement`, undefined, ifMatch('"1"')),
      await client.patch(registrationPath(one), { agency: 'MOL' }, version),
      await client.post(`${registrationPath(one)}/withdrawal`, { reason: 'ลองดู' }, version),
    ];
    for (const answer of writes) refused(answer, 403, 'area.outside');
    expect(await seenIn(code)).toEqual(before);
  });

  it('hears of a registration outside what it hears of one that never was', async () => {
    const client = await officer(username);
    const { requestId: _one, ...outside } = refused(
      await client.get(registrationPath(registeredIn(code))),
      404,
      'registration.not-found',
    );
    const { requestId: _other, ...nowhere } = refused(
      await client.get('/v1/registrations/0123456789abcdefghijk'),
      404,
      'registration.not-found',
    );
    expect(outside).toEqual(nowhere);
  });

  it('is told where to send a person who lives there', async () => {
    const client = await officer(username);
    const { citizenId } = await settle(`${code}01`);
    const own = (OFFICERS.find((row) => row.username === username)?.districts ?? [])[0] ?? never();
    for (const fields of [
      { placeId: placeIn(code).placeId },
      { placeId: placeIn(own).placeId, intakeDistrict: own },
    ])
      expect(
        refused(
          await sendIntent(client, { citizenId, ...fields }),
          403,
          'registration.person-of-other-district',
        ).facts,
      ).toEqual({ sendTo: { district: code, province: code.slice(0, 2) } });
    expect(await recordOf(citizenId)).toMatchObject({ current: undefined, versions: [] });
  });
});

describe('a district that does not exist', () => {
  it('is not found by the officer of the country and refused to any other', async () => {
    refused(await central.post(placesPath('3499'), { name: 'ที่ไหนก็ไม่รู้' }), 404, 'district.not-found');
    refused(await central.get('/v1/me/intake-locations?district=3499'), 404, 'district.not-found');
    const ubon = await officer('mueang-ubon');
    refused(await ubon.post(placesPath('3499'), { name: 'ที่ไหนก็ไม่รู้' }), 403, 'area.outside');
  });

  it.each(['340', '34011', 'abcd', '34 1', '๓๔๐๑', '..'])('is malformed as %j', async (code) => {
    const district = encodeURIComponent(code);
    const answer = await central.post(placesPath(district), { name: 'ที่ไหนก็ไม่รู้' });
    expect(code === '..' ? [400, 404] : [400]).toContain(answer.status);
  });
});

const REPORTS = ['coverage', 'daily', 'projects', 'cardholders'];
describe.each(REPORTS)('the report of %s', (report) => {
  const reportPath = (query: string) => `/v1/mis/${report}?${query}`;
  it.each(['34', '3401'])('on %s is not found as a file either outside of it', async (code) => {
    const what = code.length === 2 ? 'province' : 'district';
    const client = await officer('phra-nakhon');
    refused(await client.get(reportPath(`area=${code}`), FILE), 404, `${what}.not-found`);
  });

  it('of a place that does not exist is not found by anybody', async () => {
    refused(await central.get(reportPath('area=99')), 404, 'province.not-found');
    refused(await central.get(reportPath('area=3499')), 404, 'district.not-found');
  });

  it.each(['area=3', 'area=340', 'area=340101', 'area=ubon', 'area=', 'province=34'])(
    'over %s is refused as malformed',
    async (query) => {
      refused(await central.get(reportPath(query)), 400, 'request.invalid');
    },
  );
});

describe('the days of a report', () => {
  it.each([
    ['from=2026-02-02&to=2026-02-01', 422, 'days.reversed'],
    ['from=2026-01-01&to=2026-12-31', 422, 'days.too-many'],
    ['from=0001-01-01&to=9999-12-31', 400, 'request.invalid'],
    ['from=yesterday', 400, 'request.invalid'],
  ])('over %s are refused', async (query, status, code) => {
    refused(await central.get(`/v1/mis/daily?area=34&${query}`), status, code);
  });

  it('are at most a month for the country, and three for a province', async () => {
    const query = 'from=2026-01-01&to=2026-02-01';
    expect(refused(await central.get(`/v1/mis/daily?${query}`), 422, 'days.too-many').facts).toEqual({
      atMost: 31,
    });
    answered(readDailyReport, await central.get(`/v1/mis/daily?area=50&${query}`));
  });

  it('are all there, also those on which nobody came', async () => {
    const path = '/v1/mis/daily?area=50&from=2026-01-01&to=2026-03-31';
    const { days, agencies } = answered(readDailyReport, await central.get(path));
    expect(days).toHaveLength(90);
    expect(days[0]).toEqual({
      day: '2026-01-01',
      registered: 0,
      byAgency: Object.fromEntries(agencies.map(({ code }) => [code, 0])),
      byChannel: { officer: 0, BAAC: 0, GSB: 0 },
    });
  });
});

describe('a request that claims another role or area', () => {
  const CLAIMS = {
    role: 'central',
    area: { level: 'country' },
    agency: 'MOI',
    district: '1001',
    province: '10',
    officer: 'central',
    sub: 'central',
  };

  it('is refused for its unknown fields when it records a place', async () => {
    const client = await officer('mueang-ubon');
    const before = [await placesOf('3401'), await placesOf('1001')];
    const problem = refused(
      await client.post(placesPath('3401'), { name: 'ที่ทำการ', ...CLAIMS }),
      400,
      'request.invalid',
    );
    expect(faultsIn(problem)).toEqual(Object.keys(CLAIMS).map((field) => `${field} field.unknown`));
    expect([await placesOf('3401'), await placesOf('1001')]).toEqual(before);
  });

  it.each(['status', 'version', 'placeId', 'recordedBy', 'changedAt', '__proto__', 'constructor'])(
    'cannot set %s of a place',
    async (field) => {
      const client = await officer('mueang-ubon');
      const place = placeIn('3401');
      const body = `{"name":"ที่ทำการ","${field}":"retired"}`;
      refused(await client.post(placesPath('3401'), body), 400, 'request.invalid');
      refused(await client.patch(placePath(place), body, ifMatch('"1"')), 400, 'request.invalid');
    },
  );

  it.each([
    'channel',
    'recordedBy',
    'recordedAt',
    'residence',
    'band',
    'status',
    'receipt',
    'version',
    'role',
    'area',
  ])('cannot set %s of a registration', async (field) => {
    const client = await officer('mueang-ubon');
    const { citizenId } = await settle('340101');
    const { placeId } = placeIn('3401');
    const problem = refused(
      await client.post(
        '/v1/registrations',
        { ...intent({ citizenId, placeId }), [field]: 'BAAC' },
        newKey(),
      ),
      400,
      'request.invalid',
    );
    expect(faultsIn(problem)).toEqual([`${field} field.unknown`]);
    expect(await recordOf(citizenId)).toMatchObject({ current: undefined, versions: [] });
  });

  it('is refused in the query too', async () => {
    const client = await officer('mueang-ubon');
    for (const query of ['role=central', 'area=country', 'province=10'])
      refused(await client.get(`/v1/me/intake-locations?district=3401&${query}`), 400, 'request.invalid');
  });

  it('is ignored in the headers', async () => {
    const client = await officer('mueang-ubon');
    const claims = { 'x-role': 'central', 'x-sitthi-role': 'central', 'x-sitthi-district': '1001' };
    refused(await client.get('/v1/me/intake-locations?district=1001', claims), 404, 'district.not-found');
  });
});

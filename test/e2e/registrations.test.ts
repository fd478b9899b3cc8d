import { beforeAll, describe, expect, it } from 'vitest';
import { checkEligibility } from '../../functions/contract/eligibility.ts';
import {
  correctRegistration,
  createRegistration,
  listRegistrations,
  listRegistrationVersions,
  readRegistration,
  withdrawRegistration,
} from '../../functions/contract/registrations.ts';
import { bangkokDay, plusDays } from '../../functions/domain/calendar.ts';
import { maskCitizenId } from '../../functions/domain/citizen-id.ts';
import { bankBranch } from '../../functions/domain/registration.ts';
import { districtCode } from '../support/builders.ts';
import {
  type Answer,
  answered,
  type Client,
  eventually,
  faultsIn,
  ifMatch,
  newKey,
  officer,
  refused,
  subjectOf,
  tokensOf,
} from '../support/client.ts';
import {
  addPlace,
  countedReport,
  dayIn,
  districtIn,
  type Intent,
  intent,
  lookUp,
  measure,
  type Place,
  type Registered,
  type Report,
  register,
  registrationPath,
  reportOf,
  retirePlace,
  sendIntent,
} from './desk.ts';
import { notEntitledIn, settle, unknownId } from './people.ts';
import { allCounters, recordOf, registrations, trailOf } from './stores.ts';

const COUNTED_WITHIN_MS = 10_000;

let mueang: Client;
let warin: Client;
let ubon: Client;
let place: Place;
const today = bangkokDay(new Date());

beforeAll(async () => {
  mueang = await officer('mueang-ubon');
  warin = await officer('warin');
  ubon = await officer('ubon');
  place = await addPlace(mueang, '3401', 'หอประชุมอำเภอเมืองอุบลราชธานี');
});

const correct = async (client: Client, one: Registered, fields: object): Promise<Registered> =>
  answered(
    correctRegistration,
    await client.patch(registrationPath(one), fields, ifMatch(`"${one.version}"`)),
  );

const withdraw = async (client: Client, one: Registered, reason = 'เปลี่ยนใจ'): Promise<Registered> =>
  answered(
    withdrawRegistration,
    await client.post(`${registrationPath(one)}/withdrawal`, { reason }, ifMatch(`"${one.version}"`)),
  );

const versionsOf = async (client: Client, one: Registered) =>
  answered(listRegistrationVersions, await client.get(`${registrationPath(one)}/versions`)).versions;

const statusOf = async (citizenId: string) => answered(checkEligibility, await lookUp(citizenId));

/** The numbers of the province that one registration in 3401 can move. */
function numbers(report: Report, day: string) {
  const { registered, cancelled, withProject, participations, byAgency, byProject, byChannel } = report.total;
  const ofDay = dayIn(report, day);
  return {
    registered,
    cancelled,
    withProject,
    participations,
    district: districtIn(report, '3401').registered,
    cancelledInDistrict: districtIn(report, '3401').cancelled,
    dopa: byAgency.DOPA ?? 0,
    mol: byAgency.MOL ?? 0,
    officer: byChannel.officer ?? 0,
    d101: byProject['D1-01'] ?? 0,
    d202: byProject['D2-02'] ?? 0,
    d303: byProject['D3-03'] ?? 0,
    day: ofDay.registered,
    dopaOfDay: ofDay.byAgency.DOPA ?? 0,
    molOfDay: ofDay.byAgency.MOL ?? 0,
  };
}
type Numbers = ReturnType<typeof numbers>;

const plus = (before: Numbers, moved: Partial<Numbers>): Numbers => {
  const after = { ...before };
  for (const [name, by] of Object.entries(moved) as [keyof Numbers, number][]) after[name] += by;
  return after;
};

const becomes = (expected: Numbers, day: string): Promise<void> =>
  eventually(async () => {
    expect(numbers(await reportOf(ubon, '34'), day)).toEqual(expected);
  }, COUNTED_WITHIN_MS);

describe('the way of one person through the measure', () => {
  it('is told, counted and kept at every step', async () => {
    const person = await settle('340101', {
      name: { title: 'นาง', first: 'ดอกแก้ว', last: 'งามทดสอบ' },
    });
    const { citizenId } = person;
    const me = subjectOf((await tokensOf('mueang-ubon')).id);
    const hall = await addPlace(mueang, '3401', 'ศาลากลางเปรียญวัดหลวง');
    await eventually(async () => {
      const standing = await statusOf(citizenId);
      if (standing.status !== 'may-register') throw new Error(standing.status);
      expect(standing.places.map(({ placeId }) => placeId)).toContain(hall.placeId);
    }, 30_000);
    const before = numbers(await countedReport(ubon, '34'), today);

    const created = await sendIntent(mueang, {
      citizenId,
      placeId: hall.placeId,
      agency: 'DOPA',
      projects: ['D1-01', 'D2-02'],
      phone: '081 234 5678',
    });
    const first = answered(createRegistration, created);
    expect(first).toMatchObject({
      version: 1,
      status: 'INTENT',
      maskedId: maskCitizenId(citizenId),
      maskedName: 'นางดอกแก้ว ง…',
      intentOn: today,
      place: { district: '3401', placeId: hall.placeId, name: hall.name },
      residence: { province: '34', district: '3401', subdistrict: '340101' },
      developmentDistrict: '3401',
      channel: 'officer',
      recordedBy: me,
      change: { kind: 'created', by: me },
    });
    expect(first.receipt).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    expect(created.etag).toBe('"1"');
    expect(created.text).not.toContain(citizenId);

    const second = await sendIntent(mueang, { citizenId, placeId: place.placeId });
    expect(refused(second, 409, 'registration.already-registered').facts).toEqual({
      first: { intentOn: today, channel: 'officer', district: '3401', place: hall.name },
    });
    expect(await statusOf(citizenId)).toMatchObject({
      status: 'registered',
      registeredOn: today,
      district: { code: '3401' },
    });
    const counted = plus(before, {
      ...{ registered: 1, district: 1, officer: 1, day: 1, dopa: 1, dopaOfDay: 1 },
      ...{ withProject: 1, participations: 2, d101: 1, d202: 1 },
    });
    await becomes(counted, today);

    const corrected = await correct(mueang, first, { agency: 'MOL', projects: ['D3-03'] });
    expect(corrected).toMatchObject({
      version: 2,
      agency: 'MOL',
      projects: ['D3-03'],
      phone: '081 234 5678',
    });
    expect(corrected.receipt).toBe(first.receipt);
    const moved = plus(counted, {
      ...{ dopa: -1, dopaOfDay: -1, mol: 1, molOfDay: 1 },
      ...{ participations: -1, d101: -1, d202: -1, d303: 1 },
    });
    await becomes(moved, today);

    const withdrawn = await withdraw(mueang, corrected, 'ย้ายไปอยู่ต่างจังหวัด');
    expect(withdrawn).toMatchObject({ version: 3, status: 'CANCELLED' });
    await becomes(plus(before, { cancelled: 1, cancelledInDistrict: 1 }), today);
    expect((await statusOf(citizenId)).status).toBe('may-register');

    const again = await register(mueang, { citizenId, placeId: hall.placeId, projects: [] });
    expect(again).toMatchObject({ version: 4, status: 'INTENT', change: { kind: 'registered-again' } });
    expect(again.registrationId).toBe(first.registrationId);
    expect(again.receipt).not.toBe(first.receipt);
    await becomes(
      plus(before, { registered: 1, district: 1, officer: 1, day: 1, dopa: 1, dopaOfDay: 1 }),
      today,
    );

    const versions = await versionsOf(mueang, again);
    expect(
      versions.map(({ version, status, change }) => [version, status, change.kind, change.reason]),
    ).toEqual([
      [1, 'INTENT', 'created', undefined],
      [2, 'INTENT', 'corrected', undefined],
      [3, 'CANCELLED', 'withdrawn', 'ย้ายไปอยู่ต่างจังหวัด'],
      [4, 'INTENT', 'registered-again', undefined],
    ]);
    const { maskedName: _maskedName, ...asCreated } = first;
    expect(versions[0]).toEqual(asCreated);
    expect(answered(readRegistration, await mueang.get(registrationPath(first)))).toEqual(again);
    await retirePlace(mueang, hall);
  }, 90_000);

  it('leaves a line in the trail for every step, none of which names the person', async () => {
    const { citizenId } = await settle('340101');
    const created = await register(mueang, { citizenId, placeId: place.placeId });
    await mueang.get(registrationPath(created));
    await versionsOf(mueang, created);
    await withdraw(mueang, await correct(mueang, created, { remark: 'มาพร้อมบุตร' }));
    const lines = (await trailOf(subjectOf((await tokensOf('mueang-ubon')).id))).filter(
      ({ about }) => (about as { registrationId?: string }).registrationId === created.registrationId,
    );
    expect(lines.map(({ action }) => action)).toEqual([
      'REGISTERED',
      'READ_REGISTRATION',
      'READ_REGISTRATION_VERSIONS',
      'CORRECTED',
      'WITHDREW',
    ]);
    expect(new Set(lines.map(({ personKey }) => personKey)).size).toBe(1);
    expect(JSON.stringify(lines)).not.toContain(citizenId);
  });

  it('counts where the person lives, wherever in the province it begins', async () => {
    const { citizenId } = await settle('341501');
    const before = await countedReport(ubon, '34');
    const one = await register(ubon, { citizenId, placeId: place.placeId, intakeDistrict: '3401' });
    expect(one).toMatchObject({ place: { district: '3401' }, residence: { district: '3415' } });
    await eventually(async () => {
      const after = await reportOf(ubon, '34');
      expect(districtIn(after, '3415').registered).toBe(districtIn(before, '3415').registered + 1);
      expect(districtIn(after, '3401')).toEqual(districtIn(before, '3401'));
    }, COUNTED_WITHIN_MS);
    // Both districts have to do with it: the one of the place and the one of the home.
    for (const client of [mueang, warin]) expect((await client.get(registrationPath(one))).status).toBe(200);
    await withdraw(warin, one);
  });
});

describe('the day of the intent', () => {
  let one: Registered;
  let citizenId: string;
  const yesterday = plusDays(today, -1);

  beforeAll(async () => {
    citizenId = (await settle('340102')).citizenId;
    one = await register(mueang, { citizenId, placeId: place.placeId });
  });

  const patched = (fields: object) =>
    mueang.patch(registrationPath(one), fields, ifMatch(`"${one.version}"`));

  it('does not move without a reason', async () => {
    const before = await recordOf(citizenId);
    refused(await patched({ intentOn: yesterday }), 422, 'registration.reason-required');
    refused(await patched({ intentOn: yesterday, reason: '  ' }), 400, 'request.invalid');
    const after = await recordOf(citizenId);
    expect([after.current, after.versions]).toEqual([before.current, before.versions]);
  });

  it('does not move out of the window, whatever the reason', async () => {
    const { windowFrom } = await measure();
    const reason = 'บันทึกผิดวัน';
    refused(await patched({ intentOn: plusDays(today, 1), reason }), 422, 'registration.day-in-future');
    refused(
      await patched({ intentOn: plusDays(windowFrom as typeof today, -1), reason }),
      422,
      'registration.day-outside-window',
    );
  });

  it('moves with a reason, which the versions keep, and the count of the day moves along', async () => {
    const before = await countedReport(ubon, '34');
    one = await correct(mueang, one, { intentOn: yesterday, reason: 'กรอกวันที่ผิด มาจริงเมื่อวาน' });
    expect(one).toMatchObject({ version: 2, intentOn: yesterday });
    const versions = await versionsOf(mueang, one);
    expect(versions.map(({ intentOn, change }) => [intentOn, change.reason])).toEqual([
      [today, undefined],
      [yesterday, 'กรอกวันที่ผิด มาจริงเมื่อวาน'],
    ]);
    await eventually(async () => {
      const after = await reportOf(ubon, '34');
      expect(after.total.registered).toBe(before.total.registered);
      expect(dayIn(after, today).registered).toBe(dayIn(before, today).registered - 1);
      expect(dayIn(after, yesterday).registered).toBe(dayIn(before, yesterday).registered + 1);
    }, COUNTED_WITHIN_MS);
  });

  it('needs no reason when it is sent as it is', async () => {
    one = await correct(mueang, one, { intentOn: yesterday, remark: 'ไม่ได้เปลี่ยนวัน' });
    expect(one).toMatchObject({ version: 3, remark: 'ไม่ได้เปลี่ยนวัน' });
  });
});

describe('a correction', () => {
  let one: Registered;
  let citizenId: string;

  beforeAll(async () => {
    citizenId = (await settle('340103')).citizenId;
    one = await register(mueang, { citizenId, placeId: place.placeId, phone: '045 333 444', remark: 'แรก' });
  });

  it('clears with null what may be empty', async () => {
    one = await correct(mueang, one, { phone: null, remark: null });
    expect(one).not.toHaveProperty('phone');
    expect(one).not.toHaveProperty('remark');
  });

  it.each([
    ['nothing', {}, 422, 'registration.nothing-to-correct'],
    ['a reason alone', { reason: 'ไม่มีอะไร' }, 422, 'registration.nothing-to-correct'],
    ['an unknown agency', { agency: 'NASA' }, 422, 'agency.unknown'],
    ['an unknown project', { projects: ['D9-99'] }, 422, 'project.unknown'],
    ['a project twice', { projects: ['D1-01', 'D1-01'] }, 422, 'project.unknown'],
    ['an unknown district', { developmentDistrict: '9999' }, 422, 'district.unknown'],
    ['a place that is not there', { placeId: '0123456789abcdefghijk' }, 422, 'registration.place-not-open'],
    ['a district without its place', { intakeDistrict: '3402', remark: 'x' }, 400, 'request.invalid'],
    ['another person', { citizenId: '1000000000017' }, 400, 'request.invalid'],
    ['another consent', { consent: false }, 400, 'request.invalid'],
    ['no agency', { agency: null }, 400, 'request.invalid'],
    ['eleven projects', { projects: Array.from({ length: 11 }, () => 'D1-01') }, 400, 'request.invalid'],
  ])('with %s is refused and changes nothing', async (_what, fields, status, code) => {
    const before = await recordOf(citizenId);
    refused(await mueang.patch(registrationPath(one), fields, ifMatch(`"${one.version}"`)), status, code);
    const after = await recordOf(citizenId);
    expect([after.current, after.versions]).toEqual([before.current, before.versions]);
  });

  it('needs the version that it changes', async () => {
    const path = registrationPath(one);
    refused(await mueang.patch(path, { remark: 'x' }), 428, 'if-match.missing');
    refused(await mueang.post(`${path}/withdrawal`, { reason: 'x' }), 428, 'if-match.missing');
    for (const tag of ['"1"', '"99"', 'W/"2"', '2', '*']) {
      refused(await mueang.patch(path, { remark: 'x' }, ifMatch(tag)), 412, 'version.stale');
      refused(await mueang.post(`${path}/withdrawal`, { reason: 'x' }, ifMatch(tag)), 412, 'version.stale');
    }
    expect((await mueang.get(path)).etag).toBe(`"${one.version}"`);
  });

  it('wins alone when it is made at the same time as a withdrawal', async () => {
    const path = registrationPath(one);
    const version = ifMatch(`"${one.version}"`);
    const answers = await Promise.all([
      mueang.patch(path, { remark: 'แก้ไขพร้อมกัน' }, version),
      ubon.post(`${path}/withdrawal`, { reason: 'ยกเลิกพร้อมกัน' }, version),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await versionsOf(mueang, one)).map((each) => each.version)).toEqual([1, 2, 3]);
  });
});

describe('a withdrawn registration', () => {
  it('can be neither corrected nor withdrawn again', async () => {
    const { citizenId } = await settle('340104');
    const withdrawn = await withdraw(mueang, await register(mueang, { citizenId, placeId: place.placeId }));
    const path = registrationPath(withdrawn);
    const version = ifMatch(`"${withdrawn.version}"`);
    refused(await mueang.patch(path, { remark: 'x' }, version), 409, 'registration.not-standing');
    refused(
      await mueang.post(`${path}/withdrawal`, { reason: 'x' }, version),
      409,
      'registration.not-standing',
    );
    expect((await versionsOf(mueang, withdrawn)).length).toBe(2);
  });

  it('is withdrawn only with a reason', async () => {
    const { citizenId } = await settle('340104');
    const one = await register(mueang, { citizenId, placeId: place.placeId });
    for (const body of [{}, { reason: '' }, { reason: null }, { reason: 'x'.repeat(301) }])
      refused(
        await mueang.post(`${registrationPath(one)}/withdrawal`, body, ifMatch('"1"')),
        400,
        'request.invalid',
      );
    await withdraw(mueang, one);
  });
});

describe('an intent that is refused', () => {
  let before: { counters: unknown; registered: number; report: Report };
  let elsewhere: Place;
  let retired: Place;

  beforeAll(async () => {
    const report = await countedReport(ubon, '34');
    elsewhere = await addPlace(ubon, '3402', 'ที่ว่าการอำเภอข้างเคียง');
    retired = await retirePlace(mueang, await addPlace(mueang, '3401', 'จุดที่เลิกแล้ว'));
    before = { counters: await allCounters(), registered: (await registrations()).length, report };
  });

  /** Sends it, and holds that the person is on record as before. */
  async function sent(fields: object, send: (body: Intent) => Promise<Answer>): Promise<Answer> {
    const person = await settle('340105');
    const form = intent({ citizenId: person.citizenId, placeId: place.placeId, ...fields });
    const answer = await send(form);
    expect(await recordOf(String(form.citizenId))).toMatchObject({ current: undefined, versions: [] });
    return answer;
  }

  const send = (fields: object): Promise<Answer> =>
    sent(fields, (form) => mueang.post('/v1/registrations', form, newKey()));

  it.each([
    [
      'a day before the window',
      () => ({ intentOn: plusDays(today, -21) }),
      422,
      'registration.day-outside-window',
    ],
    ['a day of the first year', () => ({ intentOn: '2018-02-12' }), 422, 'registration.day-outside-window'],
    ['tomorrow', () => ({ intentOn: plusDays(today, 1) }), 422, 'registration.day-in-future'],
    ['a day after the window', () => ({ intentOn: plusDays(today, 21) }), 422, 'registration.day-in-future'],
    ['an unknown agency', () => ({ agency: 'NASA' }), 422, 'agency.unknown'],
    ['an unknown project', () => ({ projects: ['D1-01', 'D9-99'] }), 422, 'project.unknown'],
    ['a project twice', () => ({ projects: ['D1-01', 'D1-01'] }), 422, 'project.unknown'],
    ['an unknown development district', () => ({ developmentDistrict: '9999' }), 422, 'district.unknown'],
    [
      'a place of another district',
      () => ({ placeId: elsewhere.placeId }),
      422,
      'registration.place-not-open',
    ],
    ['a retired place', () => ({ placeId: retired.placeId }), 422, 'registration.place-not-open'],
    [
      "a bank's branch for a place",
      () => ({ placeId: bankBranch('BAAC', districtCode('3401')).placeId }),
      400,
      'request.invalid',
    ],
    [
      'an intake district outside',
      () => ({ intakeDistrict: '3402', placeId: elsewhere.placeId }),
      403,
      'area.outside',
    ],
    ['no consent', () => ({ consent: false }), 422, 'registration.consent-required'],
    ['somebody unknown', () => ({ citizenId: unknownId() }), 422, 'cardholder.not-entitled'],
    ['an ID that is too short', () => ({ citizenId: '100000000001' }), 400, 'citizen-id.format'],
    ['an ID whose checksum is wrong', () => ({ citizenId: '1000000000018' }), 422, 'citizen-id.checksum'],
  ] as const)('for %s changes nothing', async (_what, fields, status, code) => {
    refused(await send(fields()), status, code);
  });

  it.each([
    ['a missing place', { placeId: undefined }, 'placeId field.missing'],
    ['a missing agency', { agency: undefined }, 'agency field.missing'],
    ['a missing consent', { consent: undefined }, 'consent field.missing'],
    ['a consent in words', { consent: 'true' }, 'consent field.wrong-type'],
    ['projects in words', { projects: 'D1-01' }, 'projects field.wrong-type'],
    ['a day that does not exist', { intentOn: '2026-02-30' }, 'intentOn field.bad-format'],
    ['a day of the Buddhist era in words', { intentOn: '12 ก.พ. 2561' }, 'intentOn field.bad-format'],
    ['an unknown field', { income: 30_000 }, 'income field.unknown'],
    ['a remark of a page', { remark: 'ก'.repeat(501) }, 'remark field.too-long'],
    ['a remark with a control character', { remark: 'ก\u0007' }, 'remark field.bad-format'],
    ['a phone in words', { phone: 'ไม่มี' }, 'phone field.bad-format'],
  ])('for %s names the field and changes nothing', async (_what, fields, fault) => {
    expect(faultsIn(refused(await send(fields), 400, 'request.invalid'))).toEqual([fault]);
  });

  it.each([
    ['not JSON', '{"citizenId":', 400, 'request.not-json'],
    ['JSON null', 'null', 400, 'request.not-json'],
    ['a list', '[]', 400, 'request.not-json'],
    ['a string', '"1000000000017"', 400, 'request.not-json'],
    ['a number', '1000000000017', 400, 'request.not-json'],
    ['empty', '', 400, 'request.not-json'],
    ['a hundred kilobytes', `{"remark":"${'x'.repeat(100_000)}"}`, 413, 'request.too-large'],
    ['more than the edge lets through', `{"remark":"${'x'.repeat(400_000)}"}`, 413, 'request.too-large'],
    ['an empty object', '{}', 400, 'request.invalid'],
  ])('for a body that is %s changes nothing', async (_what, body, status, code) => {
    refused(await mueang.post('/v1/registrations', body, newKey()), status, code);
  });

  it('takes the body for JSON whatever it is called', async () => {
    const answer = await sent({ agency: 'NASA' }, (form) =>
      mueang.post('/v1/registrations', form, { ...newKey(), 'content-type': 'application/octet-stream' }),
    );
    refused(answer, 422, 'agency.unknown');
  });

  it('for a person whose card gives no right changes nothing', async () => {
    for (const { citizenId, cardStatus } of (await notEntitledIn('3401')).slice(0, 5)) {
      refused(
        await sendIntent(mueang, { citizenId, placeId: place.placeId }),
        422,
        'cardholder.not-entitled',
      );
      expect(await recordOf(citizenId), cardStatus).toMatchObject({ current: undefined, versions: [] });
    }
  });

  it('for a person of another district says where to send the person', async () => {
    const { citizenId } = await settle('341501');
    const problem = refused(
      await sendIntent(mueang, { citizenId, placeId: place.placeId }),
      403,
      'registration.person-of-other-district',
    );
    expect(problem.facts).toEqual({ sendTo: { district: '3415', province: '34' } });
    expect(await recordOf(citizenId)).toMatchObject({ current: undefined, versions: [] });
  });

  it('without a key, or with one that is none, changes nothing', async () => {
    for (const headers of [
      {},
      { 'idempotency-key': '' },
      { 'idempotency-key': 'short' },
      { 'idempotency-key': 'x'.repeat(65) },
      { 'idempotency-key': 'with blank inside' },
      { 'idempotency-key': 'hash#idem#hash' },
    ])
      refused(
        await sent({}, (form) => mueang.post('/v1/registrations', form, headers)),
        400,
        'idempotency-key.missing',
      );
  });

  it('is in no counter, nor is any of them a registration', async () => {
    expect((await registrations()).length).toBe(before.registered);
    const { total, days } = await countedReport(ubon, '34');
    expect({ total, days }).toEqual({ total: before.report.total, days: before.report.days });
    expect(await allCounters()).toEqual(before.counters);
  });
});

describe('a request that is sent again under its key', () => {
  it('gets the answer of the first, and says so', async () => {
    const { citizenId } = await settle('340106');
    const key = newKey();
    const first = await sendIntent(mueang, { citizenId, placeId: place.placeId }, key);
    const again = await sendIntent(mueang, { citizenId, placeId: place.placeId }, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await recordOf(citizenId)).versions).toHaveLength(1);
  });

  it('is the same request with its fields in another order', async () => {
    const { citizenId } = await settle('340106');
    const key = newKey();
    const form = intent({ citizenId, placeId: place.placeId, remark: 'ลำดับ' });
    const first = await mueang.post('/v1/registrations', form, key);
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(form).reverse()), null, 2);
    const again = await mueang.post('/v1/registrations', reversed, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
  });

  it('gets the answer of the first even after a withdrawal', async () => {
    const { citizenId } = await settle('340106');
    const key = newKey();
    const first = await sendIntent(mueang, { citizenId, placeId: place.placeId }, key);
    await withdraw(mueang, answered(createRegistration, first));
    const again = await sendIntent(mueang, { citizenId, placeId: place.placeId }, key);
    expect(again.text).toBe(first.text);
    expect((await recordOf(citizenId)).versions).toHaveLength(2);
  });

  it('is refused when it says something else', async () => {
    const { citizenId } = await settle('340106');
    const other = await settle('340106');
    const key = newKey();
    await sendIntent(mueang, { citizenId, placeId: place.placeId }, key);
    for (const fields of [{ citizenId, agency: 'MOL' }, { citizenId: other.citizenId }])
      refused(
        await sendIntent(mueang, { placeId: place.placeId, ...fields }, key),
        422,
        'idempotency-key.reused',
      );
    expect((await recordOf(citizenId)).versions).toHaveLength(1);
    expect((await recordOf(other.citizenId)).versions).toHaveLength(0);
  });

  it('is a request of its own when another officer has sent the first', async () => {
    const { citizenId } = await settle('340106');
    const other = await settle('340106');
    const key = newKey();
    answered(createRegistration, await sendIntent(mueang, { citizenId, placeId: place.placeId }, key));
    refused(
      await sendIntent(ubon, { citizenId, placeId: place.placeId }, key),
      409,
      'registration.already-registered',
    );
    answered(
      createRegistration,
      await sendIntent(ubon, { citizenId: other.citizenId, placeId: place.placeId }, key),
    );
  });

  it('may be put right after it was refused', async () => {
    const { citizenId } = await settle('340106');
    const key = newKey();
    refused(
      await sendIntent(mueang, { citizenId, placeId: place.placeId, agency: 'NASA' }, key),
      422,
      'agency.unknown',
    );
    answered(createRegistration, await sendIntent(mueang, { citizenId, placeId: place.placeId }, key));
  });
});

describe('the list of a day', () => {
  const PEOPLE = 5;
  let hall: Place;
  let another: Place;
  let ids: string[];
  const yesterday = plusDays(today, -1);

  beforeAll(async () => {
    hall = await addPlace(mueang, '3401', 'หอประชุมสำหรับรายชื่อ');
    another = await addPlace(mueang, '3401', 'อีกแห่งหนึ่ง');
    ids = [];
    for (let n = 0; n < PEOPLE; n++) {
      const { citizenId } = await settle('340107');
      const { registrationId } = await register(mueang, {
        citizenId,
        placeId: (n === 2 ? another : hall).placeId,
        intentOn: yesterday,
      });
      ids.push(registrationId);
    }
  });

  const list = async (query: string, client = mueang) =>
    answered(listRegistrations, await client.get(`/v1/districts/3401/registrations?${query}`));

  /** Every page of so many rows, and the cursors between them. */
  async function paged(query: string, limit: number) {
    const rows = [];
    const cursors: string[] = [];
    for (;;) {
      const from = cursors.at(-1);
      const page = await list(`${query}&limit=${limit}${from === undefined ? '' : `&cursor=${from}`}`);
      expect(page.registrations.length).toBeLessThanOrEqual(limit);
      rows.push(...page.registrations);
      if (page.cursor === undefined) return { rows, cursors };
      expect(cursors).not.toContain(page.cursor);
      cursors.push(page.cursor);
    }
  }

  const opened = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

  it('holds who came to the place on that day, in the order of coming', async () => {
    const { day, registrations: rows, cursor } = await list(`day=${yesterday}&placeId=${hall.placeId}`);
    expect(day).toBe(yesterday);
    expect(rows.map(({ registrationId }) => registrationId)).toEqual(ids.filter((_, n) => n !== 2));
    expect(cursor).toBeUndefined();
    for (const row of rows) expect(row.maskedId).toMatch(/^\d-\d\dXX-XXXXX-XX-X$/);
  });

  it('holds the whole district when no place is named', async () => {
    const { registrations: rows } = await list(`day=${yesterday}&limit=200`);
    expect(rows.map(({ registrationId }) => registrationId)).toEqual(expect.arrayContaining(ids));
    for (const row of rows) {
      expect(row.intentOn).toBe(yesterday);
      expect(row.place.district).toBe('3401');
    }
  });

  it('is of today when no day is named', async () => {
    expect((await list('limit=1')).day).toBe(today);
  });

  it.each([1, 2, 3])('comes in pages of %i, together the whole', async (limit) => {
    for (const query of [`day=${yesterday}&placeId=${hall.placeId}`, `day=${yesterday}`]) {
      const whole = (await list(`${query}&limit=200`)).registrations;
      const { rows, cursors } = await paged(query, limit);
      expect(rows).toEqual(whole);
      expect(cursors.length).toBeGreaterThanOrEqual(Math.ceil(whole.length / limit) - 1);
      for (const cursor of cursors)
        for (const text of [cursor, opened(cursor), opened(opened(cursor))])
          expect(text).not.toMatch(/[1-8]0000\d{8}/);
    }
  });

  it('keeps what comes in while it is turned', async () => {
    const first = await list(`day=${yesterday}&placeId=${another.placeId}&limit=1`);
    const { citizenId } = await settle('340107');
    const late = await register(mueang, { citizenId, placeId: another.placeId, intentOn: yesterday });
    const { rows } = await paged(`day=${yesterday}&placeId=${another.placeId}`, 1);
    expect(rows.map(({ registrationId }) => registrationId)).toEqual([
      ...first.registrations.map(({ registrationId }) => registrationId),
      late.registrationId,
    ]);
  });

  it('has no page behind a cursor of another place', async () => {
    const { cursors } = await paged(`day=${yesterday}&placeId=${hall.placeId}`, 1);
    const path = `/v1/districts/3401/registrations?day=${yesterday}&placeId=${another.placeId}&cursor=${cursors[0]}`;
    refused(await mueang.get(path), 400, 'request.invalid');
  });

  const encoded = (text: string): string => Buffer.from(text).toString('base64url');
  const GARBAGE = [
    ['letters', 'garbage'],
    ['a word', encoded('garbage')],
    ['a position that never was', encoded('zzz#zzz#zzz')],
    ['thirteen digits', encoded('9999999999999')],
    ['a table key', encoded('{"citizenId":"9999999999999"}')],
    ['one letter', 'A'],
    ['signs', '!!!!'],
    ['nothing', ''],
    ['a page of letters', 'A'.repeat(201)],
    ['a byte that is no text', Buffer.from([0xff, 0xfe]).toString('base64url')],
  ] as const;

  it.each(GARBAGE)('of a place has no page behind %s', async (_what, cursor) => {
    const path = `/v1/districts/3401/registrations?day=${yesterday}&placeId=${hall.placeId}&cursor=${cursor}`;
    refused(await mueang.get(path), 400, 'request.invalid');
  });

  it.each(GARBAGE)('of a district has no page behind %s', async (_what, cursor) => {
    const path = `/v1/districts/3401/registrations?day=${yesterday}&cursor=${cursor}`;
    refused(await mueang.get(path), 400, 'request.invalid');
  });

  it.each(GARBAGE)('of versions has no page behind %s', async (_what, cursor) => {
    refused(
      await mueang.get(`/v1/registrations/${ids[0]}/versions?cursor=${cursor}`),
      400,
      'request.invalid',
    );
  });

  it('of versions comes in pages too', async () => {
    let one = answered(readRegistration, await mueang.get(`/v1/registrations/${ids[0]}`));
    for (const remark of ['หนึ่ง', 'สอง', 'สาม']) one = await correct(mueang, one, { remark });
    const path = `${registrationPath(one)}/versions`;
    const rows = [];
    let cursor = '';
    do {
      const query = `?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page = answered(listRegistrationVersions, await mueang.get(`${path}${query}`));
      rows.push(...page.versions);
      cursor = page.cursor ?? '';
    } while (cursor !== '');
    expect(rows).toEqual(await versionsOf(mueang, one));
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=-1',
    'limit=ten',
    'limit=1.5',
    'limit=',
    'day=yesterday',
    'placeId=x',
    'sort=name',
  ])('is not given for %s', async (query) => {
    refused(await mueang.get(`/v1/districts/3401/registrations?${query}`), 400, 'request.invalid');
  });

  it('shows a withdrawn registration as withdrawn', async () => {
    const one = answered(readRegistration, await mueang.get(`/v1/registrations/${ids[1]}`));
    await withdraw(mueang, one);
    const { registrations: rows } = await list(`day=${yesterday}&placeId=${hall.placeId}`);
    expect(rows.find(({ registrationId }) => registrationId === one.registrationId)?.status).toBe(
      'CANCELLED',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { Refusal } from '../../functions/domain/refusal.ts';
import {
  assertEntitled,
  assertResidesWithin,
  assertTakesIntents,
  type Circumstances,
  correct,
  isWithin,
  refuseSecond,
  register,
  withdraw,
} from '../../functions/domain/registration.ts';
import {
  agencyCode,
  BANGKOK_DISTRICT,
  bangkok,
  cardholder,
  day,
  HOME,
  IN_WINDOW,
  intentForm,
  measure,
  NEIGHBOUR,
  place,
  placeId,
  projectCode,
  provinceCode,
  receipt,
  registration,
  registrationId,
  subdistrictCode,
  withdrawn,
} from '../support/builders.ts';

const at = (overrides: Partial<Circumstances> = {}): Circumstances => ({
  measure: measure(),
  cardholder: cardholder(),
  place: { district: HOME, placeId: placeId('place00001'), name: 'หอประชุม' },
  channel: 'officer',
  by: 'officer-1',
  at: IN_WINDOW,
  registrationId: registrationId('registration0009'),
  receipt: receipt('RRRR-EEEE-CCCC'),
  ...overrides,
});

const refusalOf = (act: () => unknown): Refusal => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('registering', () => {
  it('makes version 1 with where the person lives, by whom and when it was recorded', () => {
    const form = intentForm({
      projects: [projectCode('P01')],
      phone: '080-000-0000',
      remark: 'มาพร้อมญาติ',
      developmentDistrict: NEIGHBOUR,
    });
    expect(register(form, undefined, at())).toEqual({
      citizenId: '1000000000017',
      registrationId: 'registration0009',
      version: 1,
      status: 'INTENT',
      receipt: 'RRRR-EEEE-CCCC',
      intentOn: '2018-02-12',
      place: { district: '3401', placeId: 'place00001', name: 'หอประชุม' },
      residence: '340101',
      band: 'UP_TO_30000',
      developmentDistrict: '3402',
      agency: 'DOPA',
      projects: ['P01'],
      channel: 'officer',
      phone: '080-000-0000',
      remark: 'มาพร้อมญาติ',
      consentedAt: '2018-02-12T02:00:00.000Z',
      recordedBy: 'officer-1',
      recordedAt: '2018-02-12T02:00:00.000Z',
      change: { kind: 'created', by: 'officer-1', at: '2018-02-12T02:00:00.000Z' },
    });
  });

  it('takes the residence as the district of development unless another is wished', () => {
    expect(register(intentForm(), undefined, at()).developmentDistrict).toBe('3401');
  });

  it('takes today in Bangkok as the day of the intent', () => {
    const early = bangkok('2018-02-13 00:10');
    expect(register(intentForm(), undefined, at({ at: early })).intentOn).toBe('2018-02-13');
  });

  it('keeps the registration and raises the version over a withdrawn one', () => {
    const again = register(intentForm(), withdrawn({ version: 4 }), at());
    expect(again).toMatchObject({
      registrationId: 'registration0001',
      version: 5,
      status: 'INTENT',
      receipt: 'RRRR-EEEE-CCCC',
      change: { kind: 'registered-again' },
    });
    expect(again.change.reason).toBeUndefined();
  });

  it('counts a person who has moved where the person lives now', () => {
    const moved = cardholder({ subdistrict: subdistrictCode('340205'), band: 'UP_TO_100000' });
    expect(register(intentForm(), withdrawn(), at({ cardholder: moved }))).toMatchObject({
      residence: '340205',
      band: 'UP_TO_100000',
      developmentDistrict: '3402',
    });
  });

  it('refuses a second one while one stands, and names the first without saying by whom', () => {
    const refusal = refusalOf(() => register(intentForm(), registration({ channel: 'BAAC' }), at()));
    expect(refusal).toMatchObject({
      code: 'registration.already-registered',
      kind: 'conflict',
      facts: {
        first: { intentOn: '2018-02-05', channel: 'BAAC', district: '3401', place: 'หอประชุมที่ว่าการอำเภอ' },
      },
    });
    expect(JSON.stringify(refusal)).not.toMatch(/officer-1|1000000000017/);
  });

  it('needs the consent', () => {
    expect(refusalOf(() => register(intentForm({ consent: false }), undefined, at()))).toMatchObject({
      code: 'registration.consent-required',
      faults: [{ path: 'consent' }],
    });
  });

  it.each([
    ['2018-01-31 23:59', 'registration.window-not-open'],
    ['2018-03-16 00:00', 'registration.recording-closed'],
    ['2018-03-01 00:00', 'registration.day-outside-window'],
    ['2018-03-15 23:59', 'registration.day-outside-window'],
  ])('at %s, of that day, is refused: %s', (now, code) => {
    expect(refusalOf(() => register(intentForm(), undefined, at({ at: bangkok(now) }))).code).toBe(code);
  });

  it.each(['2018-02-01 00:00', '2018-02-28 23:59'])('at %s, of that day, is taken', (now) => {
    expect(register(intentForm(), undefined, at({ at: bangkok(now) })).version).toBe(1);
  });

  it.each([
    ['2018-02-12 09:00', '2018-02-12'],
    ['2018-02-12 09:00', '2018-02-01'],
    ['2018-03-01 00:00', '2018-02-28'],
    ['2018-03-15 23:59', '2018-02-01'],
  ])('at %s an intent of %s is still recorded', (now, intentOn) => {
    const late = register(intentForm({ intentOn: day(intentOn) }), undefined, at({ at: bangkok(now) }));
    expect(late).toMatchObject({ intentOn, recordedAt: bangkok(now).toISOString() });
  });

  it.each([
    ['2018-02-12 23:59', '2018-02-13', 'registration.day-in-future'],
    ['2018-02-12 09:00', '2018-03-01', 'registration.day-in-future'],
    ['2018-02-12 09:00', '2018-01-31', 'registration.day-outside-window'],
    ['2018-03-05 09:00', '2018-03-01', 'registration.day-outside-window'],
    ['2018-03-16 00:00', '2018-02-20', 'registration.recording-closed'],
    ['2018-01-31 09:00', '2018-02-01', 'registration.window-not-open'],
  ])('at %s an intent of %s is refused: %s', (now, intentOn, code) => {
    const refusal = refusalOf(() =>
      register(intentForm({ intentOn: day(intentOn) }), undefined, at({ at: bangkok(now) })),
    );
    expect(refusal).toMatchObject({ code, kind: 'breaks-rule' });
  });

  it('does not keep a hold of the list of projects that it was given', () => {
    const projects = [projectCode('P01')];
    const made = register(intentForm({ projects }), undefined, at());
    projects.push(projectCode('P02'));
    expect(made.projects).toEqual(['P01']);
  });
});

describe('correcting', () => {
  const by = { measure: measure(), by: 'officer-2', at: IN_WINDOW };

  it('raises the version, changes what was sent and keeps the rest with the reason', () => {
    const before = registration({ phone: '080-000-0000' });
    const corrected = correct(
      before,
      { intentOn: day('2018-02-06'), agency: agencyCode('MOL'), reason: 'ลงวันที่ผิด' },
      by,
    );
    expect(corrected).toEqual({
      ...before,
      version: 2,
      intentOn: '2018-02-06',
      agency: 'MOL',
      change: { kind: 'corrected', by: 'officer-2', at: '2018-02-12T02:00:00.000Z', reason: 'ลงวันที่ผิด' },
    });
  });

  it('never moves where the person is counted, nor the receipt', () => {
    const place = { district: NEIGHBOUR, placeId: placeId('place00002'), name: 'วัด' };
    const corrected = correct(registration(), { place, developmentDistrict: NEIGHBOUR }, by);
    expect(corrected).toMatchObject({
      place,
      developmentDistrict: '3402',
      residence: '340101',
      receipt: 'AAAA-BBBB-CCCC',
      registrationId: 'registration0001',
    });
  });

  it('clears an optional field that is null and keeps one that is left out', () => {
    const before = registration({ phone: '080-000-0000', remark: 'มาพร้อมญาติ' });
    const corrected = correct(before, { phone: null }, by);
    expect(corrected.phone).toBeUndefined();
    expect(corrected.remark).toBe('มาพร้อมญาติ');
    expect(correct(before, { remark: null }, by)).toMatchObject({ phone: '080-000-0000', remark: undefined });
  });

  it('can take every project off', () => {
    const before = registration({ projects: [projectCode('P01')] });
    expect(correct(before, { projects: [] }, by).projects).toEqual([]);
  });

  it('never moves the day of the intent without a reason', () => {
    expect(refusalOf(() => correct(registration(), { intentOn: day('2018-02-06') }, by))).toMatchObject({
      code: 'registration.reason-required',
      faults: [{ path: 'reason' }],
    });
  });

  it('needs no reason when the day that was sent is the day that stands', () => {
    expect(correct(registration(), { intentOn: day('2018-02-05') }, by)).toMatchObject({
      intentOn: '2018-02-05',
      version: 2,
    });
  });

  it.each([
    ['2018-02-13', 'registration.day-in-future'],
    ['2018-01-31', 'registration.day-outside-window'],
  ])('cannot move the day of the intent to %s: %s', (intentOn, code) => {
    const act = () => correct(registration(), { intentOn: day(intentOn), reason: 'แก้วันที่' }, by);
    expect(refusalOf(act).code).toBe(code);
  });

  it.each([{}, { reason: 'ไม่มีอะไรแก้' }])('refuses %j: there is nothing to correct', (correction) => {
    expect(refusalOf(() => correct(registration(), correction, by)).code).toBe(
      'registration.nothing-to-correct',
    );
  });

  it('refuses a withdrawn registration', () => {
    expect(refusalOf(() => correct(withdrawn(), { phone: null }, by))).toMatchObject({
      code: 'registration.not-standing',
      kind: 'conflict',
    });
  });

  it('leaves the version it was given as it was', () => {
    const before = Object.freeze(registration());
    correct(before, { phone: '080-000-0000' }, by);
    expect(before).toEqual(registration());
  });
});

describe('withdrawing', () => {
  const why = { reason: 'แจ้งผิดคน', by: 'officer-2', at: IN_WINDOW };

  it('raises the version and keeps the reason', () => {
    expect(withdraw(registration(), why)).toEqual({
      ...registration(),
      version: 2,
      status: 'CANCELLED',
      change: { kind: 'withdrawn', by: 'officer-2', at: '2018-02-12T02:00:00.000Z', reason: 'แจ้งผิดคน' },
    });
  });

  it('happens once', () => {
    expect(refusalOf(() => withdraw(withdrawn(), why)).code).toBe('registration.not-standing');
  });

  it('can be followed by a registration and another withdrawal, each a version on', () => {
    const first = register(intentForm(), undefined, at());
    const second = register(intentForm(), withdraw(first, why), at());
    expect([first.version, second.version, withdraw(second, why).version]).toEqual([1, 3, 4]);
  });
});

describe('who may be registered where', () => {
  it.each(['cancelled', 'deceased', 'not-passed'] as const)(
    'says the same of a %s card and of an unknown person',
    (cardStatus) => {
      const refused = refusalOf(() => assertEntitled(cardholder({ cardStatus })));
      const unknown = refusalOf(() => assertEntitled(undefined));
      expect(refused).toEqual(unknown);
      expect(refused).toMatchObject({ code: 'cardholder.not-entitled', facts: {} });
    },
  );

  it('sends a person of another district there', () => {
    const elsewhere = cardholder({ subdistrict: subdistrictCode('340205') });
    expect(
      refusalOf(() => assertResidesWithin({ level: 'district', district: HOME }, elsewhere)),
    ).toMatchObject({
      code: 'registration.person-of-other-district',
      kind: 'forbidden',
      facts: { sendTo: { district: '3402', province: '34' } },
    });
    assertResidesWithin({ level: 'province', province: provinceCode('34') }, elsewhere);
    assertResidesWithin({ level: 'country' }, elsewhere);
  });

  it('takes intents only at a place that is open', () => {
    assertTakesIntents(place());
    for (const closed of [undefined, place({ status: 'retired' })])
      expect(refusalOf(() => assertTakesIntents(closed))).toMatchObject({
        code: 'registration.place-not-open',
        faults: [{ path: 'placeId' }],
      });
  });

  it('is seen by the district of the residence and by the district of the place', () => {
    const seen = registration({
      place: { district: NEIGHBOUR, placeId: placeId('place00002'), name: 'วัด' },
    });
    const districts = [HOME, NEIGHBOUR, BANGKOK_DISTRICT];
    expect(districts.map((district) => isWithin({ level: 'district', district }, seen))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('tells the second to ask nothing but when, where and by which channel', () => {
    expect(Object.keys(refuseSecond(registration()).facts.first ?? {})).toEqual([
      'intentOn',
      'channel',
      'district',
      'place',
    ]);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { Occasion } from '../../functions/domain/audit.ts';
import type { Idempotency } from '../../functions/domain/ports.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import {
  correctRegistration,
  createRegistration,
  listRegistrations,
  listVersions,
  readRegistration,
  withdrawRegistration,
} from '../../functions/domain/registration-desk.ts';
import {
  agencyCode,
  BANGKOK_DISTRICT,
  bangkok,
  cardholder,
  centralOfficer,
  day,
  districtCode,
  FIRST_PERSON,
  HOME,
  IN_WINDOW,
  intentForm,
  NEIGHBOUR,
  officer,
  place,
  placeId,
  projectCode,
  provinceOfficer,
  registration,
  registrationId,
  SECOND_PERSON,
  subdistrictCode,
  withdrawn,
} from '../support/builders.ts';
import {
  cardholdersOf,
  countedIds,
  InMemoryLocations,
  InMemoryRegistrations,
  knownGeography,
  programmeOf,
  Trail,
} from '../support/fakes.ts';

const OCCASION: Occasion = { at: IN_WINDOW, from: '192.0.2.7', requestId: 'request-1' };
const NEIGHBOURS_PLACE = place({ district: NEIGHBOUR, placeId: placeId('place00002'), name: 'วัดสมมุติ' });
const RETIRED_PLACE = place({ placeId: placeId('place00003'), status: 'retired' });
const NEIGHBOUR_PERSON = cardholder({ citizenId: SECOND_PERSON, subdistrict: subdistrictCode('340205') });

const sent = (key: string, bodyHash = 'hash-1', caller = 'officer-1'): Idempotency => ({
  caller,
  key,
  bodyHash,
});

function deskWith(...standing: Registration[]) {
  const audit = new Trail();
  const registrations = new InMemoryRegistrations(audit, ...standing);
  return {
    audit,
    registrations,
    cardholders: cardholdersOf(cardholder(), NEIGHBOUR_PERSON),
    locations: new InMemoryLocations(audit, place(), NEIGHBOURS_PLACE, RETIRED_PLACE),
    programme: programmeOf(),
    geography: knownGeography(),
    ids: countedIds(),
  };
}

let desk: ReturnType<typeof deskWith>;
beforeEach(() => {
  desk = deskWith();
});

const create = (
  form: Parameters<typeof createRegistration>[3] = intentForm(),
  idempotency = sent('key-00001'),
  by = officer(),
  citizenId = FIRST_PERSON,
) => createRegistration(desk, by, citizenId, form, idempotency, OCCASION);

const FIRST = { registrationId: registrationId('registration0001'), version: 1 };

describe('registering a person', () => {
  it('writes the registration and its audit line, and answers with the person', async () => {
    const { registration: made, cardholder: person, replayed } = await create();
    expect(made).toMatchObject({
      citizenId: FIRST_PERSON,
      version: 1,
      channel: 'officer',
      recordedBy: 'officer-1',
    });
    expect(made.place).toEqual({ district: '3401', placeId: 'place00001', name: 'หอประชุมที่ว่าการอำเภอ' });
    expect(person).toEqual(cardholder());
    expect(replayed).toBe(false);
    expect(desk.registrations.history).toEqual([made]);
    expect(desk.audit.lines).toEqual([
      {
        action: 'REGISTERED',
        actor: 'officer-1',
        at: '2018-02-12T02:00:00.000Z',
        person: FIRST_PERSON,
        from: '192.0.2.7',
        requestId: 'request-1',
        about: { registrationId: made.registrationId, version: 1 },
      },
    ]);
  });

  it('answers a request that is sent again with the same registration, and writes nothing', async () => {
    const first = await create();
    const second = await create();
    expect(second).toEqual({ ...first, replayed: true });
    expect(desk.registrations.history).toHaveLength(1);
    expect(desk.audit.lines).toHaveLength(1);
  });

  it('answers a repeated request as it was answered, though the registration was corrected since', async () => {
    const first = await create();
    const { registrationId: id } = first.registration;
    await correctRegistration(
      desk,
      officer(),
      { registrationId: id, version: 1 },
      { agency: agencyCode('MOL') },
      OCCASION,
    );
    expect((await create()).registration).toEqual(first.registration);
  });

  it('makes one registration of a double click, and gives both the same answer', async () => {
    const [one, other] = await Promise.all([create(), create()]);
    expect(other.registration).toEqual(one.registration);
    expect([one.replayed, other.replayed].sort()).toEqual([false, true]);
    expect(desk.registrations.history).toHaveLength(1);
    expect(desk.audit.lines).toHaveLength(1);
  });

  it('makes one registration of ten simultaneous requests under ten keys, and names it to the others', async () => {
    const keys = Array.from({ length: 10 }, (_, n) => sent(`key-0000${n}`));
    const outcomes = await Promise.allSettled(keys.map((key) => create(intentForm(), key)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({
          code: 'registration.already-registered',
          facts: { first: { intentOn: '2018-02-12', channel: 'officer', district: '3401' } },
        });
    expect(desk.registrations.history).toHaveLength(1);
    expect(desk.audit.lines).toHaveLength(1);
  });

  it('refuses another request under a key that was used', async () => {
    await create();
    await expect(create(intentForm(), sent('key-00001', 'hash-2'))).rejects.toMatchObject({
      code: 'idempotency-key.reused',
      kind: 'breaks-rule',
    });
    expect(desk.registrations.history).toHaveLength(1);
  });

  it('keeps the keys of two officers apart', async () => {
    await create();
    await expect(create(intentForm(), sent('key-00001', 'hash-1', 'officer-9'))).rejects.toMatchObject({
      code: 'registration.already-registered',
    });
  });

  it('can be sent again under the same key after an attempt that was refused', async () => {
    await expect(create(intentForm({ consent: false }), sent('key-00001', 'hash-0'))).rejects.toMatchObject({
      code: 'registration.consent-required',
    });
    await expect(create()).resolves.toMatchObject({ replayed: false });
  });

  it('registers again over a withdrawn registration', async () => {
    desk = deskWith(registration(), withdrawn());
    await expect(create()).resolves.toMatchObject({
      registration: { registrationId: 'registration0001', version: 3, change: { kind: 'registered-again' } },
    });
  });

  it('says that the store is busy when it was overtaken and no registration stands', async () => {
    desk.registrations.save = async () => ({ outcome: 'overtaken' });
    await expect(create()).rejects.toMatchObject({ code: 'store.busy', kind: 'unavailable' });
  });

  it('writes only together with the person as it was read', async () => {
    const asked: unknown[] = [];
    desk.registrations.save = async (_, writing) => {
      asked.push(writing.cardholder);
      return { outcome: 'written' };
    };
    await create();
    expect(asked).toEqual([cardholder()]);
  });

  it.each([
    ['a person nobody knows', FIRST_PERSON, cardholdersOf(), 'cardholder.not-entitled'],
    [
      'a person whose card was cancelled',
      FIRST_PERSON,
      cardholdersOf(cardholder({ cardStatus: 'cancelled' })),
      'cardholder.not-entitled',
    ],
    [
      'a person of another district',
      SECOND_PERSON,
      cardholdersOf(NEIGHBOUR_PERSON),
      'registration.person-of-other-district',
    ],
  ])('refuses %s', async (_, citizenId, cardholders, code) => {
    desk.cardholders = cardholders;
    await expect(create(intentForm(), sent('key-00001'), officer(), citizenId)).rejects.toMatchObject({
      code,
    });
    expect(desk.registrations.history).toEqual([]);
  });

  it.each<[string, Parameters<typeof create>[0], string, string]>([
    ['an agency nobody knows', intentForm({ agency: agencyCode('NONE') }), 'agency.unknown', 'agency'],
    [
      'a project nobody knows',
      intentForm({ projects: ['P01', 'P99'].map(projectCode) }),
      'project.unknown',
      'projects[1]',
    ],
    [
      'a project named twice',
      intentForm({ projects: ['P01', 'P02', 'P01'].map(projectCode) }),
      'project.unknown',
      'projects[2]',
    ],
    [
      'a district of development that does not exist',
      intentForm({ developmentDistrict: districtCode('3499') }),
      'district.unknown',
      'developmentDistrict',
    ],
    [
      'a retired place',
      intentForm({ placeId: placeId('place00003') }),
      'registration.place-not-open',
      'placeId',
    ],
    [
      'a place nobody knows',
      intentForm({ placeId: placeId('place00099') }),
      'registration.place-not-open',
      'placeId',
    ],
    [
      'a place of another district',
      intentForm({ placeId: placeId('place00002') }),
      'registration.place-not-open',
      'placeId',
    ],
    [
      'a place of another district by its name',
      { ...intentForm({ placeId: placeId('place00002') }), intakeDistrict: NEIGHBOUR },
      'area.outside',
      'intakeDistrict',
    ],
  ])('refuses %s', async (_, form, code, path) => {
    await expect(create(form)).rejects.toMatchObject({ code, faults: [{ path, code }] });
    expect(desk.registrations.history).toEqual([]);
    expect(desk.audit.lines).toEqual([]);
  });

  it("lets a province's officer register at a place of another district of the province", async () => {
    const form = { ...intentForm({ placeId: placeId('place00002') }), intakeDistrict: NEIGHBOUR };
    const { registration: made } = await create(form, sent('key-00001'), provinceOfficer());
    expect(made).toMatchObject({ place: { district: '3402', name: 'วัดสมมุติ' }, residence: '340101' });
  });

  it('fails whole when the audit line cannot be written', async () => {
    desk.audit.broken = true;
    await expect(create()).rejects.toThrow('the trail cannot be written');
    expect(desk.registrations.history).toEqual([]);
    desk.audit.broken = false;
    await expect(create()).resolves.toMatchObject({ replayed: false });
  });
});

describe('reading a registration', () => {
  beforeEach(() => {
    desk = deskWith(registration());
  });

  it('leaves a line on the trail before it answers', async () => {
    const read = await readRegistration(desk, officer(), FIRST.registrationId, OCCASION);
    expect(read).toEqual({ registration: registration(), cardholder: cardholder() });
    expect(desk.audit.lines).toMatchObject([
      { action: 'READ_REGISTRATION', actor: 'officer-1', person: FIRST_PERSON, from: '192.0.2.7' },
    ]);
  });

  it('answers nothing when the line cannot be written', async () => {
    desk.audit.broken = true;
    await expect(readRegistration(desk, officer(), FIRST.registrationId, OCCASION)).rejects.toThrow();
    await expect(
      listVersions(desk, officer(), FIRST.registrationId, { limit: 5 }, OCCASION),
    ).rejects.toThrow();
    await expect(
      listRegistrations(desk, officer(), { district: HOME }, { limit: 5 }, OCCASION),
    ).rejects.toThrow();
  });

  it('does not exist for an officer of another area, and leaves no line', async () => {
    const strangers = [officer({ area: { level: 'district', district: NEIGHBOUR } }), provinceOfficer('10')];
    for (const stranger of strangers) {
      const outside = readRegistration(desk, stranger, FIRST.registrationId, OCCASION);
      const unknown = readRegistration(desk, stranger, registrationId('registration0404'), OCCASION);
      const refusal = { code: 'registration.not-found', kind: 'missing' };
      await expect(outside).rejects.toMatchObject(refusal);
      await expect(unknown).rejects.toMatchObject(refusal);
      await expect(
        listVersions(desk, stranger, FIRST.registrationId, { limit: 5 }, OCCASION),
      ).rejects.toMatchObject(refusal);
    }
    expect(desk.audit.lines).toEqual([]);
  });

  it('is seen by the district of the place as well as by the district of the person', async () => {
    desk = deskWith(registration({ residence: subdistrictCode('340205') }));
    for (const district of [HOME, NEIGHBOUR]) {
      const reader = officer({ area: { level: 'district', district } });
      await expect(readRegistration(desk, reader, FIRST.registrationId, OCCASION)).resolves.toBeDefined();
    }
  });

  it('shows every version, the oldest first, under one line', async () => {
    desk = deskWith(registration(), withdrawn());
    const { rows } = await listVersions(desk, officer(), FIRST.registrationId, { limit: 50 }, OCCASION);
    expect(rows.map(({ version }) => version)).toEqual([1, 2]);
    expect(desk.audit.lines).toMatchObject([{ action: 'READ_REGISTRATION_VERSIONS', person: FIRST_PERSON }]);
  });
});

describe('the list of a day', () => {
  beforeEach(() => {
    desk = deskWith(registration(), registration({ citizenId: SECOND_PERSON, intentOn: day('2018-02-12') }));
  });

  it('is of today in Bangkok unless another day is asked for, and one line of the trail', async () => {
    const early = { ...OCCASION, at: bangkok('2018-02-12 00:05') };
    const today = await listRegistrations(desk, officer(), { district: HOME }, { limit: 50 }, early);
    expect(today).toMatchObject({ day: '2018-02-12', rows: [{ citizenId: SECOND_PERSON }] });
    expect(desk.audit.lines).toMatchObject([
      { action: 'LISTED_REGISTRATIONS', about: { district: '3401', day: '2018-02-12' } },
    ]);
    expect(desk.audit.lines[0]?.person).toBeUndefined();
  });

  it('is of the day and the place that were asked for', async () => {
    const where = { district: HOME, day: day('2018-02-05'), placeId: placeId('place00001') };
    const listed = await listRegistrations(desk, officer(), where, { limit: 50 }, OCCASION);
    expect(listed).toMatchObject({ day: '2018-02-05', rows: [{ citizenId: FIRST_PERSON }] });
    expect(desk.audit.lines).toMatchObject([{ about: { day: '2018-02-05', placeId: 'place00001' } }]);
  });

  it('of another area does not exist', async () => {
    for (const district of [NEIGHBOUR, BANGKOK_DISTRICT])
      await expect(
        listRegistrations(desk, officer(), { district }, { limit: 50 }, OCCASION),
      ).rejects.toMatchObject({ code: 'district.not-found', kind: 'missing' });
    expect(desk.audit.lines).toEqual([]);
  });
});

describe('correcting and withdrawing a registration', () => {
  beforeEach(() => {
    desk = deskWith(registration());
  });

  const correction = (fields: Parameters<typeof correctRegistration>[3], by = officer(), version = 1) =>
    correctRegistration(desk, by, { ...FIRST, version }, fields, OCCASION);
  const withdrawal = (by = officer(), version = 1) =>
    withdrawRegistration(desk, by, { ...FIRST, version }, 'แจ้งผิดคน', OCCASION);

  it('writes a corrected version with its audit line', async () => {
    const { registration: next } = await correction({ projects: [projectCode('P02')] });
    expect(desk.registrations.history).toEqual([registration(), next]);
    expect(next).toMatchObject({ version: 2, projects: ['P02'], recordedBy: 'officer-1' });
    expect(desk.audit.lines).toMatchObject([
      {
        action: 'CORRECTED',
        person: FIRST_PERSON,
        about: { registrationId: 'registration0001', version: 2 },
      },
    ]);
  });

  it('writes a withdrawal with its audit line', async () => {
    const { registration: next } = await withdrawal();
    expect(next).toMatchObject({ version: 2, status: 'CANCELLED', change: { reason: 'แจ้งผิดคน' } });
    expect(desk.audit.lines).toMatchObject([{ action: 'WITHDREW', about: { version: 2 } }]);
  });

  it('refuses who has not seen the newest version, and names it', async () => {
    desk = deskWith(registration(), registration({ version: 2 }));
    for (const act of [correction({ phone: null }), withdrawal(), correction({ phone: null }, officer(), 3)])
      await expect(act).rejects.toMatchObject({ code: 'version.stale', facts: { version: 2 } });
  });

  it('lets one of two simultaneous changes win and tells the other that it is stale', async () => {
    const outcomes = await Promise.allSettled([correction({ phone: '080-000-0000' }), withdrawal()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'version.stale' });
    expect(desk.registrations.history).toHaveLength(2);
    expect(desk.audit.lines).toHaveLength(1);
  });

  it('is forbidden outside the area, and unknown for one that is not there', async () => {
    const stranger = officer({ area: { level: 'district', district: NEIGHBOUR } });
    for (const act of [correction({ phone: null }, stranger), withdrawal(stranger)])
      await expect(act).rejects.toMatchObject({ code: 'area.outside', kind: 'forbidden' });
    const nowhere = { registrationId: registrationId('registration0404'), version: 1 };
    await expect(withdrawRegistration(desk, officer(), nowhere, 'ก', OCCASION)).rejects.toMatchObject({
      code: 'registration.not-found',
    });
  });

  it.each<[string, Parameters<typeof correction>[0], string]>([
    ['an agency nobody knows', { agency: agencyCode('NONE') }, 'agency.unknown'],
    ['a project named twice', { projects: ['P01', 'P01'].map(projectCode) }, 'project.unknown'],
    ['a district that does not exist', { developmentDistrict: districtCode('3499') }, 'district.unknown'],
    ['a retired place', { placeId: placeId('place00003') }, 'registration.place-not-open'],
    ['a place of another district', { placeId: placeId('place00002') }, 'registration.place-not-open'],
    [
      'a place outside the area',
      { placeId: placeId('place00002'), intakeDistrict: NEIGHBOUR },
      'area.outside',
    ],
    ['a day without a reason', { intentOn: day('2018-02-06') }, 'registration.reason-required'],
    ['nothing', {}, 'registration.nothing-to-correct'],
  ])('refuses a correction to %s', async (_, fields, code) => {
    await expect(correction(fields)).rejects.toMatchObject({ code });
    expect(desk.registrations.history).toHaveLength(1);
    expect(desk.audit.lines).toEqual([]);
  });

  it("moves the place to another district for a province's officer, and keeps its name of the day", async () => {
    const moved = { placeId: placeId('place00002'), intakeDistrict: NEIGHBOUR };
    const { registration: next } = await correction(moved, provinceOfficer());
    expect(next.place).toEqual({ district: '3402', placeId: 'place00002', name: 'วัดสมมุติ' });
  });

  it('does not take a district without its place for nothing', async () => {
    const fields = { intakeDistrict: NEIGHBOUR, phone: '080-000-0000' };
    await expect(correction(fields, provinceOfficer())).rejects.toMatchObject({ kind: expect.any(String) });
  });

  it('does not correct what was withdrawn', async () => {
    desk = deskWith(registration(), withdrawn());
    await expect(correction({ phone: null }, centralOfficer(), 2)).rejects.toMatchObject({
      code: 'registration.not-standing',
    });
    await expect(withdrawal(officer(), 2)).rejects.toMatchObject({ code: 'registration.not-standing' });
  });

  it('fails whole when the audit line cannot be written', async () => {
    desk.audit.broken = true;
    for (const act of [correction({ phone: '080-000-0000' }), withdrawal()])
      await expect(act).rejects.toThrow('the trail cannot be written');
    expect(desk.registrations.history).toEqual([registration()]);
  });
});

describe('a double click whose second half looks while the first is written', () => {
  it('gets the same answer', async () => {
    const written = desk.registrations.written.bind(desk.registrations);
    let first: Promise<unknown> | undefined;
    desk.registrations.written = async (idempotency) => {
      const found = await written(idempotency);
      if (first === undefined) {
        first = Promise.resolve();
        first = create();
        await first;
      }
      return found;
    };
    await expect(create()).resolves.toMatchObject({ replayed: true });
  });
});

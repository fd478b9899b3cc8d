import { beforeEach, describe, expect, it } from 'vitest';
import { gazetteer } from '../../functions/data/gazetteer.ts';
import type { Occasion } from '../../functions/domain/audit.ts';
import type { Officer } from '../../functions/domain/caller.ts';
import type { CutOffId, CutOffInBrief, CutOffRow } from '../../functions/domain/cut-off.ts';
import { monthAfter } from '../../functions/domain/payment.ts';
import type { RosterPosition } from '../../functions/domain/people.ts';
import { type PersonNamed, readProfile, showFullId } from '../../functions/domain/profile-desk.ts';
import { correct, type Registration, withdraw } from '../../functions/domain/registration.ts';
import { profileView } from '../../functions/http/views/profile-view.ts';
import {
  BANGKOK_DISTRICT,
  cardholder,
  day,
  FIRST_PERSON,
  IN_WINDOW,
  instant,
  measure,
  officer,
  officeZeroId,
  placeId,
  provinceOfficer,
  registration,
  SECOND_PERSON,
  subdistrictCode,
  writtenForms,
} from '../support/builders.ts';
import { cardholdersOf, InMemoryRegistrations, programmeOf, Trail } from '../support/fakes.ts';

const OCCASION: Occasion = { at: IN_WINDOW, from: '192.0.2.7', requestId: 'request-1' };
const NEIGHBOUR_PERSON = cardholder({ citizenId: SECOND_PERSON, subdistrict: subdistrictCode('340205') });
const LISTED = '340101#UP_TO_30000#1970#person' as RosterPosition;
const CUT_OFF: CutOffInBrief = {
  measure: measure().code,
  cutOffId: 'first' as CutOffId,
  name: 'จ่าย 1 มีนาคม 2561',
  from: day('2018-02-01'),
  to: day('2018-02-20'),
  frozenAt: instant('2018-02-21 08:00'),
  frozenBy: 'central',
  bands: [{ band: 'UP_TO_30000', incomeUpToBaht: 30_000, extraBahtPerMonth: 250 }],
  phase: 'frozen',
};

function deskWith(standing: Registration[], cutOffs: CutOffInBrief[] = [], rows: CutOffRow[] = []) {
  const audit = new Trail();
  return {
    audit,
    people: {
      onRoster: async (position: RosterPosition) => (position === LISTED ? FIRST_PERSON : undefined),
    },
    cardholders: cardholdersOf(cardholder(), NEIGHBOUR_PERSON),
    registrations: new InMemoryRegistrations(audit, ...standing),
    programme: programmeOf(),
    cutOffs: { list: async () => cutOffs },
    cutOffRows: {
      row: async (_: CutOffId, __: string, { registrationId }: Pick<CutOffRow, 'registrationId'>) =>
        rows.find((row) => row.registrationId === registrationId),
    },
  };
}

let desk: ReturnType<typeof deskWith>;
beforeEach(() => {
  desk = deskWith([registration()]);
});

const profile = (named: PersonNamed = { citizenId: FIRST_PERSON }, by: Officer = officer()) =>
  readProfile(desk, by, named, OCCASION);

describe('the profile of a person', () => {
  it('has the registry, the registration and its versions, the newest first, and masks the ID', async () => {
    const first = registration();
    const second = correct(first, { phone: '080' }, { measure: measure(), by: 'o', at: IN_WINDOW });
    desk = deskWith([first, second]);
    const read = await profile();
    expect(read.versions.map(({ version }) => version)).toEqual([2, 1]);
    const view = await profileView(read, gazetteer);
    expect(view).toMatchObject({
      name: cardholder().name,
      residence: { province: { code: '34' }, district: { code: '3401' }, subdistrict: { code: '340101' } },
      cardStatus: 'active',
      registration: { registrationId: first.registrationId, version: 2, phone: '080' },
    });
    for (const form of writtenForms(FIRST_PERSON)) expect(JSON.stringify(view)).not.toContain(form);
  });

  it('is the same one by the ID, by the row of the list and by the registration', async () => {
    const { registrationId } = registration();
    for (const named of [{ citizenId: FIRST_PERSON }, { listed: LISTED }, { registrationId }])
      expect((await profile(named)).cardholder.citizenId).toBe(FIRST_PERSON);
    expect(desk.audit.lines).toHaveLength(3);
    expect(new Set(desk.audit.lines.map(({ person }) => person))).toEqual(new Set([FIRST_PERSON]));
  });

  it('asks for one name of the person, and says which field is wrong', async () => {
    for (const [named, code] of [
      [{}, 'field.missing'],
      [{ citizenId: FIRST_PERSON, listed: LISTED }, 'field.not-allowed'],
    ] as const)
      await expect(profile(named)).rejects.toMatchObject({
        code: 'request.invalid',
        faults: [{ path: 'citizenId', code }],
      });
  });

  it('is one refusal for somebody of another area and for nobody, which names the person to the trail', async () => {
    for (const citizenId of [SECOND_PERSON, officeZeroId(9)])
      await expect(profile({ citizenId })).rejects.toMatchObject({
        code: 'person.not-found',
        person: citizenId,
        faults: [],
        facts: {},
      });
    await expect(profile({ listed: 'gone' as RosterPosition })).rejects.toMatchObject({
      code: 'person.not-found',
    });
    await expect(profile({ citizenId: FIRST_PERSON }, provinceOfficer('10'))).rejects.toMatchObject({
      code: 'person.not-found',
    });
  });

  it('is for the district of the place, too, while the registration stands', async () => {
    const elsewhere = registration({
      citizenId: SECOND_PERSON,
      residence: subdistrictCode('340205'),
      place: { district: BANGKOK_DISTRICT, placeId: placeId('place00009'), name: 'เขต' },
    });
    desk = deskWith([elsewhere]);
    const bangkok = provinceOfficer('10');
    expect((await profile({ citizenId: SECOND_PERSON }, bangkok)).opensRegistration).toBe(true);
    desk = deskWith([elsewhere, withdraw(elsewhere, { reason: 'ขอยกเลิก', by: 'o', at: IN_WINDOW })]);
    await expect(profile({ citizenId: SECOND_PERSON }, bangkok)).rejects.toMatchObject({
      code: 'person.not-found',
    });
  });

  it('is not answered when the line cannot be written', async () => {
    desk.audit.broken = true;
    await expect(profile()).rejects.toThrow('the audit trail');
  });
});

describe('what the measure pays', () => {
  it('is nothing without a registration that stands', async () => {
    desk = deskWith([]);
    expect((await profile()).payment).toBeUndefined();
    const first = registration();
    desk = deskWith([first, withdraw(first, { reason: 'ขอยกเลิก', by: 'o', at: IN_WINDOW })]);
    expect((await profile()).payment).toBeUndefined();
  });

  it('is the amount of the band, from the month after the intent', async () => {
    expect((await profile()).payment).toEqual({ bahtPerMonth: 200, fromMonth: '2018-03' });
    expect([monthAfter(day('2018-12-31')), monthAfter(day('2018-11-30'))]).toEqual(['2019-01', '2018-12']);
  });

  it('is what the frozen list of that day says, and tells who is not on it', async () => {
    const { citizenId, registrationId, receipt, version, intentOn, residence, band, agency, channel } =
      registration();
    const row = { citizenId, registrationId, receipt, version, intentOn, residence, band, agency, channel };
    desk = deskWith([registration()], [CUT_OFF], [row]);
    expect((await profile()).payment).toMatchObject({
      bahtPerMonth: 250,
      cutOff: { name: CUT_OFF.name, isListed: true },
    });
    desk = deskWith([registration()], [CUT_OFF]);
    expect((await profile()).payment).toMatchObject({ bahtPerMonth: 200, cutOff: { isListed: false } });
    desk = deskWith([registration()], [{ ...CUT_OFF, from: day('2018-02-21'), to: day('2018-02-28') }]);
    expect((await profile()).payment?.cutOff).toBeUndefined();
  });
});

describe('the full ID', () => {
  const withRight = officer({ rights: ['see-full-id'] });

  it('is shown with the right, each time with a line of its own', async () => {
    expect(await showFullId(desk, withRight, { listed: LISTED }, OCCASION)).toBe(FIRST_PERSON);
    expect(await showFullId(desk, withRight, { listed: LISTED }, OCCASION)).toBe(FIRST_PERSON);
    expect(desk.audit.lines.map(({ action }) => action)).toEqual(['SHOWED_FULL_ID', 'SHOWED_FULL_ID']);
  });

  it('is not shown without it, nor of a person of another area', async () => {
    await expect(showFullId(desk, officer(), { listed: LISTED }, OCCASION)).rejects.toMatchObject({
      code: 'right.missing',
    });
    await expect(showFullId(desk, withRight, { citizenId: SECOND_PERSON }, OCCASION)).rejects.toMatchObject({
      code: 'person.not-found',
    });
  });
});

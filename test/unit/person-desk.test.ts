import { beforeEach, describe, expect, it } from 'vitest';
import { gazetteer } from '../../functions/data/gazetteer.ts';
import type { Occasion } from '../../functions/domain/audit.ts';
import { identifyPerson } from '../../functions/domain/person-desk.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { personAtDeskView } from '../../functions/http/views/person-desk-view.ts';
import {
  BANGKOK_DISTRICT,
  cardholder,
  day,
  FIRST_PERSON,
  HOME,
  IN_WINDOW,
  NEIGHBOUR,
  officer,
  officeZeroId,
  place,
  placeId,
  provinceOfficer,
  registration,
  SECOND_PERSON,
  subdistrictCode,
  withdrawn,
} from '../support/builders.ts';
import { cardholdersOf, InMemoryLocations, InMemoryRegistrations, Trail } from '../support/fakes.ts';

const OCCASION: Occasion = { at: IN_WINDOW, from: '192.0.2.7', requestId: 'request-1' };
const NEIGHBOUR_PERSON = cardholder({ citizenId: SECOND_PERSON, subdistrict: subdistrictCode('340205') });
const CANCELLED_PERSON = cardholder({ citizenId: officeZeroId(3), cardStatus: 'cancelled' });
const NOBODY = officeZeroId(4);
const THERE = place({ district: NEIGHBOUR, placeId: placeId('place00002') });
const NO_LONGER_THERE = place({
  district: NEIGHBOUR,
  placeId: placeId('place00003'),
  closesOn: day('2018-02-11'),
});

function deskWith(...standing: Registration[]) {
  const audit = new Trail();
  return {
    audit,
    cardholders: cardholdersOf(cardholder(), NEIGHBOUR_PERSON, CANCELLED_PERSON),
    registrations: new InMemoryRegistrations(audit, ...standing),
    locations: new InMemoryLocations(audit, place(), THERE, NO_LONGER_THERE),
  };
}

let desk: ReturnType<typeof deskWith>;
beforeEach(() => {
  desk = deskWith();
});

const identify = (citizenId = FIRST_PERSON, by = officer()) => identifyPerson(desk, by, citizenId, OCCASION);

describe('the person at the desk', () => {
  it('may be registered where the person lives', async () => {
    expect(await identify()).toMatchObject({ decision: 'may-register', cardholder: cardholder() });
  });

  it('may be registered again after a withdrawal', async () => {
    desk = deskWith(withdrawn());
    expect((await identify()).decision).toBe('may-register');
  });

  it('is sent to the places of the own district by an officer of another, without a word about the person', async () => {
    const person = await identify(SECOND_PERSON);
    expect(person).toEqual({
      citizenId: SECOND_PERSON,
      decision: 'elsewhere',
      district: NEIGHBOUR,
      places: [expect.objectContaining({ placeId: 'place00002' })],
    });
    const shown = JSON.stringify(await personAtDeskView(person, gazetteer));
    expect(shown).not.toMatch(new RegExp(`${NEIGHBOUR_PERSON.name.first}|UP_TO|${SECOND_PERSON}`));
  });

  it('is not sent anywhere for having registered there', async () => {
    desk = deskWith(
      registration({
        citizenId: SECOND_PERSON,
        residence: NEIGHBOUR_PERSON.subdistrict,
        place: { district: NEIGHBOUR, placeId: THERE.placeId, name: THERE.name },
      }),
    );
    const registeredOn = registration().intentOn;
    expect(await identify(SECOND_PERSON)).toMatchObject({ decision: 'elsewhere', registeredOn });
  });

  it('may be registered by an officer of the province in each of its districts', async () => {
    expect((await identify(SECOND_PERSON, provinceOfficer('34'))).decision).toBe('may-register');
    expect((await identify(SECOND_PERSON, provinceOfficer('10'))).decision).toBe('elsewhere');
  });

  it('who has registered is shown with what opens, prints and withdraws the registration', async () => {
    desk = deskWith(registration());
    const view = await personAtDeskView(await identify(), gazetteer);
    const { registrationId, receipt, version, intentOn, channel, place: at } = registration();
    expect(view).toMatchObject({
      decision: 'registered',
      registration: { registrationId, receipt, version, intentOn, channel, place: at },
    });
  });

  it('who has registered in another district before moving here is told by day, place and channel only', async () => {
    desk = deskWith(
      registration({
        residence: subdistrictCode('100101'),
        place: { district: BANGKOK_DISTRICT, placeId: placeId('place00009'), name: 'สำนักงานเขตสมมุติ' },
      }),
    );
    const view = await personAtDeskView(await identify(), gazetteer);
    expect(view).toMatchObject({
      decision: 'registered',
      registration: { intentOn: registration().intentOn },
    });
    expect(Object.keys((view as { registration: object }).registration)).toEqual([
      'intentOn',
      'channel',
      'place',
    ]);
  });

  it('gets one answer for an unknown ID and for one without entitlement', async () => {
    const [unknown, cancelled] = [await identify(NOBODY), await identify(CANCELLED_PERSON.citizenId)];
    expect({ ...unknown, citizenId: '' }).toEqual({ ...cancelled, citizenId: '' });
    expect(unknown.decision).toBe('not-found');
  });

  it.each([FIRST_PERSON, SECOND_PERSON, NOBODY])(
    'leaves one line on the trail, whatever the answer',
    async (id) => {
      const { decision } = await identify(id);
      expect(desk.audit.lines).toEqual([
        expect.objectContaining({ action: 'IDENTIFIED_PERSON', person: id, about: { decision } }),
      ]);
    },
  );

  it('is not shown when the trail cannot be written', async () => {
    desk.audit.append = () => Promise.reject(new Error('no trail'));
    await expect(identify()).rejects.toThrow('no trail');
  });

  it('is shown with the names of the residence, the ID masked', async () => {
    const view = await personAtDeskView(await identify(), gazetteer);
    expect(view).toMatchObject({
      maskedId: '1-00XX-XXXXX-XX-X',
      residence: { province: { code: '34' }, district: { code: HOME }, subdistrict: { code: '340101' } },
      band: cardholder().band,
    });
    expect(JSON.stringify(view)).not.toContain(FIRST_PERSON);
  });
});

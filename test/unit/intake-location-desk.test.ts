import { beforeEach, describe, expect, it } from 'vitest';
import type { Occasion } from '../../functions/domain/audit.ts';
import {
  addIntakeLocation,
  changeIntakeLocation,
  listIntakeLocations,
  listPublishedPlaces,
  retireIntakeLocation,
} from '../../functions/domain/intake-location-desk.ts';
import {
  bangkok,
  centralOfficer,
  day,
  districtCode,
  HOME,
  IN_WINDOW,
  NEIGHBOUR,
  NEIGHBOUR_NAMED,
  officer,
  place,
  placeId,
  provinceOfficer,
} from '../support/builders.ts';
import { countedIds, InMemoryLocations, knownGeography, Trail } from '../support/fakes.ts';

const OCCASION: Occasion = { at: IN_WINDOW, from: '192.0.2.7', requestId: 'request-1' };
const ELSEWHERE = place({ district: NEIGHBOUR, placeId: placeId('place00002') });
const RETIRED = place({ placeId: placeId('place00003'), status: 'retired', version: 2 });

function deskWith() {
  const audit = new Trail();
  return {
    audit,
    locations: new InMemoryLocations(audit, place(), ELSEWHERE, RETIRED),
    geography: knownGeography(),
    ids: countedIds(),
  };
}

let desk: ReturnType<typeof deskWith>;
beforeEach(() => {
  desk = deskWith();
});

const FIRST = { district: HOME, placeId: placeId('place00001'), version: 1 };
const add = (by = officer(), district = HOME) =>
  addIntakeLocation(desk, by, district, { name: 'ศาลาใหม่' }, OCCASION);
const change = (where = FIRST, by = officer()) =>
  changeIntakeLocation(desk, by, where, { name: 'ศาลาใหม่' }, OCCASION);
const retire = (where = FIRST, by = officer()) => retireIntakeLocation(desk, by, where, OCCASION);

describe("the desk of a district's places", () => {
  it('adds a place with its audit line, and the public sees it', async () => {
    const added = await add();
    expect(added).toMatchObject({
      district: '3401',
      placeId: 'newplace0001',
      version: 1,
      recordedBy: 'officer-1',
    });
    expect(desk.audit.lines).toEqual([
      {
        action: 'ADDED_INTAKE_LOCATION',
        actor: 'officer-1',
        at: '2018-02-12T02:00:00.000Z',
        from: '192.0.2.7',
        requestId: 'request-1',
        about: { district: '3401', placeId: 'newplace0001', version: 1 },
      },
    ]);
    const { places } = await listPublishedPlaces(desk, HOME, IN_WINDOW);
    expect(places.map(({ name }) => name)).toContain('ศาลาใหม่');
  });

  it('changes and retires a place with an audit line each', async () => {
    await change();
    const retired = await retire({ ...FIRST, version: 2 });
    expect(retired).toMatchObject({ name: 'ศาลาใหม่', version: 3, status: 'retired' });
    expect(desk.audit.lines).toMatchObject([
      { action: 'CHANGED_INTAKE_LOCATION', about: { version: 2 } },
      { action: 'RETIRED_INTAKE_LOCATION', about: { version: 3 } },
    ]);
    expect((await listPublishedPlaces(desk, HOME, IN_WINDOW)).places).toEqual([]);
  });

  it('refuses who has not seen the newest version, and names it', async () => {
    for (const act of [change({ ...FIRST, version: 9 }), retire({ ...FIRST, version: 0 })])
      await expect(act).rejects.toMatchObject({ code: 'version.stale', facts: { version: 1 } });
  });

  it('lets one of two simultaneous changes win', async () => {
    const outcomes = await Promise.allSettled([change(), retire()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'version.stale' });
    expect(desk.audit.lines).toHaveLength(1);
  });

  it('writes nowhere outside the area', async () => {
    const acts = [
      add(officer(), NEIGHBOUR),
      add(provinceOfficer('10')),
      change({ ...FIRST, district: NEIGHBOUR, placeId: ELSEWHERE.placeId }),
      retire(FIRST, officer({ area: { level: 'district', district: NEIGHBOUR } })),
    ];
    for (const act of acts)
      await expect(act).rejects.toMatchObject({ code: 'area.outside', kind: 'forbidden' });
    expect(desk.audit.lines).toEqual([]);
  });

  it("does not find a place under another district's code", async () => {
    const where = { ...FIRST, placeId: ELSEWHERE.placeId };
    await expect(change(where)).rejects.toMatchObject({ code: 'intake-location.not-found', kind: 'missing' });
  });

  it('does not set a place in a district that does not exist', async () => {
    await expect(add(centralOfficer(), districtCode('3499'))).rejects.toMatchObject({
      code: 'district.not-found',
    });
  });

  it('neither changes nor retires a retired place', async () => {
    const where = { ...FIRST, placeId: RETIRED.placeId, version: 2 };
    for (const act of [change(where), retire(where)])
      await expect(act).rejects.toMatchObject({ code: 'intake-location.retired', kind: 'conflict' });
  });

  it('fails whole when the audit line cannot be written', async () => {
    desk.audit.broken = true;
    for (const act of [add(), change(), retire()])
      await expect(act).rejects.toThrow('the trail cannot be written');
    expect(desk.locations.places).toEqual([place(), ELSEWHERE, RETIRED]);
  });
});

describe("the officers' list", () => {
  it('has every place of the own district, retired ones included', async () => {
    const { district, places } = await listIntakeLocations(desk, officer(), undefined);
    expect(district.code).toBe('3401');
    expect(places).toEqual([place(), RETIRED]);
  });

  it('has the district that was named, inside the area', async () => {
    const { district, places } = await listIntakeLocations(desk, provinceOfficer(), NEIGHBOUR);
    expect([district, places]).toEqual([NEIGHBOUR_NAMED, [ELSEWHERE]]);
  });

  it('asks an officer of many districts to name one', async () => {
    for (const many of [provinceOfficer(), centralOfficer()])
      await expect(listIntakeLocations(desk, many, undefined)).rejects.toMatchObject({
        code: 'request.invalid',
        faults: [{ path: 'district', code: 'field.missing' }],
      });
  });

  it('does not exist outside the area', async () => {
    await expect(listIntakeLocations(desk, officer(), NEIGHBOUR)).rejects.toMatchObject({
      code: 'district.not-found',
    });
  });
});

describe("the public's list", () => {
  it('hides a place from the day after its last', async () => {
    desk.locations.places.splice(0, 1, place({ closesOn: day('2018-02-12') }));
    const shown = async (at: string) => (await listPublishedPlaces(desk, HOME, bangkok(at))).places.length;
    expect(await shown('2018-02-12 23:59')).toBe(1);
    expect(await shown('2018-02-13 00:00')).toBe(0);
  });

  it('of a district without places is empty, and of no district is not found', async () => {
    const { places } = await listPublishedPlaces(desk, districtCode('1001'), IN_WINDOW);
    expect(places).toEqual([]);
    await expect(listPublishedPlaces(desk, districtCode('3499'), IN_WINDOW)).rejects.toMatchObject({
      code: 'district.not-found',
    });
  });
});

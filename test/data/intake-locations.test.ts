import { describe, expect, it } from 'vitest';
import { AuditTable } from '../../functions/data/audit.ts';
import { IntakeLocationsTable } from '../../functions/data/intake-locations.ts';
import { PUBLISHED } from '../../functions/data/keys.ts';
import type { DistrictCode } from '../../functions/domain/area.ts';
import {
  changePlace,
  type IntakeLocation,
  MAX_PLACES_OF_A_DISTRICT,
  retirePlace,
} from '../../functions/domain/intake-location.ts';
import type { Written } from '../../functions/domain/ports.ts';
import { seededRandom } from '../../local/seed/random.ts';
import { day, districtCode, instant, place, placeId } from '../support/builders.ts';
import { Conflicts } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { lineAboutPlace } from './made-up.ts';

const stamp = { by: 'officer-2', at: instant('2018-02-01 10:00') };

describe.each(engines)('intake locations on $name', (engine) => {
  const tables = makeTables(engine, 'intakeLocations', 'audit');
  const on = (client = tables.client()): IntakeLocationsTable =>
    new IntakeLocationsTable(
      client,
      tables.names.intakeLocations,
      new AuditTable(client, tables.names.audit),
    );
  const locations = on();
  const save = (next: IntakeLocation, replaces?: IntakeLocation, by = locations): Promise<Written> =>
    by.save(next, replaces, lineAboutPlace(next));

  let districts = 3400;
  /** A district that no other test uses, without places. */
  const nextDistrict = (): DistrictCode => districtCode(String(++districts));
  const placeIn = (district: DistrictCode, n = 1, overrides: Partial<IntakeLocation> = {}): IntakeLocation =>
    place({
      district,
      placeId: placeId(`place${String(n).padStart(5, '0')}`),
      name: `ที่รับแจ้ง ${n}`,
      ...overrides,
    });
  const digest = (district: DistrictCode) => tables.item('intakeLocations', { district, placeId: PUBLISHED });

  const publishedIds = async (district: DistrictCode): Promise<string[]> =>
    (await on().published(district)).map((row) => row.placeId).sort();

  it('writes the place, the public list and the audit line together', async () => {
    const full = placeIn(nextDistrict(), 1, {
      address: '1 หมู่ 1',
      opensOn: day('2018-02-01'),
      closesOn: day('2018-02-28'),
      hours: 'จ.-ศ. 08.30-16.30 น.',
      phone: '045 000 000',
      position: { latitude: 15.228, longitude: 104.857 },
    });
    expect(await save(full)).toEqual({ outcome: 'written' });

    expect(await locations.one(full.district, full.placeId)).toEqual(full);
    const { version, status, recordedBy, recordedAt, changedBy, changedAt, district, ...published } = full;
    expect(await locations.published(district)).toEqual([published]);
    expect(await digest(district)).toEqual({
      district,
      placeId: PUBLISHED,
      revision: 1,
      places: [published],
    });
    expect(
      (await tables.items('audit')).filter(
        ({ about }) => (about as { district: string }).district === district,
      ),
    ).toHaveLength(1);
  });

  it('has an empty list for a district that has set no place', async () => {
    const district = nextDistrict();
    expect(await locations.published(district)).toEqual([]);
    expect(await locations.ofDistrict(district)).toEqual([]);
    expect(await locations.one(district, placeId('nowhere'))).toBeUndefined();
  });

  it('never shows the public list as a place', async () => {
    const district = nextDistrict();
    await save(placeIn(district, 1));
    await save(placeIn(district, 2));
    expect((await locations.ofDistrict(district)).map((row) => row.placeId)).toEqual([
      'place00001',
      'place00002',
    ]);
    expect(await locations.one(district, placeId(PUBLISHED))).toBeUndefined();
  });

  it('loses none of 20 places that are added to a district at the same time', async () => {
    const district = nextDistrict();
    const added = Array.from({ length: 20 }, (_, n) => placeIn(district, n));
    const results = await Promise.allSettled(added.map((next) => save(next)));
    expect(
      results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
    ).toEqual([]);
    expect((await digest(district))?.revision).toBe(20);
    expect(await publishedIds(district)).toEqual(added.map((row) => row.placeId));
  });

  it('has in its list what was added, whoever was told to try again, under rejected conflicts', async () => {
    const district = nextDistrict();
    const conflicts = new Conflicts(tables.keys, { random: seededRandom(3), strangers: 0.1 });
    const added = Array.from({ length: 6 }, (_, n) => placeIn(district, n));
    const results = await Promise.allSettled(
      added.map((next) => save(next, undefined, on(conflicts.among(tables.client())))),
    );
    const stored = (await locations.ofDistrict(district)).map((row) => row.placeId);
    expect(conflicts.raised).toBeGreaterThan(0);
    expect(stored).toEqual(
      added.filter((_, n) => results[n]?.status === 'fulfilled').map((row) => row.placeId),
    );
    expect(await publishedIds(district)).toEqual(stored);
    expect((await digest(district))?.revision).toBe(stored.length);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'store.busy' });
  });

  it('is overtaken by a change over a stale version, and nothing is written', async () => {
    const first = placeIn(nextDistrict());
    await save(first);
    const second = changePlace(first, { name: 'ชื่อใหม่' }, stamp);
    expect(await save(second, first)).toEqual({ outcome: 'written' });
    const before = await tables.contents();
    expect(await save(changePlace(first, { name: 'ชื่อที่สาม' }, stamp), first)).toEqual({
      outcome: 'overtaken',
    });
    expect(await save(retirePlace(first, stamp), first)).toEqual({ outcome: 'overtaken' });
    expect(await tables.contents()).toEqual(before);
  });

  it('is overtaken when a place of that id is there already', async () => {
    const first = placeIn(nextDistrict());
    await save(first);
    const before = await tables.contents();
    expect(await save({ ...first, name: 'อีกแห่ง' })).toEqual({ outcome: 'overtaken' });
    expect(await tables.contents()).toEqual(before);
  });

  it('lets one of several changes of the same version win', async () => {
    const first = placeIn(nextDistrict());
    await save(first);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => save(changePlace(first, { name: `ชื่อ ${n}` }, stamp), first)),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'written')).toHaveLength(1);
    const stored = await locations.one(first.district, first.placeId);
    expect((await digest(first.district))?.places).toEqual([{ placeId: first.placeId, name: stored?.name }]);
  });

  it('clears a field in the place and in the list', async () => {
    const first = placeIn(nextDistrict(), 1, { phone: '045 000 000' });
    await save(first);
    await save(changePlace(first, { phone: null }, stamp), first);
    expect((await digest(first.district))?.places).toEqual([{ placeId: first.placeId, name: first.name }]);
    expect(await locations.one(first.district, first.placeId)).not.toHaveProperty('phone');
  });

  it('takes a retired place off the list and keeps it among the places', async () => {
    const district = nextDistrict();
    const [first, second] = [placeIn(district, 1), placeIn(district, 2)];
    await save(first);
    await save(second);
    await save(retirePlace(first, stamp), first);
    expect((await digest(district))?.places).toEqual([{ placeId: second.placeId, name: second.name }]);
    expect((await locations.ofDistrict(district)).map(({ status }) => status)).toEqual(['retired', 'open']);
  });

  it('keeps districts apart', async () => {
    const [here, there] = [placeIn(nextDistrict()), placeIn(nextDistrict())];
    await save(here);
    await save(there);
    expect(await on().published(here.district)).toHaveLength(1);
    expect(await locations.ofDistrict(there.district)).toEqual([there]);
    expect((await digest(here.district))?.revision).toBe(1);
  });

  it('refuses one place more than a district may have, until one is retired', async () => {
    const district = nextDistrict();
    const all = Array.from({ length: MAX_PLACES_OF_A_DISTRICT }, (_, n) => placeIn(district, n));
    await tables.put('intakeLocations', ...all);
    const before = await tables.contents();
    const more = placeIn(district, MAX_PLACES_OF_A_DISTRICT);
    await expect(save(more)).rejects.toMatchObject({ code: 'intake-location.full' });
    expect(await tables.contents()).toEqual(before);

    const [first] = all as [IntakeLocation];
    expect(await save(changePlace(first, { name: 'ชื่อใหม่' }, stamp), first)).toEqual({ outcome: 'written' });
    const renamed = await locations.one(district, first.placeId);
    await save(retirePlace(renamed as IntakeLocation, stamp), renamed);
    expect(await save(more)).toEqual({ outcome: 'written' });
    expect((await digest(district))?.places).toHaveLength(MAX_PLACES_OF_A_DISTRICT);
  });

  it('takes a full district whose every text is as long as a request may have it', async () => {
    const district = nextDistrict();
    // The longest that the contract takes, in Thai, where a character is three bytes.
    const longest = (n: number) =>
      placeIn(district, n, {
        placeId: placeId(String(n).padStart(16, '0')),
        name: 'ก'.repeat(200),
        address: 'ข'.repeat(400),
        hours: 'ค'.repeat(120),
        phone: '0'.repeat(40),
        opensOn: day('2018-02-01'),
        closesOn: day('2018-02-28'),
        position: { latitude: 15.228_123, longitude: 104.857_123 },
      });
    const all = Array.from({ length: MAX_PLACES_OF_A_DISTRICT - 1 }, (_, n) => longest(n));
    await tables.put('intakeLocations', ...all);
    expect(await save(longest(MAX_PLACES_OF_A_DISTRICT))).toEqual({ outcome: 'written' });
  });

  it('reads a district again only when its list is no longer young, and at once as an officer', async () => {
    const first = placeIn(nextDistrict());
    await save(first);
    expect(await locations.published(first.district)).toHaveLength(1);
    await save(retirePlace(first, stamp), first);
    expect(await locations.published(first.district)).toHaveLength(1);
    expect(await on().published(first.district)).toEqual([]);
    expect((await locations.ofDistrict(first.district)).map(({ status }) => status)).toEqual(['retired']);
  });
});

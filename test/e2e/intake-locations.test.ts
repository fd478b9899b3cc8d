import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { checkEligibility } from '../../functions/contract/eligibility.ts';
import {
  addIntakeLocation,
  changeIntakeLocation,
  listIntakeLocations,
  listMyIntakeLocations,
} from '../../functions/contract/intake-locations.ts';
import { bangkokDay, plusDays } from '../../functions/domain/calendar.ts';
import {
  type Answer,
  answered,
  anybody,
  type Client,
  eventually,
  faultsIn,
  type Headed,
  ifMatch,
  officer,
  refused,
} from '../support/client.ts';
import { addPlace, lookUp, type Place, placePath, placesPath, retirePlace } from './desk.ts';
import { settle } from './people.ts';

type Published = z.output<typeof listIntakeLocations.answer>['places'];

/** A district each, so that the lists of one test are no business of another. */
const OWN = '3401';
const CROWDED = '3404';
const HOSTILE = '3409';
const VERBATIM = '3410';
const CLOSING = '3411';

/** A change is with everybody after this time. */
const PUBLISHED_WITHIN_MS = 30_000;
/** One person is looked up so often only before a challenge comes. */
const LOOK_UP_EVERY_MS = 2_000;

let mueang: Client;
let ubon: Client;

beforeAll(async () => {
  mueang = await officer('mueang-ubon');
  ubon = await officer('ubon');
});

const published = async (district: string): Promise<Published> =>
  answered(listIntakeLocations, await anybody.get(placesPath(district))).places;

const publishedIds = async (district: string): Promise<string[]> =>
  (await published(district)).map(({ placeId }) => placeId);

const lookedUpIds = async (citizenId: string): Promise<string[]> => {
  const answer = answered(checkEligibility, await lookUp(citizenId));
  return answer.status === 'may-register' ? answer.places.map(({ placeId }) => placeId) : [];
};

const listed = async (client: Client, district: string): Promise<Place[]> =>
  answered(listMyIntakeLocations, await client.get(`/v1/me/intake-locations?district=${district}`)).places;

const inList = async (client: Client, { district, placeId }: Place): Promise<Place | undefined> =>
  (await listed(client, district)).find((place) => place.placeId === placeId);

const add = (client: Client, district: string, fields: object): Promise<Answer> =>
  client.post(placesPath(district), fields);

const change = (
  client: Client,
  place: Place,
  fields: object,
  headers: Headed = ifMatch(`"${place.version}"`),
) => client.patch(placePath(place), fields, headers);

const WHOLE = {
  name: 'ศาลาประชาคมบ้านท่าวังหิน',
  address: 'หมู่ 4 ตำบลในเมือง',
  opensOn: '2026-01-05',
  closesOn: '2199-12-31',
  hours: 'จ.-ศ. 08.30-16.30 น.',
  phone: '045 111 222 ต่อ 3',
  position: { latitude: 15.23, longitude: 104.86 },
};

describe('a place that is added', () => {
  it('is answered with all that was sent, at version 1', async () => {
    const answer = await add(mueang, OWN, WHOLE);
    const place = answered(addIntakeLocation, answer);
    expect(place).toMatchObject({ ...WHOLE, district: OWN, version: 1, status: 'open' });
    expect(answer.etag).toBe('"1"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    await retirePlace(mueang, place);
  });

  it('shows at once to the officer, and in the look-up and the public list within half a minute', async () => {
    const { citizenId } = await settle(`${OWN}01`);
    // Both are asked first, so that what they keep is out of date.
    await eventually(
      async () => {
        expect(await lookedUpIds(citizenId)).toEqual(await publishedIds(OWN));
      },
      PUBLISHED_WITHIN_MS,
      LOOK_UP_EVERY_MS,
    );
    const place = await addPlace(mueang, OWN, 'หอประชุมเทศบาลนครอุบลราชธานี');
    expect(await inList(mueang, place)).toEqual(place);
    await eventually(
      async () => {
        expect(await lookedUpIds(citizenId)).toContain(place.placeId);
        expect(await publishedIds(OWN)).toContain(place.placeId);
      },
      PUBLISHED_WITHIN_MS,
      LOOK_UP_EVERY_MS,
    );

    const retired = await retirePlace(mueang, place);
    expect(retired).toMatchObject({ status: 'retired', version: 2 });
    expect((await inList(mueang, place))?.status).toBe('retired');
    await eventually(
      async () => {
        expect(await lookedUpIds(citizenId)).not.toContain(place.placeId);
        expect(await publishedIds(OWN)).not.toContain(place.placeId);
      },
      PUBLISHED_WITHIN_MS,
      LOOK_UP_EVERY_MS,
    );
  }, 90_000);

  it('is in the list of a district officer who names no district', async () => {
    const place = await addPlace(mueang, OWN, 'ที่ทำการผู้ใหญ่บ้าน');
    const { places } = answered(listMyIntakeLocations, await mueang.get('/v1/me/intake-locations'));
    expect(places).toContainEqual(place);
    await retirePlace(mueang, place);
  });

  it('is in no list of a province officer who names no district', async () => {
    const problem = refused(await ubon.get('/v1/me/intake-locations'), 400, 'request.invalid');
    expect(faultsIn(problem)).toEqual(['district field.missing']);
  });

  it('is public without what concerns officers only', async () => {
    for (const place of await published(OWN))
      for (const field of ['recordedBy', 'changedBy', 'recordedAt', 'version', 'status'])
        expect(place).not.toHaveProperty(field);
  });

  it('is in no list of a district that does not exist', async () => {
    refused(await anybody.get(placesPath('3499')), 404, 'district.not-found');
    for (const code of ['x', '34', '34010', '%00'])
      refused(await anybody.get(placesPath(code)), 400, 'request.invalid');
  });

  it('may be kept for seconds by the edge where it is public, and not where it is the officers', async () => {
    const cached = async (client: Client, path: string) =>
      (await client.get(path)).headers.get('cache-control');
    expect(await cached(anybody, placesPath(OWN))).toBe('public, max-age=10');
    expect(await cached(mueang, '/v1/me/intake-locations')).toBe('no-store');
  });
});

describe('a change', () => {
  let place: Place;

  beforeAll(async () => {
    place = answered(addIntakeLocation, await add(mueang, OWN, WHOLE));
    return async () => {
      await retirePlace(mueang, (await inList(mueang, place)) ?? place);
    };
  });

  const latest = async (): Promise<Place> => (await inList(mueang, place)) ?? place;

  it('keeps what was not sent and answers the next version', async () => {
    const before = await latest();
    const answer = await change(mueang, before, { name: 'ศาลาประชาคมหลังใหม่' });
    const changed = answered(changeIntakeLocation, answer);
    expect(changed).toMatchObject({ ...WHOLE, name: 'ศาลาประชาคมหลังใหม่', version: before.version + 1 });
    expect(answer.etag).toBe(`"${before.version + 1}"`);
    expect(await latest()).toEqual(changed);
  });

  it('clears with null what may be empty', async () => {
    const before = await latest();
    const { phone: _phone, position: _position, closesOn: _closesOn, ...kept } = before;
    const changed = answered(
      changeIntakeLocation,
      await change(mueang, before, { phone: null, position: null, closesOn: null }),
    );
    expect(changed).toEqual({ ...kept, version: before.version + 1, changedAt: expect.any(String) });
    expect(await latest()).toEqual(changed);
  });

  it('cannot clear the name', async () => {
    const before = await latest();
    const problem = refused(await change(mueang, before, { name: null }), 400, 'request.invalid');
    expect(faultsIn(problem)).toEqual(['name field.wrong-type']);
    refused(await change(mueang, before, { name: '  ' }), 400, 'request.invalid');
    expect(await latest()).toEqual(before);
  });

  it('needs the version that it changes', async () => {
    const before = await latest();
    for (const headers of [{}, ifMatch(''), ifMatch('  ')]) {
      refused(await change(mueang, before, { name: 'ชื่อใหม่' }, headers), 428, 'if-match.missing');
      refused(
        await mueang.post(`${placePath(before)}/retirement`, undefined, headers),
        428,
        'if-match.missing',
      );
    }
    expect(await latest()).toEqual(before);
  });

  it.each([
    '"0"',
    '"999"',
    '3',
    'W/"1"',
    '*',
    '"1", "2"',
    '"-1"',
    '"1e1"',
    'garbage',
    '"1',
    `"${'9'.repeat(400)}"`,
  ])('is refused under If-Match: %s', async (tag) => {
    const before = await latest();
    refused(await change(mueang, before, { name: 'ชื่อใหม่' }, ifMatch(tag)), 412, 'version.stale');
    refused(
      await mueang.post(`${placePath(before)}/retirement`, undefined, ifMatch(tag)),
      412,
      'version.stale',
    );
    expect(await latest()).toEqual(before);
  });

  it('that comes second is told the version that is there', async () => {
    const before = await latest();
    answered(changeIntakeLocation, await change(mueang, before, { hours: 'ทุกวัน' }));
    const problem = refused(await change(ubon, before, { hours: 'ส.-อา.' }), 412, 'version.stale');
    expect(problem.facts).toEqual({ version: before.version + 1 });
    expect((await latest()).hours).toBe('ทุกวัน');
  });

  it('wins alone when two are made at once', async () => {
    const before = await latest();
    const hours = ['08.00-12.00 น.', '13.00-17.00 น.'];
    const answers = await Promise.all([
      change(mueang, before, { hours: hours[0] }),
      change(ubon, before, { hours: hours[1] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(await latest()).toMatchObject({ hours: hours[winner], version: before.version + 1 });
  });

  it('of nothing is refused and makes no version', async () => {
    const before = await latest();
    refused(await change(mueang, before, {}), 422, 'intake-location.nothing-to-change');
    expect(await latest()).toEqual(before);
  });

  it('is refused with the last day before the first', async () => {
    const before = await latest();
    refused(
      await change(mueang, before, { opensOn: '2026-05-02', closesOn: '2026-05-01' }),
      422,
      'intake-location.days-reversed',
    );
    expect(await latest()).toEqual(before);
  });
});

describe('a place that is retired', () => {
  it('can be neither changed nor retired again', async () => {
    const place = await addPlace(mueang, OWN, 'จุดบริการที่เลิกแล้ว');
    const retired = await retirePlace(mueang, place);
    refused(await change(mueang, retired, { name: 'เปิดใหม่' }), 409, 'intake-location.retired');
    const again = await mueang.post(`${placePath(retired)}/retirement`, undefined, ifMatch('"2"'));
    refused(again, 409, 'intake-location.retired');
    expect(await inList(mueang, place)).toEqual(retired);
  });

  it('was there before it was retired', async () => {
    const nowhere = { district: OWN, placeId: '0123456789abcdefghijk' };
    refused(
      await mueang.patch(placePath(nowhere), { name: 'ก' }, ifMatch('"1"')),
      404,
      'intake-location.not-found',
    );
    refused(
      await mueang.post(`${placePath(nowhere)}/retirement`, undefined, ifMatch('"1"')),
      404,
      'intake-location.not-found',
    );
  });

  it('is no place of another district', async () => {
    const place = await addPlace(ubon, CROWDED, 'ของอำเภออื่น');
    const elsewhere = { ...place, district: OWN };
    refused(await change(ubon, elsewhere, { name: 'ย้าย' }), 404, 'intake-location.not-found');
    await retirePlace(ubon, place);
  });

  it.each(['%23published', '..', '%2e%2e', 'short', 'UPPERCASE0123456789', `${'a'.repeat(41)}`])(
    'is not called %s',
    async (placeId) => {
      const path = `${placesPath(OWN)}/${placeId}/retirement`;
      expect([400, 404]).toContain((await mueang.post(path, undefined, ifMatch('"1"'))).status);
    },
  );
});

describe('a place whose last day has passed', () => {
  it('is shown to officers and to nobody else', async () => {
    const yesterday = plusDays(bangkokDay(new Date()), -1);
    const over = answered(
      addIntakeLocation,
      await add(ubon, CLOSING, { name: 'ปิดแล้วเมื่อวาน', closesOn: yesterday }),
    );
    const lastDay = answered(
      addIntakeLocation,
      await add(ubon, CLOSING, { name: 'เปิดวันสุดท้าย', closesOn: plusDays(yesterday, 1) }),
    );
    expect(await inList(ubon, over)).toEqual(over);
    await eventually(
      async () => expect(await publishedIds(CLOSING)).toContain(lastDay.placeId),
      PUBLISHED_WITHIN_MS,
    );
    expect(await publishedIds(CLOSING)).not.toContain(over.placeId);
  });
});

describe('a hostile name', () => {
  it.each([
    ['a line break', 'หอประชุม\nชั้น 2', 'field.bad-format'],
    ['a carriage return', 'หอประชุม\rชั้น 2', 'field.bad-format'],
    ['a null', 'หอประชุม\u0000', 'field.bad-format'],
    ['an escape', '\u001b[31mหอประชุม', 'field.bad-format'],
    ['a C1 control', 'หอประชุม\u0085ชั้น 2', 'field.bad-format'],
    ['a line separator', 'หอประชุม\u2028ชั้น 2', 'field.bad-format'],
    ['a right-to-left override', 'หอประชุม\u202egnp.exe', 'field.bad-format'],
    ['a right-to-left isolate', 'หอประชุม\u2067abc\u2069', 'field.bad-format'],
    ['half of a pair of surrogates', 'หอประชุม\ud83c', 'field.bad-format'],
    ['a noncharacter', 'หอประชุม\uffff', 'field.bad-format'],
    ['ten thousand characters', 'ก'.repeat(10_000), 'field.too-long'],
    ['one character too many', 'ก'.repeat(201), 'field.too-long'],
    ['nothing', '', 'field.too-short'],
    ['blanks only', ' \t\u00a0 ', 'field.too-short'],
    ['a list', ['หอประชุม'], 'field.wrong-type'],
    ['an object', { th: 'หอประชุม' }, 'field.wrong-type'],
  ])('with %s is refused and nothing is added', async (_what, name, fault) => {
    const before = await listed(ubon, HOSTILE);
    const problem = refused(await add(ubon, HOSTILE, { name }), 400, 'request.invalid');
    expect(faultsIn(problem)).toEqual([`name ${fault}`]);
    expect(await listed(ubon, HOSTILE)).toEqual(before);
  });

  it('is plain text to the letter, whatever it would be elsewhere', async () => {
    const names = [
      '<img src=x onerror="alert(1)"><script>alert(2)</script>',
      '=HYPERLINK("https://example.org","รับเงิน")',
      '{{constructor}} #{7*7} %s %n',
      "'; DROP TABLE places; --",
      '"\\"\\u0000\\n',
      '🏛️ หอประชุม 👩',
      'ก'.repeat(200),
    ];
    const places = [];
    for (const name of names) places.push(await addPlace(ubon, VERBATIM, name));
    expect(places.map(({ name }) => name)).toEqual(names);
    expect((await listed(ubon, VERBATIM)).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    await eventually(
      async () =>
        expect((await published(VERBATIM)).map(({ name }) => name)).toEqual(expect.arrayContaining(names)),
      PUBLISHED_WITHIN_MS,
    );
  });

  it('is tidied of blanks around it and of two ways to write a letter', async () => {
    const place = await addPlace(ubon, HOSTILE, '  Cafe\u0301 เทศบาล ');
    expect(place.name).toBe('Caf\u00e9 เทศบาล');
    await retirePlace(ubon, place);
  });

  it.each([
    [
      'position',
      { position: { latitude: 0, longitude: 0 } },
      ['position.latitude field.out-of-range', 'position.longitude field.out-of-range'],
    ],
    ['position', { position: { latitude: 15 } }, ['position.longitude field.missing']],
    [
      'position',
      { position: { latitude: '15', longitude: 104, altitude: 3 } },
      ['position.latitude field.wrong-type', 'position.altitude field.unknown'],
    ],
    ['phone', { phone: 'โทรหาผมสิ' }, ['phone field.bad-format']],
    ['phone', { phone: '1'.repeat(41) }, ['phone field.bad-format']],
    ['day', { opensOn: '2026-02-29' }, ['opensOn field.bad-format']],
    ['day', { opensOn: '29/2/2569' }, ['opensOn field.bad-format']],
    ['hours', { hours: 'x'.repeat(121) }, ['hours field.too-long']],
  ])('is refused together with a bad %s', async (_what, fields, faults) => {
    const problem = refused(await add(ubon, HOSTILE, { name: 'หอประชุม', ...fields }), 400, 'request.invalid');
    expect(faultsIn(problem)).toEqual(faults);
  });
});

describe('twenty places that are added at once', () => {
  it('all arrive in the public list', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `จุดรับแจ้งที่ ${i + 1}`);
    const sent = await Promise.all(names.map((name) => patiently(() => add(ubon, CROWDED, { name }))));
    const ids = sent.map((answer) => answered(addIntakeLocation, answer).placeId);
    expect(new Set(ids).size).toBe(names.length);
    expect((await listed(ubon, CROWDED)).map(({ placeId }) => placeId)).toEqual(expect.arrayContaining(ids));
    await eventually(
      async () => expect(await publishedIds(CROWDED)).toEqual(expect.arrayContaining(ids)),
      PUBLISHED_WITHIN_MS,
    );
    const ours = (await published(CROWDED)).filter(({ placeId }) => ids.includes(placeId));
    expect(ours.map(({ name }) => name).sort()).toEqual(names.sort());
  }, 120_000);
});

/** Sends again what was told to come back later; nothing was saved by then. */
async function patiently(send: () => Promise<Answer>): Promise<Answer> {
  return eventually(async () => {
    const answer = await send();
    if (answer.status === 503) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      throw new Error('told to come back later');
    }
    return answer;
  }, 60_000);
}

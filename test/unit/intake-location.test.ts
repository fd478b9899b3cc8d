import { describe, expect, it } from 'vitest';
import {
  changePlace,
  openPlace,
  placesStillOpen,
  publishedPlaces,
  retirePlace,
} from '../../functions/domain/intake-location.ts';
import { day, HOME, instant, place, placeId } from '../support/builders.ts';

const stamp = { by: 'officer-2', at: instant('2018-02-02 08:00') };

describe('a place', () => {
  it('opens as version 1, recorded and changed by whoever set it', () => {
    expect(
      openPlace(HOME, placeId('place00009'), { name: 'วัดสมมุติ', hours: '08.30-16.30 น.' }, stamp),
    ).toEqual({
      name: 'วัดสมมุติ',
      hours: '08.30-16.30 น.',
      district: '3401',
      placeId: 'place00009',
      version: 1,
      status: 'open',
      recordedBy: 'officer-2',
      recordedAt: stamp.at,
      changedBy: 'officer-2',
      changedAt: stamp.at,
    });
  });

  it('changes the fields that were sent and keeps who recorded it', () => {
    const before = place({ hours: '08.30-16.30 น.', phone: '045-000-000' });
    expect(changePlace(before, { name: 'ศาลาใหม่', phone: undefined }, stamp)).toEqual({
      ...before,
      name: 'ศาลาใหม่',
      version: 2,
      changedBy: 'officer-2',
      changedAt: stamp.at,
    });
  });

  it('loses a field that was sent as null', () => {
    const before = place({
      address: '1 ถนนสมมุติ',
      hours: '08.30-16.30 น.',
      phone: '045-000-000',
      opensOn: day('2018-02-01'),
      closesOn: day('2018-02-28'),
      position: { latitude: 15.2, longitude: 104.8 },
    });
    const after = changePlace(
      before,
      { address: null, hours: null, phone: null, opensOn: null, closesOn: null, position: null },
      stamp,
    );
    expect(JSON.parse(JSON.stringify(after))).toEqual(
      JSON.parse(JSON.stringify(place({ version: 2, changedBy: 'officer-2', changedAt: stamp.at }))),
    );
  });

  it('is not changed in the hands of who holds the older version', () => {
    const before = Object.freeze(place());
    changePlace(before, { name: 'ศาลาใหม่' }, stamp);
    retirePlace(before, stamp);
    expect(before).toEqual(place());
  });

  const reversed = { opensOn: day('2018-02-10'), closesOn: day('2018-02-09') };

  it('cannot close before it opens', () => {
    expect(() => openPlace(HOME, placeId('place00009'), { name: 'ก', ...reversed }, stamp)).toThrow(
      expect.objectContaining({ code: 'intake-location.days-reversed', kind: 'breaks-rule' }),
    );
  });

  it('cannot be changed so that it closes before it opens, whichever day is sent', () => {
    const before = place({ opensOn: day('2018-02-05'), closesOn: day('2018-02-20') });
    for (const changes of [{ opensOn: day('2018-02-21') }, { closesOn: day('2018-02-04') }, reversed])
      expect(() => changePlace(before, changes, stamp)).toThrow(
        expect.objectContaining({ code: 'intake-location.days-reversed' }),
      );
  });

  it('may open for one day, and may have only one of the two days', () => {
    const oneDay = { opensOn: day('2018-02-10'), closesOn: day('2018-02-10') };
    expect(openPlace(HOME, placeId('place00009'), { name: 'ก', ...oneDay }, stamp)).toMatchObject(oneDay);
    const before = place({ opensOn: day('2018-02-05'), closesOn: day('2018-02-20') });
    expect(changePlace(before, { closesOn: null, opensOn: day('2018-03-01') }, stamp).opensOn).toBe(
      '2018-03-01',
    );
  });

  it('retires once, and is neither changed nor retired afterwards', () => {
    const retired = retirePlace(place(), stamp);
    expect(retired).toMatchObject({ status: 'retired', version: 2, changedBy: 'officer-2' });
    for (const again of [() => retirePlace(retired, stamp), () => changePlace(retired, { name: 'ก' }, stamp)])
      expect(again).toThrow(expect.objectContaining({ code: 'intake-location.retired', kind: 'conflict' }));
  });
});

describe('the public list', () => {
  it('is in the order of the Thai alphabet, vowels before a consonant read after it', () => {
    const names = ['โรงเรียน', 'วัด', 'เทศบาล', 'ที่ว่าการอำเภอ', 'กองทุน', 'หอประชุม'];
    const places = names.map((name, at) => place({ name, placeId: placeId(`place0000${at}`) }));
    expect(publishedPlaces(places).map(({ name }) => name)).toEqual([
      'กองทุน',
      'ที่ว่าการอำเภอ',
      'เทศบาล',
      'โรงเรียน',
      'วัด',
      'หอประชุม',
    ]);
  });

  it('has one order for places of the same name, however they were read', () => {
    const twins = ['place0000b', 'place0000a', 'place0000c'].map((id) => place({ placeId: placeId(id) }));
    const ids = (list: ReturnType<typeof publishedPlaces>) => list.map(({ placeId: id }) => id);
    expect(ids(publishedPlaces(twins))).toEqual(['place0000a', 'place0000b', 'place0000c']);
    expect(ids(publishedPlaces(twins.toReversed()))).toEqual(ids(publishedPlaces(twins)));
  });

  it('leaves retired places out, and who recorded a place', () => {
    const list = publishedPlaces([
      place({ address: '1 ถนนสมมุติ' }),
      retirePlace(place({ placeId: placeId('place00002') }), stamp),
    ]);
    expect(JSON.parse(JSON.stringify(list))).toEqual([
      { placeId: 'place00001', name: 'หอประชุมที่ว่าการอำเภอ', address: '1 ถนนสมมุติ' },
    ]);
  });

  it.each([
    ['2018-02-19', true],
    ['2018-02-20', true],
    ['2018-02-21', false],
  ])('on %s shows a place whose last day is 2018-02-20: %s', (today, shown) => {
    const places = [{ placeId: placeId('place00001'), name: 'ก', closesOn: day('2018-02-20') }];
    expect(placesStillOpen(places, day(today))).toHaveLength(shown ? 1 : 0);
  });

  it('shows a place without a last day, and one that has yet to open', () => {
    const places = [
      { placeId: placeId('place00001'), name: 'ก' },
      { placeId: placeId('place00002'), name: 'ข', opensOn: day('2018-02-25') },
    ];
    expect(placesStillOpen(places, day('2018-02-12'))).toEqual(places);
  });
});

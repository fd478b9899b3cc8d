import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areSame,
  changesOf,
  differencesOf,
  draftOf,
  EMPTY_DRAFT,
  mergedDraft,
  newPlaceOf,
  PLACE_FIELDS,
  type Place,
  type PlaceDraft,
} from '../../web/officer/intake-locations/place-draft.ts';

const place: Place = {
  placeId: 'office3401',
  name: 'ที่ว่าการอำเภอ',
  hours: 'จ.-ศ. 08.30-16.30 น.',
  phone: '045 000 000',
  position: { latitude: 15.24, longitude: 104.84 },
  district: '3401',
  version: 3,
  status: 'open',
  recordedAt: '2026-01-05T02:00:00.000Z',
  changedAt: '2026-01-05T02:00:00.000Z',
};

const read = draftOf(place);
const draft: fc.Arbitrary<PlaceDraft> = fc
  .tuple(...PLACE_FIELDS.map(() => fc.constantFrom('', 'ก', 'ข', 'ค')))
  .map(
    (texts) => Object.fromEntries(PLACE_FIELDS.map((field, at) => [field, texts[at] ?? ''])) as PlaceDraft,
  );

describe('a draft of a place', () => {
  it('sends only the fields that changed', () => {
    expect(changesOf(place, { ...read, hours: 'ส.-อา. 09.00-15.00 น.' })).toEqual({
      hours: 'ส.-อา. 09.00-15.00 น.',
    });
  });

  it('clears a field that was emptied', () => {
    expect(changesOf(place, { ...read, phone: ' ', position: '' })).toEqual({ phone: null, position: null });
  });

  it('is unchanged by blanks around a text and by another way to write the position', () => {
    const typed = { ...read, name: ` ${read.name} `, position: '๑๕.๒๔ ๑๐๔.๘๔' };
    expect(changesOf(place, typed)).toEqual({});
    expect(areSame(read, typed)).toBe(true);
  });

  it('leaves out what is empty in a new place', () => {
    expect(newPlaceOf({ ...EMPTY_DRAFT, name: ' ศาลากลางบ้าน ' })).toEqual({ name: 'ศาลากลางบ้าน' });
  });
});

describe('two drafts of the same place', () => {
  it('propose the side that changed a field, and nothing where both did', () => {
    const mine = { ...read, hours: 'ของฉัน', phone: '045 111 111' };
    const theirs = { ...read, phone: '045 222 222', address: 'ถนนอุปราช' };
    expect(differencesOf(read, mine, theirs).map(({ field, proposed }) => [field, proposed])).toEqual([
      ['address', 'theirs'],
      ['hours', 'mine'],
      ['phone', undefined],
    ]);
  });

  it('lose no field that only one of them changed, when what is proposed is taken', () => {
    fc.assert(
      fc.property(draft, draft, draft, (base, mine, theirs) => {
        const choices = Object.fromEntries(
          differencesOf(base, mine, theirs).map(({ field, proposed }) => [field, proposed ?? 'mine']),
        );
        const merged = mergedDraft(mine, theirs, choices);
        for (const field of PLACE_FIELDS) {
          if (mine[field] === base[field]) expect(merged[field]).toBe(theirs[field]);
          if (theirs[field] === base[field]) expect(merged[field]).toBe(mine[field]);
        }
      }),
    );
  });
});

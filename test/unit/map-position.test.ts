import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPosition, showPosition } from '../../web/officer/intake-locations/map-position.ts';

const HALL = { latitude: 15.24, longitude: 104.84 };

const latitude = fc.integer({ min: 5_000_000, max: 21_000_000 }).map((millionths) => millionths / 1e6);
const longitude = fc.integer({ min: 97_000_000, max: 106_000_000 }).map((millionths) => millionths / 1e6);

describe('a position that is pasted', () => {
  it.each([
    '15.24, 104.84',
    ' 15.24,104.84 ',
    '15.24 104.84',
    '(15.24, 104.84)',
    '๑๕.๒๔, ๑๐๔.๘๔',
    '15.24° N, 104.84° E',
    '104.84, 15.24',
    `15°14'24.0"N 104°50'24.0"E`,
    '15°14′24″N, 104°50′24″E',
    'https://www.google.com/maps?q=15.24,104.84',
    'https://www.google.com/maps/@15.24,104.84,17z',
    'https://www.google.com/maps/search/?api=1&query=15.24%2C104.84',
    'https://www.google.com/maps/search/15.24,+104.84?entry=tts',
    'https://www.google.com/maps/place/15%C2%B014/@15.9,104.1,17z/data=!4m4!3m3!8m2!3d15.24!4d104.84',
    'https://maps.google.com/?ll=15.24,104.84',
    'https://www.openstreetmap.org/#map=17/15.24/104.84',
    'https://www.openstreetmap.org/?mlat=15.24&mlon=104.84#map=17/15.9/104.1',
    'https://maps.apple.com/?ll=15.24,104.84&q=pin',
    'geo:15.24,104.84?z=17',
  ])('is read from %s', (text) => {
    expect(readPosition(text)).toEqual({ kind: 'read', position: HALL });
  });

  it('is none when the field is left empty', () => {
    expect(readPosition('  ')).toEqual({ kind: 'none' });
  });

  it.each([
    ['หอประชุมอำเภอ', 'not-a-position'],
    ['15.24', 'not-a-position'],
    ['%E0%A4%A', 'not-a-position'],
    ['https://maps.app.goo.gl/AbCdEf123', 'short-link'],
    ['48.85, 2.35', 'outside-thailand'],
    ['https://www.google.com/maps/@48.85,2.35,12z', 'outside-thailand'],
  ])('%s is refused as %s', (text, fault) => {
    expect(readPosition(text)).toEqual({ kind: 'fault', fault });
  });

  it('reads back what it shows, anywhere in Thailand', () => {
    fc.assert(
      fc.property(fc.record({ latitude, longitude }), (position) => {
        expect(readPosition(showPosition(position))).toEqual({ kind: 'read', position });
      }),
    );
  });
});

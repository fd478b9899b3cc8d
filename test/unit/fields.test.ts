import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import * as field from '../../functions/contract/fields.ts';
import { addIntakeLocation, changeIntakeLocation } from '../../functions/contract/intake-locations.ts';
import {
  correctRegistration,
  createRegistration,
  withdrawRegistration,
} from '../../functions/contract/registrations.ts';

const FORM = { citizenId: '1', placeId: 'place00001', agency: 'DOPA', consent: true };

/** Every free text of the API: a request with that text in it. */
const FREE_TEXTS: [string, z.ZodMiniType, (text: string) => unknown][] = [
  ["a place's name", addIntakeLocation.body, (name) => ({ name })],
  ["a place's address", addIntakeLocation.body, (address) => ({ name: 'ก', address })],
  ["a place's hours", addIntakeLocation.body, (hours) => ({ name: 'ก', hours })],
  ["a place's phone", addIntakeLocation.body, (phone) => ({ name: 'ก', phone })],
  ["a place's new name", changeIntakeLocation.body, (name) => ({ name })],
  ["a place's new address", changeIntakeLocation.body, (address) => ({ address })],
  ["a place's new hours", changeIntakeLocation.body, (hours) => ({ hours })],
  ["a place's new phone", changeIntakeLocation.body, (phone) => ({ phone })],
  ["a person's phone", createRegistration.body, (phone) => ({ ...FORM, phone })],
  ['a remark', createRegistration.body, (remark) => ({ ...FORM, remark })],
  ["a person's new phone", correctRegistration.body, (phone) => ({ phone })],
  ['a new remark', correctRegistration.body, (remark) => ({ remark })],
  ['the reason for a correction', correctRegistration.body, (reason) => ({ phone: null, reason })],
  ['the reason for a withdrawal', withdrawRegistration.body, (reason) => ({ reason })],
];

const accepts = (schema: z.ZodMiniType, value: unknown): boolean => z.safeParse(schema, value).success;
const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => String.fromCodePoint(from + n));

const CONTROLS = [...range(0x00, 0x1f), ...range(0x7f, 0x9f)].filter((character) => character !== '\n');
const LINE_BREAKS = ['\u2028', '\u2029'];
const DIRECTION_OVERRIDES = [...range(0x202a, 0x202e), ...range(0x2066, 0x2069)];

describe('free text', () => {
  it.each(FREE_TEXTS)('in %s has no control character and no direction override', (name, schema, request) => {
    const madeABlank = name.includes('remark') ? ['\t', '\r'] : [];
    for (const text of ['045 000 000', '0450000000']) expect(accepts(schema, request(text)), text).toBe(true);
    for (const character of [...CONTROLS, ...LINE_BREAKS, ...DIRECTION_OVERRIDES])
      expect(accepts(schema, request(`045 00${character}0000`)), JSON.stringify(character)).toBe(
        madeABlank.includes(character),
      );
  });

  it.each(FREE_TEXTS.filter(([name]) => !name.includes('remark')))(
    'in %s is one line',
    (_, schema, request) => {
      expect(accepts(schema, request('045 00\n0000'))).toBe(false);
    },
  );

  it('in a remark may have several lines', () => {
    expect(accepts(createRegistration.body, { ...FORM, remark: 'บรรทัดหนึ่ง\nบรรทัดสอง' })).toBe(true);
  });

  it.each(FREE_TEXTS)('in %s is never empty and never without end', (_, schema, request) => {
    for (const text of ['', ' ', '\u3000', '0'.repeat(501)])
      expect(accepts(schema, request(text))).toBe(false);
  });

  it('is kept without blanks around it and in one form of Unicode', () => {
    expect(z.parse(field.line(10), '  วัด\u00a0')).toBe('วัด');
    expect(z.parse(field.line(10), 'Cafe\u0301')).toBe('Café');
  });

  it.each([...range(0x200b, 0x200f), '\u00ad', '\u061c', '\u2060', '\ufeff', '\u{e0041}'])(
    'is kept without %j, which would make another name of the same look',
    (unseen) => {
      expect(z.parse(field.line(20), `ศาลา${unseen}กลาง${unseen}`)).toBe('ศาลากลาง');
      expect(accepts(field.line(20), unseen)).toBe(false);
    },
  );

  it('may hold any word of Thai or English', () => {
    for (const text of ['หอประชุมที่ว่าการอำเภอ (ชั้น ๒)', "St. Mary's Hall, 2/F", 'น้ำ', 'กู้ภัย 🚑'])
      expect(z.parse(field.line(200), text)).toBe(text.normalize('NFC'));
  });

  it('that is accepted is accepted again as it was kept', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (text) => {
        const kept = z.safeParse(field.line(200), text);
        if (kept.success) expect(z.parse(field.line(200), kept.data)).toBe(kept.data);
      }),
    );
  });
});

describe('a phone', () => {
  it.each(['0800000000', '080-000-0000', '+66 80 000 0000', '02 126 5500 ต่อ 3303', '๐๔๕-๐๐๐๐๐๐'])(
    'may be %j',
    (phone) => {
      expect(accepts(field.phone, phone)).toBe(true);
    },
  );

  it.each(['', '12345', 'call me', '080-000-0000 <script>', '=1+1|cmd', '0'.repeat(41)])(
    'is not %j',
    (phone) => {
      expect(accepts(field.phone, phone)).toBe(false);
    },
  );
});

describe('codes and days', () => {
  it.each([
    ['a district', field.districtCode, ['3401'], ['34', '34011', '๓๔๐๑', '34a1', ' 3401', '3401\n']],
    ['an area', field.areaCode, ['34', '3401'], ['3', '340', '34011', '340101', '๓๔', '']],
    ['a place', field.placeId, ['abc0123456'], ['#published', 'short', 'ABC0123456', 'a'.repeat(41)]],
    ['an agency', field.agencyCode, ['DOPA', 'GSB', 'A1'], ['dopa', 'D', 'DOPA-1', '1A', 'A'.repeat(13)]],
    ['a project', field.projectCode, ['1-01', 'P01'], ['', 'a b', 'โครงการ', 'a'.repeat(25)]],
    ['a day', field.day, ['2018-02-28', '2020-02-29'], ['2018-02-29', '12/02/2018', '2018-2-1', '']],
    ['a cursor', field.cursor, ['abc_-09'], ['', 'a b', 'ก', '='.repeat(4), 'a'.repeat(201)]],
  ] as const)('%s is written in one way', (_, schema, good, bad) => {
    for (const text of good) expect(accepts(schema, text), text).toBe(true);
    for (const text of bad) expect(accepts(schema, text), JSON.stringify(text)).toBe(false);
  });

  it('a position lies in Thailand', () => {
    expect(accepts(field.position, { latitude: 15.24, longitude: 104.85 })).toBe(true);
    for (const position of [
      { latitude: 104.85, longitude: 15.24 },
      { latitude: 15.24 },
      { latitude: Number.NaN, longitude: 104.85 },
      { latitude: '15.24', longitude: 104.85 },
      { latitude: 15.24, longitude: 104.85, altitude: 120 },
    ])
      expect(accepts(field.position, position)).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkDigit,
  maskCitizenId,
  normaliseCitizenId,
  parseCitizenId,
} from '../../functions/domain/citizen-id.ts';
import { officeZeroId } from '../support/builders.ts';

const anyUnit = fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit));

const validId = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 99_999_999_999 }))
  .map(([first, rest]) => {
    const twelve = `${first}${String(rest).padStart(11, '0')}`;
    return `${twelve}${checkDigit(twelve)}`;
  });

const replaced = (digits: string, at: number, digit: string): string =>
  `${digits.slice(0, at)}${digit}${digits.slice(at + 1)}`;

const otherDigits = (digit: string | undefined): string[] =>
  [...'0123456789'].filter((other) => other !== digit);

const refusalOf = (written: string): unknown => {
  try {
    return parseCitizenId(written);
  } catch (error) {
    return error;
  }
};

describe('reading an ID as a person writes it', () => {
  it.each([
    ['digits alone', '1000000000017'],
    ['hyphens as on the card', '1-0000-00000-01-7'],
    ['blanks as on the card', ' 1 0000 00000 01 7 '],
    ['Thai digits', '๑๐๐๐๐๐๐๐๐๐๐๑๗'],
    ['Thai digits with hyphens', '๑-๐๐๐๐-๐๐๐๐๐-๐๑-๗'],
    ['Thai and Arabic digits mixed', '๑0000๐00000๑7'],
    ['a non-breaking hyphen', '1‑0000‑00000‑01‑7'],
    ['an en dash', '1–0000–00000–01–7'],
    ['an em dash', '1—0000—00000—01—7'],
    ['a minus sign', '1\u22120000\u221200000\u221201\u22127'],
    ['a non-breaking blank', '1\u00a00000\u00a000000\u00a001\u00a07'],
    ['an ideographic blank', '1\u30000000\u300000000\u300001\u30007'],
    ['a tab and a line end', '1000000\t000017\r\n'],
    ['zero-width blanks and joiners', '1\u200b0000\u200c00000\u200d01\u20607'],
    ['a byte order mark', '\ufeff1000000000017'],
  ])('understands %s', (_, written) => {
    expect(parseCitizenId(written)).toBe('1000000000017');
  });

  it.each([
    ['a soft hyphen', '\u00ad'],
    ['a fullwidth hyphen', '\uff0d'],
    ['a small hyphen', '\ufe63'],
    ['a mark of direction, as messengers add it', '\u200e'],
  ])('understands %s', (_, sign) => {
    expect(parseCitizenId(`1${sign}0000${sign}00000${sign}01${sign}7`)).toBe('1000000000017');
  });

  it('changes nothing when it is applied twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyUnit }), (written) => {
        const once = normaliseCitizenId(written);
        expect(normaliseCitizenId(once)).toBe(once);
      }),
    );
  });

  it('understands every valid ID however it is decorated', () => {
    const decoration = fc.string({
      unit: fc.constantFrom(' ', '-', '\u2010', '\u2013', '\u200b', '\u00a0', '\t'),
      maxLength: 3,
    });
    fc.assert(
      fc.property(validId, fc.array(decoration, { minLength: 14, maxLength: 14 }), (id, between) => {
        const written = between.map((signs, at) => `${signs}${id[at] ?? ''}`).join('');
        expect(parseCitizenId(written)).toBe(id);
      }),
    );
  });

  it.each([
    '',
    '100000000001',
    '10000000000170',
    '0000000000017',
    '9000000000017',
    '10000000000a7',
    '1_0000',
  ])('refuses %j for its format', (written) => {
    expect(refusalOf(written)).toMatchObject({ code: 'citizen-id.format', kind: 'malformed' });
  });

  it.each(['-', '−', '1000000000017 or 1000000000025', "1000000000017'--", '١٠٠٠٠٠٠٠٠٠٠١٧'])(
    'does not guess at %j',
    (written) => {
      expect(refusalOf(written)).toMatchObject({ code: 'citizen-id.format' });
    },
  );

  it('refuses every first digit that no person has', () => {
    fc.assert(
      fc.property(fc.constantFrom('0', '9'), fc.integer({ min: 0, max: 99_999_999_999 }), (first, rest) => {
        const twelve = `${first}${String(rest).padStart(11, '0')}`;
        expect(refusalOf(`${twelve}${checkDigit(twelve)}`)).toMatchObject({ code: 'citizen-id.format' });
      }),
    );
  });

  it('names the field at fault and never repeats what was written', () => {
    const refusal = refusalOf('1000000000018');
    expect(refusal).toMatchObject({
      code: 'citizen-id.checksum',
      kind: 'breaks-rule',
      faults: [{ path: 'citizenId', code: 'citizen-id.checksum' }],
    });
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain('000018');
  });
});

describe('the check digit', () => {
  it.each(['3249800008341', '1000000000017', '1000000000025'])('passes %s as arithmetic', (id) => {
    expect(checkDigit(id.slice(0, 12))).toBe(Number(id[12]));
    expect(parseCitizenId(id)).toBe(id);
  });

  it('is one digit for every twelve', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12}$/), (twelve) => {
        expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]).toContain(checkDigit(twelve));
      }),
    );
  });

  it('sees every wrong check digit', () => {
    fc.assert(
      fc.property(validId, (id) => {
        for (const digit of otherDigits(id[12]))
          expect(refusalOf(replaced(id, 12, digit))).toMatchObject({ code: 'citizen-id.checksum' });
      }),
    );
  });

  it('never sees a wrong third digit, whose weight is 11', () => {
    fc.assert(
      fc.property(validId, (id) => {
        for (const digit of otherDigits(id[2])) expect(parseCitizenId(replaced(id, 2, digit))).not.toBe(id);
      }),
    );
  });

  it('misses a wrong digit elsewhere only where the remainders 0 and 10 share the check digit 1', () => {
    fc.assert(
      fc.property(validId, fc.constantFrom(0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11), (id, at) => {
        for (const digit of otherDigits(id[at])) {
          const wrong = replaced(id, at, digit);
          if (/^[09]/.test(wrong)) continue;
          const missed = checkDigit(wrong.slice(0, 12)) === Number(wrong[12]);
          if (missed) expect(wrong[12]).toBe('1');
          else expect(refusalOf(wrong)).toMatchObject({ code: 'citizen-id.checksum' });
        }
      }),
    );
  });

  it('misses about 1.8 % of single wrong digits, the third position and the check digit apart', () => {
    let tried = 0;
    let missed = 0;
    for (let n = 1; n <= 4_000; n++) {
      const id = officeZeroId(n * 2_477);
      for (const at of [1, 3, 4, 5, 6, 7, 8, 9, 10, 11])
        for (const digit of otherDigits(id[at])) {
          tried += 1;
          if (checkDigit(replaced(id, at, digit).slice(0, 12)) === Number(id[12])) missed += 1;
        }
    }
    expect(missed / tried).toBeGreaterThan(0.016);
    expect(missed / tried).toBeLessThan(0.02);
  });

  it('lets about one in ten of random digits pass', () => {
    const written = fc.sample(fc.stringMatching(/^[1-8]\d{12}$/), { numRuns: 5_000, seed: 1 });
    const passed = written.filter((id) => checkDigit(id.slice(0, 12)) === Number(id[12])).length;
    expect(passed / written.length).toBeGreaterThan(0.08);
    expect(passed / written.length).toBeLessThan(0.12);
  });
});

describe('the mask', () => {
  it('shows the first three digits and none of the last six', () => {
    expect(maskCitizenId(parseCitizenId('3249800008341'))).toBe('3-24XX-XXXXX-XX-X');
  });

  it('is the same for all IDs that begin alike, so that nothing else can be read from it', () => {
    fc.assert(
      fc.property(validId, (id) => {
        expect(maskCitizenId(parseCitizenId(id))).toBe(`${id[0]}-${id[1]}${id[2]}XX-XXXXX-XX-X`);
      }),
    );
  });
});

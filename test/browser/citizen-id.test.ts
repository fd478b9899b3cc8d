import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseCitizenId, parseCitizenId } from '../../functions/domain/citizen-id.ts';
import { faultOf, grouped, plainDigits } from '../../web/citizen/citizen-id.ts';

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

/** As people write: digits of either script, with what stands between them. */
const written = fc.string({
  unit: fc.constantFrom(...'0123456789๐๑๒๓๔๕๖๗๘๙-–— \u00a0\u200b\u2212\ufeffxO.'),
  maxLength: 24,
});

const isAccepted = (text: string): boolean => {
  try {
    parseCitizenId(text);
    return true;
  } catch {
    return false;
  }
};

describe('the page and the system', () => {
  it('read the same digits in what a person writes', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(plainDigits(text)).toBe(normaliseCitizenId(text));
      }),
    );
  });

  it('accept the same numbers', () => {
    fc.assert(
      fc.property(fc.oneof(written, digits(13, 13)), (text) => {
        expect(faultOf(text) === undefined).toBe(isAccepted(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('grouping', () => {
  it('changes no digit, and the caret stays behind the same one', () => {
    fc.assert(
      fc.property(digits(0, 16), fc.nat(), (text, at) => {
        const caret = at % (text.length + 1);
        const shown = grouped({ text, caret });
        expect(plainDigits(shown.text)).toBe(text);
        expect(plainDigits(shown.text.slice(0, shown.caret))).toBe(text.slice(0, caret));
      }),
    );
  });

  it('leaves alone what holds a letter', () => {
    expect(grouped({ text: '12O45', caret: 3 })).toEqual({ text: '12O45', caret: 3 });
  });
});

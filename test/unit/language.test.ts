import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../functions/http/language.ts';

const anyUnit = fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit));

describe('the language of an answer', () => {
  it.each([
    [undefined, 'th'],
    ['', 'th'],
    ['*', 'th'],
    ['fr-FR, de;q=0.9', 'th'],
    ['th', 'th'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,th;q=0.8', 'en'],
    ['th-TH,th;q=0.9,en;q=0.8', 'th'],
    ['th;q=0.5, en;q=0.7', 'en'],
    ['EN-us', 'en'],
    ['en;q=0', 'th'],
    ['en, th', 'th'],
    ['en;q=0.8;level=1, th;q=0.2', 'en'],
    ['en;q=.', 'th'],
    ['english', 'th'],
  ])('of %j is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });

  it('is one of the two whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyUnit, maxLength: 400 }), (header) => {
        expect(['th', 'en']).toContain(languageOf(header));
      }),
    );
  });

  it('is not searched for in a header without end', () => {
    expect(languageOf(`${'x,'.repeat(100_000)}en`)).toBe('th');
  });
});

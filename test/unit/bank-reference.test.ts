import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBankReference } from '../../functions/domain/bank-reference.ts';
import { officeZeroId } from '../support/builders.ts';

const ID = officeZeroId(1);

describe("a bank's reference", () => {
  it.each([
    'B0417-000231',
    'a',
    '20180214-0000123-55',
    '9f1c6a0e-0f4b-4a7e-9d43-6f0b8f2f9a11',
    `${'x'.repeat(63)}9`,
    '201802140231',
    '20180214-000231-000017-000009',
    // Thirteen digits that nobody can have as an ID.
    '100000000-0018',
  ])('may be %s', (written) => {
    expect(parseBankReference(written)).toBe(written);
  });

  it.each(['', '-a', 'a b', 'a/b', 'ก1', 'a#b', 'x'.repeat(65), 'a\n', '..', '__proto__ '])(
    'may not be %j',
    (written) => {
      expect(() => parseBankReference(written)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
    },
  );

  it.each(['1000000000018', 'B2018021400023', '2018021400023117'])(
    'never has more than twelve digits in a row, as in %s, ID or not',
    (written) => {
      expect(() => parseBankReference(written)).toThrow(
        expect.objectContaining({ code: 'bank-reference.holds-citizen-id' }),
      );
    },
  );

  it('holds no citizen ID, whatever stands around it and however it is set apart', () => {
    const around = fc.constantFrom('', 'B', 'B-', '20180214-', 'x_');
    const gap = fc.constantFrom('', '-', '.', '_', '--');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999 }).map(officeZeroId),
        around,
        fc.array(gap, { minLength: 12, maxLength: 12 }),
        fc.constantFrom('', '-7', 'z', '_a1'),
        (id, before, gaps, after) => {
          const written = `${before}${[...id].map((digit, i) => digit + (gaps[i] ?? '')).join('')}${after}`;
          fc.pre(written.length <= 64);
          expect(() => parseBankReference(written)).toThrow(
            expect.objectContaining({ code: 'bank-reference.holds-citizen-id' }),
          );
        },
      ),
    );
  });

  it('holds no citizen ID among more digits, neither as one run nor as a card shows it', () => {
    const digits = (maxLength: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength }).map((some) => some.join(''));
    const sign = fc.constantFrom('-', '.', '_', '--');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999 }).map(officeZeroId),
        digits(20),
        digits(20),
        fc.option(sign),
        (id, before, after, grouped) => {
          const groups = [id[0], id.slice(1, 5), id.slice(5, 10), id.slice(10, 12), id[12]];
          expect(() => parseBankReference(`${before}${groups.join(grouped ?? '')}${after}`)).toThrow(
            expect.objectContaining({ code: 'bank-reference.holds-citizen-id' }),
          );
        },
      ),
    );
  });

  it('is named in the refusal by its field and not by what it says', () => {
    try {
      parseBankReference(`B-${ID}`, 'requestReference');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        faults: [{ path: 'requestReference', code: 'bank-reference.holds-citizen-id' }],
      });
      expect(JSON.stringify(error)).not.toContain(ID);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { KIND_WORDING, PROBLEM_WORDING } from '../../functions/contract/problem-wording.ts';
import { type FieldFaultCode, REFUSALS, type RefusalKind } from '../../functions/domain/refusal.ts';

const FIELD_FAULTS = [
  'field.missing',
  'field.unknown',
  'field.wrong-type',
  'field.too-long',
  'field.too-short',
  'field.out-of-range',
  'field.bad-format',
  'field.not-allowed',
] as const satisfies FieldFaultCode[];

const problems = [...Object.keys(REFUSALS), ...FIELD_FAULTS, 'internal'];
const kinds = [...new Set<RefusalKind | 'internal'>([...Object.values(REFUSALS), 'internal'])];

describe('the wording of problems', () => {
  it('covers every code and no other', () => {
    expect(Object.keys(PROBLEM_WORDING).sort()).toEqual(problems.toSorted());
  });

  it('covers every kind and no other', () => {
    expect(Object.keys(KIND_WORDING).sort()).toEqual(kinds.toSorted());
  });

  it.each([...Object.entries(PROBLEM_WORDING), ...Object.entries(KIND_WORDING)])(
    'of %s is Thai in Thai, and English in English',
    (_, { th, en }) => {
      expect(th).toMatch(/[ก-ฮ]/);
      expect(en).toMatch(/^[A-Z]/);
      expect(en).not.toMatch(/[฀-๿]/);
      for (const text of [th, en]) expect(text).toBe(text.trim());
    },
  );

  it('is a sentence in English', () => {
    for (const { en } of Object.values(PROBLEM_WORDING)) expect(en).toMatch(/[.]$/);
  });

  it('tells two refusals apart', () => {
    const missing = [
      'district.not-found',
      'district.unknown',
      'intake-location.days-reversed',
      'days.reversed',
    ];
    const others = Object.entries(PROBLEM_WORDING).filter(([code]) => !missing.includes(code));
    expect(new Set(others.map(([, { th }]) => th)).size).toBe(others.length);
  });
});

import { describe, expect, it } from 'vitest';
import { KIND_WORDING, PROBLEM_WORDING } from '../../functions/contract/problem-wording.ts';
import { REFUSALS, Refusal, type RefusalCode, type RefusalKind } from '../../functions/domain/refusal.ts';
import { problemAnswer } from '../../functions/http/problem.ts';
import { officeZeroId, writtenForms } from '../support/builders.ts';

const codes = Object.keys(REFUSALS) as RefusalCode[];

const STATUS: Record<RefusalKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  'breaks-rule': 422,
  'precondition-required': 428,
  'too-many': 429,
  unavailable: 503,
};

const answerTo = (error: unknown, language: 'th' | 'en' = 'th') => {
  const { statusCode, headers, body } = problemAnswer(error, { language, requestId: 'request-1' });
  return { statusCode, headers, problem: JSON.parse(body) as Record<string, unknown>, text: body };
};

describe('a refusal', () => {
  it.each(codes)('%s has the status of its kind, its code and its wording in both languages', (code) => {
    const kind = REFUSALS[code];
    for (const language of ['th', 'en'] as const) {
      const { statusCode, headers, problem } = answerTo(new Refusal(code), language);
      expect(statusCode).toBe(STATUS[kind]);
      expect(headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'content-language': language,
        'cache-control': 'no-store',
      });
      expect(problem).toEqual({
        type: `urn:sitthi:problem:${code}`,
        title: KIND_WORDING[kind][language],
        status: STATUS[kind],
        code,
        detail: PROBLEM_WORDING[code][language],
        requestId: 'request-1',
      });
    }
  });

  it('of every kind has a code', () => {
    expect(new Set(Object.values(REFUSALS))).toEqual(new Set(Object.keys(STATUS)));
  });

  it('says when to come back when the system is not available, or when the limit knows it', () => {
    const retryAfter = (code: RefusalCode) => answerTo(new Refusal(code)).headers['retry-after'];
    expect(Number(retryAfter('store.busy'))).toBeGreaterThan(0);
    for (const code of codes.filter((other) => REFUSALS[other] !== 'unavailable'))
      expect(retryAfter(code)).toBeUndefined();
    const exhausted = new Refusal('look-up.exhausted', { retryAfterSeconds: 3_600 });
    expect(answerTo(exhausted).headers['retry-after']).toBe('3600');
  });

  it('names the fields at fault in the language of the caller', () => {
    const refusal = new Refusal('request.invalid', {
      faults: [
        { path: 'consent', code: 'field.missing' },
        { path: 'projects[1]', code: 'project.unknown' },
      ],
    });
    expect(answerTo(refusal, 'en').problem.errors).toEqual([
      { path: 'consent', code: 'field.missing', message: PROBLEM_WORDING['field.missing'].en },
      { path: 'projects[1]', code: 'project.unknown', message: PROBLEM_WORDING['project.unknown'].en },
    ]);
    expect(answerTo(refusal, 'th').problem.errors).toMatchObject([
      { message: PROBLEM_WORDING['field.missing'].th },
      { message: PROBLEM_WORDING['project.unknown'].th },
    ]);
  });

  it('carries its facts', () => {
    const refusal = new Refusal('version.stale', { facts: { version: 4 } });
    expect(answerTo(refusal).problem).toMatchObject({ code: 'version.stale', facts: { version: 4 } });
  });
});

describe('anything else that is thrown', () => {
  const person = officeZeroId(7_351_946);
  const thrown: [string, unknown][] = [
    ['an error', Object.assign(new Error(`item ${person} of สมหญิง`), { item: { citizenId: person } })],
    [
      'an error that looks like a refusal',
      Object.assign(new Error(person), { code: person, kind: 'malformed' }),
    ],
    ['an error with a cause', new Error('outer', { cause: new Error(person) })],
    ['a text', person],
    ['an object', { message: person, faults: [{ path: person }], facts: { person } }],
    ['nothing', undefined],
  ];

  it.each(thrown)('is a 500 that says nothing of %s', (_, error) => {
    const { statusCode, problem, text, headers } = answerTo(error, 'en');
    expect(statusCode).toBe(500);
    expect(headers['cache-control']).toBe('no-store');
    expect(problem).toEqual({
      type: 'urn:sitthi:problem:internal',
      title: KIND_WORDING.internal.en,
      status: 500,
      code: 'internal',
      detail: PROBLEM_WORDING.internal.en,
      requestId: 'request-1',
    });
    for (const form of writtenForms(person)) expect(text).not.toContain(form);
  });
});

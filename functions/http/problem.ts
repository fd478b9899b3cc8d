import { KIND_WORDING, PROBLEM_WORDING, type ProblemCode } from '../contract/problem-wording.ts';
import { Refusal, type RefusalKind } from '../domain/refusal.ts';
import type { Language } from './language.ts';

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

const BUSY_SECONDS = 2;

export type HttpAnswer = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: true;
};

/** RFC 9457. A bug says nothing of itself but the request id under which it was logged. */
export function problemAnswer(
  error: unknown,
  { language, requestId }: { language: Language; requestId: string },
): HttpAnswer {
  const refusal = error instanceof Refusal ? error : undefined;
  const code: ProblemCode = refusal?.code ?? 'internal';
  const kind = refusal?.kind ?? 'internal';
  const retryAfterSeconds = refusal?.retryAfterSeconds ?? (kind === 'unavailable' ? BUSY_SECONDS : undefined);
  const status = kind === 'internal' ? 500 : STATUS[kind];
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language,
      'cache-control': 'no-store',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify({
      type: `urn:sitthi:problem:${code}`,
      title: KIND_WORDING[kind][language],
      status,
      code,
      detail: PROBLEM_WORDING[code][language],
      requestId,
      ...(refusal !== undefined && refusal.faults.length > 0
        ? {
            errors: refusal.faults.map(({ path, code: fault }) => ({
              path,
              code: fault,
              message: PROBLEM_WORDING[fault][language],
            })),
          }
        : {}),
      ...(refusal !== undefined && Object.keys(refusal.facts).length > 0 ? { facts: refusal.facts } : {}),
    }),
  };
}

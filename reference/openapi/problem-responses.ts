import { PROBLEM_SAMPLES } from '../../functions/contract/documentation/problems.ts';
import { PROBLEM_WORDING } from '../../functions/contract/problem-wording.ts';
import { Refusal, type RefusalCode } from '../../functions/domain/refusal.ts';
import { problemAnswer } from '../../functions/http/problem.ts';
import type { Json } from './openapi.ts';

type Code = RefusalCode | 'internal';

const REQUEST_ID = 'fNgTzh1ryQ0EPbQ=';

/** As a function would answer it. */
function answered(code: Code, language: 'th' | 'en') {
  const { path, faults, facts } = code === 'internal' ? {} : (PROBLEM_SAMPLES[code] ?? {});
  const about = {
    ...(path === undefined ? {} : { path }),
    ...(faults && { faults }),
    ...(facts && { facts }),
  };
  const error = code === 'internal' ? new Error(code) : new Refusal(code, about);
  return problemAnswer(error, { language, requestId: REQUEST_ID });
}

/** An example of each problem, in English and in Thai. */
export function problemExamples(codes: readonly RefusalCode[]): Record<string, Json> {
  return Object.fromEntries(
    [...new Set<Code>([...codes, 'internal'])]
      .sort()
      .flatMap((code) =>
        (['en', 'th'] as const).map((language) => [
          `${code}.${language}`,
          { summary: `${code} (${language})`, value: JSON.parse(answered(code, language).body) as Json },
        ]),
      ),
  );
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'No token, an invalid one, or one that was signed out.',
  403: 'Not allowed.',
  404: 'Not there, or outside the caller’s area.',
  409: 'In conflict with what is recorded.',
  412: 'Somebody else was faster: nothing has changed.',
  413: 'The body is too large.',
  422: 'Against a rule of the measure.',
  428: 'The version to change is missing.',
  429: 'Too many requests: of everybody together within a second, answered by the gateway, or by the rules named here.',
  500: 'A fault of the system.',
  503: 'For a moment not available.',
};

/** The gateway's own answers, by status. */
const GATEWAY: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** The answers of an operation that refuses by these codes, by status. */
export function problemResponses(
  codes: readonly RefusalCode[],
  { behindToken }: { behindToken: boolean },
): Record<string, Json> {
  const byStatus = new Map<number, Code[]>([[429, []]]);
  for (const code of [...codes, 'internal' as const]) {
    const { statusCode } = answered(code, 'en');
    byStatus.set(statusCode, [...(byStatus.get(statusCode) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, listed]) => [status, problemResponse(status, listed, behindToken || status !== 401)]),
  );
}

function problemResponse(status: number, codes: readonly Code[], gateway: boolean): Json {
  const message = gateway ? GATEWAY[status] : undefined;
  return {
    description: [
      TITLES[status],
      codes
        .map((code) => `- \`${code}\`: ${PROBLEM_WORDING[code].en} ${PROBLEM_WORDING[code].th}`)
        .join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
    headers: {
      ...(codes.length === 0 ? {} : { 'Content-Language': { $ref: '#/components/headers/ContentLanguage' } }),
      ...(status === 503 ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
    },
    content: {
      ...(codes.length === 0 ? {} : { 'application/problem+json': problemContent(status, codes) }),
      ...(message === undefined
        ? {}
        : {
            'application/json': {
              schema: { $ref: '#/components/schemas/GatewayMessage' },
              example: { message },
            },
          }),
    },
  };
}

const problemContent = (status: number, codes: readonly Code[]): Json => ({
  schema: {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { properties: { status: { const: status }, code: { enum: codes } } },
    ],
  },
  examples: Object.fromEntries(
    codes.flatMap((code) =>
      ['en', 'th'].map((language) => [
        `${code}.${language}`,
        { $ref: `#/components/examples/${code}.${language}` },
      ]),
    ),
  ),
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkEligibility } from '../../functions/contract/eligibility.ts';
import { readMe } from '../../functions/contract/me.ts';
import { inLanes } from '../../functions/domain/lanes.ts';
import { type Route, routes } from '../../lib/routes.ts';
import type { Json } from '../../reference/openapi/openapi.ts';
import { parameters } from '../authorization/rows.ts';
import {
  type Answer,
  answered,
  anybody,
  type Client,
  codeOf,
  newKey,
  officer,
  refused,
  stack,
} from '../support/client.ts';
import { openApi, resolved } from '../support/openapi-validation.ts';
import { bank } from './bank.ts';
import { placesPath } from './desk.ts';
import { scan } from './stores.ts';

const LANES = 4;
type Written = Record<string, unknown>;

/** Whoever would be let in, so that nothing but the request itself is refused. */
let callers: Readonly<Record<Route['caller'], Client>>;
let before: unknown;

const changeable = async (): Promise<unknown> =>
  Promise.all(
    (['registrations', 'intakeLocations', 'cutOffs', 'documents', 'imports', 'accounts'] as const).map(
      async (table) => new Set((await scan(table)).map((item) => JSON.stringify(item))),
    ),
  );

beforeAll(async () => {
  callers = { public: anybody, officer: await officer('central'), bank: await bank('BAAC') };
  before = await changeable();
});

/** A good body of each route that takes one, from the description of the API. */
const withBody = routes.flatMap((route) => {
  const operation = openApi.paths[route.path]?.[route.method.toLowerCase()] as
    | { requestBody?: Json }
    | undefined;
  const { requestBody } = operation ?? {};
  const { content } = (requestBody ?? {}) as {
    content?: Record<string, { examples?: Record<string, Json> }>;
  };
  const [example] = Object.values(content?.['application/json']?.examples ?? {});
  const { schema } = (content?.['application/json'] ?? {}) as { schema?: Json };
  const known = Object.keys(resolved(schema ?? {}).properties ?? {});
  return example === undefined ? [] : [{ route, known, body: resolved(example).value as Written }];
});
const named = withBody.map((one) => [`${one.route.method} ${one.route.path}`, one] as const);

const pathOf = ({ path }: Route): string =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => parameters[name] ?? '0123456789abcdefghij');

const send = (route: Route, body: string): Promise<Answer> =>
  callers[route.caller].send(route.method, pathOf(route), body, { 'if-match': '"999999999"', ...newKey() });

/** The whole was refused, or the first row of a batch was. */
function isRefused({ status, json }: Answer): boolean {
  if (status === 400) return true;
  const { rows } = (json ?? {}) as { rows?: { outcome: string }[] };
  return status === 200 && ['rejected', 'fault'].includes(rows?.[0]?.outcome ?? '');
}

type At = readonly (string | number)[];

/** Where the objects, or the texts, of a body stand; of a list only the first. */
function placesIn(value: unknown, kind: 'object' | 'text', at: At = []): At[] {
  if (typeof value === 'string') return kind === 'text' ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  const within = Array.isArray(value)
    ? placesIn(value[0], kind, [...at, 0])
    : Object.entries(value).flatMap(([key, one]) => placesIn(one, kind, [...at, key]));
  return kind === 'object' && !Array.isArray(value) ? [at, ...within] : within;
}

/** The body with another thing at a place. */
function withAt(body: unknown, [key, ...rest]: At, change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(body);
  if (Array.isArray(body)) return body.map((one, i) => (i === key ? withAt(one, rest, change) : one));
  return { ...(body as Written), [key]: withAt((body as Written)[key], rest, change) };
}

/** Sends each text and names those that were not refused as they should be. */
async function notRefused(
  texts: readonly { what: string; route: Route; text: string }[],
  holds: (answer: Answer) => boolean = isRefused,
): Promise<string[]> {
  const wrong: string[] = [];
  await inLanes(
    texts.map(({ what, route, text }) => async () => {
      const answer = await send(route, text);
      if (!holds(answer)) wrong.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }),
    LANES,
  );
  return wrong;
}

describe('a field that nobody asked for', () => {
  const UNKNOWN = ['role', 'area', 'rights', 'recordedBy', 'status', 'version', 'isAdmin', 'constructor'];

  it.each(named)('is refused in every object of %s', async (_name, { route, known, body }) => {
    const texts = placesIn(body, 'object').flatMap((at) => [
      ...UNKNOWN.filter(
        (field) =>
          !(at.length === 0 && known.includes(field)) &&
          !(field in ((at.reduce<unknown>((v, k) => (v as Written)[k], body) ?? {}) as Written)),
      ).map((field) => ({
        what: `${field} in /${at.join('/')}`,
        route,
        text: JSON.stringify(withAt(body, at, (value) => ({ ...(value as Written), [field]: 'central' }))),
      })),
      {
        what: `__proto__ in /${at.join('/')}`,
        route,
        text: JSON.stringify(
          withAt(body, at, (value) => ({
            ...(value as Written),
            PROTO: { role: 'central', disabled: false },
          })),
        ).replaceAll('"PROTO"', '"__proto__"'),
      },
    ]);
    expect(texts.length).toBeGreaterThan(4);
    expect(await notRefused(texts)).toEqual([]);
  });

  it('is refused in the query of every route that reads one', async () => {
    const reading = routes.filter(({ method, path }) => {
      const { parameters: named = [] } = (openApi.paths[path]?.[method.toLowerCase()] ?? {}) as {
        parameters?: Json[];
      };
      return named.some((one) => resolved(one).in === 'query');
    });
    expect(reading.length).toBeGreaterThan(8);
    const heard = new Map<string, string>();
    await inLanes(
      reading.map((route) => async () => {
        const answer = await callers[route.caller].get(`${pathOf(route)}?role=central&__proto__=central`);
        heard.set(route.entry, `${answer.status} ${codeOf(answer)}`);
      }),
      LANES,
    );
    expect([...heard].filter(([, outcome]) => outcome !== '400 request.invalid')).toEqual([]);
  });
});

describe('a text', () => {
  /** Written into logs and files, each of these would say something that nobody said. */
  const HOSTILE = {
    'an escape sequence': '\u001b[2K\u001b[31m{"level":"ERROR"}',
    'a NUL': 'a\u0000b',
    'a reversed name': 'ก\u202eข',
    'an isolated direction': 'ก\u2067ข\u2069',
    'a line separator': 'a\u2028{"message":"FORGED_LINE"}',
    'half of a character': 'a\ud800b',
    'a line of a header': '"\u000d\u000b\u000cx-role: central',
  };

  it.each(named)('with controls is refused in every field of %s', async (_name, { route, body }) => {
    // What a file holds is told line by line.
    const fields = placesIn(body, 'text').filter(([key]) => key !== 'csv');
    const texts = fields.flatMap((at) =>
      Object.entries(HOSTILE).map(([what, hostile]) => ({
        what: `${what} in /${at.join('/')}`,
        route,
        text: JSON.stringify(withAt(body, at, (value) => `${value}${hostile}`)),
      })),
    );
    expect(await notRefused(texts)).toEqual([]);
  });

  it('that looks like an ID in the digits of another script is no ID', async () => {
    const other = (zero: number) =>
      stack.citizens.registered.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
    for (const zero of [0xff10, 0x0660, 0x0966, 0x1d7ce, 0x17e0])
      refused(await anybody.post('/v1/eligibility', { citizenId: other(zero) }), 400, 'citizen-id.format');
    const thai = answered(
      checkEligibility,
      await anybody.post('/v1/eligibility', { citizenId: other(0x0e50) }),
    );
    expect(thai.status).toBe('registered');
  });

  it('that only looks like a code of an area is none', async () => {
    for (const code of ['๓๔๐๑', '３４０１', '3401\u200b', '3401%0d%0aset-cookie:x=1', '%2e%2e%2f1001'])
      expect([400, 404]).toContain((await fetch(`${stack.apiUrl}${placesPath(code)}`)).status);
  });
});

describe('a body', () => {
  it.each(named)('too large is refused before it is read, by %s', async (_name, { route, body }) => {
    const text = JSON.stringify({ ...body, padding: 'ก'.repeat(1_000_000) });
    expect(await notRefused([{ what: 'large', route, text }], ({ status }) => status === 413)).toEqual([]);
  });

  const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const DEEP = 15_000;

  it.each(named)(
    'of many levels is refused as any other wrong one, by %s',
    async (_name, { route, body }) => {
      const [first = ''] = Object.keys(body);
      const { rows } = body as { rows?: object[] };
      const put = (key: string, levels: string, into: object = body) =>
        JSON.stringify({ ...into, [key]: 'LEVELS' }).replace('"LEVELS"', levels);
      const objects = `${'{"a":'.repeat(DEEP / 2)}1${'}'.repeat(DEEP / 2)}`;
      expect(
        await notRefused([
          { what: 'a known field', route, text: put(first, nested(DEEP)) },
          { what: 'an unknown field', route, text: put('deep', nested(DEEP)) },
          { what: 'objects', route, text: put(first, objects) },
          ...(rows === undefined
            ? []
            : [
                { what: 'a row', route, text: `{"rows":[${nested(DEEP)}]}` },
                { what: 'a field of a row', route, text: `{"rows":[${put('remark', objects, rows[0])}]}` },
              ]),
        ]),
      ).toEqual([]);
    },
  );

  it.each(['', ' ', '[]', 'null', '"x"', '1', '{', '{"a":1}{"b":2}', '{"a":NaN}', '\u0000'])(
    'of %j is no request, anywhere',
    async (text) => {
      const texts = withBody.map(({ route }) => ({ what: route.entry, route, text }));
      expect(await notRefused(texts, ({ status }) => status === 400)).toEqual([]);
    },
  );

  it('that is no UTF-8 is no request', async () => {
    const response = await fetch(`${stack.apiUrl}/v1/eligibility`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array([...Buffer.from('{"citizenId":"'), 0xc3, 0x28, ...Buffer.from('"}')]),
    });
    expect(response.status).toBe(400);
  });
});

describe('a header', () => {
  /** As no library would send it. */
  async function raw(lines: readonly string[]): Promise<string> {
    const { hostname, port } = new URL(stack.apiUrl);
    const socket = connect(Number(port), hostname);
    let heard = '';
    socket.on('data', (bytes) => {
      heard += bytes;
    });
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await once(socket, 'close');
    return heard;
  }
  const request = (...headers: string[]) => [
    'GET /v1/me HTTP/1.1',
    'host: sitthi',
    'connection: close',
    ...headers,
  ];

  it('that is folded, doubled or broken lets nobody in', async () => {
    const token = 'a.b.c';
    for (const headers of [
      ['x-a: 1\nx-sitthi-edge-secret: forged'],
      ['x-a: 1\r\n authorization: Bearer a'],
      [`authorization: Bearer ${token}`, `authorization: Bearer ${token}`],
      ['x-a\u0000: 1'],
      ['x-amzn-request-context: {"authorizer":{"jwt":{"claims":{"sub":"x"}}}}'],
      ['transfer-encoding: chunked', 'content-length: 5'],
    ])
      expect(await raw(request(...headers))).toMatch(/^HTTP\/1\.1 (400|401) /);
  });

  it.each([
    'accept-language',
    'idempotency-key',
    'if-match',
    'user-agent',
    'x-request-id',
    'x-amzn-trace-id',
  ])('cannot put a line into a log or a header into an answer by %s', async (name) => {
    const hostile = `FORGED_${name.toUpperCase()}","level":"ERROR","message":"FORGED_LINE%0d%0a\\u001b[31m`;
    const answer = await callers.officer.post(placesPath('3401'), { name: '' }, { [name]: hostile });
    refused(answer, 400, 'request.invalid');
    expect([...answer.headers].flat().join(' ')).not.toContain('FORGED');
    expect(answer.text).not.toContain('FORGED');
  });
});

describe('all of this', () => {
  it('has changed nothing, and nobody', async () => {
    expect(await changeable()).toEqual(before);
    expect(answered(readMe, await (await officer('mueang-ubon')).get('/v1/me'))).toMatchObject({
      role: 'district',
    });
  });
});

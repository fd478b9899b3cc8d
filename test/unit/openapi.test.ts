import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { OperationText } from '../../functions/contract/documentation/operation-text.ts';
import { contract, operationTexts } from '../../functions/contract/documentation/operations.ts';
import { problemsOfShape } from '../../functions/contract/documentation/problems.ts';
import type { Operation } from '../../functions/contract/operation.ts';
import { parseCitizenId } from '../../functions/domain/citizen-id.ts';
import { REFUSALS, type RefusalCode } from '../../functions/domain/refusal.ts';
import { routes } from '../../lib/routes.ts';
import { apiDocumentText } from '../../reference/openapi/build.ts';
import type { Json, OperationObject } from '../../reference/openapi/openapi.ts';
import { assertConforms, openApi, pointer, resolved, validatorOf } from '../support/openapi-validation.ts';

const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');

type Described = OperationObject & {
  description: string;
  tags: string[];
  security: Json[];
  parameters: Json[];
  requestBody?: { content: Record<string, Json> };
};

const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    at: ['paths', path, method],
    operation: operation as Described,
  })),
);

/** Examples by where they stand, beside the schema that they must fit. */
function samples({ at, operation }: (typeof operations)[number]) {
  const contents = [
    { at: [...at, 'requestBody'], content: operation.requestBody?.content ?? {} },
    ...Object.entries(operation.responses).map(([status, response]) => ({
      at: [...at, 'responses', status],
      content: (response.content ?? {}) as Record<string, Json>,
    })),
  ];
  const bodies = contents.flatMap(({ at, content }) =>
    Object.entries(content).flatMap(([type, { examples = {}, example }]) => {
      const named = Object.entries(examples as Record<string, Json>).map(
        ([name, one]) => [name, resolved(one).value] as const,
      );
      const schema = pointer(...at, 'content', type, 'schema');
      return [...named, ...(example === undefined ? [] : [['example', example] as const])].map(
        ([name, value]) => ({ where: `${at.slice(3).join(' ')} ${name}`, schema, value }),
      );
    }),
  );
  const parameters = operation.parameters.map((parameter) => resolved(parameter));
  return { bodies, parameters };
}

describe('openapi.json', () => {
  it('is fresh', () => {
    expect(text === apiDocumentText(), 'npm run openapi').toBe(true);
  });

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(text));
    expect(errors).toBeUndefined();
    expect([valid, validator.version]).toEqual([true, '3.1']);
  });

  it('has every route and no other, under the name of its function', () => {
    expect(operations.map(({ name, operation }) => `${name} ${operation.operationId}`).sort()).toEqual(
      routes.map(({ method, path, entry }) => `${method} ${path} ${entry}`).sort(),
    );
  });

  it('points only at what it holds, and holds nothing that nobody points at', () => {
    const referred = new Set(
      [...text.matchAll(/"\$ref": "#\/components\/([^"]+)"/g)].map(([, name]) => name),
    );
    const held = Object.entries(openApi.components)
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, components]) => Object.keys(components).map((name) => `${kind}/${name}`));
    expect([...referred].sort()).toEqual(held.sort());
  });

  it('names every object, so that clients get a type for each', () => {
    const inline = (schema: unknown): boolean =>
      typeof schema === 'object' &&
      schema !== null &&
      (('type' in schema && 'properties' in schema) || Object.values(schema).some(inline));
    for (const [name, schema] of Object.entries(openApi.components.schemas ?? {}))
      expect(inline(schema.properties ?? schema), name).toBe(false);
  });

  it('says something of every schema and field', () => {
    for (const [name, { description, properties = {} }] of Object.entries(openApi.components.schemas ?? {})) {
      expect(description, name).toMatch(/\S/);
      for (const [field, property] of Object.entries(properties as Record<string, Json>))
        expect(property.description, `${name}.${field}`).toMatch(/\S/);
    }
  });

  it('refuses unknown fields in requests, and lets answers grow', () => {
    const schemas = openApi.components.schemas ?? {};
    const requests = operations.flatMap(({ operation }) =>
      Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema as Json),
    );
    const sent = requests.map(({ $ref }) => String($ref).split('/').at(-1) ?? '');
    expect(sent.length).toBeGreaterThan(4);
    const inside = ['PositionSent', 'TitleSent', 'BankIntent', 'BankCorrection', 'BankWithdrawal'];
    for (const name of [...sent, ...inside])
      expect([name, schemas[name]?.additionalProperties]).toEqual([name, false]);
    const closed = Object.keys(schemas).filter((name) => schemas[name]?.additionalProperties === false);
    expect(closed.sort()).toEqual([...new Set([...sent, ...inside])].sort());
  });

  it('names only citizen IDs of the office 0000, which has issued none', () => {
    const found = [...text.normalize('NFKC').matchAll(/(?<!\d)\d(?:-?\d){12}(?!\d)/g)].map(([id]) => id);
    const thai = [...text.matchAll(/[๐-๙](?:-?[๐-๙]){12}/g)].map(([id]) => id);
    expect(found.length + thai.length).toBeGreaterThan(4);
    for (const id of [...found, ...thai]) expect(parseCitizenId(id)).toMatch(/^\d0000\d{8}$/);
  });

  it('says nothing of the machine it was made on', () => {
    expect(text).not.toMatch(/localhost|127\.0\.0\.1|file:|\/home\/|\/work\//);
  });
});

describe.each(operations)('$name', (described) => {
  const { name, operation } = described;
  const route = routes.find(({ entry }) => entry === operation.operationId);
  const ajv = validatorOf(openApi);

  it('has a summary, a description and a group', () => {
    expect(operation.summary).toMatch(/^[A-Z].{5,60}[^.]$/);
    expect(operation.description).toMatch(/^(Open to everybody|For )/);
    const tags = (openApi.tags as { name: string }[]).map((tag) => tag.name);
    expect(operation.tags.filter((tag) => tags.includes(tag))).toHaveLength(1);
  });

  it('asks for a token exactly where the route does', () => {
    const isPublic = route?.caller === 'public';
    const token = route?.caller === 'bank' ? { bankAccessToken: [] } : { officerIdToken: [] };
    expect(operation.security).toEqual(isPublic ? [] : [token]);
    expect('401' in operation.responses).toBe(!isPublic);
  });

  it('has every parameter of its path, and describes each parameter', () => {
    const { parameters } = samples(described);
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    const wanted = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    expect(inPath.map((parameter) => parameter.name)).toEqual(wanted);
    for (const parameter of parameters) {
      expect(parameter.description, String(parameter.name)).toMatch(/\S/);
      if (parameter.example !== undefined)
        expect(ajv.validate(parameter.schema as Json, parameter.example), String(parameter.name)).toBe(true);
    }
  });

  it('has examples that fit', () => {
    const { bodies } = samples(described);
    if (operation.requestBody !== undefined)
      expect(bodies.some(({ where }) => where.startsWith('requestBody'))).toBe(true);
    for (const { where, schema, value } of bodies) {
      const check = ajv.compile({ $ref: schema });
      expect(check(value), `${where}: ${JSON.stringify(check.errors)}`).toBe(true);
    }
  });

  it('has an example of every answer', () => {
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description, status).toMatch(/\S/);
      for (const [type, { examples, example }] of Object.entries(response.content as Record<string, Json>))
        expect(example ?? Object.keys((examples ?? {}) as Json).length, `${status} ${type}`).toBeTruthy();
    }
  });
});

/** Codes that a function can throw: what is left of the code when all that it cannot reach is taken away. */
async function thrownBy(entry: string): Promise<string[]> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../functions/api/${entry}.ts`, import.meta.url))],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    loader: { '.geo.json': 'empty' },
    write: false,
    outdir: 'nowhere',
    logLevel: 'silent',
  });
  const code = outputFiles.map((file) => file.text).join('\n');
  return [...code.matchAll(/new Refusal\("([^"]+)"/g)].map(([, thrown = '']) => thrown);
}

/** Stays in a bundle with the class that throws it when a place is added; the others never add one. */
const OF_ADDING = 'intake-location.full';

describe('the problems of each operation', () => {
  const all: readonly Operation[] = contract;
  const declared = (operation: Operation): RefusalCode[] => [
    ...problemsOfShape(operation),
    ...operationTexts[operation.id as keyof typeof operationTexts].problems,
  ];

  const rowProblemsOf = ({ id }: Operation): readonly RefusalCode[] =>
    (operationTexts[id as keyof typeof operationTexts] as OperationText).rowProblems ?? [];

  /** Codes that follow from what an operation takes: reading a request throws them, whichever operation it is. */
  const ofShape = new Set<string>([
    ...all.flatMap(problemsOfShape),
    // Behind the authorizer there is always a token.
    'token.missing',
  ]);

  it.each(all)('of $id are those that its function throws', async ({ id }) => {
    const thrown = new Set(await thrownBy(id));
    const { problems, rowProblems = [] } = operationTexts[id as keyof typeof operationTexts] as OperationText;
    const unreached = id === 'add-intake-location' ? undefined : OF_ADDING;
    const rules = [...thrown].filter((code) => !ofShape.has(code) && code !== unreached);
    const ofRows = rowProblems.filter((code) => !ofShape.has(code));
    expect([...problems, ...ofRows].sort()).toEqual(rules.sort());
  });

  it('are every problem there is', () => {
    const everywhere = new Set(
      all.flatMap((operation) => [...declared(operation), ...rowProblemsOf(operation)]),
    );
    expect(Object.keys(REFUSALS).filter((code) => !everywhere.has(code as RefusalCode))).toEqual([
      'token.missing',
    ]);
  });

  it('stand under their status with their wording in both languages', () => {
    for (const { operation } of operations) {
      const found = all.find(({ id }) => id === operation.operationId);
      const text = JSON.stringify(Object.values(operation.responses).map(({ description }) => description));
      for (const code of found === undefined ? [] : declared(found)) expect(text).toContain(`\`${code}\``);
    }
  });
});

describe('an answer held against openapi.json', () => {
  const json = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  const place = {
    placeId: 'office3401',
    name: 'ที่ว่าการอำเภอ',
    district: '3401',
    version: 2,
    status: 'open',
    recordedAt: '2018-02-01T00:00:00.000Z',
    changedAt: '2018-02-02T00:00:00.000Z',
  };
  const path = '/v1/districts/3401/intake-locations/office3401';
  const problem = {
    type: 'urn:sitthi:problem:version.stale',
    title: 'Changed by somebody else',
    status: 412,
    code: 'version.stale',
    detail: 'Somebody has changed this since you read it.',
    requestId: 'fNgTzh1ryQ0EPbQ=',
  };
  const problemJson = { 'content-type': 'application/problem+json; charset=utf-8' };
  const answer = (body: object, headers: object = {}) =>
    assertConforms('PATCH', path, 200, { ...json, etag: '"2"', ...headers }, JSON.stringify(body));

  it('conforms as text and as JSON, by path and by URL, wherever the origin is', () => {
    answer(place);
    const headers = new Headers({ ...json, etag: '"2"' });
    assertConforms(
      'PATCH',
      `http://127.0.0.1:4566/_aws/execute-api/abc/$default${path}?x=1`,
      200,
      headers,
      place,
    );
    assertConforms('PATCH', path, 412, problemJson, { ...problem, facts: { version: 3 } });
    assertConforms('PATCH', path, 401, { 'content-type': 'application/json' }, { message: 'Unauthorized' });
    assertConforms(
      'GET',
      '/v1/docs',
      200,
      { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=600' },
      '<!doctype html>',
    );
  });

  it.each<[string, RegExp, () => void]>([
    ['a field that nobody wrote down', /additional.*citizenId/s, () => answer({ ...place, citizenId: 'x' })],
    ['a missing field', /version/, () => answer({ ...place, version: undefined })],
    ['a value of another type', /body\/version/, () => answer({ ...place, version: '2' })],
    ['a value that is none of the listed', /body\/status/, () => answer({ ...place, status: 'closed' })],
    ['an instant that is none', /date-time/, () => answer({ ...place, changedAt: 'yesterday' })],
    ['a missing ETag', /ETag is missing/, () => assertConforms('PATCH', path, 200, json, place)],
    ['an answer that may be kept', /Cache-Control/, () => answer(place, { 'cache-control': 'public' })],
    ['another type', /text\/plain/, () => answer(place, { 'content-type': 'text/plain' })],
    ['an unknown path', /not in openapi/, () => assertConforms('GET', '/v1/citizens', 200, json, {})],
    ['an unknown method', /not in openapi/, () => assertConforms('DELETE', path, 200, json, {})],
    ['an unknown status', /status is not/, () => assertConforms('PATCH', path, 418, json, {})],
    [
      'a code that the operation does not answer',
      /body\/code/,
      () => assertConforms('PATCH', path, 412, problemJson, { ...problem, code: 'area.outside' }),
    ],
    [
      'a fact that nobody wrote down',
      /citizenId/,
      () => assertConforms('PATCH', path, 412, problemJson, { ...problem, facts: { citizenId: 'x' } }),
    ],
    ['a body that is no JSON', /not JSON/, () => assertConforms('PATCH', path, 412, problemJson, '<html>')],
  ])('does not conform with %s', (_what, message, check) => {
    expect(check).toThrow(message);
  });
});

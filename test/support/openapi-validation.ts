import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Json, OpenApiDocument } from '../../reference/openapi/openapi.ts';

const ID = 'openapi.json';

export const openApi = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
) as OpenApiDocument;

/** A validator in which the document can be referred to by its pointers. */
export function validatorOf(document: Json): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  // A CommonJS package: its function is the default export's own `default`.
  formats.default(ajv);
  return ajv.addSchema(document, ID);
}

/** `#/a~1b/c`, as a reference into the document. */
export const pointer = (...keys: string[]): string =>
  `${ID}#/${keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

/** Follows a reference within the document. */
export function resolved(object: Json, document: Json = openApi): Json {
  const { $ref } = object;
  if (typeof $ref !== 'string') return object;
  let found: unknown = document;
  for (const key of $ref.slice('#/'.length).split('/')) found = (found as Json)[key];
  return found as Json;
}

/** Clients are told that answers may gain fields; a test is told of each one that nobody wrote down. */
function closed(document: OpenApiDocument): OpenApiDocument {
  const schemas = Object.entries(document.components.schemas ?? {}).map(([name, schema]) => [
    name,
    schema.properties === undefined || 'additionalProperties' in schema
      ? schema
      : { ...schema, additionalProperties: false },
  ]);
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}

const ajv = validatorOf(closed(openApi));
const compiled = new Map<string, ValidateFunction>();

function validate(reference: string): ValidateFunction {
  const known = compiled.get(reference) ?? ajv.compile({ $ref: reference });
  compiled.set(reference, known);
  return known;
}

/** The template that a path fits, or the one with fewest parameters where several do. */
function templateOf(path: string): string | undefined {
  const parameters = (template: string): number => template.split('{').length;
  return Object.keys(openApi.paths)
    .filter((template) =>
      new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
    )
    .sort((a, b) => parameters(a) - parameters(b))[0];
}

/** From `/v1` on: the origin has a path of its own before it. */
function pathOf(pathOrUrl: string): string {
  const { pathname } = new URL(pathOrUrl, 'http://localhost');
  return pathname.slice(Math.max(0, pathname.indexOf('/v1/')));
}

/** Whether the document has this route: a test may ask for one that does not exist. */
export function isDescribed(method: string, pathOrUrl: string): boolean {
  const template = templateOf(pathOf(pathOrUrl));
  return template !== undefined && openApi.paths[template]?.[method.toLowerCase()] !== undefined;
}

/**
 * Holds an answer against openapi.json.
 * @param body as it was received, or parsed
 * @throws Error that names what does not conform: route, status, type, header or field
 */
export function assertConforms(
  method: string,
  pathOrUrl: string,
  status: number,
  headers: Headers | Readonly<Record<string, string>>,
  body: unknown,
): void {
  const path = pathOf(pathOrUrl);
  const template = templateOf(path);
  const verb = method.toLowerCase();
  const what = `${method} ${template ?? path} ${status}`;
  const operation = template === undefined ? undefined : openApi.paths[template]?.[verb];
  if (template === undefined || operation === undefined) throw new Error(`${what}: not in openapi.json`);
  const response = operation.responses[status];
  if (response === undefined) throw new Error(`${what}: the status is not in openapi.json`);

  const received = new Headers(headers);
  const at = ['paths', template, verb, 'responses', String(status)];
  const faults = headerFaults(response, received, at);

  const type = received.get('content-type')?.split(';')[0]?.trim() ?? '';
  const content = (response.content ?? {}) as Json;
  if (!(type in content)) faults.push(`the type ${type || '(none)'} is not in openapi.json`);
  else {
    const check = validate(pointer(...at, 'content', type, 'schema'));
    if (!check(parsed(type, body)))
      for (const { instancePath, message, params } of check.errors ?? [])
        faults.push(`body${instancePath} ${message} ${JSON.stringify(params)}`);
  }
  if (faults.length > 0) throw new Error(`${what} does not conform:\n${faults.join('\n')}`);
}

function headerFaults(response: Json, received: Headers, at: readonly string[]): string[] {
  const named = Object.entries((response.headers ?? {}) as Record<string, Json>);
  return named.flatMap(([name, header]) => {
    const { required } = resolved(header);
    const value = received.get(name);
    if (value === null) return required === true ? [`the header ${name} is missing`] : [];
    const referred = typeof header.$ref === 'string';
    const check = validate(
      referred ? `${ID}${header.$ref}/schema` : pointer(...at, 'headers', name, 'schema'),
    );
    return check(value) ? [] : [`the header ${name} is ${JSON.stringify(value)}`];
  });
}

function parsed(type: string, body: unknown): unknown {
  if (typeof body !== 'string' || !/[/+]json$/.test(type)) return body;
  try {
    return JSON.parse(body);
  } catch {
    throw new Error('the body is not JSON');
  }
}

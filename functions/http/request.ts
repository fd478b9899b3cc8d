import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { TokenClaims } from '../domain/caller.ts';
import { type FieldFault, type FieldFaultCode, Refusal } from '../domain/refusal.ts';

/** Bytes of a body, where the operation takes no batch; the largest of the contract is under a tenth of it. */
export const MAX_BODY_BYTES = 64 * 1024;

type Schema = z.ZodMiniType;

/**
 * The JSON object of a request.
 * @throws Refusal request.too-large, request.not-json
 */
export function bodyOf(
  { body = '', isBase64Encoded }: APIGatewayProxyEventV2,
  maxBytes = MAX_BODY_BYTES,
): Record<string, unknown> {
  // HTTP APIs hand a body over in base64 when its content type is not text.
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBytes) throw new Refusal('request.too-large');
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    throw new Refusal('request.not-json');
  }
  throw new Refusal('request.not-json');
}

/**
 * Reads one part of a request by its schema.
 * @throws Refusal request.invalid that names every field at fault
 */
export function parsePart<Part extends Schema>(schema: Part, part: unknown): z.output<Part> {
  const result = z.safeParse(schema, part);
  if (result.success) return result.data;
  throw new Refusal('request.invalid', {
    faults: result.error.issues.flatMap((issue) => faultsOf(issue, part)),
  });
}

const FAULTS: Record<string, FieldFaultCode> = {
  invalid_type: 'field.wrong-type',
  too_big: 'field.too-long',
  too_small: 'field.too-short',
  invalid_format: 'field.bad-format',
  invalid_value: 'field.not-allowed',
  custom: 'field.bad-format',
};

function faultsOf(issue: z.core.$ZodIssue, part: unknown): FieldFault[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, 20).map((key) => ({ path: pathOf([...path, key]), code: 'field.unknown' }));
  if (issue.code === 'invalid_type' && valueAt(part, issue.path) === undefined)
    return [{ path: pathOf(path), code: 'field.missing' }];
  const outOfRange = (issue.code === 'too_big' || issue.code === 'too_small') && issue.origin === 'number';
  return [
    {
      path: pathOf(path),
      code: outOfRange ? 'field.out-of-range' : (FAULTS[issue.code] ?? 'field.bad-format'),
    },
  ];
}

/** A name that the caller made up is not repeated unless it looks like a name: it could be a citizen ID. */
function pathOf(keys: string[]): string {
  return keys
    .map((key) =>
      /^\d{1,3}$/.test(key) ? `[${key}]` : /^[A-Za-z][A-Za-z_-]{0,40}$/.test(key) ? `.${key}` : '.?',
    )
    .join('')
    .replace(/^\./, '');
}

function valueAt(part: unknown, path: PropertyKey[]): unknown {
  let value = part;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return value;
}

/** The version in `If-Match: "3"`. @throws Refusal if-match.missing, version.stale for a tag that never was */
export function ifMatchOf({ headers }: APIGatewayProxyEventV2): number {
  const tag = headers['if-match'];
  if (tag === undefined || tag.trim() === '') throw new Refusal('if-match.missing', { path: 'If-Match' });
  const version = /^\s*"(\d{1,9})"\s*$/.exec(tag)?.[1];
  if (version === undefined) throw new Refusal('version.stale', { path: 'If-Match' });
  return Number(version);
}

/** The caller's key for a request, and what the request said. @throws Refusal idempotency-key.missing */
export function idempotencyOf(
  { headers }: APIGatewayProxyEventV2,
  caller: string,
  body: unknown,
): { caller: string; key: string; bodyHash: string } {
  const key = headers['idempotency-key']?.trim() ?? '';
  if (!/^[\w-]{8,64}$/.test(key)) throw new Refusal('idempotency-key.missing', { path: 'Idempotency-Key' });
  const bodyHash = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  return { caller, key, bodyHash };
}

function verified(event: APIGatewayProxyEventV2): Record<string, unknown> | undefined {
  const { authorizer } = event.requestContext as {
    authorizer?: { jwt?: { claims?: Record<string, unknown> } };
  };
  return authorizer?.jwt?.claims;
}

/** Whose token the API's authorizer has verified, whatever kind of token it is. */
export function subjectOf(event: APIGatewayProxyEventV2): string | undefined {
  const subject = verified(event)?.sub;
  return typeof subject === 'string' && subject !== '' ? subject : undefined;
}

/** What the API's authorizer has verified; undefined on a route without one. */
export function claimsOf(event: APIGatewayProxyEventV2): TokenClaims | undefined {
  const claims = verified(event);
  if (claims === undefined) return undefined;
  const tokenUse = claims.token_use;
  if (tokenUse !== 'id' && tokenUse !== 'access') throw new Refusal('caller.wrong-kind');
  return {
    tokenUse,
    subject: String(claims.sub ?? ''),
    clientId: String((tokenUse === 'id' ? claims.aud : claims.client_id) ?? ''),
    issuedAtEpochSeconds: Number(claims.iat),
  };
}

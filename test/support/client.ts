import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, inject, vi } from 'vitest';
import * as z from 'zod/mini';
import type { Operation } from '../../functions/contract/operation.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import type { BankClientLogIn, OfficerLogIn } from '../../local/stack-file.ts';
import { assertConforms, isDescribed } from './openapi-validation.ts';
import { addressHeader } from './stack.ts';

export const deployment = inject('deployment');
export const { stack } = deployment;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly etag: string;
  readonly text: string;
  /** As it came over the wire: reading it as a text takes a mark off its head. */
  readonly bytes: Uint8Array;
  /** The text as JSON; undefined when it is none. */
  readonly json: unknown;
}

export type Headed = Readonly<Record<string, string>>;
/** A string goes out as it is, an object as JSON. */
export type Body = string | object | undefined;

/** Speaks HTTP as one caller: a citizen's browser, an officer's, or a bank's system. */
export class Client {
  readonly #headers: Headed;
  readonly #origin: string;

  constructor(headers: Headed = {}, origin = stack.apiUrl) {
    this.#headers = headers;
    this.#origin = origin;
  }

  get(path: string, headers: Headed = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: Body, headers: Headed = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body?: Body, headers: Headed = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  async send(method: string, path: string, body: Body, headers: Headed): Promise<Answer> {
    const url = `${this.#origin}${path}`;
    const { testPath = '', currentTestName = testPath } = expect.getState();
    appendFileSync(deployment.requestsSent, `${basename(testPath)}\t${method}\t${url}\n`);
    const response = await fetch(url, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...('authorization' in this.#headers ? {} : { [addressHeader]: addressOf(currentTestName) }),
        ...this.#headers,
        ...headers,
      },
      body: typeof body === 'object' ? JSON.stringify(body) : (body ?? null),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    if (isDescribed(method, url)) assertConforms(method, url, response.status, response.headers, text);
    return {
      status: response.status,
      headers: response.headers,
      etag: response.headers.get('etag') ?? '',
      text,
      bytes,
      json: jsonOf(text),
    };
  }
}

/** The public of each test comes from an address of its own: together they ask more often than one may. */
function addressOf(test: string): string {
  const [a = 0, b = 0] = createHash('sha256').update(test).digest();
  return `198.19.${a}.${b}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whoever has no token. */
export const anybody = new Client();

export const bearer = (token: string): Headed => ({ authorization: `Bearer ${token}` });

/** A key that no other request has. */
export const newKey = (): Headed => ({ 'idempotency-key': randomUUID() });
export const ifMatch = (etag: string): Headed => ({ 'if-match': etag });

export interface Tokens {
  readonly id: string;
  readonly access: string;
}

/** Signs in anew. */
export async function signIn({
  username,
  password,
}: Pick<OfficerLogIn, 'username' | 'password'>): Promise<Tokens> {
  return tokensFrom(stack.officerClientId, username, password);
}

export async function tokensFrom(clientId: string, username: string, password: string): Promise<Tokens> {
  const cognito = new CognitoIdentityProviderClient(clientSettings(stack.endpointUrl));
  try {
    const { AuthenticationResult } = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    );
    const { IdToken: id, AccessToken: access } = AuthenticationResult ?? {};
    if (id === undefined || access === undefined) throw new Error(`${username} was given no tokens`);
    return { id, access };
  } finally {
    cognito.destroy();
  }
}

export function logInOf(username: string): OfficerLogIn {
  const found = stack.officers.find((officer) => officer.username === username);
  if (found === undefined) throw new Error(`the seed has no officer ${username}`);
  return found;
}

const signedIn = new Map<string, Promise<Tokens>>();

/** The tokens of an officer of the seed, who signs in once in each file of tests. */
export function tokensOf(username: string): Promise<Tokens> {
  const tokens = signedIn.get(username) ?? signIn(logInOf(username));
  signedIn.set(username, tokens);
  return tokens;
}

/** An officer of the seed, as the officers' site calls: with the ID token. */
export const officer = async (username: string): Promise<Client> =>
  new Client(bearer((await tokensOf(username)).id));

const TokenAnswer = z.object({ access_token: z.string() });

/** The token that a bank's system fetches with its client secret. */
export async function bankToken({ clientId, clientSecret }: BankClientLogIn): Promise<string> {
  const response = await fetch(`${stack.endpointUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return z.parse(TokenAnswer, await response.json()).access_token;
}

/** The `sub` of a token. */
export function subjectOf(token: string): string {
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return z.parse(z.object({ sub: z.string() }), claims).sub;
}

/** What was answered, by the contract of the operation. Fails the test when it was refused. */
export function answered<Op extends Operation>(operation: Op, answer: Answer): z.output<Op['answer']> {
  expect(answer.status, `${operation.id}: ${answer.text}`).toBe(operation.status ?? 200);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return z.parse<Op['answer']>(operation.answer, answer.json);
}

const Problem = z.strictObject({
  type: z.string(),
  title: z.string().check(z.minLength(1)),
  status: z.number(),
  code: z.string(),
  detail: z.string().check(z.minLength(1)),
  requestId: z.string().check(z.minLength(8)),
  errors: z.optional(
    z.array(
      z.strictObject({ path: z.string(), code: z.string(), message: z.string().check(z.minLength(1)) }),
    ),
  ),
  facts: z.optional(z.record(z.string(), z.unknown())),
});
export type Problem = z.output<typeof Problem>;

/** The problem by which something was refused. Fails the test when it was refused otherwise, or not at all. */
export function refused(answer: Answer, status: number, code: string): Problem {
  expect({ status: answer.status, code: codeOf(answer) }, answer.text.slice(0, 300)).toEqual({
    status,
    code,
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const problem = z.parse(Problem, answer.json);
  expect(problem).toMatchObject({ status, type: `urn:sitthi:problem:${code}` });
  return problem;
}

/** The code of a problem; undefined for any other answer. */
export const codeOf = ({ json }: Answer): string | undefined =>
  z.safeParse(z.object({ code: z.string() }), json).data?.code;

/** Each field at fault as `path code`. */
export const faultsIn = ({ errors = [] }: Problem): string[] =>
  errors.map(({ path, code }) => `${path} ${code}`);

/** Tries again until it does not fail, or fails as the last time. */
export const eventually = <Result>(
  holds: () => Promise<Result>,
  withinMs = 10_000,
  everyMs = 200,
): Promise<Result> => vi.waitFor(holds, { timeout: withinMs, interval: everyMs });

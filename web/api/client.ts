import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

/** What was refused, in the words and by the fields of the API. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Nothing came back: the network, or an answer that is not the API's. */
export class Unreachable extends Error {}

/** The officer left instead of signing in again. */
export class SignedOut extends Error {}

export interface Connection {
  /** Asked before each request. Waits for the officer to sign in when the session has ended; throws SignedOut. */
  token(): Promise<string>;
  /** The token was refused: the next one comes from a new sign-in. */
  refused(token: string): void;
  language(): 'th' | 'en';
}

/** The API as an officer's screens use it: each call resolves to the answer's body or throws one of the three above. */
export function connect(connection: Connection) {
  const send = (request: Request, token: string): Promise<Response> => {
    request.headers.set('authorization', `Bearer ${token}`);
    request.headers.set('accept-language', connection.language());
    return fetch(request).catch((error: unknown) => {
      throw request.signal.aborted ? error : new Unreachable(String(error));
    });
  };
  return createClient<paths>({
    baseUrl: '/',
    fetch: async (request) => {
      // A body is read once: the copy goes out again after the officer has signed in anew.
      const copy = request.clone();
      const token = await connection.token();
      let response = await send(request, token);
      if (response.status === 401) {
        connection.refused(token);
        response = await send(copy, await connection.token());
      }
      if (response.ok) return response;
      if (response.headers.get('content-type')?.includes('problem+json')) {
        throw new Refused((await response.json()) as Problem);
      }
      throw new Unreachable(`status ${response.status}`);
    },
  });
}

export type Api = ReturnType<typeof connect>;

/** The body of an answer that has one. */
export async function bodyOf<Body>(answer: Promise<{ data?: Body }>): Promise<NonNullable<Body>> {
  const { data } = await answer;
  if (data === undefined || data === null) throw new Unreachable('The answer has no body.');
  return data;
}

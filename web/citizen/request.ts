import { language } from './language.ts';

/** Why there is no answer; each has its own words and its own way on. */
export interface Failure {
  readonly status: 'too-many' | 'too-many-today' | 'offline' | 'slow' | 'trouble';
  /** How long to wait before the next try. */
  readonly waitSeconds: number;
  /** With 'too-many': whose machine does this work need not wait. */
  readonly challenge?: Challenge | undefined;
}

/** Work for this machine, as ALTCHA writes it; `guesses` is the most that it takes. */
export interface Challenge {
  readonly parameters: { readonly data?: { readonly guesses?: number } };
}

export interface Answer {
  readonly status: 'answered';
  readonly httpStatus: number;
  readonly body: unknown;
}

/** On the slowest networks a connection alone takes five seconds. */
const PATIENCE_MS = 25_000;
const TOO_MANY_WAIT_SECONDS = 15;
const LONGEST_WAIT_SECONDS = 120;

/** Asks the API once. Answers of 400, 404 and 422 come back as answers: they say something about the question. */
export async function request(path: string, question?: object): Promise<Answer | Failure> {
  try {
    return await inTime(send(path, question));
  } catch {
    return { status: 'offline', waitSeconds: 0 };
  }
}

/** A request that came too late is left to end by itself: old phones cannot abort one. */
async function inTime(sent: Promise<Answer | Failure>): Promise<Answer | Failure> {
  let timer: number | undefined;
  const late = new Promise<Failure>((resolve) => {
    timer = window.setTimeout(() => resolve({ status: 'slow', waitSeconds: 0 }), PATIENCE_MS);
  });
  try {
    return await Promise.race([sent, late]);
  } finally {
    window.clearTimeout(timer);
  }
}

async function send(path: string, question: object | undefined): Promise<Answer | Failure> {
  const response = await fetch(`/v1${path}`, {
    credentials: 'omit',
    headers: {
      'accept-language': language(),
      ...(question === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(question === undefined ? {} : { method: 'POST', body: JSON.stringify(question), cache: 'no-store' }),
  });
  const { status } = response;
  // The edge answers 403 to what it takes for a machine: many people behind one address, for one.
  if (status === 429 || status === 403) return tooMany(response);
  if (status >= 500) return { status: 'trouble', waitSeconds: waitOf(response, 0) };
  try {
    return { status: 'answered', httpStatus: status, body: await response.json() };
  } catch {
    // A hotspot's log-in page, or an answer that broke off.
    return { status: 'trouble', waitSeconds: 0 };
  }
}

async function tooMany(response: Response): Promise<Failure> {
  const problem: Problem = await response.json().catch(() => ({}));
  return {
    status: problem.code === 'look-up.exhausted' ? 'too-many-today' : 'too-many',
    waitSeconds: waitOf(response, TOO_MANY_WAIT_SECONDS),
    challenge: problem.facts?.challenge,
  };
}

interface Problem {
  readonly code?: string;
  readonly facts?: { readonly challenge?: Challenge };
}

function waitOf(response: Response, otherwise: number): number {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? Math.min(Math.ceil(seconds), LONGEST_WAIT_SECONDS) : otherwise;
}

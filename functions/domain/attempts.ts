import type { CitizenId } from './citizen-id.ts';

/** The windows in which tries are counted, the longest first: who keeps on is held for the longer ones. */
export const WINDOWS = ['day', 'hour', 'tenMinutes'] as const;
export type Window = (typeof WINDOWS)[number];
export type Tries = Readonly<Record<Window, number>>;

/** What is answered without more ado, in each window; beyond it every answer costs a solved challenge. */
export type LookUpLimits = {
  ofPerson: Tries;
  ofAddress: Tries;
  /** Challenges that are accepted for one person on one day. */
  solvedADay: number;
};

/** The longest window that has seen more than is allowed in it. */
export const exceeded = (tries: Tries, allowed: Tries): Window | undefined =>
  WINDOWS.find((window) => tries[window] > allowed[window]);

/** How much harder a challenge is than the first: the longer somebody keeps on, the more it costs. */
const HARDNESS: Record<Window, number> = { tenMinutes: 1, hour: 2, day: 4 };

export const hardnessOf = (...beyond: (Window | undefined)[]): number =>
  Math.max(1, ...beyond.map((window) => (window === undefined ? 1 : HARDNESS[window])));

/** A household has a whole /64 of IPv6, so that is what counts as one address. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address.replace(/^::ffff:/i, '');
  const [head = '', tail = ''] = address.split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::') ? Math.max(0, 8 - front.length - back.length) : 0;
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** A challenge that was solved; each is accepted once. */
export type SolvedChallenge = { id: string; issuedAt: Date };

/** What is known of a person's tries once this one has been counted. */
export type Tried = {
  /** `within` where it is only known that no limit is exceeded. */
  tries: Tries | 'within';
  /** Challenges accepted in the day, this one included. */
  solved: number;
  /** The challenge had been accepted before. */
  isReplay: boolean;
};

export type Attempts = {
  /** Counts one try, in one write, and takes the challenge that was solved for it. @throws Refusal store.busy */
  count(citizenId: CitizenId, from: string, at: Date, solved?: SolvedChallenge): Promise<Tried>;
};

/** Work for the caller's machine, as the library that both sides use writes it. */
export type Challenge = { parameters: Readonly<Record<string, unknown>>; signature?: string | undefined };

export type Challenges = {
  make(citizenId: CitizenId, hardness: number, at: Date): Promise<Challenge>;
  /** The challenge that was solved, if it was made here for this person and has not run out. */
  solved(proof: string, citizenId: CitizenId): Promise<SolvedChallenge | undefined>;
};

import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import type { Challenge, DeriveKeyFunction, Solution } from 'altcha-lib/types';

/** What the worker says: how many guesses it has made, or what it has found; nothing when it cannot. */
export interface WorkDone {
  readonly guessed?: number;
  readonly solution?: Solution | null;
}

/** A challenge runs out after five minutes. */
const PATIENCE_MS = 4 * 60_000;

const say = (done: WorkDone): void => self.postMessage(done);

self.onmessage = async ({ data: challenge }: MessageEvent<Challenge>) => {
  let guessed = 0;
  const counting: DeriveKeyFunction = (...of) => {
    say({ guessed: guessed++ });
    return deriveKey(...of);
  };
  try {
    say({ solution: await solveChallenge({ challenge, deriveKey: counting, timeout: PATIENCE_MS }) });
  } catch {
    // A browser without the cipher, or a page that was not sent over TLS.
    say({ solution: null });
  }
};

import type { Challenge } from './request.ts';
import type { WorkDone } from './solve-challenge.ts';
import workerUrl from './solve-challenge.ts?worker&url';

export interface Work {
  /** What is sent with the question; nothing when this browser cannot do the work. */
  readonly proof: Promise<string | undefined>;
  /** Ends the work; there will be no proof. */
  stop(): void;
}

/** Does the work beside the page, which stays usable. `tell` learns the share that is done, from 0 to 1. */
export function solve(challenge: Challenge, tell: (share: number) => void): Work {
  let end = (_proof?: string): void => {};
  const proof = new Promise<string | undefined>((resolve) => {
    end = resolve;
  });
  if (!('Worker' in window)) {
    end();
    return { proof, stop: end };
  }
  // Fetched only now: most people never see a challenge.
  const worker = new Worker(workerUrl);
  const stop = (): void => {
    worker.terminate();
    end();
  };
  const { guesses = 1 } = challenge.parameters.data || {};
  worker.onmessage = ({ data: { guessed, solution } }: MessageEvent<WorkDone>) => {
    if (guessed !== undefined) return tell(Math.min(1, guessed / guesses));
    if (solution) end(btoa(JSON.stringify({ challenge, solution })));
    stop();
  };
  worker.onerror = stop;
  worker.postMessage(challenge);
  return { proof, stop };
}

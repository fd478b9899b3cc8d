import { Refused, type Schemas, SignedOut, Unreachable } from '../../api/client.ts';
import { shellWording } from './shell-wording.ts';
import { useWording } from './wording.ts';

export interface Trouble {
  /** What is wrong and what to do, in the reader's language. */
  readonly summary: string;
  /** By the path of the field, as it was sent. */
  readonly fields: Readonly<Record<string, string>>;
  /** A code of the API, or one of the three that only a browser sees. */
  readonly code: string;
  readonly facts: Schemas['ProblemFacts'];
  /** Whether the same request, sent again, may succeed; it may also have been carried out already. */
  readonly mayRetry: boolean;
}

const UNANSWERED = new Set(['api.unreachable', 'store.busy', 'internal']);

/** Turns what a call of the API threw into words. */
export function useProblems(): (error: unknown) => Trouble {
  const words = useWording(shellWording);
  return (error) => {
    if (error instanceof Refused) {
      const { code, detail, errors = [], facts = {} } = error.problem;
      const unanswered = UNANSWERED.has(code);
      return {
        summary: unanswered ? words.unreachable : detail,
        fields: Object.fromEntries(errors.map(({ path, message }) => [path, message])),
        code,
        facts,
        mayRetry: unanswered,
      };
    }
    const browserOnly = { fields: {}, facts: {} };
    if (error instanceof SignedOut)
      return { summary: words.signedOut, code: 'browser.signed-out', mayRetry: true, ...browserOnly };
    if (error instanceof Unreachable)
      return { summary: words.unreachable, code: 'browser.unreachable', mayRetry: true, ...browserOnly };
    return { summary: words.unexpected, code: 'browser.unexpected', mayRetry: true, ...browserOnly };
  };
}

import { createHmac } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Payload } from 'altcha-lib/types';
import type { Challenges } from '../domain/attempts.ts';
import type { Secret } from './secrets.ts';

/** An old phone on a slow network has to be done in this time. */
const LIFETIME_MS = 5 * 60_000;
/** Iterations of PBKDF2 in each guess: some 25 ms on a phone of 2016, where a digest each would favour whoever has a faster language. */
const ITERATIONS = 5_000;
/** Guesses that the easiest challenge takes at most; half of them on average. */
const GUESSES = 128;

const guess = (guesses: number): number =>
  crypto.getRandomValues(new Uint32Array(1)).reduce((_none, random) => random % guesses, 0);

/**
 * Proof of work by altcha, made and checked without keeping anything: signed for one person, since the person's ID is
 * part of the key, and for five minutes.
 */
export function challenges(hashKey: Secret): Challenges {
  const secretOf = async (citizenId: string): Promise<string> =>
    createHmac('sha256', await hashKey.value())
      .update(`challenge#${citizenId}`)
      .digest('base64url');
  return {
    make: async (citizenId, hardness, at) => {
      const secret = await secretOf(citizenId);
      const guesses = GUESSES * hardness;
      const { parameters, signature } = await createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: ITERATIONS,
        counter: guess(guesses),
        deriveKey,
        // For a page that shows how far it is.
        data: { guesses },
        expiresAt: new Date(at.getTime() + LIFETIME_MS),
        hmacSignatureSecret: secret,
        hmacKeySignatureSecret: secret,
      });
      return { parameters: { ...parameters }, signature };
    },
    solved: async (proof, citizenId) => {
      const secret = await secretOf(citizenId);
      try {
        const { challenge, solution } = JSON.parse(Buffer.from(proof, 'base64').toString()) as Payload;
        const { verified } = await verifySolution({
          challenge,
          solution,
          deriveKey,
          hmacSignatureSecret: secret,
          hmacKeySignatureSecret: secret,
        });
        const { nonce, expiresAt = 0 } = challenge.parameters;
        return verified ? { id: nonce, issuedAt: new Date(expiresAt * 1_000 - LIFETIME_MS) } : undefined;
      } catch {
        // Whatever was sent, it solves nothing: the answer is another challenge.
        return undefined;
      }
    },
  };
}

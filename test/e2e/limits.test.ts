import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkEligibility } from '../../functions/contract/eligibility.ts';
import { stages } from '../../lib/stages.ts';
import { proofOf } from '../support/challenge.ts';
import { type Answer, answered, anybody, Client, codeOf, deployment, refused } from '../support/client.ts';
import { addressHeader } from '../support/stack.ts';
import { notEntitledIn, settle, unknownId } from './people.ts';
import { scan } from './stores.ts';

const { ofPerson, ofAddress } = stages.local.lookUpLimits;

const from = (address: string) => new Client({ [addressHeader]: address });
const ask = (citizenId: string, address: string, more: object = {}): Promise<Answer> =>
  from(address).post('/v1/eligibility', { citizenId, ...more });
const challengeIn = (answer: Answer): unknown => refused(answer, 429, 'look-up.challenged').facts?.challenge;

/** As many at once as a phone's network would send, so that the machine is not what is measured. */
async function inLanes<Result>(times: number, lanes: number, work: (nth: number) => Promise<Result>) {
  const results: Result[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let nth = next++; nth < times; nth = next++) results[nth] = await work(nth);
    }),
  );
  return results;
}

const TEN_MINUTES_MS = 600_000;
/** Longer than all of these together take. */
const NEEDED_MS = 90_000;

// Tries are counted by ten minutes of the clock: whoever asks across their end is answered twice as often.
beforeAll(async () => {
  const leftMs = TEN_MINUTES_MS - (Date.now() % TEN_MINUTES_MS);
  if (leftMs < NEEDED_MS) await sleep(leftMs);
});

const isAnswer = ({ status }: Answer): boolean => status === 200;

describe('one person', () => {
  it('is answered as often as is allowed, and not once more, of tries beside each other from everywhere', async () => {
    const { citizenId } = await settle('340101');
    const answers = await inLanes(ofPerson.tenMinutes + 10, 12, (nth) => ask(citizenId, `198.18.0.${nth}`));
    expect(answers.filter(isAnswer)).toHaveLength(ofPerson.tenMinutes);
    for (const answer of answers.filter((one) => !isAnswer(one))) challengeIn(answer);
  });

  it('is answered beyond by a challenge that says nothing of the person, and then to whoever solves it, once', async () => {
    const [cancelled] = await notEntitledIn('34');
    const people = {
      'may register': (await settle('340101')).citizenId,
      'not entitled': String(cancelled?.citizenId),
      unknown: unknownId(),
    };
    const seen = [];
    for (const citizenId of Object.values(people)) {
      await inLanes(ofPerson.tenMinutes, 20, (nth) => ask(citizenId, `198.18.1.${nth}`));
      const answer = await ask(citizenId, '198.18.1.200');
      const challenge = challengeIn(answer);
      const proof = await proofOf(challenge);
      expect(answered(checkEligibility, await ask(citizenId, '198.18.1.201', { proof })).status).toBe(
        citizenId === people['may register'] ? 'may-register' : 'not-found',
      );
      challengeIn(await ask(citizenId, '198.18.1.201', { proof }));
      challengeIn(await ask(citizenId, '198.18.1.201', { proof: 'made up' }));
      const { status, headers, text } = answer;
      seen.push({
        status,
        length: text.length,
        names: [...headers.keys()].filter((name) => name !== 'date'),
      });
    }
    // Request ids and hashes have one length each; the numbers in a challenge do, too.
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it('is not asked about by a proof that was made for another', async () => {
    const [one, other] = [unknownId(), unknownId()];
    await inLanes(ofPerson.tenMinutes, 20, (nth) => ask(one, `198.18.2.${nth}`));
    await inLanes(ofPerson.tenMinutes, 20, (nth) => ask(other, `198.18.2.${nth}`));
    const proof = await proofOf(challengeIn(await ask(one, '198.18.2.200')));
    challengeIn(await ask(other, '198.18.2.200', { proof }));
    expect(isAnswer(await ask(one, '198.18.2.200', { proof }))).toBe(true);
  });
});

describe('a walk through the IDs', () => {
  it('from one address is soon challenged, and answered to whoever pays for each', async () => {
    const address = '203.0.113.50';
    const answers = await inLanes(ofAddress.tenMinutes * 2, 12, () => ask(unknownId(), address));
    const free = answers.filter(isAnswer).length;
    // Counted by a sample of one in eight: the standard deviation is 41, and what is on its way is not seen yet.
    expect(free).toBeGreaterThan(ofAddress.tenMinutes - 5 * 41);
    expect(free).toBeLessThan(ofAddress.tenMinutes * 2);
    const citizenId = unknownId();
    const proof = await proofOf(challengeIn(await ask(citizenId, address)));
    expect(isAnswer(await ask(citizenId, address, { proof }))).toBe(true);
    expect(isAnswer(await ask(unknownId(), '203.0.113.51'))).toBe(true);
  });

  it('from 1,000 addresses passes below the limit of each, and the limit of one person holds for all of them', async () => {
    const victim = unknownId();
    const address = (nth: number): string => `198.19.${Math.floor(nth / 250)}.${nth % 250}`;
    const answers = await inLanes(1_000, 16, (nth) =>
      ask(nth % 10 === 0 ? victim : unknownId(), address(nth)),
    );
    const ofVictim = answers.filter((_answer, nth) => nth % 10 === 0);
    expect(ofVictim.filter(isAnswer)).toHaveLength(ofPerson.tenMinutes);
    expect(answers.filter((answer, nth) => nth % 10 !== 0 && !isAnswer(answer))).toEqual([]);
  });

  it('is counted for the address that the edge saw, whatever the caller claims', async () => {
    const claims = { 'x-sitthi-viewer-address': '192.0.2.250', 'x-forwarded-for': '192.0.2.251' };
    const before = (await scan('attempts')).length;
    // Without the secret that only the edge has, the origin gives no answer and counts nothing.
    const straight = new Client(claims, deployment.originUrl);
    expect(codeOf(await straight.post('/v1/eligibility', { citizenId: unknownId() }))).toBe('edge.required');
    expect((await scan('attempts')).length).toBe(before);
    const answers = await inLanes(ofAddress.tenMinutes * 2, 12, (nth) =>
      anybody.post(
        '/v1/eligibility',
        { citizenId: unknownId() },
        { ...claims, 'x-sitthi-viewer-address': `192.0.2.${nth % 250}`, [addressHeader]: '203.0.113.60' },
      ),
    );
    expect(answers.some((answer) => codeOf(answer) === 'look-up.challenged')).toBe(true);
  });
});

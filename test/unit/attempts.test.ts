import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Attempts,
  type Challenge,
  exceeded,
  hardnessOf,
  networkOf,
  type SolvedChallenge,
  type Tried,
  type Tries,
} from '../../functions/domain/attempts.ts';
import { checkEligibility, type LookUpDesk } from '../../functions/domain/check-eligibility.ts';
import type { Measure } from '../../functions/domain/programme.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { challenges } from '../../functions/runtime/challenges.ts';
import {
  bangkok,
  cardholder,
  day,
  FIRST_PERSON,
  IN_WINDOW,
  measure,
  registration,
  SECOND_PERSON,
} from '../support/builders.ts';
import { proofOf } from '../support/challenge.ts';
import { lookedUp, NO_TRIES, openDesk } from '../support/fakes.ts';

const ALLOWED: Tries = { tenMinutes: 5, hour: 10, day: 20 };
const LIMITS = { ofPerson: ALLOWED, ofAddress: { tenMinutes: 60, hour: 240, day: 1_000 }, solvedADay: 40 };
const tried = (more: Partial<Tried> = {}): Tried => ({
  tries: 'within',
  solved: 0,
  isReplay: false,
  ...more,
});
const AT_HOME = { at: IN_WINDOW, from: '192.0.2.1' };

describe('a limit', () => {
  it('is exceeded by the try after the last one that is allowed, and names the longest window', () => {
    expect(exceeded({ tenMinutes: 5, hour: 10, day: 20 }, ALLOWED)).toBeUndefined();
    expect(exceeded({ tenMinutes: 6, hour: 6, day: 6 }, ALLOWED)).toBe('tenMinutes');
    expect(exceeded({ tenMinutes: 6, hour: 11, day: 11 }, ALLOWED)).toBe('hour');
    expect(exceeded({ tenMinutes: 1, hour: 1, day: 21 }, ALLOWED)).toBe('day');
  });

  it('costs more the longer somebody keeps on', () => {
    expect(hardnessOf('tenMinutes', undefined)).toBe(1);
    expect(hardnessOf('tenMinutes', 'hour')).toBe(2);
    expect(hardnessOf('day', 'tenMinutes')).toBe(4);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('takes %s for %s, since a household has a whole network of IPv6', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('the look-up beyond a limit', () => {
  /** A desk that says so of the tries, and keeps what was asked of it. */
  function deskWith(
    {
      ofPerson = tried(),
      fromAddress = NO_TRIES,
      proof,
      inForce = measure(),
    }: { ofPerson?: Tried; fromAddress?: Tries; proof?: SolvedChallenge; inForce?: Measure },
    person: Parameters<typeof lookedUp>[0] = {},
  ) {
    const made: number[] = [];
    const counted: (SolvedChallenge | undefined)[] = [];
    const open = openDesk({
      person: async () => lookedUp({ measure: inForce, ...person, fromAddress }),
      publishedPlaces: async () => [],
    });
    const attempts: Attempts = {
      count: async (_id, _from, _at, solved) => {
        counted.push(solved);
        return ofPerson;
      },
    };
    const desk: LookUpDesk = {
      ...open,
      attempts,
      limits: LIMITS,
      challenges: {
        make: async (_id, hardness) => {
          made.push(hardness);
          return { parameters: { hardness } };
        },
        solved: async () => proof,
      },
    };
    return { desk, made, counted };
  }

  const outcome = async (desk: LookUpDesk, proof?: string) =>
    checkEligibility({ citizenId: FIRST_PERSON, proof }, AT_HOME, desk).catch((error: unknown) => {
      if (error instanceof Refusal) return { code: error.code, facts: error.facts };
      throw error;
    });

  const PEOPLE = {
    'somebody who may register': { cardholder: cardholder() },
    'somebody who has registered': { cardholder: cardholder(), registration: registration() },
    'somebody without entitlement': { cardholder: cardholder({ cardStatus: 'cancelled' }) },
    'somebody unknown': {},
  };

  it.each(Object.entries(PEOPLE))('is one answer, also for %s', async (_who, person) => {
    const beyond = { tries: { tenMinutes: 6, hour: 11, day: 11 } };
    expect(await outcome(deskWith({ ofPerson: tried(beyond) }, person).desk)).toEqual({
      code: 'look-up.challenged',
      facts: { challenge: { parameters: { hardness: 2 } } },
    });
  });

  it('comes after the question for the birth date, so that nobody solves a challenge in vain', async () => {
    const beyond = tried({ tries: { tenMinutes: 6, hour: 11, day: 11 } });
    const { desk, made, counted } = deskWith({
      ofPerson: beyond,
      inForce: measure({ requireBirthDate: true }),
    });
    expect(await outcome(desk)).toMatchObject({ code: 'look-up.birth-date-required' });
    expect([made, counted]).toEqual([[], [undefined]]);
  });

  it('is reached by wrong birth dates as by any other tries', async () => {
    const { desk, counted } = deskWith(
      { inForce: measure({ requireBirthDate: true }) },
      { cardholder: cardholder() },
    );
    const guess = { citizenId: FIRST_PERSON, birthDate: day('1970-05-05') };
    expect(await checkEligibility(guess, AT_HOME, desk)).toMatchObject({ status: 'not-found' });
    expect(counted).toHaveLength(1);
    const { desk: busy } = deskWith(
      {
        ofPerson: tried({ tries: { tenMinutes: 6, hour: 6, day: 6 } }),
        inForce: measure({ requireBirthDate: true }),
      },
      { cardholder: cardholder() },
    );
    for (const birthDate of [cardholder().birthDate, guess.birthDate])
      await expect(checkEligibility({ ...guess, birthDate }, AT_HOME, busy)).rejects.toMatchObject({
        code: 'look-up.challenged',
      });
  });

  it('asks the same of an address that many people share, whoever is asked about', async () => {
    const { desk } = deskWith(
      { fromAddress: { tenMinutes: 64, hour: 64, day: 64 } },
      PEOPLE['somebody unknown'],
    );
    expect(await outcome(desk)).toMatchObject({ code: 'look-up.challenged' });
  });

  it('answers whoever has solved the challenge', async () => {
    const proof = { id: 'one', issuedAt: IN_WINDOW };
    const ofPerson = tried({ tries: { tenMinutes: 9, hour: 9, day: 9 }, solved: 1 });
    const { desk, counted } = deskWith({ ofPerson, proof });
    expect(await outcome(desk, 'a proof')).toEqual({ status: 'not-found' });
    expect(counted).toEqual([proof]);
  });

  it('asks for another challenge where the solved one was spent before, or was none', async () => {
    const proof = { id: 'one', issuedAt: IN_WINDOW };
    const beyond = { tenMinutes: 9, hour: 9, day: 9 };
    const spent = deskWith({ ofPerson: tried({ tries: beyond, isReplay: true }), proof });
    expect(await outcome(spent.desk, 'a proof')).toMatchObject({ code: 'look-up.challenged' });
    const none = deskWith({ ofPerson: tried({ tries: beyond }) });
    expect(await outcome(none.desk, 'no proof')).toMatchObject({ code: 'look-up.challenged' });
    expect(none.counted).toEqual([undefined]);
  });

  it('ends for the day when as many challenges were solved as one person is worth', async () => {
    const proof = { id: 'one', issuedAt: IN_WINDOW };
    const last = deskWith({ ofPerson: tried({ solved: 40 }), proof });
    expect(await outcome(last.desk, 'a proof')).toEqual({ status: 'not-found' });
    const more = deskWith({ ofPerson: tried({ solved: 41 }), proof });
    await expect(
      checkEligibility(
        { citizenId: FIRST_PERSON, proof: 'a proof' },
        { at: bangkok('2018-02-12 23:00'), from: '' },
        more.desk,
      ),
    ).rejects.toMatchObject({ code: 'look-up.exhausted', retryAfterSeconds: 3_600 });
  });

  it('makes no challenge where there is nothing to challenge', async () => {
    const { desk, made } = deskWith({ ofPerson: tried({ tries: ALLOWED }), fromAddress: LIMITS.ofAddress });
    expect(await outcome(desk)).toEqual({ status: 'not-found' });
    expect(made).toEqual([]);
  });
});

describe('a challenge', () => {
  const made = challenges({ value: async () => 'a key', reread: async () => 'a key' });
  const elsewhere = challenges({ value: async () => 'another key', reread: async () => 'another key' });

  const easy = made.make(FIRST_PERSON, 1, new Date());

  it('is accepted when it is solved, under a name of its own, with the instant at which it was made', async () => {
    const at = new Date();
    const first = await made.solved(await proofOf(await made.make(FIRST_PERSON, 1, at)), FIRST_PERSON);
    const second = await made.solved(await proofOf(await easy), FIRST_PERSON);
    expect(Math.abs((first?.issuedAt.getTime() ?? 0) - at.getTime())).toBeLessThanOrEqual(1_000);
    expect(first?.id).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.id).not.toBe(first?.id);
  });

  it('is worth nothing for another person, from another maker, or once it has run out', async () => {
    const proof = await proofOf(await easy);
    expect(await made.solved(proof, SECOND_PERSON)).toBeUndefined();
    expect(await elsewhere.solved(proof, FIRST_PERSON)).toBeUndefined();
    const old = await made.make(FIRST_PERSON, 1, new Date(Date.now() - 5 * 60_000 - 1_000));
    expect(await made.solved(await proofOf(old), FIRST_PERSON)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['no base64', '***'],
    ['no JSON', Buffer.from('{').toString('base64')],
    ['null', Buffer.from('null').toString('base64')],
    ['no challenge', Buffer.from('{"solution":{}}').toString('base64')],
    ['a list', Buffer.from('[]').toString('base64')],
  ])('is not solved by %s', async (_what, proof) => {
    expect(await made.solved(proof, FIRST_PERSON)).toBeUndefined();
  });

  it('is not solved by a guess, nor made easier by whoever solves it', async () => {
    const challenge = await easy;
    const { keyPrefix = '' } = challenge.parameters;
    const guessed = { challenge, solution: { counter: 1, derivedKey: String(keyPrefix).padEnd(64, '0') } };
    expect(
      await made.solved(Buffer.from(JSON.stringify(guessed)).toString('base64'), FIRST_PERSON),
    ).toBeUndefined();
    const cheaper = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } };
    expect(await made.solved(await solutionOfAnyKey(cheaper), FIRST_PERSON)).toBeUndefined();
  });

  /** Solves what is left when the prefix is dropped: any counter does. */
  const solutionOfAnyKey = (challenge: Challenge): Promise<string> =>
    proofOf({ ...challenge, parameters: { ...challenge.parameters, keyPrefix: '', keyLength: 32 } }).catch(
      () =>
        Buffer.from(
          JSON.stringify({
            challenge,
            solution: { counter: 0, derivedKey: createHash('sha256').digest('hex') },
          }),
        ).toString('base64'),
    );

  it('says nothing of the person, and is never harder than it says', async () => {
    const { parameters } = await made.make(FIRST_PERSON, 4, new Date());
    expect(JSON.stringify(parameters)).not.toContain(FIRST_PERSON);
    expect(parameters.data).toEqual({ guesses: 512 });
    const { counter } = JSON.parse(Buffer.from(await proofOf(await easy), 'base64').toString()).solution as {
      counter: number;
    };
    expect(counter).toBeLessThan(128);
  });
});

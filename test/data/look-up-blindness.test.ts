import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { median } from '../../bench/bars.ts';
import { EDGE_SECRET, TABLES } from '../../bench/national.ts';
import { type StubContent, startStub, stubKey } from '../../bench/stub-dynamodb.ts';
import { hashedWith } from '../../functions/data/canaries.ts';
import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { attemptKey } from '../../functions/data/keys.ts';
import { registrationToItem } from '../../functions/data/registrations.ts';
import { bangkokDay } from '../../functions/domain/calendar.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type { HttpAnswer } from '../../functions/http/problem.ts';
import { stages } from '../../lib/stages.ts';
import { originalMeasure } from '../../reference/programme/load.ts';
import { cardholder, officeZeroId, registration } from '../support/builders.ts';
import { signedRankP } from '../support/signed-rank.ts';

type Handler = (event: object, context: object) => Promise<HttpAnswer>;

/** So rarely does one series without a difference look like one; it takes two in a row to be believed. */
const ALPHA = 0.0001;
/** A week of every try that the limits leave for one person: nobody can take more of a single ID. */
const PAIRS = 420;
/** Of a look-up's time in memory, without a network: what is less drowns in any network's own noise. */
const NOISE_SHARE = 0.03;
const PEOPLE = 50;

const secret = JSON.stringify({ current: EDGE_SECRET, previous: '' });
/** Beyond every limit, today and should midnight come. */
const BUSY_ADDRESS = '198.51.100.7';
const QUIET_ADDRESS = '198.51.100.8';

const of = (first: number): CitizenId[] =>
  Array.from({ length: PEOPLE }, (_one, nth) => officeZeroId(first + nth));
const unknown = of(1_000);
const notEntitled = of(2_000);
const entitled = of(3_000);
const registeredPeople = of(4_000);
const canaries = of(5_000);
const BORN = cardholder().birthDate;
const WRONG = '1970-05-05';
const ASKING_PROGRAMME = 'programme that asks for the birth date';

function content(): StubContent {
  const people: Record<string, Record<string, unknown>> = {};
  for (const citizenId of notEntitled)
    people[stubKey({ citizenId })] = marshall(
      cardholderToItem(cardholder({ citizenId, cardStatus: 'cancelled' })),
    );
  for (const citizenId of [...entitled, ...registeredPeople])
    people[stubKey({ citizenId })] = marshall(cardholderToItem(cardholder({ citizenId })));
  const registrations = registeredPeople.map((citizenId) => [
    stubKey({ citizenId }),
    marshall(registrationToItem(registration({ citizenId })), { removeUndefinedValues: true }),
  ]);
  const measure = { part: 'measure', ...originalMeasure };
  const hours = Array.from({ length: 24 }, (_one, hour) => [`h${String(hour).padStart(2, '0')}`, 9_999]);
  const minutes = Array.from({ length: 144 }, (_one, part) => [`m${part}`, 9_999]);
  const tries = { d: 9_999, ...Object.fromEntries([...hours, ...minutes]) };
  const busy = [0, 86_400_000].map((laterMs) => {
    const key = attemptKey('address', BUSY_ADDRESS, bangkokDay(new Date(Date.now() + laterMs)), secret);
    return [stubKey(key), marshall({ ...key, ...tries })];
  });
  return {
    items: {
      [TABLES.cardholders]: people,
      [TABLES.registrations]: Object.fromEntries(registrations),
      [TABLES.attempts]: Object.fromEntries(busy),
      [TABLES.programme]: {
        [stubKey({ part: 'measure' })]: marshall(measure),
        [stubKey({ part: 'canaries' })]: marshall({
          part: 'canaries',
          ...hashedWith(canaries, { attempts: secret, people: 'another' }),
        }),
      },
      [ASKING_PROGRAMME]: {
        [stubKey({ part: 'measure' })]: marshall({ ...measure, requireBirthDate: true }),
      },
      [TABLES.intakeLocations]: {},
    },
    secret,
  };
}

let stub: Awaited<ReturnType<typeof startStub>>;
let handler: Handler;
/** The same function in a container of its own, where the measure asks for the birth date. */
let asking: Handler;

/** The deployed function as a new container has it. */
async function container(programmeTable: string): Promise<Handler> {
  vi.resetModules();
  process.env.PROGRAMME_TABLE = programmeTable;
  const loaded = await import('../../functions/api/check-eligibility.ts');
  return loaded.handler as unknown as Handler;
}

beforeAll(async () => {
  stub = await startStub(content());
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: stub.url,
    AWS_REGION: 'ap-southeast-7',
    AWS_ACCESS_KEY_ID: 'stub',
    AWS_SECRET_ACCESS_KEY: 'stub',
    CARDHOLDERS_TABLE: TABLES.cardholders,
    REGISTRATIONS_TABLE: TABLES.registrations,
    INTAKE_LOCATIONS_TABLE: TABLES.intakeLocations,
    ATTEMPTS_TABLE: TABLES.attempts,
    ATTEMPT_KEY_ARN: 'attempt',
    EDGE_SECRET_ARN: 'edge',
    LOOK_UP_LIMITS: JSON.stringify(stages.production.lookUpLimits),
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  handler = await container(TABLES.programme);
  asking = await container(ASKING_PROGRAMME);
});

afterAll(() => stub?.stop());

const lookUp = (citizenId: string, address: string, birthDate?: string): Promise<HttpAnswer> =>
  (birthDate === undefined ? handler : asking)(
    {
      headers: {
        'content-type': 'application/json',
        'x-sitthi-edge-secret': EDGE_SECRET,
        'x-sitthi-viewer-address': address,
      },
      requestContext: { requestId: 'blind', http: { method: 'POST', path: '/v1/eligibility' } },
      body: JSON.stringify({ citizenId, ...(birthDate === undefined ? {} : { birthDate }) }),
      isBase64Encoded: false,
    },
    {},
  );

interface Series {
  readonly of: readonly string[];
  readonly from: string;
  /** Asks where the measure asks for it. */
  readonly birthDate?: string;
  /** Work that is added to each, as a share of the time it took, to see that it is noticed on a busy machine, too. */
  readonly plantedShare?: number;
}

async function timed(
  { of: people, from, birthDate, plantedShare = 0 }: Series,
  nth: number,
): Promise<number> {
  const started = performance.now();
  await lookUp(people[nth % people.length] ?? '', from, birthDate);
  const planted = (performance.now() - started) * (1 + plantedShare);
  while (performance.now() - started < planted);
  return performance.now() - started;
}

/**
 * How probable the measured times are where the two differ by no more than the noise. Both series in turns, each
 * first as often as the other, so that a slow moment hits both.
 */
async function difference(one: Series, other: Series, pairs = PAIRS): Promise<number> {
  const times: [number, number][] = [];
  for (let nth = 0; nth < pairs; nth++) {
    if (nth % 2 === 0) times.push([await timed(one, nth), await timed(other, nth)]);
    else {
      const ofOther = await timed(other, nth);
      times.push([await timed(one, nth), ofOther]);
    }
  }
  const between = median(times.map(([ofOne, ofOther]) => ofOther - ofOne));
  const noise = NOISE_SHARE * median(times.map(([ofOne]) => ofOne));
  if (Math.abs(between) <= noise) return 1;
  const forgiven = Math.sign(between) * noise;
  return signedRankP(times.map(([ofOne, ofOther]) => [ofOne + forgiven, ofOther]));
}

async function looksAlike(one: Series, other: Series, pairs?: number): Promise<boolean> {
  const first = await difference(one, other, pairs);
  const p = first < ALPHA ? await difference(one, other, pairs) : first;
  return p >= ALPHA;
}

describe('who is unknown and who is not entitled', () => {
  const quiet = { from: QUIET_ADDRESS };

  it('get the same answer to the byte', async () => {
    const answers = await Promise.all(
      [unknown, notEntitled].map(([citizenId = '']) => lookUp(citizenId, QUIET_ADDRESS)),
    );
    expect(answers[0]?.statusCode).toBe(200);
    expect(answers[1]).toEqual(answers[0]);
  });

  it('get it in the same time', async () => {
    await difference({ of: unknown, ...quiet }, { of: notEntitled, ...quiet }, 100);
    expect(await looksAlike({ of: unknown, ...quiet }, { of: notEntitled, ...quiet })).toBe(true);
  });

  it('would be told apart by half as much time again', async () => {
    const slower = { of: notEntitled, plantedShare: 0.5, ...quiet };
    expect(await looksAlike({ of: unknown, ...quiet }, slower)).toBe(false);
  });
});

describe('who gives a wrong birth date', () => {
  const quiet = { from: QUIET_ADDRESS, birthDate: WRONG };
  const strangers = { of: unknown, ...quiet };

  it('gets the answer of who is unknown to the byte, whoever is meant', async () => {
    const answers = await Promise.all(
      [unknown, notEntitled, entitled, registeredPeople].map(([citizenId = '']) =>
        lookUp(citizenId, QUIET_ADDRESS, WRONG),
      ),
    );
    expect(answers[0]?.statusCode).toBe(200);
    expect(JSON.parse(answers[0]?.body ?? '')).toMatchObject({ status: 'not-found' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    for (const [citizenId = ''] of [entitled, registeredPeople])
      expect(JSON.parse((await lookUp(citizenId, QUIET_ADDRESS, BORN)).body).status).not.toBe('not-found');
  });

  it.each([
    ['who may register', entitled],
    ['who has registered', registeredPeople],
  ])('gets it in the same time: %s', async (_who, people) => {
    await difference(strangers, { of: people, ...quiet }, 100);
    expect(await looksAlike(strangers, { of: people, ...quiet })).toBe(true);
  });

  it('would be told apart by half as much time again', async () => {
    expect(await looksAlike(strangers, { of: entitled, plantedShare: 0.5, ...quiet })).toBe(false);
  });
});

describe('who asks for a planted ID', () => {
  const quiet = { from: QUIET_ADDRESS };

  it('gets the answer of an unknown one to the byte, while a line counts it and names nobody', async () => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      const [canary = '', nobody = ''] = [canaries[0], unknown[0]];
      expect(await lookUp(canary, QUIET_ADDRESS)).toEqual(await lookUp(nobody, QUIET_ADDRESS));
      await vi.waitFor(() => expect(written).toHaveBeenCalled());
      const lines = written.mock.calls.map(([line]) => String(line));
      expect(lines.filter((line) => line.includes('"CanaryLookedUp":1'))).toHaveLength(1);
      expect(lines.join('')).not.toContain(canary);
    } finally {
      written.mockRestore();
    }
  });

  it('gets it in the same time', async () => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await difference({ of: unknown, ...quiet }, { of: canaries, ...quiet }, 100);
      expect(await looksAlike({ of: unknown, ...quiet }, { of: canaries, ...quiet })).toBe(true);
    } finally {
      written.mockRestore();
    }
  });
});

describe('beyond a limit', () => {
  const busy = { from: BUSY_ADDRESS };

  it('everybody gets the same challenge, but for its numbers', async () => {
    const answers = await Promise.all(
      [unknown, notEntitled, entitled].map(([citizenId = '']) => lookUp(citizenId, BUSY_ADDRESS)),
    );
    const seen = answers.map(({ statusCode, headers, body }) => ({
      statusCode,
      headers,
      length: body.length,
    }));
    expect(seen[0]?.statusCode).toBe(429);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it('gets it in the same time', async () => {
    expect(await looksAlike({ of: unknown, ...busy }, { of: entitled, ...busy }, 120)).toBe(true);
  });
});

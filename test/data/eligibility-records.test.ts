import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AttemptsTable } from '../../functions/data/attempts.ts';
import { AuditTable } from '../../functions/data/audit.ts';
import { Canaries, plant } from '../../functions/data/canaries.ts';
import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { EligibilityRecordsTables } from '../../functions/data/eligibility-records.ts';
import { IntakeLocationsTable, PUBLISHED_MAX_AGE_MS } from '../../functions/data/intake-locations.ts';
import { PROGRAMME_MAX_AGE_MS, ProgrammeTable } from '../../functions/data/programme.ts';
import { registrationToItem } from '../../functions/data/registrations.ts';
import type { Day } from '../../functions/domain/calendar.ts';
import { checkEligibility, type LookUpDesk } from '../../functions/domain/check-eligibility.ts';
import {
  cardholder,
  day,
  HOME,
  IN_WINDOW,
  measure,
  place,
  subdistrictCode,
  withdrawn,
} from '../support/builders.ts';
import { intercept, requestsOf } from '../support/conflicts.ts';
import { NO_LIMITS, NO_TRIES, openDesk } from '../support/fakes.ts';
import { engines, makeTables } from '../support/tables.ts';
import { intent, lineAboutPlace, nextPerson } from './made-up.ts';

const CANARY_KEYS = { attempts: 'a key', people: 'another' };
const OCCASION = { at: IN_WINDOW, from: '192.0.2.1' };

describe.each(engines)('the look-up on $name', (engine) => {
  const tables = makeTables(
    engine,
    'cardholders',
    'registrations',
    'programme',
    'intakeLocations',
    'audit',
    'attempts',
  );
  const { names } = tables;

  /** The look-up as a container has it after its start, and what it sends. */
  const container = (ring?: (times: number) => void) => {
    const client = tables.client();
    const requests = requestsOf(client);
    const desk = deskOn(client, ring);
    return {
      ask: async (citizenId: string, birthDate?: Day) => {
        requests.length = 0;
        const answer = await checkEligibility({ citizenId, birthDate }, OCCASION, desk);
        return { answer, operations: requests.map(({ operation }) => operation).sort() };
      },
    };
  };
  const deskOn = (client: ReturnType<typeof tables.client>, ring = (_times: number) => {}): LookUpDesk => {
    const attempts = new AttemptsTable(client, names.attempts, {
      hashKey: async () => 'a key',
      ofPerson: NO_LIMITS.ofPerson,
      sample: () => false,
    });
    const canaries = new Canaries('attempts', { key: async () => CANARY_KEYS.attempts, ring });
    const records = new EligibilityRecordsTables(client, names, { attempts, canaries });
    return { ...openDesk(records), attempts, canaries };
  };

  const entitled = cardholder({ citizenId: nextPerson() });
  const neighbour = cardholder({ citizenId: nextPerson(), subdistrict: subdistrictCode('340201') });
  const cancelled = cardholder({ citizenId: nextPerson(), cardStatus: 'cancelled' });
  const registered = cardholder({ citizenId: nextPerson() });
  const formerly = cardholder({ citizenId: nextPerson() });
  const unknown = nextPerson();

  beforeAll(async () => {
    const client = tables.client();
    await new ProgrammeTable(client, names.programme).loadMeasure(measure());
    await tables.put(
      'cardholders',
      ...[entitled, neighbour, cancelled, registered, formerly].map(cardholderToItem),
    );
    await tables.put(
      'registrations',
      registrationToItem(intent({ citizenId: registered.citizenId })),
      registrationToItem(withdrawn({ citizenId: formerly.citizenId })),
    );
    const open = place();
    await new IntakeLocationsTable(client, names.intakeLocations, new AuditTable(client, names.audit)).save(
      open,
      undefined,
      lineAboutPlace(open),
    );
  });
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('takes two requests for the first person of a district and one for the next', async () => {
    const { ask } = container();
    const first = await ask(entitled.citizenId);
    expect(first.operations).toEqual(['BatchGetItem', 'GetItem', 'UpdateItem']);
    expect(first.answer).toMatchObject({
      status: 'may-register',
      district: HOME,
      measure: measure(),
      places: [{ placeId: place().placeId }],
    });
    const next = await ask(formerly.citizenId);
    expect(next.operations).toEqual(['BatchGetItem', 'UpdateItem']);
    expect(next.answer).toEqual(first.answer);
  });

  it('never takes more than two, whatever district comes next', async () => {
    const { ask } = container();
    await ask(entitled.citizenId);
    const { answer, operations } = await ask(neighbour.citizenId);
    expect(operations).toEqual(['BatchGetItem', 'GetItem', 'UpdateItem']);
    expect(answer).toMatchObject({ status: 'may-register', district: '3402', places: [] });
    expect((await ask(neighbour.citizenId)).operations).toEqual(['BatchGetItem', 'UpdateItem']);
  });

  it('takes one for a person who is not found, and the same one for one who is not entitled', async () => {
    const { ask } = container();
    for (const citizenId of [unknown, cancelled.citizenId, unknown, cancelled.citizenId])
      expect(await ask(citizenId)).toEqual({
        answer: { status: 'not-found' },
        operations: ['BatchGetItem', 'UpdateItem'],
      });
  });

  it('answers a planted ID as any unknown one, from the same requests, and rings after it', async () => {
    const canary = nextPerson();
    const { programme } = names;
    await plant(tables.client(), programme, { citizenIds: [canary], keys: CANARY_KEYS, replace: false });
    const rung: number[] = [];
    const { ask } = container((times) => rung.push(times));
    const [first, second] = [await ask(unknown), await ask(canary)];
    expect(second).toEqual(first);
    await vi.waitFor(() => expect(rung).toEqual([1]));
    for (const citizenId of [unknown, cancelled.citizenId, registered.citizenId, entitled.citizenId])
      await ask(citizenId);
    await ask(canary);
    await vi.waitFor(() => expect(rung).toEqual([1, 1]));
    const replacing = { citizenIds: [nextPerson()], keys: CANARY_KEYS, replace: true };
    await plant(tables.client(), programme, replacing);
    vi.setSystemTime(Date.now() + PROGRAMME_MAX_AGE_MS);
    await ask(canary);
    await new Promise(setImmediate);
    expect(rung).toHaveLength(2);
  });

  it('takes one for a person who is registered', async () => {
    expect(await container().ask(registered.citizenId)).toEqual({
      answer: { status: 'registered', registeredOn: day('2018-02-05'), district: HOME },
      operations: ['BatchGetItem', 'UpdateItem'],
    });
  });

  it('reads list and measure again when they are no longer young, in two requests at most', async () => {
    const { ask } = container();
    await ask(entitled.citizenId);
    vi.setSystemTime(Date.now() + Math.max(PUBLISHED_MAX_AGE_MS, PROGRAMME_MAX_AGE_MS) - 1_000);
    expect((await ask(entitled.citizenId)).operations).toEqual(['BatchGetItem', 'UpdateItem']);
    vi.setSystemTime(Date.now() + 1_001);
    expect((await ask(entitled.citizenId)).operations).toEqual(['BatchGetItem', 'GetItem', 'UpdateItem']);
  });

  it('keeps the measure, but never a person', async () => {
    const client = tables.client();
    const requests = requestsOf(client);
    const { records } = deskOn(client);
    const moving = cardholder({ citizenId: nextPerson() });
    await tables.put('cardholders', cardholderToItem(moving));
    expect((await records.person(moving.citizenId, OCCASION.from, OCCASION.at)).cardholder).toEqual(moving);
    await tables.put('cardholders', cardholderToItem({ ...moving, cardStatus: 'deceased' }));
    expect((await records.person(moving.citizenId, OCCASION.from, OCCASION.at)).cardholder?.cardStatus).toBe(
      'deceased',
    );
    expect(requests.map(({ body }) => Object.keys(body.RequestItems ?? {}).sort())).toEqual([
      [names.attempts, names.cardholders, names.registrations, names.programme].sort(),
      [names.attempts, names.cardholders, names.registrations].sort(),
    ]);
  });

  it.each(['cardholders', 'registrations', 'programme', 'attempts'] as const)(
    'says busy, and never not-found, when the store leaves %s unread',
    async (left) => {
      const client = tables.client();
      intercept(client, async ({ operation, body }, send) => {
        const answer = await send();
        if (operation !== 'BatchGetItem') return answer;
        const { [names[left]]: keys } = body.RequestItems ?? {};
        const { [names[left]]: _unread, ...read } = answer.body.Responses ?? {};
        return { ...answer, body: { Responses: read, UnprocessedKeys: { [names[left]]: keys } } };
      });
      await expect(
        checkEligibility({ citizenId: entitled.citizenId }, OCCASION, deskOn(client)),
      ).rejects.toMatchObject({ code: 'store.busy' });
    },
  );

  it('reads the measure again after a busy store', async () => {
    const client = tables.client();
    let busy = true;
    intercept(client, async ({ body }, send) =>
      busy ? { status: 200, body: { Responses: {}, UnprocessedKeys: { ...body.RequestItems } } } : send(),
    );
    const { records } = deskOn(client);
    const { at, from } = OCCASION;
    await expect(records.person(entitled.citizenId, from, at)).rejects.toMatchObject({ code: 'store.busy' });
    busy = false;
    expect(await records.person(entitled.citizenId, from, at)).toEqual({
      cardholder: entitled,
      registration: expect.any(Function),
      measure: measure(),
      fromAddress: NO_TRIES,
    });
  });

  describe('while the measure asks for the birth date', () => {
    const WRONG = day('1970-05-05');
    const programme = () => new ProgrammeTable(tables.client(), names.programme);
    const asking = measure({ requireBirthDate: true });

    beforeEach(() => programme().loadMeasure(asking));
    afterEach(() => programme().loadMeasure(measure()));

    it('takes for a wrong one what it takes for a stranger, of whom it says the same', async () => {
      const { ask } = container();
      const people = [unknown, cancelled, entitled, neighbour, registered, formerly];
      for (const person of [...people, ...people]) {
        const citizenId = typeof person === 'string' ? person : person.citizenId;
        expect(await ask(citizenId, WRONG)).toEqual({
          answer: { status: 'not-found', withBirthDate: true },
          operations: ['BatchGetItem', 'UpdateItem'],
        });
      }
    });

    it('takes for the right one what it takes for the ID alone', async () => {
      const { ask } = container();
      const first = await ask(entitled.citizenId, entitled.birthDate);
      expect(first.operations).toEqual(['BatchGetItem', 'GetItem', 'UpdateItem']);
      expect(first.answer).toMatchObject({ status: 'may-register', measure: asking });
      expect(await ask(registered.citizenId, registered.birthDate)).toMatchObject({
        answer: { status: 'registered' },
        operations: ['BatchGetItem', 'UpdateItem'],
      });
    });

    it('asks everybody for it, after the same reads', async () => {
      const client = tables.client();
      const requests = requestsOf(client);
      const desk = deskOn(client);
      for (const citizenId of [unknown, cancelled.citizenId, entitled.citizenId, registered.citizenId]) {
        requests.length = 0;
        await expect(checkEligibility({ citizenId }, OCCASION, desk)).rejects.toMatchObject({
          code: 'look-up.birth-date-required',
        });
        expect(requests.map(({ operation }) => operation).sort()).toEqual(['BatchGetItem', 'UpdateItem']);
      }
    });

    it('counts a wrong one as a try of the person, until the right one costs a challenge as well', async () => {
      const limits = { ...NO_LIMITS, ofPerson: { tenMinutes: 3, hour: 10, day: 20 } };
      const desk = { ...deskOn(tables.client()), limits };
      const { citizenId, birthDate } = cardholder({ citizenId: nextPerson() });
      await tables.put('cardholders', cardholderToItem(cardholder({ citizenId })));
      for (let guess = 1; guess <= 3; guess++)
        expect(
          await checkEligibility({ citizenId, birthDate: day(`1970-05-1${guess}`) }, OCCASION, desk),
        ).toMatchObject({ status: 'not-found' });
      for (const next of [WRONG, birthDate])
        await expect(checkEligibility({ citizenId, birthDate: next }, OCCASION, desk)).rejects.toMatchObject({
          code: 'look-up.challenged',
        });
    });

    it('is switched on and off within the age of a measure, without a deployment', async () => {
      const { ask } = container();
      await ask(entitled.citizenId, entitled.birthDate);
      await programme().loadMeasure(measure({ requireBirthDate: false }));
      vi.setSystemTime(Date.now() + PROGRAMME_MAX_AGE_MS);
      for (const birthDate of [undefined, WRONG])
        expect((await ask(entitled.citizenId, birthDate)).answer.status).toBe('may-register');
      await programme().loadMeasure(asking);
      vi.setSystemTime(Date.now() + PROGRAMME_MAX_AGE_MS);
      await expect(ask(entitled.citizenId)).rejects.toMatchObject({ code: 'look-up.birth-date-required' });
    });
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMeasure } from '../../functions/contract/programme.ts';
import { ProgrammeTable } from '../../functions/data/programme.ts';
import type { Day } from '../../functions/domain/calendar.ts';
import type { Measure } from '../../functions/domain/programme.ts';
import { type Answer, answered, anybody, eventually, faultsIn, refused, stack } from '../support/client.ts';
import { lookUp } from './desk.ts';
import { settle, unknownId } from './people.ts';
import { store } from './stores.ts';

/** A change of the measure is everywhere after this time. */
const EVERYWHERE_WITHIN_MS = 30_000;
const BORN = '1961-09-17';
const WRONG = '1961-09-18';

const programme = new ProgrammeTable(store, stack.tables.programme);
let running: Measure;
let person: string;
/** Nobody but these tests asks about them: others use up the tries of people of the seed. */
let dismissed: string;

const switched = async (requireBirthDate: boolean): Promise<void> => {
  await programme.loadMeasure({ ...running, requireBirthDate });
  await eventually(async () => {
    expect(answered(readMeasure, await anybody.get('/v1/measure')).requireBirthDate).toBe(requireBirthDate);
    // Somebody else each time: nobody is answered as often as this may ask.
    expect((await lookUp(unknownId())).status).toBe(requireBirthDate ? 422 : 200);
  }, EVERYWHERE_WITHIN_MS);
};

const ask = (citizenId: string, birthDate: string): Promise<Answer> =>
  anybody.post('/v1/eligibility', { citizenId, birthDate });

beforeAll(async () => {
  running = await programme.measure();
  person = (await settle('340108', { birthDate: BORN as Day })).citizenId;
  dismissed = (await settle('340108', { cardStatus: 'cancelled' })).citizenId;
  await switched(true);
});

afterAll(() => switched(false));

it('is asked of everybody alike once central says so, without a deployment', async () => {
  const problems = await Promise.all(
    [person, unknownId(), stack.citizens.registered, dismissed].map((id) => lookUp(id)),
  );
  const said = problems.map((answer) => {
    const problem = refused(answer, 422, 'look-up.birth-date-required');
    expect(faultsIn(problem)).toEqual(['birthDate look-up.birth-date-required']);
    return { ...problem, requestId: '' };
  });
  for (const problem of said) expect(problem).toEqual(said[0]);
});

it('opens the answer when it is the registry’s', async () => {
  expect((await ask(person, BORN)).json).toMatchObject({ status: 'may-register' });
});

it('gets the answer of a stranger, to the byte, when it is wrong', async () => {
  const stranger = await ask(unknownId(), WRONG);
  expect(stranger.json).toMatchObject({ status: 'not-found' });
  for (const id of [person, stack.citizens.registered, dismissed]) {
    const answer = await ask(id, WRONG);
    expect([answer.status, answer.text]).toEqual([stranger.status, stranger.text]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
});

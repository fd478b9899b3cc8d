import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkEligibility } from '../../functions/contract/eligibility.ts';
import { createRegistration } from '../../functions/contract/registrations.ts';
import { ProgrammeTable } from '../../functions/data/programme.ts';
import { bangkokDay, plusDays } from '../../functions/domain/calendar.ts';
import type { Measure } from '../../functions/domain/programme.ts';
import {
  type Answer,
  answered,
  type Client,
  eventually,
  officer,
  refused,
  stack,
} from '../support/client.ts';
import { addPlace, lookUp, measure, type Place, retirePlace, sendIntent } from './desk.ts';
import { settle } from './people.ts';
import { store } from './stores.ts';

/** A change of the measure is everywhere after this time. */
const EVERYWHERE_WITHIN_MS = 30_000;

const programme = new ProgrammeTable(store, stack.tables.programme);
const today = bangkokDay(new Date());
const yesterday = plusDays(today, -1);

let running: Measure;
let mueang: Client;
let place: Place;

beforeAll(async () => {
  running = await programme.measure();
  mueang = await officer('mueang-ubon');
  place = await addPlace(mueang, '3401', 'จุดรับแจ้งวันสุดท้าย');
});

const sentFor = async (intentOn: string): Promise<Answer> => {
  const { citizenId } = await settle('340108');
  return sendIntent(mueang, { citizenId, placeId: place.placeId, intentOn });
};

const phaseOfLookUp = async () => {
  const { citizenId } = await settle('340108');
  const answer = answered(checkEligibility, await lookUp(citizenId));
  return answer.status === 'may-register' ? answer.measure.phase : answer.status;
};

afterAll(async () => {
  await programme.loadMeasure(running);
  await eventually(async () => {
    expect((await measure()).phase).toBe('open');
    expect(await phaseOfLookUp()).toBe('open');
    expect((await sentFor(today)).status).toBe(201);
  }, EVERYWHERE_WITHIN_MS);
  await retirePlace(mueang, place);
});

it('closes everywhere within half a minute once the Ministry says so, without a deployment', async () => {
  await programme.loadMeasure({ ...running, windowTo: yesterday, recordUntil: today });
  await eventually(async () => {
    expect((await measure()).phase).toBe('after');
    expect(await phaseOfLookUp()).toBe('after');
    refused(await sentFor(today), 422, 'registration.day-outside-window');
  }, EVERYWHERE_WITHIN_MS);
}, 60_000);

it('tells citizens when it closed and sends nobody to a counter', async () => {
  const { citizenId } = await settle('340108');
  const { message } = answered(checkEligibility, await lookUp(citizenId));
  expect(message.th).toContain('สิ้นสุดแล้ว');
  expect(message.en).toContain('Intents were taken until');
});

it('lets officers record on what came in before it closed', async () => {
  const { intentOn } = answered(createRegistration, await sentFor(yesterday));
  expect(intentOn).toBe(yesterday);
  const { facts } = refused(await sentFor(today), 422, 'registration.day-outside-window');
  expect(facts).toEqual({ windowFrom: running.windowFrom, windowTo: yesterday });
});

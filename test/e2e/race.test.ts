import { beforeAll, describe, expect, it } from 'vitest';
import { createRegistration } from '../../functions/contract/registrations.ts';
import { bangkokDay } from '../../functions/domain/calendar.ts';
import {
  type Answer,
  answered,
  type Client,
  eventually,
  newKey,
  officer,
  refused,
} from '../support/client.ts';
import { addPlace, countedReport, dayIn, type Place, reportOf, retirePlace, sendIntent } from './desk.ts';
import { settle } from './people.ts';
import { recordOf } from './stores.ts';

const today = bangkokDay(new Date());
const COUNTED_WITHIN_MS = 15_000;

let officers: Client[];
let ubon: Client;
let mueang: Client;
let place: Place;

beforeAll(async () => {
  officers = await Promise.all(['mueang-ubon', 'ubon', 'central'].map(officer));
  ubon = await officer('ubon');
  mueang = await officer('mueang-ubon');
  place = await addPlace(mueang, '3401', 'โรงยิมเนเซียมจังหวัด');
  return async () => {
    await retirePlace(mueang, place);
  };
});

/** The officer whose turn it is. */
const nth = (n: number): Client => officers[n % officers.length] ?? ubon;

/** Busy means that nothing was saved and when to come again; it is no answer to whether the person is registered. */
function split(answers: readonly Answer[]): { settled: Answer[]; busy: Answer[] } {
  const busy = answers.filter(({ status }) => status === 503);
  for (const answer of busy) {
    refused(answer, 503, 'store.busy');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  return { settled: answers.filter(({ status }) => status !== 503), busy };
}

describe('fifty officers who register one person at once', () => {
  it('make one registration, and the others are told of it', async () => {
    const { citizenId } = await settle('340109');
    const before = await countedReport(ubon, '34');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => sendIntent(nth(n), { citizenId, placeId: place.placeId })),
    );
    const { settled, busy } = split(answers);
    expect(busy.length, 'told to come back later').toBeLessThanOrEqual(5);
    const [winner, ...more] = settled.filter(({ status }) => status === 201);
    expect(more).toEqual([]);
    const first = answered(createRegistration, winner ?? ({} as never));
    const told = settled.filter(({ status }) => status !== 201);
    expect(told.length + busy.length).toBe(49);
    for (const answer of told)
      expect(refused(answer, 409, 'registration.already-registered').facts).toEqual({
        first: { intentOn: today, channel: 'officer', district: '3401', place: place.name },
      });
    const { current, versions } = await recordOf(citizenId);
    expect(current).toMatchObject({ version: 1, receipt: first.receipt });
    expect(versions).toHaveLength(1);
    await eventually(async () => {
      const after = await reportOf(ubon, '34');
      expect(after.total.registered).toBe(before.total.registered + 1);
      expect(dayIn(after, today).registered).toBe(dayIn(before, today).registered + 1);
    }, COUNTED_WITHIN_MS);
    // And it stays there: what is counted late would be one too many.
    expect((await countedReport(ubon, '34')).total.registered).toBe(before.total.registered + 1);
  }, 120_000);
});

describe('one request that arrives ten times at once', () => {
  it('makes one registration, and every answer is its receipt', async () => {
    const { citizenId } = await settle('340109');
    const before = await countedReport(ubon, '34');
    const key = newKey();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => sendIntent(mueang, { citizenId, placeId: place.placeId }, key)),
    );
    const created = answers.map((answer) => answered(createRegistration, answer));
    expect(new Set(created.map(({ receipt }) => receipt)).size).toBe(1);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect((await recordOf(citizenId)).versions).toHaveLength(1);
    const after = await countedReport(ubon, '34');
    expect(after.total.registered).toBe(before.total.registered + 1);
  }, 120_000);
});

describe('many people at one counter at once', () => {
  it('are all registered and all counted', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => settle('340110')));
    const before = await countedReport(ubon, '34');
    const answers = await Promise.all(
      people.map(({ citizenId }, n) => sendIntent(nth(n), { citizenId, placeId: place.placeId })),
    );
    const receipts = answers.map((answer) => answered(createRegistration, answer).receipt);
    expect(new Set(receipts).size).toBe(people.length);
    const after = await countedReport(ubon, '34');
    expect(after.total.registered).toBe(before.total.registered + people.length);
  }, 120_000);
});

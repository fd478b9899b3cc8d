import { describe, expect, it } from 'vitest';
import type { Day } from '../../functions/domain/calendar.ts';
import type { CardStatus } from '../../functions/domain/cardholder.ts';
import { checkEligibility, type LookUpDesk } from '../../functions/domain/check-eligibility.ts';
import type { PersonOnRecord } from '../../functions/domain/eligibility.ts';
import type { PublishedPlace } from '../../functions/domain/intake-location.ts';
import type { EligibilityRecords } from '../../functions/domain/ports.ts';
import type { Measure } from '../../functions/domain/programme.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import {
  bangkok,
  cardholder,
  day,
  FIRST_PERSON,
  IN_WINDOW,
  measure,
  placeId,
  registration,
  subdistrictCode,
  withdrawn,
} from '../support/builders.ts';
import { lookedUp, openDesk } from '../support/fakes.ts';

const PLACES: PublishedPlace[] = [
  { placeId: placeId('place00001'), name: 'หอประชุม' },
  { placeId: placeId('place00002'), name: 'วัด', closesOn: day('2018-02-11') },
];

/** Records of one person; `read` tells what was asked of them. */
function recordsOf(
  person: Partial<PersonOnRecord>,
  places: PublishedPlace[] = PLACES,
  inForce: Measure = measure(),
) {
  const read: string[] = [];
  const records: EligibilityRecords = {
    person: async (citizenId) => {
      read.push(`person ${citizenId}`);
      const { cardholder } = person;
      return {
        ...lookedUp({ cardholder, measure: inForce }),
        registration: () => {
          read.push('registration');
          return person.registration;
        },
      };
    },
    publishedPlaces: async (district) => {
      read.push(`places ${district}`);
      return places;
    },
  };
  return { records, read };
}

const ask = (citizenId: string, records: EligibilityRecords, at = IN_WINDOW) =>
  checkEligibility({ citizenId }, { at, from: '192.0.2.1' }, openDesk(records));

const lookUp = async (person: Partial<PersonOnRecord>, at = IN_WINDOW, places = PLACES) => {
  const { records, read } = recordsOf(person, places);
  return { answer: await ask(FIRST_PERSON, records, at), read };
};

describe('the look-up', () => {
  it.each<CardStatus>(['cancelled', 'deceased', 'not-passed'])(
    'answers for a %s card exactly as for a person nobody knows, with the same reads',
    async (cardStatus) => {
      const unknown = await lookUp({});
      expect(unknown.answer).toEqual({ status: 'not-found' });
      for (const earlier of [undefined, registration(), withdrawn()])
        expect(await lookUp({ cardholder: cardholder({ cardStatus }), registration: earlier })).toEqual(
          unknown,
        );
    },
  );

  it('does not answer by a registration alone', async () => {
    const { answer } = await lookUp({ registration: registration() });
    expect(answer).toEqual({ status: 'not-found' });
  });

  it('tells a registered person the day and the district at the time of the intent, and no places', async () => {
    const { answer, read } = await lookUp({
      cardholder: cardholder({ subdistrict: subdistrictCode('340299') }),
      registration: registration(),
    });
    expect(answer).toEqual({ status: 'registered', registeredOn: '2018-02-05', district: '3401' });
    expect(read).toEqual([`person ${FIRST_PERSON}`, 'registration']);
  });

  it('tells a person who may register the district of the current address and its open places', async () => {
    const { answer, read } = await lookUp({ cardholder: cardholder() });
    expect(answer).toEqual({
      status: 'may-register',
      measure: measure(),
      phase: 'open',
      district: '3401',
      places: [PLACES[0]],
    });
    expect(read).toEqual([`person ${FIRST_PERSON}`, 'registration', 'places 3401']);
  });

  it('says may-register again after a withdrawal', async () => {
    const { answer } = await lookUp({ cardholder: cardholder(), registration: withdrawn() });
    expect(answer).toMatchObject({ status: 'may-register', district: '3401' });
  });

  it('has an answer for a district that has set no place', async () => {
    const { answer } = await lookUp({ cardholder: cardholder() }, IN_WINDOW, []);
    expect(answer).toMatchObject({ status: 'may-register', places: [] });
  });

  it.each([
    ['2018-01-31 23:59', 'before'],
    ['2018-02-01 00:00', 'open'],
    ['2018-02-28 23:59', 'open'],
    ['2018-03-01 00:00', 'after'],
  ])("at %s by Bangkok's clock is %s", async (at, phase) => {
    const { answer } = await lookUp({ cardholder: cardholder() }, bangkok(at));
    expect(answer).toMatchObject({ status: 'may-register', phase });
  });

  it('reads nothing for an ID that cannot be one', async () => {
    const { records, read } = recordsOf({ cardholder: cardholder() });
    await expect(ask('1000000000018', records)).rejects.toMatchObject({
      code: 'citizen-id.checksum',
    });
    await expect(ask('17', records)).rejects.toMatchObject({
      code: 'citizen-id.format',
    });
    expect(read).toEqual([]);
  });

  it('finds the person however the ID is written', async () => {
    const { records, read } = recordsOf({});
    await ask('๑-๐๐๐๐-๐๐๐๐๐-๐๑-๗', records);
    expect(read).toEqual([`person ${FIRST_PERSON}`]);
  });
});

describe('the look-up while the measure asks for the birth date', () => {
  const asking = measure({ requireBirthDate: true });
  const BORN = cardholder().birthDate;
  const WRONG = day('1970-05-05');

  async function lookUpBy(
    birthDate: Day | undefined,
    person: Partial<PersonOnRecord>,
    { inForce = asking, citizenId = FIRST_PERSON }: { inForce?: Measure; citizenId?: string } = {},
  ) {
    const { records, read } = recordsOf(person, PLACES, inForce);
    const heard: boolean[] = [];
    const desk: LookUpDesk = {
      ...openDesk(records),
      watch: { answered: (_citizenId, isMiss) => heard.push(isMiss) },
    };
    const question = { citizenId, birthDate };
    const answer = await checkEligibility(question, { at: IN_WINDOW, from: '192.0.2.1' }, desk).catch(
      (error: unknown) => {
        if (error instanceof Refusal) return { code: error.code, faults: error.faults };
        throw error;
      },
    );
    return { answer, read, heard };
  }

  const ON_RECORD: Record<string, Partial<PersonOnRecord>> = {
    'may register': { cardholder: cardholder() },
    'has registered': { cardholder: cardholder(), registration: registration() },
    'has withdrawn': { cardholder: cardholder(), registration: withdrawn() },
  };

  it.each(Object.entries(ON_RECORD))('answers by the right one as by the ID alone: %s', async (_, person) => {
    const { answer, read } = await lookUpBy(BORN, person);
    const alone = await lookUp(person);
    expect(read).toEqual(alone.read);
    expect(answer).toEqual({
      ...alone.answer,
      ...(alone.answer.status === 'may-register' ? { measure: asking } : {}),
    });
  });

  it.each(Object.entries(ON_RECORD))(
    'answers by a wrong one as for a person nobody knows, with the same reads: %s',
    async (_, person) => {
      const unknown = await lookUpBy(BORN, {});
      expect(unknown).toEqual({
        answer: { status: 'not-found', withBirthDate: true },
        read: [`person ${FIRST_PERSON}`],
        heard: [true],
      });
      expect(await lookUpBy(WRONG, person)).toEqual(unknown);
      for (const birthDate of [BORN, WRONG])
        expect(
          await lookUpBy(birthDate, { ...person, cardholder: cardholder({ cardStatus: 'cancelled' }) }),
        ).toEqual(unknown);
    },
  );

  it('asks everybody for it alike, and answers nothing before', async () => {
    const refusals = await Promise.all(
      [{}, { cardholder: cardholder({ cardStatus: 'deceased' }) }, ...Object.values(ON_RECORD)].map(
        (person) => lookUpBy(undefined, person),
      ),
    );
    for (const refusal of refusals)
      expect(refusal).toEqual({
        answer: {
          code: 'look-up.birth-date-required',
          faults: [{ path: 'birthDate', code: 'look-up.birth-date-required' }],
        },
        read: [`person ${FIRST_PERSON}`],
        heard: [],
      });
  });

  it('names an ID that cannot be one first', async () => {
    const { answer, read } = await lookUpBy(undefined, {}, { citizenId: '1000000000018' });
    expect(answer).toMatchObject({ code: 'citizen-id.checksum' });
    expect(read).toEqual([]);
  });

  it.each([undefined, false])('compares nothing while the switch is %s', async (requireBirthDate) => {
    const inForce = measure({ requireBirthDate });
    for (const birthDate of [undefined, WRONG, BORN])
      expect((await lookUpBy(birthDate, { cardholder: cardholder() }, { inForce })).answer).toMatchObject({
        status: 'may-register',
      });
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import type {
  CountedPeople,
  PeopleOnRecord,
  RosterFilter,
  RosterPosition,
} from '../../functions/domain/people.ts';
import { listCardholders, listParticipants } from '../../functions/domain/people-desk.ts';
import { rosterPositionOf } from '../../functions/http/paging.ts';
import { participantView, rosterEntryView } from '../../functions/http/views/people-view.ts';
import {
  BANGKOK_DISTRICT,
  cardContribution,
  cardholder,
  centralOfficer,
  contribution,
  day,
  districtCode,
  FIRST_PERSON,
  HOME,
  IN_WINDOW,
  NEIGHBOUR,
  officer,
  provinceOfficer,
  registration,
  writtenForms,
} from '../support/builders.ts';
import { knownGeography, Trail } from '../support/fakes.ts';

const OCCASION = { at: IN_WINDOW, from: '192.0.2.7', requestId: 'request-1' };
const PAGE = { limit: 50 };

const POSITION = '340101#UP_TO_30000#1970#person' as RosterPosition;
const askedOfRoster: RosterFilter[] = [];
const counted: CountedPeople = {
  participants: async () => ({
    rows: [{ citizenId: FIRST_PERSON, counted: contribution() }],
    cursor: 'next',
  }),
  roster: async (_, filter) => {
    askedOfRoster.push(filter);
    const row = { citizenId: FIRST_PERSON, position: POSITION };
    return { rows: [{ ...row, counted: cardContribution(), registration: contribution() }] };
  },
  onRoster: async () => FIRST_PERSON,
  positionOf: async () => POSITION,
  async *contributionsOf() {
    yield [];
  },
};
const { registrationId, receipt, version } = registration();
const onRecord: PeopleOnRecord = {
  of: async (ids) =>
    new Map(
      ids.map((id) => [id, { name: cardholder().name, registration: { registrationId, receipt, version } }]),
    ),
};

let audit: Trail;
let desk: Parameters<typeof listParticipants>[0];
beforeEach(() => {
  audit = new Trail();
  desk = { counted, onRecord, geography: knownGeography(), audit };
});

describe('the list behind a count', () => {
  it('is one line of the trail that says what was asked for, and shows people masked', async () => {
    const filter = { status: 'INTENT' as const, from: day('2018-02-01'), to: day('2018-02-20') };
    const listed = await listParticipants(desk, officer(), HOME, filter, PAGE, OCCASION);
    expect(audit.lines).toMatchObject([
      {
        action: 'LISTED_PARTICIPANTS',
        from: '192.0.2.7',
        about: { district: '3401', status: 'INTENT', from: '2018-02-01', to: '2018-02-20' },
      },
    ]);
    const [row] = listed.rows.map(participantView);
    expect(row).toMatchObject({
      maskedName: 'นางมะลิวัลย์ ก…',
      registrationId,
      receipt,
      intentOn: '2018-02-05',
    });
    for (const form of writtenForms(FIRST_PERSON)) expect(JSON.stringify(row)).not.toContain(form);
    expect(listed).toMatchObject({
      cursor: 'next',
      district: { code: '3401' },
      asOf: IN_WINDOW.toISOString(),
    });
  });

  it('says of a cardholder whether a registration stands', async () => {
    const listed = await listCardholders(desk, officer(), HOME, { registered: true }, PAGE, OCCASION);
    expect(audit.lines).toMatchObject([
      { action: 'LISTED_CARDHOLDERS', about: { district: '3401', registered: 'true' } },
    ]);
    expect(listed.rows.map((row) => rosterEntryView(row, undefined))).toMatchObject([
      { registered: true, band: 'UP_TO_30000' },
    ]);
    const withdrawn = { ...listed.rows[0], registration: contribution({ status: 'CANCELLED' }) };
    expect(rosterEntryView(withdrawn as Parameters<typeof rosterEntryView>[0], undefined).registered).toBe(
      false,
    );
  });

  it('takes an age as years of birth, within those that are asked for, and says so on the trail', async () => {
    askedOfRoster.length = 0;
    const ask = { age: 'working' as const, bornTo: 1990, names: 'whole' as const };
    const listed = await listCardholders(desk, officer(), HOME, ask, PAGE, OCCASION);
    expect(askedOfRoster).toEqual([{ bornFrom: 1958, bornTo: 1990 }]);
    expect(audit.lines).toMatchObject([{ about: { district: '3401', age: 'working', names: 'whole' } }]);
    const [row] = listed.rows;
    if (row === undefined) throw new Error('nobody is listed');
    expect(rosterEntryView(row, 'whole').name).toEqual(cardholder().name);
    expect(rosterEntryView(row, undefined).name).toBeUndefined();
    expect(rosterPositionOf(rosterEntryView(row, undefined).listed)).toBe(POSITION);
  });

  it('does not exist outside the area, nor of a district that there is not, and leaves no line', async () => {
    const stranger = provinceOfficer('10');
    for (const [who, district] of [
      [officer(), NEIGHBOUR],
      [officer(), BANGKOK_DISTRICT],
      [stranger, HOME],
      [centralOfficer(), districtCode('9999')],
    ] as const) {
      const refusal = { code: 'district.not-found', kind: 'missing' };
      await expect(
        listParticipants(desk, who, district, { status: 'INTENT' }, PAGE, OCCASION),
      ).rejects.toMatchObject(refusal);
      await expect(listCardholders(desk, who, district, {}, PAGE, OCCASION)).rejects.toMatchObject(refusal);
    }
    expect(audit.lines).toEqual([]);
  });

  it('is refused when its days are the wrong way round', async () => {
    const filter = { status: 'INTENT' as const, from: day('2018-02-20'), to: day('2018-02-01') };
    await expect(listParticipants(desk, officer(), HOME, filter, PAGE, OCCASION)).rejects.toMatchObject({
      code: 'days.reversed',
    });
  });

  it('is not answered when the line cannot be written', async () => {
    audit.broken = true;
    await expect(
      listParticipants(desk, officer(), HOME, { status: 'INTENT' }, PAGE, OCCASION),
    ).rejects.toThrow();
    await expect(listCardholders(desk, officer(), HOME, {}, PAGE, OCCASION)).rejects.toThrow();
  });
});

import { describe, expect, it } from 'vitest';
import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { CountedPeopleTable } from '../../functions/data/counted-people.ts';
import { PeopleOnRecordTables } from '../../functions/data/people-on-record.ts';
import { registrationToItem } from '../../functions/data/registrations.ts';
import type { DistrictCode } from '../../functions/domain/area.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { cardState, type State } from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import type { Page, PageRequest } from '../../functions/domain/ports.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { type Choose, chooser, seededRandom } from '../../local/seed/random.ts';
import {
  agencyCode,
  cardholder,
  day,
  districtCode,
  instant,
  projectCode,
  subdistrictCode,
} from '../support/builders.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, observed, patient } from './counted.ts';
import { corrected, intent, nextPerson } from './made-up.ts';

const DISTRICTS = ['3401', '3402', '1001'].map(districtCode);
const SUBDISTRICTS = DISTRICTS.flatMap((district) =>
  ['01', '02'].map((rest) => subdistrictCode(`${district}${rest}`)),
);

const made = (choose: Choose): Registration => {
  const first = intent({
    citizenId: nextPerson(),
    residence: choose.of(SUBDISTRICTS),
    intentOn: day(`2018-02-0${1 + choose.whole(9)}`),
    agency: choose.of(['DOPA', 'MOL'].map(agencyCode)),
    channel: choose.of(['officer', 'BAAC', 'GSB']),
    projects: ['D1-01', 'D2-01'].map(projectCode).filter(() => choose.chance(0.4)),
  });
  return choose.chance(0.2) ? corrected(first, { status: 'CANCELLED' }) : first;
};

const carded = (choose: Choose, citizenId = nextPerson()): Cardholder =>
  cardholder({
    citizenId,
    subdistrict: choose.of(SUBDISTRICTS),
    band: choose.of(['UP_TO_30000', 'UP_TO_100000']),
    birthDate: day(`${1940 + choose.whole(60)}-05-04`),
    cardStatus: choose.chance(0.1) ? 'deceased' : 'active',
  });

const cardSeen = (state: State, before?: State) => ({ ...state, before });

describe.each(engines)('the lists behind the counts on $name', (engine) => {
  const { client, names, contents } = makeTables(engine, 'ledger', 'counters');
  const lists = new CountedPeopleTable(client(), names.ledger);
  const count = (registrations: readonly Registration[]) =>
    countObservations(
      registrations.map((one) => observed(one)),
      ledgerOn(client(), names),
      patient,
    );
  const countCards = (cards: readonly Cardholder[]) =>
    countObservations(
      cards.map((card) => cardSeen(cardState(card))),
      ledgerOn(client(), names, { source: 'card' }),
      patient,
    );
  const choose = chooser(seededRandom(7));
  const registrations = Array.from({ length: 260 }, () => made(choose));
  const cards = [
    ...registrations.slice(0, 150).map(({ citizenId }) => carded(choose, citizenId)),
    ...Array.from({ length: 150 }, () => carded(choose)),
  ];

  /** Every page of a list; none but the last is without a cursor. */
  async function everyPage<Row>(
    list: (page: PageRequest) => Promise<Page<Row>>,
    limit: number,
  ): Promise<Row[]> {
    const rows: Row[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit, cursor });
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      rows.push(...page.rows);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return rows;
  }
  const idsOf = (rows: readonly { citizenId: string }[]): string[] =>
    rows.map(({ citizenId }) => citizenId).sort();
  const participants = (district: DistrictCode, filter: object = {}, limit = 7) =>
    everyPage((page) => lists.participants(district, { status: 'INTENT', ...filter }, page), limit);
  const roster = (district: DistrictCode, filter: object = {}, limit = 7) =>
    everyPage((page) => lists.roster(district, filter, page), limit);
  const within = (district: string) => (one: { residence: string }) => one.residence.startsWith(district);

  it('have everybody once, whatever the size of a page', async () => {
    await count(registrations);
    await countCards(cards);
    for (const district of DISTRICTS) {
      const standing = registrations.filter(within(district)).filter(({ status }) => status === 'INTENT');
      const active = cards.filter(
        ({ subdistrict, cardStatus }) => subdistrict.startsWith(district) && cardStatus === 'active',
      );
      for (const limit of [1, 7, 200]) {
        expect(idsOf(await participants(district, {}, limit))).toEqual(idsOf(standing));
        expect(idsOf(await roster(district, {}, limit))).toEqual(idsOf(active));
      }
    }
  });

  it('have as many rows as the counters say, at every level', async () => {
    const counters = (await contents()).counters ?? [];
    const counted = (province: string, bucket: string, name: string): number =>
      Number(counters.find((item) => item.province === province && item.bucket === bucket)?.[name] ?? 0);
    let rows = 0;
    for (const subdistrict of SUBDISTRICTS) {
      const district = districtCode(subdistrict.slice(0, 4));
      const [province, rest] = [subdistrict.slice(0, 2), subdistrict.slice(2)];
      const standing = await participants(district, { subdistrict });
      expect(standing).toHaveLength(counted(province, 'total', `i${rest}`));
      expect(await participants(district, { subdistrict, status: 'CANCELLED' })).toHaveLength(
        counted(province, 'cancelled', `c${rest}`),
      );
      for (const [band, letter] of [
        ['UP_TO_30000', 'l'],
        ['UP_TO_100000', 'm'],
      ])
        expect(await roster(district, { subdistrict, band })).toHaveLength(
          counted(province, 'cards', `${letter}${rest}`),
        );
      rows += standing.length;
    }
    expect(rows).toBeGreaterThan(150);
  });

  it('are of the days, the agency, the channel and the project that were asked for', async () => {
    const home = registrations.filter(within('3401')).filter(({ status }) => status === 'INTENT');
    const [from, to] = [day('2018-02-03'), day('2018-02-06')];
    expect(idsOf(await participants(districtCode('3401'), { from, to }))).toEqual(
      idsOf(home.filter(({ intentOn }) => intentOn >= from && intentOn <= to)),
    );
    const filter = { agency: agencyCode('MOL'), channel: 'GSB', project: projectCode('D1-01') };
    expect(idsOf(await participants(districtCode('3401'), filter))).toEqual(
      idsOf(
        home.filter(
          ({ agency, channel, projects }) =>
            agency === 'MOL' && channel === 'GSB' && projects.includes(projectCode('D1-01')),
        ),
      ),
    );
  });

  it('tell who of the cardholders has not come, wherever the others have registered', async () => {
    const come = new Set(
      registrations.filter(({ status }) => status === 'INTENT').map(({ citizenId }) => citizenId),
    );
    for (const district of DISTRICTS) {
      const active = cards.filter(
        ({ subdistrict, cardStatus }) => subdistrict.startsWith(district) && cardStatus === 'active',
      );
      const [registered, not] = [true, false].map((is) =>
        active.filter(({ citizenId }) => come.has(citizenId) === is),
      );
      expect(idsOf(await roster(district, { registered: true }))).toEqual(idsOf(registered ?? []));
      expect(idsOf(await roster(district, { registered: false }))).toEqual(idsOf(not ?? []));
      const young = await roster(district, { registered: false, bornFrom: 1970, bornTo: 1999 });
      expect(idsOf(young)).toEqual(
        idsOf((not ?? []).filter(({ birthDate }) => birthDate >= '1970' && birthDate < '2000')),
      );
    }
  });

  it('give every contribution of a district, page by page', async () => {
    let seen = 0;
    for await (const page of lists.contributionsOf(districtCode('3402'))) seen += page.length;
    expect(seen).toBe(
      registrations.filter(within('3402')).filter(({ status }) => status === 'INTENT').length,
    );
  });

  it('follow a person who moves, and one whose card is cancelled', async () => {
    const before = carded(choose);
    const living = { ...before, subdistrict: subdistrictCode('340101'), cardStatus: 'active' as const };
    const moved = {
      ...living,
      subdistrict: subdistrictCode('100102'),
      changedAt: instant('2018-02-01 08:00'),
    };
    const gone = { ...moved, cardStatus: 'cancelled' as const, changedAt: instant('2018-02-02 08:00') };
    const has = async (district: string) =>
      idsOf(await roster(districtCode(district), {}, 200)).includes(living.citizenId);
    const ledger = ledgerOn(client(), names, { source: 'card' });
    const see = (now: Cardholder, earlier?: Cardholder) =>
      countObservations([cardSeen(cardState(now), earlier && cardState(earlier))], ledger, patient);
    await see(living);
    expect([await has('3401'), await has('1001')]).toEqual([true, false]);
    await see(moved, living);
    expect([await has('3401'), await has('1001')]).toEqual([false, true]);
    await see(gone, moved);
    expect([await has('3401'), await has('1001')]).toEqual([false, false]);
  });

  it('have positions that name nobody, and refuse one of another list', async () => {
    const { cursor = '' } = await lists.participants(
      districtCode('3401'),
      { status: 'INTENT' },
      { limit: 3 },
    );
    expect(cursor).toMatch(/^INTENT#2018-02-0\d#[\w-]{22}$/);
    for (const { citizenId } of registrations) expect(cursor).not.toContain(citizenId);
    await expect(
      lists.participants(districtCode('3401'), { status: 'CANCELLED' }, { limit: 3, cursor }),
    ).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(
      lists.roster(districtCode('3401'), {}, { limit: 3, cursor: 'x'.repeat(120) }),
    ).rejects.toMatchObject({ code: 'request.invalid' });
  });
});

describe.each(engines)('the people of a page on $name', (engine) => {
  const { client, names, put } = makeTables(engine, 'cardholders', 'registrations');
  const onRecord = new PeopleOnRecordTables(client(), names);

  it('come with name and registration, also more than a request takes, and without what is not there', async () => {
    const known = Array.from({ length: 70 }, () => carded(chooser(seededRandom(3))));
    await put('cardholders', ...known.map(cardholderToItem));
    const registered = intent({ citizenId: known[3]?.citizenId as Cardholder['citizenId'] });
    await put('registrations', registrationToItem(registered));
    const stranger = nextPerson();
    const people = await onRecord.of([...known.map(({ citizenId }) => citizenId), stranger]);
    expect(people.size).toBe(70);
    expect(people.get(stranger)).toBeUndefined();
    expect(people.get(registered.citizenId)).toEqual({
      name: known[3]?.name,
      registration: {
        registrationId: registered.registrationId,
        receipt: registered.receipt,
        version: registered.version,
      },
    });
    expect(await onRecord.of([])).toEqual(new Map());
  });
});

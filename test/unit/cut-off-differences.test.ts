import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DistrictCode } from '../../functions/domain/area.ts';
import type { Instant } from '../../functions/domain/calendar.ts';
import type { CutOff, CutOffRow } from '../../functions/domain/cut-off.ts';
import { bahtOf, rowOf } from '../../functions/domain/cut-off.ts';
import {
  listCutOffDifferences,
  listCutOffRows,
  MOST_DIFFERENCES,
} from '../../functions/domain/cut-off-people-desk.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { cutOffDifferencesView, cutOffRowsView } from '../../functions/http/views/cut-off-view.ts';
import {
  BANGKOK_DISTRICT,
  bangkok,
  cardholder,
  centralOfficer,
  day,
  districtCode,
  FIRST_PERSON,
  HOME,
  instant,
  measure,
  NEIGHBOUR,
  officer,
  officeZeroId,
  registration,
  subdistrictCode,
  withdrawn,
  writtenForms,
} from '../support/builders.ts';
import {
  CUT_OFF_ID,
  cutOff,
  DISTRICTS,
  freezeInstant,
  frozenCutOff,
  Histories,
  histories,
  InMemoryCutOffRows,
  InMemoryCutOffs,
} from '../support/cut-offs.ts';
import { knownGeography, programmeOf, Trail } from '../support/fakes.ts';

const OCCASION = { at: bangkok('2018-02-23 10:00'), from: '192.0.2.7', requestId: 'request-1' };
const BEFORE = instant('2018-02-20 12:00');
const SINCE = instant('2018-02-22 12:00');

let audit: Trail;
beforeEach(() => {
  audit = new Trail();
});

/** The list as it was frozen from these versions, and the registrations as they are. */
function frozenFrom(
  versions: readonly Registration[],
  { frozenAt } = cutOff(),
  gone: readonly string[] = [],
) {
  const rows = new InMemoryCutOffRows();
  const last = new Map<string, Registration>();
  for (const version of versions) if (version.change.at <= frozenAt) last.set(version.citizenId, version);
  for (const version of last.values()) {
    const row = rowOf(version, cutOff());
    if (row !== undefined) rows.rows.set(row.citizenId, row);
  }
  const registrations = new Histories(versions.filter(({ citizenId }) => !gone.includes(citizenId)));
  const of = { ...frozenCutOff(), frozenAt };
  return {
    cutOffs: new InMemoryCutOffs(audit, of),
    rows,
    registrations,
    counted: registrations.counted,
    onRecord: { of: async () => new Map([[FIRST_PERSON, { name: cardholder().name }]]) },
    programme: programmeOf(),
    geography: knownGeography(),
    audit,
  };
}

const ask = (lists: ReturnType<typeof frozenFrom>, district: DistrictCode = HOME, by = centralOfficer()) =>
  listCutOffDifferences(lists, by, { cutOffId: CUT_OFF_ID, district }, OCCASION);

const changed = (
  earlier: Registration,
  change: Partial<Registration>,
  at: Instant = SINCE,
  kind: Registration['change']['kind'] = 'corrected',
): Registration => ({
  ...earlier,
  version: earlier.version + 1,
  ...change,
  change: { kind, by: 'officer-1', at },
});

const first = registration({ change: { kind: 'created', by: 'officer-1', at: BEFORE }, recordedAt: BEFORE });
const off = changed(first, { status: 'CANCELLED' }, SINCE, 'withdrawn');
const again = (change: Partial<Registration>): Registration =>
  changed(off, { status: 'INTENT', recordedAt: SINCE, ...change }, SINCE, 'registered-again');
const moved = subdistrictCode('340201');

describe('a difference', () => {
  it.each<[string, Registration[], DistrictCode, string | undefined, number, number]>([
    ['withdrawn', [off], HOME, 'withdrawn', -1, -200],
    [
      'moved to a day after',
      [changed(first, { intentOn: day('2018-02-21') })],
      HOME,
      'day-moved-out',
      -1,
      -200,
    ],
    ['moved within the range', [changed(first, { intentOn: day('2018-02-20') })], HOME, undefined, 0, 0],
    ['given another agency and channel', [changed(first, { channel: 'GSB' })], HOME, undefined, 0, 0],
    ['registered again as before', [off, again({})], HOME, undefined, 0, 0],
    [
      'registered again, better off',
      [off, again({ band: 'UP_TO_100000' })],
      HOME,
      'registered-again',
      0,
      -100,
    ],
    [
      'registered again, in another subdistrict',
      [off, again({ residence: subdistrictCode('340102') })],
      HOME,
      'registered-again',
      0,
      0,
    ],
    [
      'registered again elsewhere',
      [off, again({ residence: moved })],
      HOME,
      'registered-elsewhere',
      -1,
      -200,
    ],
    [
      'registered again elsewhere, seen there',
      [off, again({ residence: moved })],
      NEIGHBOUR,
      'registered-here',
      1,
      200,
    ],
    [
      'registered again elsewhere, corrected there',
      [off, again({ residence: moved }), changed(again({ residence: moved }), { remark: 'x' })],
      NEIGHBOUR,
      'registered-here',
      1,
      200,
    ],
    [
      'registered again elsewhere for a day after',
      [off, again({ residence: moved, intentOn: day('2018-02-21') })],
      HOME,
      'day-moved-out',
      -1,
      -200,
    ],
  ])('of somebody on the list who was %s', async (_what, since, district, kind, people, baht) => {
    const { differences, sums } = await ask(frozenFrom([first, ...since]), district);
    expect(differences.map((one) => one.kind)).toEqual(kind === undefined ? [] : [kind]);
    expect(sums).toMatchObject({ people, bahtPerMonth: baht });
    if (kind !== undefined) expect(sums.byKind).toMatchObject({ [kind]: 1 });
  });

  it('is that of somebody who is not kept any more', async () => {
    const { differences, sums } = await ask(frozenFrom([first], cutOff(), [FIRST_PERSON]));
    expect(differences).toMatchObject([
      { kind: 'erased', now: undefined, frozen: { citizenId: FIRST_PERSON } },
    ]);
    expect(sums).toMatchObject({ people: -1, bahtPerMonth: -200 });
  });

  const late = { ...first, recordedAt: SINCE, change: { ...first.change, at: SINCE } };
  it.each<[string, Registration[], string | undefined]>([
    ['recorded late', [late], 'recorded-since'],
    ['recorded late and corrected', [late, changed(late, { remark: 'x' })], 'recorded-since'],
    ['recorded late for a day after', [{ ...late, intentOn: day('2018-02-21') }], undefined],
    [
      'of a day after, moved in',
      [{ ...first, intentOn: day('2018-02-21') }, changed(first, {})],
      'day-moved-in',
    ],
    [
      'withdrawn before, registered again since',
      [first, changed(first, { status: 'CANCELLED' }, BEFORE), again({})],
      'recorded-since',
    ],
  ])('of somebody not on the list: %s', async (_what, versions, kind) => {
    const { differences, sums } = await ask(frozenFrom(versions));
    expect(differences.map((one) => one.kind)).toEqual(kind === undefined ? [] : [kind]);
    expect(sums.people).toBe(kind === undefined ? 0 : 1);
  });

  it('is listed by kind and day, at most five thousand, and summed up over all', async () => {
    const people = Array.from({ length: MOST_DIFFERENCES + 3 }, (_, n) =>
      registration({
        citizenId: officeZeroId(n + 1),
        intentOn: day(n % 2 === 0 ? '2018-02-02' : '2018-02-01'),
        change: first.change,
        recordedAt: BEFORE,
      }),
    );
    const lists = frozenFrom(
      people.flatMap((one) => [one, withdrawn({ ...one, version: 2, status: 'CANCELLED' })]),
    );
    for (const one of people) lists.rows.rows.set(one.citizenId, rowOf(one, cutOff()) as CutOffRow);
    const { differences, more, sums } = await ask(lists);
    expect([differences.length, more, sums.people]).toEqual([MOST_DIFFERENCES, true, -people.length]);
    const days = differences.map(({ frozen }) => frozen?.intentOn);
    expect(days).toEqual([...days].sort());
    expect((await ask(frozenFrom([first, off]))).more).toBe(false);
  });
});

type Paid = Pick<CutOffRow, 'citizenId' | 'residence' | 'band'>;

/** Who would be paid what, by hand: shares nothing with what it is compared with. */
const paid = (registrations: readonly Registration[], { from, to }: CutOff, district: string): string[] =>
  registrations
    .filter((one) => one.status === 'INTENT' && one.intentOn >= from && one.intentOn <= to)
    .filter(({ residence }) => residence.startsWith(district))
    .map(({ citizenId, residence, band }) => `${citizenId} ${residence} ${band}`)
    .sort();

describe('a frozen list and its differences', () => {
  it('are together the registrations of now, in people and in baht, in every district', async () => {
    await fc.assert(
      fc.asyncProperty(histories, freezeInstant, fc.nat(20), async (people, frozenAt, erased) => {
        const gone = people[erased]?.[0]?.citizenId;
        const lists = frozenFrom(people.flat(), { ...cutOff(), frozenAt }, gone === undefined ? [] : [gone]);
        const elsewhere: string[] = [];
        const here: string[] = [];
        for (const district of DISTRICTS) {
          const { differences, sums } = await ask(lists, district);
          const list = new Map(lists.rows.of(district).map((row): [string, Paid] => [row.citizenId, row]));
          const baht = (rows: Iterable<Paid>): number => {
            const each = { UP_TO_30000: 0, UP_TO_100000: 0 };
            for (const { band } of rows) each[band] += 1;
            return bahtOf(each, measure().bands);
          };
          const before = [list.size, baht(list.values())] as const;
          for (const { citizenId, people: by, now } of differences)
            if (by < 0 || now === undefined) list.delete(citizenId);
            else list.set(citizenId, now);
          const current = lists.registrations.current();
          expect(
            [...list.values()]
              .map(({ citizenId, residence, band }) => `${citizenId} ${residence} ${band}`)
              .sort(),
          ).toEqual(paid(current, cutOff(), district));
          expect([sums.people, sums.bahtPerMonth]).toEqual([
            list.size - before[0],
            baht(list.values()) - before[1],
          ]);
          for (const { kind, citizenId } of differences) {
            if (kind === 'registered-elsewhere') elsewhere.push(citizenId);
            if (kind === 'registered-here') here.push(citizenId);
          }
        }
        // Who has left one list for another district has come to that district.
        expect(here.sort()).toEqual(elsewhere.sort());
      }),
      { numRuns: 400 },
    );
  });
});

describe('the lists of a district', () => {
  it('are each one line of the trail, and show people masked', async () => {
    const lists = frozenFrom([first, off]);
    const asked = { cutOffId: CUT_OFF_ID, district: HOME };
    const rows = await listCutOffRows(lists, officer(), asked, { limit: 50 }, OCCASION);
    const differences = await ask(lists, HOME, officer());
    const about = { cutOffId: CUT_OFF_ID, district: '3401' };
    expect(audit.lines).toMatchObject([
      { action: 'LISTED_CUT_OFF', actor: 'officer-1', about },
      { action: 'LISTED_CUT_OFF_DIFFERENCES', actor: 'officer-1', about },
    ]);
    const shown = [cutOffRowsView(rows), cutOffDifferencesView(differences)];
    expect(shown).toMatchObject([
      { rows: [{ maskedName: 'นางมะลิวัลย์ ก…', bahtPerMonth: 200, subdistrict: '340101' }] },
      { people: -1, bahtPerMonth: -200, differences: [{ kind: 'withdrawn', now: { status: 'CANCELLED' } }] },
    ]);
    for (const form of writtenForms(FIRST_PERSON)) expect(JSON.stringify(shown)).not.toContain(form);
  });

  it('come page by page', async () => {
    const lists = frozenFrom(
      Array.from({ length: 7 }, (_, n) => registration({ citizenId: officeZeroId(n + 1) })),
    );
    const asked = { cutOffId: CUT_OFF_ID, district: HOME };
    const page = await listCutOffRows(lists, officer(), asked, { limit: 3 }, OCCASION);
    expect([page.rows.length, page.cursor]).toEqual([3, '3']);
    const last = await listCutOffRows(lists, officer(), asked, { limit: 3, cursor: '6' }, OCCASION);
    expect([last.rows.length, last.cursor]).toEqual([1, undefined]);
  });

  const refusals = async (lists: ReturnType<typeof frozenFrom>, by = officer(), district = HOME) => {
    const asked = { cutOffId: CUT_OFF_ID, district };
    return Promise.allSettled([
      listCutOffRows(lists, by, asked, { limit: 50 }, OCCASION),
      listCutOffDifferences(lists, by, asked, OCCASION),
    ]);
  };
  const both = (code: string) => [
    { status: 'rejected', reason: expect.objectContaining({ code }) },
    { status: 'rejected', reason: expect.objectContaining({ code }) },
  ];

  it('do not exist outside the area, nor of a district or a cut-off that there is not', async () => {
    const lists = frozenFrom([first]);
    for (const district of [NEIGHBOUR, BANGKOK_DISTRICT])
      expect(await refusals(lists, officer(), district)).toEqual(both('district.not-found'));
    expect(await refusals(lists, centralOfficer(), districtCode('9999'))).toEqual(both('district.not-found'));
    const without = { ...lists, cutOffs: new InMemoryCutOffs(audit) };
    expect(await refusals(without)).toEqual(both('cut-off.not-found'));
    expect(audit.lines).toEqual([]);
  });

  it('are not shown half made', async () => {
    const lists = { ...frozenFrom([first]), cutOffs: new InMemoryCutOffs(audit, cutOff()) };
    expect(await refusals(lists)).toEqual(both('cut-off.still-freezing'));
  });

  it('are not answered when the line cannot be written', async () => {
    audit.broken = true;
    const ended = await refusals(frozenFrom([first]));
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

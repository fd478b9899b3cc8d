import { beforeAll, describe, expect, it } from 'vitest';
import { CountedPeopleTable } from '../../functions/data/counted-people.ts';
import { CountersTable } from '../../functions/data/counters.ts';
import { gazetteer } from '../../functions/data/gazetteer.ts';
import type { DistrictCode, ProvinceCode } from '../../functions/domain/area.ts';
import { plusDays } from '../../functions/domain/calendar.ts';
import type { Contribution } from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import {
  readCardholders,
  readCoverage,
  readDaily,
  readProjects,
} from '../../functions/domain/report-desk.ts';
import subdistricts from '../../reference/geography/subdistricts.geo.json' with { type: 'json' };
import agencies from '../../reference/programme/agencies.json' with { type: 'json' };
import dimensions from '../../reference/programme/dimensions.json' with { type: 'json' };
import projects from '../../reference/programme/projects.json' with { type: 'json' };
import {
  agencyCode,
  bangkok,
  cardContribution,
  centralOfficer,
  contribution,
  day,
  measure,
  observationsOf,
  officer,
  projectCode,
  provinceOfficer,
  subdistrictCode,
} from '../support/builders.ts';
import { requestsOf } from '../support/conflicts.ts';
import { programmeOf } from '../support/fakes.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, patient } from './counted.ts';
import { nextPerson } from './made-up.ts';

const AT = bangkok('2018-02-28 12:00');
const MONTH = { from: day('2018-01-29'), to: day('2018-02-28') };
const SUBDISTRICTS = ['340101', '340104', '341501', '100101', '500101'];
const programme = {
  ...programmeOf(measure()),
  agencies: async () => agencies as Awaited<ReturnType<ReturnType<typeof programmeOf>['agencies']>>,
  projects: async () =>
    ({ dimensions, projects }) as Awaited<ReturnType<ReturnType<typeof programmeOf>['projects']>>,
};

/** People whose registrations and cards differ in all that is counted. */
const person = (n: number): { registration: Contribution; card: Contribution } => {
  const subdistrict = subdistrictCode(SUBDISTRICTS[n % SUBDISTRICTS.length] ?? '');
  return {
    registration: contribution({
      subdistrict,
      day: plusDays(day('2018-02-01'), n % 28),
      channel: (['officer', 'BAAC', 'GSB'] as const)[n % 3] ?? 'officer',
      agency: agencyCode(agencies[n % agencies.length]?.code ?? ''),
      projects: projects.slice(0, n % 4).map(({ code }) => projectCode(code)),
      status: n % 10 === 0 ? 'CANCELLED' : 'INTENT',
    }),
    card: cardContribution({ subdistrict, band: n % 2 === 0 ? 'UP_TO_30000' : 'UP_TO_100000' }),
  };
};

describe.each(engines)('reports on $name', (engine) => {
  const tables = makeTables(engine, 'ledger', 'counters');
  const client = tables.client();
  const requests = requestsOf(client);
  const books = {
    counters: new CountersTable(client, tables.names.counters),
    people: new CountedPeopleTable(client, tables.names.ledger),
    gazetteer,
    programme,
  };
  const people: ReturnType<typeof person>[] = [];

  async function count(number: number): Promise<void> {
    const more = Array.from({ length: number }, (_, n) => person(people.length + n));
    people.push(...more);
    for (const source of ['registration', 'card'] as const)
      await countObservations(
        more.flatMap((one) => observationsOf(nextPerson(), [one[source]])),
        ledgerOn(tables.client(), tables.names, { source }),
        patient,
      );
  }

  const CALLERS = { country: centralOfficer(), province: provinceOfficer(), district: officer() };
  const READS = {
    coverage: (level: keyof typeof CALLERS) => readCoverage(books, CALLERS[level], {}, AT),
    daily: (level: keyof typeof CALLERS) => readDaily(books, CALLERS[level], MONTH, AT),
    projects: (level: keyof typeof CALLERS) => readProjects(books, CALLERS[level], {}, AT),
    cardholders: (level: keyof typeof CALLERS) => readCardholders(books, CALLERS[level], {}, AT),
  };

  async function requestsFor(read: () => Promise<unknown>): Promise<number> {
    requests.length = 0;
    await read();
    return requests.length;
  }

  const LIMITS = { country: 30, province: 2, district: 2 };
  const bounded = (Object.keys(CALLERS) as (keyof typeof CALLERS)[]).flatMap((level) =>
    (Object.keys(READS) as (keyof typeof READS)[]).map((report) => ({ level, report })),
  );

  it('take as many requests of many people as of none, and no more than their bound', async () => {
    const taken: Record<string, number[]> = {};
    for (const number of [0, 20, 1_000]) {
      await count(number);
      for (const { level, report } of bounded) {
        const sent = await requestsFor(() => READS[report](level));
        expect(sent, `${report} of a ${level}`).toBeLessThanOrEqual(LIMITS[level]);
        const name = `${report} ${level}`;
        taken[name] = [...(taken[name] ?? []), sent];
      }
    }
    expect(taken).toEqual({
      'coverage country': [3, 3, 3],
      'coverage province': [1, 1, 1],
      'coverage district': [1, 1, 1],
      'daily country': [24, 24, 24],
      'daily province': [1, 1, 1],
      'daily district': [1, 1, 1],
      'projects country': [1, 1, 1],
      'projects province': [1, 1, 1],
      // The totals for when they were counted, and the district's own rows: another request a megabyte of them.
      'projects district': [2, 2, 2],
      'cardholders country': [1, 1, 1],
      'cardholders province': [1, 1, 1],
      'cardholders district': [1, 1, 1],
    });
  }, 120_000);

  describe('of a thousand people', () => {
    beforeAll(async () => {
      if (people.length === 0) await count(1_000);
    });
    const codes = { country: '', province: '34', district: '3401' };
    const registered = (code: string, status = 'INTENT') =>
      people.filter(
        ({ registration }) =>
          registration.source === 'registration' &&
          registration.status === status &&
          registration.subdistrict.startsWith(code),
      ).length;
    const holders = (code: string) => people.filter(({ card }) => card.subdistrict.startsWith(code)).length;

    it.each(['country', 'province', 'district'] as const)(
      'say of a %s what a recount says',
      async (level) => {
        const code = codes[level];
        const { report: coverage } = await READS.coverage(level);
        expect(coverage.total).toMatchObject({
          cardholders: holders(code),
          registered: registered(code),
          cancelled: registered(code, 'CANCELLED'),
        });
        expect(coverage.total.registered).toBeGreaterThan(0);
        for (const row of coverage.rows)
          expect([row.code, row.registered, row.cardholders]).toEqual([
            row.code,
            registered(row.code),
            holders(row.code),
          ]);
        const { report: daily } = await READS.daily(level);
        expect(daily.total.registered).toBe(registered(code));
        const { report: chosen } = await READS.projects(level);
        expect(chosen.people).toBe(registered(code));
        expect(chosen.participations).toBeGreaterThan(chosen.peopleWithProject);
        const { report: cardholders } = await READS.cardholders(level);
        expect(cardholders.total.cardholders).toBe(holders(code));
      },
    );

    it('have all 77 provinces, all districts of one, all subdistricts of one', async () => {
      const rows = async (area?: ProvinceCode | DistrictCode) =>
        (await readCoverage(books, centralOfficer(), { area }, AT)).report.rows.length;
      expect(await rows()).toBe(77);
      expect(await rows('34' as ProvinceCode)).toBe(25);
      expect(await rows('10' as ProvinceCode)).toBe(50);
      expect(await rows('3401' as DistrictCode)).toBe(
        Object.keys(subdistricts).filter((code) => code.startsWith('3401')).length,
      );
    });

    it('say the same of a province from its counters as its districts do from their rows', async () => {
      const of = async (area: ProvinceCode | DistrictCode) =>
        (await readProjects(books, centralOfficer(), { area }, AT)).report;
      const province = await of('34' as ProvinceCode);
      const parts = await Promise.all((['3401', '3415'] as DistrictCode[]).map(of));
      for (const figure of ['people', 'peopleWithProject', 'participations'] as const)
        expect(parts.reduce((sum, part) => sum + part[figure], 0)).toBe(province[figure]);
    });
  });
});

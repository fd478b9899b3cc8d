import { beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../functions/contract/operation.ts';
import {
  readCardholderReport,
  readCoverageReport,
  readDailyReport,
  readProjectReport,
} from '../../functions/contract/reports.ts';
import { cardholderFromItem } from '../../functions/data/cardholders.ts';
import { buddhistDay, daysBetween } from '../../functions/domain/calendar.ts';
import { type Cardholder, isEntitled } from '../../functions/domain/cardholder.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { day } from '../support/builders.ts';
import { answered, type Client, eventually, officer } from '../support/client.ts';
import { addPlace, type Place, register } from './desk.ts';
import { settle } from './people.ts';
import { registrations, scan } from './stores.ts';

/** Each level with somebody whose whole area it is. */
const LEVELS = [
  { level: 'country', username: 'central', code: '', parents: [] },
  { level: 'province', username: 'ubon', code: '34', parents: ['country'] },
  { level: 'district', username: 'mueang-ubon', code: '3401', parents: ['country', 'province'] },
] as const;

const COUNTED_WITHIN_MS = 30_000;
const clients = new Map<string, Client>();
let everybody: Registration[];
let holders: Cardholder[];

const clientOf = (username: string): Client => {
  const client = clients.get(username);
  if (client === undefined) throw new Error(`${username} has not signed in`);
  return client;
};

async function read<Op extends Operation>(operation: Op, username: string, path: string) {
  return answered(operation, await clientOf(username).get(path));
}

const standingIn = (code: string): Registration[] =>
  everybody.filter(({ status, residence }) => status === 'INTENT' && residence.startsWith(code));
const cancelledIn = (code: string): number =>
  everybody.filter(({ status, residence }) => status === 'CANCELLED' && residence.startsWith(code)).length;
const holdersIn = (code: string): Cardholder[] =>
  holders.filter(({ subdistrict }) => subdistrict.startsWith(code));

beforeAll(async () => {
  for (const username of ['central', 'ubon', 'mueang-ubon']) clients.set(username, await officer(username));
  const mueang = clientOf('mueang-ubon');
  const place: Place = await addPlace(mueang, '3401', 'จุดรับแจ้งสำหรับรายงาน');
  for (const projects of [[], ['D1-01'], ['D1-01', 'D2-01', 'D2-02']]) {
    const { citizenId } = await settle('340104');
    await register(mueang, { citizenId, placeId: place.placeId, projects });
  }
  everybody = await registrations();
  holders = (await scan('cardholders')).map(cardholderFromItem).filter(isEntitled);
});

describe.each(LEVELS)('as the officer of a $level', ({ level, username, code, parents }) => {
  it('coverage is what the registry and the registrations say, row by row', async () => {
    await eventually(async () => {
      const { total, rows, area } = await read(readCoverageReport, username, '/v1/mis/coverage');
      expect(area.level).toBe(level);
      expect(area.parents.map((parent) => parent.level)).toEqual(parents);
      const figures = (of: string) => ({
        cardholders: holdersIn(of).length,
        registered: standingIn(of).length,
        cancelled: cancelledIn(of),
      });
      expect(total).toMatchObject(figures(code));
      for (const row of rows) expect(row).toMatchObject({ code: row.code, ...figures(row.code) });
    }, COUNTED_WITHIN_MS);
  });

  it('cardholders are told by band, and are those of the coverage', async () => {
    await eventually(async () => {
      const { total, rows } = await read(readCardholderReport, username, '/v1/mis/cardholders');
      const figures = (of: string) => ({
        cardholders: holdersIn(of).length,
        byBand: {
          UP_TO_30000: holdersIn(of).filter(({ band }) => band === 'UP_TO_30000').length,
          UP_TO_100000: holdersIn(of).filter(({ band }) => band === 'UP_TO_100000').length,
        },
      });
      expect(total).toEqual(figures(code));
      for (const row of rows) expect(row).toMatchObject(figures(row.code));
    }, COUNTED_WITHIN_MS);
  });

  it('every day of the range is counted, by agency and by channel', async () => {
    await eventually(async () => {
      const { from, to, days, total, agencies } = await read(readDailyReport, username, '/v1/mis/daily');
      expect(days.map((row) => row.day)).toEqual(daysBetween(day(from), day(to)));
      const standing = standingIn(code).filter(({ intentOn }) => intentOn >= from && intentOn <= to);
      expect(total.registered).toBe(standing.length);
      for (const row of days) {
        const ofDay = standing.filter(({ intentOn }) => intentOn === row.day);
        expect(row.registered).toBe(ofDay.length);
        for (const agency of agencies)
          expect(row.byAgency[agency.code]).toBe(ofDay.filter((one) => one.agency === agency.code).length);
        for (const channel of ['officer', 'BAAC', 'GSB'] as const)
          expect(row.byChannel[channel]).toBe(ofDay.filter((one) => one.channel === channel).length);
      }
    }, COUNTED_WITHIN_MS);
  });

  it('people are told from participations', async () => {
    await eventually(async () => {
      const report = await read(readProjectReport, username, '/v1/mis/projects');
      const standing = standingIn(code);
      expect(report).toMatchObject({
        people: standing.length,
        peopleWithProject: standing.filter(({ projects }) => projects.length > 0).length,
        participations: standing.flatMap(({ projects }) => projects).length,
      });
      expect(report.byDimension.map((dimension) => dimension.code)).toEqual([1, 2, 3, 4]);
      for (const { code: project, participations } of report.byDimension.flatMap(({ projects }) => projects))
        expect([project, participations]).toEqual([
          project,
          standing.filter(({ projects }) => (projects as string[]).includes(project)).length,
        ]);
      expect(report.byAgency.reduce((sum, { participations }) => sum + participations, 0)).toBe(
        report.participations,
      );
    }, COUNTED_WITHIN_MS);
  });
});

describe('drilling down', () => {
  it('shows the same numbers above and below', async () => {
    await eventually(async () => {
      const country = await read(readCoverageReport, 'central', '/v1/mis/coverage');
      expect(country.rows).toHaveLength(77);
      const province = await read(readCoverageReport, 'central', '/v1/mis/coverage?area=34');
      const district = await read(readCoverageReport, 'central', '/v1/mis/coverage?area=3401');
      expect(country.rows.find(({ code }) => code === '34')).toMatchObject(province.total);
      expect(province.rows.find(({ code }) => code === '3401')).toMatchObject(district.total);
      expect(district.area).toMatchObject({
        code: '3401',
        parents: [{ level: 'country' }, { level: 'province', code: '34' }],
      });
    }, COUNTED_WITHIN_MS);
  });

  it('shows first who is behind', async () => {
    const { rows } = await read(readCoverageReport, 'ubon', '/v1/mis/coverage?sort=coverage&order=asc');
    const known = rows.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
    expect(known.length).toBeGreaterThan(1);
    expect(known).toEqual(known.toSorted((a, b) => a - b));
    expect(rows.slice(known.length).every(({ coverage }) => coverage === null)).toBe(true);
  });

  it('says as of when, and when the newest change was counted', async () => {
    const before = Date.now();
    const { asOf, lastCountedAt } = await read(readCoverageReport, 'ubon', '/v1/mis/coverage');
    expect(Math.abs(Date.parse(asOf) - before)).toBeLessThan(60_000);
    expect(Date.parse(lastCountedAt ?? '')).toBeLessThanOrEqual(Date.parse(asOf) + 1_000);
  });
});

describe('a report as a file', () => {
  const file = async (username: string, path: string, language = '') => {
    const answer = await clientOf(username).get(path, { accept: 'text/csv', 'accept-language': language });
    expect(answer.status, answer.text.slice(0, 300)).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('vary')).toContain('Accept');
    // The mark by which Excel knows UTF-8.
    expect([...answer.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = answer.text.split('\r\n');
    expect(lines.at(-1)).toBe('');
    return {
      name: answer.headers.get('content-disposition'),
      language: answer.headers.get('content-language'),
      lines: lines.slice(0, -1),
    };
  };

  it.each([
    ['/v1/mis/coverage', 'coverage-34.csv', 25],
    ['/v1/mis/cardholders', 'cardholders-34.csv', 25],
    ['/v1/mis/daily?from=2018-02-01&to=2018-02-28', 'daily-34-2018-02-01-2018-02-28.csv', 28],
    ['/v1/mis/projects', 'projects-34.csv', undefined],
  ])('of %s is %s', async (path, name, rows) => {
    const sent = await file('ubon', path);
    expect(sent.name).toBe(`attachment; filename="${name}"`);
    if (rows !== undefined) expect(sent.lines.length).toBeGreaterThanOrEqual(1 + rows);
    expect(sent.language).toBe('th');
  });

  it('has Thai as it is written, and the days of the Buddhist era beside those of ISO', async () => {
    const { lines } = await file('mueang-ubon', '/v1/mis/daily?from=2018-02-21&to=2018-02-21');
    expect(lines[0]).toMatch(/^วันที่แจ้งความประสงค์ \(พ\.ศ\.\),วันที่แจ้งความประสงค์ \(ISO\),/);
    expect(lines[1]).toMatch(new RegExp(`^${buddhistDay(day('2018-02-21'))},2018-02-21,0,`));
  });

  it('says the same as JSON, of which it is made', async () => {
    const { lines } = await file('ubon', '/v1/mis/coverage', 'en');
    const { rows } = await read(readCoverageReport, 'ubon', '/v1/mis/coverage');
    expect(lines[0]).toMatch(/^Code,Area,Cardholders/);
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 6).join())).toEqual(
      rows.map(({ code, name, cardholders, registered, cancelled, coverage }) =>
        [code, name.en, cardholders, registered, cancelled, coverage ?? ''].join(),
      ),
    );
  });
});

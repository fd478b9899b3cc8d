import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import {
  createCutOff,
  listCutOffDifferences,
  listCutOffRows,
  listCutOffs,
  readCutOff,
} from '../../functions/contract/cut-offs.ts';
import { correctRegistration, withdrawRegistration } from '../../functions/contract/registrations.ts';
import { CutOffRowsTable, CutOffsTable } from '../../functions/data/cut-offs.ts';
import { registrationFromItem } from '../../functions/data/registrations.ts';
import { bangkokDay, plusDays } from '../../functions/domain/calendar.ts';
import type { CutOffId, FrozenCutOff } from '../../functions/domain/cut-off.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { writePayFile } from '../../ops/cut-offs.ts';
import { day, writtenForms } from '../support/builders.ts';
import { answered, type Client, eventually, ifMatch, officer, refused, stack } from '../support/client.ts';
import { Trail } from '../support/fakes.ts';
import { addPlace, measure, type Registered, register, registrationPath } from './desk.ts';
import { settle } from './people.ts';
import { scan, store, trailOf } from './stores.ts';

/** Twenty seconds for what is on its way, and the making of the list. */
const FROZEN_WITHIN_MS = 120_000;
const PATH = '/v1/mis/cut-offs';
const NAME = 'จ่ายงวดที่ 1';

type Made = z.output<typeof createCutOff.answer>;
type Rows = z.output<typeof listCutOffRows.answer>['rows'];

let central: Client;
let province: Client;
let district: Client;
let neighbour: Client;
let range: { from: string; to: string };
let made: Made;
/** Withdrawn, moved out of the range and recorded, all after the freeze. */
let off: Registered & { citizenId: string };
let moved: Registered;
let late: Registered & { citizenId: string };

const ask = (of: object = {}): Promise<Made> =>
  central.post(PATH, { name: NAME, ...range, ...of }).then((answer) => answered(createCutOff, answer));
const reportOf = async (client: Client, area = '') =>
  answered(readCutOff, await client.get(`${PATH}/${made.cutOffId}${area}`));
const differencesOf = async (client: Client, code: string) =>
  answered(listCutOffDifferences, await client.get(`${PATH}/${made.cutOffId}/districts/${code}/differences`));

async function everyRow(client: Client, code: string): Promise<Rows> {
  const rows: Rows = [];
  let cursor: string | undefined;
  do {
    const at = cursor === undefined ? '' : `&cursor=${cursor}`;
    const path = `${PATH}/${made.cutOffId}/districts/${code}?limit=100${at}`;
    const page = answered(listCutOffRows, await client.get(path));
    rows.push(...page.rows);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return rows;
}

/** Who is paid, from every version that is kept: shares nothing with what it is compared with. */
async function paid(): Promise<Registration[]> {
  const last = new Map<string, Registration>();
  const versions = (await scan('registrationHistory')).map(registrationFromItem);
  for (const version of versions.sort((a, b) => a.version - b.version))
    if (Date.parse(version.change.at) <= Date.parse(made.frozenAt)) last.set(version.citizenId, version);
  return [...last.values()].filter(
    ({ status, intentOn }) => status === 'INTENT' && intentOn >= made.from && intentOn <= made.to,
  );
}

beforeAll(async () => {
  [central, province, district, neighbour] = (await Promise.all(
    ['central', 'ubon', 'mueang-ubon', 'warin'].map((username) => officer(username)),
  )) as [Client, Client, Client, Client];
  const { windowFrom } = await measure();
  range = { from: windowFrom, to: plusDays(bangkokDay(new Date()), -1) };
  const { placeId } = await addPlace(district, '3401', 'จุดรับแจ้งสำหรับรอบตัดยอด');
  const registered = async (): Promise<Registered & { citizenId: string }> => {
    const { citizenId } = await settle('340105');
    return { ...(await register(district, { citizenId, placeId, intentOn: range.to })), citizenId };
  };
  off = await registered();
  moved = await registered();

  made = await ask();
  const version = ifMatch('"1"');
  answered(
    withdrawRegistration,
    await district.post(`${registrationPath(off)}/withdrawal`, { reason: 'ขอยกเลิก' }, version),
  );
  answered(
    correctRegistration,
    await district.patch(
      registrationPath(moved),
      { intentOn: bangkokDay(new Date()), reason: 'ลงวันที่ผิด' },
      version,
    ),
  );
  late = await registered();
});

describe('a pay cut-off', () => {
  it('is being made at first, and asked for again it is the same one', async () => {
    expect(made).toMatchObject({ name: NAME, ...range, phase: 'freezing' });
    const path = `${PATH}/${made.cutOffId}/districts/3401`;
    refused(await district.get(path), 409, 'cut-off.still-freezing');
    refused(await district.get(`${path}/differences`), 409, 'cut-off.still-freezing');
    const report = await reportOf(district);
    expect([report.total, report.rows]).toEqual([undefined, []]);
    expect(await ask()).toEqual(made);
  });

  it(
    'is frozen soon',
    async () => {
      await eventually(async () => {
        const { cutOffs } = answered(listCutOffs, await neighbour.get(PATH));
        expect(cutOffs).toMatchObject([{ ...made, phase: 'frozen', sealedAt: expect.any(String) }]);
      }, FROZEN_WITHIN_MS);
    },
    FROZEN_WITHIN_MS + 10_000,
  );

  it('is not made by officers of a part of the country', async () => {
    for (const client of [province, district])
      refused(await client.post(PATH, { name: NAME, ...range }), 403, 'area.outside');
  });

  it('shares no day with another one, and is of days that are over, in the window, in their order', async () => {
    const today = bangkokDay(new Date());
    const before = plusDays(day(range.from), -1);
    for (const [days, status, code] of [
      [{}, 409, 'cut-off.overlaps'],
      [{ to: range.from }, 409, 'cut-off.overlaps'],
      [{ from: today, to: today }, 422, 'cut-off.range-not-over'],
      [{ from: before, to: before }, 422, 'cut-off.range-outside-window'],
      [{ from: range.to, to: range.from }, 422, 'days.reversed'],
      [{ from: '2561-02-01' }, 400, 'request.invalid'],
      [{ name: ' ' }, 400, 'request.invalid'],
    ] as const) {
      const problem = refused(await central.post(PATH, { name: NAME, ...range, ...days }), status, code);
      if (code === 'cut-off.overlaps')
        expect(problem.facts).toEqual({ other: { cutOffId: made.cutOffId, name: NAME, ...range } });
    }
    expect(answered(listCutOffs, await central.get(PATH)).cutOffs).toHaveLength(1);
  });
});

describe('its report', () => {
  it.each([
    ['central', ''],
    ['ubon', '34'],
    ['mueang-ubon', '3401'],
  ])('has for %s the people that stood at the freeze, row by row', async (username, code) => {
    const of = await paid();
    const report = await reportOf(await officer(username));
    const figures = (within: string) => {
      const here = of.filter(({ residence }) => residence.startsWith(within));
      const poor = here.filter(({ band }) => band === 'UP_TO_30000').length;
      return { people: here.length, bahtPerMonth: poor * 200 + (here.length - poor) * 100 };
    };
    expect(of.length).toBeGreaterThan(100);
    expect(report.total).toMatchObject(figures(code));
    for (const row of report.rows) expect(row).toMatchObject({ code: row.code, ...figures(row.code) });
    expect(report.rows.length).toBeGreaterThanOrEqual(code === '3401' ? 1 : 2);
  });

  it('has beside them who is registered for the same days now', async () => {
    await eventually(async () => {
      const { total } = await reportOf(district);
      const { people } = await differencesOf(district, '3401');
      expect(total?.difference).toBe(people);
    }, 30_000);
  });

  it('comes as a file', async () => {
    const answer = await district.get(`${PATH}/${made.cutOffId}`, { accept: 'text/csv' });
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="cut-off-${range.from}-${range.to}-3401.csv"`,
    );
    expect(answer.text).toContain(NAME);
  });
});

describe('its list of a district', () => {
  it('has everybody who stood at the freeze as they stood, also who was withdrawn or moved since, and nobody else', async () => {
    const of = (await paid()).filter(({ residence }) => residence.startsWith('3401'));
    const rows = await everyRow(district, '3401');
    const line = ({
      registrationId,
      version,
      intentOn,
      band,
    }: Pick<Registration, 'band'> & Omit<Rows[number], 'band'>) =>
      `${registrationId} ${version} ${intentOn} ${band}`;
    expect(rows.map(line).sort()).toEqual(of.map((one) => line(one as never)).sort());
    const listed = rows.map(({ registrationId }) => registrationId);
    expect(listed).toEqual(expect.arrayContaining([off.registrationId, moved.registrationId]));
    expect(listed).not.toContain(late.registrationId);
    for (const { citizenId } of of.slice(0, 20))
      for (const form of writtenForms(citizenId)) expect(JSON.stringify(rows)).not.toContain(form);
    expect(rows.find(({ registrationId }) => registrationId === off.registrationId)).toMatchObject({
      maskedId: off.maskedId,
      maskedName: off.maskedName,
      receipt: off.receipt,
      subdistrict: '340105',
      bahtPerMonth: 200,
    });
  });

  it('differs from now by who was withdrawn, moved and recorded since', async () => {
    await eventually(async () => {
      const { differences, more } = await differencesOf(district, '3401');
      const kinds = new Map(differences.map(({ registrationId, kind }) => [registrationId, kind]));
      expect(more).toBe(false);
      expect(kinds.get(off.registrationId)).toBe('withdrawn');
      expect(kinds.get(moved.registrationId)).toBe('day-moved-out');
      expect(kinds.get(late.registrationId)).toBe('recorded-since');
      for (const { citizenId } of [off, late])
        for (const form of writtenForms(citizenId as never))
          expect(JSON.stringify(differences)).not.toContain(form);
    }, 30_000);
    const file = await province.get(`${PATH}/${made.cutOffId}/districts/3401/differences`, {
      accept: 'text/csv',
      'accept-language': 'en',
    });
    expect(file.text).toContain('Recorded after the freeze');
  });

  it('leaves a line of the trail each time', async () => {
    const central = await officer('central');
    await differencesOf(central, '3415');
    const lines = (await scan('audit')).filter(({ about }) => (about as { cutOffId?: string }).cutOffId);
    const actions = new Set(lines.map(({ action }) => action));
    // Other tests are refused beside this one.
    expect([...actions].filter((action) => action !== 'WAS_REFUSED').sort()).toEqual([
      'EXPORTED',
      'FROZE_CUT_OFF',
      'LISTED_CUT_OFF',
      'LISTED_CUT_OFF_DIFFERENCES',
    ]);
    const froze = lines.filter(({ action }) => action === 'FROZE_CUT_OFF');
    expect(froze).toHaveLength(1);
    expect(await trailOf(String(froze[0]?.actor))).toContainEqual(froze[0]);
  });

  it('does not exist outside the area, nor of a cut-off that there is not', async () => {
    const path = `${PATH}/${made.cutOffId}`;
    for (const list of ['', '/differences']) {
      refused(await neighbour.get(`${path}/districts/3401${list}`), 404, 'district.not-found');
      refused(await province.get(`${path}/districts/1001${list}`), 404, 'district.not-found');
      const other = `${PATH}/2018-02-21T021500-k7x2/districts/3401${list}`;
      refused(await district.get(other), 404, 'cut-off.not-found');
      refused(await district.get(`${PATH}/x/districts/3401${list}`), 400, 'request.invalid');
    }
    refused(await district.get(`${path}?area=34`), 404, 'province.not-found');
    refused(await district.get(`${path}?area=3415`), 404, 'district.not-found');
  });
});

describe('what was frozen', () => {
  it('stays as it is when everything else goes on', async () => {
    const before = [await scan('cutOffs'), await scan('cutOffRows')];
    const { citizenId } = await settle('340105');
    const { placeId } = await addPlace(district, '3401', 'จุดรับแจ้งหลังตัดยอด');
    await register(district, { citizenId, placeId, intentOn: range.from });
    answered(
      withdrawRegistration,
      await district.post(`${registrationPath(late)}/withdrawal`, { reason: 'ขอยกเลิก' }, ifMatch('"1"')),
    );
    expect([await scan('cutOffs'), await scan('cutOffRows')]).toEqual(before);
  });

  it('is written to a pay file with a line for each person', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sitthi-pay-'));
    try {
      const item = (await scan('cutOffs')).find(({ cutOffId }) => cutOffId === made.cutOffId);
      const cutOffs = new CutOffsTable(store, stack.tables.cutOffs);
      const frozen = await cutOffs.one(String(item?.measure), made.cutOffId as CutOffId);
      const rows = new CutOffRowsTable(store, stack.tables.cutOffRows);
      const file = join(dir, 'pay.csv');
      await writePayFile({ rows, audit: new Trail() }, frozen as FrozenCutOff, file, () => {});
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n').slice(1);
      const of = (await paid()).map(({ citizenId }) => citizenId).sort();
      expect(lines.map((line) => line.split(',')[1]).sort()).toEqual(of);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});

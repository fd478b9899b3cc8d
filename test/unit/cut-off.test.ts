import { beforeEach, describe, expect, it } from 'vitest';
import type { CutOff, CutOffId } from '../../functions/domain/cut-off.ts';
import { cutOffIdOf } from '../../functions/domain/cut-off.ts';
import { createCutOff, listCutOffs, readCutOff } from '../../functions/domain/cut-off-desk.ts';
import { isRunId } from '../../functions/domain/unit-job.ts';
import { cutOffId } from '../../functions/runtime/ids.ts';
import { InMemoryCounters, itemsOf, knownGazetteer } from '../support/books.ts';
import {
  bangkok,
  centralOfficer,
  contribution,
  day,
  districtCode,
  instant,
  measure,
  NEIGHBOUR,
  officer,
  provinceCode,
  provinceOfficer,
  subdistrictCode,
} from '../support/builders.ts';
import { CUT_OFF_ID, cutOff, frozenCutOff, InMemoryCutOffs } from '../support/cut-offs.ts';
import { programmeOf, Trail } from '../support/fakes.ts';

const AT = bangkok('2018-02-21 09:15');
const OCCASION = { at: AT, from: '192.0.2.7', requestId: 'request-1' };
const FIRST = { name: 'จ่าย 1 มีนาคม', from: day('2018-02-01'), to: day('2018-02-20') };

let audit: Trail;
let cutOffs: InMemoryCutOffs;
let told: string[];
let queueIsDown: boolean;
const desk = () => ({
  cutOffs,
  programme: programmeOf(),
  queue: {
    send: async (runId: string) => {
      if (queueIsDown) throw new Error('the queue does not answer');
      told.push(runId);
    },
  },
  newId: (at: Date) => cutOffIdOf(at, String(cutOffs.kept.size).padStart(4, '0')),
});
const freeze = (asked: Partial<typeof FIRST> = {}, at = AT, by = centralOfficer()) =>
  createCutOff(desk(), by, { ...FIRST, ...asked }, { ...OCCASION, at });

beforeEach(() => {
  [audit, told, queueIsDown] = [new Trail(), [], false];
  cutOffs = new InMemoryCutOffs(audit);
});

describe('a pay cut-off', () => {
  it('is of the moment of the request, with the bands of that moment, and its job is told', async () => {
    const made = await freeze();
    expect(made).toEqual({
      cutOffId: '2018-02-21T021500-0000',
      measure: 'phase-2',
      ...FIRST,
      frozenAt: '2018-02-21T02:15:00.000Z',
      frozenBy: 'officer-3',
      bands: measure().bands,
      phase: 'freezing',
    });
    expect(told).toEqual([made.cutOffId]);
    expect(audit.lines).toMatchObject([
      {
        action: 'FROZE_CUT_OFF',
        actor: 'officer-3',
        from: '192.0.2.7',
        about: { cutOffId: made.cutOffId, from: '2018-02-01', to: '2018-02-20' },
      },
    ]);
    expect(await listCutOffs(desk())).toEqual([made]);
  });

  it.each([
    ['a province officer', provinceOfficer()],
    ['a district officer', officer()],
  ])('is not made by %s', async (_who, by) => {
    await expect(freeze({}, AT, by)).rejects.toMatchObject({ code: 'area.outside', kind: 'forbidden' });
    expect([cutOffs.kept.size, told, audit.lines]).toEqual([0, [], []]);
  });

  it.each([
    ['the other way round', { from: day('2018-02-20'), to: day('2018-02-01') }, 'days.reversed'],
    ['before the window', { from: day('2018-01-31') }, 'cut-off.range-outside-window'],
    ['after the window', { to: day('2018-03-01') }, 'cut-off.range-outside-window'],
    ['until today', { to: day('2018-02-21') }, 'cut-off.range-not-over'],
    ['until tomorrow', { to: day('2018-02-22') }, 'cut-off.range-not-over'],
    ['too many', { from: day('2017-12-01') }, 'days.too-many'],
  ])('is not of days that are %s', async (_which, asked, code) => {
    await expect(freeze(asked)).rejects.toMatchObject({ code, kind: 'breaks-rule' });
    expect([cutOffs.kept.size, told, audit.lines]).toEqual([0, [], []]);
  });

  it('may be made from the first minute of the next day in Bangkok on', async () => {
    await expect(freeze({}, bangkok('2018-02-20 23:59'))).rejects.toMatchObject({
      code: 'cut-off.range-not-over',
    });
    await expect(freeze({}, bangkok('2018-02-21 00:00'))).resolves.toMatchObject({ phase: 'freezing' });
  });

  it.each([
    ['the same, frozen', {}],
    ['a part', { from: day('2018-02-03'), to: day('2018-02-04') }],
    ['the first day', { to: day('2018-02-01') }],
    ['the last day', { from: day('2018-02-20') }],
  ])('shares no day with another one: %s', async (_which, asked) => {
    cutOffs.kept.set(CUT_OFF_ID, frozenCutOff());
    await expect(freeze(asked)).rejects.toMatchObject({
      code: 'cut-off.overlaps',
      kind: 'conflict',
      facts: { other: { ...FIRST, cutOffId: CUT_OFF_ID } },
    });
    expect(told).toEqual([]);
  });

  it('may follow on another one', async () => {
    await freeze();
    const second = { name: 'จ่าย 15 มีนาคม', from: day('2018-02-21'), to: day('2018-02-28') };
    await freeze(second, bangkok('2018-03-01 08:00'));
    expect(cutOffs.kept.size).toBe(2);
  });

  it('is one however often it is asked for while it is being made, and its job goes on', async () => {
    queueIsDown = true;
    await expect(freeze()).rejects.toThrow('queue');
    queueIsDown = false;
    const again = await freeze({}, bangkok('2018-02-21 09:40'));
    expect(again.frozenAt).toBe(instant('2018-02-21 09:15'));
    expect(told).toEqual([again.cutOffId]);
    expect([cutOffs.kept.size, audit.lines.length]).toEqual([1, 1]);
  });

  it('of the same days under another name is not the same request', async () => {
    await freeze();
    await expect(freeze({ name: 'จ่ายรอบพิเศษ' })).rejects.toMatchObject({
      code: 'cut-off.overlaps',
      facts: { other: { name: FIRST.name } },
    });
  });

  it('is one of twenty that are asked for at once and overlap', async () => {
    const asked = Array.from({ length: 20 }, (_, n) =>
      freeze({ name: `รอบ ${n}`, from: day(`2018-02-${String(1 + (n % 10)).padStart(2, '0')}`) }),
    );
    const ended = await Promise.allSettled(asked);
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([cutOffs.kept.size, audit.lines.length, told.length]).toEqual([1, 1, 1]);
  });

  it('is each of five that are asked for at once and do not overlap', async () => {
    const asked = Array.from({ length: 5 }, (_, n) => {
      const only = day(`2018-02-${String(1 + n).padStart(2, '0')}`);
      return freeze({ name: `รอบ ${n}`, from: only, to: only });
    });
    const made = await Promise.all(asked);
    expect(made).toHaveLength(5);
  });
});

describe('the id of a cut-off', () => {
  it('names a run, sorts by time and has nothing that a URL would change', () => {
    const ids = ['2018-02-21 09:15', '2018-02-21 18:00', '2018-03-01 00:00'].map((at) =>
      cutOffId(bangkok(at)),
    );
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids) {
      expect(isRunId(id)).toBe(true);
      expect(encodeURIComponent(id)).toBe(id);
    }
  });
});

describe('the report of a cut-off', () => {
  const totals = [
    { district: districtCode('1001'), people: { UP_TO_30000: 1, UP_TO_100000: 0 } },
    { district: districtCode('3401'), people: { UP_TO_30000: 3, UP_TO_100000: 2 } },
    { district: districtCode('3402'), people: { UP_TO_30000: 0, UP_TO_100000: 4 } },
    { district: districtCode('3499'), people: { UP_TO_30000: 1, UP_TO_100000: 0 } },
  ];
  const of = (code: string, on = '2018-02-05') =>
    contribution({ subdistrict: subdistrictCode(code), day: day(on) });
  const counters = () =>
    new InMemoryCounters(
      itemsOf([of('340101'), of('340102'), of('340201'), of('350101'), of('340101', '2018-02-21')]),
    );
  const read = (
    by = centralOfficer(),
    area?: string,
    kept: CutOff = frozenCutOff(totals),
    from = counters(),
  ) =>
    readCutOff(
      { ...desk(), cutOffs: new InMemoryCutOffs(audit, kept), counters: from, gazetteer: knownGazetteer() },
      by,
      CUT_OFF_ID,
      { area: area === undefined ? undefined : provinceCode(area) },
      bangkok('2018-02-23 10:00'),
    );

  it('has people and baht by province, beside the counts of the same days now', async () => {
    const { report, cutOff: of } = await read();
    expect(of.name).toBe(FIRST.name);
    expect(
      report.rows.map(({ code, people, bahtPerMonth, registeredNow, difference }) => [
        code,
        people,
        bahtPerMonth,
        registeredNow,
        difference,
      ]),
    ).toEqual([
      ['10', 1, 200, 0, -1],
      ['34', 10, 1_400, 3, -7],
      ['35', 0, 0, 1, 1],
    ]);
    expect(report.total).toEqual({
      people: 11,
      bahtPerMonth: 1_600,
      byBand: {
        UP_TO_30000: { people: 5, bahtPerMonth: 1_000 },
        UP_TO_100000: { people: 6, bahtPerMonth: 600 },
      },
      registeredNow: 4,
      difference: -7,
    });
  });

  it('has a row for each district of a province, also for one that has no name', async () => {
    const { report } = await read(provinceOfficer());
    expect(report.rows.map(({ code, people }) => [code, people])).toEqual([
      ['3401', 5],
      ['3402', 4],
      ['3403', 0],
      ['3499', 1],
    ]);
    expect(report.total?.people).toBe(10);
  });

  it('has a district officer’s district alone', async () => {
    const { report } = await read(officer());
    expect(report.rows).toEqual([{ code: '3401', name: expect.anything(), ...report.total }]);
    expect(report.total).toMatchObject({ people: 5, bahtPerMonth: 800, registeredNow: 2, difference: -3 });
  });

  it('keeps its baht whatever the measure says later', async () => {
    const dearer = {
      ...frozenCutOff(totals),
      bands: measure().bands.map((rule) => ({ ...rule, extraBahtPerMonth: 7 })),
    };
    expect((await read(officer(), undefined, dearer)).report.total?.bahtPerMonth).toBe(35);
  });

  it('has no figures while the list is being made', async () => {
    expect((await read(officer(), undefined, cutOff())).report).toEqual({ total: undefined, rows: [] });
  });

  it('asks the counters once, for the days of the cut-off alone', async () => {
    const asked = counters();
    await read(officer(), undefined, frozenCutOff(totals), asked);
    expect(asked.asked).toHaveLength(1);
    expect(asked.asked[0]).toHaveLength(20);
  });

  it('does not exist outside the area, nor of a cut-off that there is not, nor of another measure', async () => {
    await expect(read(officer(), NEIGHBOUR)).rejects.toMatchObject({ code: 'district.not-found' });
    await expect(read(provinceOfficer(), '10')).rejects.toMatchObject({ code: 'province.not-found' });
    const missing = { code: 'cut-off.not-found', kind: 'missing' };
    await expect(
      read(officer(), undefined, cutOff({ cutOffId: '2018-02-21T021500-other' as CutOffId })),
    ).rejects.toMatchObject(missing);
    await expect(read(officer(), undefined, cutOff({ measure: 'phase-1' }))).rejects.toMatchObject(missing);
  });
});

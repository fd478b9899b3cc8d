import { describe, expect, it } from 'vitest';
import type { Drift, ReconcileReport } from '../../functions/domain/reconcile.ts';
import type { UnitRun } from '../../functions/domain/unit-job.ts';
import { isClean, type ReconcileRun, reconcileText } from '../../ops/reconcile.ts';
import { watchRun } from '../../ops/watch-run.ts';
import { instant, provinceCode } from '../support/builders.ts';

const run = (report: Partial<ReconcileReport> = {}): ReconcileRun => ({
  kind: 'reconcile-counters',
  runId: '2018-02-11T19:30:00Z',
  startedAt: instant('2018-02-12 02:30'),
  finishedAt: instant('2018-02-12 02:32'),
  phases: [2, 2, 2, 100],
  unitsDone: 106,
  revision: 40,
  report: {
    registrations: 6_400_000,
    cardholders: 14_000_000,
    recounted: 3,
    uncountable: 0,
    ledgerRows: 14_000_123,
    districts: [],
    proven: 77,
    unproven: [],
    drift: { count: 0, lines: [] },
    ...report,
  },
});

const wrong = (counter: string, bucket: Drift['bucket'], repaired = true): Drift => ({
  province: provinceCode('34'),
  bucket,
  counter,
  counted: 1_203,
  shouldBe: 1_200,
  repaired,
});

describe('the report of a run', () => {
  it('gives every figure in a line', () => {
    expect(reconcileText(run()).split('\n')).toEqual([
      'run            2018-02-11T19:30:00Z, 120 s',
      'registrations  6,400,000',
      'cardholders    14,000,000',
      'ledger rows    14,000,123',
      'recounted      3',
      'uncountable    0',
      'proven         77 of 77 provinces',
      'unproven       none',
      'drift          0',
    ]);
  });

  it('says what each wrong counter counts, what it was and should be, and how many more there are', () => {
    const lines = [
      wrong('i0101', 'total'),
      wrong('c0101', 'cancelled'),
      wrong('l0101', 'cards'),
      wrong('01MOL', '2018-02-05' as Drift['bucket'], false),
      wrong('zz', 'total'),
    ];
    const text = reconcileText(
      run({ proven: 75, unproven: ['34', '10'].map(provinceCode), drift: { count: 9, lines } }),
    );
    expect(text.split('\n').slice(6)).toEqual([
      'proven         75 of 77 provinces',
      'unproven       34, 10',
      'drift          9',
      '  province 34 total i0101 (registered in subdistrict 340101): 1,203, should be 1,200, repaired',
      '  province 34 cancelled c0101 (cancelled in subdistrict 340101): 1,203, should be 1,200, repaired',
      '  province 34 cards l0101 (cardholders of subdistrict 340101, band UP_TO_30000): 1,203, should be 1,200, repaired',
      '  province 34 2018-02-05 01MOL (registered in district 3401 by channel officer, agency MOL): 1,203, should be 1,200, not repaired',
      '  province 34 total zz (no counter of ours): 1,203, should be 1,200, repaired',
      '  and 4 more',
    ]);
  });

  it('is clean when nobody has to look after it, whatever was recounted', () => {
    expect(isClean(run())).toBe(true);
    expect(isClean(run({ uncountable: 1 }))).toBe(false);
    expect(isClean(run({ unproven: [provinceCode('34')] }))).toBe(false);
    expect(isClean(run({ drift: { count: 1, lines: [] } }))).toBe(false);
  });
});

describe('watching a run', () => {
  it('tells how far it has come, and gives it when it is finished', async () => {
    const { finishedAt: _, ...begun } = run();
    const seen: (UnitRun<ReconcileReport> | undefined)[] = [
      undefined,
      { ...begun, unitsDone: 2, revision: 2 },
      { ...begun, unitsDone: 2, revision: 2 },
      { ...begun, revision: 39 },
      run(),
    ];
    const said: string[] = [];
    const ended = await watchRun(async () => seen.shift(), { say: (line) => said.push(line), pollMs: 1 });
    expect(ended).toEqual(run());
    expect(said).toEqual(['2 of 106 units', '106 of 106 units']);
  });

  it('gives up on a run that stands still, and says where to look', async () => {
    const { finishedAt: _, ...begun } = run();
    const watching = { say: () => undefined, pollMs: 5, patienceMs: 20 };
    await expect(watchRun(async () => begun, watching)).rejects.toThrow('job-gave-up');
    await expect(watchRun(async () => undefined, watching)).rejects.toThrow('stands still');
  });
});

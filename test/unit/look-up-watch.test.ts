import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LookUpSigns, lookUpWatch } from '../../functions/domain/look-up-watch.ts';
import { metricLine } from '../../functions/runtime/metric-line.ts';
import { IN_WINDOW, officeZeroId } from '../support/builders.ts';

const BLOCK = 10_000;

interface Asked {
  readonly nth: number;
  readonly isMiss: boolean;
}

/** What a container tells of these look-ups, spread evenly over some minutes. */
function toldOf(asked: readonly Asked[], minutes: number): LookUpSigns[] {
  const told: LookUpSigns[] = [];
  const watch = lookUpWatch((signs) => told.push(signs));
  const stepMs = Math.ceil((minutes * 60_000) / (asked.length - 1));
  for (const [at, { nth, isMiss }] of asked.entries())
    watch.answered(officeZeroId(nth), isMiss, new Date(IN_WINDOW.getTime() + stepMs * at));
  return told;
}

const sumOf = (told: readonly LookUpSigns[], sign: keyof LookUpSigns): number =>
  told.reduce((sum, signs) => sum + signs[sign], 0);

const people = (times: number, { step, missesOfSix }: { step: number; missesOfSix: number }): Asked[] =>
  Array.from({ length: times }, (_one, nth) => ({ nth: 1 + nth * step, isMiss: nth % 6 < missesOfSix }));

/** The threshold as it is deployed, above which five minutes ring. */
const threshold = (metric: string): number => {
  const stack = readFileSync(new URL('../../lib/mis-stack.ts', import.meta.url), 'utf8');
  const [, value] = new RegExp(`metricOf\\(entry, '${metric}'\\)[^}]*atLeast: (\\d+)`).exec(stack) ?? [];
  return Number(value);
};

describe('a container tells', () => {
  it('once a minute, and nothing of whom', () => {
    const told = toldOf(people(601, { step: BLOCK, missesOfSix: 3 }), 5);
    expect(told).toHaveLength(5);
    expect(sumOf(told, 'missed')).toBe(301);
    for (const signs of told)
      for (const value of Object.values(signs)) expect(Math.abs(value)).toBeLessThan(400);
  });
});

describe('misses', () => {
  const rings = threshold('LookUpMissesBeyond');

  it('ring where five in six of a thousand look-ups find nobody', () => {
    expect(
      sumOf(toldOf(people(1_230, { step: 8_000, missesOfSix: 5 }), 6), 'missesBeyond'),
    ).toBeGreaterThanOrEqual(rings);
  });

  it('do not ring for a crowd of which half hold no card, however many they are', () => {
    expect(sumOf(toldOf(people(30_000, { step: 7, missesOfSix: 3 }), 5), 'missesBeyond')).toBeLessThan(0);
  });

  it('do not ring for some that all miss', () => {
    expect(sumOf(toldOf(people(rings, { step: BLOCK, missesOfSix: 6 }), 5), 'missesBeyond')).toBeLessThan(
      rings,
    );
  });
});

describe('a walk', () => {
  const rings = threshold('LookUpWalked');

  it('rings, also when it finds everybody, in steps, and back and forth', () => {
    const walk = people(100, { step: 3, missesOfSix: 0 });
    expect(sumOf(toldOf(walk, 5), 'walked')).toBeGreaterThanOrEqual(rings);
    const mixed = walk.map((_one, nth) => walk[(nth * 37) % walk.length] as Asked);
    expect(sumOf(toldOf(mixed, 5), 'walked')).toBeGreaterThanOrEqual(rings);
  });

  it('does not ring for people from everywhere, a household, or one who is asked about again and again', () => {
    expect(sumOf(toldOf(people(900, { step: BLOCK, missesOfSix: 2 }), 5), 'walked')).toBe(0);
    expect(sumOf(toldOf(people(9, { step: 1, missesOfSix: 2 }), 5), 'walked')).toBe(0);
    expect(sumOf(toldOf(people(400, { step: 0, missesOfSix: 2 }), 5), 'walked')).toBe(0);
  });

  it('does not ring for a village that is helped at the pace of a hand', () => {
    const village = toldOf(people(120, { step: 5, missesOfSix: 2 }), 60);
    expect(sumOf(village, 'walked')).toBe(0);
  });
});

describe('the line of metrics', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is what CloudWatch takes for metrics of the function', () => {
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Sitthi');
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'check-eligibility');
    expect(JSON.parse(metricLine({ LookUpMissed: 3, LookUpMissesBeyond: -9 }, IN_WINDOW))).toEqual({
      _aws: {
        Timestamp: IN_WINDOW.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: 'Sitthi',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'LookUpMissed', Unit: 'Count' },
              { Name: 'LookUpMissesBeyond', Unit: 'Count' },
            ],
          },
        ],
      },
      service: 'check-eligibility',
      LookUpMissed: 3,
      LookUpMissesBeyond: -9,
    });
  });
});

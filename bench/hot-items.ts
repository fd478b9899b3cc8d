import { marshall } from '@aws-sdk/util-dynamodb';
import { bucketKey, COUNTED_AT, REVISION } from '../functions/data/keys.ts';
import { type CountingTransaction, fold, pack } from '../functions/domain/counting.ts';
import type { Choose } from '../local/seed/random.ts';
import { conclude, reported, round } from './bars.ts';
import { anybodysIntent, chooserOf, lastDays, matureCounters, REGISTERED_BEFORE } from './country.ts';
import { itemBytes, writeUnits } from './item-size.ts';

const REGISTRATIONS_A_SECOND = 2_000;
const BATCHES = [1, 10, 50, 100, 250, 500, 1_000];
/** Small batches vary more, so that more of them are looked at. */
const registrationsOfEach = (batch: number): number => Math.max(40_000, 40 * batch);
/** What Amazon takes for a transaction of 100 actions is not published: a cautious guess, in seconds. */
const TRANSACTION_SECONDS = 0.05;
const BANGKOK = '10';

const itemsOf = ({ deltas }: CountingTransaction): string[] =>
  deltas.map(({ province, bucket }) => `${province} ${bucket}`);

/** The share of pairs of transactions, of two batches, that would be rejected if both were in flight. */
function overlapOf(batches: readonly CountingTransaction[][]): number {
  let pairs = 0;
  let sharing = 0;
  batches.forEach((batch, nth) => {
    const other = batches[(nth + 1) % batches.length] ?? [];
    for (const one of batch.map(itemsOf))
      for (const items of other.map(itemsOf).map((names) => new Set(names))) {
        pairs += 1;
        if (one.some((name) => items.has(name))) sharing += 1;
      }
  });
  return sharing / pairs;
}

function packedBatches(choose: Choose, size: number): CountingTransaction[][] {
  let person = 0;
  return Array.from({ length: registrationsOfEach(size) / size }, () =>
    pack(
      fold(
        Array.from({ length: size }, () => ({
          citizenId: String(person++).padStart(13, '0'),
          version: 1,
          contribution: anybodysIntent(choose, lastDays(1)),
          before: undefined,
        })),
      ),
    ),
  );
}

/** What the hottest item of counters takes, by batch size, at a launch's rate: arithmetic over the real packing. */
export function benchHotItems(): boolean {
  const unitsOf = new Map(
    matureCounters(REGISTERED_BEFORE).map(({ province, bucket, counts }) => [
      `${province} ${bucket}`,
      2 *
        writeUnits(
          itemBytes(
            marshall({
              ...bucketKey(province, bucket),
              ...Object.fromEntries(counts),
              [REVISION]: 12_345,
              [COUNTED_AT]: Date.parse('2018-02-28T05:00:00Z'),
            }),
          ),
        ),
    ]),
  );
  const rows = BATCHES.map((size) => {
    const batches = packedBatches(chooserOf(size), size);
    const transactions = batches.flat();
    const aSecond = REGISTRATIONS_A_SECOND / size;
    const unitsASecond = (wanted: (name: string) => boolean): number =>
      (transactions
        .flatMap(itemsOf)
        .filter(wanted)
        .reduce((sum, name) => sum + (unitsOf.get(name) ?? 0), 0) /
        batches.length) *
      aSecond;
    const total = unitsASecond((name) => name === `${BANGKOK} total`);
    const day = unitsASecond((name) => name.startsWith(`${BANGKOK} 2`));
    const perBatch = transactions.length / batches.length;
    const inFlight = aSecond * perBatch * TRANSACTION_SECONDS;
    const overlap = overlapOf(batches);
    return {
      batch: size,
      'batches/s': aSecond,
      'transactions a batch': round(perBatch),
      'units a registration': round(2 + unitsASecond(() => true) / REGISTRATIONS_A_SECOND),
      'hottest item, units/s': Math.round(Math.max(total, day)),
      'Bangkok, units/s': Math.round(total + day),
      'counters, units/s': Math.round(unitsASecond(() => true)),
      'in flight': round(inFlight),
      overlap: round(overlap),
      'rejected for each written': round(inFlight * overlap),
    };
  });
  const [largest] = rows.slice(-1);
  return conclude('hot-items', rows, [
    reported('hottest item at batch 1,000, units a second', largest?.['hottest item, units/s'] ?? Number.NaN),
    reported(
      'rejected for each written at batch 1,000',
      largest?.['rejected for each written'] ?? Number.NaN,
    ),
  ]);
}

import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copiedLine } from '../../functions/data/trail-copy.ts';
import {
  compareHour,
  compareTrailJob,
  dayOfRun,
  hourOf,
  type LinesByHour,
  runOfDay,
  type SpelledLine,
  type TrailCopy,
} from '../../functions/domain/trail-copy.ts';
import { freshRun, isRunId, runUnits } from '../../functions/domain/unit-job.ts';
import { copyBatch, trailConsumer } from '../../functions/streams/trail-copy.ts';
import { day, instant } from '../support/builders.ts';
import { capturedOutput } from '../support/fakes.ts';

const HOUR = '2018-02-14T02';
const spelledAs = (n: number, text = `{"line":${n}}`): SpelledLine => ({
  text,
  digest: n.toString(16).padStart(64, '0'),
});

class Lines implements LinesByHour {
  readonly byHour = new Map<string, SpelledLine[]>();

  constructor(...lines: SpelledLine[]) {
    this.byHour.set(HOUR, lines);
  }

  async *ofHour(hour: string): AsyncGenerator<SpelledLine[]> {
    for (const line of this.byHour.get(hour) ?? []) yield [line];
  }
}

class Copy extends Lines implements TrailCopy {
  readonly added: string[][] = [];

  async add(hour: string, texts: readonly string[]): Promise<void> {
    this.added.push([...texts]);
    const lines = texts.map((text) => spelledAs(Number(/\d+/.exec(text)?.[0]), text));
    this.byHour.set(hour, [...(this.byHour.get(hour) ?? []), ...lines]);
  }
}

const [A, B, C] = [spelledAs(1), spelledAs(2), spelledAs(4)];

describe('an hour of the trail beside its copy', () => {
  it('is the same in whatever order the lines come, and whichever came twice', async () => {
    const compared = await compareHour(HOUR, new Lines(A, B, C), new Copy(C, A, A, B, C));
    expect(compared).toMatchObject({ lines: 3, copied: 3, missing: 0, gone: 0 });
    expect(compared.tableDigest).toBe(compared.copyDigest);
  });

  it('has lines that were never copied, which are copied late and found the next time', async () => {
    const copy = new Copy(A);
    const table = new Lines(A, B, C);
    const first = await compareHour(HOUR, table, copy);
    expect(first).toMatchObject({ lines: 3, copied: 1, missing: 2, gone: 0 });
    expect(first.tableDigest).not.toBe(first.copyDigest);
    expect(copy.added.flat()).toEqual([B.text, C.text]);
    expect(await compareHour(HOUR, table, copy)).toMatchObject({ missing: 0, gone: 0 });
  });

  it('shows a line that was deleted, and one that was changed, on every comparison', async () => {
    const copy = new Copy(A, B);
    const table = new Lines(A, C);
    expect(await compareHour(HOUR, table, copy)).toMatchObject({ missing: 1, gone: 1 });
    expect(await compareHour(HOUR, table, copy)).toMatchObject({ missing: 0, gone: 1 });
  });

  it('counts nothing as gone that is written while it is compared', async () => {
    const table = new Lines(A);
    const copy = new (class extends Copy {
      override async *ofHour(hour: string): AsyncGenerator<SpelledLine[]> {
        yield* super.ofHour(hour);
        if (!table.byHour.get(HOUR)?.includes(B)) table.byHour.set(HOUR, [A, B]);
      }
    })(A);
    expect(await compareHour(HOUR, table, copy)).toMatchObject({ gone: 0 });
  });
});

describe('a run of the comparison', () => {
  it('holds the hours of the day in Bangkok before it', () => {
    expect(dayOfRun('2018-02-14T20:30:00Z')).toBe('2018-02-14');
    expect(hourOf(day('2018-02-14'), 0)).toBe('2018-02-13T17');
    expect(hourOf(day('2018-02-14'), 7)).toBe('2018-02-14T00');
    expect(hourOf(day('2018-02-14'), 23)).toBe('2018-02-14T16');
  });

  it('of a day by hand has an id that a run may have, and means that day', () => {
    const run = runOfDay(day('2018-02-28'), '0a1b2c3d');
    expect([isRunId(run), dayOfRun(run)]).toEqual([true, '2018-02-28']);
  });

  it('comes to the same however the day is cut into hours, and sees one line that is gone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(1_000_000), { minLength: 1, maxLength: 40 }),
        async (numbers) => {
          const table = new Lines();
          const copy = new Copy();
          numbers.forEach((n, index) => {
            const hour = hourOf(day('2018-02-14'), n % 24);
            copy.byHour.set(hour, [...(copy.byHour.get(hour) ?? []), spelledAs(n)]);
            if (index > 0) table.byHour.set(hour, [...(table.byHour.get(hour) ?? []), spelledAs(n)]);
          });
          const job = compareTrailJob(table, copy);
          const run = freshRun(job, runOfDay(day('2018-02-14'), 'x'), instant('2018-02-15 12:00'));
          const ended = await runUnits(run, job, {
            hasTime: () => true,
            concurrency: 4,
            save: async () => 'saved',
            tell: () => {},
            now: () => instant('2018-02-15 12:01'),
          });
          if (ended.outcome !== 'finished') throw new Error(ended.outcome);
          const { lines, copied, missing, gone, tableDigest, copyDigest } = ended.run.report;
          expect([lines, copied, missing, gone]).toEqual([numbers.length - 1, numbers.length, 0, 1]);
          const xor = BigInt(`0x${tableDigest}`) ^ BigInt(`0x${copyDigest}`);
          expect(xor).toBe(BigInt(`0x${spelledAs(numbers[0] ?? 0).digest}`));
        },
      ),
      { numRuns: 50 },
    );
  });
});

const image = (n: number, at = `${HOUR}:30:00.000Z`) => ({
  entryKey: { S: `${at}#${n}` },
  at: { S: at },
  about: { M: { b: { S: 'x' }, a: { N: '1' } } },
});
const record = (eventName: 'INSERT' | 'MODIFY' | 'REMOVE', more: object = {}): DynamoDBRecord => ({
  eventName,
  dynamodb: eventName === 'REMOVE' ? {} : { NewImage: image(1) as never },
  ...more,
});

describe('a batch of the stream', () => {
  it('is one object for each hour, a line spelled in one way whatever the order of its attributes', async () => {
    const copy = new Copy();
    const other = { dynamodb: { NewImage: image(2, '2018-02-14T03:00:00.000Z') as never } };
    const turned = Object.fromEntries(Object.entries(image(1)).reverse());
    expect(copiedLine(turned)).toEqual(copiedLine(image(1)));
    const batch = [record('INSERT'), record('INSERT', other), record('INSERT')];
    expect(await copyBatch(batch, { read: copiedLine, copy })).toEqual({ copied: 3, altered: 0 });
    expect(copy.added.map(({ length }) => length)).toEqual([2, 1]);
    expect(copy.added[0]?.[0]).toBe(
      `{"about":{"a":1,"b":"x"},"at":"${HOUR}:30:00.000Z","entryKey":"${HOUR}:30:00.000Z#1"}`,
    );
  });

  it('tells a line that was changed or deleted from one whose ten years are over', async () => {
    const expired = record('REMOVE', {
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    });
    const copy = new Copy();
    const batch = [record('MODIFY'), record('REMOVE'), expired];
    expect(await copyBatch(batch, { read: copiedLine, copy })).toEqual({ copied: 0, altered: 2 });
    expect(copy.added).toEqual([]);
  });

  it('is given back whole when the bucket cannot be written, and says nothing of its lines', async () => {
    const output = capturedOutput();
    const broken = { add: () => Promise.reject(new Error(`cannot put ${HOUR}:30:00.000Z#1`)) };
    const consume = trailConsumer({ read: copiedLine, copy: broken });
    await expect(consume({ Records: [record('INSERT')] })).rejects.toThrow('not copied');
    output.stop();
    expect(output.lines()).toMatchObject([{ message: 'BATCH_GIVEN_BACK', records: 1 }]);
    expect(output.text()).not.toContain('#1');
  });
});

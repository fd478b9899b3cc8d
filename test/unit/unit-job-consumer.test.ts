import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../functions/domain/calendar.ts';
import type { UnitJob, UnitRun, UnitRuns } from '../../functions/domain/unit-job.ts';
import { unitJobConsumer } from '../../functions/streams/unit-job.ts';
import { instant, officeZeroId } from '../support/builders.ts';
import { capturedOutput } from '../support/fakes.ts';

type Report = { done: number };

const RUN = '2018-02-11T19:30:00Z';
const MINUTE_MS = 60_000;

const message = (body: string): SQSEvent => ({ Records: [{ body }] }) as unknown as SQSEvent;

/** Runs in memory, an item each. */
class Runs implements UnitRuns<Report> {
  readonly items = new Map<string, UnitRun<Report>>();

  async begin(fresh: UnitRun<Report>): Promise<UnitRun<Report>> {
    const run = this.items.get(fresh.runId) ?? fresh;
    this.items.set(fresh.runId, run);
    return run;
  }

  async load(_: string, runId: string): Promise<UnitRun<Report> | undefined> {
    return this.items.get(runId);
  }

  async save(run: UnitRun<Report>): Promise<'saved' | 'overtaken'> {
    if (this.items.get(run.runId)?.revision !== run.revision - 1) return 'overtaken';
    this.items.set(run.runId, run);
    return 'saved';
  }

  async latest(): Promise<UnitRun<Report> | undefined> {
    return [...this.items.values()].at(-1);
  }
}

let runs: Runs;
let sent: string[];
let told: number[];
let output: ReturnType<typeof capturedOutput>;
let fails: Error | undefined;
beforeEach(() => {
  [runs, sent, told, fails] = [new Runs(), [], [], undefined];
  output = capturedOutput();
});
afterEach(() => output.stop());

const job: UnitJob<Report> = {
  kind: 'test',
  nothing: { done: 0 },
  merge: (a, b) => ({ done: a.done + b.done }),
  phases: [
    {
      units: 7,
      work: async () => {
        if (fails !== undefined) throw fails;
        return { done: 1 };
      },
    },
  ],
};

/** An invocation with so many minutes left at each look at the clock. */
function invoke(body: string, ...minutesLeft: number[]): Promise<void> {
  const left = [...minutesLeft];
  const consumer = unitJobConsumer({
    job,
    runs,
    queue: { send: async (runId) => void sent.push(runId) },
    concurrency: 2,
    tell: ({ report }) => void told.push(report.done),
    now: (): Instant => instant('2018-02-12 02:30'),
  });
  return consumer(message(body), { getRemainingTimeInMillis: () => (left.shift() ?? 5) * MINUTE_MS });
}

const body = JSON.stringify({ runId: RUN });
const logged = () => output.lines().map(({ message }) => message);

describe('a message that names a run', () => {
  it('starts it and goes on to its end', async () => {
    await invoke(body);
    expect(runs.items.get(RUN)).toMatchObject({
      unitsDone: 7,
      report: { done: 7 },
      startedAt: expect.anything(),
    });
    expect([told, sent]).toEqual([[7], []]);
  });

  it('sends the next one when there is no time for another window', async () => {
    await invoke(body, 5, 2);
    expect(runs.items.get(RUN)).toMatchObject({ unitsDone: 4 });
    expect([told, sent]).toEqual([[], [RUN]]);
    await invoke(body);
    expect([told, sent]).toEqual([[7], [RUN]]);
  });

  it('that comes again after the end does nothing', async () => {
    await invoke(body);
    await invoke(body);
    expect([told, sent]).toEqual([[7], []]);
  });

  it('that comes twice at once ends with one of them', async () => {
    await Promise.all([invoke(body), invoke(body)]);
    expect(runs.items.get(RUN)).toMatchObject({ report: { done: 7 }, finishedAt: expect.anything() });
    expect([told, sent]).toEqual([[7], []]);
    expect(
      output
        .lines()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['finished', 'overtaken']);
  });

  it('is given back when a unit fails, and nothing of why is logged but its name', async () => {
    fails = new TypeError(`cannot read ${officeZeroId(1)}`);
    await expect(invoke(body)).rejects.toThrow('the run did not go on');
    expect(logged()).toEqual(['RUN_FAILED']);
    expect(output.lines()[0]).toMatchObject({ error: 'TypeError', kind: 'test' });
    expect(output.text()).not.toContain(officeZeroId(1));
    fails = undefined;
    await invoke(body);
    expect(told).toEqual([7]);
  });

  it('is given back when the next one cannot be sent', async () => {
    const consumer = unitJobConsumer({
      job,
      runs,
      queue: { send: () => Promise.reject(new Error('no queue')) },
      concurrency: 2,
      tell: () => undefined,
      now: () => instant('2018-02-12 02:30'),
    });
    const noTime = { getRemainingTimeInMillis: () => 0 };
    await expect(consumer(message(body), noTime)).rejects.toThrow('the run did not go on');
    expect(runs.items.get(RUN)).toMatchObject({ unitsDone: 2 });
  });

  it.each([['no JSON'], ['{}'], ['null'], ['{"runId":""}'], ['{"runId":"1234567890123"}'], ['{"runId":7}']])(
    'that is %s is given back, and starts nothing',
    async (text) => {
      await expect(invoke(text)).rejects.toThrow('the run did not go on');
      expect(runs.items.size).toBe(0);
      expect(logged()).toEqual(['RUN_FAILED']);
    },
  );
});

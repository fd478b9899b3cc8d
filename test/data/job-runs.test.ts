import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { JobRunsTable } from '../../functions/data/job-runs.ts';
import { queueClient, SqsRunQueue } from '../../functions/data/run-queue.ts';
import type { UnitRun } from '../../functions/domain/unit-job.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import { instant } from '../support/builders.ts';
import { intercept } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';

type Report = { done: number; names: string[] };
const Report = z.object({ done: z.number(), names: z.array(z.string()) });

const run = (runId: string, change: Partial<UnitRun<Report>> = {}): UnitRun<Report> => ({
  kind: 'count-something',
  runId,
  startedAt: instant('2018-02-12 02:30'),
  phases: [4, 2],
  unitsDone: 0,
  report: { done: 0, names: [] },
  revision: 1,
  ...change,
});

describe.each(engines)('the runs of a job on $name', (engine) => {
  const tables = makeTables(engine, 'jobRuns');
  let tokens = 0;
  const on = (client = tables.client()) =>
    new JobRunsTable<Report>(client, tables.names.jobRuns, {
      report: Report,
      token: () => `token ${++tokens}`,
    });
  const runs = on();

  it('begin once: whoever comes later goes on from where the run is', async () => {
    const first = run('2018-02-11T19:30:00Z');
    expect(await runs.begin(first)).toEqual(first);
    const next = { ...first, unitsDone: 2, report: { done: 2, names: ['a'] }, revision: 2 };
    expect(await runs.save(next)).toBe('saved');
    expect(await runs.begin({ ...first, startedAt: instant('2018-02-13 02:30') })).toEqual(next);
    expect(await runs.load('count-something', '2018-02-11T19:30:00Z')).toEqual(next);
    expect(await runs.load('count-something', '2018-02-10T19:30:00Z')).toBeUndefined();
  });

  it('are saved over the revision before, by one of those who try at once', async () => {
    const begun = await runs.begin(run('2018-02-12T00:00:00Z'));
    const tries = await Promise.all(
      [1, 2, 3, 4].map((done) => on().save({ ...begun, unitsDone: done, revision: 2 })),
    );
    expect(tries.sort()).toEqual(['overtaken', 'overtaken', 'overtaken', 'saved']);
    expect(await runs.save({ ...begun, revision: 4 })).toBe('overtaken');
    expect(await runs.save(run('2018-02-12T00:00:01Z', { revision: 2 }))).toBe('overtaken');
  });

  it('are saved when only the answer was lost', async () => {
    const begun = await runs.begin(run('2018-02-12T01:00:00Z'));
    const client = tables.client();
    let puts = 0;
    intercept(client, async (_, send) => {
      const answer = await send();
      puts += 1;
      if (puts > 1) return answer;
      throw Object.assign(new Error('the connection was reset'), {
        name: 'TimeoutError',
        code: 'ECONNRESET',
      });
    });
    expect(await on(client).save({ ...begun, unitsDone: 1, revision: 2 })).toBe('saved');
    expect(puts).toBe(2);
    expect(await runs.save({ ...begun, unitsDone: 1, revision: 2 })).toBe('overtaken');
  });

  it('tell the latest of their kind', async () => {
    await runs.begin(run('2018-02-12T05:00:00Z', { finishedAt: instant('2018-02-12 12:10') }));
    await runs.begin(run('2018-02-12T04:00:00Z'));
    await runs.begin(run('2018-02-13T04:00:00Z', { kind: 'another' }));
    expect(await runs.latest('count-something')).toMatchObject({
      runId: '2018-02-12T05:00:00Z',
      finishedAt: instant('2018-02-12 12:10'),
    });
    expect(await runs.latest('a third')).toBeUndefined();
  });

  it('are refused when their item is not one of ours', async () => {
    await tables.put('jobRuns', { ...run('2018-02-12T06:00:00Z'), report: { done: 'many' } });
    await expect(runs.load('count-something', '2018-02-12T06:00:00Z')).rejects.toThrow();
  });
});

describe.each(engines.filter(({ name }) => name === 'MiniStack'))('the queue of runs on $name', (engine) => {
  const client = queueClient(clientSettings(engine.endpointUrl));
  afterAll(() => client.destroy());

  it('takes a message that names the run', async () => {
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'runs-of-a-job' }));
    await new SqsRunQueue(client, QueueUrl).send('2018-02-11T19:30:00Z');
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    expect(Messages.map(({ Body = '' }) => JSON.parse(Body))).toEqual([{ runId: '2018-02-11T19:30:00Z' }]);
  });
});

import { Command, InvalidArgumentError, Option } from 'commander';
import { powertools } from '../../functions/runtime/logger.ts';
import { CannotStart } from '../../local/cannot-start.ts';
import { campaign } from './campaign.ts';
import { type ContentionResult, contend } from './contention.ts';
import { everyInterleaving, everyOrder, everySingleFault } from './exhaustive.ts';
import { describeSchedule, shrink } from './shrink.ts';
import type { StoreName } from './store.ts';
import { startStore } from './stores.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is expected');
  return Number(text);
};

const program = new Command('npm run test:faults --')
  .description('Counts made-up histories through every fault of streams and stores, and recounts them.')
  .option('--schedules <number>', 'how many', whole, 1_000)
  .option('--seed <number>', 'of the first; each of the others is one more', whole, 1)
  .addOption(
    new Option('--engine <name>', 'what is counted in')
      .choices(['memory', 'ministack', 'dynamodb-local'] satisfies StoreName[])
      .default('memory'),
  )
  .option('--exhaustive', 'every delivery of small histories with every single fault, in memory')
  .option(
    '--contention',
    'eight consumers on the same provinces, with the limits and the clock of production',
  )
  .action(async (options: Options) => {
    powertools.setLogLevel('SILENT');
    const run = options.exhaustive ? exhaust : options.contention ? contendFor : schedule;
    try {
      process.exitCode = (await run(options)) ? 0 : 1;
    } catch (error) {
      if (!(error instanceof CannotStart)) throw error;
      say(error.message);
      process.exitCode = 1;
    }
  });

type Options = {
  schedules: number;
  seed: number;
  engine: StoreName;
  exhaustive?: true;
  contention?: true;
};

async function schedule({ schedules, seed, engine }: Options): Promise<boolean> {
  const store = await startStore(engine);
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1_000);
  try {
    const tenth = Math.ceil(schedules / 10);
    const options = { open: store.open, crowd: store.crowd };
    const { failed, drift, byFault, ...sums } = await campaign({ schedules, seed }, options, (played) => {
      if (played % tenth === 0) say(`${played} of ${schedules} schedules, ${seconds()} s`);
    });
    if (failed !== undefined) {
      say(`the schedule of --seed ${failed.seed} failed; the smallest that still does:`);
      say(describeSchedule(await shrink(failed, options, 300)));
    }
    const pass = failed === undefined;
    say(JSON.stringify({ engine, ...sums, byFault, seconds: seconds(), drift, pass }));
    return pass;
  } finally {
    await store.stop();
  }
}

async function exhaust(): Promise<boolean> {
  const began = performance.now();
  const [orders, faults, interleavings] = [
    await everyOrder(),
    await everySingleFault(),
    await everyInterleaving(3),
  ];
  const failures = [...orders.failures, ...faults.failures, ...interleavings.failures];
  for (const failure of failures.slice(0, 10)) say(failure);
  const pass = failures.length === 0;
  say(
    JSON.stringify({
      engine: 'memory',
      orders: orders.cases,
      singleFaults: faults.cases,
      interleavings: interleavings.cases,
      seconds: Math.round((performance.now() - began) / 1_000),
      drift: failures.length,
      pass,
    }),
  );
  return pass;
}

/** A table of runs, ever hotter, and a line for whoever reads only that. */
async function contendFor({ seed, engine }: Options): Promise<boolean> {
  const store = await startStore(engine);
  // Forty thousand rows are minutes on an engine, and the waits are the same.
  const [batches, records, latencyMs] = engine === 'memory' ? [5, 1_000, 12] : [3, 400, 0];
  const runs: Record<string, ContentionResult> = {};
  try {
    for (const provinces of [['10', '34', '50'], ['10']]) {
      const plan = { aggregators: 8, batches, records, provinces, days: 5, strangers: 0.1, latencyMs, seed };
      runs[`${provinces.length} province${provinces.length > 1 ? 's' : ''}`] = await contend(
        store.open,
        plan,
      );
    }
  } finally {
    await store.stop();
  }
  for (const [name, { retriesOfBatch, secondsOfBatch, ...result }] of Object.entries(runs)) {
    const { invocations, transactions, conflicts, starved, drift } = result;
    say(`${name}: ${invocations} invocations, ${transactions} transactions, ${conflicts} conflicts`);
    say(
      `  retries a batch: mean ${retriesOfBatch.mean}, p99 ${retriesOfBatch.p99}, most ${retriesOfBatch.most}`,
    );
    say(
      `  seconds a batch: median ${secondsOfBatch.median}, p99 ${secondsOfBatch.p99}, most ${secondsOfBatch.most}`,
    );
    say(`  starved ${starved}, drift ${drift}`);
  }
  const results = Object.values(runs);
  const drift = results.reduce((sum, result) => sum + result.drift, 0);
  const starved = results.reduce((sum, result) => sum + result.starved, 0);
  const pass = drift === 0 && starved === 0;
  say(JSON.stringify({ engine, contention: runs, starved, drift, pass }));
  return pass;
}

await program.parseAsync();

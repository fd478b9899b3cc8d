import { Command } from 'commander';

const program = new Command('npm run bench --').description(
  'Measures a promise of the design beside a peer or a floor.',
);

program
  .command('lookup')
  .description('the public look-up beside the bare SDK doing the same reads')
  .option('--look-ups <number>', 'how many', '3000')
  .action(async ({ lookUps }: { lookUps: string }) => {
    const { benchLookup } = await import('./lookup.ts');
    process.exit((await benchLookup(Number(lookUps))) ? 0 : 1);
  });

program
  .command('init')
  .description('size and start of every bundle, the look-up beside the bare document client')
  .option('--runs <number>', 'starts of each', '21')
  .action(async ({ runs }: { runs: string }) => {
    const { benchInit } = await import('./init.ts');
    process.exit((await benchInit(Number(runs))) ? 0 : 1);
  });

program
  .command('aggregator')
  .description('the counting of the stream beside three other ways of counting it, on DynamoDB Local')
  .option('--schedules <number>', 'seeded schedules of crashes and redeliveries', '24')
  .option('--rounds <number>', 'batches of 1,000 that are timed', '6')
  .action(async ({ schedules, rounds }: { schedules: string; rounds: string }) => {
    const { benchAggregator } = await import('./aggregator.ts');
    const holds = await benchAggregator({ schedules: Number(schedules), rounds: Number(rounds) });
    process.exit(holds ? 0 : 1);
  });

program
  .command('mis')
  .description('reports beside a scan that counts, from 1,000 to 1,000,000 registrations, on DynamoDB Local')
  .option('--rounds <number>', 'readings of each', '5')
  .action(async ({ rounds }: { rounds: string }) => {
    const { benchMis } = await import('./mis.ts');
    process.exit((await benchMis(Number(rounds))) ? 0 : 1);
  });

program
  .command('hot-items')
  .description('what the hottest item of counters takes at 2,000 registrations a second, by batch size')
  .action(async () => {
    const { benchHotItems } = await import('./hot-items.ts');
    process.exit(benchHotItems() ? 0 : 1);
  });

program
  .command('bank-file')
  .description("a bank's file whose worker is killed on the way, and the same file again; on DynamoDB Local")
  .option('--rows <number>', 'rows of the file', '100000')
  .option('--kills <number>', 'of the worker', '5')
  .action(async ({ rows, kills }: { rows: string; kills: string }) => {
    const { benchBankFile } = await import('./bank-file-road.ts');
    process.exit((await benchBankFile({ rows: Number(rows), kills: Number(kills) })) ? 0 : 1);
  });

program
  .command('import')
  .description(
    'an import of the registry beside a raw BatchWriteItem loop, and its memory; on DynamoDB Local',
  )
  .option('--sizes <rows...>', 'rows of the files', ['10000', '100000', '1000000'])
  .option('--rounds <number>', 'comparisons with the loop', '3')
  .action(async ({ sizes, rounds }: { sizes: string[]; rounds: string }) => {
    const { benchImport } = await import('./import.ts');
    const holds = await benchImport({ sizes: sizes.map(Number), rounds: Number(rounds) });
    process.exit(holds ? 0 : 1);
  });

await program.parseAsync();

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

await program.parseAsync();

import { Command } from 'commander';
import { addAccount, addBankClients, type NewAccount } from './accounts.ts';
import { loadProgrammeInto } from './programme.ts';
import { reconcileStage, reconcileText } from './reconcile.ts';
import { smoke } from './smoke.ts';
import { deployedStage } from './stage.ts';

const program = new Command('npm run ops --').description('Commands for those who run a stage of Sitthi.');
const onStage = (command: Command): Command =>
  command.option('--stage <name>', 'stage whose stacks are meant', 'local');

const programme = program.command('programme').description('measure, agencies and projects');
onStage(programme.command('load'))
  .description('load them over what is there')
  .option('--measure <file>', 'a measure of your own instead of reference/programme/measure.json')
  .action(async ({ stage, measure }: { stage: string; measure?: string }) => {
    const loaded = await loadProgrammeInto(await deployedStage(stage), measure);
    console.log(`${loaded.code}: intents from ${loaded.windowFrom} to ${loaded.windowTo}`);
  });

const accounts = program.command('accounts').description('who may sign in, and where');
onStage(accounts.command('add <username>'))
  .description('create an officer; prints a password for the first sign-in')
  .requiredOption('--name <name>', 'name as it is shown')
  .requiredOption('--role <role>', 'central, province or district')
  .option('--province <code>', 'two digits, for a province officer')
  .option('--district <code>', 'four digits, for a district officer')
  .option('--agency <code>', 'agency that the officer belongs to', 'DOPA')
  .action(
    async (username: string, { stage, ...account }: Omit<NewAccount, 'username'> & { stage: string }) => {
      if (!['central', 'province', 'district'].includes(account.role))
        throw new Error('--role: central, province or district.');
      const { temporaryPassword } = await addAccount(await deployedStage(stage), { username, ...account });
      console.log(`${username}: ${temporaryPassword} (to be changed at the first sign-in)`);
    },
  );
onStage(accounts.command('add-banks'))
  .description("give the stage's bank clients their accounts")
  .action(async ({ stage }: { stage: string }) => {
    for (const { bank, clientId } of await addBankClients(await deployedStage(stage)))
      console.log(`${bank}: ${clientId}`);
  });

onStage(program.command('reconcile'))
  .description('prove the counters now, and count what was lost')
  .action(async ({ stage }: { stage: string }) => {
    const report = await reconcileStage(await deployedStage(stage));
    console.log(reconcileText(report));
    if (report.drift.length > 0) process.exitCode = 1;
  });

onStage(program.command('smoke'))
  .description('do the main job once against a stage, and take it back')
  .option(
    '--url <origin>',
    "address of the sites, without /v1; otherwise the API's own, with the edge's secret",
  )
  .action(async ({ stage, url }: { stage: string; url?: string }) => {
    const failed = await smoke(await deployedStage(stage), url, (line) => console.log(line));
    if (failed > 0) process.exitCode = 1;
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

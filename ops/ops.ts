import { Command } from 'commander';
import { bangkokDay } from '../functions/domain/calendar.ts';
import { addAccountCommands, addBankCommands } from './account-commands.ts';
import { comparedText, compareTrail, isProven, whatDid, whoLookedAt } from './audit.ts';
import { planted, plantMadeUp, plantRead } from './canaries.ts';
import { cutOffsOf, cutOffText, exportFrom, freeze, frozenText } from './cut-offs.ts';
import { erase, erasureText, personFrom } from './erasure.ts';
import { loadProgrammeInto } from './programme.ts';
import { isClean, reconcileAt, reconcileText } from './reconcile.ts';
import { importFile, importOf, importsOf, importText, isWhole, revoke, writeRejects } from './registry.ts';
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
    const asked = loaded.requireBirthDate ? 'the ID and the birth date' : 'the ID alone';
    console.log(
      `${loaded.code}: intents from ${loaded.windowFrom} to ${loaded.windowTo}; looked up by ${asked}`,
    );
  });

addAccountCommands(program, onStage);
addBankCommands(program, onStage);

onStage(program.command('reconcile'))
  .description('count what was lost, prove the counters and repair them; fails when something was wrong')
  .option('--run <id>', 'wait for an earlier run instead, or for the "latest"')
  .action(async ({ stage, run }: { stage: string; run?: string }) => {
    const { aws, output, table } = await deployedStage(stage);
    const place = { aws, queueUrl: output('ReconcileQueueUrl'), jobRuns: table('jobRuns') };
    const ended = await reconcileAt(place, { say: (line) => console.error(line) }, run);
    console.log(reconcileText(ended));
    if (!isClean(ended)) process.exitCode = 1;
  });

const cutOffs = program.command('cut-offs').description('frozen pay lists');
onStage(cutOffs.command('list'))
  .description('the pay cut-offs of the measure')
  .action(async ({ stage }: { stage: string }) => {
    for (const cutOff of await cutOffsOf(await deployedStage(stage))) console.log(cutOffText(cutOff));
  });
onStage(cutOffs.command('freeze'))
  .description('freeze the pay list of a range of days as of now, and wait for it')
  .requiredOption('--name <name>', 'what the payment is called')
  .requiredOption('--from <day>', 'first day of the intents, YYYY-MM-DD')
  .requiredOption('--to <day>', 'last day of the intents, YYYY-MM-DD; it must be over')
  .action(async ({ stage, ...asked }: { stage: string; name: string; from: string; to: string }) => {
    const cutOff = await freeze(await deployedStage(stage), asked, { say: (line) => console.error(line) });
    console.log(`${cutOffText(cutOff)}\n${frozenText(cutOff)}`);
  });
onStage(cutOffs.command('export <cutOffId>'))
  .description('write the pay file of a frozen list, with whole citizen IDs')
  .requiredOption('--out <file>', 'a new file; nobody but you can read it')
  .action(async (id: string, { stage, out }: { stage: string; out: string }) => {
    const say = (line: string) => console.error(line);
    const cutOff = await exportFrom(await deployedStage(stage), id, out, say);
    console.log(`${out}: ${frozenText(cutOff)}`);
  });

const registry = program.command('registry').description('the registry of cardholders');
onStage(registry.command('import <file>'))
  .description('take a file in, and wait for it; a dry run first says what it would do')
  .option('--dry-run', 'write nothing', false)
  .option('--match <how>', 'of people whom the registry has otherwise: overwrite or keep', 'overwrite')
  .option('--part', 'the file is not the whole registry: nobody is missing', false)
  .action(
    async (
      file: string,
      { stage, dryRun, match, part }: { stage: string; dryRun: boolean; match: string; part: boolean },
    ) => {
      if (match !== 'overwrite' && match !== 'keep') throw new Error('--match: overwrite or keep.');
      const order = { dryRun, match, scope: part ? 'part' : 'whole' } as const;
      const say = (line: string) => console.error(line);
      const found = await importFile(await deployedStage(stage), file, order, { say });
      console.log(importText(found));
      if (!isWhole(found)) process.exitCode = 1;
    },
  );
onStage(registry.command('list'))
  .description('the imports, the newest first')
  .action(async ({ stage }: { stage: string }) => {
    for (const found of await importsOf(await deployedStage(stage))) console.log(importText(found));
  });
onStage(registry.command('status <importId>'))
  .description('what an import has done')
  .action(async (id: string, { stage }: { stage: string }) => {
    console.log(importText(await importOf(await deployedStage(stage), id)));
  });
onStage(registry.command('rejects <importId>'))
  .description('write the rows that were not taken; corrected, they are imported like any file')
  .requiredOption('--out <file>', 'a new file; nobody but you can read it')
  .action(async (id: string, { stage, out }: { stage: string; out: string }) => {
    await writeRejects(await deployedStage(stage), id, out);
    console.log(out);
  });
onStage(registry.command('revoke <importId>'))
  .description('cancel the cards of those whom the import found missing')
  .action(async (id: string, { stage }: { stage: string }) => {
    const revoked = await revoke(await deployedStage(stage), id, { say: (line) => console.error(line) });
    console.log(`${revoked.toLocaleString('en')} cards`);
  });

const canaries = program
  .command('canaries')
  .description('planted IDs that belong to nobody: whoever looks one up rings an alarm');
onStage(canaries.command('count'))
  .description('how many are planted; which ones nobody can read back')
  .action(async ({ stage }: { stage: string }) => console.log(await planted(await deployedStage(stage))));
onStage(canaries.command('make <count>'))
  .description('make up new ones and plant them')
  .requiredOption('--out <file>', 'a new file for the IDs; nobody but you can read it')
  .option('--replace', 'in the place of those that are planted', false)
  .action(
    async (count: string, { stage, out, replace }: { stage: string; out: string; replace: boolean }) => {
      const asked = { count: Number(count), out, replace };
      console.log(`${await plantMadeUp(await deployedStage(stage), asked)} planted`);
    },
  );
onStage(canaries.command('load'))
  .description('plant IDs of your own, one a line, read from the standard input, never from an argument')
  .option('--replace', 'in the place of those that are planted', false)
  .action(async ({ stage, replace }: { stage: string; replace: boolean }) => {
    console.log(`${await plantRead(await deployedStage(stage), process.stdin, replace)} planted`);
  });

const audit = program.command('audit').description('who looked at whom; every use is on the trail itself');
onStage(audit.command('person'))
  .description(
    'who looked at a person; the citizen ID is read from the standard input, never from an argument',
  )
  .action(async ({ stage }: { stage: string }) => {
    await whoLookedAt(await deployedStage(stage), process.stdin, (line) => console.log(line));
  });
onStage(audit.command('officer <who>'))
  .description('what somebody did in a month: a username, a bank’s client id, or ops:name')
  .option('--month <month>', 'YYYY-MM in Bangkok', bangkokDay(new Date()).slice(0, 7))
  .action(async (who: string, { stage, month }: { stage: string; month: string }) => {
    await whatDid(await deployedStage(stage), { who, month }, (line) => console.log(line));
  });

onStage(audit.command('compare'))
  .description('hold the trail of a day against its copy; fails when they do not say the same')
  .option('--day <day>', 'YYYY-MM-DD in Bangkok; yesterday when it is left out')
  .action(async ({ stage, day }: { stage: string; day?: string }) => {
    const compared = await compareTrail(await deployedStage(stage), day, {
      say: (line) => console.error(line),
    });
    console.log(comparedText(compared));
    if (!isProven(compared)) process.exitCode = 1;
  });

type ErasureOptions = { stage: string; reason: string; dryRun: boolean };
const erasure = program.command('erasure').description('data that must not be kept any longer');
const erasing = (what: string, description: string): Command =>
  onStage(erasure.command(what))
    .description(description)
    .requiredOption('--reason <text>', 'why, for the audit trail; without anybody’s data')
    .option('--dry-run', 'count what there is and leave it; this is on the trail, too', false);
erasing(
  'person',
  'take a person out of every table; the citizen ID is read from the standard input, never from an argument',
).action(async ({ stage, ...order }: ErasureOptions) => {
  const person = await personFrom(process.stdin);
  const say = (line: string) => console.error(line);
  console.log(erasureText(await erase(await deployedStage(stage), person, order, { say })));
});
erasing(
  'measure',
  'remove all registrations of the measure that is loaded, once the years are over for which they are kept',
).action(async ({ stage, ...order }: ErasureOptions) => {
  const say = (line: string) => console.error(line);
  console.log(erasureText(await erase(await deployedStage(stage), 'measure', order, { say })));
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

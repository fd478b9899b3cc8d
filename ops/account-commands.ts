import type { Command } from 'commander';
import { readStackFile } from '../local/stack-file.ts';
import {
  accountText,
  changeOfficer,
  createOfficer,
  importedText,
  importFileOfOfficers,
  officersOf,
  renewUnused,
  resetOfficer,
  signOfficerOut,
  type WrittenOfficer,
} from './accounts.ts';
import {
  bankClients,
  bankSlot,
  declareBankClients,
  setBankClientDisabled,
  writeBankSecret,
} from './bank-clients.ts';
import { withSheets } from './handover-sheet.ts';
import { type DeployedStage, deployedStage } from './stage.ts';

type OnStage = (command: Command) => Command;
type Sheets = { stage: string; out: string; url?: string };
/** Of the officer's fields, those that commander spells otherwise. */
type Spelled = Omit<WrittenOfficer, 'expires_on'> & { expires?: string };

const SHEETS = 'a new file for the sheets to hand over, one a person; nobody but you can read it';

const writtenBy = ({ expires, ...fields }: Spelled): WrittenOfficer => ({
  ...fields,
  ...(expires === undefined ? {} : { expires_on: expires }),
});

async function officersSite({ name }: DeployedStage, url: string | undefined): Promise<string> {
  if (url === undefined && name !== 'local')
    throw new Error('--url: the address of the sites, for the sheets.');
  return `${(url ?? (await readStackFile()).siteUrl).replace(/\/$/, '')}/officer/`;
}

const fieldOptions = (command: Command): Command =>
  command
    .option('--name <name>', 'name as it is shown')
    .option('--role <role>', 'central, province or district')
    .option('--area <area>', 'code, or names as in "อุบลราชธานี/วารินชำราบ"; none for central')
    .option('--agency <code>', 'agency that the officer belongs to')
    .option(
      '--email <address>',
      'where a forgotten password is asked for; check that it is the officer’s own',
    )
    .option('--phone <number>', 'telephone')
    .option('--expires <day>', 'last day on which the account works')
    .option('--rights <rights>', 'rights of the person, apart by blanks: see-full-id read-access-history');

export function addAccountCommands(program: Command, onStage: OnStage): void {
  const accounts = program.command('accounts').description('the officers who may sign in, and where');
  const withSheet = (command: Command): Command =>
    onStage(command)
      .requiredOption('--out <file>', SHEETS)
      .option('--url <origin>', 'address of the sites, printed on the sheets');

  onStage(accounts.command('import <csv>'))
    .description('create the officers of a file; sent again, it creates nobody twice')
    .option('--dry-run', 'only say what would be done', false)
    .option('--renew', 'new passwords for those of the file who have never signed in', false)
    .option('--out <file>', SHEETS)
    .option('--url <origin>', 'address of the sites, printed on the sheets')
    .action(
      async (
        csv: string,
        {
          stage,
          dryRun,
          renew,
          out,
          url,
        }: Partial<Sheets> & { stage: string; dryRun: boolean; renew: boolean },
      ) => {
        const deployed = await deployedStage(stage);
        const work = (add: Parameters<Parameters<typeof withSheets>[2]>[0]) =>
          importFileOfOfficers(deployed, csv, { dryRun, renew }, (rows) => {
            for (const row of rows) {
              console.log(importedText(row));
              const {
                username = '',
                name = '',
                temporaryPassword,
                outcome,
              } = { temporaryPassword: undefined, ...row };
              if (temporaryPassword !== undefined) add({ username, name, temporaryPassword });
              if (outcome === 'rejected') process.exitCode = 1;
            }
          });
        if (dryRun) return work(() => {});
        if (out === undefined) throw new Error(`--out: ${SHEETS}.`);
        console.log(`${await withSheets(out, await officersSite(deployed, url), work)} sheets in ${out}`);
      },
    );

  withSheet(fieldOptions(accounts.command('create <username>')))
    .description('create an officer')
    .action(async (username: string, { stage, out, url, ...fields }: Sheets & Spelled) => {
      const deployed = await deployedStage(stage);
      await withSheets(out, await officersSite(deployed, url), async (add) => {
        const made = await createOfficer(deployed, { username, ...writtenBy(fields) });
        add({ ...made.account, temporaryPassword: made.temporaryPassword });
        console.log(accountText(made.account));
      });
    });

  fieldOptions(onStage(accounts.command('change <username>')))
    .description('change an officer, who moves with another --area; in effect at the next call')
    .action(async (username: string, { stage, ...fields }: { stage: string } & Spelled) => {
      console.log(accountText(await changeOfficer(await deployedStage(stage), username, writtenBy(fields))));
    });

  for (const disabled of [true, false])
    onStage(accounts.command(`${disabled ? 'disable' : 'enable'} <username>`))
      .description(disabled ? 'shut an officer out, at the next call' : 'let an officer in again')
      .action(async (username: string, { stage }: { stage: string }) => {
        console.log(accountText(await changeOfficer(await deployedStage(stage), username, {}, { disabled })));
      });

  onStage(accounts.command('expire <username> <day>'))
    .description('the last day on which an account works, or "never"')
    .action(async (username: string, day: string, { stage }: { stage: string }) => {
      const deployed = await deployedStage(stage);
      const never = day === 'never';
      console.log(
        accountText(
          await changeOfficer(
            deployed,
            username,
            never ? {} : { expires_on: day },
            never ? { expiresOn: null } : {},
          ),
        ),
      );
    });

  onStage(accounts.command('sign-out <username>'))
    .description('end every session of an officer')
    .action(async (username: string, { stage }: { stage: string }) => {
      console.log(accountText(await signOfficerOut(await deployedStage(stage), username)));
    });

  withSheet(accounts.command('reset <username>'))
    .description('a password for the next sign-in')
    .option('--new-device', 'the authenticator is set up anew, too', false)
    .action(async (username: string, { stage, out, url, newDevice }: Sheets & { newDevice: boolean }) => {
      const deployed = await deployedStage(stage);
      await withSheets(out, await officersSite(deployed, url), async (add) => {
        const { account, temporaryPassword } = await resetOfficer(deployed, username, { newDevice });
        add({ ...account, temporaryPassword });
      });
    });

  withSheet(accounts.command('sheet'))
    .description('sheets with new passwords for those of an area who have never signed in')
    .option('--area <area>', 'code or name of a province or district; central’s own without it')
    .action(async ({ stage, out, url, area }: Sheets & { area?: string }) => {
      const deployed = await deployedStage(stage);
      const sheets = await withSheets(out, await officersSite(deployed, url), (add) =>
        renewUnused(deployed, area, ({ account, temporaryPassword }) =>
          add({ ...account, temporaryPassword }),
        ),
      );
      console.log(`${sheets} sheets in ${out}`);
    });

  onStage(accounts.command('list'))
    .description('the accounts of a province or district; central’s own without an area')
    .option('--area <area>', 'code or name of a province or district')
    .action(async ({ stage, area }: { stage: string; area?: string }) => {
      for (const account of await officersOf(await deployedStage(stage), area))
        console.log(accountText(account));
    });
}

export function addBankCommands(program: Command, onStage: OnStage): void {
  const banks = program
    .command('bank-clients')
    .description("the banks' clients that the stage's data declare");
  const list = async (stage: DeployedStage): Promise<void> => {
    for (const { bank, slot, clientId, state } of await bankClients(stage))
      console.log(`${bank.padEnd(4)}  ${slot}  ${clientId}  ${state}`);
  };
  onStage(banks.command('list'))
    .description('every client and whether it works')
    .action(async ({ stage }: { stage: string }) => list(await deployedStage(stage)));
  onStage(banks.command('declare'))
    .description('give the clients that have none their accounts')
    .action(async ({ stage }: { stage: string }) => {
      const deployed = await deployedStage(stage);
      await declareBankClients(deployed);
      await list(deployed);
    });
  onStage(banks.command('secret <bank> <slot>'))
    .description('write the secret of a client for its bank')
    .requiredOption('--out <file>', 'a new file; nobody but you can read it')
    .action(async (bank: string, slot: string, { stage, out }: { stage: string; out: string }) => {
      const deployed = await deployedStage(stage);
      await writeBankSecret(deployed, bankSlot(deployed, bank, slot), out);
      console.log(out);
    });
  for (const disabled of [true, false])
    onStage(banks.command(`${disabled ? 'disable' : 'enable'} <bank> <slot>`))
      .description(disabled ? 'shut a client out, at its next call' : 'let a client in again')
      .action(async (bank: string, slot: string, { stage }: { stage: string }) => {
        const deployed = await deployedStage(stage);
        await setBankClientDisabled(deployed, bankSlot(deployed, bank, slot), disabled);
        await list(deployed);
      });
}

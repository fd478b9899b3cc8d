import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type * as z from 'zod/mini';
import { changeAccount as changeContract } from '../functions/contract/accounts.ts';
import { PROBLEM_WORDING } from '../functions/contract/problem-wording.ts';
import { AuditTable } from '../functions/data/audit.ts';
import { documentClient } from '../functions/data/document-client.ts';
import { gazetteer } from '../functions/data/gazetteer.ts';
import { OfficerAccountsTable } from '../functions/data/officer-accounts.ts';
import { textOf } from '../functions/data/people-file.ts';
import { ProgrammeTable } from '../functions/data/programme.ts';
import { CognitoUserPool, userPoolClient } from '../functions/data/user-pool.ts';
import { type Administrator, areaCodeOf, type OfficerAccount } from '../functions/domain/account.ts';
import {
  changeAccount,
  createAccount,
  type Handover,
  listAccounts,
  resetPassword,
  signOutEverywhere,
} from '../functions/domain/account-desk.ts';
import type { DistrictCode, ProvinceCode } from '../functions/domain/area.ts';
import { RIGHTS } from '../functions/domain/caller.ts';
import { askedBy, MAX_OFFICERS, type OfficerColumn } from '../functions/domain/officer-file.ts';
import { Refusal } from '../functions/domain/refusal.ts';
import { askedOf, importOfficers } from '../functions/http/officer-rows.ts';
import { parsePart } from '../functions/http/request.ts';
import { password } from '../functions/runtime/password.ts';
import { operator } from './cut-offs.ts';
import type { DeployedStage } from './stage.ts';

/** An officer as a line of a file has him; words of Thai spreadsheets are understood. */
export type WrittenOfficer = Partial<Record<OfficerColumn, string>>;

type ImportedRow = Awaited<ReturnType<typeof importOfficers>>['rows'][number];
type Changes = z.output<typeof changeContract.body>;

const PAGE = 100;

export const occasion = () => ({ at: new Date(), from: 'ops', requestId: randomUUID() });

/** Whoever may run commands against a stage is above its officers, and under his own name on the trail. */
const administrator = (): Administrator => ({
  subject: operator(),
  role: 'central',
  area: { level: 'country' },
  rights: RIGHTS,
});

function deskOf(stage: DeployedStage) {
  const client = documentClient(stage.aws);
  const cognito = userPoolClient(stage.aws);
  return {
    clients: [client, cognito],
    accounts: new OfficerAccountsTable(
      client,
      stage.table('accounts'),
      new AuditTable(client, stage.table('audit')),
    ),
    pool: new CognitoUserPool(cognito, stage.output('UserPoolId')),
    geography: gazetteer,
    programme: new ProgrammeTable(client, stage.table('programme')),
    newPassword: password,
  };
}
type Desk = ReturnType<typeof deskOf>;

/** What the API would say, with the fields that are at fault. */
export function inWords(refusal: Refusal): string {
  const named = refusal.faults.filter(({ code }) => code !== refusal.code);
  const fields = named.map(({ path, code }) => `\n  ${path}: ${PROBLEM_WORDING[code].en}`);
  return `${PROBLEM_WORDING[refusal.code].en}${fields.join('')}`;
}

async function atDesk<Done>(stage: DeployedStage, work: (desk: Desk) => Promise<Done>): Promise<Done> {
  const desk = deskOf(stage);
  try {
    return await work(desk);
  } catch (error) {
    throw error instanceof Refusal ? new Error(inWords(error)) : error;
  } finally {
    for (const client of desk.clients) client.destroy();
  }
}

async function named({ pool, accounts }: Desk, username: string): Promise<OfficerAccount> {
  const user = await pool.find(username);
  const account = user && (await accounts.bySubject(user.subject));
  if (account === undefined) throw new Error(`Nobody has the user name ${username}.`);
  return account;
}

/** @throws in words what the API refuses */
export const createOfficer = (stage: DeployedStage, written: WrittenOfficer): Promise<Handover> =>
  atDesk(stage, async (desk) => {
    const asked = await askedOf(written, gazetteer);
    if (asked instanceof Refusal) throw asked;
    return createAccount(desk, administrator(), asked, occasion());
  });

/** What is left out stays. @throws in words what the API refuses */
export const changeOfficer = (
  stage: DeployedStage,
  username: string,
  written: Omit<WrittenOfficer, 'username'>,
  more: Changes = {},
): Promise<OfficerAccount> =>
  atDesk(stage, async (desk) => {
    const { subject, version } = await named(desk, username);
    const changes = parsePart(changeContract.body, { ...(await askedBy(written, gazetteer)), ...more });
    return changeAccount(desk, administrator(), { subject, version }, changes, occasion());
  });

export const resetOfficer = (
  stage: DeployedStage,
  username: string,
  order: { newDevice: boolean },
): Promise<Handover> =>
  atDesk(stage, async (desk) => {
    const { subject } = await named(desk, username);
    return resetPassword(desk, administrator(), subject, order, occasion());
  });

export const signOfficerOut = (stage: DeployedStage, username: string): Promise<OfficerAccount> =>
  atDesk(stage, async (desk) =>
    signOutEverywhere(desk, administrator(), (await named(desk, username)).subject, occasion()),
  );

async function everyAccount(desk: Desk, area: string | undefined): Promise<OfficerAccount[]> {
  const { area: code } = await askedBy(area === undefined ? {} : { area }, gazetteer);
  const found: OfficerAccount[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAccounts(desk, administrator(), code as ProvinceCode | DistrictCode | undefined, {
      limit: PAGE,
      cursor,
    });
    found.push(...page.rows);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return found;
}

/** Of a province or district by code or name; central's own without one. */
export const officersOf = (stage: DeployedStage, area: string | undefined): Promise<OfficerAccount[]> =>
  atDesk(stage, (desk) => everyAccount(desk, area));

/** New passwords for those of an area who have never signed in: what was handed over before is void. */
export const renewUnused = (
  stage: DeployedStage,
  area: string | undefined,
  onHandover: (handover: Handover) => void,
): Promise<void> =>
  atDesk(stage, async (desk) => {
    for (const { subject, username, disabled } of await everyAccount(desk, area)) {
      const user = disabled ? undefined : await desk.pool.find(username);
      if (user === undefined || user.hasSignedIn) continue;
      onHandover(await resetPassword(desk, administrator(), subject, { newDevice: false }, occasion()));
    }
  });

/** A file of any length, in pieces that the domain takes, each with the header; lines are numbered as in the file. */
function piecesOf(text: string): { csv: string; line: (ofPiece: number) => number }[] {
  const [header = '', ...lines] = text.split(/\r\n|\n|\r/);
  return Array.from({ length: Math.max(1, Math.ceil(lines.length / MAX_OFFICERS)) }, (_, at) => {
    const from = at * MAX_OFFICERS;
    return {
      csv: [header, ...lines.slice(from, from + MAX_OFFICERS)].join('\n'),
      line: (ofPiece: number) => ofPiece + from,
    };
  });
}

/** UTF-8 or Windows-874. Each row is told as soon as its piece of the file is done. @throws what the API refuses */
export const importFileOfOfficers = (
  stage: DeployedStage,
  path: string,
  order: { dryRun: boolean; renew: boolean },
  onRows: (rows: ImportedRow[]) => void,
): Promise<void> =>
  atDesk(stage, async (desk) => {
    for (const { csv, line } of piecesOf(textOf(await readFile(path)))) {
      const { rows } = await importOfficers(desk, administrator(), { csv, ...order }, gazetteer, occasion());
      onRows(rows.map((row) => ({ ...row, line: line(row.line) })));
    }
  });

/** As an operator reads it; a password is on the sheet alone. */
export const importedText = ({ line, username = '', outcome, errors }: ImportedRow): string =>
  [
    `${String(line).padStart(5)}  ${username.padEnd(24)}  ${outcome}`,
    ...errors.map(({ path, message }) => `         ${path === '' ? '' : `${path}: `}${message.en}`),
  ].join('\n');

export const accountText = (account: OfficerAccount): string =>
  [
    account.username.padEnd(24),
    account.role.padEnd(8),
    (areaCodeOf(account.area) ?? '').padEnd(4),
    account.agency.padEnd(6),
    account.name,
    ...account.rights,
    ...(account.expiresOn === undefined ? [] : [`until ${account.expiresOn}`]),
    ...(account.disabled ? ['disabled'] : []),
  ].join('  ');

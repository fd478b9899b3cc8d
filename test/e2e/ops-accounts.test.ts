import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMe } from '../../functions/contract/me.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import {
  accountText,
  changeOfficer,
  createOfficer,
  importFileOfOfficers,
  officersOf,
  renewUnused,
  resetOfficer,
  signOfficerOut,
} from '../../ops/accounts.ts';
import {
  bankClients,
  bankSlot,
  declareBankClients,
  setBankClientDisabled,
  writeBankSecret,
} from '../../ops/bank-clients.ts';
import { operator } from '../../ops/cut-offs.ts';
import { type Recipient, withSheets } from '../../ops/handover-sheet.ts';
import { type DeployedStage, deployedStage } from '../../ops/stage.ts';
import {
  answered,
  bankToken,
  bearer,
  Client,
  eventually,
  refused,
  signIn,
  stack,
} from '../support/client.ts';
import { cognito, firstSignIn } from './pool.ts';
import { trailOf } from './stores.ts';

const SITE = 'https://sitthi.example/officer/';
const run = randomBytes(4).toString('hex');
const named = (name: string): string => `${name}-${run}`;
const HEADER = 'ชื่อผู้ใช้,ชื่อ-สกุล,บทบาท,พื้นที่,หน่วยงาน';

let stage: DeployedStage;
let folder: string;
beforeAll(async () => {
  stage = await deployedStage('local', clientSettings(stack.endpointUrl));
  folder = await mkdtemp(join(tmpdir(), 'ops-accounts-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  cognito.destroy();
});

type Rows = Parameters<Parameters<typeof importFileOfOfficers>[3]>[0];
async function imported(path: string, order: { dryRun: boolean; renew: boolean }): Promise<Rows> {
  const rows: Rows = [];
  await importFileOfOfficers(stage, path, order, (some) => rows.push(...some));
  return rows;
}
const signedIn = async (logIn: { username: string; password: string }): Promise<Client> =>
  new Client(bearer((await signIn(logIn)).id));

describe('officers from the command line', () => {
  it('come from a file as Excel writes it, with a sheet for each that nobody else can read', async () => {
    const csv = join(folder, 'officers.csv');
    const lines = [
      HEADER,
      `${named('suda')},นางสุดา ใจงาม,อำเภอ,อุบลราชธานี/วารินชำราบ,DOPA`,
      `${named('chief')},นายใหญ่ ประจำจังหวัด,จังหวัด,อุบลราชธานี,MOI`,
      `${named('wrong')},นายผิด บทบาท,กำนัน,3415,DOPA`,
    ];
    await writeFile(csv, iconv.encode(lines.join('\r\n'), 'windows-874'));
    expect((await imported(csv, { dryRun: true, renew: false })).map(({ outcome }) => outcome)).toEqual([
      'would-create',
      'would-create',
      'rejected',
    ]);
    const sheets = join(folder, 'sheets.html');
    let made: Rows = [];
    const count = await withSheets(sheets, SITE, async (add) => {
      made = await imported(csv, { dryRun: false, renew: false });
      for (const { username = '', name = '', ...row } of made)
        if ('temporaryPassword' in row && row.temporaryPassword !== undefined)
          add({ username, name, temporaryPassword: row.temporaryPassword });
    });
    expect(count).toBe(2);
    expect((await stat(sheets)).mode & 0o777).toBe(0o600);
    const page = await readFile(sheets, 'utf8');
    expect(page.match(/<section>/g)).toHaveLength(2);
    expect(page).toContain('นางสุดา ใจงาม');
    expect(page).toContain(SITE);
    const [, password = ''] =
      new RegExp(`${named('suda')}</dd>[^]*?<dd class="typed">([^<]+)</dd>`).exec(page) ?? [];
    const own = await firstSignIn({ username: named('suda'), password });
    expect(answered(readMe, await (await signedIn(own)).get('/v1/me'))).toMatchObject({
      name: 'นางสุดา ใจงาม',
      district: { code: '3415' },
    });
    await expect(withSheets(sheets, SITE, async () => {})).rejects.toThrow('EEXIST');
    expect((await imported(csv, { dryRun: false, renew: false })).map(({ outcome }) => outcome)).toEqual([
      'stands',
      'stands',
      'rejected',
    ]);
  });

  it('come from a file of any length, its lines numbered as they stand there', async () => {
    const csv = join(folder, 'long.csv');
    const many = Array.from({ length: 401 }, (_, at) => `${named(`many${at}`)},คนที่ ${at},อำเภอ,3401,DOPA`);
    await writeFile(csv, [HEADER, ...many].join('\n'));
    const rows = await imported(csv, { dryRun: true, renew: false });
    expect(rows.map(({ line }) => line)).toEqual(many.map((_, at) => at + 2));
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(['would-create']));
  });

  it('are made, moved, shut out and let in, one by one, and told apart in the list', async () => {
    const username = named('ops-made');
    const { account, temporaryPassword } = await createOfficer(stage, {
      username,
      name: 'นายหนึ่ง คนใหม่',
      role: 'อำเภอ',
      area: 'อุบลราชธานี/เมืองอุบลราชธานี',
      agency: 'DOPA',
      rights: 'see-full-id',
    });
    const own = await firstSignIn({ username, password: temporaryPassword });
    const client = await signedIn(own);
    const me = async () => answered(readMe, await client.get('/v1/me'));
    expect(await me()).toMatchObject({ district: { code: '3401' }, rights: ['see-full-id'] });
    await changeOfficer(stage, username, { area: '3415' });
    expect(await me()).toMatchObject({ district: { code: '3415' } });
    await eventually(async () => {
      const here = await officersOf(stage, 'อุบลราชธานี/วารินชำราบ');
      expect(here.map(accountText).find((text) => text.includes(username))).toMatch(
        /district\s+3415\s+DOPA\s+นายหนึ่ง คนใหม่ {2}see-full-id$/,
      );
    });
    await changeOfficer(stage, username, { expires_on: '28/02/2561' });
    refused(await client.get('/v1/me'), 403, 'account.expired');
    await changeOfficer(stage, username, {}, { expiresOn: null });
    await me();
    await changeOfficer(stage, username, {}, { disabled: true });
    refused(await client.get('/v1/me'), 403, 'account.disabled');
    await changeOfficer(stage, username, {}, { disabled: false });
    await eventually(async () => expect((await (await signedIn(own)).get('/v1/me')).status).toBe(200));
    await signOfficerOut(stage, username);
    const reset = await resetOfficer(stage, username, { newDevice: false });
    await expect(signIn(own)).rejects.toThrow('Incorrect username or password');
    await firstSignIn({ username, password: reset.temporaryPassword });
    const lines = (await trailOf(operator())).filter(
      ({ about }) => (about as { account?: string }).account === account.subject,
    );
    expect(lines.map(({ action }) => action)).toEqual([
      'CREATED_ACCOUNT',
      ...Array.from({ length: 5 }, () => 'CHANGED_ACCOUNT'),
      'SIGNED_OUT_EVERYWHERE',
      'RESET_PASSWORD',
    ]);
  });

  it('get a new sheet only while they have never signed in', async () => {
    const waiting = named('waiting');
    const fields = { name: 'นางรอ เข้าใช้', role: 'district', area: '4001', agency: 'DOPA' };
    const { temporaryPassword: old } = await createOfficer(stage, { username: waiting, ...fields });
    const came = await createOfficer(stage, { username: named('came'), ...fields });
    await firstSignIn({ username: named('came'), password: came.temporaryPassword });
    await eventually(async () => {
      const there = (await officersOf(stage, '4001')).map(({ username }) => username);
      expect(there).toEqual(expect.arrayContaining([waiting, named('came')]));
    });
    const sheets: Recipient[] = [];
    await renewUnused(stage, '4001', ({ account, temporaryPassword }) =>
      sheets.push({ ...account, temporaryPassword }),
    );
    expect(sheets.map(({ username }) => username)).toEqual([waiting]);
    await expect(signIn({ username: waiting, password: old })).rejects.toThrow(
      'Incorrect username or password',
    );
    await firstSignIn({ username: waiting, password: sheets[0]?.temporaryPassword ?? '' });
  });

  it('are refused in words, with the fields that are at fault', async () => {
    const fields = { name: 'ก', role: 'district', area: '3401', agency: 'NONE' };
    await expect(createOfficer(stage, { username: 'A B', ...fields })).rejects.toThrow(/username: /);
    await expect(createOfficer(stage, { username: named('x'), ...fields })).rejects.toThrow(/agency/i);
    await expect(changeOfficer(stage, named('nobody'), { name: 'ข' })).rejects.toThrow('Nobody has');
  });
});

describe("a bank's client", () => {
  const SLOT = { bank: 'BAAC', slot: 'b' } as const;
  const stateOf = async () =>
    (await bankClients(stage)).find(({ bank, slot }) => bank === SLOT.bank && slot === SLOT.slot)?.state;

  it('is shut out at its next call, and let in with a token from after that', async () => {
    const slot = bankSlot(stage, SLOT.bank, SLOT.slot);
    const logIn = stack.bankClients.find(({ clientId }) => clientId === slot.clientId);
    if (logIn === undefined) throw new Error('the seed has no such client');
    const asBank = async () => new Client(bearer(await bankToken(logIn)));
    const files = (client: Client) => client.get('/v1/bank/files');
    const client = await asBank();
    expect((await files(client)).status).toBe(200);
    expect(await setBankClientDisabled(stage, slot, true)).toBe('done');
    refused(await files(client), 403, 'account.disabled');
    expect(await setBankClientDisabled(stage, slot, true)).toBe('already');
    await declareBankClients(stage);
    expect(await stateOf()).toBe('disabled');
    expect(await setBankClientDisabled(stage, slot, false)).toBe('done');
    expect(await stateOf()).toBe('works');
    await eventually(async () => expect((await files(await asBank())).status).toBe(200));
    refused(await files(client), 401, 'token.signed-out');
  });

  it('has its secret in a file that nobody else can read', async () => {
    const path = join(folder, 'secret.json');
    const slot = bankSlot(stage, 'gsb', 'A');
    await writeBankSecret(stage, slot, path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const { clientId, clientSecret } = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
    expect(stack.bankClients).toContainEqual(expect.objectContaining({ clientId, clientSecret }));
    expect(() => bankSlot(stage, 'KTB', 'a')).toThrow('declares no client');
  });
});

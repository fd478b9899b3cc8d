import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import {
  changeAccount,
  createAccount,
  importAccounts,
  listAccounts,
  readAccount,
  resetPassword,
  signOutEverywhere,
} from '../../functions/contract/accounts.ts';
import { listMyIntakeLocations } from '../../functions/contract/intake-locations.ts';
import { readMe } from '../../functions/contract/me.ts';
import { bangkokDay, plusDays } from '../../functions/domain/calendar.ts';
import {
  type Answer,
  answered,
  bearer,
  Client,
  eventually,
  faultsIn,
  ifMatch,
  officer,
  refused,
  signIn,
  subjectOf,
  tokensOf,
} from '../support/client.ts';
import { cognito, firstSignIn, type LogIn } from './pool.ts';
import { trailOf } from './stores.ts';

const ACCOUNTS = '/v1/accounts';
const IMPORT = `${ACCOUNTS}/import`;

type Account = z.output<typeof readAccount.answer>;

/** Names that no other run has taken. */
const run = randomBytes(4).toString('hex');
const named = (name: string): string => `${name}-${run}`;

let central: Client;
let ubon: Client;
let bangkok: Client;
let warin: Client;
beforeAll(async () => {
  [central, ubon, bangkok, warin] = (await Promise.all(
    ['central', 'ubon', 'bangkok', 'warin'].map((username) => officer(username)),
  )) as [Client, Client, Client, Client];
});
afterAll(() => cognito.destroy());

const at = ({ subject }: Pick<Account, 'subject'>): string => `${ACCOUNTS}/${subject}`;
const change = async (by: Client, account: Account, changes: object): Promise<Account> =>
  answered(changeAccount, await by.patch(at(account), changes, ifMatch(`"${account.version}"`)));

const fields = (name: string, more: object = {}) => ({
  username: named(name),
  name: 'สมหญิง ใจดี',
  role: 'district',
  area: '3401',
  agency: 'DOPA',
  ...more,
});
const create = async (by: Client, name: string, more: object = {}) =>
  answered(createAccount, await by.post(ACCOUNTS, fields(name, more)));

const clientOf = async (logIn: LogIn): Promise<Client> => new Client(bearer((await signIn(logIn)).id));

/** An officer of a district who has signed in. */
async function atWork(by: Client, name: string, more: object = {}) {
  const { account, temporaryPassword } = await create(by, name, more);
  const logIn = await firstSignIn({ username: account.username, password: temporaryPassword });
  return { account, logIn, client: await clientOf(logIn) };
}

describe('a file of officers', () => {
  const lines = (...rows: string[]): string =>
    `\uFEFF${['ชื่อผู้ใช้,ชื่อ-สกุล,บทบาท,พื้นที่,หน่วยงาน,อีเมล,โทรศัพท์,ใช้ได้ถึง', ...rows].join('\r\n')}\r\n`;
  const row = (name: string, rest: string): string => `${named(name)},${rest}`;
  const GOOD = [
    row('somchai', 'นายสมชาย ใจดี,อำเภอ,อุบลราชธานี/วารินชำราบ,DOPA,,,'),
    row('malee', '"นางมาลี, ณ อุบล",district,3401,DOPA,malee@dopa.example,045-123-456,30/09/2599'),
  ];
  const csv = lines(
    ...GOOD,
    row('beyond', 'นายไกล จากที่นี่,อำเภอ,กรุงเทพมหานคร/พระนคร,DOPA,,,'),
    row('chief', 'นายจังหวัด อื่น,จังหวัด,อุบลราชธานี,MOI,,,'),
    row('nowhere', 'นายไม่มี ที่อยู่,อำเภอ,อุบลราชธานี/ไม่มีจริง,DOPA,,,'),
    row('somchai', 'นายสมชาย ซ้ำกัน,อำเภอ,3415,DOPA,,,'),
  );
  const send = async (by: Client, order: object, text = csv) =>
    answered(importAccounts, await by.post(IMPORT, { csv: text, ...order })).rows;
  const outcomes = (rows: Awaited<ReturnType<typeof send>>) =>
    rows.map(({ outcome, errors }) => [outcome, ...errors.map(({ path, code }) => `${path} ${code}`)]);
  const REJECTED = [
    ['rejected', 'area area.outside'],
    ['rejected', 'area area.outside'],
    ['rejected', 'area district.not-found'],
    ['rejected', 'username row.duplicate-username'],
  ];
  const inDistricts = async () => {
    const answers = await Promise.all(
      ['3401', '3415'].map((area) => ubon.get(`${ACCOUNTS}?area=${area}&limit=100`)),
    );
    return answers
      .flatMap((answer) => answered(listAccounts, answer).accounts)
      .filter(({ username }) => username.endsWith(run));
  };

  it('is tried first, and makes nobody', async () => {
    const rows = await send(ubon, { dryRun: true });
    expect(outcomes(rows)).toEqual([['would-create'], ['would-create'], ...REJECTED]);
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(rows.every(({ subject, temporaryPassword }) => !subject && !temporaryPassword)).toBe(true);
    expect(await inDistricts()).toEqual([]);
  });

  it('makes each officer once, who comes in with the password of the sheet and a new one', async () => {
    const rows = await send(ubon, { dryRun: false });
    expect(outcomes(rows)).toEqual([['created'], ['created'], ...REJECTED]);
    await eventually(async () =>
      expect((await inDistricts()).map(({ name }) => name).toSorted()).toEqual([
        'นางมาลี, ณ อุบล',
        'นายสมชาย ใจดี',
      ]),
    );
    const [somchai, malee] = rows;
    const sheet = { username: somchai?.username ?? '', password: somchai?.temporaryPassword ?? '' };
    const own = await firstSignIn(sheet);
    await expect(signIn(sheet)).rejects.toThrow('Incorrect username or password');
    expect(answered(readMe, await (await clientOf(own)).get('/v1/me'))).toMatchObject({
      name: 'นายสมชาย ใจดี',
      role: 'district',
      district: { code: '3415' },
      rights: [],
    });
    expect(answered(readAccount, await ubon.get(`${ACCOUNTS}/${malee?.subject}`))).toMatchObject({
      email: 'malee@dopa.example',
      phone: '045-123-456',
      expiresOn: '2056-09-30',
      version: 1,
    });
  });

  it('changes nothing when it is sent again, and renews only who has never come in, when asked', async () => {
    const before = await inDistricts();
    expect(outcomes(await send(ubon, { dryRun: false }))).toEqual([['stands'], ['stands'], ...REJECTED]);
    expect(await inDistricts()).toEqual(before);
    const [somchai, malee] = await send(ubon, { dryRun: false, renew: true }, lines(...GOOD));
    expect([somchai?.outcome, malee?.outcome]).toEqual(['stands', 'renewed']);
    await firstSignIn({ username: malee?.username ?? '', password: malee?.temporaryPassword ?? '' });
  });

  it('is refused as a whole without its columns, and to those who administer nobody', async () => {
    refused(await ubon.post(IMPORT, { csv: 'ชื่อ\r\nก', dryRun: true }), 422, 'account.file-header');
    refused(await warin.post(IMPORT, { csv, dryRun: true }), 403, 'area.outside');
  });

  it('does not make one person twice when it is sent twice at once', async () => {
    const twice = lines(row('twice', 'นายซ้อน พร้อมกัน,อำเภอ,3401,DOPA,,,'));
    const both = await Promise.all([1, 2].map(() => send(ubon, { dryRun: false }, twice)));
    const made = both.flat().filter(({ outcome }) => outcome === 'created');
    expect(made.length).toBeLessThanOrEqual(1);
    await eventually(async () => {
      const rows = await send(ubon, { dryRun: false, renew: true }, twice);
      expect(['stands', 'renewed', 'created']).toContain(rows[0]?.outcome);
      expect((await inDistricts()).filter(({ username }) => username === named('twice'))).toHaveLength(1);
    });
  });
});

describe('an account', () => {
  it('that is disabled lets a live token do nothing at the next call, nor sign in', async () => {
    const { account, logIn, client } = await atWork(ubon, 'leaving');
    expect((await client.get('/v1/me')).status).toBe(200);
    const disabled = await change(ubon, account, { disabled: true });
    refused(await client.get('/v1/me'), 403, 'account.disabled');
    await expect(signIn(logIn)).rejects.toThrow();
    await change(ubon, disabled, { disabled: false });
    refused(await client.get('/v1/me'), 401, 'token.signed-out');
    await eventually(async () => expect((await (await clientOf(logIn)).get('/v1/me')).status).toBe(200));
  });

  it('that is signed out everywhere takes no token from before, whoever asked for it', async () => {
    const { account, logIn, client } = await atWork(ubon, 'lost-phone');
    const path = `${at(account)}/sign-out`;
    answered(signOutEverywhere, await client.post(path));
    refused(await client.get('/v1/me'), 401, 'token.signed-out');
    const anew = await eventually(async () => {
      const next = await clientOf(logIn);
      expect((await next.get('/v1/me')).status).toBe(200);
      return next;
    });
    answered(signOutEverywhere, await ubon.post(path));
    refused(await anew.get('/v1/me'), 401, 'token.signed-out');
    refused(await client.post(path), 401, 'token.signed-out');
  });

  it('whose password is reset comes in with the new one alone, and has to change it', async () => {
    const { account, logIn, client } = await atWork(ubon, 'forgetful');
    const { temporaryPassword } = answered(
      resetPassword,
      await ubon.post(`${at(account)}/password-reset`, { newDevice: true }),
    );
    refused(await client.get('/v1/me'), 401, 'token.signed-out');
    await expect(signIn(logIn)).rejects.toThrow('Incorrect username or password');
    const own = await firstSignIn({ username: logIn.username, password: temporaryPassword });
    await eventually(async () => expect((await (await clientOf(own)).get('/v1/me')).status).toBe(200));
  });

  it('works on its last day and not after it', async () => {
    const today = bangkokDay(new Date());
    const { account, client } = await atWork(ubon, 'temporary', { expiresOn: today });
    expect((await client.get('/v1/me')).status).toBe(200);
    const over = await change(ubon, account, { expiresOn: plusDays(today, -1) });
    refused(await client.get('/v1/me'), 403, 'account.expired');
    await change(ubon, over, { expiresOn: null });
    expect((await client.get('/v1/me')).status).toBe(200);
  });

  it('that moves to another district sees it at the next call, and no longer the old one', async () => {
    const { account, client } = await atWork(ubon, 'moving');
    const places = (district: string): Promise<Answer> =>
      client.get(`/v1/me/intake-locations?district=${district}`);
    answered(listMyIntakeLocations, await places('3401'));
    refused(await places('3415'), 404, 'district.not-found');
    const moved = await change(ubon, account, { area: '3415' });
    expect(moved).toMatchObject({ district: { code: '3415' }, province: { code: '34' }, version: 2 });
    answered(listMyIntakeLocations, await places('3415'));
    refused(await places('3401'), 404, 'district.not-found');
    expect(answered(readMe, await client.get('/v1/me'))).toMatchObject({ district: { code: '3415' } });
  });

  it('is changed by one of two who read the same version', async () => {
    const { account } = await create(ubon, 'contested');
    const answers = await Promise.all(
      ['คนหนึ่ง', 'อีกคนหนึ่ง'].map((name) => ubon.patch(at(account), { name }, ifMatch(`"${account.version}"`))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    refused(await ubon.patch(at(account), { name: 'ไม่บอกรุ่น' }), 428, 'if-match.missing');
  });
});

describe('a province', () => {
  it('has no account of another province, nor of its own level', async () => {
    const { account } = await create(bangkok, 'elsewhere', { area: '1001' });
    const own = subjectOf((await tokensOf('ubon')).id);
    const other = subjectOf((await tokensOf('bangkok')).id);
    const highest = subjectOf((await tokensOf('central')).id);
    for (const subject of [account.subject, other, highest]) {
      const path = at({ subject });
      refused(await ubon.get(path), 404, 'account.not-found');
      refused(await ubon.patch(path, { disabled: true }, ifMatch('"1"')), 404, 'account.not-found');
      refused(await ubon.post(`${path}/password-reset`, {}), 404, 'account.not-found');
      refused(await ubon.post(`${path}/sign-out`), 404, 'account.not-found');
    }
    refused(await ubon.get(`${ACCOUNTS}?area=10`), 403, 'area.outside');
    refused(await ubon.get(`${ACCOUNTS}?area=1001`), 403, 'area.outside');
    refused(await ubon.patch(at({ subject: own }), { rights: [] }, ifMatch('"1"')), 403, 'account.own');
    expect(answered(readAccount, await bangkok.get(at(account)))).toEqual(account);
  });

  it('raises nobody, in a new account or in one that stands', async () => {
    const { account } = await create(ubon, 'ambitious');
    const attempts: [{ area?: string | null; role?: string; rights?: string[] }, number, string][] = [
      [{ role: 'province', area: '34' }, 403, 'area.outside'],
      [{ role: 'central', area: null }, 403, 'area.outside'],
      [{ area: '1001' }, 403, 'area.outside'],
      [{ area: '34' }, 422, 'account.area-unfit'],
      [{ rights: ['see-full-id'] }, 403, 'account.right-not-held'],
    ];
    for (const [changes, status, code] of attempts)
      refused(await ubon.patch(at(account), changes, ifMatch('"1"')), status, code);
    for (const [{ area, ...more }, status, code] of attempts)
      refused(
        await ubon.post(
          ACCOUNTS,
          fields('raised', { ...more, area: area === null ? undefined : (area ?? '3401') }),
        ),
        status,
        code,
      );
    expect(answered(readAccount, await ubon.get(at(account)))).toEqual(account);
    for (const smuggled of [{ subject: account.subject }, { kind: 'bank' }, { notBeforeEpochSeconds: 0 }])
      refused(
        await ubon.patch(at(account), { name: 'ใหม่', ...smuggled }, ifMatch('"1"')),
        400,
        'request.invalid',
      );
  });

  it('cannot become an officer who has a right that it lacks', async () => {
    const { account } = await create(ubon, 'trusted');
    const trusted = await change(central, account, { rights: ['see-full-id'] });
    refused(await ubon.post(`${at(account)}/password-reset`, {}), 403, 'account.right-not-held');
    refused(
      await ubon.patch(at(account), { email: 'mine@dopa.example' }, ifMatch(`"${trusted.version}"`)),
      403,
      'account.right-not-held',
    );
    const moved = await change(ubon, trusted, { area: '3415' });
    expect(moved.rights).toEqual(['see-full-id']);
  });

  it('learns nothing of a name that an officer of another province has', async () => {
    await create(bangkok, 'taken', { area: '1001' });
    const problem = refused(await ubon.post(ACCOUNTS, fields('taken')), 409, 'account.username-taken');
    expect(faultsIn(problem)).toEqual(['username account.username-taken']);
    expect(problem.facts).toBeUndefined();
  });
});

describe('central', () => {
  it('makes a province officer, who makes those of the districts; every act is on the trail', async () => {
    const { account: chief, client } = await atWork(central, 'chief-40', {
      role: 'province',
      area: '40',
      agency: 'MOI',
    });
    const { account: made } = await create(client, 'of-40', { area: '4001' });
    await eventually(async () => {
      const listed = answered(listAccounts, await client.get(ACCOUNTS)).accounts;
      expect(listed.map(({ subject }) => subject)).toContain(made.subject);
      expect(listed.map(({ subject }) => subject)).not.toContain(chief.subject);
    });
    await change(client, made, { disabled: true });
    const trail = await trailOf(chief.subject);
    expect(
      trail.filter(({ about }) => (about as { account?: string }).account === made.subject),
    ).toMatchObject([
      { action: 'CREATED_ACCOUNT', outcome: 'done', about: { role: 'district', area: '4001' } },
      { action: 'CHANGED_ACCOUNT', outcome: 'done', about: { changed: 'disabled', disabled: 'true' } },
    ]);
  });
});

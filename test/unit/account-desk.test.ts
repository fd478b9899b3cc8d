import { describe, expect, it } from 'vitest';
import type { AccountFields, OfficerAccount } from '../../functions/domain/account.ts';
import {
  changeAccount,
  createAccount,
  listAccounts,
  readAccount,
  resetPassword,
  signOutEverywhere,
} from '../../functions/domain/account-desk.ts';
import { importAccounts } from '../../functions/domain/account-import.ts';
import type { Area } from '../../functions/domain/area.ts';
import type { Occasion } from '../../functions/domain/audit.ts';
import { type Officer, officerOf, type Role } from '../../functions/domain/caller.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { AccountWorld } from '../support/accounts.ts';
import {
  administered,
  agencyCode,
  BANGKOK_DISTRICT,
  bangkok,
  centralOfficer,
  day,
  HOME,
  NEIGHBOUR,
  OFFICER_CLIENT,
  officer,
  provinceCode,
  provinceOfficer,
} from '../support/builders.ts';
import { accountsOf } from '../support/fakes.ts';

const AT = bangkok('2018-02-12 09:00');
const OCCASION: Occasion = { at: AT, from: '192.0.2.7', requestId: 'request-1' };
const UBON = { level: 'province', province: provinceCode('34') } as const;

const central: Officer = { ...centralOfficer(), rights: ['see-full-id', 'read-access-history'] };
const province = provinceOfficer();

const asked = (overrides: Partial<AccountFields> = {}): AccountFields => ({
  username: 'somying',
  name: 'สมหญิง ใจดี',
  role: 'district',
  area: HOME,
  agency: agencyCode('DOPA'),
  rights: [],
  email: 'somying@dopa.example',
  ...overrides,
});

const of = (subject: string, role: Role, area: Area, more: Partial<OfficerAccount> = {}) =>
  administered({ subject, username: subject, role, area, ...more });
const inHome = of('in-home', 'district', { level: 'district', district: HOME });
const powerful = of(
  'powerful',
  'district',
  { level: 'district', district: HOME },
  { rights: ['see-full-id'] },
);
const inBangkok = of('in-bangkok', 'district', { level: 'district', district: BANGKOK_DISTRICT });
const ofUbon = of('of-ubon', 'province', UBON);
const ofCountry = of('of-country', 'central', { level: 'country' });
const everybody = [inHome, powerful, inBangkok, ofUbon, ofCountry];

const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refusal ? error.code : String(error);
};

describe('who administers whom', () => {
  it.each<[string, Officer, string[]]>([
    ['central', central, everybody.map(({ subject }) => subject)],
    ['a province', province, ['in-home', 'powerful']],
    ['another province', provinceOfficer('10'), ['in-bangkok']],
    ['a district', officer(), []],
    ['a district officer with an area of the country', officer({ area: { level: 'country' } }), []],
    ['a province officer with an area of a district', { ...province, area: officer().area }, []],
  ])('%s: these and no others', async (_who, by, seen) => {
    const desk = new AccountWorld(...everybody).desk();
    const found = await Promise.all(
      everybody.map(async ({ subject }) => {
        const code = await refusalOf(readAccount(desk, by, subject));
        return code === 'undefined' ? [subject] : [];
      }),
    );
    expect(found.flat()).toEqual(seen);
    for (const { subject, version } of everybody.filter((one) => !seen.includes(one.subject))) {
      const change = changeAccount(desk, by, { subject, version }, { disabled: true }, OCCASION);
      expect(await refusalOf(change)).toBe('account.not-found');
      expect(await refusalOf(resetPassword(desk, by, subject, { newDevice: true }, OCCASION))).toBe(
        'account.not-found',
      );
      expect(await refusalOf(signOutEverywhere(desk, by, subject, OCCASION))).toBe('account.not-found');
    }
  });

  it.each<[string, Officer, Partial<AccountFields>, string]>([
    ['a province its own like', province, { role: 'province', area: provinceCode('34') }, 'area.outside'],
    ['a province a central officer', province, { role: 'central', area: undefined }, 'area.outside'],
    ['a province another’s district', province, { area: BANGKOK_DISTRICT }, 'area.outside'],
    ['a district a colleague', officer(), {}, 'area.outside'],
    ['a province a right it lacks', province, { rights: ['see-full-id'] }, 'account.right-not-held'],
    ['a right that central lacks', centralOfficer(), { rights: ['see-full-id'] }, 'account.right-not-held'],
    ['a district of no province', central, { area: '9999' as typeof HOME }, 'account.area-unfit'],
    ['a district officer of a province', central, { area: provinceCode('34') }, 'account.area-unfit'],
    ['a central officer of a district', central, { role: 'central' }, 'account.area-unfit'],
    ['an agency of its own making', central, { agency: agencyCode('NASA') }, 'agency.unknown'],
  ])('refuses to create: %s', async (_what, by, overrides, code) => {
    const world = new AccountWorld();
    expect(await refusalOf(createAccount(world.desk(), by, asked(overrides), OCCASION))).toBe(code);
    expect([world.users.size, world.rows.size, world.trail.length]).toEqual([0, 0, 0]);
  });

  it.each<[string, Officer, OfficerAccount, Parameters<typeof changeAccount>[3], string]>([
    ['a move to another province', province, inHome, { area: BANGKOK_DISTRICT }, 'area.outside'],
    [
      'a rise to the province',
      province,
      inHome,
      { role: 'province', area: provinceCode('34') },
      'area.outside',
    ],
    ['a right that it lacks', province, inHome, { rights: ['see-full-id'] }, 'account.right-not-held'],
    [
      'the address of who has more',
      province,
      powerful,
      { email: 'mine@a.example' },
      'account.right-not-held',
    ],
    ['an area without its role', central, inHome, { area: provinceCode('34') }, 'account.area-unfit'],
    ['a role without its area', central, inHome, { role: 'province' }, 'account.area-unfit'],
    ['nothing', central, inHome, { name: inHome.name }, 'account.nothing-to-change'],
  ])('refuses to change: %s', async (_what, by, { subject, version }, changes, code) => {
    const world = new AccountWorld(...everybody);
    const before = structuredClone([world.users, world.rows]);
    const change = changeAccount(world.desk(), by, { subject, version }, changes, OCCASION);
    expect(await refusalOf(change)).toBe(code);
    expect([world.users, world.rows]).toEqual(before);
    expect(world.trail).toEqual([]);
  });

  it('lets a province take away from who has more, and neither become him', async () => {
    const desk = new AccountWorld(powerful).desk();
    const at = { subject: 'powerful', version: 1 };
    expect(await refusalOf(resetPassword(desk, province, 'powerful', { newDevice: false }, OCCASION))).toBe(
      'account.right-not-held',
    );
    await expect(changeAccount(desk, province, at, { rights: [] }, OCCASION)).resolves.toMatchObject({
      rights: [],
    });
  });

  it.each([
    { disabled: true },
    { rights: [] },
    { role: 'province', area: provinceCode('34') },
    { name: 'อื่น' },
  ] as const)('lets nobody change himself: %j', async (changes) => {
    const desk = new AccountWorld(ofCountry).desk();
    const self = { ...central, subject: 'of-country' };
    const at = { subject: 'of-country', version: 1 };
    expect(await refusalOf(changeAccount(desk, self, at, changes, OCCASION))).toBe('account.own');
    expect(await refusalOf(resetPassword(desk, self, 'of-country', { newDevice: true }, OCCASION))).toBe(
      'account.own',
    );
  });

  it('lets everybody sign himself out everywhere', async () => {
    const world = new AccountWorld(inHome);
    await signOutEverywhere(world.desk(), officer({ subject: 'in-home' }), 'in-home', OCCASION);
    expect(world.users.get('in-home')?.sessions).toBe(0);
    const token = { tokenUse: 'id', subject: 'in-home', clientId: OFFICER_CLIENT } as const;
    const calling = (seconds: number) =>
      officerOf(
        { ...token, issuedAtEpochSeconds: Math.floor(AT.getTime() / 1000) + seconds },
        OFFICER_CLIENT,
        accountsOf(...world.rows.values()),
        AT,
      );
    expect(await refusalOf(calling(0))).toBe('token.signed-out');
    await expect(calling(1)).resolves.toMatchObject({ subject: 'in-home' });
  });

  it.each<[string, Officer, string | undefined, unknown]>([
    ['central, of none', central, undefined, { level: 'country' }],
    ['central, of a province', central, '34', { level: 'province', province: '34', districtsOnly: false }],
    ['a province, of none', province, undefined, { level: 'province', province: '34', districtsOnly: true }],
    ['a province, of its own', province, '34', { level: 'province', province: '34', districtsOnly: true }],
    ['a province, of a district', province, '3401', { level: 'district', district: '3401' }],
    ['a province, of another', province, '10', 'area.outside'],
    ['a province, of another’s district', province, '1001', 'area.outside'],
    ['a district, of itself', officer(), '3401', 'area.outside'],
  ])('lists for %s', async (_who, by, area, expected) => {
    const scopes: unknown[] = [];
    const accounts = Object.assign(new AccountWorld(), {
      list: async (scope: unknown) => {
        scopes.push(scope);
        return { rows: [] };
      },
    });
    const code = await refusalOf(
      listAccounts({ accounts }, by, area as typeof HOME | undefined, { limit: 50 }),
    );
    expect(scopes[0] ?? code).toEqual(expected);
  });
});

describe('what is written of it', () => {
  it('is a line without a password, a name or an address', async () => {
    const world = new AccountWorld();
    const desk = world.desk();
    const { account, temporaryPassword } = await createAccount(desk, province, asked(), OCCASION);
    const at = { subject: account.subject, version: 1 };
    await changeAccount(desk, province, at, { area: NEIGHBOUR, email: null }, OCCASION);
    const reset = await resetPassword(desk, province, account.subject, { newDevice: true }, OCCASION);
    await signOutEverywhere(desk, province, account.subject, OCCASION);
    expect(world.trail.map(({ action, actor, about }) => [action, actor, about])).toEqual([
      [
        'CREATED_ACCOUNT',
        'officer-2',
        { account: 'sub-somying', version: 1, role: 'district', area: '3401', agency: 'DOPA', rights: '' },
      ],
      [
        'CHANGED_ACCOUNT',
        'officer-2',
        { account: 'sub-somying', version: 2, changed: 'area email', areaFrom: '3401', area: '3402' },
      ],
      ['RESET_PASSWORD', 'officer-2', { account: 'sub-somying', version: 3, newDevice: 'true' }],
      ['SIGNED_OUT_EVERYWHERE', 'officer-2', { account: 'sub-somying', version: 4 }],
    ]);
    for (const secret of [temporaryPassword, reset.temporaryPassword, 'สมหญิง', 'dopa.example'])
      expect(JSON.stringify(world.trail)).not.toContain(secret);
  });
});

describe('a failure between the pool and the account', () => {
  type Desk = ReturnType<AccountWorld['desk']>;
  const at = { subject: 'in-home', version: 1 };
  const works: [string, OfficerAccount[], (desk: Desk) => Promise<unknown>][] = [
    ['creating', [], (desk) => createAccount(desk, province, asked(), OCCASION)],
    ['disabling', [inHome], (desk) => changeAccount(desk, province, at, { disabled: true }, OCCASION)],
    [
      'enabling',
      [{ ...inHome, disabled: true }],
      (desk) => changeAccount(desk, province, at, { disabled: false }, OCCASION),
    ],
    [
      'a new address and a move',
      [inHome],
      (desk) => changeAccount(desk, province, at, { email: 'new@dopa.example', area: NEIGHBOUR }, OCCASION),
    ],
    ['a reset', [inHome], (desk) => resetPassword(desk, province, 'in-home', { newDevice: true }, OCCASION)],
    ['signing out', [inHome], (desk) => signOutEverywhere(desk, province, 'in-home', OCCASION)],
  ];
  /** All that lasts but for passwords and versions, of which a second try makes new ones. */
  const lasting = ({ users, rows }: AccountWorld) => ({
    users: [...users].map(([name, { password: _, ...user }]) => [name, user]),
    rows: [...rows.values()].map(({ version: _, ...row }) => row),
  });

  it.each(works)(
    'while %s is healed by the same request, wherever it strikes',
    async (what, accounts, work) => {
      const smooth = new AccountWorld(...accounts);
      await work(smooth.desk());
      expect(smooth.steps).toBeGreaterThan(0);
      for (let step = 1; step <= smooth.steps; step++)
        for (const done of [false, true]) {
          const world = new AccountWorld(...accounts);
          const desk = world.desk();
          world.fault = { step, done };
          await expect(work(desk)).rejects.toThrow('the network is down');
          world.fault = undefined;
          const committed = step === smooth.steps && done;
          // Before the last step is done, nobody has a right that he did not have, and nobody lost one.
          if (!committed) expect([...world.rows.values()], `${what}, step ${step}`).toEqual(accounts);
          const again = await work(desk).catch((error: unknown) => error);
          if (again instanceof Error)
            expect([committed, (again as Refusal).code], `${what}, step ${step}`).toEqual([
              true,
              what === 'creating' ? 'account.username-taken' : 'version.stale',
            ]);
          expect(lasting(world), `${what}, step ${step}, done: ${done}`).toEqual(lasting(smooth));
        }
    },
  );

  it('never leaves a new user with a right before the account is written', async () => {
    const world = new AccountWorld();
    world.fault = { step: 2, done: false };
    await createAccount(world.desk(), province, asked(), OCCASION).catch(() => undefined);
    expect([world.users.size, world.rows.size, world.trail.length]).toEqual([1, 0, 0]);
  });

  it('hands over the password that the user has, after a try that was cut off', async () => {
    const world = new AccountWorld();
    const desk = world.desk();
    world.fault = { step: 2, done: false };
    await createAccount(desk, province, asked(), OCCASION).catch(() => undefined);
    world.fault = undefined;
    const { temporaryPassword } = await createAccount(desk, province, asked(), OCCASION);
    expect(world.users.get('somying')?.password).toBe(temporaryPassword);
  });

  it('leaves the pool as the winner of a race has the account', async () => {
    const world = new AccountWorld(inHome);
    const desk = world.desk();
    const { signOut } = desk.pool;
    // Another administrator renames the officer while the pool is being told that he is disabled.
    desk.pool.signOut = async (username) => {
      await signOut.call(world, username);
      world.rows.set('in-home', { ...inHome, name: 'คนใหม่', version: 2 });
    };
    const change = changeAccount(desk, central, at, { disabled: true, email: 'b@c.example' }, OCCASION);
    expect(await refusalOf(change)).toBe('version.stale');
    expect(world.users.get('in-home')).toMatchObject({ enabled: true, email: undefined });
  });
});

describe('a user name', () => {
  it('that is taken is refused, and named to who administers it', async () => {
    const world = new AccountWorld({ ...inHome, username: 'somying' });
    const refusal = await createAccount(world.desk(), province, asked(), OCCASION).catch((error) => error);
    expect([refusal.code, refusal.facts]).toEqual(['account.username-taken', { subject: 'in-home' }]);
    const stranger = { ...asked(), area: BANGKOK_DISTRICT };
    const other = await createAccount(world.desk(), provinceOfficer('10'), stranger, OCCASION).catch(
      (error) => error,
    );
    expect([other.code, other.facts]).toEqual(['account.username-taken', {}]);
    expect(world.users.get('somying')?.password).toBe('own');
  });
});

describe('a file of officers', () => {
  const rows = [asked(), asked({ username: 'somchai', name: 'สมชาย ใจงาม', expiresOn: day('2018-09-30') })];
  const run = (
    world: AccountWorld,
    some: Parameters<typeof importAccounts>[2],
    order = {},
    mayStart = () => true,
  ) =>
    importAccounts(
      world.desk(),
      province,
      some,
      { dryRun: false, renew: false, ...order },
      { occasion: OCCASION, mayStart },
    );
  const outcomes = (settled: Awaited<ReturnType<typeof importAccounts>>) =>
    settled.map((one) =>
      one.outcome === 'accepted'
        ? one.done.outcome
        : one.outcome === 'rejected'
          ? one.refusal.code
          : one.error,
    );

  it('makes nobody in a dry run, everybody once, and nobody twice', async () => {
    const world = new AccountWorld();
    expect(outcomes(await run(world, rows, { dryRun: true }))).toEqual(['would-create', 'would-create']);
    expect([world.users.size, world.steps]).toEqual([0, 0]);
    expect(outcomes(await run(world, rows))).toEqual(['created', 'created']);
    expect(world.rows.get('sub-somchai')).toMatchObject({ expiresOn: '2018-09-30' });
    expect(outcomes(await run(world, rows))).toEqual(['stands', 'stands']);
    expect(world.trail).toHaveLength(2);
  });

  it('refuses what does not fit and takes the rest', async () => {
    const world = new AccountWorld(inBangkok);
    const settled = await run(world, [
      new Refusal('row.columns'),
      asked(),
      asked({ name: 'คนอื่น' }),
      asked({ username: 'far', area: BANGKOK_DISTRICT }),
      asked({ username: 'in-bangkok' }),
      asked({ username: 'rich', rights: ['see-full-id'] }),
    ]);
    expect(outcomes(settled)).toEqual([
      'row.columns',
      'created',
      'row.duplicate-username',
      'area.outside',
      'account.username-taken',
      'account.right-not-held',
    ]);
  });

  it('refuses a name that stands for somebody else', async () => {
    const world = new AccountWorld();
    await run(world, rows);
    expect(outcomes(await run(world, [asked({ area: NEIGHBOUR }), asked({ username: 'somchai' })]))).toEqual([
      'account.username-taken',
      'account.username-taken',
    ]);
  });

  it('renews the password of who has never signed in, and of nobody else', async () => {
    const world = new AccountWorld();
    await run(world, rows);
    Object.assign(world.users.get('somchai') ?? {}, { hasSignedIn: true, password: 'own' });
    expect(outcomes(await run(world, rows, { dryRun: true, renew: true }))).toEqual([
      'would-renew',
      'stands',
    ]);
    const [first] = await run(world, rows, { renew: true });
    expect(first).toMatchObject({
      done: { outcome: 'renewed', temporaryPassword: world.users.get('somying')?.password },
    });
    expect(world.users.get('somchai')?.password).toBe('own');
  });

  it('goes on after a line that fails, and starts none when the time is up', async () => {
    const world = new AccountWorld();
    world.fault = { step: 1, done: false };
    const settled = await run(world, rows);
    expect(settled.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'failed']);
    world.fault = undefined;
    expect(outcomes(await run(world, rows)).sort()).toEqual(['created', 'stands']);
    expect(outcomes(await run(new AccountWorld(), rows, {}, () => false))).toEqual([
      'store.busy',
      'store.busy',
    ]);
  });
});

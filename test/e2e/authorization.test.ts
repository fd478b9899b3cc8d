import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMyIntakeLocations } from '../../functions/contract/intake-locations.ts';
import { AccountsTable } from '../../functions/data/accounts.ts';
import { accountKey } from '../../functions/data/keys.ts';
import { type Account, RIGHTS, type Right } from '../../functions/domain/caller.ts';
import { inLanes } from '../../functions/domain/lanes.ts';
import type { AgencyCode } from '../../functions/domain/programme.ts';
import { type Route, routes } from '../../lib/routes.ts';
import type { TableName } from '../../local/stack-file.ts';
import { parameters, type Row } from '../authorization/rows.ts';
import {
  bankCallers,
  type CallerName,
  callerNames,
  expected,
  expectedOfToken,
  type OfficerCaller,
  officerCallers,
  rowsOf,
  TOKENS,
  type TokenState,
  tokenStates,
} from '../authorization/table.ts';
import { day } from '../support/builders.ts';
import {
  type Answer,
  answered,
  bankToken,
  bearer,
  Client,
  deployment,
  eventually,
  officer,
  signIn,
  stack,
  type Tokens,
} from '../support/client.ts';
import { unknownId } from './people.ts';
import { cognito, letIdTokensLast, newUser, type PoolUser, removeUser } from './pool.ts';
import { recordOf, scan, store } from './stores.ts';

/** Routes that are called at the same time. */
const LANES = 4;

const accounts = new AccountsTable(store, stack.tables.accounts);
const users: PoolUser[] = [];
const holding = new Map<CallerName, Client>();
const lacking = new Map<CallerName, Client>();
let targets: Readonly<Record<string, string>>;
let before: unknown;

const district = officerCallers.find(({ name }) => name === 'district') as OfficerCaller;

const never = (what: string): never => {
  throw new Error(`${what} is not prepared`);
};

type OfficerAccount = Account & { kind: 'officer' };

async function officerWith(
  { role, area }: Pick<OfficerCaller, 'role' | 'area'>,
  rights: readonly Right[],
): Promise<{ account: OfficerAccount; user: PoolUser; tokens: Tokens }> {
  const user = await newUser();
  users.push(user);
  const { subject, username } = user;
  const agency = 'DOPA' as AgencyCode;
  const account: OfficerAccount = {
    ...{ kind: 'officer', subject, username, name: 'เจ้าหน้าที่ทดสอบสิทธิ์', disabled: false },
    ...{ role, area, agency, rights },
  };
  await accounts.save(account);
  return { account, user, tokens: await signIn(user) };
}

/** Everything that a call which was let in by mistake could change. */
const changeable = async (): Promise<unknown> => {
  const tables: TableName[] = [
    'registrations',
    'registrationHistory',
    'intakeLocations',
    'cutOffs',
    'documents',
  ];
  return Promise.all(
    tables.map(async (table) => new Set((await scan(table)).map((item) => JSON.stringify(item)))),
  );
};

beforeAll(async () => {
  const { registrationId } = (await recordOf(stack.citizens.registered)).current ?? never('a registration');
  const { places } = answered(
    listMyIntakeLocations,
    await (await officer('mueang-ubon')).get('/v1/me/intake-locations'),
  );
  const { placeId } = places.find(({ status }) => status === 'open') ?? never('a place');
  targets = {
    ...parameters,
    citizenId: stack.citizens.registered,
    unknownId: unknownId(),
    registrationId: String(registrationId),
    placeId,
    subject: (await officerWith(district, [])).account.subject,
  };
  for (const caller of officerCallers) {
    holding.set(caller.name, new Client(bearer((await officerWith(caller, RIGHTS)).tokens.id)));
    lacking.set(caller.name, new Client(bearer((await officerWith(caller, [])).tokens.id)));
  }
  for (const name of bankCallers) {
    const logIn = stack.bankClients.find(({ bank }) => bank === name) ?? never(name);
    holding.set(name, new Client(bearer(await bankToken(logIn))));
  }
  before = await changeable();
});

afterAll(async () => {
  await Promise.all(users.map(removeUser));
  cognito.destroy();
});

const filled = (text: string): string =>
  text.replace(/\{(\w+)\}/g, (_whole, name: string) => targets[name] ?? never(name));

/** Calls a route as a row says, with a version that nothing has. */
function call(client: Client, { method, path }: Route, { query, body }: Row): Promise<Answer> {
  const url = `${filled(path)}${query === undefined ? '' : `?${query}`}`;
  if (method === 'GET') return client.get(url);
  return client.send(method, url, body && filled(JSON.stringify(body)), {
    'if-match': '"999999999"',
    'idempotency-key': randomUUID(),
  });
}

/** As the table writes it. */
function outcomeOf({ status, json }: Answer): string {
  const { code, decision, rows } = (json ?? {}) as {
    code?: string;
    decision?: string;
    rows?: { outcome?: string }[];
  };
  const said = status < 400 ? (decision ?? rows?.[0]?.outcome) : code;
  return said === undefined ? String(status) : `${status} ${said}`;
}

type Cell = { name: string; expected: string; ask(): Promise<Answer> };

const asExpected = (cells: readonly Cell[]) =>
  Object.fromEntries(cells.map((cell) => [cell.name, cell.expected]));

/** What was heard in each cell. The cells of a group are asked one by one: each starts one worker of a function. */
async function heardIn(groups: readonly (readonly Cell[])[]): Promise<Record<string, string>> {
  const heard: Record<string, string> = {};
  const asking = groups.map((cells) => async () => {
    for (const { name, ask } of cells) heard[name] = outcomeOf(await ask());
  });
  await inLanes(asking, LANES);
  return heard;
}

const nameOf = ({ method, path }: Route, { query }: Row): string =>
  `${method} ${path}${query === undefined ? '' : `?${query}`}`;

describe('a caller with a good token', () => {
  const asked = routes.flatMap((route) =>
    rowsOf(route).map((row) => [nameOf(route, row), { route, row }] as const),
  );
  let heard: Readonly<Record<string, string>>;

  function cellsOf({ route, row }: { route: Route; row: Row }): Cell[] {
    const cells = (who: ReadonlyMap<CallerName, Client>, rights: readonly Right[], says: string): Cell[] =>
      callerNames.flatMap((name) => {
        const client = who.get(name);
        if (client === undefined) return [];
        return {
          name: `${nameOf(route, row)} by ${name}${says}`,
          expected: expected(route, row, name, rights).outcome,
          ask: () => call(client, route, row),
        };
      });
    const withRights = cells(holding, RIGHTS, '');
    return row.right === undefined
      ? withRights
      : [...withRights, ...cells(lacking, [], ' without the right')];
  }

  beforeAll(async () => {
    heard = await heardIn(routes.map((route) => rowsOf(route).flatMap((row) => cellsOf({ route, row }))));
  });

  it.each(asked)('hears on %s what the role and the area give', (_name, of) => {
    const cells = cellsOf(of);
    const names = new Set(cells.map(({ name }) => name));
    expect(Object.fromEntries(Object.entries(heard).filter(([name]) => names.has(name)))).toEqual(
      asExpected(cells),
    );
  });

  it('has changed nothing by all of this', async () => {
    expect(await changeable()).toEqual(before);
  });
});

describe('a caller without a good token', () => {
  const slot = stack.bankClients.at(1) ?? never('a second client of a bank');
  type Bearers = Readonly<Record<'public' | 'officer' | 'bank', Client>>;

  /** Both tokens stay good: what is wrong is the account, for as long as `during` runs. */
  async function withAccounts(change: Partial<Account> | undefined, during: (as: Bearers) => Promise<void>) {
    const { account, tokens } = await officerWith(district, RIGHTS);
    const bankAccount = (await accounts.bySubject(slot.clientId)) ?? never('its account');
    const as = new Client(bearer(tokens.id));
    const bank = new Client(bearer(await bankToken(slot)));
    try {
      for (const one of [account, bankAccount])
        if (change !== undefined) await accounts.save({ ...one, ...change } as Account);
        else
          await store.send(
            new DeleteCommand({ TableName: stack.tables.accounts, Key: accountKey(one.subject) }),
          );
      await during({ public: as, officer: as, bank });
    } finally {
      await accounts.save(bankAccount);
    }
  }

  const forAll = (client: Client): Bearers => ({ public: client, officer: client, bank: client });
  const withToken = (token: string): Bearers => forAll(new Client(bearer(token)));

  function forged(token: string): string {
    const [header = '', claims = ''] = token.split('.');
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signature = createSign('RSA-SHA256')
      .update(`${header}.${claims}`)
      .sign(stranger.privateKey, 'base64url');
    return `${header}.${claims}.${signature}`;
  }

  async function expired(): Promise<string> {
    try {
      await letIdTokensLast(2);
      const { tokens } = await officerWith(district, RIGHTS);
      const client = new Client(bearer(tokens.id));
      await eventually(async () => expect((await client.get('/v1/me')).status).toBe(401));
      return tokens.id;
    } finally {
      await letIdTokensLast(3_600);
    }
  }

  const prepared: Readonly<Record<TokenState, (during: (as: Bearers) => Promise<void>) => Promise<void>>> = {
    none: (during) => during(forAll(new Client())),
    garbage: (during) => during(withToken('a.b.c')),
    forged: async (during) => during(withToken(forged((await officerWith(district, RIGHTS)).tokens.id))),
    expired: async (during) => during(withToken(await expired())),
    access: async (during) => during(withToken((await officerWith(district, RIGHTS)).tokens.access)),
    'signed-out': (during) =>
      withAccounts({ notBeforeEpochSeconds: Math.floor(Date.now() / 1_000) + 60 }, during),
    disabled: (during) => withAccounts({ disabled: true }, during),
    'out-of-date': (during) => withAccounts({ expiresOn: day('2018-02-28') }, during),
    unknown: (during) => withAccounts(undefined, during),
    'round-the-edge': async (during) => {
      const at = (token: string) => new Client(bearer(token), deployment.originUrl);
      const as = at((await officerWith(district, RIGHTS)).tokens.id);
      await during({ public: as, officer: as, bank: at(await bankToken(slot)) });
    },
  };

  const states = tokenStates.map((state) => [TOKENS[state].what, state] as const);

  it.each(states)('hears the same on every route that asks for one, with %s', async (_what, state) => {
    await prepared[state](async (as) => {
      const cells = routes.flatMap((route) => {
        const [row] = rowsOf(route);
        if (row === undefined) return [];
        return {
          name: nameOf(route, row),
          expected: expectedOfToken(route, row, state),
          ask: () => call(as[route.caller], route, row),
        };
      });
      expect(await heardIn(cells.map((cell) => [cell]))).toEqual(asExpected(cells));
    });
  });
});

import { createHmac, createPublicKey, createSign, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listMyIntakeLocations } from '../../functions/contract/intake-locations.ts';
import { readMe } from '../../functions/contract/me.ts';
import { AccountsTable } from '../../functions/data/accounts.ts';
import { bangkokDay, plusDays } from '../../functions/domain/calendar.ts';
import type { Account } from '../../functions/domain/caller.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import { day, districtCode } from '../support/builders.ts';
import {
  answered,
  anybody,
  bankToken,
  bearer,
  Client,
  deployment,
  eventually,
  logInOf,
  officer,
  refused,
  signIn,
  stack,
  subjectOf,
  tokensFrom,
  tokensOf,
} from '../support/client.ts';
import { addressHeader } from '../support/stack.ts';
import { placesPath } from './desk.ts';
import { cognito, letIdTokensLast, newUser } from './pool.ts';
import { store, trailOf } from './stores.ts';

const accounts = new AccountsTable(store, stack.tables.accounts);
const UserPoolId = stack.userPoolId;

/** The API answers these itself, before any function runs. */
async function expectTurnedAway(token: string): Promise<void> {
  const answer = await new Client(bearer(token)).get('/v1/me');
  expect({ status: answer.status, json: answer.json }).toEqual({
    status: 401,
    json: { message: 'Unauthorized' },
  });
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function partsOf(token: string): {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  signature: string;
} {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const decoded = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return { header: decoded(header), claims: decoded(claims), signature };
}

afterAll(() => cognito.destroy());

describe('a caller without a token', () => {
  it('is told nothing of a route that does not exist', async () => {
    expect((await anybody.get('/v1/cardholders')).status).toBe(404);
    expect((await anybody.get('/v1')).status).toBe(404);
  });
});

describe('a token that the pool did not issue like this', () => {
  let good: ReturnType<typeof partsOf>;
  let token: string;
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

  const signed = (header: object, claims: object): string => {
    const input = `${encoded(header)}.${encoded(claims)}`;
    return `${input}.${createSign('RSA-SHA256').update(input).sign(stranger.privateKey, 'base64url')}`;
  };

  beforeAll(async () => {
    token = (await tokensOf('central')).id;
    good = partsOf(token);
  });

  it('is let in as it was issued', async () => {
    expect((await new Client(bearer(token)).get('/v1/me')).status).toBe(200);
  });

  it('is turned away when another key has signed it', async () => {
    await expectTurnedAway(signed(good.header, good.claims));
  });

  it('is turned away when another key has signed it under a key id of its own', async () => {
    await expectTurnedAway(signed({ ...good.header, kid: 'stranger' }, good.claims));
  });

  it('is turned away when it brings its own key along', async () => {
    const jwk = stranger.publicKey.export({ format: 'jwk' });
    await expectTurnedAway(signed({ ...good.header, jwk, jku: `${stack.apiUrl}/jwks.json` }, good.claims));
  });

  it.each([
    ['the subject', { sub: '00000000-0000-4000-8000-000000000000' }],
    ['the end', { exp: 4_102_444_800 }],
    ['the use', { token_use: 'access' }],
    ['the audience', { aud: 'another' }],
  ])('is turned away when %s was altered', async (_what, claim) => {
    const { header, claims, signature } = good;
    await expectTurnedAway(`${encoded(header)}.${encoded({ ...claims, ...claim })}.${signature}`);
  });

  it.each(['none', 'None', 'NONE'])('is turned away when it says alg: %s', async (alg) => {
    const { claims, header, signature } = good;
    const input = `${encoded({ ...header, alg })}.${encoded(claims)}`;
    await expectTurnedAway(`${input}.`);
    await expectTurnedAway(`${input}.${signature}`);
  });

  it('is turned away when the public key has served as a password for HS256', async () => {
    const response = await fetch(`${stack.endpointUrl}/${UserPoolId}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: (JsonWebKey & { kid: string })[] };
    const key = keys.find(({ kid }) => kid === good.header.kid);
    const pem = createPublicKey({ key: key ?? {}, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const input = `${encoded({ ...good.header, alg: 'HS256' })}.${encoded(good.claims)}`;
    await expectTurnedAway(`${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`);
  });

  it.each(['', 'garbage', 'a.b.c', '..', 'null', `${'x'.repeat(4_000)}.y.z`, 'é'])(
    'is turned away when it is %j',
    async (garbage) => {
      await expectTurnedAway(garbage);
    },
  );

  it('is turned away when it lacks its signature', async () => {
    await expectTurnedAway(token.split('.').slice(0, 2).join('.'));
    await expectTurnedAway(`${token.split('.').slice(0, 2).join('.')}.`);
  });

  it('is turned away when it stands in the URL', async () => {
    const garbage = encoded({ not: 'a token' });
    expect((await anybody.get(`/v1/me?access_token=${garbage}&token=${garbage}`)).status).toBe(401);
  });
});

describe('a token of another place', () => {
  it('is turned away when another pool has issued it', async () => {
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'another-system' }));
    const pool = UserPool?.Id ?? '';
    try {
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: pool,
          ClientName: 'another',
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        }),
      );
      const user = await newUser(pool);
      const { id, access } = await tokensFrom(UserPoolClient?.ClientId ?? '', user.username, user.password);
      await expectTurnedAway(id);
      await expectTurnedAway(access);
    } finally {
      await cognito.send(new DeleteUserPoolCommand({ UserPoolId: pool }));
    }
  });

  it('is turned away when another client of the pool has fetched it', async () => {
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'another',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      }),
    );
    const ClientId = UserPoolClient?.ClientId ?? '';
    try {
      const { username, password: secret } = logInOf('central');
      const { id, access } = await tokensFrom(ClientId, username, secret);
      await expectTurnedAway(id);
      await expectTurnedAway(access);
    } finally {
      await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    }
  });
});

describe('a token that has run out', () => {
  afterEach(() => letIdTokensLast(3_600));

  it('is let in before its end and turned away after it', async () => {
    await letIdTokensLast(4);
    const { id } = await signIn(logInOf('central'));
    expect((await new Client(bearer(id)).get('/v1/me')).status).toBe(200);
    await eventually(() => expectTurnedAway(id));
  });
});

describe('a token of the wrong kind', () => {
  it('does nothing when the request is otherwise a good one', async () => {
    const central = await officer('central');
    const before = await central.get('/v1/me/intake-locations?district=3401');
    for (const token of [
      await bankToken(stack.bankClients[0] ?? never()),
      (await tokensOf('mueang-ubon')).access,
    ])
      refused(
        await new Client(bearer(token)).post(placesPath('3401'), { name: 'สถานที่ที่ไม่มีใครตั้ง' }),
        403,
        'caller.wrong-kind',
      );
    expect((await central.get('/v1/me/intake-locations?district=3401')).json).toEqual(before.json);
  });
});

const never = (): never => {
  throw new Error('the stage has no bank client');
};

describe('an account', () => {
  const username = 'warin';
  let account: Account & { kind: 'officer' };
  let client: Client;

  beforeAll(async () => {
    const found = await accounts.bySubject(subjectOf((await tokensOf(username)).id));
    if (found?.kind !== 'officer') throw new Error('the seed has no such officer');
    account = found;
    client = await officer(username);
  });

  afterEach(() => accounts.save(account));

  it('is what the officer reads of himself', async () => {
    expect(answered(readMe, await client.get('/v1/me'))).toMatchObject({
      username,
      role: 'district',
      agency: 'DOPA',
      district: { code: '3415', name: { th: 'วารินชำราบ' } },
      province: { code: '34', name: { th: 'อุบลราชธานี' } },
    });
  });

  it('that is enabled again works at the very next call', async () => {
    expect((await client.get('/v1/me')).status).toBe(200);
    await accounts.save({ ...account, disabled: true });
    refused(await client.get('/v1/me'), 403, 'account.disabled');
    await accounts.save(account);
    expect((await client.get('/v1/me')).status).toBe(200);
  });

  it('works on its last day and not on the day after', async () => {
    const today = bangkokDay(new Date());
    await accounts.save({ ...account, expiresOn: today });
    expect((await client.get('/v1/me')).status).toBe(200);
    await accounts.save({ ...account, expiresOn: plusDays(today, -1) });
    refused(await client.get('/v1/me'), 403, 'account.expired');
    await accounts.save({ ...account, expiresOn: day('2018-02-28') });
    refused(await client.post(placesPath('3415'), { name: 'ที่ใหม่' }), 403, 'account.expired');
  });

  it('that is signed out everywhere takes only tokens from after that', async () => {
    const { id } = await tokensOf(username);
    const notBeforeEpochSeconds = Number(partsOf(id).claims.iat) + 1;
    await accounts.save({ ...account, notBeforeEpochSeconds });
    refused(await client.get('/v1/me'), 401, 'token.signed-out');
    await eventually(async () => {
      const anew = new Client(bearer((await signIn(logInOf(username))).id));
      expect((await anew.get('/v1/me')).status).toBe(200);
    });
    refused(await client.get('/v1/me'), 401, 'token.signed-out');
  });

  it('gives its rights at the very next call, whatever the token said', async () => {
    refused(await client.get('/v1/me/intake-locations?district=3401'), 404, 'district.not-found');
    await accounts.save({ ...account, area: { level: 'district', district: districtCode('3401') } });
    answered(listMyIntakeLocations, await client.get('/v1/me/intake-locations?district=3401'));
    refused(await client.get('/v1/me/intake-locations?district=3415'), 404, 'district.not-found');
  });

  it('that turns out to be a bank is no officer', async () => {
    const { subject, name, disabled } = account;
    await accounts.save({ kind: 'bank', subject, username, name, disabled, bank: 'BAAC' });
    refused(await client.get('/v1/me'), 403, 'caller.wrong-kind');
  });
});

describe("the API's own address", () => {
  const EDGE = 'x-sitthi-edge-secret';

  const edgeSecret = async (): Promise<string> => {
    const secrets = new SecretsManagerClient(clientSettings(stack.endpointUrl));
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: stack.secrets.edge }));
    secrets.destroy();
    return (JSON.parse(SecretString ?? '{}') as { current: string }).current;
  };

  it('answers with the secret, and with no other', async () => {
    const secret = await edgeSecret();
    const at = (value: string) => new Client({ [EDGE]: value }, deployment.originUrl).get('/v1/measure');
    expect((await at(secret)).status).toBe(200);
    const flipped = `${secret.slice(0, -1)}${secret.endsWith('x') ? 'y' : 'x'}`;
    for (const forged of [
      'forged',
      '',
      ' ',
      flipped,
      secret.slice(0, -1),
      `${secret}x`,
      `${secret}, ${secret}`,
    ])
      refused(await at(forged), 403, 'edge.required');
  });

  it("does not take a client's word for the secret, nor stumble over it", async () => {
    expect((await anybody.get('/v1/measure', { [EDGE]: 'forged' })).status).toBe(200);
  });
});

describe('the address of the viewer', () => {
  const auditedAs = async (headers: Record<string, string>): Promise<unknown> => {
    const client = await officer('phra-nakhon');
    const answer = await client.get('/v1/districts/1001/registrations', headers);
    expect(answer.status).toBe(200);
    return (await trailOf(subjectOf((await tokensOf('phra-nakhon')).id))).at(-1)?.from;
  };

  it('is the one that the edge saw, not the one that a client claims', async () => {
    expect(await auditedAs({ 'x-sitthi-viewer-address': '203.0.113.9' })).toBe('127.0.0.1');
    expect(await auditedAs({ 'X-Sitthi-Viewer-Address': '203.0.113.9, 203.0.113.10' })).toBe('127.0.0.1');
    expect(await auditedAs({ 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' })).toBe(
      '127.0.0.1',
    );
  });

  it('stands in the trail', async () => {
    expect(await auditedAs({ [addressHeader]: '198.51.100.7' })).toBe('198.51.100.7');
  });
});

import { describe, expect, it } from 'vitest';
import {
  type Account,
  assertReadsIn,
  assertWritesIn,
  bankOf,
  officerOf,
  type TokenClaims,
} from '../../functions/domain/caller.ts';
import {
  BANGKOK_DISTRICT,
  bangkok,
  centralOfficer,
  day,
  HOME,
  NEIGHBOUR,
  OFFICER_CLIENT,
  officer,
  officerAccount,
  provinceCode,
  provinceOfficer,
} from '../support/builders.ts';
import { accountsOf } from '../support/fakes.ts';

const NOW = bangkok('2018-02-12 09:00');
const ISSUED = Math.floor(NOW.getTime() / 1000) - 600;

const claims = (overrides: Partial<TokenClaims> = {}): TokenClaims => ({
  tokenUse: 'id',
  subject: 'officer-1',
  clientId: OFFICER_CLIENT,
  issuedAtEpochSeconds: ISSUED,
  ...overrides,
});

const calling = (
  { token, account }: { token?: TokenClaims | undefined; account?: Account | undefined },
  at = NOW,
) => officerOf(token, OFFICER_CLIENT, account === undefined ? accountsOf() : accountsOf(account), at);

const bank: Account = {
  kind: 'bank',
  subject: 'officer-1',
  username: 'baac',
  name: 'BAAC',
  bank: 'BAAC',
  disabled: false,
};

describe('who is calling', () => {
  it('is the officer of the account, with the rights that stand there', async () => {
    const account = officerAccount({
      role: 'province',
      area: { level: 'province', province: provinceCode('34') },
    });
    await expect(calling({ token: claims(), account })).resolves.toEqual({
      rights: [],
      kind: 'officer',
      subject: 'officer-1',
      username: 'ubon-01',
      name: 'ปลัดสมมุติ',
      role: 'province',
      area: { level: 'province', province: '34' },
      agency: 'DOPA',
    });
  });

  it.each<[string, Parameters<typeof calling>[0], string]>([
    ['without a token', { account: officerAccount() }, 'token.missing'],
    [
      "with an officer's own access token",
      { token: claims({ tokenUse: 'access' }), account: officerAccount() },
      'caller.wrong-kind',
    ],
    [
      "with a bank's client id",
      {
        token: claims({ tokenUse: 'access', clientId: 'bank-client', subject: 'bank-client' }),
        account: bank,
      },
      'caller.wrong-kind',
    ],
    [
      'with an ID token of another client',
      { token: claims({ clientId: 'bank-client' }), account: officerAccount() },
      'caller.wrong-kind',
    ],
    ['whose account is a bank', { token: claims(), account: bank }, 'caller.wrong-kind'],
    ['without an account', { token: claims() }, 'account.unknown'],
    [
      'with the account of somebody else',
      { token: claims({ subject: 'officer-9' }), account: officerAccount() },
      'account.unknown',
    ],
    ['who is disabled', { token: claims(), account: officerAccount({ disabled: true }) }, 'account.disabled'],
  ])('is nobody %s', async (_, call, code) => {
    await expect(calling(call)).rejects.toMatchObject({ code });
  });

  it('does not read an account for a token of the wrong kind', async () => {
    const accounts = {
      bySubject: () => {
        throw new Error('read');
      },
    };
    const access = claims({ tokenUse: 'access' });
    await expect(officerOf(access, OFFICER_CLIENT, accounts, NOW)).rejects.toMatchObject({
      code: 'caller.wrong-kind',
    });
  });

  it('is known until the end of the last day in Bangkok, and no longer', async () => {
    const account = officerAccount({ expiresOn: day('2018-02-12') });
    await expect(calling({ token: claims(), account })).resolves.toBeDefined();
    const lastMinute = bangkok('2018-02-12 23:59');
    await expect(calling({ token: claims(), account }, lastMinute)).resolves.toBeDefined();
    const midnight = bangkok('2018-02-13 00:00');
    await expect(calling({ token: claims(), account }, midnight)).rejects.toMatchObject({
      code: 'account.expired',
      kind: 'forbidden',
    });
  });

  it.each([
    ['a second before it', ISSUED + 1, 'token.signed-out'],
    ['long before it', ISSUED + 86_400, 'token.signed-out'],
  ])('is signed out with a token issued %s', async (_, notBeforeEpochSeconds, code) => {
    const account = officerAccount({ notBeforeEpochSeconds });
    await expect(calling({ token: claims(), account })).rejects.toMatchObject({
      code,
      kind: 'unauthenticated',
    });
  });

  it.each([ISSUED, ISSUED - 1])('is let in with a token of the same second or later', async (notBefore) => {
    const account = officerAccount({ notBeforeEpochSeconds: notBefore });
    await expect(calling({ token: claims(), account })).resolves.toBeDefined();
  });

  it('is signed out with a token that does not say when it was issued', async () => {
    const account = officerAccount({ notBeforeEpochSeconds: ISSUED });
    const token = claims({ issuedAtEpochSeconds: Number('soon') });
    await expect(calling({ token, account })).rejects.toMatchObject({ code: 'token.signed-out' });
  });

  it('passes an outage of the accounts on, and lets nobody in', async () => {
    const accounts = { bySubject: () => Promise.reject(new Error('the store is away')) };
    await expect(officerOf(claims(), OFFICER_CLIENT, accounts, NOW)).rejects.toThrow('the store is away');
  });
});

describe("a caller's area", () => {
  it('refuses a write outside it as forbidden', () => {
    expect(() => assertWritesIn(officer(), HOME)).not.toThrow();
    expect(() => assertWritesIn(provinceOfficer(), NEIGHBOUR)).not.toThrow();
    expect(() => assertWritesIn(centralOfficer(), BANGKOK_DISTRICT)).not.toThrow();
    expect(() => assertWritesIn(officer(), NEIGHBOUR)).toThrow(
      expect.objectContaining({ code: 'area.outside', kind: 'forbidden' }),
    );
  });

  it('hides what is outside it from a reader', () => {
    expect(() => assertReadsIn(officer(), HOME)).not.toThrow();
    expect(() => assertReadsIn(provinceOfficer(), BANGKOK_DISTRICT)).toThrow(
      expect.objectContaining({ code: 'district.not-found', kind: 'missing' }),
    );
  });
});

describe('which bank is calling', () => {
  const own = (overrides: Partial<TokenClaims> = {}): TokenClaims =>
    claims({ tokenUse: 'access', subject: 'client-1', clientId: 'client-1', ...overrides });
  const account: Extract<Account, { kind: 'bank' }> = {
    ...bank,
    kind: 'bank',
    bank: 'GSB',
    subject: 'client-1',
  };

  it('is what the account of the client says, and nothing in the token', async () => {
    await expect(bankOf(own(), accountsOf(account), NOW)).resolves.toEqual({
      kind: 'bank',
      subject: 'client-1',
      bank: 'GSB',
    });
  });

  it.each<[string, TokenClaims | undefined, Account, string]>([
    ['without a token', undefined, account, 'token.missing'],
    ['with an ID token', own({ tokenUse: 'id' }), account, 'caller.wrong-kind'],
    ["with an officer's access token", own({ subject: 'officer-1' }), account, 'caller.wrong-kind'],
    ['whose account is an officer', own(), officerAccount({ subject: 'client-1' }), 'caller.wrong-kind'],
    ['without an account', own(), { ...account, subject: 'client-2' }, 'account.unknown'],
    ['that is disabled', own(), { ...account, disabled: true }, 'account.disabled'],
    ['whose time is over', own(), { ...account, expiresOn: day('2018-02-11') }, 'account.expired'],
    ['that was signed out', own(), { ...account, notBeforeEpochSeconds: ISSUED + 1 }, 'token.signed-out'],
  ])('is none %s', async (_, token, known, code) => {
    await expect(bankOf(token, accountsOf(known), NOW)).rejects.toMatchObject({ code });
  });
});

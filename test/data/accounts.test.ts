import { describe, expect, it } from 'vitest';
import { AccountsTable } from '../../functions/data/accounts.ts';
import type { Account } from '../../functions/domain/caller.ts';
import { day, officerAccount, provinceCode } from '../support/builders.ts';
import { requestsOf } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';

describe.each(engines)('accounts on $name', (engine) => {
  const tables = makeTables(engine, 'accounts');
  const accounts = new AccountsTable(tables.client(), tables.names.accounts);

  it.each<[string, Account]>([
    ['a district officer', officerAccount({ subject: 'district' })],
    [
      'a province officer whose account ends',
      officerAccount({
        subject: 'province',
        role: 'province',
        area: { level: 'province', province: provinceCode('34') },
        expiresOn: day('2018-03-31'),
        notBeforeEpochSeconds: 1_518_000_000,
      }),
    ],
    [
      'a central officer',
      officerAccount({ subject: 'central', role: 'central', area: { level: 'country' } }),
    ],
    [
      'a bank',
      { subject: 'client', kind: 'bank', bank: 'BAAC', username: 'baac', name: 'ธ.ก.ส.', disabled: false },
    ],
  ])('keeps %s as it was saved', async (_who, account) => {
    await accounts.save(account);
    expect(await accounts.bySubject(account.subject)).toEqual(account);
  });

  it('knows no account that was not saved', async () => {
    expect(await accounts.bySubject('nobody')).toBeUndefined();
  });

  it('has taken a right away at the very next call', async () => {
    const client = tables.client();
    const requests = requestsOf(client);
    const container = new AccountsTable(client, tables.names.accounts);
    await accounts.save(officerAccount({ subject: 'leaving' }));
    expect(await container.bySubject('leaving')).toMatchObject({ disabled: false });
    await accounts.save(officerAccount({ subject: 'leaving', disabled: true }));
    expect(await container.bySubject('leaving')).toMatchObject({ disabled: true });
    expect(requests.map(({ body }) => body.ConsistentRead)).toEqual([true, true]);
  });

  it.each([
    ['an area of no known level', { area: { level: 'world' } }],
    ['no area', { area: undefined }],
    ['a role of its own making', { role: 'root' }],
    ['no word on whether it is disabled', { disabled: undefined }],
    ['a kind of its own making', { kind: 'robot' }],
  ])('gives nobody any right by an item with %s', async (_what, damage) => {
    const damaged = Object.entries({ ...officerAccount({ subject: 'damaged' }), ...damage });
    await tables.put('accounts', Object.fromEntries(damaged.filter(([, value]) => value !== undefined)));
    await expect(accounts.bySubject('damaged')).rejects.toThrow();
  });
});

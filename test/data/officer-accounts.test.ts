import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AccountsTable } from '../../functions/data/accounts.ts';
import { AuditTable } from '../../functions/data/audit.ts';
import { OfficerAccountsTable } from '../../functions/data/officer-accounts.ts';
import type { AccountScope, OfficerAccount } from '../../functions/domain/account.ts';
import { administered, districtCode, instant, officerAccount, provinceCode } from '../support/builders.ts';
import { engines, makeTables } from '../support/tables.ts';

const line = ({ subject, version }: OfficerAccount) => ({
  action: 'CHANGED_ACCOUNT' as const,
  actor: 'officer-1',
  at: instant('2018-02-01 09:00'),
  from: '192.0.2.7',
  requestId: 'request-1',
  about: { account: subject, version },
});

const inDistrict = (subject: string, code: string) =>
  administered({ subject, username: subject, area: { level: 'district', district: districtCode(code) } });

describe.each(engines)('the accounts of officers on $name', (engine) => {
  const tables = makeTables(engine, 'accounts', 'audit');
  const client = tables.client();
  const accounts = new OfficerAccountsTable(
    client,
    tables.names.accounts,
    new AuditTable(client, tables.names.audit),
  );
  const gate = new AccountsTable(client, tables.names.accounts);
  const add = (account: OfficerAccount) => accounts.save(account, undefined, line(account));

  it('keeps what those see who administer, and gives the gate what it needs', async () => {
    const account = administered({ subject: 'kept', email: 'a@b.example', phone: '045-123-456' });
    expect((await add(account)).outcome).toBe('written');
    expect(await accounts.bySubject('kept')).toEqual(account);
    const { version: _, email: __, phone: ___, ...gated } = account;
    expect(await gate.bySubject('kept')).toEqual(gated);
  });

  it('adds over nobody, and changes only the version that was read', async () => {
    const first = inDistrict('raced', '3401');
    expect((await add(first)).outcome).toBe('written');
    expect((await add(first)).outcome).toBe('overtaken');
    const next = { ...first, name: 'คนใหม่', version: 2 };
    expect((await accounts.save(next, first, line(next))).outcome).toBe('written');
    expect((await accounts.save({ ...first, version: 2 }, first, line(next))).outcome).toBe('overtaken');
    expect(await accounts.bySubject('raced')).toEqual(next);
    const gone = inDistrict('nobody', '3401');
    expect((await accounts.save({ ...gone, version: 2 }, gone, line(gone))).outcome).toBe('overtaken');
    expect(await accounts.bySubject('nobody')).toBeUndefined();
  });

  it('takes an account that no officer has written for one of version 1', async () => {
    await gate.save(officerAccount({ subject: 'seeded', username: 'seeded' }));
    const found = await accounts.bySubject('seeded');
    expect(found?.version).toBe(1);
    const next = { ...administered({ subject: 'seeded', username: 'seeded' }), version: 2 };
    expect((await accounts.save(next, found, line(next))).outcome).toBe('written');
  });

  it('shows no bank', async () => {
    await gate.save({
      kind: 'bank',
      subject: 'a-bank',
      bank: 'BAAC',
      username: 'baac',
      name: 'BAAC',
      disabled: false,
    });
    expect(await accounts.bySubject('a-bank')).toBeUndefined();
  });

  describe('lists', () => {
    beforeAll(async () => {
      for (const [subject, code] of [
        ['z-in-5001', '5001'],
        ['a-in-5099', '5099'],
        ['b-in-5001', '5001'],
        ['in-5101', '5101'],
      ] as const)
        await add(inDistrict(subject, code));
      await add(
        administered({
          subject: 'of-50',
          username: 'of-50',
          role: 'province',
          area: { level: 'province', province: provinceCode('50') },
        }),
      );
      await add(
        administered({
          subject: 'central',
          username: 'central',
          role: 'central',
          area: { level: 'country' },
        }),
      );
    });

    const listed = async (scope: AccountScope, limit = 2): Promise<string[]> => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await accounts.list(scope, { limit, cursor });
        expect(page.rows.length).toBeLessThanOrEqual(limit);
        found.push(...page.rows.map(({ username }) => username));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    };
    const ofFifty = { level: 'province', province: provinceCode('50') } as const;

    it.each<[string, AccountScope, string[]]>([
      ['the country', { level: 'country' }, ['central']],
      ['a province', { ...ofFifty, districtsOnly: false }, ['of-50', 'b-in-5001', 'z-in-5001', 'a-in-5099']],
      ['the districts of one', { ...ofFifty, districtsOnly: true }, ['b-in-5001', 'z-in-5001', 'a-in-5099']],
      ['a district', { level: 'district', district: districtCode('5001') }, ['b-in-5001', 'z-in-5001']],
    ])('%s, page by page', async (_what, scope, expected) => {
      await vi.waitFor(async () => expect(await listed(scope)).toEqual(expected));
    });

    it('from no position that another list has given', async () => {
      const { cursor } = await accounts.list({ ...ofFifty, districtsOnly: false }, { limit: 1 });
      expect(cursor).toBe('50#of-50#of-50');
      await expect(accounts.list({ ...ofFifty, districtsOnly: true }, { limit: 1, cursor })).rejects.toThrow(
        'request.invalid',
      );
    });

    it('an officer who has moved where he is now', async () => {
      const before = inDistrict('moving', '6001');
      await add(before);
      const after = { ...inDistrict('moving', '6101'), version: 2 };
      await accounts.save(after, before, line(after));
      const district = (code: string) => ({ level: 'district', district: districtCode(code) }) as const;
      await vi.waitFor(async () => {
        expect(await listed(district('6001'))).toEqual([]);
        expect(await listed(district('6101'))).toEqual(['moving']);
      });
    });
  });
});

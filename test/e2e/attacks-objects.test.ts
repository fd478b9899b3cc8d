import { randomUUID } from 'node:crypto';
import { UpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { lookUpBankReferences, registerBankRows } from '../../functions/contract/bank.ts';
import { readMe } from '../../functions/contract/me.ts';
import { AccountsTable } from '../../functions/data/accounts.ts';
import { bangkokDay } from '../../functions/domain/calendar.ts';
import type { AgencyCode } from '../../functions/domain/programme.ts';
import { districtCode } from '../support/builders.ts';
import { answered, bearer, Client, officer, refused, signIn, stack, type Tokens } from '../support/client.ts';
import { bank } from './bank.ts';
import { settle } from './people.ts';
import { cognito, newUser, type PoolUser, removeUser } from './pool.ts';
import { recordOf, store } from './stores.ts';

describe("another bank's intent", () => {
  const reference = `A-${randomUUID().slice(0, 13)}`;
  let citizenId: string;
  let baac: Client;
  let gsb: Client;
  let before: unknown;

  beforeAll(async () => {
    [baac, gsb] = await Promise.all([bank('BAAC'), bank('GSB')]);
    ({ citizenId } = await settle('340101'));
    const row = { reference, citizenId, intentOn: bangkokDay(new Date()), consent: true };
    const { accepted } = answered(
      registerBankRows,
      await baac.post('/v1/bank/registrations', { rows: [row] }),
    );
    expect(accepted).toBe(1);
    before = (await recordOf(citizenId)).current;
  });

  const statusFor = async (client: Client, of: string) =>
    answered(lookUpBankReferences, await client.post('/v1/bank/registrations/status', { references: [of] }))
      .rows;

  it('is found by the bank that sent it, and for any other was never sent', async () => {
    expect(await statusFor(baac, reference)).toMatchObject([{ outcome: 'found' }]);
    expect(await statusFor(gsb, reference)).toEqual([{ reference, outcome: 'not-found' }]);
  });

  it('is neither corrected nor withdrawn, and the answer is that of a reference that never was', async () => {
    const change = (of: string) => ({ requestReference: `C-${randomUUID().slice(0, 13)}`, reference: of });
    for (const [path, fields] of [
      ['/v1/bank/corrections', { agency: 'GSB' }],
      ['/v1/bank/withdrawals', { reason: 'ไม่ใช่ของเรา' }],
    ] as const) {
      const rows = [
        { ...change(reference), ...fields },
        { ...change('NEVER-SENT'), ...fields },
      ];
      const { json } = await gsb.post(path, { rows });
      const said = z.parse(
        z.object({ rows: z.array(z.object({ outcome: z.string(), code: z.string() })) }),
        json,
      );
      expect(said.rows).toEqual([
        { outcome: 'rejected', code: 'bank-reference.not-found' },
        { outcome: 'rejected', code: 'bank-reference.not-found' },
      ]);
    }
    expect((await recordOf(citizenId)).current).toEqual(before);
  });

  it('takes no reference away: the other bank may use the same one for its own', async () => {
    const other = await settle('340101');
    const row = { reference, citizenId: other.citizenId, intentOn: bangkokDay(new Date()), consent: true };
    const { accepted } = answered(
      registerBankRows,
      await gsb.post('/v1/bank/registrations', { rows: [row] }),
    );
    expect(accepted).toBe(1);
    expect((await recordOf(citizenId)).current).toEqual(before);
  });
});

describe('a position in a list', () => {
  const lists = ['participants', 'cardholders'];
  const Page = z.object({ cursor: z.optional(z.string()) });

  it.each(lists)(
    'of the %s of one district opens nothing in another, nor its own list to others',
    async (list) => {
      const mueang = await officer('mueang-ubon');
      const { cursor } = z.parse(Page, (await mueang.get(`/v1/districts/3401/${list}?limit=1`)).json);
      if (cursor === undefined) throw new Error('the district has no second page');
      const warin = await officer('warin');
      refused(await warin.get(`/v1/districts/3401/${list}?cursor=${cursor}`), 404, 'district.not-found');
      const lent = await warin.get(`/v1/districts/3415/${list}?limit=200&cursor=${cursor}`);
      expect([200, 400]).toContain(lent.status);
      const own = new Set<string>();
      let next: string | undefined = '';
      while (next !== undefined) {
        const { json } = await warin.get(`/v1/districts/3415/${list}?limit=200${next && `&cursor=${next}`}`);
        for (const row of rowsIn(json)) own.add(row);
        next = z.parse(Page, json).cursor;
      }
      // Sorted by the same keys, so that it may be a position in the own list, too.
      expect(rowsIn(lent.json).filter((row) => !own.has(row))).toEqual([]);

      function rowsIn(json: unknown): string[] {
        const found = (json as Record<string, unknown>)[list];
        return Array.isArray(found) ? found.map((row) => JSON.stringify(row)) : [];
      }
    },
  );
});

describe("a user's own attributes", () => {
  const accounts = new AccountsTable(store, stack.tables.accounts);
  let user: PoolUser;
  let tokens: Tokens;

  beforeAll(async () => {
    user = await newUser();
    await accounts.save({
      ...{
        kind: 'officer',
        subject: user.subject,
        username: user.username,
        name: 'ปลัดอำเภอ',
        disabled: false,
      },
      ...{ role: 'district', area: { level: 'district', district: districtCode('3401') } },
      ...{ agency: 'DOPA' as AgencyCode, rights: [] },
    });
    tokens = await signIn(user);
  });

  afterAll(async () => {
    await removeUser(user);
    cognito.destroy();
  });

  it('give no role, no area and no right, even if the pool let them be written', async () => {
    const before = answered(readMe, await new Client(bearer(tokens.id)).get('/v1/me'));
    for (const [Name, Value] of [
      ['custom:role', 'central'],
      ['custom:area', '{"level":"country"}'],
      ['custom:rights', 'see-full-id'],
      ['name', 'เจ้าหน้าที่กระทรวงการคลัง'],
      ['preferred_username', 'central'],
    ] as const)
      await cognito
        .send(
          new UpdateUserAttributesCommand({ AccessToken: tokens.access, UserAttributes: [{ Name, Value }] }),
        )
        .catch(() => undefined);
    const anew = new Client(bearer((await signIn(user)).id));
    expect(answered(readMe, await anew.get('/v1/me'))).toEqual(before);
    refused(await anew.get('/v1/districts/1001/cardholders'), 404, 'district.not-found');
    refused(await anew.get('/v1/imports'), 403, 'area.outside');
  });
});

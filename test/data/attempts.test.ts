import { describe, expect, it } from 'vitest';
import { ADDRESS_SAMPLE, AttemptsTable } from '../../functions/data/attempts.ts';
import type { Tries } from '../../functions/domain/attempts.ts';
import { bangkok } from '../support/builders.ts';
import { cancelled, failure, intercept, type WireAnswer } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { nextPerson } from './made-up.ts';

const ALLOWED: Tries = { tenMinutes: 5, hour: 10, day: 20 };
const HERE = '198.51.100.7';

describe.each(engines)('tries counted on $name', (engine) => {
  const tables = makeTables(engine, 'attempts');

  /** A container, and what it sends; `answers` stands in for the store where it answers. */
  const counting = (
    sample: () => boolean,
    {
      hashKey = 'a key',
      answers = () => undefined,
    }: { hashKey?: string; answers?: (operation: string) => WireAnswer | undefined } = {},
  ) => {
    const client = tables.client();
    const sent: string[] = [];
    intercept(client, async ({ operation }, send) => {
      sent.push(operation);
      return answers(operation) ?? send();
    });
    const attempts = new AttemptsTable(client, tables.names.attempts, {
      hashKey: async () => hashKey,
      ofPerson: ALLOWED,
      sample,
    });
    return { attempts, operations: () => sent };
  };
  const never = () => false;
  const always = () => true;

  it('take one write each, and say how often was asked in each window', async () => {
    const { attempts, operations } = counting(never);
    const person = nextPerson();
    const ask = async (clock: string) =>
      (await attempts.count(person, HERE, bangkok(`2018-02-12 ${clock}`))).tries;
    expect(await ask('09:01')).toEqual({ tenMinutes: 1, hour: 1, day: 1 });
    expect(await ask('09:09')).toEqual({ tenMinutes: 2, hour: 2, day: 2 });
    expect(await ask('09:10')).toEqual({ tenMinutes: 1, hour: 3, day: 3 });
    expect(await ask('10:00')).toEqual({ tenMinutes: 1, hour: 1, day: 4 });
    expect((await attempts.count(person, HERE, bangkok('2018-02-13 00:00'))).tries).toEqual({
      tenMinutes: 1,
      hour: 1,
      day: 1,
    });
    expect(operations()).toEqual(Array(5).fill('UpdateItem'));
  });

  it('let exactly as many of fifty at the same moment through as are allowed', async () => {
    const person = nextPerson();
    const at = bangkok('2018-02-12 09:00');
    // Half of them count their address, too: in a transaction that only says whether the limit holds.
    const containers = Array.from(
      { length: 10 },
      (_, nth) => counting(nth % 2 === 0 ? never : always).attempts,
    );
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, nth) => containers[nth % 10]?.count(person, `192.0.2.${nth}`, at)),
    );
    const through = all.filter(
      (one) => one?.tries === 'within' || (one?.tries.tenMinutes ?? 99) <= ALLOWED.tenMinutes,
    );
    expect(through).toHaveLength(ALLOWED.tenMinutes);
  });

  it('of one address are written by a sample, for all, in the same request', async () => {
    const address = '203.0.113.77';
    const at = bangkok('2018-02-12 09:00');
    const { attempts, operations } = counting(always);
    for (let nth = 0; nth < 3; nth++) await attempts.count(nextPerson(), address, at);
    expect(operations()).toEqual(Array(3).fill('TransactWriteItems'));
    const item = await tables.item('attempts', { tried: (await attempts.addressKey(address, at)).tried.S });
    expect(item).toMatchObject({ d: 3 * ADDRESS_SAMPLE, h09: 3 * ADDRESS_SAMPLE, m54: 3 * ADDRESS_SAMPLE });
    const { tried: other } = await attempts.addressKey('203.0.113.78', at);
    expect(await tables.item('attempts', { tried: other.S })).toBeUndefined();
  });

  it('of an address come out right on average, however many containers share it', async () => {
    const address = '203.0.113.99';
    const at = bangkok('2018-02-12 09:00');
    const containers = Array.from(
      { length: 40 },
      () => counting(() => Math.random() < 1 / ADDRESS_SAMPLE).attempts,
    );
    for (let round = 0; round < 10; round++)
      await Promise.all(containers.map((one) => one.count(nextPerson(), address, at)));
    const { tried } = (await containers[0]?.addressKey(address, at)) ?? { tried: { S: '' } };
    const item = (await tables.item('attempts', { tried: tried.S })) as { d: number };
    // 400 tries with a standard deviation of 53: six of them either way.
    expect(item.d).toBeGreaterThan(400 - 6 * 53);
    expect(item.d).toBeLessThan(400 + 6 * 53);
  });

  it('beyond the limit are known from the transaction that was refused, and count nobody', async () => {
    const person = nextPerson();
    const at = bangkok('2018-02-12 09:00');
    const plain = counting(never).attempts;
    for (let nth = 0; nth < 5; nth++) await plain.count(person, HERE, at);
    const sampled = counting(always);
    expect(await sampled.attempts.count(person, HERE, at)).toMatchObject({
      tries: { tenMinutes: 6, hour: 6, day: 6 },
    });
    expect(sampled.operations()).toEqual(['TransactWriteItems']);
  });

  it('count the person alone while others hold the address', async () => {
    const held = cancelled(['None', 'TransactionConflict']);
    const { attempts, operations } = counting(always, {
      answers: (operation) => (operation === 'TransactWriteItems' ? held : undefined),
    });
    const { tries } = await attempts.count(nextPerson(), HERE, bangkok('2018-02-12 09:00'));
    expect(tries).toEqual({ tenMinutes: 1, hour: 1, day: 1 });
    expect(operations()).toEqual(['TransactWriteItems', 'UpdateItem']);
  });

  it('wait for a transaction on the same person, and say busy when it does not end', async () => {
    const conflict = failure('TransactionConflictException');
    const at = bangkok('2018-02-12 09:00');
    let left = 2;
    const brief = counting(never, { answers: () => (left-- > 0 ? conflict : undefined) });
    expect((await brief.attempts.count(nextPerson(), HERE, at)).tries).toMatchObject({ day: 1 });
    const endless = counting(never, { answers: () => conflict });
    await expect(endless.attempts.count(nextPerson(), HERE, at)).rejects.toMatchObject({
      code: 'store.busy',
    });
  });

  it('spend a challenge once, whoever brings it at the same moment, and over midnight, too', async () => {
    const person = nextPerson();
    const issuedAt = bangkok('2018-02-12 23:59');
    const solved = { id: 'c0ffee', issuedAt };
    const { attempts } = counting(never);
    const together = await Promise.all(
      Array.from({ length: 10 }, () => attempts.count(person, HERE, issuedAt, solved)),
    );
    expect(together.filter(({ isReplay }) => !isReplay)).toEqual([
      { tries: { tenMinutes: 1, hour: 1, day: 1 }, solved: 1, isReplay: false },
    ]);
    const later = await attempts.count(person, HERE, bangkok('2018-02-13 00:01'), solved);
    expect(later.isReplay).toBe(true);
    const another = await attempts.count(person, HERE, issuedAt, { id: 'c0ffef', issuedAt });
    expect(another).toMatchObject({ solved: 2, isReplay: false });
  });

  it('are kept under a hash that nobody makes without the key, and for a day', async () => {
    const person = nextPerson();
    const at = bangkok('2018-02-12 09:00');
    await counting(never).attempts.count(person, HERE, at);
    await counting(never, { hashKey: 'another key' }).attempts.count(person, HERE, at);
    const items = (await tables.items('attempts')) as { tried: string; expiresAtEpochSeconds: number }[];
    expect(JSON.stringify(items)).not.toContain(person);
    expect(JSON.stringify(items)).not.toContain(HERE);
    expect(new Set(items.map(({ tried }) => tried)).size).toBe(items.length);
    const end = bangkok('2018-02-14 01:00').getTime() / 1_000;
    for (const { expiresAtEpochSeconds } of items) expect(expiresAtEpochSeconds).toBeLessThanOrEqual(end);
  });
});

import { describe, expect, it } from 'vitest';
import { AuditTable } from '../../functions/data/audit.ts';
import { BankListIndex } from '../../functions/data/bank-list.ts';
import { BankRecordsTables } from '../../functions/data/bank-records.ts';
import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { RegistrationsTable } from '../../functions/data/registrations.ts';
import type { Settled } from '../../functions/domain/bank-batch.ts';
import {
  type BankDesk,
  type BankReceipt,
  registerRows,
  withdrawRows,
} from '../../functions/domain/bank-desk.ts';
import { ids } from '../../functions/runtime/ids.ts';
import { bankClient, bankIntent, bankWithdrawal } from '../support/bank.ts';
import { cardholder, day, IN_WINDOW } from '../support/builders.ts';
import { knownGeography, programmeOf } from '../support/fakes.ts';
import { engines, makeTables } from '../support/tables.ts';
import { intent, lineAbout, nextPerson } from './made-up.ts';

const occasion = { at: IN_WINDOW, from: '192.0.2.1', requestId: 'request-1' };
const BAAC = bankClient('BAAC');
const GSB = bankClient('GSB');
const codes = (rows: Settled<BankReceipt>[]) =>
  rows.map((row) =>
    row.outcome === 'accepted' ? row.done.receipt : row.outcome === 'rejected' ? row.refusal.code : row.error,
  );

describe.each(engines)("the banks' batches on $name", (engine) => {
  const tables = makeTables(
    engine,
    'registrations',
    'registrationHistory',
    'references',
    'cardholders',
    'audit',
  );
  const { names } = tables;
  const client = tables.client();
  const stores = {
    registrations: names.registrations,
    history: names.registrationHistory,
    references: names.references,
    cardholders: names.cardholders,
  };
  const audit = new AuditTable(client, names.audit, async () => 'a key');
  const registrations = new RegistrationsTable(client, stores, audit);
  const desk: BankDesk = {
    records: new BankRecordsTables(client, stores),
    registrations,
    programme: programmeOf(),
    geography: knownGeography(),
    ids,
    audit,
    clock: () => IN_WINDOW,
  };
  const list = new BankListIndex(client, names.registrations);
  let made = 0;
  const peopleInRegistry = async (count: number) => {
    const people = Array.from({ length: count }, () => cardholder({ citizenId: nextPerson() }));
    for (const person of people) await tables.put('cardholders', cardholderToItem(person));
    return people.map((person) =>
      bankIntent(++made, {
        citizenId: person.citizenId,
        reference: `${engine.name.replace(/\W/g, '')}-${made}`,
      }),
    );
  };

  it('keep a reference with its receipt and without an end, and give the same answer again', async () => {
    const rows = await peopleInRegistry(3);
    const first = await registerRows(desk, BAAC, rows, occasion);
    expect(new Set(first.map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
    const item = await tables.item('references', { reference: `bank#BAAC#${rows[0]?.reference}` });
    expect(item).toEqual({
      reference: `bank#BAAC#${rows[0]?.reference}`,
      citizenId: rows[0]?.citizenId,
      registrationId: expect.any(String),
      version: 1,
      receipt: codes(first)[0],
      bodyHash: rows[0]?.bodyHash,
    });
    expect(codes(await registerRows(desk, BAAC, rows, occasion))).toEqual(codes(first));
    const lines = await tables.items('audit');
    for (const { actorMonth } of lines) expect(actorMonth).toMatch(/^client-BAAC\.[0-9a-f]#2018-02$/);
  });

  it('read hundreds of people and references in one batch', async () => {
    const rows = await peopleInRegistry(230);
    const answers = codes(await registerRows(desk, GSB, rows, occasion));
    expect(new Set(answers).size).toBe(230);
    expect(codes(await registerRows(desk, GSB, rows, occasion))).toEqual(answers);
  });

  it('that arrive five times at once are made once, and every answer is the same', async () => {
    const rows = await peopleInRegistry(10);
    const all = await Promise.all(Array.from({ length: 5 }, () => registerRows(desk, BAAC, rows, occasion)));
    const receipts = new Set(all.flatMap(codes).filter((code) => code !== 'store.busy'));
    expect(receipts.size).toBe(10);
  });

  it('of two banks race an officer, and each person has one winner', async () => {
    const rows = await peopleInRegistry(30);
    const officers = rows.map(async ({ citizenId }) => {
      const first = intent({ citizenId: citizenId as never });
      return registrations.save(first, { replaces: undefined, audit: lineAbout(first) });
    });
    const [desks, baac, gsb] = await Promise.all([
      Promise.all(officers),
      registerRows(desk, BAAC, rows, occasion),
      registerRows(desk, GSB, rows, occasion),
    ]);
    for (const [n] of rows.entries()) {
      const won = [
        desks[n]?.outcome === 'written',
        baac[n]?.outcome === 'accepted',
        gsb[n]?.outcome === 'accepted',
      ];
      expect(won.filter(Boolean), `person ${n}`).toHaveLength(1);
    }
    for (const row of [...baac, ...gsb])
      if (row.outcome !== 'accepted')
        expect(row).toMatchObject({
          refusal: { code: expect.stringMatching(/^(registration\.already-registered|store\.busy)$/) },
        });
  });

  it('are listed by day while they stand, page by page, by positions that name nobody', async () => {
    const own = day('2018-02-03');
    const rows = (await peopleInRegistry(25)).map((row) => ({ ...row, intentOn: own }));
    const sent = codes(await registerRows(desk, BAAC, rows, occasion));
    const gone = rows
      .slice(0, 5)
      .map(({ reference }, n) => bankWithdrawal(n, { reference, requestReference: `W-${made}-${n}` }));
    await withdrawRows(desk, BAAC, gone, occasion);
    for (const limit of [1, 4, 7, 100]) {
      const receipts: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await list.standing('BAAC', own, { limit, cursor });
        receipts.push(...page.rows.map(({ receipt }) => receipt));
        cursor = page.cursor;
        for (const { citizenId } of rows) expect(cursor ?? '').not.toContain(citizenId);
      } while (cursor !== undefined);
      expect(receipts.sort()).toEqual(sent.slice(5).sort());
    }
    expect((await list.standing('GSB', own, { limit: 10 })).rows).toEqual([]);
    await expect(list.standing('BAAC', own, { limit: 10, cursor: 'x#y' })).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });
});

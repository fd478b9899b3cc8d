import { describe, expect, it } from 'vitest';
import { AllowancesTable } from '../../functions/data/allowances.ts';
import { AuditTable } from '../../functions/data/audit.ts';
import { AuditLines } from '../../functions/data/audit-lines.ts';
import { CountedPeopleTable } from '../../functions/data/counted-people.ts';
import { cardState } from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import type { RosterPosition } from '../../functions/domain/people.ts';
import { cardholder, day, districtCode, instant, subdistrictCode } from '../support/builders.ts';
import { intercept } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, patient } from './counted.ts';
import { intent, lineAbout, nextPerson } from './made-up.ts';

const HOME = districtCode('3401');

describe.each(engines)('a row of the list of cardholders on $name', (engine) => {
  const { client, names } = makeTables(engine, 'ledger', 'counters');
  const card = (overrides: object = {}) =>
    cardholder({ citizenId: nextPerson(), subdistrict: subdistrictCode('340101'), ...overrides });
  const count = (cards: readonly ReturnType<typeof card>[]) =>
    countObservations(
      cards.map((one) => ({ ...cardState(one), before: undefined })),
      ledgerOn(client(), names, { source: 'card' }),
      patient,
    );
  const read = client();
  let requests = 0;
  intercept(read, async (_, send) => {
    requests += 1;
    return send();
  });
  const lists = new CountedPeopleTable(read, names.ledger);

  it('leads back to its person by its key, and to nobody once the person has moved', async () => {
    const people = [card(), card({ birthDate: day('1980-01-01') })];
    await count(people);
    const { rows } = await lists.roster(HOME, {}, { limit: 10 });
    expect(rows).toHaveLength(2);
    for (const { citizenId, position } of rows) {
      expect(position).not.toContain(citizenId);
      expect(await lists.onRoster(position)).toBe(citizenId);
    }
    for (const position of ['', 'x'.repeat(200), `340101#UP_TO_30000#1970#${'a'.repeat(22)}`])
      expect(await lists.onRoster(position as RosterPosition)).toBeUndefined();
    const [mover, stayer] = people;
    if (mover === undefined || stayer === undefined) throw new Error('two people were made');
    const position = rows.find(({ citizenId }) => citizenId === mover.citizenId)?.position as RosterPosition;
    const gone = { ...mover, cardStatus: 'cancelled' as const, changedAt: instant('2018-02-02 08:00') };
    await countObservations(
      [{ ...cardState(gone), before: cardState(mover) }],
      ledgerOn(client(), names, { source: 'card' }),
      patient,
    );
    expect(await lists.onRoster(position)).toBeUndefined();
  });

  it('costs as many requests beside ten times the people, and so does a page of the list', async () => {
    const lone = subdistrictCode('340109');
    await count(Array.from({ length: 5 }, () => card({ subdistrict: lone })));
    const cost = async () => {
      requests = 0;
      const { rows } = await lists.roster(HOME, { subdistrict: lone, registered: false }, { limit: 50 });
      expect(rows).toHaveLength(5);
      await lists.onRoster(rows[0]?.position as RosterPosition);
      await lists.roster(HOME, {}, { limit: 4 });
      return requests;
    };
    const before = await cost();
    await count(Array.from({ length: 300 }, () => card({ subdistrict: subdistrictCode('340205') })));
    await count(Array.from({ length: 300 }, () => card()));
    expect(await cost()).toBe(before);
    expect(before).toBe(3);
  });
});

describe.each(engines)('many lines of the trail on $name', (engine) => {
  const { client, names, items } = makeTables(engine, 'audit');
  const audit = new AuditTable(client(), names.audit, async () => 'a key');

  it('are all there when the writing returns, more than a transaction takes', async () => {
    const lines = Array.from({ length: 230 }, () =>
      lineAbout(intent({ citizenId: nextPerson() }), { action: 'LOOKED_UP_IN_BULK' }),
    );
    await new AuditLines(client(), audit).appendAll(lines);
    const kept = await items('audit');
    expect(kept).toHaveLength(230);
    expect(new Set(kept.map(({ personKey }) => personKey)).size).toBe(230);
    await new AuditLines(client(), audit).appendAll([]);
    expect(await items('audit')).toHaveLength(230);
  });
});

describe.each(engines)("a day's allowance on $name", (engine) => {
  const { client, names, items } = makeTables(engine, 'allowances');
  const allowances = new AllowancesTable(client(), names.allowances);
  const of = (subject: string, on = '2018-02-12') =>
    ({ subject, day: day(on), what: 'people-looked-up' }) as const;

  it('is taken until it is used up, and nothing of it by what is too much', async () => {
    expect(await allowances.take(of('a'), 60, 100)).toBe('taken');
    expect(await allowances.take(of('a'), 41, 100)).toEqual({ left: 40 });
    expect(await allowances.take(of('a'), 40, 100)).toBe('taken');
    expect(await allowances.take(of('a'), 1, 100)).toEqual({ left: 0 });
    expect(await allowances.take(of('b'), 100, 100)).toBe('taken');
    expect(await allowances.take(of('a', '2018-02-13'), 100, 100)).toBe('taken');
    expect(await allowances.take(of('c'), 101, 100)).toEqual({ left: 100 });
    const [first] = await items('allowances');
    const expires = Number(first?.expiresAtEpochSeconds) * 1_000;
    expect(expires).toBeGreaterThan(Date.parse('2018-02-13T17:00:00Z'));
  });

  it('is never exceeded by calls at once', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => allowances.take(of('many'), 30, 100)));
    expect(taken.filter((one) => one === 'taken')).toHaveLength(3);
  });
});

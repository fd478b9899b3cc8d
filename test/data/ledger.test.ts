import { describe, expect, it } from 'vitest';
import { CountersTable } from '../../functions/data/counters.ts';
import type { LedgerTable } from '../../functions/data/ledger.ts';
import type { SubdistrictCode } from '../../functions/domain/area.ts';
import type { Contribution } from '../../functions/domain/contribution.ts';
import { countObservations, Unwritable } from '../../functions/domain/count-observations.ts';
import { deltasOf, type LedgerRow, type Observation } from '../../functions/domain/counting.ts';
import { seededRandom } from '../../local/seed/random.ts';
import {
  agencyCode,
  contribution,
  day,
  instant,
  observationsOf,
  projectCode,
  provinceCode,
  subdistrictCode,
} from '../support/builders.ts';
import { Conflicts, cancelled, failure, intercept, loseAnswers } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, oneTransaction, patient, reportOf } from './counted.ts';
import { nextPerson } from './made-up.ts';

const NOW = instant('2018-02-12 09:00');
const DAY = day('2018-02-05');

describe.each(engines)('the ledger on $name', (engine) => {
  const tables = makeTables(engine, 'ledger', 'counters');
  const { names } = tables;
  const on = (client = tables.client()): LedgerTable => ledgerOn(client, names);
  const ledger = on();
  const counters = new CountersTable(tables.client(), names.counters);

  let provinces = 20;
  /** A subdistrict of a province in which no other test counts. */
  const nextSubdistrict = (): SubdistrictCode => subdistrictCode(`${++provinces}0101`);
  const reportOn = (subdistrict: SubdistrictCode) =>
    reportOf(counters, provinceCode(subdistrict.slice(0, 2)), DAY, day('2018-02-09'));
  const seen = (overrides: Partial<Contribution>, citizenId: string = nextPerson()): [Observation] =>
    observationsOf(citizenId, [contribution(overrides)]) as [Observation];

  describe('a commit', () => {
    it('puts a state right once, whoever else does at the same time', async () => {
      const subdistrict = nextSubdistrict();
      const [made] = seen({ subdistrict });
      await ledger.commit(oneTransaction([made]));
      const { citizenId, version, contribution: wrong } = made;
      const right = contribution({ subdistrict, agency: agencyCode('MOL') });
      const next = { version, contribution: right };
      const step = { citizenId, expected: { version, contribution: wrong }, next };
      const mending = { steps: [step], deltas: deltasOf([step]) };
      expect(await ledger.commit(mending)).toEqual({ outcome: 'counted' });
      expect(await ledger.commit(mending)).toEqual({
        outcome: 'unexpected',
        actual: new Map([[citizenId, next]]),
      });
      expect(await reportOn(subdistrict)).toMatchObject({ registered: 1, byAgency: { MOL: 1 } });
    });

    it('writes the rows and moves the counters with them', async () => {
      const subdistrict = nextSubdistrict();
      const people = [seen({ subdistrict }), seen({ subdistrict, projects: [projectCode('D1-01')] })].flat();
      expect(await ledger.commit(oneTransaction(people))).toEqual({ outcome: 'counted' });

      const rows = await ledger.rowsOf(people.map(({ citizenId }) => citizenId));
      for (const { citizenId, version, contribution } of people)
        expect(rows.get(citizenId)).toEqual({ version, contribution });
      const province = provinceCode(subdistrict.slice(0, 2));
      const items = await counters.read([
        { province, bucket: 'total' },
        { province, bucket: DAY },
      ]);
      expect(items.map(({ lastCountedAt }) => lastCountedAt)).toEqual([NOW, NOW]);
      expect(await reportOn(subdistrict)).toMatchObject({
        registered: 2,
        cancelled: 0,
        withProject: 1,
        byAgency: { DOPA: 2 },
        byChannel: { officer: 2 },
        byProject: { 'D1-01': 1 },
      });
    });

    it('that is replayed is unexpected, tells what the ledger holds and writes nothing', async () => {
      const subdistrict = nextSubdistrict();
      const [person] = seen({ subdistrict, projects: [projectCode('D1-01'), projectCode('D2-03')] });
      const transaction = oneTransaction([person]);
      await ledger.commit(transaction);
      const before = await tables.contents();
      const held: LedgerRow = { version: 1, contribution: person.contribution };
      expect(await ledger.commit(transaction)).toEqual({
        outcome: 'unexpected',
        actual: new Map([[person.citizenId, held]]),
      });
      expect(await tables.contents()).toEqual(before);
    });

    it('over a row that the ledger does not have is unexpected, and tells that there is none', async () => {
      const subdistrict = nextSubdistrict();
      const citizenId = nextPerson();
      const [, second] = observationsOf(citizenId, [
        contribution({ subdistrict }),
        contribution({ subdistrict, status: 'CANCELLED' }),
      ]) as [Observation, Observation];
      const before = await tables.contents();
      expect(await ledger.commit(oneTransaction([second]))).toEqual({
        outcome: 'unexpected',
        actual: new Map([[citizenId, undefined]]),
      });
      expect(await tables.contents()).toEqual(before);
    });

    it('tells of the rows that were not as expected and of no other', async () => {
      const subdistrict = nextSubdistrict();
      const people = Array.from({ length: 5 }, () => seen({ subdistrict })).flat();
      const [first, , third] = people as [Observation, Observation, Observation];
      await ledger.commit(oneTransaction([first, third]));
      const outcome = await ledger.commit(oneTransaction(people));
      expect(outcome).toEqual({
        outcome: 'unexpected',
        actual: new Map([
          [first.citizenId, { version: 1, contribution: first.contribution }],
          [third.citizenId, { version: 1, contribution: third.contribution }],
        ]),
      });
      expect(await reportOn(subdistrict)).toMatchObject({ registered: 2 });
    });

    it('takes the counts of a withdrawn, moved or erased registration off again', async () => {
      const [here, there] = [nextSubdistrict(), nextSubdistrict()];
      const states = observationsOf(nextPerson(), [
        contribution({ subdistrict: here, projects: [projectCode('D1-01')] }),
        contribution({ subdistrict: here, agency: agencyCode('MOL') }),
        contribution({ subdistrict: here, status: 'CANCELLED' }),
        contribution({ subdistrict: there, day: day('2018-02-07') }),
        undefined,
      ]);
      const [created, corrected, withdrawn, again, erased] = states as [
        Observation,
        Observation,
        Observation,
        Observation,
        Observation,
      ];
      const count = async (observation: Observation) => {
        expect(await ledger.commit(oneTransaction([observation]))).toEqual({ outcome: 'counted' });
        return Promise.all([reportOn(here), reportOn(there)]);
      };
      await count(created);
      expect((await count(corrected))[0]).toMatchObject({
        registered: 1,
        withProject: 0,
        byAgency: { MOL: 1 },
        byProject: {},
      });
      expect((await count(withdrawn))[0]).toMatchObject({ registered: 0, cancelled: 1, byAgency: {} });
      const [left, arrived] = await count(again);
      expect(left).toMatchObject({ registered: 0, cancelled: 0 });
      expect(arrived).toMatchObject({ registered: 1, cancelled: 0 });
      expect((await count(erased))[1]).toMatchObject({ registered: 0, cancelled: 0, byChannel: {} });
      expect((await ledger.rowsOf([created.citizenId])).get(created.citizenId)).toEqual({ version: 5 });
    });

    it('raises the version of a person whose counts do not move', async () => {
      const subdistrict = nextSubdistrict();
      const same = contribution({ subdistrict });
      const [first, second] = observationsOf(nextPerson(), [same, same]) as [Observation, Observation];
      await ledger.commit(oneTransaction([first]));
      const transaction = oneTransaction([second]);
      expect(transaction.deltas).toEqual([]);
      expect(await ledger.commit(transaction)).toEqual({ outcome: 'counted' });
      expect((await ledger.rowsOf([first.citizenId])).get(first.citizenId)?.version).toBe(2);
      expect(await reportOn(subdistrict)).toMatchObject({ registered: 1 });
    });

    it('of exactly 100 actions is taken', async () => {
      const subdistrict = nextSubdistrict();
      const transaction = oneTransaction(Array.from({ length: 98 }, () => seen({ subdistrict })).flat());
      expect(transaction.steps.length + transaction.deltas.length).toBe(100);
      expect(await ledger.commit(transaction)).toEqual({ outcome: 'counted' });
      expect(await reportOn(subdistrict)).toMatchObject({ registered: 98 });
    });

    it('reads back 100 rows at a time, also when the store leaves some unread', async () => {
      const subdistrict = nextSubdistrict();
      const people = Array.from({ length: 98 }, () => seen({ subdistrict })).flat();
      await ledger.commit(oneTransaction(people));
      const client = tables.client();
      const sizes: number[] = [];
      intercept(client, async ({ body }, send) => {
        const { [names.ledger]: keys } = body.RequestItems ?? {};
        const asked = (keys as { Keys: unknown[] }).Keys;
        sizes.push(asked.length);
        const read = { ConsistentRead: true, Keys: asked.slice(0, 40) };
        const answer = await send({ RequestItems: { [names.ledger]: read } });
        const left = asked.slice(40);
        const UnprocessedKeys = left.length === 0 ? {} : { [names.ledger]: { ...read, Keys: left } };
        return { ...answer, body: { ...answer.body, UnprocessedKeys } };
      });
      const ids = [...people.map(({ citizenId }) => citizenId), nextPerson(), nextPerson()];
      const rows = await on(client).rowsOf(ids);
      expect(sizes).toEqual([100, 60, 20]);
      expect(rows.size).toBe(98);
    });
  });

  describe('a commit that others stand in the way of', () => {
    it.concurrent.each([
      ['a conflict', cancelled(['None', 'TransactionConflict', 'None'])],
      ['throttled items', cancelled(['ThrottlingError', 'None', 'None'])],
      ['exceeded throughput', cancelled(['None', 'None', 'ProvisionedThroughputExceeded'])],
      ['a transaction in progress', failure('TransactionInProgressException')],
      ['a throttled account', failure('ThrottlingException')],
      ['exceeded throughput of the table', failure('ProvisionedThroughputExceededException')],
      ['a fault of the store', failure('InternalServerError', {}, 500)],
    ])('is contended by %s', async (_what, answer) => {
      const client = tables.client();
      intercept(client, async () => answer);
      const subdistrict = nextSubdistrict();
      expect(await on(client).commit(oneTransaction(seen({ subdistrict })))).toEqual({
        outcome: 'contended',
      });
      expect(await reportOn(subdistrict)).toMatchObject({ registered: 0 });
    });

    it('is not taken for counted when a failed condition and a conflict come together', async () => {
      const subdistrict = nextSubdistrict();
      const [counted, fresh] = [seen({ subdistrict }), seen({ subdistrict })].flat() as [
        Observation,
        Observation,
      ];
      await ledger.commit(oneTransaction([counted]));
      const transaction = oneTransaction([counted, fresh]);
      const at = transaction.steps.findIndex(({ citizenId }) => citizenId === fresh.citizenId);
      const client = tables.client();
      let conflicts = 1;
      intercept(client, async (_request, send) => {
        const answer = await send();
        const reasons = answer.body.CancellationReasons;
        if (reasons === undefined || conflicts === 0) return answer;
        conflicts -= 1;
        const CancellationReasons = reasons.map((reason, n) =>
          n === at ? { Code: 'TransactionConflict', Message: 'injected' } : reason,
        );
        return { ...answer, body: { ...answer.body, CancellationReasons } };
      });
      expect(await on(client).commit(transaction)).toEqual({
        outcome: 'unexpected',
        actual: new Map([[counted.citizenId, { version: 1, contribution: counted.contribution }]]),
      });
      conflicts = 1;
      expect(await countObservations([counted, fresh], on(client), patient)).toMatchObject({
        counted: 1,
        alreadyCounted: 1,
      });
      expect(await reportOn(subdistrict)).toMatchObject({ registered: 2 });
    });

    it('fails as it is when it may not write there', async () => {
      const client = tables.client();
      intercept(client, async () => failure('AccessDeniedException'));
      const commit = on(client).commit(oneTransaction(seen({ subdistrict: nextSubdistrict() })));
      await expect(commit).rejects.toThrow('AccessDeniedException');
      await expect(commit).rejects.not.toBeInstanceOf(Unwritable);
    });
  });

  describe('a commit that the store will never take', () => {
    // MiniStack takes keys of any length.
    if (engine.name !== 'MiniStack')
      it('is unwritable for a key that is too long', async () => {
        const subdistrict = nextSubdistrict();
        await expect(
          ledger.commit(oneTransaction(seen({ subdistrict }, '1'.repeat(2_049)))),
        ).rejects.toBeInstanceOf(Unwritable);
        expect(await reportOn(subdistrict)).toMatchObject({ registered: 0 });
      });

    it('is unwritable for an empty key', async () => {
      await expect(
        ledger.commit(oneTransaction(seen({ subdistrict: nextSubdistrict() }, ''))),
      ).rejects.toBeInstanceOf(Unwritable);
    });

    it('is unwritable for an item that is too large', async () => {
      const subdistrict = nextSubdistrict();
      const projects = Array.from({ length: 500 }, (_, n) => projectCode(`${'P'.repeat(1_000)}${n}`));
      const transaction = oneTransaction(seen({ subdistrict, projects }));
      await expect(ledger.commit({ ...transaction, deltas: [] })).rejects.toBeInstanceOf(Unwritable);
    });

    it('is unwritable where a counter is no number', async () => {
      const subdistrict = nextSubdistrict();
      const province = subdistrict.slice(0, 2);
      await tables.put('counters', { province, bucket: 'total', aDOPA: 'many' });
      const before = await tables.contents();
      await expect(ledger.commit(oneTransaction(seen({ subdistrict })))).rejects.toBeInstanceOf(Unwritable);
      expect(await tables.contents()).toEqual(before);
    });

    it('does not keep the others of its batch from being counted', async () => {
      const subdistrict = nextSubdistrict();
      const people = Array.from({ length: 30 }, () => seen({ subdistrict })).flat();
      const [poison] = seen({ subdistrict }, '');
      const report = await countObservations([...people, poison], ledger, patient);
      expect(report).toMatchObject({ counted: 30, alreadyCounted: 0 });
      expect(report.poisoned.map(({ citizenId }) => citizenId)).toEqual([poison.citizenId]);
      expect(await reportOn(subdistrict)).toMatchObject({ registered: 30 });
    });

    it('is cut smaller when one expression would move too many counters', async () => {
      const province = nextSubdistrict().slice(0, 2);
      const subdistrict = (n: number) =>
        subdistrictCode(
          `${province}${String(1 + Math.floor(n / 99)).padStart(2, '0')}${String((n % 99) + 1).padStart(2, '0')}`,
        );
      // Two subdistricts a person and ten projects that nobody shares: some 1,200 counters in one item.
      const moved = Array.from({ length: 90 }, (_, n) => {
        const projects = Array.from({ length: 10 }, (_, p) => projectCode(`D${n}-${p}`));
        return observationsOf(nextPerson(), [
          contribution({ subdistrict: subdistrict(2 * n), status: 'CANCELLED' }),
          contribution({ subdistrict: subdistrict(2 * n + 1), projects }),
        ]);
      });
      await countObservations(
        moved.map(([first]) => first as Observation),
        ledger,
        patient,
      );
      const report = await countObservations(
        moved.map(([, second]) => second as Observation),
        ledger,
        patient,
      );
      expect(report).toMatchObject({ counted: 90, poisoned: [] });
      const counted = await reportOf(counters, provinceCode(province), DAY, DAY);
      expect(counted).toMatchObject({ registered: 90, cancelled: 0, participations: 900 });
    });
  });

  describe('an answer that is lost', () => {
    it.each([
      ['once, and the SDK asks again', 1, { counted: 12, alreadyCounted: 0, retries: 0 }],
      ['for good, and the batch is counted again', 3, { counted: 0, alreadyCounted: 12, retries: 1 }],
    ])('%s: everybody is counted once', async (_what, times, told) => {
      const subdistrict = nextSubdistrict();
      const people = Array.from({ length: 12 }, () => seen({ subdistrict })).flat();
      const client = tables.client();
      loseAnswers(client, times);
      expect(await countObservations(people, on(client), patient)).toMatchObject(told);
      const second = await countObservations(people, ledger, patient);
      expect(second).toMatchObject({ counted: 0, alreadyCounted: 12 });
      expect(await reportOn(subdistrict)).toMatchObject({ registered: 12, byAgency: { DOPA: 12 } });
    });
  });

  describe('under contention', () => {
    it('loses and doubles nothing when eight count the same provinces', async () => {
      const conflicts = new Conflicts(tables.keys, { random: seededRandom(8), strangers: 0.15 });
      const [one, two] = [nextSubdistrict(), nextSubdistrict()];
      const batches = Array.from({ length: 8 }, () =>
        Array.from({ length: 24 }, (_, n) => seen({ subdistrict: n % 2 === 0 ? one : two })).flat(),
      );
      // Each also gets a third of its neighbour's batch.
      const reports = await Promise.all(
        batches.map((batch, n) =>
          countObservations(
            [...batch, ...(batches[(n + 1) % 8] as Observation[]).slice(0, 8)],
            on(conflicts.among(tables.client())),
            patient,
          ),
        ),
      );
      expect(conflicts.raised).toBeGreaterThan(8);
      expect(reports.reduce((sum, { counted }) => sum + counted, 0)).toBe(8 * 24);
      expect(reports.reduce((sum, { alreadyCounted }) => sum + alreadyCounted, 0)).toBe(8 * 8);
      expect((await reportOn(one)).registered + (await reportOn(two)).registered).toBe(8 * 24);
    });

    it('ends at the newest state when consumers hold older and newer ones of the same people', async () => {
      const conflicts = new Conflicts(tables.keys, { random: seededRandom(9) });
      const subdistrict = nextSubdistrict();
      const histories = Array.from({ length: 20 }, () =>
        observationsOf(nextPerson(), [
          contribution({ subdistrict }),
          contribution({ subdistrict, agency: agencyCode('MOL') }),
          contribution({ subdistrict, status: 'CANCELLED' }),
          contribution({ subdistrict, agency: agencyCode('MOAC'), day: day('2018-02-07') }),
        ]),
      );
      await Promise.all(
        [3, 2, 1, 0].map((version) =>
          countObservations(
            histories.map((states) => states[version] as Observation),
            on(conflicts.among(tables.client())),
            patient,
          ),
        ),
      );
      const report = await reportOn(subdistrict);
      expect(report).toMatchObject({ registered: 20, cancelled: 0, byAgency: { MOAC: 20 } });
      expect(report.days.map(({ registered }) => registered)).toEqual([0, 0, 20, 0, 0]);
    });
  });
});

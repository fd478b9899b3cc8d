import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { CountersTable } from '../../functions/data/counters.ts';
import { RegistrationsTable, registrationToItem } from '../../functions/data/registrations.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import { reconcile } from '../../functions/domain/reconcile.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { chooser, seededRandom } from '../../local/seed/random.ts';
import { agencyCode, day, projectCode, provinceCode, subdistrictCode } from '../support/builders.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, observed, patient, recount, reported, reportOf } from './counted.ts';
import { corrected, intent } from './made-up.ts';

const PROVINCES = ['34', '35'];

describe.each(engines)('reconciling on $name', (engine) => {
  const suite = () => {
    const tables = makeTables(engine, 'registrations', 'ledger', 'counters');
    const client = tables.client();
    const ledger = ledgerOn(client, tables.names);
    const counters = new CountersTable(client, tables.names.counters);
    const registrations = new RegistrationsTable(client, { registrations: tables.names.registrations });
    const run = () =>
      reconcile(
        {
          registrations: () => registrations.all(),
          registered: (citizenIds) => registrations.existing(citizenIds),
          ledgerRowsOf: (citizenIds) => ledger.rowsOf(citizenIds),
          ledger: () => ledger.all(),
          counters: () => counters.all(),
        },
        (behind) => countObservations(behind, ledger, patient),
      );
    const reports = async () =>
      (
        await Promise.all(
          PROVINCES.map((province) =>
            reportOf(counters, provinceCode(province), day('2018-02-01'), day('2018-02-09')),
          ),
        )
      ).map(reported);
    /** Writes current versions whose changes no stream has told. */
    const write = (...current: Registration[]) =>
      tables.put('registrations', ...current.map(registrationToItem));
    const overwrite = (bucket: string, counter: string, count: number | undefined) =>
      client.send(
        new UpdateCommand({
          TableName: tables.names.counters,
          Key: { province: '34', bucket },
          UpdateExpression: count === undefined ? 'REMOVE #counter' : 'SET #counter = :count',
          ExpressionAttributeNames: { '#counter': counter },
          ...(count === undefined ? {} : { ExpressionAttributeValues: { ':count': count } }),
        }),
      );
    return { tables, ledger, run, reports, write, overwrite };
  };
  const choose = chooser(seededRandom(34));
  const somebody = (): Registration =>
    intent({
      residence: subdistrictCode(`${choose.of(PROVINCES)}010${1 + choose.whole(5)}`),
      intentOn: day(`2018-02-0${1 + choose.whole(9)}`),
      agency: agencyCode(choose.of(['DOPA', 'MOL'])),
      projects: choose.chance(0.5) ? [projectCode('D1-01')] : [],
    });
  const clean = { recounted: 0, uncountable: 0, drift: [] };

  describe('registrations', () => {
    const { tables, ledger, run, reports, write } = suite();
    const people = Array.from({ length: 230 }, somebody);

    it('says that nothing is nothing', async () => {
      expect(await run()).toEqual({ registrations: 0, ledgerRows: 0, ...clean });
    });

    it('counts what no stream has told, and finds nothing to do the second time', async () => {
      await write(...people);
      expect(await run()).toEqual({
        registrations: 230,
        recounted: 230,
        uncountable: 0,
        ledgerRows: 230,
        drift: [],
      });
      expect(await reports()).toEqual(PROVINCES.map((province) => recount(people, province)));
      expect(await run()).toEqual({ registrations: 230, ledgerRows: 230, ...clean });
    });

    it('counts the versions that the ledger is behind, and no others', async () => {
      const changed = people.slice(0, 12).map((first, n) =>
        corrected(corrected(first, { agency: agencyCode('MOAC') }), {
          status: n % 3 === 0 ? 'CANCELLED' : 'INTENT',
        }),
      );
      people.splice(0, changed.length, ...changed);
      await write(...changed);
      expect(await run()).toMatchObject({ registrations: 230, recounted: 12, drift: [] });
      expect(await reports()).toEqual(PROVINCES.map((province) => recount(people, province)));
    });

    it('and a stream that delivers late count once between them', async () => {
      const late = Array.from({ length: 30 }, somebody);
      people.push(...late);
      await write(...late);
      const [report] = await Promise.all([
        run(),
        countObservations(
          late.map((after) => observed(after)),
          ledger,
          patient,
        ),
      ]);
      expect(report.registrations).toBe(260);
      await countObservations(
        late.map((after) => observed(after)),
        ledger,
        patient,
      );
      expect(await run()).toEqual({ registrations: 260, ledgerRows: 260, ...clean });
      expect(await reports()).toEqual(PROVINCES.map((province) => recount(people, province)));
    });

    it('takes off a registration that is gone, and mends a row that counts something else', async () => {
      const [gone, wrong] = people;
      if (gone === undefined || wrong === undefined) throw new Error('two people');
      people.shift();
      const client = tables.client();
      const key = ({ citizenId }: Registration) => ({ citizenId });
      await client.send(new DeleteCommand({ TableName: tables.names.registrations, Key: key(gone) }));
      await client.send(
        new UpdateCommand({
          TableName: tables.names.ledger,
          Key: key(wrong),
          UpdateExpression: 'SET registration.agency = :other',
          ExpressionAttributeValues: { ':other': 'GSB' },
        }),
      );
      expect(await run()).toMatchObject({ registrations: 259, recounted: 2, uncountable: 0 });
      const { drift } = await run();
      // The row was changed behind the counters' back: what it claimed to count is what they are short of.
      expect(drift.map(({ counter, shouldBe, counted }) => [counter, counted - shouldBe])).toEqual(
        expect.arrayContaining([['a:GSB', -1]]),
      );
    });
  });

  describe('counters', () => {
    const { run, write, overwrite } = suite();
    const here = (overrides: Partial<Registration> = {}): Registration =>
      intent({ residence: subdistrictCode('340101'), intentOn: day('2018-02-05'), ...overrides });

    it('reports one that was tampered with, one that is gone and one that stands for nobody', async () => {
      await write(here(), here(), here({ agency: agencyCode('MOL') }));
      expect(await run()).toMatchObject({ recounted: 3, drift: [] });
      await overwrite('total', 'i0101', 7);
      await overwrite('2018-02-05', '01o:MOL', undefined);
      await overwrite('2018-02-06', '01o:DOPA', 1);
      const { drift, recounted } = await run();
      expect(recounted).toBe(0);
      expect(drift).toHaveLength(3);
      expect(drift).toEqual(
        expect.arrayContaining([
          { province: '34', bucket: 'total', counter: 'i0101', counted: 7, shouldBe: 3 },
          { province: '34', bucket: '2018-02-05', counter: '01o:MOL', counted: 0, shouldBe: 1 },
          { province: '34', bucket: '2018-02-06', counter: '01o:DOPA', counted: 1, shouldBe: 0 },
        ]),
      );
    });

    it('finds them right again once they are', async () => {
      await overwrite('total', 'i0101', 3);
      await overwrite('2018-02-05', '01o:MOL', 1);
      await overwrite('2018-02-06', '01o:DOPA', 0);
      expect(await run()).toEqual({ registrations: 3, ledgerRows: 3, ...clean });
    });
  });
});

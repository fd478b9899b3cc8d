import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { CountersTable } from '../../functions/data/counters.ts';
import { orderOf } from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import type { Observation } from '../../functions/domain/counting.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { type Choose, chooser, seededRandom } from '../../local/seed/random.ts';
import { agencyCode, day, projectCode, provinceCode, receipt, subdistrictCode } from '../support/builders.ts';
import { actionOf, Conflicts, intercept } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, observed, patient, recount, reported, reportOf } from './counted.ts';
import { corrected, intent, nextPerson } from './made-up.ts';

const PROVINCES = ['10', '34', '50'];
const SUBDISTRICTS = PROVINCES.flatMap((province) =>
  ['0101', '0102', '0201'].map((rest) => subdistrictCode(`${province}${rest}`)),
);
const AGENCIES = ['DOPA', 'MOL', 'BAAC', 'GSB'].map(agencyCode);
const PROJECTS = ['D1-01', 'D1-02', 'D2-01', 'D3-01'].map(projectCode);
const [FIRST_DAY, LAST_DAY] = [day('2018-02-01'), day('2018-02-09')];

/** What can be different between two versions and moves a counter. */
const wish = (choose: Choose): Partial<Registration> => ({
  intentOn: day(`2018-02-0${1 + choose.whole(9)}`),
  agency: choose.of(AGENCIES),
  channel: choose.of(['officer', 'BAAC', 'GSB']),
  projects: PROJECTS.filter(() => choose.chance(0.3)),
});

/** One person's versions: created, then corrected, withdrawn and made again as it comes. */
function history(choose: Choose): Registration[] {
  const versions = [intent({ citizenId: nextPerson(), residence: choose.of(SUBDISTRICTS), ...wish(choose) })];
  for (let left = choose.whole(6); left > 0; left--) {
    const earlier = versions.at(-1) as Registration;
    if (earlier.status === 'CANCELLED')
      versions.push(
        corrected(earlier, {
          status: 'INTENT',
          residence: choose.of(SUBDISTRICTS),
          receipt: receipt(`AGAIN-${earlier.version}`),
          ...wish(choose),
        }),
      );
    else versions.push(corrected(earlier, choose.chance(0.3) ? { status: 'CANCELLED' } : wish(choose)));
  }
  return versions;
}

const shuffled = <Value>(values: readonly Value[], choose: Choose): Value[] => {
  const rest = [...values];
  for (let n = rest.length - 1; n > 0; n--) {
    const other = choose.whole(n + 1);
    [rest[n], rest[other]] = [rest[other] as Value, rest[n] as Value];
  }
  return rest;
};

/** Everything at least once, in any order, some twice, in batches that share their edges; the last comes again. */
function delivery(histories: readonly Registration[][], choose: Choose): Observation[][] {
  const changes = histories.flatMap((versions) =>
    versions.map((after, n) => observed(after, versions[n - 1])),
  );
  const sent = shuffled([...changes, ...changes.filter(() => choose.chance(0.3))], choose);
  const batches: Observation[][] = [];
  for (let from = 0; from < sent.length; ) {
    const size = 1 + choose.whole(40);
    batches.push(sent.slice(Math.max(0, from - choose.whole(10)), from + size));
    from += size;
  }
  return [...batches, ...batches.slice(-2)];
}

/** Replaces every condition of the ledger by one that always holds. */
function withoutConditions(client: DynamoDBDocumentClient): DynamoDBDocumentClient {
  intercept(client, async ({ body }, send) => {
    for (const action of (body.TransactItems ?? []).map(actionOf))
      if (action.ConditionExpression !== undefined)
        action.ConditionExpression = `${action.ConditionExpression} OR attribute_not_exists(neverThere)`;
    return send(body);
  });
  return client;
}

describe.each(engines)('the stream of registrations on $name', (engine) => {
  const suite = () => {
    const tables = makeTables(engine, 'ledger', 'counters');
    const counters = new CountersTable(tables.client(), tables.names.counters);
    return {
      tables,
      /** Three consumers at a time share the batches. */
      deliver: async (batches: Observation[][], client: () => DynamoDBDocumentClient) => {
        const queue = [...batches];
        const consumer = async () => {
          const ledger = ledgerOn(client(), tables.names);
          for (let next = queue.shift(); next !== undefined; next = queue.shift())
            await countObservations(next, ledger, patient);
        };
        await Promise.all([consumer(), consumer(), consumer()]);
      },
      reports: () =>
        Promise.all(
          PROVINCES.map((province) => reportOf(counters, provinceCode(province), FIRST_DAY, LAST_DAY)),
        ),
      rows: async (people: string[]) => ledgerOn(tables.client(), tables.names).rowsOf(people),
    };
  };
  const current = (histories: readonly Registration[][]) =>
    histories.map((versions) => versions.at(-1) as Registration);

  describe('delivered at least once and in no order', () => {
    const { tables, deliver, reports, rows } = suite();
    const everybody: Registration[] = [];

    it.each([1, 2, 3])('is counted exactly (seed %i)', async (seed) => {
      const choose = chooser(seededRandom(seed));
      const histories = Array.from({ length: 60 }, () => history(choose));
      const conflicts = new Conflicts(tables.keys, { random: seededRandom(seed), strangers: 0.1 });
      await deliver(delivery(histories, choose), () => conflicts.among(tables.client()));
      everybody.push(...current(histories));

      expect(conflicts.raised).toBeGreaterThan(0);
      expect((await reports()).map(reported)).toEqual(
        PROVINCES.map((province) => recount(everybody, province)),
      );
      const held = await rows(current(histories).map(({ citizenId }) => citizenId));
      for (const registration of current(histories))
        expect(held.get(registration.citizenId)?.version).toBe(orderOf(registration));
    });

    it('agrees between its levels', async () => {
      const sum = (counts: object): number =>
        Object.values(counts).reduce<number>((total, count) => total + Number(count), 0);
      for (const report of await reports()) {
        expect(report.registered).toBeGreaterThan(0);
        for (const level of [report.byDistrict, report.bySubdistrict]) {
          expect(sum(level.map(({ registered }) => registered))).toBe(report.registered);
          expect(sum(level.map(({ cancelled }) => cancelled))).toBe(report.cancelled);
        }
        expect(sum(report.byAgency)).toBe(report.registered);
        expect(sum(report.byChannel)).toBe(report.registered);
        expect(sum(report.days.map(({ registered }) => registered))).toBe(report.registered);
        expect(sum(report.byProject)).toBe(report.participations);
        for (const one of report.days) {
          expect(sum(one.byAgency)).toBe(one.registered);
          expect(sum(one.byChannel)).toBe(one.registered);
        }
      }
    });
  });

  describe('counted without the conditions of the ledger', () => {
    const { tables, deliver, reports } = suite();

    it('is counted wrongly, so that the check is known to see it', async () => {
      const choose = chooser(seededRandom(1));
      const histories = Array.from({ length: 60 }, () => history(choose));
      await deliver(delivery(histories, choose), () => withoutConditions(tables.client()));
      expect((await reports()).map(reported)).not.toEqual(
        PROVINCES.map((province) => recount(current(histories), province)),
      );
    });
  });
});

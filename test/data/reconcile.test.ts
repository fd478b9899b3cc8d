import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { bucketKey, COUNTED_AT, personKey, REVISION } from '../../functions/data/keys.ts';
import { reconcileStores } from '../../functions/data/reconcile-stores.ts';
import { registrationToItem } from '../../functions/data/registrations.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import {
  type Bucket,
  cardState,
  registrationState,
  type State,
} from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import { deltasOf, type Observation } from '../../functions/domain/counting.ts';
import { type ReconcileReport, reconcileJob } from '../../functions/domain/reconcile.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { freshRun, runUnits, type UnitRun } from '../../functions/domain/unit-job.ts';
import { chooser, seededRandom } from '../../local/seed/random.ts';
import {
  agencyCode,
  cardholder,
  day,
  instant,
  projectCode,
  provinceCode,
  subdistrictCode,
} from '../support/builders.ts';
import { Conflicts, intercept, type WireBody } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, observed, patient } from './counted.ts';
import { corrected, intent } from './made-up.ts';

const PROVINCES = ['34', '35'];
const NOW = instant('2018-02-12 09:00');

/** Counters by item and name, those at nothing left out. */
type Counters = Record<string, number>;

/** The sum of what all of these count, by the pure rules alone. */
function sumOf(states: readonly State[]): Counters {
  const steps = states.map((next) => ({ citizenId: next.citizenId, expected: undefined, next }));
  return Object.fromEntries(
    deltasOf(steps)
      .flatMap(({ province, bucket, changes }) =>
        [...changes].map(([name, count]): [string, number] => [`${province} ${bucket} ${name}`, count]),
      )
      .sort(),
  );
}

describe.each(engines)('reconciling on $name', (engine) => {
  const tables = makeTables(engine, 'registrations', 'cardholders', 'ledger', 'counters');
  const { names } = tables;
  const client = tables.client();
  const ledger = ledgerOn(client, names);

  /** As the job of a stage does it, with a client of its own. */
  async function reconcile(
    by: DynamoDBDocumentClient = tables.client(),
    walks = 4,
  ): Promise<ReconcileReport> {
    const stores = reconcileStores(by, names, {
      limits: patient,
      personKey: async () => 'a key',
      now: () => NOW,
    });
    const patience = {
      pause: () => new Promise<void>((resolve) => setTimeout(resolve, 20)),
      goesOn: (done: number) => done < walks,
      nowMs: () => Date.now(),
    };
    const job = reconcileJob(stores, patience, 2);
    let run: UnitRun<ReconcileReport> = freshRun(job, '2018-02-11T19:30:00Z', NOW);
    await runUnits(run, job, {
      hasTime: () => true,
      concurrency: 4,
      save: async (next) => {
        run = next;
        return 'saved';
      },
      tell: () => undefined,
      now: () => NOW,
    });
    return run.report;
  }

  const choose = chooser(seededRandom(34));
  const somewhere = () =>
    subdistrictCode(`${choose.of(PROVINCES)}0${1 + choose.whole(3)}0${1 + choose.whole(5)}`);
  const somebody = (overrides: Partial<Registration> = {}): Registration =>
    intent({
      residence: somewhere(),
      intentOn: day(`2018-02-0${1 + choose.whole(9)}`),
      agency: agencyCode(choose.of(['DOPA', 'MOL'])),
      projects: choose.chance(0.5) ? [projectCode('D1-01')] : [],
      ...overrides,
    });

  let people: Registration[] = [];
  let holders: Cardholder[] = [];
  const write = (...current: Registration[]) =>
    tables.put('registrations', ...current.map(registrationToItem));
  const issue = (...issued: Cardholder[]) => tables.put('cardholders', ...issued.map(cardholderToItem));
  const exact = (): Counters => sumOf([...people.map(registrationState), ...holders.map(cardState)]);
  const counters = async (): Promise<Counters> => {
    const found = (await tables.items('counters')).flatMap(({ province, bucket, ...counts }) =>
      Object.entries(counts)
        .filter(([name, count]) => name !== COUNTED_AT && name !== REVISION && count !== 0)
        .map(([name, count]): [string, number] => [`${province} ${bucket} ${name}`, Number(count)]),
    );
    return Object.fromEntries(found.sort());
  };
  const count = (observations: Observation[], by = ledger) => countObservations(observations, by, patient);
  /** Changes an item behind everybody's back. */
  const tamper = (
    table: 'ledger' | 'counters',
    Key: Record<string, unknown>,
    change: string,
    attribute: string,
    value?: unknown,
  ) =>
    client.send(
      new UpdateCommand({
        TableName: names[table],
        Key,
        UpdateExpression: change,
        ExpressionAttributeNames: { '#a': attribute },
        ...(value === undefined ? {} : { ExpressionAttributeValues: { ':v': value } }),
      }),
    );
  const total = (bucket: Bucket['bucket'] = 'total') => bucketKey(provinceCode('34'), bucket);
  const remove = (
    table: 'registrations' | 'cardholders' | 'ledger' | 'counters',
    Key: Record<string, unknown>,
  ) => client.send(new DeleteCommand({ TableName: names[table], Key }));

  beforeAll(async () => {
    people = Array.from({ length: 130 }, () => somebody());
    holders = people.slice(30).map(({ citizenId }, n) =>
      cardholder({
        citizenId,
        subdistrict: somewhere(),
        band: n % 3 === 0 ? 'UP_TO_100000' : 'UP_TO_30000',
        cardStatus: n % 10 === 9 ? 'deceased' : 'active',
      }),
    );
    await write(...people);
    await issue(...holders);
  });

  const quiet = () => ({
    registrations: people.length,
    cardholders: holders.length,
    recounted: 0,
    uncountable: 0,
    ledgerRows: new Set([...people, ...holders].map(({ citizenId }) => citizenId)).size,
    proven: 2,
    unproven: [],
    drift: { count: 0, lines: [] },
  });
  const one = (n: number): Registration => people[n] as Registration;

  /** Every test leaves all of it counted, and the next has something happen to it. */
  async function foundAfter(...happens: (() => Promise<unknown>)[]): Promise<ReconcileReport> {
    for (const happen of happens) await happen();
    return reconcile();
  }
  /** The counters are right again, and a further run has nothing to do. */
  async function mended(): Promise<void> {
    expect(await counters()).toEqual(exact());
    expect(await reconcile()).toMatchObject(quiet());
  }

  it('counts what no stream has told, of both sources, and finds nothing to do the second time', async () => {
    expect(await reconcile()).toMatchObject({ ...quiet(), recounted: people.length + holders.length });
    await mended();
  });

  it('counts the states that the ledger is behind, and no others', async () => {
    const report = await foundAfter(async () => {
      const changed = people.slice(0, 12).map((person, n) =>
        corrected(corrected(person, { agency: agencyCode('MOAC') }), {
          status: n % 3 === 0 ? 'CANCELLED' : 'INTENT',
        }),
      );
      people.splice(0, changed.length, ...changed);
      await write(...changed);
      const moved = holders.slice(1, 6).map((holder) => ({
        ...holder,
        subdistrict: somewhere(),
        changedAt: instant('2018-02-10 01:00'),
      }));
      holders.splice(1, moved.length, ...moved);
      await issue(...moved);
    });
    expect(report).toMatchObject({ ...quiet(), recounted: 12 + 5 });
    await mended();
  });

  it('counts a person again whose row was lost, and repairs the counters that had counted the row', async () => {
    const report = await foundAfter(() => remove('ledger', personKey(one(20).citizenId)));
    expect(report).toMatchObject({ ...quiet(), recounted: 1, drift: { count: expect.any(Number) } });
    expect(report.drift.count).toBeGreaterThan(2);
    await mended();
  });

  it('brings a row that is older than its source to it, and repairs the counters that were ahead of it', async () => {
    const report = await foundAfter(async () => {
      const key = personKey(one(20).citizenId);
      await tamper('ledger', key, 'SET #a = :v', 'registrationVersion', 1);
      await tamper('ledger', key, 'SET registration.#a = :v', 'agency', 'OLD');
    });
    expect(report.recounted).toBe(1);
    expect(report.drift.lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ counter: 'aOLD', counted: -1, shouldBe: 0, repaired: true }),
      ]),
    );
    await mended();
  });

  it.each([
    ['participantDistrict', '9901'],
    ['participantSort', 'INTENT#2018-02-01#somebody'],
    ['rosterDistrict', '9901'],
    ['rosterSort', undefined],
  ])('mends a row whose %s is wrong, which moves no counter', async (attribute, value) => {
    const key = personKey(one(60).citizenId);
    const change = value === undefined ? 'REMOVE #a' : 'SET #a = :v';
    const right = await tables.item('ledger', key);
    expect(right?.[attribute]).toBeDefined();
    expect(await foundAfter(() => tamper('ledger', key, change, attribute, value))).toMatchObject({
      ...quiet(),
      recounted: 1,
    });
    expect(await tables.item('ledger', key)).toEqual(right);
    await mended();
  });

  it('takes off whoever is gone from a source, and leaves what the other source has', async () => {
    const [withoutRegistration, withoutCard] = [one(60).citizenId, one(61).citizenId];
    const report = await foundAfter(
      () => remove('registrations', personKey(withoutRegistration)),
      () => remove('cardholders', personKey(withoutCard)),
    );
    people = people.filter(({ citizenId }) => citizenId !== withoutRegistration);
    holders = holders.filter(({ citizenId }) => citizenId !== withoutCard);
    expect(report).toMatchObject({ ...quiet(), recounted: 2 });
    await mended();
  });

  it.each([
    ['three too high', 'total', 'ADD #a :v', 'aDOPA', 3],
    ['below nothing', 'total', 'SET #a = :v', 'no', -4],
    ['gone', 'total', 'REMOVE #a', 'w', undefined],
    ['no number', 'total', 'SET #a = :v', 'aMOL', 'many'],
    ['none of ours', 'total', 'SET #a = :v', 'zzz', 12],
    ['of the cardholders', 'cards', 'SET #a = :v', 'l9901', 5],
    ['of a day', '2018-02-05', 'ADD #a :v', '01MOL', 1],
    ['of a day on which nobody came', '2017-01-01', 'ADD #a :v', '01MOL', 1],
  ] as const)('repairs a counter that is %s', async (_, bucket, change, name, value) => {
    const report = await foundAfter(() =>
      tamper('counters', total(bucket as Bucket['bucket']), change, name, value),
    );
    expect(report).toMatchObject({ ...quiet(), drift: { count: 1 } });
    expect(report.drift.lines).toMatchObject([{ province: '34', bucket, counter: name, repaired: true }]);
    await mended();
  });

  it.each(['total', 'cards'] as const)('repairs an item of counters that is gone (%s)', async (bucket) => {
    const report = await foundAfter(() => remove('counters', total(bucket)));
    expect(report).toMatchObject({ recounted: 0, proven: 2, unproven: [] });
    expect(report.drift.lines.every((line) => line.bucket === bucket && line.counted === 0)).toBe(true);
    await mended();
    expect(await tables.item('counters', total(bucket))).toMatchObject({
      [COUNTED_AT]: Date.parse(NOW),
      [REVISION]: expect.any(Number),
    });
  });

  it('says which people it cannot count, and leaves the counters of their province as they are', async () => {
    const key = personKey(one(20).citizenId);
    const agency = (value: unknown) => tamper('ledger', key, 'SET registration.#a = :v', 'agency', value);
    expect(await foundAfter(() => agency(7))).toMatchObject({
      uncountable: 1,
      unproven: [one(20).residence.slice(0, 2)],
      drift: { count: 0 },
    });
    expect(await counters()).toEqual(exact());
    await agency(one(20).agency);
    await mended();
  });

  it('and streams that deliver meanwhile count once between them, and nothing is taken for drift', async () => {
    await reconcile();
    const conflicts = new Conflicts(tables.keys);
    let counting = true;
    const stream = async () => {
      for (let round = 0; round < 12; round++) {
        const before = people.slice(round * 8, round * 8 + 8);
        const after = before.map((person, n) =>
          corrected(person, n % 4 === 0 ? { status: 'CANCELLED' } : { residence: somewhere() }),
        );
        people.splice(round * 8, 8, ...after);
        const come = [somebody(), somebody()];
        people.push(...come);
        await write(...after, ...come);
        const told = [
          ...after.map((next, n) => observed(next, before[n])),
          ...come.map((next) => observed(next)),
        ];
        const by = ledgerOn(conflicts.among(tables.client()), names);
        await Promise.all([count(told, by), count(told.slice(3), by)]);
      }
      counting = false;
    };
    const proofs = async () => {
      const reports: ReconcileReport[] = [];
      while (counting || reports.length < 2)
        reports.push(await reconcile(conflicts.among(tables.client()), 3));
      return reports;
    };
    const [reports] = await Promise.all([proofs(), stream()]);
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.map(({ drift }) => drift.count)).toEqual(reports.map(() => 0));
    await mended();
  });

  /** Somebody is counted in the item between the last walk and its repair. @returns whether the counts are right */
  async function exactWhenCountedMeanwhile(change: (body: WireBody) => WireBody): Promise<boolean> {
    await tamper('counters', total(), 'ADD #a :v', 'aDOPA', 3);
    const late = somebody({ residence: subdistrictCode('340101'), agency: agencyCode('DOPA') });
    people.push(late);
    let once = true;
    const by = tables.client();
    intercept(by, async ({ operation, body }, send) => {
      if (operation !== 'UpdateItem') return send();
      if (once) {
        once = false;
        await write(late);
        await count([observed(late)]);
      }
      return send(change(body));
    });
    const { drift } = await reconcile(by);
    expect(drift.lines).toMatchObject([{ counter: 'aDOPA', repaired: true }]);
    return JSON.stringify(await counters()) === JSON.stringify(exact());
  }

  it('walks again when somebody was counted before the repair', async () => {
    expect(await exactWhenCountedMeanwhile((body) => body)).toBe(true);
    await mended();
  });

  it('sees every person of a table once, whatever the number of segments', async () => {
    const { sources } = reconcileStores(client, names, {
      limits: patient,
      personKey: async () => 'a key',
      now: () => NOW,
    });
    const seen: string[] = [];
    for (const segment of [0, 1, 2, 3, 4])
      for await (const { rows } of sources.card.states(segment, 5)) {
        expect(rows.length).toBeLessThanOrEqual(100);
        seen.push(...rows.map(({ citizenId }) => citizenId));
      }
    expect(seen.sort()).toEqual(holders.map(({ citizenId }) => citizenId).sort());
    const known = [one(21).citizenId, holders[50]?.citizenId ?? '', '0000000000000'];
    expect(await sources.registration.existing(known)).toEqual(new Set(known.slice(0, 2)));
    expect(await sources.card.existing(known)).toEqual(new Set([known[1]]));
  });

  it('reads tables and lists that take more than one page', async () => {
    const short = tables.client();
    const seen = new Set<string>();
    intercept(short, ({ operation, body }, send) => {
      if (operation !== 'Scan' && operation !== 'Query') return send();
      if (body.ExclusiveStartKey !== undefined) seen.add(`${operation} ${body.IndexName ?? body.TableName}`);
      return send({ ...body, Limit: 3 });
    });
    expect(await reconcile(short)).toMatchObject(quiet());
    const { registrations, cardholders, ledger, counters } = names;
    expect([...seen].sort()).toEqual(
      [
        ...['participants', 'roster', counters].map((name) => `Query ${name}`),
        ...[registrations, cardholders, ledger].map((name) => `Scan ${name}`),
      ].sort(),
    );
  });

  it('would count wrongly if a repair had no condition', async () => {
    const exactly = await exactWhenCountedMeanwhile(({ ConditionExpression: _, ...body }) => {
      const { ':revision': __, ...values } = body.ExpressionAttributeValues as Record<string, unknown>;
      return { ...body, ExpressionAttributeValues: values };
    });
    expect(exactly).toBe(false);
  });
});

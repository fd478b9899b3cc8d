import { beforeEach, describe, expect, it } from 'vitest';
import type { DistrictCode, ProvinceCode } from '../../functions/domain/area.ts';
import { districtOf } from '../../functions/domain/area.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import {
  type Bucket,
  type Contribution,
  cardState,
  registrationState,
  type State,
} from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import type { CountingTransaction, LedgerRow } from '../../functions/domain/counting.ts';
import {
  type CountedSource,
  type CounterItem,
  DRIFT_LINES,
  type HeldRow,
  type Patience,
  type ReconcileReport,
  type ReconcileStores,
  reconcileJob,
} from '../../functions/domain/reconcile.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { freshRun, runUnits, type UnitRun } from '../../functions/domain/unit-job.ts';
import { tellReconciled } from '../../functions/streams/reconcile-job.ts';
import {
  agencyCode,
  cardholder,
  day,
  instant,
  officeZeroId,
  provinceCode,
  registration,
  subdistrictCode,
  withdrawn,
} from '../support/builders.ts';
import { capturedOutput, InMemoryLedger } from '../support/fakes.ts';

const PAGE = 3;
const NOW = instant('2018-02-12 02:30');
const limits = { attempts: 3, concurrency: 2, pause: async () => undefined };

async function* pagesOf<Row>(rows: readonly Row[]): AsyncGenerator<Row[]> {
  for (let at = 0; at < rows.length; at += PAGE) yield rows.slice(at, at + PAGE);
}

/** A part of the rows, as a segment of a table has it. */
const partOf = <Row>(rows: Iterable<Row>, segment: number, segments: number): Row[] =>
  [...rows].filter((_, index) => index % segments === segment);

/** Ledger rows of one source, and the counters that they moved, with their revisions. */
class Books extends InMemoryLedger {
  readonly revisions = new Map<string, number>();
  readonly misplaced = new Set<string>();

  /** Raises the revision of an item as every write does. */
  touch({ province, bucket }: Bucket): void {
    const key = `${province} ${bucket}`;
    this.revisions.set(key, (this.revisions.get(key) ?? 0) + 1);
  }

  protected override write(transaction: CountingTransaction): void {
    super.write(transaction);
    for (const { citizenId } of transaction.steps) this.misplaced.delete(citizenId);
    for (const delta of transaction.deltas) this.touch(delta);
  }

  held(citizenId: string): HeldRow | undefined {
    const row = this.rows.get(citizenId);
    return row && (this.misplaced.has(citizenId) ? { ...row, misplaced: true } : row);
  }

  items(province: ProvinceCode): CounterItem[] {
    const items = new Map<string, Map<string, number>>();
    for (const [key, count] of this.counters) {
      const [where = '', bucket = '', name = ''] = key.split(' ');
      if (where !== province) continue;
      const counts = items.get(bucket) ?? new Map<string, number>();
      items.set(bucket, counts.set(name, count));
    }
    return [...items].map(([bucket, counts]) => ({
      province,
      bucket: bucket as Bucket['bucket'],
      revision: this.revisions.get(`${province} ${bucket}`) ?? 0,
      counts,
    }));
  }
}

/** Sources, and books that a stream has kept of some of what is in them. */
class Counted {
  readonly people: { registration: Registration[]; card: Cardholder[] };
  readonly books = { registration: new Books(), card: new Books() };
  unreadable = 0;
  walks = 0;
  /** What the lists of people have in the place of what the ledger has. */
  listed: (district: DistrictCode, rows: Contribution[]) => { rows: Contribution[]; unreadable?: number } = (
    _,
    rows,
  ) => ({ rows });
  beforeMending = async (): Promise<void> => undefined;

  constructor(registrations: Registration[], cardholders: Cardholder[]) {
    this.people = { registration: [...registrations], card: [...cardholders] };
  }

  states(source: 'registration' | 'card'): State[] {
    return source === 'card'
      ? this.people.card.map(cardState)
      : this.people.registration.map(registrationState);
  }

  async count(source: 'registration' | 'card', states: State[] = this.states(source)): Promise<void> {
    const observations = states.map((state) => ({ ...state, before: undefined }));
    await countObservations(observations, this.books[source], limits);
  }

  async countAll(): Promise<void> {
    await this.count('registration');
    await this.count('card');
  }

  #source(source: 'registration' | 'card'): CountedSource {
    const books = this.books[source];
    const { states, listed } = { states: () => this.states(source), listed: this.listed };
    const counted = this;
    return {
      states: async function* (segment, segments) {
        for await (const rows of pagesOf(partOf(states(), segment, segments))) yield { rows, unreadable: 0 };
        if (segment === 0) yield { rows: [], unreadable: counted.unreadable };
      },
      existing: async (citizenIds) => {
        const known = new Set<string>(states().map(({ citizenId }) => citizenId));
        return new Set(citizenIds.filter((citizenId) => known.has(citizenId)));
      },
      heldRows: async (citizenIds) => new Map(citizenIds.map((id) => [id, books.held(id)])),
      count: (observations) => countObservations(observations, books, limits),
      ofDistrict: async function* (district) {
        counted.walks += 1;
        const rows = [...books.rows.values()].flatMap(({ contribution }) =>
          contribution !== undefined && districtOf(contribution.subdistrict) === district
            ? [contribution]
            : [],
        );
        const found = listed(district, rows);
        for await (const page of pagesOf(found.rows)) yield { rows: page, unreadable: 0 };
        yield { rows: [], unreadable: found.unreadable ?? 0 };
      },
    };
  }

  get stores(): ReconcileStores {
    const { books } = this;
    return {
      sources: { registration: this.#source('registration'), card: this.#source('card') },
      ledger: (segment, segments) => {
        const ids = new Set([...books.registration.rows.keys(), ...books.card.rows.keys()]);
        return pagesOf(
          partOf(ids, segment, segments).map((citizenId) => {
            const [row, card] = [books.registration.held(citizenId), books.card.held(citizenId)];
            return {
              citizenId,
              held: { ...(row && { registration: row }), ...(card && { card }) },
            };
          }),
        );
      },
      counters: {
        ofProvince: async (province) => [
          ...books.registration.items(province),
          ...books.card.items(province),
        ],
        mend: async (item, counts) => {
          await this.beforeMending();
          return this.mend(item, counts);
        },
      },
    };
  }

  mend(item: Bucket & { revision: number }, counts: ReadonlyMap<string, number>): 'mended' | 'overtaken' {
    const { province, bucket, revision } = item;
    const books = bucket === 'cards' ? this.books.card : this.books.registration;
    if ((books.revisions.get(`${province} ${bucket}`) ?? 0) !== revision) return 'overtaken';
    for (const [name, count] of counts) books.counters.set(`${province} ${bucket} ${name}`, count);
    books.touch(item);
    return 'mended';
  }

  async reconcile({ walks = 4, stores = this.stores } = {}): Promise<ReconcileReport> {
    const patience: Patience = {
      pause: async () => undefined,
      goesOn: (done) => done < walks,
      nowMs: () => 0,
    };
    const job = reconcileJob(stores, patience, 2);
    let run: UnitRun<ReconcileReport> = freshRun(job, '2018-02-11T19:30:00Z', NOW);
    await runUnits(run, job, {
      hasTime: () => true,
      concurrency: 3,
      save: async (next) => {
        run = next;
        return 'saved';
      },
      tell: () => undefined,
      now: () => NOW,
    });
    return run.report;
  }

  /** Every counter that is not zero. */
  get counters(): Record<string, number> {
    return { ...this.books.registration.counted, ...this.books.card.counted };
  }
}

const PEOPLE = Array.from({ length: 8 }, (_, n) =>
  registration({
    citizenId: officeZeroId(n + 1),
    residence: subdistrictCode(n % 2 === 0 ? '340101' : '100101'),
    intentOn: day(`2018-02-0${n + 1}`),
  }),
);
const CARDS = Array.from({ length: 12 }, (_, n) =>
  cardholder({ citizenId: officeZeroId(n + 1), subdistrict: subdistrictCode(n < 9 ? '340101' : '500205') }),
);

const CLEAN = {
  registrations: 8,
  cardholders: 12,
  recounted: 0,
  uncountable: 0,
  ledgerRows: 12,
  districts: ['1001', '3401', '5002'],
  proven: 3,
  unproven: [],
  drift: { count: 0, lines: [] },
};

let counted: Counted;
beforeEach(() => {
  counted = new Counted(PEOPLE, CARDS);
});

/** What the counters are when everything is counted and nothing went wrong. */
async function right(of: Counted = counted): Promise<Record<string, number>> {
  const anew = new Counted(of.people.registration, of.people.card);
  await anew.countAll();
  return anew.counters;
}

describe('reconciling the ledger', () => {
  it('reports nothing when everything is counted, and walks every district once', async () => {
    await counted.countAll();
    await expect(counted.reconcile()).resolves.toEqual(CLEAN);
    expect(counted.walks).toBe(2 * 3);
  });

  it('says that nothing is nothing', async () => {
    const nothing = { ...CLEAN, registrations: 0, cardholders: 0, ledgerRows: 0, districts: [], proven: 0 };
    await expect(new Counted([], []).reconcile()).resolves.toEqual(nothing);
  });

  it('counts what the streams lost, and a second run finds nothing', async () => {
    await counted.count('registration', counted.states('registration').slice(0, 5));
    await counted.count('card', counted.states('card').slice(2));
    await expect(counted.reconcile()).resolves.toEqual({ ...CLEAN, recounted: 3 + 2 });
    await expect(counted.reconcile()).resolves.toEqual(CLEAN);
    expect(counted.counters).toEqual(await right());
  });

  it('brings a person to the newest state when only an older one was counted', async () => {
    await counted.countAll();
    counted.people.registration[0] = withdrawn({ citizenId: officeZeroId(1), version: 2 });
    counted.people.card[1] = cardholder({
      citizenId: officeZeroId(2),
      subdistrict: subdistrictCode('500205'),
      changedAt: instant('2018-02-10 01:00'),
    });
    await expect(counted.reconcile()).resolves.toEqual({ ...CLEAN, recounted: 2 });
    expect(counted.counters).toEqual(await right());
  });

  it('leaves a row alone that is newer than what it has read', async () => {
    const [first] = counted.states('registration');
    await counted.countAll();
    counted.books.registration.rows.set(officeZeroId(1), {
      ...(first as LedgerRow),
      version: Number.MAX_SAFE_INTEGER,
    });
    await expect(counted.reconcile()).resolves.toEqual(CLEAN);
  });

  it('takes a correction that the stream lost from what the ledger holds, in one try', async () => {
    await counted.countAll();
    const [first] = PEOPLE as [Registration];
    counted.people.registration[0] = { ...first, version: 3, agency: agencyCode('MOL') };
    const made = counted.books.registration.transactions.length;
    await counted.reconcile();
    expect(counted.books.registration.transactions.length).toBe(made + 1);
    expect(counted.counters).toEqual(await right());
  });

  it('mends a row that stands in the wrong list, which moves no counter', async () => {
    await counted.countAll();
    counted.books.registration.misplaced.add(officeZeroId(3));
    counted.books.card.misplaced.add(officeZeroId(4));
    const before = counted.counters;
    await expect(counted.reconcile()).resolves.toEqual({ ...CLEAN, recounted: 2 });
    expect(counted.counters).toEqual(before);
    await expect(counted.reconcile()).resolves.toEqual(CLEAN);
  });

  it('takes off whoever is gone from a source, and from its list', async () => {
    await counted.countAll();
    counted.people.registration.splice(0, 1);
    counted.people.card.splice(11, 1);
    await expect(counted.reconcile()).resolves.toMatchObject({ recounted: 2, drift: { count: 0 } });
    expect(counted.counters).toEqual(await right());
    // Its row counts nothing now, and still stands in a list.
    counted.books.card.misplaced.add(officeZeroId(12));
    await expect(counted.reconcile()).resolves.toMatchObject({ recounted: 1 });
    await expect(counted.reconcile()).resolves.toMatchObject({ recounted: 0 });
  });

  it('is not taken for a state that the stream still brings of whoever is gone', async () => {
    const [created] = counted.people.registration as [Registration];
    const cancelled = withdrawn({ ...created, version: 2, status: 'CANCELLED' });
    const [before, after] = [registrationState(created), registrationState(cancelled)];
    await counted.countAll();
    counted.people.registration.splice(0, 1);
    await counted.reconcile();
    const gone = { ...after, version: after.version + 1, contribution: undefined, before: after };
    for (const late of [{ ...after, before }, gone])
      await countObservations([late], counted.books.registration, limits);
    expect(counted.counters).toEqual(await right());
  });

  it('goes on when an item cannot be read, and says how many', async () => {
    await counted.countAll();
    counted.unreadable = 2;
    await expect(counted.reconcile()).resolves.toMatchObject({
      registrations: 10,
      cardholders: 14,
      uncountable: 4,
      proven: 3,
    });
  });
});

describe('reconciling the counters', () => {
  it.each([
    ['is too high', 'registration', '34 2018-02-01 01', 4, 1],
    ['is below nothing', 'registration', '34 total i0101', -3, 4],
    ['is gone', 'registration', '10 total i0101', undefined, 4],
    ['counts what nobody did', 'registration', '34 total jP09', 7, 0],
    ['is none of ours', 'registration', '34 total zzz', 2, 0],
    ['is in an item that nobody counts in', 'registration', '77 total w', 2, 0],
    ['is of the cardholders', 'card', '34 cards l0101', 8, 9],
  ] as const)(
    'repairs one that %s, and a second run finds nothing',
    async (_, source, key, value, shouldBe) => {
      await counted.countAll();
      const before = await right();
      const { counters } = counted.books[source];
      if (value === undefined) counters.delete(key);
      else counters.set(key, value);
      const [province, bucket, counter] = key.split(' ');
      const line = { province, bucket, counter, counted: value ?? 0, shouldBe, repaired: true };
      const more = province === '77' ? { proven: 4 } : {};
      await expect(counted.reconcile()).resolves.toEqual({
        ...CLEAN,
        ...more,
        drift: { count: 1, lines: [line] },
      });
      expect(counted.counters).toEqual(before);
      await expect(counted.reconcile()).resolves.toMatchObject({ drift: { count: 0 }, unproven: [] });
    },
  );

  it('repairs an item that is gone whole, written in as many parts as it needs', async () => {
    const people = Array.from({ length: 230 }, (_, n) =>
      registration({
        citizenId: officeZeroId(n + 100),
        residence: subdistrictCode(`3401${String(n % 99).padStart(2, '0')}`),
        agency: agencyCode(`A${n}`),
      }),
    );
    counted = new Counted(people, []);
    await counted.countAll();
    const before = counted.counters;
    for (const key of counted.books.registration.counters.keys())
      if (key.startsWith('34 total')) counted.books.registration.counters.delete(key);
    counted.books.registration.revisions.delete('34 total');
    const { drift } = await counted.reconcile();
    expect(drift.count).toBe(99 + 230 + 1);
    expect(drift.lines).toHaveLength(DRIFT_LINES);
    expect(drift.lines.every(({ repaired }) => repaired)).toBe(true);
    expect(counted.counters).toEqual(before);
  });

  it('does not mind a counter that has gone back to nothing', async () => {
    await counted.countAll();
    counted.books.registration.counters.set('34 total aMOL', 0);
    await expect(counted.reconcile()).resolves.toEqual(CLEAN);
  });

  it('walks a district that was first counted in after the ledger was read through', async () => {
    await counted.countAll();
    const { ledger, ...stores } = counted.stores;
    const late = registration({ citizenId: officeZeroId(90), residence: subdistrictCode('341201') });
    const report = await counted.reconcile({
      stores: {
        ...stores,
        ledger: async function* (segment, segments) {
          yield* ledger(segment, segments);
          await counted.count('registration', [registrationState(late)]);
        },
      },
    });
    expect(report).toMatchObject({ districts: CLEAN.districts, proven: 3, drift: { count: 0 } });
  });

  it('takes no difference for drift that a second walk does not show again', async () => {
    await counted.countAll();
    let behind = true;
    counted.listed = (district, rows) => {
      if (district !== '3401' || !behind) return { rows };
      behind = false;
      return { rows: rows.slice(1) };
    };
    await expect(counted.reconcile()).resolves.toEqual(CLEAN);
    expect(behind).toBe(false);
  });

  it('proves and repairs nothing in a province that is counted in all the while, and says so', async () => {
    await counted.countAll();
    counted.books.registration.counters.set('34 total i0101', 9);
    counted.books.registration.counters.set('10 total i0101', 9);
    let people = 1_000;
    counted.listed = (district, rows) => {
      if (district === '3401') {
        const come = registration({
          citizenId: officeZeroId(people++),
          residence: subdistrictCode('340101'),
        });
        void counted.count('registration', [registrationState(come)]);
      }
      return { rows };
    };
    const { proven, unproven, drift } = await counted.reconcile();
    expect([proven, unproven]).toEqual([2, ['34']]);
    expect(drift.lines.map(({ province, repaired }) => [province, repaired])).toEqual([['10', true]]);
  });

  it('counts a person whom the list of another province has only where the row says', async () => {
    await counted.countAll();
    const [stranger] = counted
      .states('registration')
      .filter(({ contribution }) => contribution?.subdistrict === '100101');
    counted.listed = (district, rows) => ({
      rows:
        district === '3401' && rows[0]?.source === 'registration'
          ? [...rows, stranger?.contribution as Contribution]
          : rows,
    });
    await expect(counted.reconcile()).resolves.toEqual(CLEAN);
  });

  it('takes nobody for drift who moves within the list from where the walk goes to where it has been', async () => {
    await counted.countAll();
    const before = counted.counters;
    counted.listed = (district, rows) => {
      if (district !== '3401' || rows[0]?.source !== 'registration') return { rows };
      // The intent moved to another day: two days change, and the total does not.
      const province = provinceCode('34');
      for (const bucket of [day('2018-02-01'), day('2018-02-03')])
        counted.books.registration.touch({ province, bucket });
      return { rows: rows.slice(1) };
    };
    await expect(counted.reconcile()).resolves.toMatchObject({ unproven: ['34'], drift: { count: 0 } });
    expect(counted.counters).toEqual(before);
  });

  it('does not touch the counters of a province whose list has a row that cannot be read', async () => {
    await counted.countAll();
    const before = counted.counters;
    counted.listed = (district, rows) =>
      district === '3401' ? { rows: rows.slice(1), unreadable: 1 } : { rows };
    await expect(counted.reconcile()).resolves.toMatchObject({
      proven: 2,
      unproven: ['34'],
      drift: { count: 0 },
    });
    expect(counted.counters).toEqual(before);
  });

  it('reports a drift as not repaired when somebody else counts before every repair', async () => {
    await counted.countAll();
    counted.books.registration.counters.set('34 total i0101', 9);
    let people = 2_000;
    counted.beforeMending = () =>
      counted.count('registration', [
        registrationState(
          registration({ citizenId: officeZeroId(people++), residence: subdistrictCode('340101') }),
        ),
      ]);
    const { unproven, drift } = await counted.reconcile({ walks: 2 });
    expect(unproven).toEqual(['34']);
    expect(drift).toMatchObject({ count: 1, lines: [{ counter: 'i0101', counted: 9, repaired: false }] });
  });

  /** Somebody is counted between the last walk and the repair. @returns whether the counters are right after it */
  async function exactWhenCountedMeanwhile(mend: Counted['mend']): Promise<boolean> {
    await counted.countAll();
    const late = registration({ citizenId: officeZeroId(77), residence: subdistrictCode('340101') });
    counted.books.registration.counters.set('34 total i0101', 9);
    counted.people.registration.push(late);
    let once = true;
    const { counters, ...stores } = counted.stores;
    const { drift } = await counted.reconcile({
      stores: {
        ...stores,
        sources: {
          ...stores.sources,
          registration: { ...stores.sources.registration, states: async function* () {} },
        },
        counters: {
          ...counters,
          mend: async (item, counts) => {
            if (once) await counted.count('registration', [registrationState(late)]);
            once = false;
            return mend.call(counted, item, counts);
          },
        },
      },
    });
    expect(drift.lines.every(({ repaired }) => repaired)).toBe(true);
    return JSON.stringify(counted.counters) === JSON.stringify(await right());
  }

  it('walks again when somebody was counted before the repair', async () => {
    expect(await exactWhenCountedMeanwhile((item, counts) => counted.mend(item, counts))).toBe(true);
  });

  it('would count wrongly if repairs had no condition', async () => {
    const unconditional: Counted['mend'] = (item, counts) => {
      const revision = counted.books.registration.revisions.get(`${item.province} ${item.bucket}`) ?? 0;
      return counted.mend({ ...item, revision }, counts);
    };
    expect(await exactWhenCountedMeanwhile(unconditional)).toBe(false);
  });
});

describe('what a run found', () => {
  const run = async (): Promise<UnitRun<ReconcileReport>> => ({
    ...freshRun(reconcileJob(counted.stores, {} as Patience, 1), '2018-02-11T19:30:00Z', NOW),
    report: await counted.reconcile(),
  });

  it('is told without naming anybody', async () => {
    await counted.countAll();
    counted.books.registration.counters.set('34 total jP09', 7);
    counted.listed = (district, rows) => ({ rows, ...(district === '5002' && { unreadable: 1 }) });
    const found = await run();
    const output = capturedOutput();
    try {
      tellReconciled(found);
    } finally {
      output.stop();
    }
    const lines = output.lines();
    expect(lines.map(({ message }) => message).filter(Boolean)).toEqual([
      'RECONCILED',
      'PROVINCES_UNPROVEN',
      'DRIFT_FOUND',
    ]);
    expect(lines[0]).toMatchObject({ registrations: 8, cardholders: 12, proven: 2, unproven: 1, drift: 1 });
    expect(lines[1]).toMatchObject({ provinces: '50' });
    expect(lines[2]).toMatchObject({ counter: 'jP09', counted: 7, shouldBe: 0, repaired: true });
    expect(lines.at(-1)).toMatchObject({
      PersonRecounted: 0,
      CounterDrifted: 1,
      RecordUncountable: 0,
      ProvinceUnproven: 1,
    });
    for (const { citizenId } of CARDS) {
      expect(output.text()).not.toContain(citizenId);
      expect(JSON.stringify(found)).not.toContain(citizenId);
    }
  });
});

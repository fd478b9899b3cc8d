import { isDeepStrictEqual } from 'node:util';
import type { Bucket, Source } from '../../functions/domain/contribution.ts';
import { type CountingOutcome, Unwritable } from '../../functions/domain/count-observations.ts';
import type { CountingTransaction, LedgerRow } from '../../functions/domain/counting.ts';
import type { CounterItem, LedgerRowOf } from '../../functions/domain/reconcile.ts';
import type { RequestKind } from './faults.ts';
import type { Contents, Ports, SpoiltRow, Store, StoreFlaws } from './store.ts';
import type { Handling, Invocation, Wire } from './wire.ts';

const SOURCES = ['registration', 'card'] as const;

/** Rows that are read at a time. */
const PAGE = 3;

type Rows = Map<string, LedgerRow>;

/** Ledger and counters in memory, with the conditions, the cancelled transactions and the refusals of the real one. */
export class MemoryStore implements Store {
  readonly quiet = undefined;
  readonly #rows: Record<Source, Rows> = { registration: new Map(), card: new Map() };
  readonly #items = new Map<string, CounterItem & { counts: Map<string, number> }>();
  readonly #quarantine = new Map<string, string>();
  readonly #spoilt = new Map<string, SpoiltRow>();
  readonly #flaws: StoreFlaws;
  #lost = 0;

  constructor(flaws: StoreFlaws = {}) {
    this.#flaws = flaws;
  }

  async spoil(citizenId: string, how: SpoiltRow): Promise<void> {
    this.#spoilt.set(citizenId, how);
  }

  ports(source: Source, by: Invocation, wire: Wire): Ports {
    const asked = <Answer>(kind: RequestKind, answer: () => Answer): Promise<Answer> =>
      wire.pass({ kind, items: [] }, by, {
        perform: async () => answer(),
        refuse: () => this.#noAnswer(),
        mix: async () => undefined,
        lose: () => this.#noAnswer(),
      });
    const rowsOf = (source: Source) =>
      [...this.#rows[source]].filter(([id]) => this.#spoilt.get(id) !== 'unreadable');
    return {
      ledger: {
        commit: (transaction) =>
          wire.pass(
            { kind: 'count', items: itemsOf(transaction) },
            by,
            this.#committing(source, transaction),
          ),
      },
      quarantine: {
        setAside: (recordId, record) =>
          asked('set-aside', () => {
            this.#quarantine.set(recordId, JSON.stringify(record));
          }),
      },
      held: {
        heldRows: (citizenIds) =>
          asked(
            'read',
            () => new Map(rowsOf(source).filter(([citizenId]) => citizenIds.includes(citizenId))),
          ),
        ofDistrict: async function* (district) {
          yield await asked('read', () => ({
            rows: rowsOf(source).flatMap(([, { contribution }]) =>
              contribution?.subdistrict.startsWith(district) ? contribution : [],
            ),
            unreadable: 0,
          }));
        },
      },
      rows: async function* () {
        const all = await asked('read', () => {
          const people = new Map<string, LedgerRowOf['held']>();
          for (const each of SOURCES)
            for (const [citizenId, row] of rowsOf(each))
              people.set(citizenId, { ...people.get(citizenId), [each]: row });
          return [...people].map(([citizenId, held]) => ({ citizenId, held }));
        });
        for (let at = 0; at < all.length; at += PAGE) yield asked('read', () => all.slice(at, at + PAGE));
      },
      counters: {
        ofProvince: (province) =>
          asked('read', () =>
            structuredClone([...this.#items.values()].filter((item) => item.province === province)),
          ),
        mend: ({ revision, ...bucket }, counts) =>
          asked('set-aside', () => {
            const item = this.#item(bucket);
            if (item.revision !== revision) return 'overtaken';
            for (const [name, count] of counts) item.counts.set(name, count);
            item.revision += 1;
            return 'mended';
          }),
      },
    };
  }

  as<Result>(_by: Invocation, work: () => Promise<Result>): Promise<Result> {
    return work();
  }

  async contents(): Promise<Contents> {
    return {
      counters: new Map(
        [...this.#items.values()].flatMap(({ province, bucket, counts }) =>
          [...counts].flatMap(([name, count]) =>
            count === 0 ? [] : [[`${province} ${bucket} ${name}`, count] as const],
          ),
        ),
      ),
      rows: SOURCES.flatMap((source) =>
        [...this.#rows[source]].map(([citizenId, row]) => ({ source, citizenId, ...row })),
      ),
      quarantine: [...this.#quarantine.values()].map((record): unknown => JSON.parse(record)),
      malformed: [],
    };
  }

  async close(): Promise<void> {}

  #committing(source: Source, transaction: CountingTransaction): Handling<CountingOutcome> {
    return {
      perform: async () => {
        const actual = this.#unexpected(source, transaction);
        if (actual.size > 0) return { outcome: 'unexpected', actual };
        this.#write(source, transaction);
        return { outcome: 'counted' };
      },
      refuse: async () => ({ outcome: 'contended' }),
      mix: async (on) => {
        const actual = this.#unexpected(source, transaction);
        const people = transaction.steps.map(({ citizenId }) => citizenId);
        const other = people.find((citizenId) => !actual.has(citizenId)) ?? people[0];
        // Nothing is said of the condition of an item that somebody else holds.
        for (const citizenId of people)
          if (on.size > 0 ? on.has(ledgerItem(citizenId)) : citizenId === other) actual.delete(citizenId);
        if (actual.size === 0) return undefined;
        return this.#flaws.takesMixturesForDuplicates
          ? { outcome: 'counted' }
          : { outcome: 'unexpected', actual };
      },
      // The adapter takes a time-out for contention; other errors of a connection reach the consumer.
      lose: async () => {
        this.#lost += 1;
        return this.#lost % 2 === 0 ? { outcome: 'contended' } : this.#noAnswer();
      },
    };
  }

  #unexpected(source: Source, { steps }: CountingTransaction): Map<string, LedgerRow | undefined> {
    const actual = new Map<string, LedgerRow | undefined>();
    for (const { citizenId, expected, next } of steps) {
      const spoilt = this.#spoilt.get(citizenId);
      if (spoilt !== undefined) throw new Unwritable(spoilt);
      const row = this.#rows[source].get(citizenId);
      if (!isAsExpected(row, expected, next) && !this.#flaws.ignoresConditions) actual.set(citizenId, row);
    }
    return actual;
  }

  #write(source: Source, { steps, deltas }: CountingTransaction): void {
    for (const { citizenId, next } of steps) this.#rows[source].set(citizenId, next);
    for (const { province, bucket, changes } of deltas) {
      const item = this.#item({ province, bucket });
      for (const [name, by] of changes) item.counts.set(name, (item.counts.get(name) ?? 0) + by);
      item.revision += 1;
    }
  }

  #item({ province, bucket }: Bucket) {
    const key = `${province} ${bucket}`;
    const item = this.#items.get(key) ?? { province, bucket, revision: 0, counts: new Map<string, number>() };
    this.#items.set(key, item);
    return item;
  }

  async #noAnswer(): Promise<never> {
    throw new Error('the store did not answer');
  }
}

/** A state that is put right keeps its version, so that only what it counts tells whether it has been. */
const isAsExpected = (
  row: LedgerRow | undefined,
  expected: LedgerRow | undefined,
  next: LedgerRow,
): boolean =>
  row?.version === expected?.version &&
  (row?.version !== next.version || isDeepStrictEqual(row.contribution, expected?.contribution));

const ledgerItem = (citizenId: string): string => `ledger ${citizenId}`;

const itemsOf = ({ steps, deltas }: CountingTransaction): string[] => [
  ...steps.map(({ citizenId }) => ledgerItem(citizenId)),
  ...deltas.map(({ province, bucket }) => `counters ${province} ${bucket}`),
];

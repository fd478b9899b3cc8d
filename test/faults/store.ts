import type { Source } from '../../functions/domain/contribution.ts';
import type { Ledger } from '../../functions/domain/count-observations.ts';
import type { LedgerRow } from '../../functions/domain/counting.ts';
import type { Quarantine } from '../../functions/domain/ports.ts';
import type { CountedSource, ReconcileStores } from '../../functions/domain/reconcile.ts';
import type { Invocation, Wire } from './wire.ts';

/** How a person's ledger row is made unwritable before a schedule begins. */
export type SpoiltRow = 'unreadable' | 'full';

/** What one source's row of one person is, whatever the store. */
export type StoredRow = { source: Source; citizenId: string } & LedgerRow;

/** Everything that a store holds at the end of a schedule. */
export type Contents = {
  /** `province bucket name` → count, zeros left out. */
  counters: Map<string, number>;
  rows: StoredRow[];
  quarantine: unknown[];
  /** What is wrong with the way it is stored, whatever is counted. */
  malformed: string[];
};

export type Ports = {
  ledger: Ledger;
  quarantine: Quarantine;
  /** What reconciling reads besides the sources. */
  held: Pick<CountedSource, 'heldRows' | 'ofDistrict'>;
  rows: ReconcileStores['ledger'];
  counters: ReconcileStores['counters'];
};

/** A store as one schedule uses it: empty at the beginning. */
export type Store = {
  /** Resolves when nothing moves inside of it that has not been let go. */
  quiet: (() => Promise<void>) | undefined;
  spoil(citizenId: string, how: SpoiltRow): Promise<void>;
  /** The ports of one invocation. What it sends goes over the wire. */
  ports(source: Source, invocation: Invocation, wire: Wire): Ports;
  /** Runs what sends, so that its requests are known as its own. */
  as<Result>(invocation: Invocation, work: () => Promise<Result>): Promise<Result>;
  contents(): Promise<Contents>;
  close(): Promise<void>;
};

export type StoreName = 'memory' | 'ministack' | 'dynamodb-local';

/** Opens a store for one schedule. */
export type OpenStore = (flaws: StoreFlaws) => Promise<Store>;

/** What is broken on purpose, to see that it is noticed. */
export type StoreFlaws = { ignoresConditions?: boolean; takesMixturesForDuplicates?: boolean };

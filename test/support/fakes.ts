import { vi } from 'vitest';
import type { DistrictCode } from '../../functions/domain/area.ts';
import type { LookUpLimits, Tries } from '../../functions/domain/attempts.ts';
import { type Audit, type AuditLine, TrailUnavailable } from '../../functions/domain/audit.ts';
import type { Day } from '../../functions/domain/calendar.ts';
import type { Account, Accounts } from '../../functions/domain/caller.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import type { LookUpDesk } from '../../functions/domain/check-eligibility.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type { CountingOutcome, Ledger } from '../../functions/domain/count-observations.ts';
import type { CountingTransaction, LedgerRow } from '../../functions/domain/counting.ts';
import {
  type IntakeLocation,
  type PlaceId,
  type PublishedPlace,
  publishedPlaces,
} from '../../functions/domain/intake-location.ts';
import type {
  Cardholders,
  DistrictName,
  EligibilityRecords,
  Geography,
  Idempotency,
  Ids,
  IntakeLocations,
  Page,
  PageRequest,
  PersonLookedUp,
  Programme,
  Quarantine,
  RegistrationListed,
  Registrations,
  Written,
} from '../../functions/domain/ports.ts';
import type { Agency, Dimension, Measure, Project } from '../../functions/domain/programme.ts';
import type { Registration, RegistrationId } from '../../functions/domain/registration.ts';
import type { Secret } from '../../functions/runtime/secrets.ts';
import {
  agencyCode,
  BANGKOK_NAMED,
  HOME_NAMED,
  measure,
  NEIGHBOUR_NAMED,
  placeId,
  projectCode,
  receipt,
  registrationId,
} from './builders.ts';

/** An append-only trail that can be out of order. */
export class Trail implements Audit {
  readonly lines: AuditLine[] = [];
  broken = false;

  async append(line: AuditLine): Promise<void> {
    try {
      this.put(line);
    } catch (error) {
      throw new TrailUnavailable(error);
    }
  }

  /** At once: for a write that is one transaction with its line. */
  put(line: AuditLine): void {
    if (this.broken) throw new Error('the trail cannot be written');
    this.lines.push(line);
  }
}

/** Current versions, history and references; a write and its audit line stand or fall together. */
export class InMemoryRegistrations implements Registrations {
  readonly history: Registration[] = [];
  readonly #keys = new Map<string, { bodyHash: string; citizenId: CitizenId; version: number }>();
  readonly #trail: Trail;

  constructor(trail: Trail, ...standing: Registration[]) {
    this.#trail = trail;
    this.history.push(...standing);
  }

  async current(citizenId: CitizenId): Promise<Registration | undefined> {
    return this.#current(citizenId);
  }

  #current(citizenId: CitizenId): Registration | undefined {
    return this.history.filter((version) => version.citizenId === citizenId).at(-1);
  }

  async byRegistrationId(id: RegistrationId): Promise<Registration | undefined> {
    return this.history.filter((version) => version.registrationId === id).at(-1);
  }

  async version(citizenId: CitizenId, version: number): Promise<Registration | undefined> {
    return this.history.find((kept) => kept.citizenId === citizenId && kept.version === version);
  }

  async versions(citizenId: CitizenId, { limit }: PageRequest): Promise<Page<Registration>> {
    return { rows: this.history.filter((version) => version.citizenId === citizenId).slice(0, limit) };
  }

  async ofDay(
    district: DistrictCode,
    day: Day,
    at: PlaceId | undefined,
    { limit }: PageRequest,
  ): Promise<Page<RegistrationListed>> {
    const rows = this.history.filter(
      ({ place, intentOn }) =>
        place.district === district && intentOn === day && (at === undefined || place.placeId === at),
    );
    return { rows: rows.slice(0, limit) };
  }

  async written({ caller, key }: Idempotency) {
    return this.#keys.get(`${caller} ${key}`);
  }

  async save(
    next: Registration,
    { replaces, audit, idempotency }: Parameters<Registrations['save']>[1],
  ): Promise<Written> {
    const current = this.#current(next.citizenId);
    const key = idempotency && `${idempotency.caller} ${idempotency.key}`;
    if (current?.version !== replaces?.version || (key !== undefined && this.#keys.has(key)))
      return { outcome: 'overtaken' };
    this.#trail.put(audit);
    this.history.push(next);
    if (key !== undefined && idempotency !== undefined)
      this.#keys.set(key, {
        bodyHash: idempotency.bodyHash,
        citizenId: next.citizenId,
        version: next.version,
      });
    return { outcome: 'written' };
  }
}

export class InMemoryLocations implements IntakeLocations {
  readonly places: IntakeLocation[];
  readonly #trail: Trail;

  constructor(trail: Trail, ...places: IntakeLocation[]) {
    this.#trail = trail;
    this.places = places;
  }

  async published(district: DistrictCode): Promise<PublishedPlace[]> {
    return publishedPlaces(await this.ofDistrict(district));
  }

  async ofDistrict(district: DistrictCode): Promise<IntakeLocation[]> {
    return this.places.filter((place) => place.district === district);
  }

  async one(district: DistrictCode, id: PlaceId): Promise<IntakeLocation | undefined> {
    return this.places.find((place) => place.district === district && place.placeId === id);
  }

  async save(
    place: IntakeLocation,
    replaces: IntakeLocation | undefined,
    audit: AuditLine,
  ): Promise<Written> {
    const at = this.places.findIndex(({ placeId: id }) => id === place.placeId);
    if (this.places[at]?.version !== replaces?.version) return { outcome: 'overtaken' };
    this.#trail.put(audit);
    this.places.splice(at < 0 ? this.places.length : at, at < 0 ? 0 : 1, place);
    return { outcome: 'written' };
  }
}

export const cardholdersOf = (...known: Cardholder[]): Cardholders => ({
  byCitizenId: async (citizenId) => known.find((cardholder) => cardholder.citizenId === citizenId),
});

export const geographyOf = (
  ...districts: DistrictName[]
): Geography & { district(code: string): Promise<DistrictName | undefined> } => ({
  district: async (code) => districts.find((district) => district.code === code),
  province: async (code) => districts.find(({ province }) => province.code === code)?.province,
});

export const knownGeography = (): Geography => geographyOf(HOME_NAMED, NEIGHBOUR_NAMED, BANGKOK_NAMED);

const AGENCIES: Agency[] = ['DOPA', 'MOL', 'MOC', 'BAAC', 'GSB'].map((code) => ({
  code: agencyCode(code),
  name: { th: `หน่วยงาน ${code}`, en: `Agency ${code}` },
}));

const DIMENSIONS: Dimension[] = [{ code: 1, name: { th: 'การมีงานทำ', en: 'Work' } }];

const PROJECTS: Project[] = ['P01', 'P02', 'P03'].map((code) => ({
  code: projectCode(code),
  dimension: 1,
  agencies: [agencyCode('MOL')],
  name: { th: `โครงการ ${code}`, en: `Project ${code}` },
  illustrative: true,
}));

export const programmeOf = (running: Measure = measure()): Programme => ({
  measure: async () => running,
  agencies: async () => AGENCIES,
  projects: async () => ({ dimensions: DIMENSIONS, projects: PROJECTS }),
});

/** Ids that can be told in an assertion: the first is 1. */
export function countedIds(): Ids {
  let made = 0;
  const next = (): string => {
    made += 1;
    return String(made).padStart(4, '0');
  };
  return {
    registrationId: () => registrationId(`registration${next()}`),
    receipt: () => receipt(`AAAA-BBBB-${next()}`),
    placeId: () => placeId(`newplace${next()}`),
  };
}

export const accountsOf = (...accounts: Account[]): Accounts => ({
  bySubject: async (subject) => accounts.find((account) => account.subject === subject),
});

/** A secret whose text changes to the next one when it is read again. */
export function secretOf(...texts: [string, ...string[]]): Secret & { rereads: number } {
  const [first, ...later] = texts;
  let text = first;
  const secret = {
    rereads: 0,
    value: async () => text,
    reread: async () => {
      secret.rereads += 1;
      text = later.shift() ?? text;
      return text;
    },
  };
  return secret;
}

/** Ledger rows and counters that move together, each row conditional on the version it replaces. */
export class InMemoryLedger implements Ledger {
  readonly rows = new Map<string, LedgerRow>();
  readonly counters = new Map<string, number>();
  readonly transactions: CountingTransaction[] = [];

  async commit(transaction: CountingTransaction): Promise<CountingOutcome> {
    const actual = this.unexpected(transaction);
    if (actual.size > 0) return { outcome: 'unexpected', actual };
    this.write(transaction);
    return { outcome: 'counted' };
  }

  /** Counters that are not zero, as `province bucket name`. */
  get counted(): Record<string, number> {
    return Object.fromEntries([...this.counters].filter(([, count]) => count !== 0).sort());
  }

  protected unexpected({ steps }: CountingTransaction): Map<string, LedgerRow | undefined> {
    const rows = steps.map((step) => ({ step, row: this.rows.get(step.citizenId) }));
    return new Map(
      rows
        .filter(({ step, row }) => row?.version !== step.expected?.version)
        .map(({ step, row }) => [step.citizenId, row]),
    );
  }

  protected write(transaction: CountingTransaction): void {
    this.transactions.push(transaction);
    for (const { citizenId, next } of transaction.steps) this.rows.set(citizenId, next);
    for (const { province, bucket, changes } of transaction.deltas)
      for (const [name, by] of changes) {
        const key = `${province} ${bucket} ${name}`;
        this.counters.set(key, (this.counters.get(key) ?? 0) + by);
      }
  }
}

export class InMemoryQuarantine implements Quarantine {
  readonly records = new Map<string, { record: unknown; reason: string }>();

  async setAside(recordId: string, record: unknown, reason: string): Promise<void> {
    this.records.set(recordId, { record, reason });
  }
}

/** Everything that is written to the standard streams until `stop` is called. */
export function capturedOutput(): { text(): string; lines(): Record<string, unknown>[]; stop(): void } {
  let text = '';
  const keep = (chunk: string | Uint8Array): boolean => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
        text += `${parts.map(String).join(' ')}\n`;
      }),
    ),
  ];
  return {
    text: () => text,
    lines: () =>
      text
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    stop: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}

/** Limits that nobody reaches. */
export const NO_LIMITS: LookUpLimits = {
  ofPerson: { tenMinutes: 1_000_000, hour: 1_000_000, day: 1_000_000 },
  ofAddress: { tenMinutes: 1_000_000, hour: 1_000_000, day: 1_000_000 },
  solvedADay: 1_000_000,
};

export const NO_TRIES: Tries = { tenMinutes: 0, hour: 0, day: 0 };

/** What the look-up reads of somebody; of a stranger unless more is said. */
export const lookedUp = ({
  registration,
  ...read
}: Partial<Omit<PersonLookedUp, 'registration'>> & {
  registration?: Registration | undefined;
} = {}): PersonLookedUp => ({
  cardholder: undefined,
  measure: measure(),
  fromAddress: NO_TRIES,
  ...read,
  registration: () => registration,
});

/** A desk of the look-up at which nobody has asked before. */
export const openDesk = (records: EligibilityRecords): LookUpDesk => ({
  records,
  attempts: { count: async () => ({ tries: 'within', solved: 0, isReplay: false }) },
  challenges: { make: async () => ({ parameters: {} }), solved: async () => undefined },
  limits: NO_LIMITS,
  watch: { answered: () => {} },
  canaries: { missed: async () => {} },
});

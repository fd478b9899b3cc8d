import type { BankDesk, BankIntent, BankRecords, BankWithdrawal } from '../../functions/domain/bank-desk.ts';
import type { BankRecord, BankRecordKey, BankReference } from '../../functions/domain/bank-reference.ts';
import type { BankClient } from '../../functions/domain/caller.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type { PersonOnRecord } from '../../functions/domain/eligibility.ts';
import type { Measure } from '../../functions/domain/programme.ts';
import type { Bank, Registration } from '../../functions/domain/registration.ts';
import { cardholder, day, IN_WINDOW, instant, officeZeroId } from './builders.ts';
import { countedIds, InMemoryRegistrations, knownGeography, programmeOf, Trail } from './fakes.ts';

export const bankClient = (bank: Bank = 'BAAC', subject = `client-${bank}`): BankClient => ({
  kind: 'bank',
  subject,
  bank,
});

export const bankReference = (text: string) => text as BankReference;

/** The n-th person by the n-th reference. */
export const bankIntent = (n: number, overrides: Partial<BankIntent> = {}): BankIntent => {
  const row = {
    reference: `B-${n}`,
    citizenId: officeZeroId(n) as string,
    intentOn: day('2018-02-10'),
    consent: true,
    ...overrides,
  };
  return { ...row, bodyHash: overrides.bodyHash ?? JSON.stringify(row) };
};

export const bankWithdrawal = (n: number, overrides: Partial<BankWithdrawal> = {}): BankWithdrawal => {
  const row = { requestReference: `W-${n}`, reference: `B-${n}`, reason: 'ขอยกเลิก', ...overrides };
  return { ...row, bodyHash: overrides.bodyHash ?? JSON.stringify(row) };
};

/** Registrations under the references of banks: a reference and its registration stand or fall together. */
export class BankBooks extends InMemoryRegistrations {
  readonly records = new Map<string, BankRecord>();
  readonly #registry: Cardholder[];

  constructor(trail: Trail, registry: Cardholder[], ...standing: Registration[]) {
    super(trail, ...standing);
    this.#registry = registry;
  }

  /** The same books as a batch reads them. */
  readonly asRecords: BankRecords = {
    written: async (of, references) =>
      new Map(
        references.flatMap((reference) => {
          const record = this.records.get(keyOf({ ...of, reference }));
          return record === undefined ? [] : [[reference, record] as const];
        }),
      ),
    people: async (citizenIds) => new Map(citizenIds.map((id) => [id, this.#personOf(id)])),
  };

  #personOf(id: CitizenId): PersonOnRecord {
    return {
      cardholder: this.#registry.find(({ citizenId }) => citizenId === id),
      registration: this.history.filter(({ citizenId }) => citizenId === id).at(-1),
    };
  }

  override async save(next: Registration, writing: Parameters<InMemoryRegistrations['save']>[1]) {
    const { bankRecord } = writing;
    if (bankRecord !== undefined && this.records.has(keyOf(bankRecord)))
      return { outcome: 'overtaken' as const };
    const written = await super.save(next, writing);
    if (written.outcome === 'written' && bankRecord !== undefined) {
      const { citizenId, registrationId, version, receipt } = next;
      const { bodyHash } = bankRecord;
      this.records.set(keyOf(bankRecord), { bodyHash, citizenId, registrationId, version, receipt });
    }
    return written;
  }
}

const keyOf = ({ bank, of, reference }: Omit<BankRecordKey, 'bodyHash'>): string =>
  `${bank} ${of} ${reference}`;

/** A desk with the first `people` of office 0000 in its registry, on a working day of the window. */
export function bankDesk({
  people = 20,
  measure,
  standing = [],
  at = IN_WINDOW,
}: {
  people?: number;
  measure?: Measure;
  standing?: Registration[];
  at?: Date;
} = {}) {
  const trail = new Trail();
  const registry = Array.from({ length: people }, (_, n) => cardholder({ citizenId: officeZeroId(n + 1) }));
  registry.push(
    cardholder({
      citizenId: officeZeroId(900),
      cardStatus: 'cancelled',
      changedAt: instant('2018-01-15 10:00'),
    }),
  );
  const books = new BankBooks(trail, registry, ...standing);
  const desk: BankDesk = {
    records: books.asRecords,
    registrations: books,
    programme: programmeOf(measure),
    geography: knownGeography(),
    ids: countedIds(),
    audit: trail,
    clock: () => at,
  };
  return { desk, books, trail };
}

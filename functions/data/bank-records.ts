import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { BankRecords } from '../domain/bank-desk.ts';
import type { BankRecord, BankReference } from '../domain/bank-reference.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { PersonOnRecord } from '../domain/eligibility.ts';
import type { CanariesTable } from './canaries.ts';
import * as field from './item-fields.ts';
import { bankReferenceKey } from './keys.ts';
import { PeopleInFullTables, readAll } from './people-in-full.ts';

const RecordItem = z.object({
  reference: z.string(),
  citizenId: field.citizenId,
  registrationId: field.registrationId,
  version: z.number(),
  receipt: field.receipt,
  bodyHash: z.string(),
  requestId: z.optional(z.string()),
});

/** Every read is consistent: a bank learns at once what another request of it has written. */
export class BankRecordsTables implements BankRecords {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: { references: string; cardholders: string; registrations: string };

  /** Only where a bank names people, and not by what it sent before. */
  readonly #canaries: CanariesTable | undefined;

  constructor(
    client: DynamoDBDocumentClient,
    tables: { references: string; cardholders: string; registrations: string },
    canaries?: CanariesTable,
  ) {
    this.#client = client;
    this.#tables = tables;
    this.#canaries = canaries;
  }

  async written(
    of: Parameters<BankRecords['written']>[0],
    references: readonly BankReference[],
  ): Promise<Map<BankReference, BankRecord>> {
    const named = new Map(
      references.map((reference) => [bankReferenceKey(of, reference).reference, reference]),
    );
    const items = await readAll(
      this.#client,
      this.#tables.references,
      references.map((reference) => bankReferenceKey(of, reference)),
    );
    return new Map(
      items.map((item) => {
        const { reference, ...record } = RecordItem.parse(item);
        return [named.get(reference) as BankReference, record];
      }),
    );
  }

  people(citizenIds: readonly CitizenId[]): Promise<Map<CitizenId, PersonOnRecord>> {
    return new PeopleInFullTables(this.#client, this.#tables, this.#canaries).of(citizenIds);
  }
}

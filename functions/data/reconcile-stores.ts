import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '../domain/calendar.ts';
import type { Source } from '../domain/contribution.ts';
import { type CountingLimits, countObservations } from '../domain/count-observations.ts';
import type { CountedSource, ReconcileReport, ReconcileStores } from '../domain/reconcile.ts';
import { CardholdersTable } from './cardholders.ts';
import { CountersTable } from './counters.ts';
import * as field from './item-fields.ts';
import { CANCELLED, CARDS, TOTAL } from './keys.ts';
import { LedgerTable } from './ledger.ts';
import { RegistrationsTable } from './registrations.ts';

/** A report as it stands on the item of a run. */
export const reconcileReport: z.ZodMiniType<ReconcileReport> = z.object({
  registrations: z.number(),
  cardholders: z.number(),
  recounted: z.number(),
  uncountable: z.number(),
  ledgerRows: z.number(),
  districts: z.array(field.districtCode),
  proven: z.number(),
  unproven: z.array(field.provinceCode),
  drift: z.object({
    count: z.number(),
    lines: z.array(
      z.object({
        province: field.provinceCode,
        bucket: z.union([z.literal(CARDS), z.literal(TOTAL), z.literal(CANCELLED), field.day]),
        counter: z.string(),
        counted: z.number(),
        shouldBe: z.number(),
        repaired: z.boolean(),
      }),
    ),
  }),
});

/** Everything that is counted, with what the aggregators count it by. */
export function reconcileStores(
  client: DynamoDBDocumentClient,
  tables: { registrations: string; cardholders: string; ledger: string; counters: string },
  {
    limits,
    personKey,
    now,
  }: { limits: CountingLimits; personKey: () => Promise<string>; now: () => Instant },
): ReconcileStores {
  const ledgerOf = (source: Source) => new LedgerTable(client, tables, { source, personKey, now });
  const counted = (
    source: Source,
    { states, existing }: Pick<CountedSource, 'states' | 'existing'>,
  ): CountedSource => {
    const ledger = ledgerOf(source);
    return {
      states,
      existing,
      heldRows: (citizenIds) => ledger.rowsOf(citizenIds),
      count: (observations) => countObservations(observations, ledger, limits),
      ofDistrict: (district) => ledger.ofDistrict(district),
    };
  };
  const registrations = new RegistrationsTable(client, { registrations: tables.registrations });
  const cardholders = new CardholdersTable(client, tables.cardholders);
  const ledger = ledgerOf('registration');
  const counters = new CountersTable(client, tables.counters);
  return {
    sources: {
      registration: counted('registration', {
        states: (segment, segments) => registrations.states(segment, segments),
        existing: (citizenIds) => registrations.existing(citizenIds),
      }),
      card: counted('card', {
        states: (segment, segments) => cardholders.states(segment, segments),
        existing: (citizenIds) => cardholders.existing(citizenIds),
      }),
    },
    ledger: (segment, segments) => ledger.segment(segment, segments),
    counters: {
      ofProvince: (province) => counters.ofProvince(province),
      mend: (item, counts) => counters.mend(item, counts, now()),
    },
  };
}

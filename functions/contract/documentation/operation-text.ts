import type * as z from 'zod/mini';
import type { RefusalCode } from '../../domain/refusal.ts';
import type { Operation } from '../operation.ts';
import type { FieldText } from './schema-text.ts';

export const TAGS = {
  'Look-up': 'What a citizen asks: may I register, where, and have I already?',
  Measure: 'The measure and its lists. Everything here is data that the Ministry may change.',
  Areas: 'Provinces, districts and subdistricts by their official codes.',
  'Intake locations': 'Where a district receives intents.',
  Registrations: 'Intents to join the measure, as officers record, correct and withdraw them.',
  People: 'Who stands behind the counts.',
  Reports: 'Exact counts, kept as intents are recorded.',
  Banks: 'Batches of intents from the systems of the banks.',
  'Pay cut-offs': 'Frozen lists of who is paid, and what has changed since.',
  Documents: 'Orders, forms and manuals of the measure, and their versions.',
  Imports: 'Files of the registry of cardholders.',
  'Audit trail': 'Who looked at a person, and what an officer did.',
  Accounts: 'The accounts of officers: who may do what, and where.',
  Account: 'Who is calling.',
  Description: 'This description.',
} as const;

export type Tag = keyof typeof TAGS;

type ParametersOf<Part> =
  Part extends z.ZodMiniObject<infer Shape, z.core.$ZodObjectConfig>
    ? { [Name in keyof Shape]: FieldText }
    : unknown;

/** Values by a short name. */
export type Samples<Value> = Readonly<Record<string, { summary: string; value: Value }>>;

/** What the description says of an operation beyond its contract. */
export type OperationText<Op extends Operation = Operation> = {
  tag: Tag;
  /** A few words, without a full stop. */
  summary: string;
  description: string;
  /** Problems of its own rules; those of its shape are added. */
  problems: readonly RefusalCode[];
  /** Of a batch: by what a row of it is refused inside the answer. */
  rowProblems?: readonly RefusalCode[];
  /** The answer's version is in `ETag`. */
  etag?: true;
  answers: Samples<z.output<Op['answer']>>;
} & (Op extends { body: infer Body extends z.ZodMiniType }
  ? { requests: Samples<z.input<Body>> }
  : { requests?: undefined }) &
  (Op extends { path: infer Path } ? { path: ParametersOf<Path> } : { path?: undefined }) &
  (Op extends { query: infer Query } ? { query: ParametersOf<Query> } : { query?: undefined });

import type * as z from 'zod/mini';
import type { CallerKind } from '../domain/caller.ts';

type Schema = z.ZodMiniType;

/** One operation of the API: who may call it, what it takes and what it answers. */
export type Operation = {
  /** Verb and noun, also the name of the entry file; as a template, so that each keeps its own literal type. */
  id: `${string}-${string}`;
  caller: CallerKind;
  path?: Schema;
  query?: Schema;
  body?: Schema;
  /** Of the body; 64 KiB unless the operation takes a batch. */
  maxBodyBytes?: number;
  /** The answer's body; a field that is not in it never leaves the function. */
  answer: Schema;
  /** 200 unless something was made, or will be. */
  status?: 201 | 202;
  /** The version to replace, as `If-Match: "3"`. */
  ifMatch?: true;
  /** The request can be sent again under `Idempotency-Key` and gets the same answer. */
  idempotencyKey?: true;
  /** Seconds that browsers and the edge may keep a public answer; nothing else is ever kept. */
  publicSeconds?: number;
  /** The answer can be had as a table, too: for `Accept: text/csv`. */
  csv?: true;
  /** The answer is a file of this type instead of the contract's JSON. */
  file?: 'application/json' | 'text/html';
};

export type Parsed<Part extends Schema | undefined> = Part extends Schema ? z.output<Part> : undefined;

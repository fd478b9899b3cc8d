import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { Sent } from '../domain/bank-desk.ts';
import { Refusal } from '../domain/refusal.ts';
import { parsePart } from './request.ts';

/** Names in one order, so that two writings of one row are one row. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const hashOf = (row: unknown): string =>
  createHash('sha256').update(JSON.stringify(row, inOrder)).digest('base64url');

/** Reads one row by its schema. */
export const rowReader =
  <Row extends z.ZodMiniType<object>>(schema: Row) =>
  (row: unknown): Sent<z.output<Row>> | Refusal => {
    try {
      const read = parsePart(schema, row);
      return { ...read, bodyHash: hashOf(read) };
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  };

/** Each row by its schema, or the refusal that names every field at fault. */
export const rowsOf = <Row extends z.ZodMiniType<object>>(
  schema: Row,
  rows: readonly unknown[],
): (Sent<z.output<Row>> | Refusal)[] => rows.map(rowReader(schema));

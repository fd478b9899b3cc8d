import type { Schemas } from '../../api/client.ts';

/** Outcomes that write, in the order in which they are told. */
export const CHANGES = ['new', 'changed', 'moved', 'returned', 'missing'] as const;

export const changesIn = (counts: Schemas['ImportCounts']): number =>
  CHANGES.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);

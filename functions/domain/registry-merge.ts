import { districtOf } from './area.ts';
import { type Instant, instantOf } from './calendar.ts';
import type { Cardholder } from './cardholder.ts';
import type { RegistryRow } from './registry-row.ts';

/** What happens to a person of whom the file says something else than the registry. */
export type ImportMatch = 'overwrite' | 'keep';

/** What an import did with a person. `changed` and `moved` do not overlap: who moved to another district did more. */
export const REGISTRY_OUTCOMES = [
  'new',
  'changed',
  'moved',
  'unchanged',
  'kept',
  'returned',
  'missing',
] as const;
export type RegistryOutcome = (typeof REGISTRY_OUTCOMES)[number];

export type Merged =
  | { outcome: 'new'; next: Cardholder }
  | { outcome: 'changed' | 'moved' | 'returned' | 'missing'; next: Cardholder; before: Cardholder }
  | { outcome: 'unchanged' | 'kept' };

/** One moment later than what stands, whatever clock wrote that: states of a card are told apart by this instant. */
const laterThan = (standing: Cardholder, at: Instant): Instant =>
  standing.changedAt < at ? at : instantOf(new Date(Date.parse(standing.changedAt) + 1));

const facts = ({ name, birthDate, subdistrict, band, cardStatus }: RegistryRow): string =>
  JSON.stringify([name.title, name.first, name.last, birthDate, subdistrict, band, cardStatus]);

/** What becomes of a person who is in the file. The same row, file and state always give the same. */
export function merge(
  row: RegistryRow,
  standing: Cardholder | undefined,
  { match, at }: { match: ImportMatch; at: Instant },
): Merged {
  if (standing === undefined) return { outcome: 'new', next: { ...row, changedAt: at } };
  const changedAt = laterThan(standing, at);
  const same = facts(row) === facts(standing);
  if (same && standing.missing === undefined) return { outcome: 'unchanged' };
  if (same || match === 'keep') {
    if (standing.missing === undefined) return { outcome: 'kept' };
    const { missing: _, ...back } = standing;
    return { outcome: 'returned', next: { ...back, changedAt }, before: standing };
  }
  const moved = districtOf(row.subdistrict) !== districtOf(standing.subdistrict);
  return { outcome: moved ? 'moved' : 'changed', next: { ...row, changedAt }, before: standing };
}

/** What becomes of a person whom a file of the whole registry does not have: marked, still entitled. */
export function mergeMissing(
  standing: Cardholder,
  { importId, at }: { importId: string; at: Instant },
): Merged {
  if (standing.missing !== undefined) return { outcome: 'unchanged' };
  const next = { ...standing, missing: { since: at, importId }, changedAt: laterThan(standing, at) };
  return { outcome: 'missing', next, before: standing };
}

/** Whether revoking the marked set of an import, begun at that instant, has been to a card already. */
export const isRevoked = (
  { missing, cardStatus, changedAt }: Cardholder,
  importId: string,
  at: Instant,
): boolean => missing?.importId === importId && cardStatus === 'cancelled' && changedAt >= at;

/** What revoking the marked set of an import makes of a card, or undefined when it is not of that set. */
export function revoked(standing: Cardholder, importId: string, at: Instant): Cardholder | undefined {
  if (standing.missing?.importId !== importId || standing.cardStatus !== 'active') return undefined;
  return { ...standing, cardStatus: 'cancelled', changedAt: laterThan(standing, at) };
}

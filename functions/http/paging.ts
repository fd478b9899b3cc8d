import type { RosterPosition } from '../domain/people.ts';
import type { PageRequest } from '../domain/ports.ts';

/** Rows of a page unless the caller asks otherwise. */
const DEFAULT_LIMIT = 50;

/** A position in a list as an opaque cursor; positions hold no personal data, so encoding is enough. */
export const cursorOf = (position: string | undefined): string | undefined =>
  position === undefined ? undefined : Buffer.from(position).toString('base64url');

/** A place in the list of cardholders as others hold it. */
export const tokenOf = (position: RosterPosition): string => Buffer.from(position).toString('base64url');
export const rosterPositionOf = (token: string): RosterPosition =>
  Buffer.from(token, 'base64url').toString() as RosterPosition;

export function pageOf({
  limit,
  cursor,
}: {
  limit?: number | undefined;
  cursor?: string | undefined;
}): PageRequest {
  return {
    limit: limit ?? DEFAULT_LIMIT,
    cursor: cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString(),
  };
}

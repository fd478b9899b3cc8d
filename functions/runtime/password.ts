import { randomInt } from 'node:crypto';

/** Without characters that are mistaken for one another on paper; meets the pool's policy. */
export function password(): string {
  const some = (from: string, count: number): string =>
    Array.from({ length: count }, () => from[randomInt(from.length)]).join('');
  return `${some('ABCDEFGHJKMNPQRSTUVWXYZ', 2)}${some('abcdefghjkmnpqrstuvwxyz', 8)}-${some('23456789', 4)}`;
}

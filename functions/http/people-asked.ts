import { parseCitizenId } from '../domain/citizen-id.ts';
import type { WrittenId } from '../domain/people-look-up.ts';
import type { PersonNamed } from '../domain/profile-desk.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RegistrationId } from '../domain/registration.ts';
import { rosterPositionOf } from './paging.ts';

/** @throws Refusal citizen-id.format, citizen-id.checksum */
export const personNamedOf = ({
  citizenId,
  listed,
  registrationId,
}: {
  citizenId?: string | undefined;
  listed?: string | undefined;
  registrationId?: RegistrationId | undefined;
}): PersonNamed => ({
  citizenId: citizenId === undefined ? undefined : parseCitizenId(citizenId),
  listed: listed === undefined ? undefined : rosterPositionOf(listed),
  registrationId,
});

/**
 * The IDs of a list, or of a file as `ofFile` reads it.
 * @throws Refusal request.invalid unless it is one of both
 */
export function idsAsked(
  { citizenIds, file }: { citizenIds?: string[] | undefined; file?: string | undefined },
  ofFile: (base64: string) => WrittenId[],
): WrittenId[] {
  if (citizenIds !== undefined && file === undefined)
    return citizenIds.map((written, at) => ({ line: at + 1, written }));
  if (file !== undefined && citizenIds === undefined) return ofFile(file);
  throw new Refusal('request.invalid', {
    faults: [{ path: 'file', code: file === undefined ? 'field.missing' : 'field.not-allowed' }],
  });
}

import { customAlphabet } from 'nanoid';
import { type AnnouncementId, announcementIdOf } from '../domain/announcement.ts';
import { type CutOffId, cutOffIdOf } from '../domain/cut-off.ts';
import type { DocumentVersionId } from '../domain/document.ts';
import { type ImportId, importIdOf } from '../domain/import.ts';
import type { PlaceId } from '../domain/intake-location.ts';
import type { Ids } from '../domain/ports.ts';
import type { Receipt, RegistrationId } from '../domain/registration.ts';

/** Neither 0/O nor 1/I/L nor U/V: a receipt is read out on the telephone and typed from a paper slip. */
const READABLE = '23456789ABCDEFGHJKMNPQRSTWXYZ';

const opaque = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 21);
const four = customAlphabet(READABLE, 4);
const tail = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 4);

/** Ids from the system's random source: none says who, where or when. */
export const ids: Ids = {
  registrationId: () => opaque() as RegistrationId,
  placeId: () => opaque() as PlaceId,
  receipt: () => `${four()}-${four()}-${four()}` as Receipt,
};

/** Letters alone: no digits that could stand with those of an instant for somebody's ID. */
const letters = customAlphabet('abcdefghijkmnpqrstuvwxyz', 10);

export const announcementId = (at: Date): AnnouncementId => announcementIdOf(at, letters());
export const documentVersionId = (): DocumentVersionId => opaque() as DocumentVersionId;

export const cutOffId = (at: Date): CutOffId => cutOffIdOf(at, tail());
/** Tells two files of one second apart. */
export const importTail = (): string => tail();
export const importId = (at: Date): ImportId => importIdOf(at, importTail());

import { type CitizenId, isCitizenId } from './citizen-id.ts';
import { Refusal } from './refusal.ts';
import type { Bank, BankReference, Receipt, RegistrationId } from './registration.ts';

export type { BankReference } from './registration.ts';

/** Under which a bank sends a row, and what the row said. */
export type BankRecordKey = {
  bank: Bank;
  /** References of intents and of changes are told apart: the same one may name one of each. */
  of: 'intent' | 'change';
  reference: BankReference;
  bodyHash: string;
  /** Which request, or which run over a file, wrote it: done again, that one has not repeated itself. */
  requestId: string;
};

/** What was written under a reference; kept as long as the registration. */
export type BankRecord = {
  bodyHash: string;
  citizenId: CitizenId;
  registrationId: RegistrationId;
  version: number;
  receipt: Receipt;
  /** Absent on what was written before it was kept. */
  requestId?: string | undefined;
};

const SHAPE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Refused whatever they say: a rule that only some numbers break would refuse one in eleven of an honest bank's. */
const LONG_RUN = /\d{13}/;
/** Where a citizen ID can hide otherwise, each spelled so that any place in a reference is tried. */
const SET_APART = [
  // Thirteen digits from the start of a run to the end of one, with signs between them.
  /(?<!\d)(?=(\d(?:[._-]*\d){12})(?!\d))/g,
  // As a card shows them, whatever stands before and after.
  /(?=(\d[._-]+\d{4}[._-]+\d{5}[._-]+\d{2}[._-]+\d))/g,
];

/**
 * References stand in lists and files where a citizen ID must not: at most twelve digits in a row, and none that
 * signs set apart.
 * @throws Refusal request.invalid, bank-reference.holds-citizen-id
 */
export function parseBankReference(written: string, path = 'reference'): BankReference {
  if (!SHAPE.test(written))
    throw new Refusal('request.invalid', { faults: [{ path, code: 'field.bad-format' }] });
  const holdsId =
    LONG_RUN.test(written) ||
    SET_APART.some((digits) =>
      [...written.matchAll(digits)].some(([, found = '']) => isCitizenId(found.replace(/\D/g, ''))),
    );
  if (holdsId) throw new Refusal('bank-reference.holds-citizen-id', { path });
  return written as BankReference;
}

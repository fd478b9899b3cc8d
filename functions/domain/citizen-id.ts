import { Refusal } from './refusal.ts';

/** Thirteen digits whose first is 1-8 and whose last is the check digit. Never logged, never in a URL. */
export type CitizenId = string & { readonly kind: 'CitizenId' };

/** Blanks, marks that cannot be seen, and hyphens of any kind. */
const DECORATION = /[\s\p{Cf}\p{Pd}\u2212]/gu;
const SHAPE = /^[1-8]\d{12}$/;

const asciiDigit = (thai: string): string => String(thai.charCodeAt(0) - 0x0e50);

/** Thai digits become ASCII digits; blanks and hyphens of any kind go. Nothing else is touched. */
export function normaliseCitizenId(written: string): string {
  return written.replace(/[๐-๙]/g, asciiDigit).replace(DECORATION, '');
}

/** (11 − (Σ digit × weight mod 11)) mod 10, weights 13 down to 2 over the first twelve digits. */
export function checkDigit(twelveDigits: string): number {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(twelveDigits[i]) * (13 - i);
  return (11 - (sum % 11)) % 10;
}

/** Whether these digits, written as they are, can be somebody's ID. */
export const isCitizenId = (digits: string): digits is CitizenId =>
  SHAPE.test(digits) && checkDigit(digits) === Number(digits[12]);

/**
 * Reads an ID as a person writes it.
 * @throws Refusal citizen-id.format when it is not thirteen digits, citizen-id.checksum when a digit is wrong
 */
export function parseCitizenId(written: string, path = 'citizenId'): CitizenId {
  const digits = normaliseCitizenId(written);
  if (!SHAPE.test(digits)) throw new Refusal('citizen-id.format', { path });
  if (checkDigit(digits) !== Number(digits[12])) throw new Refusal('citizen-id.checksum', { path });
  return digits as CitizenId;
}

/** Thirteen digits in a row, whatever signs stand between them, from any of them on. */
const THIRTEEN = /(?=(\d(?:[\s\p{Cf}\p{Pd}\u2212._/]*\d){12}))/gu;

/** Whether a text has somebody's ID in it, as people write one. */
export const holdsCitizenId = (text: string): boolean =>
  [...text.replace(/[๐-๙]/g, asciiDigit).matchAll(THIRTEEN)].some(([, found = '']) =>
    isCitizenId(found.replace(/\D/g, '')),
  );

/** `3-34XX-XXXXX-XX-X`: enough to compare with a card; the last six digits were the card's first PIN. */
export function maskCitizenId(citizenId: CitizenId): string {
  return `${citizenId[0]}-${citizenId.slice(1, 3)}XX-XXXXX-XX-X`;
}

export type IdFault = 'empty' | 'not-digits' | 'too-few' | 'too-many' | 'first-digit' | 'check-digit';

const LENGTH = 13;
/** Where a hyphen follows in print: 1-2345-67890-12-3. */
const GROUP_ENDS = [1, 5, 10, 12];
/** Blanks, hyphens of any kind, and marks that cannot be seen; old phones know no \p{Pd}. */
const DECORATION =
  /[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u058a\u05be\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]/g;

/** Thai digits become ASCII digits; blanks and hyphens go. */
export function plainDigits(written: string): string {
  return written.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50)).replace(DECORATION, '');
}

/** What is wrong with the number, as far as it can be known without asking anybody. */
export function faultOf(written: string): IdFault | undefined {
  const digits = plainDigits(written);
  if (digits === '') return 'empty';
  if (/\D/.test(digits)) return 'not-digits';
  if (digits.length < LENGTH) return 'too-few';
  if (digits.length > LENGTH) return 'too-many';
  if (!/^[1-8]/.test(digits)) return 'first-digit';
  return checkDigit(digits) === Number(digits[LENGTH - 1]) ? undefined : 'check-digit';
}

/** Weights 13 down to 2 over the first twelve digits. */
function checkDigit(digits: string): number {
  let sum = 0;
  for (let at = 0; at < LENGTH - 1; at++) sum += Number(digits[at]) * (LENGTH - at);
  return (11 - (sum % 11)) % 10;
}

export interface Typed {
  readonly text: string;
  /** Position of the caret in `text`. */
  readonly caret: number;
}

/** Groups the digits as on the card and keeps the caret behind the same digit; what holds a letter stays as it is. */
export function grouped({ text, caret }: Typed): Typed {
  const digits = plainDigits(text);
  if (!/^\d*$/.test(digits)) return { text, caret };
  const before = plainDigits(text.slice(0, caret)).length;
  return { text: withHyphens(digits), caret: withHyphens(digits.slice(0, before)).length };
}

function withHyphens(digits: string): string {
  let text = '';
  for (let at = 0; at < digits.length; at++) {
    if (GROUP_ENDS.indexOf(at) >= 0) text += '-';
    text += digits[at];
  }
  return text;
}

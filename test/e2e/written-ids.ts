import { checkDigit } from '../../functions/domain/citizen-id.ts';

const SIGNS = '[\\s\\u00a0\\u200b-\\u200d\\u2060\\ufeff.\\-\\u2010-\\u2015\\u2212_+]{0,3}';
/** An ID of issuing office 0000, however its digits are set apart. */
const OFFICE_ZERO = new RegExp(
  `(?<!\\d)[1-8]${SIGNS}0${SIGNS}0${SIGNS}0${SIGNS}0${`${SIGNS}\\d`.repeat(8)}(?!\\d)`,
  'g',
);
const BASE64 = /[A-Za-z0-9+/_-]{16,}/g;
const HEX = /[0-9a-f]{26,}/gi;

const plainDigits = (text: string): string =>
  text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

const unescaped = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString());

function inPlain(text: string): string[] {
  const found = plainDigits(text).match(OFFICE_ZERO) ?? [];
  return found
    .map((written) => written.replace(/\D/g, ''))
    .filter((digits) => checkDigit(digits.slice(0, 12)) === Number(digits[12]));
}

/**
 * The citizen IDs of issuing office 0000 in a text: plain, set apart, in Thai digits, escaped, and in base64,
 * base64url or hexadecimal, also as a part of something longer that was encoded.
 */
export function idsWrittenIn(text: string): string[] {
  const encoded = [
    // A run may begin with signs that do not belong to it, so that it is read from each of four places.
    ...(text.match(BASE64) ?? []).flatMap((run) =>
      [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64url').toString()),
    ),
    ...(text.match(HEX) ?? []).flatMap((run) =>
      [0, 1].map((from) => Buffer.from(run.slice(from), 'hex').toString()),
    ),
  ];
  return [...new Set([text, unescaped(text), ...encoded].flatMap(inPlain))];
}

/** Why a row of a file is not taken. Codes stand in reject files, whose readers know them: they are never renamed. */
export const ROW_FAULTS = [
  'row.columns',
  'row.quotes',
  'row.too-long',
  'row.duplicate',
  'citizen-id.missing',
  'citizen-id.format',
  'citizen-id.checksum',
  'name.missing',
  'name.too-long',
  'name.characters',
  'birth-date.missing',
  'birth-date.format',
  'birth-date.no-such-day',
  'birth-date.out-of-range',
  'subdistrict.missing',
  'subdistrict.format',
  'subdistrict.unknown',
  'income-band.unknown',
  'card-status.unknown',
] as const;

export type RowFaultCode = (typeof ROW_FAULTS)[number];

/** `field` is the column's English name, or empty where the row as a whole is meant. */
export type RowFault<Code extends string = RowFaultCode> = {
  field: string;
  code: Code;
  /** The line that counts instead, of a duplicate. */
  otherLine?: number;
};

/** A row that was read. `key` is known as soon as it says whom it is about, also of a row that is not taken. */
export type ReadRow<Row, Code extends string = RowFaultCode> =
  | { key: string; row: Row; fault?: undefined }
  | { key?: string | undefined; fault: RowFault<Code> };

/** Why a whole file is not taken: nothing of it has been written. */
export const FILE_FAULTS = [
  'file.missing',
  'file.size',
  'file.checksum',
  'file.encoding',
  'file.header',
  'file.empty',
] as const;

export type FileFault = (typeof FILE_FAULTS)[number];

/** A line longer than this, in characters, is no row of any file that we take. */
export const MAX_LINE = 2_000;

/** The columns that a reject file has before those of the file itself, in this order. */
export const REJECT_COLUMNS = ['reject_line', 'reject_field', 'reject_code', 'reject_reason'] as const;

/** A column of a file: its names in the order of preference, the first in English. */
export type Column<Name extends string> = { name: Name; also: readonly string[]; optional?: true };

/** Where each column stands in a row; of an optional one that is left out there is no place. */
export type Columns<Name extends string> = {
  width: number;
  at: Readonly<Partial<Record<Name, number>>>;
  /** The file is a reject file: it has only a part of the people, and columns that say why. */
  rejects: boolean;
};

const tidyHeading = (heading: string): string =>
  heading
    .replace(/^\ufeff/, '')
    .normalize('NFC')
    .trim()
    .toLowerCase();

/** Finds the columns in a header, in any order. Undefined for one that is missing, doubled or not known. */
export function columnsOf<Name extends string>(
  headings: readonly string[],
  columns: readonly Column<Name>[],
): Columns<Name> | undefined {
  const found = headings.map(tidyHeading);
  const rejects = REJECT_COLUMNS.every((name, at) => found[at] === name);
  const at: Partial<Record<Name, number>> = {};
  for (const [place, heading] of found.entries()) {
    if (rejects && place < REJECT_COLUMNS.length) continue;
    const column = columns.find(({ name, also }) => name === heading || also.includes(heading));
    if (column === undefined || at[column.name] !== undefined) return undefined;
    at[column.name] = place;
  }
  const whole = columns.every(({ name, optional }) => optional || at[name] !== undefined);
  return whole ? { width: found.length, at, rejects } : undefined;
}

/** FNV-1a over a key: which of so many buckets a row belongs to. Every row of one person goes to the same. */
export function bucketOf(key: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % buckets;
}

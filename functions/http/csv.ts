import { stringify } from 'csv-stringify/sync';

/** A rectangle: every row has a cell for every column. */
export type CsvTable = { columns: string[]; rows: (string | number | null)[][] };

/** A table as it is sent; the name is in ASCII and ends with `.csv`. */
export type CsvFile = { name: string; text: string };

/** Blanks and control characters at its head would hide that a cell begins with a sign, and breaks forge rows. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/**
 * RFC 4180 as Excel opens it with Thai intact: UTF-8 with its mark, CRLF. A text that a spreadsheet would take for
 * a formula is led by an apostrophe.
 */
export const csvText = ({ columns, rows }: CsvTable): string =>
  stringify([columns, ...rows], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { string: oneLine },
  });

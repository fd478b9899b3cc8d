import type { Schemas } from '../../api/client.ts';

export type Answers = Schemas['PeopleLookedUp']['rows'];

/** What the API takes in one request, in bytes before base64. */
export const MAX_FILE_BYTES = 700 * 1024;

const PIECE = 32_768;

/** A file's bytes as they are: its encoding is the server's to find out. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let from = 0; from < bytes.length; from += PIECE)
    text += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  return btoa(text);
}

/** A spreadsheet takes a cell that begins with one of these for a formula. */
const cell = (value: string | number): string => {
  const text = String(value).replace(/^(?=[=+\-@\t\r])/, "'");
  return `"${text.replaceAll('"', '""')}"`;
};

/** As Excel opens it with Thai intact: UTF-8 with its mark, CRLF. */
export const csvOf = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): Blob =>
  new Blob([`\ufeff${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`], {
    type: 'text/csv;charset=utf-8',
  });

import { Buffer, isUtf8 } from 'node:buffer';
import { normaliseCitizenId } from '../domain/citizen-id.ts';
import { cellsOf } from '../domain/csv-line.ts';
import type { WrittenId } from '../domain/people-look-up.ts';
import { Refusal } from '../domain/refusal.ts';

/** Headings of the column of IDs; every other column is passed over. */
const HEADINGS = ['citizen_id', 'citizenid', 'id', 'เลขประจำตัวประชาชน', 'เลขบัตรประชาชน', 'เลขประจำตัว'];

/** UTF-8 with or without its mark, or Windows-874, which holds TIS-620: what Excel writes on a Thai machine. */
export function textOf(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8').replace(/^\ufeff/, '');
  try {
    return new TextDecoder('windows-874', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('people-file.encoding', { path: 'file' });
  }
}

const tidy = (cell: string): string => cell.normalize('NFC').trim().toLowerCase();
const looksLikeId = (cell: string): boolean => /^\d{10,14}$/.test(normaliseCitizenId(cell));

/**
 * The IDs of a CSV file with their lines. The column of IDs is found by its heading; a file without headings, or of
 * one column, has it first. Empty lines are passed over.
 * @throws Refusal people-file.encoding, people-file.no-column
 */
export function idsOfFile(base64: string): WrittenId[] {
  const text = textOf(Buffer.from(base64, 'base64'));
  if (text.includes('\0')) throw new Refusal('people-file.encoding', { path: 'file' });
  const lines = text.split(/\r\n|\n|\r/).map((content, at) => ({ line: at + 1, content }));
  const [first, ...rest] = lines.filter(({ content }) => content.trim() !== '');
  if (first === undefined) throw new Refusal('people-file.no-column', { path: 'file' });
  const headings = cellsOf(first.content) ?? [];
  if (looksLikeId(headings[0] ?? '')) return [first, ...rest].map((line) => idOf(line, 0));
  const named = headings.findIndex((heading) => HEADINGS.includes(tidy(heading)));
  if (named < 0 && headings.length > 1) throw new Refusal('people-file.no-column', { path: 'file' });
  return rest.map((line) => idOf(line, Math.max(named, 0)));
}

/** A line whose quotes do not close has no cell to read: it is answered as one that holds no ID. */
const idOf = ({ line, content }: { line: number; content: string }, column: number): WrittenId => ({
  line,
  written: cellsOf(content)?.[column] ?? content,
});

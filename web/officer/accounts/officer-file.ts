const COLUMNS = ['username', 'name', 'role', 'area', 'agency', 'email', 'phone', 'expires_on'];
const EXAMPLE = [
  'somchai.j',
  'นายสมชาย ใจดี',
  'อำเภอ',
  'อุบลราชธานี/วารินชำราบ',
  'DOPA',
  'somchai@dopa.example',
  '045-123-456',
  '30/09/2561',
];

/** The header and one line to write over, as Excel opens it with Thai intact. */
export const template = (): Blob =>
  new Blob([`\ufeff${[COLUMNS, EXAMPLE].map((row) => row.join(',')).join('\r\n')}\r\n`], {
    type: 'text/csv;charset=utf-8',
  });

/** UTF-8, or Windows-874 as Excel writes it on a Thai machine; undefined when it is neither. */
export async function textOf(file: Blob): Promise<string | undefined> {
  const bytes = await file.arrayBuffer();
  for (const encoding of ['utf-8', 'windows-874'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {}
  return undefined;
}

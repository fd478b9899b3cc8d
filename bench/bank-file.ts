import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import iconv from 'iconv-lite';
import { type Day, plusDays } from '../functions/domain/calendar.ts';
import type { CitizenId } from '../functions/domain/citizen-id.ts';

const HEADER =
  'reference,citizen_id,intent_on,agency,development_district,projects,phone,remark,consent,branch';

export type BankFileWanted = {
  /** Lines below the header. */
  rows: number;
  /** Begins the references; two files with the same one are the same rows. */
  prefix: string;
  /** Entitled and not registered, the n-th from 0; as many as there are rows will do. */
  person(n: number): CitizenId;
  /** Not entitled, and registered already. */
  stranger: CitizenId;
  taken: CitizenId;
  /** Today, in the window. */
  intentOn: Day;
  encoding?: 'utf-8' | 'windows-874';
  /** Of all rows; every kind in turn. */
  badShare?: number;
};

/** What a correct run says of the file, told by whoever made it. */
export type BankFileTruth = {
  sha256: string;
  bytes: number;
  rows: number;
  accepted: number;
  /** Line → code, of every line that is not accepted. */
  rejects: Map<number, string>;
};

type Fields = {
  reference: string;
  citizenId: string;
  intentOn: string;
  agency: string;
  district: string;
  projects: string;
  phone: string;
  remark: string;
  consent: string;
  branch: string;
};
type Known = Pick<BankFileWanted, 'stranger' | 'taken' | 'intentOn'> & { earlier: Fields };

const textOf = (row: Fields): string => Object.values(row).join(',');

/** What makes a row one that is not taken, and why. */
const SPOILS: readonly (readonly [string, (row: Fields, known: Known) => Fields | string])[] = [
  ['row.columns', (row) => textOf(row).split(',').slice(0, 7).join(',')],
  ['row.quotes', (row) => `"${textOf(row)}`],
  ['row.too-long', (row) => ({ ...row, remark: 'ก'.repeat(2_100) }) as Fields],
  ['request.invalid', (row) => ({ ...row, reference: `${row.reference} x` })],
  ['request.invalid', (row) => ({ ...row, consent: '' })],
  ['request.invalid', (row) => ({ ...row, intentOn: '31 ม.ค. 2561' })],
  ['request.invalid', (row) => ({ ...row, citizenId: '' })],
  ['citizen-id.format', (row) => ({ ...row, citizenId: row.citizenId.slice(1) })],
  [
    'citizen-id.checksum',
    (row) => ({ ...row, citizenId: `${row.citizenId.slice(0, 12)}${(Number(row.citizenId[12]) + 1) % 10}` }),
  ],
  ['cardholder.not-entitled', (row, { stranger }) => ({ ...row, citizenId: stranger })],
  ['registration.already-registered', (row, { taken }) => ({ ...row, citizenId: taken })],
  ['registration.consent-required', (row) => ({ ...row, consent: 'false' })],
  ['registration.day-in-future', (row, { intentOn }) => ({ ...row, intentOn: plusDays(intentOn, 1) })],
  ['registration.day-outside-window', (row) => ({ ...row, intentOn: '2017-01-01' })],
  ['agency.unknown', (row) => ({ ...row, agency: 'NONE' })],
  ['project.unknown', (row) => ({ ...row, projects: 'X9-99' })],
  ['district.unknown', (row) => ({ ...row, district: '9999' })],
  ['bank-reference.holds-citizen-id', (row) => ({ ...row, reference: `B${row.citizenId}` })],
  ['row.duplicate-person', (row, { earlier }) => ({ ...row, citizenId: earlier.citizenId })],
  ['row.duplicate-reference', (row, { earlier }) => ({ ...row, reference: earlier.reference })],
  ['row.duplicate-reference', (_, { earlier }) => earlier],
];

/** Spoiled lines name this person again and again: only the first of them is told so. */
const ONCE = new Set(['cardholder.not-entitled', 'registration.already-registered']);

const buddhist = (day: Day): string => {
  const [year, month, date] = day.split('-');
  return `${date}/${month}/${Number(year) + 543}`;
};

/** The lines of a file, each with what is wrong with it. The same wish gives the same lines. */
export function* bankLines({
  rows,
  prefix,
  person,
  badShare = 0.05,
  ...known
}: BankFileWanted): Generator<{ text: string; fault?: string }> {
  const every = Math.round(1 / badShare);
  const told = new Set<string>();
  let bad = 0;
  let earlier: Fields | undefined;
  for (let n = 0; n < rows; n++) {
    const id = person(n);
    const row: Fields = {
      reference: `${prefix}-${n}`,
      citizenId: n % 7 === 0 ? `${id[0]}-${id.slice(1)}` : id,
      intentOn: n % 3 === 0 ? buddhist(known.intentOn) : known.intentOn,
      agency: '',
      district: '',
      projects: n % 2 === 0 ? 'D1-01 D2-02' : '',
      phone: n % 5 === 0 ? '080 000 0000' : '',
      remark: n % 11 === 0 ? '"มาเอง, ""ด้วยตนเอง"""' : '',
      consent: n % 4 === 0 ? 'TRUE' : 'true',
      branch: 'วารินชำราบ',
    };
    const kind = n % every === every - 1 ? SPOILS[bad++ % SPOILS.length] : undefined;
    if (kind === undefined || earlier === undefined) {
      earlier = row;
      yield { text: textOf(row) };
      continue;
    }
    const [code, spoil] = kind;
    const spoilt = spoil({ ...row, citizenId: id }, { ...known, earlier });
    const fault = ONCE.has(code) && told.has(code) ? 'row.duplicate-person' : code;
    told.add(code);
    yield { text: typeof spoilt === 'string' ? spoilt : textOf(spoilt), fault };
  }
}

/** Writes a bank's file with made-up people, and says what is wrong with it. */
export async function writeBankFile(path: string, wanted: BankFileWanted): Promise<BankFileTruth> {
  const out = createWriteStream(path);
  const hash = createHash('sha256');
  const rejects = new Map<number, string>();
  let bytes = 0;
  let line = 1;
  let kept: string[] = [`${HEADER}\r\n`];
  const flush = async (): Promise<void> => {
    const text = kept.join('');
    const encoded = wanted.encoding === 'windows-874' ? iconv.encode(text, 'windows-874') : Buffer.from(text);
    kept = [];
    bytes += encoded.length;
    hash.update(encoded);
    if (!out.write(encoded)) await once(out, 'drain');
  };
  for (const { text, fault } of bankLines(wanted)) {
    line += 1;
    if (fault !== undefined) rejects.set(line, fault);
    kept.push(`${text}\r\n`);
    if (kept.length >= 2_000) await flush();
  }
  await flush();
  out.end();
  await once(out, 'finish');
  return { sha256: hash.digest('hex'), bytes, rows: line - 1, accepted: line - 1 - rejects.size, rejects };
}

/** What the file of answers says of each line, by its number: the code, or nothing of one that was accepted. */
export function answersOf(text: string): Map<number, string> {
  const [, ...lines] = text.trim().split('\r\n');
  return new Map(
    lines.map((line) => {
      const [number, , outcome, , , , , code = ''] = line.split(',');
      return [Number(number), outcome === 'accepted' ? '' : code];
    }),
  );
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import iconv from 'iconv-lite';
import { normaliseCitizenId } from '../functions/domain/citizen-id.ts';
import type { RowFaultCode } from '../functions/domain/import-row.ts';
import { madeUpId } from '../local/seed/people.ts';
import subdistricts from '../reference/geography/subdistricts.geo.json' with { type: 'json' };
import { chooserOf } from './country.ts';

const HEADER = 'citizen_id,title,first_name,last_name,birth_date,subdistrict,income_band,card_status';
const CODES = Object.keys(subdistricts).sort();
const TITLES = ['นาย', 'นาง', 'นางสาว', ''];
const FIRST = 'สมใจ มาลี บุญเรือน จันทร์เพ็ญ วิชัย สุรชัย ประยูร อุดม ณรงค์ เพ็ญศรี'.split(' ');
const LAST = [...'ทองสว่าง บุญประเสริฐ แสงพันธ์ ศรีใจดี วงศ์ทิพย์ คำศิริ พรมงาม สุขสมบูรณ์'.split(' '), '"แก้ววิเศษ"'];

type Choose = ReturnType<typeof chooserOf>;
type Cells = [
  id: string,
  title: string,
  first: string,
  last: string,
  birth: string,
  where: string,
  band: string,
  status: string,
];

const thai = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit)));
const two = (number: number): string => String(number).padStart(2, '0');

const withWrongDigit = (id: string): string => `${id.slice(0, 12)}${(Number(id[12]) + 1) % 10}`;

/** What makes a row one that is not taken, and why. */
const SPOILS: readonly (readonly [RowFaultCode, (cells: Cells) => Cells | string])[] = [
  ['row.columns', (cells) => cells.slice(0, 7).join(',')],
  ['row.quotes', ([id, ...rest]) => `${id},"${rest.join(',')}`],
  ['row.too-long', ([id, ...rest]) => `${id},${'ก'.repeat(2_100)},${rest.join(',')}`],
  ['citizen-id.missing', ([, ...rest]) => ['', ...rest]],
  ['citizen-id.format', ([id, ...rest]) => [id.slice(1), ...rest]],
  ['citizen-id.checksum', ([id, ...rest]) => [withWrongDigit(normaliseCitizenId(id)), ...rest]],
  ['name.missing', (cells) => cells.with(2, ' ') as Cells],
  ['name.too-long', (cells) => cells.with(2, 'ก'.repeat(101)) as Cells],
  ['name.characters', (cells) => cells.with(3, 'ส0มใจ') as Cells],
  ['birth-date.missing', (cells) => cells.with(4, '') as Cells],
  ['birth-date.format', (cells) => cells.with(4, '31 ธ.ค. 2500') as Cells],
  ['birth-date.no-such-day', (cells) => cells.with(4, '30/02/2500') as Cells],
  ['birth-date.out-of-range', (cells) => cells.with(4, '31/12/1957') as Cells],
  ['subdistrict.missing', (cells) => cells.with(5, '') as Cells],
  ['subdistrict.format', (cells) => cells.with(5, '3401') as Cells],
  ['subdistrict.unknown', (cells) => cells.with(5, '999999') as Cells],
  ['income-band.unknown', (cells) => cells.with(6, '250000') as Cells],
  ['card-status.unknown', (cells) => cells.with(7, 'lost') as Cells],
];

export type FileWanted = {
  rows: number;
  seed: number;
  encoding: 'utf-8' | 'windows-874';
  bom?: boolean;
  /** Of all rows; every kind in turn. */
  badShare?: number;
  /** The number of the first person: files with other people begin elsewhere. */
  firstPerson?: number;
  /** People of whom the file says something else than with another tag. */
  changedShare?: number;
};

/** What a correct import says of the file, told by whoever made it. */
export type FileTruth = {
  sha256: string;
  bytes: number;
  rows: number;
  accepted: number;
  /** Line → code, of every row that is not to be taken. */
  rejects: Map<number, RowFaultCode>;
  /** Entitled people by `340119 UP_TO_30000`. */
  cards: Map<string, number>;
};

function goodRow(choose: Choose, person: number): Cells {
  const id = madeUpId(person);
  const year = 2470 + choose.whole(70);
  const [month, day] = [1 + choose.whole(12), 1 + choose.whole(28)];
  const iso = choose.chance(0.2);
  const birth = iso ? `${year - 543}-${two(month)}-${two(day)}` : `${two(day)}/${two(month)}/${year}`;
  const written = choose.chance(0.1) ? thai(id) : choose.chance(0.1) ? `${id[0]}-${id.slice(1)}` : id;
  return [
    written,
    choose.of(TITLES),
    choose.of(FIRST),
    choose.of(LAST),
    choose.chance(0.1) ? thai(birth) : birth,
    choose.of(CODES),
    choose.of(['30000', '100000', 'UP_TO_30000']),
    choose.of(['active', 'active', 'active', 'active', 'cancelled', 'deceased', 'ใช้งาน']),
  ];
}

/** Where and in which band somebody with this row is entitled. */
function cardOf([, , , , , where, band, status]: Cells): string | undefined {
  if (status !== 'active' && status !== 'ใช้งาน') return undefined;
  return `${where} ${band === '100000' ? 'UP_TO_100000' : 'UP_TO_30000'}`;
}

/** The lines of a file, each with what is wrong with it. The same wish gives the same lines. */
export function* registryLines({
  rows,
  seed,
  badShare = 0.03,
  firstPerson = 1,
  changedShare = 0,
}: FileWanted): Generator<{ text: string; fault?: RowFaultCode; card?: string | undefined }> {
  const choose = chooserOf(seed);
  const changes = chooserOf(seed + 1);
  const every = badShare === 0 ? Number.POSITIVE_INFINITY : Math.round(1 / badShare);
  let bad = 0;
  let earlier: Cells | undefined;
  for (let row = 0; row < rows; row++) {
    const cells = goodRow(choose, firstPerson + row);
    if (changedShare > 0 && changes.chance(changedShare)) cells[2] = 'เปลี่ยนชื่อ';
    if (row % every !== every - 1) {
      earlier = cells;
      yield { text: cells.join(','), card: cardOf(cells) };
      continue;
    }
    const kind = SPOILS[bad++ % (SPOILS.length + 1)];
    if (kind === undefined && earlier !== undefined)
      yield { text: earlier.join(','), fault: 'row.duplicate' };
    else if (kind !== undefined) {
      const [fault, spoil] = kind;
      const spoilt = spoil(cells);
      yield { text: typeof spoilt === 'string' ? spoilt : spoilt.join(','), fault };
    }
  }
}

/** Writes a file of the registry with made-up people, and says what is wrong with it. */
export async function writeRegistryFile(path: string, wanted: FileWanted): Promise<FileTruth> {
  const out = createWriteStream(path);
  const hash = createHash('sha256');
  const rejects = new Map<number, RowFaultCode>();
  const cards = new Map<string, number>();
  let bytes = 0;
  let line = 1;
  let kept: string[] = [`${wanted.bom ? '\ufeff' : ''}${HEADER}\r\n`];
  const flush = async (): Promise<void> => {
    const text = kept.join('');
    const encoded = wanted.encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, 'windows-874');
    kept = [];
    bytes += encoded.length;
    hash.update(encoded);
    if (!out.write(encoded)) await once(out, 'drain');
  };
  for (const { text, fault, card } of registryLines(wanted)) {
    line += 1;
    if (fault !== undefined) rejects.set(line, fault);
    if (card !== undefined) cards.set(card, (cards.get(card) ?? 0) + 1);
    kept.push(`${text}\r\n`);
    if (kept.length >= 2_000) await flush();
  }
  await flush();
  out.end();
  await once(out, 'finish');
  return {
    sha256: hash.digest('hex'),
    bytes,
    rows: line - 1,
    accepted: line - 1 - rejects.size,
    rejects,
    cards,
  };
}

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { ROW_FAULT_WORDING, rowFaultText } from '../../functions/contract/row-fault-wording.ts';
import type { Instant } from '../../functions/domain/calendar.ts';
import { cellsOf } from '../../functions/domain/csv-line.ts';
import { bucketOf, columnsOf, REJECT_COLUMNS, ROW_FAULTS } from '../../functions/domain/import-row.ts';
import { inLanes } from '../../functions/domain/lanes.ts';
import { merge, mergeMissing, revoked } from '../../functions/domain/registry-merge.ts';
import { REGISTRY_COLUMNS, registryReader } from '../../functions/domain/registry-row.ts';
import { cardholder, instant, subdistrictCode } from '../support/builders.ts';

const HEADINGS = REGISTRY_COLUMNS.map(({ name }) => name);
const GOOD = '1000000000017,นาง,มาลี,ใจดี,31/12/2500,340119,30000,active';

function read(line: string, headings: readonly string[] = HEADINGS) {
  const columns = columnsOf(headings, REGISTRY_COLUMNS);
  if (columns === undefined) throw new Error('no header');
  const reader = registryReader({
    columns,
    subdistricts: new Set(['340119', '340201']),
    at: new Date('2018-02-01T00:00:00Z'),
  });
  return reader(cellsOf(line), line);
}
const withCell = (at: number, cell: string): string => GOOD.split(',').with(at, cell).join(',');

describe('a row of the registry', () => {
  it('is read whole', () => {
    expect(read(GOOD)).toEqual({
      key: '1000000000017',
      row: {
        citizenId: '1000000000017',
        name: { title: 'นาง', first: 'มาลี', last: 'ใจดี' },
        birthDate: '1957-12-31',
        subdistrict: '340119',
        band: 'UP_TO_30000',
        cardStatus: 'active',
      },
    });
  });

  it.each([
    ['Thai digits', '๑๐๐๐๐๐๐๐๐๐๐๑๗,นาง,มาลี,ใจดี,๓๑/๑๒/๒๕๐๐,๓๔๐๑๑๙,๓๐๐๐๐,active'],
    ['an ISO date', withCell(4, '1957-12-31')],
    ['hyphens and blanks', withCell(0, ' 1-0000-00000-01-7 ')],
    ['quotes', '1000000000017,"นาง","มาลี","ใจดี",31/12/2500,340119,"30,000",ใช้งาน'],
  ])('means the same with %s', (_what, line) => {
    expect(read(line)).toEqual(read(GOOD));
  });

  it('may leave the title out, and has its columns in any order, by Thai names too', () => {
    const headings = ['สถานะบัตร', 'ช่วงรายได้', 'รหัสตำบล', 'วันเกิด', 'นามสกุล', 'ชื่อ', 'เลขประจำตัวประชาชน'];
    const { row } = {
      row: undefined,
      ...read('active,30000,340119,31/12/2500,ใจดี,มาลี,1000000000017', headings),
    };
    expect(row?.name).toEqual({ title: '', first: 'มาลี', last: 'ใจดี' });
  });

  it.each([
    ['row.columns', '', '1000000000017,นาง'],
    ['row.quotes', '', '1000000000017,"นาง,มาลี,ใจดี,31/12/2500,340119,30000,active'],
    ['row.too-long', '', withCell(2, 'ก'.repeat(2_000))],
    ['citizen-id.missing', 'citizen_id', withCell(0, ' ')],
    ['citizen-id.format', 'citizen_id', withCell(0, '100000000001')],
    ['citizen-id.checksum', 'citizen_id', withCell(0, '1000000000018')],
    ['name.missing', 'first_name', withCell(2, '')],
    ['name.too-long', 'last_name', withCell(3, 'ก'.repeat(101))],
    ['name.characters', 'last_name', withCell(3, '=cmd()')],
    ['birth-date.missing', 'birth_date', withCell(4, '')],
    ['birth-date.format', 'birth_date', withCell(4, '31-12-2500')],
    ['birth-date.no-such-day', 'birth_date', withCell(4, '29/02/2500')],
    ['birth-date.out-of-range', 'birth_date', withCell(4, '2500-12-31')],
    ['birth-date.out-of-range', 'birth_date', withCell(4, '31/12/1957')],
    ['subdistrict.missing', 'subdistrict', withCell(5, '')],
    ['subdistrict.format', 'subdistrict', withCell(5, '3401')],
    ['subdistrict.unknown', 'subdistrict', withCell(5, '340199')],
    ['income-band.unknown', 'income_band', withCell(6, '200000')],
    ['card-status.unknown', 'card_status', withCell(7, 'lost')],
  ])('is refused with %s of %s', (code, field, line) => {
    expect(read(line).fault).toEqual({ field, code });
  });

  it('is never taken in part, whatever the line is', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        const { fault, row } = { fault: undefined, row: undefined, ...read(line) };
        expect((fault === undefined) !== (row === undefined)).toBe(true);
      }),
    );
  });

  it('comes through Windows-874 as it was', () => {
    expect(iconv.decode(iconv.encode(GOOD, 'windows-874'), 'windows-874')).toBe(GOOD);
  });

  it('is answered in Thai and English, whatever is wrong with it', () => {
    for (const code of ROW_FAULTS) {
      expect(ROW_FAULT_WORDING[code].th).toMatch(/[ก-๙]/);
      expect(rowFaultText({ field: '', code, otherLine: 7 })).toContain('line 7');
    }
  });
});

describe('the cells of a line', () => {
  const byLibrary = (line: string): string[] | undefined => {
    try {
      const [record = ['']] = parse(line, { relax_column_count: true, record_delimiter: '\n' }) as string[][];
      return record;
    } catch {
      return undefined;
    }
  };

  it('are those that a CSV library finds, or none where it finds none', () => {
    const piece = fc.constantFrom('"', '""', ',', 'ก', 'a', ' ', '"a,b"');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const line = pieces.join('');
        expect(cellsOf(line)).toEqual(byLibrary(line));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a header', () => {
  it.each([
    ['lacks a column', HEADINGS.slice(1)],
    ['has one twice', [...HEADINGS, 'citizen_id']],
    ['has one that is not known', [...HEADINGS, 'income']],
  ])('is none when it %s', (_what, headings) => {
    expect(columnsOf(headings, REGISTRY_COLUMNS)).toBeUndefined();
  });

  it('of a reject file has four columns before those of the file', () => {
    expect(columnsOf([...REJECT_COLUMNS, ...HEADINGS], REGISTRY_COLUMNS)).toMatchObject({
      rejects: true,
      width: 12,
    });
  });
});

describe('what becomes of a person', () => {
  const at = '2018-02-01T00:00:00.000Z' as Instant;
  const standing = cardholder({ changedAt: instant('2018-01-01 09:00') });
  const { changedAt: _, ...row } = standing;
  const how = { match: 'overwrite', at } as const;

  it('is new where nobody stands', () => {
    expect(merge(row, undefined, how)).toEqual({ outcome: 'new', next: { ...row, changedAt: at } });
  });

  it('is nothing when the file says what stands', () => {
    expect(merge(row, standing, how)).toEqual({ outcome: 'unchanged' });
  });

  it('is a later state, even when the clock that wrote the first was ahead', () => {
    const ahead = { ...standing, changedAt: instant('2019-01-01 09:00') };
    const merged = merge({ ...row, band: 'UP_TO_100000', cardStatus: 'deceased' }, ahead, how);
    expect(merged.outcome).toBe('changed');
    expect('next' in merged && merged.next.changedAt > ahead.changedAt).toBe(true);
  });

  it('is a move when the district differs', () => {
    const subdistrict = subdistrictCode('100101');
    expect(merge({ ...row, subdistrict }, standing, how).outcome).toBe('moved');
  });

  it('is to be kept when the import says so', () => {
    const other = { ...row, cardStatus: 'deceased' as const };
    expect(merge(other, standing, { ...how, match: 'keep' })).toEqual({ outcome: 'kept' });
  });

  it('is a mark for who is missing, once, which the next file takes off; and revoked only by the import that marked', () => {
    const merged = mergeMissing(standing, { importId: 'one', at });
    if (merged.outcome !== 'missing') throw new Error('nobody was marked');
    expect(merged.next).toMatchObject({
      cardStatus: standing.cardStatus,
      missing: { importId: 'one', since: at },
    });
    expect(mergeMissing(merged.next, { importId: 'two', at })).toEqual({ outcome: 'unchanged' });
    expect(revoked(merged.next, 'two', at)).toBeUndefined();
    expect(revoked(merged.next, 'one', at)).toMatchObject({ cardStatus: 'cancelled' });
    const back = merge(row, merged.next, { match: 'keep', at });
    expect(back).toMatchObject({ outcome: 'returned' });
    expect('next' in back && back.next.missing).toBeUndefined();
  });
});

describe('buckets and lanes', () => {
  it('always finds the same bucket for a key, within bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 512 }), (key, buckets) => {
        const bucket = bucketOf(key, buckets);
        expect(bucket >= 0 && bucket < buckets && bucket === bucketOf(key, buckets)).toBe(true);
      }),
    );
  });

  it('never has more tasks on their way than lanes, and ends with the first failure', async () => {
    let going = 0;
    let most = 0;
    const task = async (): Promise<void> => {
      going += 1;
      most = Math.max(most, going);
      await Promise.resolve();
      going -= 1;
    };
    await inLanes(
      Array.from({ length: 20 }, () => task),
      3,
    );
    expect(most).toBe(3);
    const fails = async () => Promise.reject(new Error('no'));
    await expect(inLanes([task, fails, task], 2)).rejects.toThrow('no');
    expect(going).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { bankIntent } from '../../functions/contract/bank.ts';
import type { BankIntent, Sent } from '../../functions/domain/bank-desk.ts';
import { type BankLine, bankLineReader } from '../../functions/domain/bank-file-row.ts';
import { bankFileIdOf, bankOfRun, runIdOf } from '../../functions/domain/import.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { rowReader, rowsOf } from '../../functions/http/rows.ts';
import { officeZeroId } from '../support/builders.ts';

const ID = officeZeroId(1);
const readRow = rowReader(bankIntent);
const HEADINGS = ['reference', 'citizen_id', 'intent_on', 'consent', 'projects', 'branch'];
const read = (...cells: string[]): BankLine => {
  const reader = bankLineReader(HEADINGS, readRow);
  if (reader === undefined) throw new Error('no header');
  return reader(cells, cells.join(','));
};
const refusalOf = (line: BankLine) =>
  'refusal' in line ? [line.refusal.code, ...line.refusal.faults.map(({ path }) => path)] : line;

describe("a line of a bank's file", () => {
  it('is the same row as in a batch, so that its reference stands for both', () => {
    const line = read('B-1', ID, '2018-02-10', 'true', 'D1-01 D2-02', ' วารินชำราบ ');
    const [row] = rowsOf(bankIntent, [
      {
        reference: 'B-1',
        citizenId: ID,
        intentOn: '2018-02-10',
        consent: true,
        projects: ['D1-01', 'D2-02'],
        branch: 'วารินชำราบ',
      },
    ]) as [Sent<BankIntent>];
    expect('intent' in line && line.intent.bodyHash).toBe(row.bodyHash);
  });

  it.each(['10/02/2561', '๑๐/๐๒/๒๕๖๑', '10/2/2561', '2018-02-10', '๒๐๑๘-๐๒-๑๐'])(
    'may say the day as %s',
    (written) => {
      expect(read('B-1', ID, written, 'TRUE', '', '')).toMatchObject({ intent: { intentOn: '2018-02-10' } });
    },
  );

  it.each(['10/02/2018', '30/02/2561', '10-02-2561', 'วันนี้'])('may not say it as %s', (written) => {
    expect(refusalOf(read('B-1', ID, written, 'true', '', ''))).toEqual(['request.invalid', 'intentOn']);
  });

  it('names what is wrong with it by the field of the contract', () => {
    expect(refusalOf(read('', ID, '2018-02-10', 'true', '', ''))).toEqual(['request.invalid', 'reference']);
    expect(refusalOf(read('B-1', ID, '2018-02-10', 'yes', '', ''))).toEqual(['request.invalid', 'consent']);
    expect(refusalOf(read('B-1', '1000000000018', '2018-02-10', 'true', '', ''))).toEqual([
      'citizen-id.checksum',
      'citizenId',
    ]);
  });

  it('says its reference again, unless that is none or holds a citizen ID', () => {
    const referenceOf = (reference: string) => {
      const line = read(reference, ID, 'x', 'true', '', '');
      return 'refusal' in line ? line.reference : 'taken';
    };
    expect([referenceOf('B-1'), referenceOf('=cmd'), referenceOf(`B${ID}`)]).toEqual([
      'B-1',
      undefined,
      undefined,
    ]);
  });

  it('with another number of cells, an open quote or no end is no row', () => {
    const reader = bankLineReader(HEADINGS, readRow);
    expect(reader?.(['B-1'], 'B-1')).toEqual({ fault: 'row.columns' });
    expect(reader?.(undefined, '"B-1')).toEqual({ fault: 'row.quotes' });
    expect(reader?.([], 'x'.repeat(2_001))).toEqual({ fault: 'row.too-long' });
  });

  it('passes on what is no refusal', () => {
    const reader = bankLineReader(HEADINGS, () => new Refusal('request.invalid'));
    expect(refusalOf(reader?.(HEADINGS, 'x') as BankLine)).toEqual(['request.invalid']);
  });
});

describe("the header of a bank's file", () => {
  it.each([
    ['reference', 'citizenId', 'intentOn', 'consent'],
    ['ความยินยอม', 'วันที่แจ้งความประสงค์', 'เลขประจำตัวประชาชน', 'เลขอ้างอิง'],
  ])('may be %s, %s, %s, %s', (...headings) => {
    expect(bankLineReader(headings, readRow)).toBeDefined();
  });

  it.each([
    [['reference', 'citizen_id', 'intent_on']],
    [['reference', 'citizen_id', 'intent_on', 'consent', 'consent']],
    [['reference', 'citizen_id', 'intent_on', 'consent', 'income']],
    [['reject_line', 'reject_field', 'reject_code', 'reject_reason', ...HEADINGS]],
  ])('is not %s', (headings) => {
    expect(bankLineReader(headings, readRow)).toBeUndefined();
  });
});

it('says in its id whose file it is, and nothing else does', () => {
  const id = bankFileIdOf(new Date('2018-02-14T12:05:00Z'), 'k7x2', 'GSB');
  expect(id).toBe('2018-02-14T120500-k7x2-GSB');
  expect(bankOfRun(runIdOf(id, 3))).toBe('GSB');
  expect(() => bankOfRun('2018-02-14T120500-k7x2.1')).toThrow();
});

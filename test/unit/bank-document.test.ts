import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_BYTES, MAX_ROWS, MAX_STATEMENT_ROWS } from '../../functions/contract/bank.ts';
import { bankTexts } from '../../functions/contract/documentation/bank-texts.ts';
import type { OperationText } from '../../functions/contract/documentation/operation-text.ts';
import { PROBLEM_WORDING, type ProblemCode } from '../../functions/contract/problem-wording.ts';
import { FILE_FAULT_WORDING, ROW_FAULT_WORDING } from '../../functions/contract/row-fault-wording.ts';
import { MAX_BANK_FILE_BYTES } from '../../functions/domain/bank-file-desk.ts';
import { BANK_COLUMNS, type LineFault } from '../../functions/domain/bank-file-row.ts';
import { MAX_DAYS } from '../../functions/domain/daily-report.ts';
import { MAX_LINE } from '../../functions/domain/import-row.ts';

const text = readFileSync(new URL('../../docs/bank-channel.md', import.meta.url), 'utf8');

/** Lines of files that are no rows at all. */
const LINE_FAULTS = ['row.columns', 'row.quotes', 'row.too-long'] as const satisfies readonly LineFault[];

describe("the page for the banks' engineers", () => {
  it('lists every code of a row, a line and a file in both languages, as they are answered', () => {
    const ofRows = Object.values<Pick<OperationText, 'rowProblems'>>(bankTexts).flatMap(
      ({ rowProblems = [] }) => rowProblems,
    );
    const codes = new Set<ProblemCode>(['request.invalid', 'store.busy', 'internal', ...ofRows]);
    const wording = [
      ...[...codes].map((code) => [code, PROBLEM_WORDING[code]] as const),
      ...LINE_FAULTS.map((code) => [code, ROW_FAULT_WORDING[code]] as const),
      ...Object.entries(FILE_FAULT_WORDING),
    ];
    const [, tables = ''] = text.split('## Codes of rows');
    const listed = [...tables.matchAll(/^\| `([a-z-]+(?:\.[a-z-]+)?)` \| (.+) \| (.+) \|$/gm)];
    expect(listed.map(([, code, th, en]) => [code, th, en]).sort()).toEqual(
      wording.map(([code, { th, en }]) => [code, th, en]).sort(),
    );
  });

  it('names the limits as they are', () => {
    expect(text).toContain(`| rows of a batch, references of a look-up | ${MAX_ROWS} |`);
    expect(text).toContain(`| bytes of a batch | ${MAX_BATCH_BYTES / 1024 ** 2} MiB |`);
    expect(text).toContain(
      `| rows of a page of the statement | ${MAX_STATEMENT_ROWS.toLocaleString('en')} |`,
    );
    expect(text).toContain(`| ${MAX_BANK_FILE_BYTES / 1e6} MB; 1 |`);
    expect(text).toContain(`| characters of a line of a file | ${MAX_LINE.toLocaleString('en')} |`);
    expect(text).toContain(`| days of a statement as a file | ${MAX_DAYS.country} |`);
  });

  it('names every column of a file', () => {
    const [, table = ''] = text.split(/## A file|The columns may stand/);
    for (const { name, also } of BANK_COLUMNS) {
      expect(table).toContain(`\`${name}\``);
      expect(table).toContain(also.at(-1));
    }
  });
});

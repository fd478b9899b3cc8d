import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_BYTES, MAX_ROWS, MAX_STATEMENT_ROWS } from '../../functions/contract/bank.ts';
import { bankTexts } from '../../functions/contract/documentation/bank-texts.ts';
import type { OperationText } from '../../functions/contract/documentation/operation-text.ts';
import { PROBLEM_WORDING, type ProblemCode } from '../../functions/contract/problem-wording.ts';

const text = readFileSync(new URL('../../docs/bank-channel.md', import.meta.url), 'utf8');

describe("the page for the banks' engineers", () => {
  it('lists every code of a row in both languages, as they are answered', () => {
    const ofRows = Object.values<Pick<OperationText, 'rowProblems'>>(bankTexts).flatMap(
      ({ rowProblems = [] }) => rowProblems,
    );
    const codes = new Set<ProblemCode>(['request.invalid', 'store.busy', 'internal', ...ofRows]);
    const listed = [...text.matchAll(/^\| `([a-z-]+(?:\.[a-z-]+)?)` \| (.+) \| (.+) \|$/gm)];
    expect(listed.map(([, code, th, en]) => [code, th, en]).sort()).toEqual(
      [...codes].map((code) => [code, PROBLEM_WORDING[code].th, PROBLEM_WORDING[code].en]).sort(),
    );
  });

  it('names the limits as they are', () => {
    expect(text).toContain(`| rows of a batch, references of a look-up | ${MAX_ROWS} |`);
    expect(text).toContain(`| bytes of a batch | ${MAX_BATCH_BYTES / 1024 ** 2} MiB |`);
    expect(text).toContain(
      `| rows of a page of the statement | ${MAX_STATEMENT_ROWS.toLocaleString('en')} |`,
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  batchAnswer,
  bankIntent as contractOfIntent,
  MAX_BATCH_BYTES,
  MAX_ROWS,
} from '../../functions/contract/bank.ts';
import { PROBLEM_WORDING } from '../../functions/contract/problem-wording.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { rowsOf } from '../../functions/http/rows.ts';
import { batchView } from '../../functions/http/views/bank-view.ts';
import { officeZeroId } from '../support/builders.ts';

const row = (overrides: object = {}) => ({
  reference: 'B-1',
  citizenId: officeZeroId(1),
  intentOn: '2018-02-10',
  consent: true,
  ...overrides,
});
const read = (...rows: unknown[]) => rowsOf(contractOfIntent, rows);
const faults = (one: unknown) =>
  one instanceof Refusal ? one.faults.map(({ path, code }) => `${path} ${code}`) : one;

describe('a row of a batch', () => {
  it.each<[string, unknown, string[]]>([
    ['no object', 'a row', [' field.wrong-type']],
    ['nothing', null, [' field.wrong-type']],
    ['a field too many', row({ income: 1 }), ['income field.unknown']],
    ['no consent', row({ consent: undefined }), ['consent field.missing']],
    ['consent in words', row({ consent: 'yes' }), ['consent field.wrong-type']],
    ['a day of the Buddhist era', row({ intentOn: '2561-02-10' }), ['intentOn field.bad-format']],
    ['a reference with a blank', row({ reference: 'B 1' }), ['reference field.bad-format']],
    ['eleven projects', row({ projects: Array(11).fill('P01') }), ['projects field.too-long']],
    ['a bad project', row({ projects: ['P01', '?'] }), ['projects[1] field.bad-format']],
  ])('with %s is refused by itself', (_, sent, expected) => {
    const [first, second] = read(sent, row());
    expect(faults(first)).toEqual(expected);
    expect(second).toMatchObject({ reference: 'B-1' });
  });

  it('is the same row in whatever order its fields are written, and another when one differs', () => {
    const [first, turned, other] = read(
      row({ projects: ['P01', 'P02'] }),
      Object.fromEntries(Object.entries(row({ projects: ['P01', 'P02'] })).reverse()),
      row({ projects: ['P02', 'P01'] }),
    );
    const hash = (one: unknown) => (one as { bodyHash: string }).bodyHash;
    expect(hash(turned)).toBe(hash(first));
    expect(hash(other)).not.toBe(hash(first));
  });

  it('fits into a batch with the longest texts there may be, five hundred times', () => {
    const longest = row({
      reference: 'B'.repeat(64),
      citizenId: '๑'.repeat(64),
      developmentDistrict: '3401',
      agency: 'A'.repeat(12),
      projects: Array(10).fill('P'.repeat(24)),
      phone: `0${'๑'.repeat(39)}`,
      remark: 'ก'.repeat(500),
      branch: 'ก'.repeat(80),
    });
    expect(faults(read(longest)[0])).toMatchObject({ branch: 'ก'.repeat(80) });
    const bytes = Buffer.byteLength(JSON.stringify({ rows: Array(MAX_ROWS).fill(longest) }));
    expect(bytes).toBeLessThan(MAX_BATCH_BYTES * 0.7);
  });
});

describe('the answer to a row', () => {
  const sent = [row(), row({ reference: 'B-2' }), row({ reference: `B-${officeZeroId(1)}` }), 'a row'];
  const accepted = { registrationId: 'r1', version: 1, receipt: 'AAAA', repeated: false } as never;
  const answer = batchView(
    [
      { outcome: 'accepted', done: accepted },
      { outcome: 'rejected', refusal: new Refusal('store.busy') },
      { outcome: 'rejected', refusal: new Refusal('bank-reference.holds-citizen-id', { path: 'reference' }) },
      { outcome: 'failed', error: new Error(officeZeroId(1)) },
    ],
    sent,
  );

  it('is by its number and reference, in both languages, and says whether to send it again', () => {
    expect(batchAnswer.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ accepted: 1, rejected: 3 });
    expect(answer.rows).toMatchObject([
      { row: 1, outcome: 'accepted', reference: 'B-1', receipt: 'AAAA' },
      { row: 2, reference: 'B-2', code: 'store.busy', message: PROBLEM_WORDING['store.busy'], retry: true },
      { row: 3, code: 'bank-reference.holds-citizen-id', retry: false },
      { row: 4, code: 'internal', retry: true },
    ]);
  });

  it('repeats no reference that holds a citizen ID, and nothing of a bug', () => {
    expect(answer.rows[2]).not.toHaveProperty('reference');
    expect(JSON.stringify(answer)).not.toContain(officeZeroId(1));
  });
});

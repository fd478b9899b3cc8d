import { describe, expect, it } from 'vitest';
import type { BankList, StatementRow } from '../../functions/domain/bank-statement.ts';
import {
  orderStatement,
  readStatementFile,
  type StatementId,
  type StatementReport,
  statementJob,
} from '../../functions/domain/bank-statement-file.ts';
import { type Day, type Instant, instantOf } from '../../functions/domain/calendar.ts';
import type { Counters } from '../../functions/domain/ports.ts';
import { runUnits, type UnitRun } from '../../functions/domain/unit-job.ts';
import { STATEMENT_HEAD, statementText } from '../../functions/http/views/bank-statement-file.ts';
import { bankClient } from '../support/bank.ts';

const BAAC = bankClient('BAAC');
const GSB = bankClient('GSB');
const AT = new Date('2018-03-01T01:05:00.000Z');
const occasion = { at: AT, from: 'test', requestId: 'r' };
const THREE_DAYS = { from: '2018-02-13' as Day, to: '2018-02-15' as Day };

const row = (n: number, intentOn: Day): StatementRow => ({
  bankReference: `B-${n}` as never,
  receipt: `AAAA-BBBB-${1000 + n}` as never,
  registrationId: `r${n}` as never,
  version: 1,
  intentOn,
  recordedAt: `${intentOn}T03:00:00.000Z` as Instant,
});

/** Days of a bank, in pages of two however many are asked for. */
class PagedList implements BankList {
  readonly #days: Readonly<Record<string, readonly StatementRow[]>>;
  readonly asked: string[] = [];

  constructor(days: Readonly<Record<string, readonly StatementRow[]>>) {
    this.#days = days;
  }

  async standing(bank: string, day: Day, { cursor }: { cursor?: string | undefined }) {
    this.asked.push(`${bank} ${day}`);
    const from = Number(cursor ?? 0);
    const all = this.#days[day] ?? [];
    const rows = all.slice(from, from + 2);
    return from + 2 < all.length ? { rows, cursor: String(from + 2) } : { rows };
  }
}

/** Counts of BAAC's channel: 7 in every province on the 14th alone. */
const counters: Counters = {
  read: async (buckets) =>
    buckets
      .filter(({ bucket }) => bucket === '2018-02-14')
      .map((of) => ({
        ...of,
        lastCountedAt: '2018-02-28T16:59:41.120Z' as Instant,
        cells: [
          {
            cell: { of: 'district-agency', district: '3401', agency: 'BAAC', channel: 'BAAC' } as never,
            count: 7,
          },
          {
            cell: { of: 'district-agency', district: '3401', agency: 'GSB', channel: 'GSB' } as never,
            count: 5,
          },
        ],
      })),
};

function stage(list = new PagedList({})) {
  const runs = new Map<string, UnitRun<StatementReport>>();
  const parts = new Map<string, string>();
  const sent: string[] = [];
  const audited: object[] = [];
  const books = {
    runs: {
      begin: async (fresh: UnitRun<StatementReport>) => {
        runs.set(fresh.runId, fresh);
        return fresh;
      },
      load: async (_: string, runId: string) => runs.get(runId),
    },
    queue: {
      send: async (runId: string) => {
        sent.push(runId);
      },
    },
    audit: {
      append: async (line: object) => {
        audited.push(line);
      },
    } as never,
    doors: { outcome: async (runId: string) => ({ url: `https://x/${runId}`, expiresInSeconds: 300 }) },
    newTail: () => 'm3q9',
  };
  const job = statementJob({
    list,
    counters,
    gazetteer: { provinces: async () => [{ code: '34' }, { code: '10' }] as never },
    files: {
      putPart: async (_, part, text) => {
        parts.set(part, text);
      },
      gather: async (_, below, head) => {
        const names = [...parts.keys()].filter((name) => name.startsWith(below)).sort();
        const text = head + names.map((name) => parts.get(name)).join('');
        parts.set('file', text);
        return { bytes: Buffer.byteLength(text), sha256: 'f'.repeat(64) };
      },
    },
    head: STATEMENT_HEAD,
    rowText: statementText,
  });
  const work = (runId: string) =>
    runUnits(runs.get(runId) as UnitRun<StatementReport>, job, {
      hasTime: () => true,
      concurrency: 1,
      save: async (run) => {
        runs.set(run.runId, run);
        return 'saved';
      },
      tell: () => {},
      now: () => instantOf(AT),
    });
  return { books, work, runs, parts, sent, audited };
}

describe('a statement as one file', () => {
  const days = {
    '2018-02-13': [row(1, '2018-02-13' as Day)],
    '2018-02-15': [5, 4, 3, 2, 6].map((n) => row(n, '2018-02-15' as Day)),
  };

  it('has every page of every day, in the order of the days, below one header', async () => {
    const list = new PagedList(days);
    const { books, work, parts, sent } = stage(list);
    const { statementId } = await orderStatement(books, BAAC, THREE_DAYS, occasion);
    expect(sent).toEqual([statementId]);
    await work(statementId);
    const lines = (parts.get('file') ?? '').trim().split('\r\n');
    expect(lines.map((line) => line.split(',')[0])).toEqual([
      'reference',
      ...[1, 5, 4, 3, 2, 6].map((n) => `B-${n}`),
    ]);
    expect(new Set(list.asked)).toEqual(new Set(['BAAC 2018-02-13', 'BAAC 2018-02-14', 'BAAC 2018-02-15']));
  });

  it('says beside the rows of each day what is counted of the same channel, in every province', async () => {
    const { books, work } = stage(new PagedList(days));
    const { statementId } = await orderStatement(books, BAAC, THREE_DAYS, occasion);
    await work(statementId);
    const read = await readStatementFile(books, BAAC, statementId);
    expect(read.days.map(({ rows, counted }) => [rows, counted])).toEqual([
      [1, 0],
      [0, 14],
      [5, 0],
    ]);
    expect(read.file).toMatchObject({ sha256: 'f'.repeat(64), url: `https://x/${statementId}` });
  });

  it('is the same when a day is written again', async () => {
    const { books, work, runs, parts } = stage(new PagedList(days));
    const { statementId } = await orderStatement(books, BAAC, THREE_DAYS, occasion);
    const fresh = runs.get(statementId) as UnitRun<StatementReport>;
    await work(statementId);
    const [text, report] = [parts.get('file'), runs.get(statementId)?.report];
    runs.set(statementId, fresh);
    await work(statementId);
    expect(parts.get('file')).toBe(text);
    expect(runs.get(statementId)?.report).toEqual(report);
  });

  it('is running, without an address, until it is written', async () => {
    const { books, audited } = stage();
    const { statementId } = await orderStatement(books, BAAC, THREE_DAYS, occasion);
    const read = await readStatementFile(books, BAAC, statementId);
    expect(read).toMatchObject({ ...THREE_DAYS, days: [], progress: { unitsDone: 0, units: 4 } });
    expect(read.file).toBeUndefined();
    expect(audited).toMatchObject([
      { action: 'LISTED_BANK_STATEMENT', about: { bank: 'BAAC', ...THREE_DAYS, statementId } },
    ]);
  });

  it('of another bank does not exist, nor one that nobody ordered', async () => {
    const { books } = stage();
    const { statementId } = await orderStatement(books, BAAC, THREE_DAYS, occasion);
    await expect(readStatementFile(books, GSB, statementId)).rejects.toMatchObject({
      code: 'statement.not-found',
    });
    await expect(
      readStatementFile(books, BAAC, '2018-01-01T000000-aaaa-BAAC' as StatementId),
    ).rejects.toMatchObject({ code: 'statement.not-found' });
  });

  it.each<[string, string, string]>([
    ['2018-02-15', '2018-02-14', 'days.reversed'],
    ['2018-02-01', '2018-03-04', 'days.too-many'],
  ])('from %s to %s is refused before anything is ordered', async (from, to, code) => {
    const { books, runs, audited } = stage();
    const order = orderStatement(books, BAAC, { from: from as Day, to: to as Day }, occasion);
    await expect(order).rejects.toMatchObject({ code });
    expect([runs.size, audited.length]).toEqual([0, 0]);
  });
});

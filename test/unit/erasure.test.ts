import { describe, expect, it } from 'vitest';
import type { AuditLine } from '../../functions/domain/audit.ts';
import { type Instant, instantOf } from '../../functions/domain/calendar.ts';
import {
  type ErasureOrder,
  type ErasureReport,
  type ErasureStores,
  erasureJob,
  keptUntil,
  NOTHING_ERASED,
  NotErasable,
  orderErasure,
  payListsEndBefore,
} from '../../functions/domain/erasure.ts';
import { freshRun, runUnits, type UnitRun } from '../../functions/domain/unit-job.ts';
import { tellErased } from '../../functions/streams/erasure-job.ts';
import { erasureText } from '../../ops/erasure.ts';
import { bangkok, day, FIRST_PERSON, measure, writtenForms } from '../support/builders.ts';
import { capturedOutput } from '../support/fakes.ts';

const OVER = bangkok('2028-03-16 00:00');
const RUN = instantOf(OVER);

describe('what is kept', () => {
  it('of a measure ends ten years after the last recording, or after as many as it says', () => {
    expect(keptUntil(measure())).toBe('2028-03-15');
    expect(keptUntil(measure({ keptYears: 2 }))).toBe('2020-03-15');
    expect(keptUntil(measure({ recordUntil: day('2020-02-29'), keptYears: 1 }))).toBe('2021-03-01');
  });

  it('of a pay list ends ten years after its freeze, by the calendar of Bangkok', () => {
    expect(payListsEndBefore(bangkok('2028-03-01 00:30'))).toBe('2018-03-01');
    expect(payListsEndBefore(bangkok('2028-02-29 12:00'))).toBe('2018-03-01');
  });
});

function desk({ broken = false } = {}) {
  const placed: { runId: string; order: ErasureOrder; line: AuditLine }[] = [];
  const sent: string[] = [];
  return {
    placed,
    sent,
    programme: { measure: async () => measure() },
    orders: {
      place: async (runId: string, order: ErasureOrder, line: AuditLine) => {
        if (broken) throw new Error('the trail cannot be written');
        placed.push({ runId, order, line });
      },
    },
    queue: {
      send: async (runId: string) => {
        sent.push(runId);
      },
    },
  };
}

const order = (at: ReturnType<typeof desk>, of: Parameters<typeof orderErasure>[1]['of'], dryRun = false) =>
  orderErasure(
    at,
    { of, by: 'ops:somebody', reason: 'คำขอ', dryRun },
    {
      at: OVER,
      from: 'ops',
      requestId: 'request-1',
    },
  );

describe('an order to erase', () => {
  it.each([
    ['ERASED_PERSON', { citizenId: FIRST_PERSON }, false],
    ['TRIED_ERASURE', { citizenId: FIRST_PERSON }, true],
    ['ERASED_MEASURE', 'measure', false],
    ['TRIED_ERASURE', 'measure', true],
  ] as const)('stands with a line %s', async (action, of, dryRun) => {
    const at = desk();
    const runId = await order(at, of, dryRun);
    expect(at.sent).toEqual([runId]);
    expect(at.placed).toMatchObject([
      { runId, order: { dryRun }, line: { action, actor: 'ops:somebody', reason: 'คำขอ' } },
    ]);
    const [{ line } = { line: undefined }] = at.placed;
    expect(line?.person).toBe(of === 'measure' ? undefined : FIRST_PERSON);
    for (const form of writtenForms(FIRST_PERSON)) expect(JSON.stringify(line?.about)).not.toContain(form);
  });

  it('starts nothing when its line cannot be written', async () => {
    const at = desk({ broken: true });
    await expect(order(at, { citizenId: FIRST_PERSON })).rejects.toThrow('the trail');
    expect(at.sent).toEqual([]);
  });

  it('for a measure is refused before its time, and leaves nothing', async () => {
    const at = { ...desk(), programme: { measure: async () => measure({ keptYears: 11 }) } };
    await expect(order(at, 'measure')).rejects.toThrow(NotErasable);
    expect([at.placed, at.sent]).toEqual([[], []]);
  });
});

/** Says what it was asked for; the ledger counts somebody for so many askings. */
function recorded(subject: ErasureOrder['subject'], { dryRun = false, countedFor = 0 } = {}) {
  const done: string[] = [];
  let standing: ErasureOrder | undefined = { subject, dryRun, at: RUN };
  let left = countedFor;
  const stores: ErasureStores = {
    order: async () => standing,
    forget: async () => {
      done.push('forget');
      standing = undefined;
    },
    records: async (_, { segment }, remove) => {
      done.push(`records ${segment} ${remove}`);
      return { registrations: 1 };
    },
    traces: async (_, { segment, frozenBefore }, remove) => {
      done.push(`traces ${segment} ${frozenBefore} ${remove}`);
      return { references: 2 };
    },
    ledger: async (_, { segment }, remove) => {
      done.push(`ledger ${segment} ${remove}`);
      return left-- > 0 ? { found: {}, counted: 1 } : { found: { ledgerRows: 1 }, counted: 0 };
    },
  };
  return { done, stores };
}

async function made(stores: ErasureStores, keptYears?: number): Promise<UnitRun<ErasureReport>> {
  const job = erasureJob(
    stores,
    {
      programme: { measure: async () => measure({ keptYears }) },
      now: () => OVER,
      pause: async () => undefined,
      patience: 3,
    },
    2,
  );
  let run: UnitRun<ErasureReport> = freshRun(job, RUN, RUN as Instant);
  await runUnits(run, job, {
    hasTime: () => true,
    concurrency: 1,
    save: async (next) => {
      run = next;
      return 'saved';
    },
    tell: () => undefined,
    now: () => RUN,
  });
  return run;
}

const person = { what: 'person', citizenId: FIRST_PERSON } as const;

describe('an erasure', () => {
  it('takes records, then what lies beside them, then the ledger, and the order last', async () => {
    const { done, stores } = recorded(person);
    const { report } = await made(stores);
    expect(done).toEqual([
      'records 0 true',
      'records 1 true',
      'traces 0 2018-03-16 true',
      'traces 1 2018-03-16 true',
      'ledger 0 true',
      'ledger 1 true',
      'forget',
    ]);
    expect(report).toEqual({ ...NOTHING_ERASED, registrations: 2, references: 4, ledgerRows: 2 });
  });

  it('asks the ledger again until nobody is counted, and gives up after its patience', async () => {
    const { done, stores } = recorded(person, { countedFor: 2 });
    expect((await made(stores)).report.ledgerRows).toBe(2);
    expect(done.filter((what) => what.startsWith('ledger 0'))).toHaveLength(3);
    await expect(made(recorded(person, { countedFor: 3 }).stores)).rejects.toThrow('still counted');
  });

  it('in a dry run removes nothing and waits for nobody', async () => {
    const { done, stores } = recorded(person, { dryRun: true, countedFor: 99 });
    await made(stores);
    expect(done.some((what) => what.endsWith('true'))).toBe(false);
  });

  it.each([
    ['that is another one by now', 'another', undefined],
    ['that is to be kept for longer by now', 'phase-2', 11],
  ])('touches nothing of a measure %s', async (_, code, keptYears) => {
    const { done, stores } = recorded({ what: 'measure', measure: code });
    await expect(made(stores, keptYears)).rejects.toThrow(NotErasable);
    expect(done).toEqual([]);
  });

  it('touches nothing without an order', async () => {
    const { done, stores } = recorded(person);
    await expect(made({ ...stores, order: async () => undefined })).rejects.toThrow('without its order');
    expect(done).toEqual([]);
  });

  it('says in numbers alone what it did', async () => {
    const run = await made(recorded(person).stores);
    const output = capturedOutput();
    tellErased(run);
    output.stop();
    expect(output.text()).toContain('DATA_ERASED');
    for (const form of writtenForms(FIRST_PERSON))
      expect(`${output.text()} ${JSON.stringify(run)}`).not.toContain(form);
    expect(erasureText({ ...run.report, ledgerRowsMarked: 12_000 })).toContain(
      '12,000  rows of the ledger that know',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Occasion } from '../../functions/domain/audit.ts';
import type { Settled } from '../../functions/domain/bank-batch.ts';
import {
  type BankCorrection,
  type BankReceipt,
  correctRows,
  lookUpReferences,
  registerRows,
  withdrawRows,
} from '../../functions/domain/bank-desk.ts';
import { Refusal } from '../../functions/domain/refusal.ts';
import { bankClient, bankDesk, bankIntent, bankReference, bankWithdrawal } from '../support/bank.ts';
import {
  agencyCode,
  bangkok,
  day,
  districtCode,
  IN_WINDOW,
  officeZeroId,
  projectCode,
  registration,
  withdrawn,
} from '../support/builders.ts';

const BAAC = bankClient('BAAC');
const GSB = bankClient('GSB');
const occasion: Occasion = { at: IN_WINDOW, from: '192.0.2.1', requestId: 'request-1' };

const codes = (rows: Settled<BankReceipt>[]) =>
  rows.map((row) =>
    row.outcome === 'accepted'
      ? `accepted${row.done.repeated ? ' again' : ''}`
      : row.outcome === 'rejected'
        ? row.refusal.code
        : String(row.error),
  );
const receipts = (rows: Settled<BankReceipt>[]) =>
  rows.map((row) => (row.outcome === 'accepted' ? row.done.receipt : undefined));

const correction = (n: number, overrides: Partial<BankCorrection> = {}): BankCorrection => {
  const row = { requestReference: `C-${n}`, reference: `B-${n}`, remark: 'แก้ไข', ...overrides };
  return { ...row, bodyHash: overrides.bodyHash ?? JSON.stringify(row) };
};

describe('a batch of intents', () => {
  it("registers each person at the bank's branch, with a line on the trail for each", async () => {
    const { desk, books, trail } = bankDesk();
    const settled = await registerRows(
      desk,
      GSB,
      [bankIntent(1, { branch: 'วาริน' }), bankIntent(2)],
      occasion,
    );
    expect(codes(settled)).toEqual(['accepted', 'accepted']);
    expect(books.history[0]).toMatchObject({
      citizenId: officeZeroId(1),
      channel: 'GSB',
      place: { placeId: 'branch-GSB', district: '3401', name: 'สาขาธนาคารออมสิน วาริน' },
      developmentDistrict: '3401',
      bankReference: 'B-1',
      recordedBy: 'client-GSB',
      version: 1,
    });
    expect(trail.lines).toMatchObject([
      { action: 'REGISTERED', actor: 'client-GSB', person: officeZeroId(1), isSpread: true },
      { action: 'REGISTERED', person: officeZeroId(2) },
    ]);
  });

  it.each<[string, Parameters<typeof bankIntent>[1], string]>([
    ['a bad checksum', { citizenId: '1000000000018' }, 'citizen-id.checksum'],
    ['no ID', { citizenId: '12' }, 'citizen-id.format'],
    ['somebody unknown', { citizenId: officeZeroId(700) }, 'cardholder.not-entitled'],
    ['somebody not entitled', { citizenId: officeZeroId(900) }, 'cardholder.not-entitled'],
    ['no consent', { consent: false }, 'registration.consent-required'],
    ['a day before the window', { intentOn: day('2018-01-31') }, 'registration.day-outside-window'],
    ['a day to come', { intentOn: day('2018-02-13') }, 'registration.day-in-future'],
    ['an unknown agency', { agency: agencyCode('NONE') }, 'agency.unknown'],
    ['an unknown project', { projects: [projectCode('P99')] }, 'project.unknown'],
    ['an unknown district', { developmentDistrict: districtCode('9999') }, 'district.unknown'],
    ['an ID for a reference', { reference: officeZeroId(5) }, 'bank-reference.holds-citizen-id'],
  ])('refuses a row with %s and registers the others', async (_, overrides, code) => {
    const { desk, books } = bankDesk();
    const rows = [bankIntent(1), bankIntent(2, overrides), bankIntent(3)];
    expect(codes(await registerRows(desk, BAAC, rows, occasion))).toEqual(['accepted', code, 'accepted']);
    expect(books.history).toHaveLength(2);
    expect(books.records.size).toBe(2);
  });

  it('leaves a line about each person of whom a refusal tells something, and none about an ID of nobody', async () => {
    const { desk, trail } = bankDesk({ standing: [registration()] });
    const rows = [
      bankIntent(1),
      bankIntent(2, { citizenId: '12' }),
      bankIntent(3, { citizenId: officeZeroId(900) }),
    ];
    await registerRows(desk, BAAC, rows, occasion);
    const byPerson = trail.lines.sort((a, b) => String(a.person).localeCompare(String(b.person)));
    expect(byPerson).toMatchObject([
      {
        action: 'WAS_REFUSED',
        actor: 'client-BAAC',
        person: officeZeroId(1),
        refused: 'registration.already-registered',
        about: { bank: 'BAAC', reference: 'B-1' },
        isSpread: true,
      },
      { person: officeZeroId(900), refused: 'cardholder.not-entitled' },
    ]);
  });

  it('tells nothing of a person when the line of the refusal cannot be written', async () => {
    const { desk, trail } = bankDesk({ standing: [registration()] });
    trail.broken = true;
    const [row] = await registerRows(desk, BAAC, [bankIntent(1)], occasion);
    expect(row?.outcome).toBe('failed');
  });

  it('is refused row by row after the last day of recording, but not what was accepted before it', async () => {
    const { desk } = bankDesk({ at: bangkok('2018-03-15 23:59') });
    const late = bankDesk({ at: bangkok('2018-03-16 00:00') });
    const rows = [bankIntent(1)];
    const first = await registerRows(desk, BAAC, rows, { ...occasion, at: bangkok('2018-03-15 23:59') });
    expect(codes(first)).toEqual(['accepted']);
    const after = { ...occasion, at: bangkok('2018-03-16 00:00') };
    expect(codes(await registerRows(late.desk, BAAC, rows, after))).toEqual([
      'registration.recording-closed',
    ]);
    const later = { ...desk, clock: () => after.at };
    const again = await registerRows(later, BAAC, [...rows, bankIntent(2)], after);
    expect(codes(again)).toEqual(['accepted again', 'registration.recording-closed']);
    expect(receipts(again)[0]).toBe(receipts(first)[0]);
  });

  it('tells of the registration that stands: when, where and by which channel', async () => {
    const { desk } = bankDesk({ standing: [registration()] });
    const [row] = await registerRows(desk, BAAC, [bankIntent(1)], occasion);
    expect(row).toMatchObject({
      refusal: {
        code: 'registration.already-registered',
        facts: { first: { intentOn: '2018-02-05', channel: 'officer', district: '3401' } },
      },
    });
  });

  it('registers a person again whose registration was withdrawn, under the next version', async () => {
    const { desk, books } = bankDesk({ standing: [registration(), withdrawn()] });
    const settled = await registerRows(desk, BAAC, [bankIntent(1)], occasion);
    expect(settled).toMatchObject([{ outcome: 'accepted', done: { version: 3 } }]);
    expect(books.history.at(-1)).toMatchObject({ change: { kind: 'registered-again' } });
  });

  it('gets the same answers when it is sent again, and writes nothing', async () => {
    const { desk, books, trail } = bankDesk();
    const rows = [bankIntent(1), bankIntent(2), bankIntent(3)];
    const first = await registerRows(desk, BAAC, rows, occasion);
    const again = await registerRows(desk, BAAC, rows, occasion);
    expect(receipts(again)).toEqual(receipts(first));
    expect(codes(again)).toEqual(Array(3).fill('accepted again'));
    expect([books.history.length, trail.lines.length]).toEqual([3, 3]);
  });

  it('gets one answer when it arrives ten times at once', async () => {
    const { desk, books } = bankDesk();
    const rows = Array.from({ length: 10 }, (_, n) => bankIntent(n + 1));
    const all = await Promise.all(Array.from({ length: 10 }, () => registerRows(desk, BAAC, rows, occasion)));
    for (const settled of all) expect(receipts(settled)).toEqual(receipts(all[0] ?? []));
    expect(books.history).toHaveLength(10);
  });

  it('refuses another row under a reference that was accepted, and knows nothing of other banks', async () => {
    const { desk } = bankDesk();
    await registerRows(desk, BAAC, [bankIntent(1)], occasion);
    const other = bankIntent(2, { reference: 'B-1' });
    expect(codes(await registerRows(desk, BAAC, [other], occasion))).toEqual(['bank-reference.reused']);
    expect(codes(await registerRows(desk, GSB, [other], occasion))).toEqual(['accepted']);
  });

  it('has one winner a person of two banks at once', async () => {
    const { desk, books } = bankDesk();
    const rows = Array.from({ length: 20 }, (_, n) => bankIntent(n + 1));
    const [baac = [], gsb = []] = await Promise.all(
      [BAAC, GSB].map((bank) => registerRows(desk, bank, rows, occasion)),
    );
    for (const [n] of rows.entries())
      expect([codes(baac)[n], codes(gsb)[n]].sort()).toEqual(['accepted', 'registration.already-registered']);
    expect(books.history).toHaveLength(20);
  });

  it('leaves rows that cannot begin in time to be sent again', async () => {
    const { desk, books } = bankDesk();
    let calls = 0;
    const clock = () => new Date(IN_WINDOW.getTime() + (++calls > 6 ? 60_000 : 0));
    const rows = Array.from({ length: 20 }, (_, n) => bankIntent(n + 1));
    const found = codes(await registerRows({ ...desk, clock }, BAAC, rows, occasion));
    expect(new Set(found)).toEqual(new Set(['accepted', 'store.busy']));
    expect(codes(await registerRows(desk, BAAC, rows, occasion)).every((one) => /^acc/.test(one))).toBe(true);
    expect(books.history).toHaveLength(20);
  });

  it('comes to the same end however it is split and however often its parts are sent', async () => {
    const rows = fc.array(
      fc.record({
        person: fc.integer({ min: 1, max: 6 }),
        reference: fc.integer({ min: 1, max: 8 }),
        consent: fc.boolean(),
        known: fc.boolean(),
      }),
      { maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
        fc.boolean(),
        async (sent, sizes, twice) => {
          const intents = sent.map(({ person, reference, consent, known }) =>
            bankIntent(person, {
              reference: `R${reference}`,
              consent,
              citizenId: known ? officeZeroId(person) : officeZeroId(800 + person),
            }),
          );
          const whole = bankDesk();
          await registerRows(whole.desk, BAAC, intents, occasion);
          const split = bankDesk();
          for (let from = 0; from < intents.length; ) {
            const to = from + (sizes.next().value ?? 1);
            for (let n = 0; n < (twice ? 2 : 1); n++)
              await registerRows(split.desk, BAAC, intents.slice(from, to), occasion);
            from = to;
          }
          const end = ({ books }: typeof whole) =>
            books.history
              .map(({ citizenId, bankReference: own, version }) => [citizenId, own, version])
              .sort();
          expect(end(split)).toEqual(end(whole));
        },
      ),
    );
  });
});

describe('a change of what a bank has sent', () => {
  const sent = async () => {
    const made = bankDesk();
    await registerRows(made.desk, BAAC, [bankIntent(1), bankIntent(2)], occasion);
    return made;
  };

  it('is a new version, and the same answer when it is sent again', async () => {
    const { desk, books } = await sent();
    const first = await correctRows(desk, BAAC, [correction(1, { version: 1 })], occasion);
    const again = await correctRows(desk, BAAC, [correction(1, { version: 1 })], occasion);
    expect(first).toMatchObject([{ done: { version: 2, repeated: false } }]);
    expect(again).toMatchObject([{ done: { version: 2, repeated: true } }]);
    expect(books.history.at(-1)).toMatchObject({ version: 2, remark: 'แก้ไข', bankReference: 'B-1' });
    expect(books.history).toHaveLength(3);
  });

  it('is made once when it arrives five times at once', async () => {
    const { desk, books } = await sent();
    const all = await Promise.all(
      Array.from({ length: 5 }, () => correctRows(desk, BAAC, [correction(1, { version: 1 })], occasion)),
    );
    for (const settled of all) expect(settled).toMatchObject([{ outcome: 'accepted', done: { version: 2 } }]);
    expect(books.history).toHaveLength(3);
  });

  it.each<[string, BankCorrection, string]>([
    ['of a reference never sent', correction(9), 'bank-reference.not-found'],
    ['of another version', correction(1, { version: 4 }), 'version.stale'],
    ['of nothing', correction(1, { remark: undefined }), 'registration.nothing-to-correct'],
    [
      'of the day without a reason',
      correction(1, { intentOn: day('2018-02-09') }),
      'registration.reason-required',
    ],
    [
      'of the day to one outside the window',
      correction(1, { intentOn: day('2018-01-09'), reason: 'ผิดวัน' }),
      'registration.day-outside-window',
    ],
    ['to an unknown project', correction(1, { projects: [projectCode('P99')] }), 'project.unknown'],
  ])('is refused when it is %s', async (_, row, code) => {
    const { desk, books } = await sent();
    expect(codes(await correctRows(desk, BAAC, [row], occasion))).toEqual([code]);
    expect(books.history).toHaveLength(2);
  });

  it('is refused to another bank as if nothing were there', async () => {
    const { desk, books } = await sent();
    expect(codes(await correctRows(desk, GSB, [correction(1)], occasion))).toEqual([
      'bank-reference.not-found',
    ]);
    expect(codes(await withdrawRows(desk, GSB, [bankWithdrawal(1)], occasion))).toEqual([
      'bank-reference.not-found',
    ]);
    expect(books.history).toHaveLength(2);
  });

  it('is one an intent in a batch', async () => {
    const { desk } = await sent();
    const rows = [correction(1), correction(1, { requestReference: 'C-other' }), correction(2)];
    expect(codes(await correctRows(desk, BAAC, rows, occasion))).toEqual([
      'accepted',
      'row.duplicate-reference',
      'accepted',
    ]);
  });

  it('takes no reference of another change for its own', async () => {
    const { desk } = await sent();
    await correctRows(desk, BAAC, [correction(1)], occasion);
    const other = correction(2, { requestReference: 'C-1' });
    expect(codes(await correctRows(desk, BAAC, [other], occasion))).toEqual(['bank-reference.reused']);
  });

  it('may withdraw, after which the person comes again under another reference', async () => {
    const { desk, books } = await sent();
    expect(codes(await withdrawRows(desk, BAAC, [bankWithdrawal(1)], occasion))).toEqual(['accepted']);
    expect(codes(await withdrawRows(desk, BAAC, [bankWithdrawal(1)], occasion))).toEqual(['accepted again']);
    const other = bankWithdrawal(1, { requestReference: 'W-other' });
    expect(codes(await withdrawRows(desk, BAAC, [other], occasion))).toEqual(['registration.not-standing']);
    // The first row again: what it made is gone, and it does not come back by itself.
    expect(codes(await registerRows(desk, BAAC, [bankIntent(1)], occasion))).toEqual(['accepted again']);
    const anew = bankIntent(1, { reference: 'B-anew' });
    expect(await registerRows(desk, GSB, [anew], occasion)).toMatchObject([{ done: { version: 3 } }]);
    expect(books.history.at(-1)).toMatchObject({ channel: 'GSB', status: 'INTENT' });
    // What another made of the person is not the first bank's to change.
    const late = correction(1, { requestReference: 'C-late' });
    expect(codes(await correctRows(desk, BAAC, [late], occasion))).toEqual(['registration.not-standing']);
    const found = await lookUpReferences(
      { ...desk, audit: { append: async () => undefined } },
      BAAC,
      ['B-1', 'B-2', 'B-anew'].map(bankReference),
      occasion,
    );
    expect(found).toMatchObject([
      { found: true, current: undefined },
      { found: true, current: { status: 'INTENT' } },
      { found: false },
    ]);
  });

  it('is refused when it cannot be read, and the others are made', async () => {
    const { desk } = await sent();
    const rows = [new Refusal('request.invalid'), correction(2)];
    expect(codes(await correctRows(desk, BAAC, rows, occasion))).toEqual(['request.invalid', 'accepted']);
  });
});

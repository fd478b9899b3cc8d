import { execFile } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { answersOf, writeBankFile } from '../../bench/bank-file.ts';
import {
  type batchAnswer,
  correctBankRows,
  lookUpBankReferences,
  readBankStatement,
  registerBankRows,
  withdrawBankRows,
} from '../../functions/contract/bank.ts';
import { listBankFiles, readBankFile } from '../../functions/contract/bank-files.ts';
import { orderBankStatement, readBankStatementFile } from '../../functions/contract/bank-statements.ts';
import { CardholdersTable } from '../../functions/data/cardholders.ts';
import { bangkokDay, plusDays } from '../../functions/domain/calendar.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { cardholder, officeZeroId } from '../support/builders.ts';
import {
  type Answer,
  answered,
  type Client,
  codeOf,
  eventually,
  newKey,
  officer,
  refused,
  stack,
} from '../support/client.ts';
import { bank } from './bank.ts';
import { addPlace, countedReport, dayIn, type Place, register, sendIntent } from './desk.ts';
import { notEntitledIn, settle, unknownId } from './people.ts';
import { recordOf, registrations, store, trailOf } from './stores.ts';

const today = bangkokDay(new Date());
let baac: Client;
let gsb: Client;
let mueang: Client;
let central: Client;
let place: Place;

beforeAll(async () => {
  [baac, gsb, mueang, central] = await Promise.all([
    bank('BAAC'),
    bank('GSB'),
    officer('mueang-ubon'),
    officer('central'),
  ]);
  place = await addPlace(mueang, '3401', 'หอประชุมสำหรับการแข่งขัน');
});

let made = 0;
const newReference = (): string => `T${process.pid}-${++made}`;
const row = ({ citizenId }: Pick<Cardholder, 'citizenId'>, fields: object = {}) => ({
  reference: newReference(),
  citizenId,
  intentOn: today,
  projects: ['D1-01'],
  consent: true,
  ...fields,
});

const path = '/v1/bank/registrations';
const send = async (client: Client, rows: readonly unknown[]) =>
  answered(registerBankRows, await client.post(path, { rows }));
/** The store is one process here: with three channels at once it can be busy for some seconds. */
const COMES_BACK_MS = 60_000;
type RowAnswer = z.output<typeof batchAnswer>['rows'][number];

/** As a bank does that is told to come back for some rows: the same rows again, until each has its answer. */
async function sendUntilAnswered(client: Client, rows: readonly unknown[]): Promise<RowAnswer[]> {
  const answers = [...(await send(client, rows)).rows];
  const isToComeBack = (one: RowAnswer | undefined) => one?.outcome === 'rejected' && one.retry;
  await eventually(async () => {
    const open = [...answers.keys()].filter((n) => isToComeBack(answers[n]));
    if (open.length === 0) return;
    const again = await send(
      client,
      open.map((n) => rows[n]),
    );
    for (const [n, one] of again.rows.entries()) answers[open[n] as number] = one;
    expect(answers.filter(isToComeBack)).toEqual([]);
  }, COMES_BACK_MS);
  return answers;
}
const outcomes = ({ rows }: z.output<typeof batchAnswer>) =>
  rows.map((one) => (one.outcome === 'accepted' ? 'accepted' : one.code));

/** Every page of a day's statement. */
async function statement(client: Client, day: string) {
  let cursor: string | undefined;
  let counted: z.output<typeof readBankStatement.answer>['counted'];
  const rows: z.output<typeof readBankStatement.answer>['rows'] = [];
  do {
    const query = `day=${day}&limit=150${cursor === undefined ? '' : `&cursor=${cursor}`}`;
    const page = answered(readBankStatement, await client.get(`/v1/bank/statement?${query}`));
    rows.push(...page.rows);
    counted ??= page.counted;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { rows, counted };
}

/** The statement, the reports and the registrations themselves say one thing of each bank. */
async function expectReconciled(): Promise<void> {
  for (const [code, client] of [
    ['BAAC', baac],
    ['GSB', gsb],
  ] as const) {
    const own = (await registrations()).filter(
      ({ channel, status }) => channel === code && status === 'INTENT',
    );
    const ofToday = own.filter(({ intentOn }) => intentOn === today);
    await eventually(async () => {
      const { rows, counted } = await statement(client, today);
      expect(counted).toMatchObject({ ofDay: ofToday.length, ofAllDays: own.length });
      expect(rows.map(({ receipt }) => receipt).sort()).toEqual(ofToday.map(({ receipt }) => receipt).sort());
      const report = (await central.get(`/v1/mis/daily?from=${today}&to=${today}`)).json as {
        total: { byChannel: Record<string, number> };
      };
      expect(report.total.byChannel[code]).toBe(ofToday.length);
    }, 30_000);
  }
}

describe("a bank's batch with every kind of row", () => {
  it('is answered row by row, and again the same when it is sent again', async () => {
    const [first, second, third, taken] = await Promise.all(
      ['340109', '100101', '340110', '340109'].map((subdistrict) => settle(subdistrict)),
    );
    if (!first || !second || !third || !taken) throw new Error('nobody');
    await register(mueang, { citizenId: taken.citizenId, placeId: place.placeId });
    const [notEntitled] = await notEntitledIn('34');
    const good = row(first, { branch: 'วารินชำราบ', phone: '080 000 0000' });
    const rows = [
      good,
      row(second),
      row(taken),
      row({ citizenId: unknownId() }),
      row({ citizenId: notEntitled?.citizenId ?? unknownId() }),
      row({ citizenId: '1000000000018' as never }),
      row(third, { intentOn: plusDays(today, 1) }),
      row(third, { intentOn: '2017-01-01' }),
      row(third, { agency: 'NONE' }),
      row(third, { projects: ['X9-99'] }),
      row(third, { developmentDistrict: '9999' }),
      row(third, { consent: false }),
      row(third, { intentOn: '2561-02-01' }),
      row(third, { reference: third.citizenId }),
      { ...row(third), consent: undefined },
      'no row at all',
      row(first),
      { ...good, citizenId: third.citizenId },
      row(third),
    ];
    const answer = await send(baac, rows);
    expect(outcomes(answer)).toEqual([
      'accepted',
      'accepted',
      'registration.already-registered',
      'cardholder.not-entitled',
      'cardholder.not-entitled',
      'citizen-id.checksum',
      'registration.day-in-future',
      'registration.day-outside-window',
      'agency.unknown',
      'project.unknown',
      'district.unknown',
      'registration.consent-required',
      'request.invalid',
      'bank-reference.holds-citizen-id',
      'request.invalid',
      'request.invalid',
      'row.duplicate-person',
      'row.duplicate-reference',
      'accepted',
    ]);
    expect(answer).toMatchObject({ accepted: 3, rejected: 16 });
    expect(answer.rows[2]).toMatchObject({
      facts: { first: { intentOn: today, channel: 'officer', district: '3401', place: place.name } },
    });
    expect(answer.rows[3]).toEqual({
      ...answer.rows[4],
      row: 4,
      reference: (rows[3] as { reference: string }).reference,
    });
    for (const n of [16, 17]) expect(answer.rows[n]).toMatchObject({ facts: { row: 1 } });
    const text = JSON.stringify(answer);
    for (const { citizenId } of [first, second, third, taken]) expect(text).not.toContain(citizenId);

    const again = await send(baac, rows);
    expect(again.rows.filter(({ outcome }) => outcome === 'accepted')).toEqual(
      answer.rows.filter(({ outcome }) => outcome === 'accepted').map((one) => ({ ...one, repeated: true })),
    );
    const { current, versions } = await recordOf(first.citizenId);
    expect(versions).toHaveLength(1);
    expect(current).toMatchObject({
      channel: 'BAAC',
      agency: 'BAAC',
      place: { placeId: 'branch-BAAC', district: '3401', name: 'สาขา ธ.ก.ส. วารินชำราบ' },
    });
    await expectReconciled();
  }, 120_000);

  it('of five hundred people is recorded whole, within the time of a request', async () => {
    const people = await Promise.all(Array.from({ length: 500 }, () => settle('340111')));
    const answer = await send(
      gsb,
      people.map((person) => row(person)),
    );
    expect(new Set(outcomes(answer))).toEqual(new Set(['accepted']));
    await expectReconciled();
  }, 180_000);

  it.each<[string, unknown, number, string]>([
    ['nothing', { rows: [] }, 400, 'request.invalid'],
    ['501 rows', { rows: Array(501).fill({}) }, 400, 'request.invalid'],
    ['no list', { rows: 'all' }, 400, 'request.invalid'],
    ['a field too many', { rows: [{}], dryRun: true }, 400, 'request.invalid'],
    ['three megabytes', { rows: ['x'.repeat(3_000_000)] }, 413, 'request.too-large'],
  ])('of %s is refused whole', async (_, body, status, code) => {
    const answer = await baac.post(path, body as object);
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status, code });
  });
});

describe('two banks and an officer who register two hundred people at once', () => {
  it('register each of them once, and everybody else is told by whom', async () => {
    const people = await Promise.all(Array.from({ length: 200 }, () => settle('340109')));
    const batches = (client: Client) =>
      Promise.all(
        [0, 50, 100, 150].map((from) =>
          sendUntilAnswered(
            client,
            people.slice(from, from + 50).map((person) => row(person)),
          ),
        ),
      );
    const officers = async (): Promise<Answer[]> => {
      const answers: Answer[] = [];
      for (const { citizenId } of people) {
        const key = newKey();
        const answer = await eventually(async () => {
          const sent = await sendIntent(mueang, { citizenId, placeId: place.placeId }, key);
          expect(sent.status).not.toBe(503);
          return sent;
        }, COMES_BACK_MS);
        answers.push(answer);
      }
      return answers;
    };
    const [fromBaac, fromGsb, fromDesk] = await Promise.all([batches(baac), batches(gsb), officers()]);
    const baacRows = fromBaac.flat();
    const gsbRows = fromGsb.flat();
    const standing = new Map((await registrations()).map((one) => [one.citizenId, one]));
    const winners = { BAAC: 0, GSB: 0, officer: 0 };
    for (const [n, { citizenId }] of people.entries()) {
      const answers = [baacRows[n], gsbRows[n]];
      const told = [
        ...answers.map((one) => (one?.outcome === 'rejected' ? one.code : one?.outcome)),
        fromDesk[n]?.status === 201 ? 'accepted' : `desk ${fromDesk[n]?.status}`,
      ];
      expect(
        told.filter((one) => one === 'accepted'),
        `person ${n}: ${told.join(', ')}`,
      ).toHaveLength(1);
      const current = standing.get(citizenId);
      expect(current).toMatchObject({ version: 1, status: 'INTENT' });
      if (current !== undefined) winners[current.channel] += 1;
      for (const one of answers)
        if (one?.outcome === 'rejected')
          expect(one).toMatchObject({
            code: 'registration.already-registered',
            facts: { first: { channel: current?.channel } },
          });
    }
    expect(winners.BAAC + winners.GSB + winners.officer).toBe(200);
    await expectReconciled();
    const report = await countedReport(await officer('ubon'), '34');
    expect(dayIn(report, today).registered).toBeGreaterThanOrEqual(200);
  }, 240_000);
});

describe("a bank's file", () => {
  /** Some 5,000 by name; the emulator slows with every row. */
  const rows = Number(process.env.BANK_FILE_ROWS ?? 126);
  const within = 60_000 + rows * 100;
  const script = fileURLToPath(new URL('../../reference/bank-client/send-file.mjs', import.meta.url));
  let dir: string;
  let truth: Awaited<ReturnType<typeof writeBankFile>>;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitthi-bank-day-'));
    const first = randomInt(1_000_000, 9_000_000);
    const people = Array.from({ length: rows }, (_, n) =>
      cardholder({ citizenId: officeZeroId(first + n), subdistrict: '340109' as never }),
    );
    const registry = new CardholdersTable(store, stack.tables.cardholders);
    for (let from = 0; from < rows; from += 25) await registry.load(people.slice(from, from + 25));
    const taken = await settle('340109');
    await send(gsb, [row(taken)]);
    truth = await writeBankFile(join(dir, 'intents.csv'), {
      rows,
      prefix: `F${first}`,
      person: (n) => officeZeroId(first + n),
      stranger: unknownId(),
      taken: taken.citizenId,
      intentOn: today,
      encoding: 'windows-874',
      badShare: 1 / 6,
    });
  }, within);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  /** What the sample client says and writes, as a bank's engineer runs it. */
  async function sent(...options: string[]): Promise<{ said: string; answers: Map<number, string> }> {
    const { clientId, clientSecret } = bank.logInOf('BAAC');
    const out = join(dir, 'answers.csv');
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [script, join(dir, 'intents.csv'), out, ...options],
      {
        env: {
          SITTHI_API: stack.apiUrl,
          SITTHI_TOKEN_URL: `${stack.endpointUrl}/oauth2/token`,
          SITTHI_CLIENT_ID: clientId,
          SITTHI_CLIENT_SECRET: clientSecret,
        },
      },
    );
    return { said: stderr, answers: answersOf(await readFile(out, 'utf8')) };
  }
  const expected = () =>
    new Map(Array.from({ length: rows }, (_, n) => [n + 2, truth.rejects.get(n + 2) ?? '']));
  const numbers = ({ said }: { said: string }) =>
    /^(\d+) accepted, (\d+) of them before, (\d+) /m.exec(said)?.slice(1);

  it(
    'sent by the sample client is tried, registered and, sent once more, found unchanged',
    async () => {
      const before = (await registrations()).length;
      const tried = await sent('--dry-run');
      expect(tried.answers).toEqual(expected());
      expect(await registrations()).toHaveLength(before);

      const done = await sent();
      expect(numbers(done)).toEqual([`${truth.accepted}`, '0', `${truth.rejects.size}`]);
      expect(done.answers).toEqual(expected());
      expect(await registrations()).toHaveLength(before + truth.accepted);

      const again = await sent();
      expect(numbers(again)).toEqual([`${truth.accepted}`, `${truth.accepted}`, `${truth.rejects.size}`]);
      expect(again.said).toContain('nothing has changed');
      expect(await registrations()).toHaveLength(before + truth.accepted);
      await expectReconciled();
    },
    6 * within,
  );

  it('is the own one of the bank that sent it', async () => {
    const { files } = answered(listBankFiles, await baac.get('/v1/bank/files'));
    expect(files.slice(0, 3).map(({ phase }) => phase)).toEqual(['done', 'done', 'tried']);
    expect(answered(listBankFiles, await gsb.get('/v1/bank/files')).files).toEqual([]);
    const { fileId = '', sha256 = '' } = files[0] ?? {};
    refused(await gsb.get(`/v1/bank/files/${fileId}`), 404, 'import.not-found');
    const start = (client: Client, hash: string) =>
      client.post(`/v1/bank/files/${fileId}/start`, { sha256: hash, dryRun: false });
    refused(await start(gsb, sha256), 404, 'import.not-found');
    refused(await start(baac, sha256), 409, 'import.finished');
    refused(await start(baac, '0'.repeat(64)), 409, 'import.other-file');
    const read = answered(readBankFile, await baac.get(`/v1/bank/files/${fileId}`));
    const { searchParams, pathname } = new URL(read.answers?.url ?? '');
    expect(pathname).toContain(`/answers/${fileId}.1.csv`);
    expect(Number(searchParams.get('X-Amz-Expires'))).toBe(300);
  });
});

describe('what a bank has sent', () => {
  it('is corrected, looked up and withdrawn by its reference, once each', async () => {
    const person = await settle('340109');
    const sent = row(person);
    await send(baac, [sent]);
    const change = {
      requestReference: newReference(),
      reference: sent.reference,
      version: 1,
      projects: ['D2-02'],
      remark: 'แก้ไขโครงการ',
    };
    const correct = async () =>
      answered(correctBankRows, await baac.post('/v1/bank/corrections', { rows: [change] }));
    expect((await correct()).rows).toMatchObject([{ outcome: 'accepted', version: 2, repeated: false }]);
    expect((await correct()).rows).toMatchObject([{ outcome: 'accepted', version: 2, repeated: true }]);

    const lookUp = async (client: Client) =>
      answered(
        lookUpBankReferences,
        await client.post('/v1/bank/registrations/status', { references: [sent.reference, 'T-never'] }),
      ).rows;
    expect(await lookUp(baac)).toMatchObject([
      { outcome: 'found', status: 'INTENT', version: 2, projects: ['D2-02'] },
      { reference: 'T-never', outcome: 'not-found' },
    ]);
    expect((await lookUp(gsb)).map(({ outcome }) => outcome)).toEqual(['not-found', 'not-found']);

    const withdrawal = { requestReference: newReference(), reference: sent.reference, reason: 'ขอยกเลิก' };
    const withdraw = async (client: Client) =>
      answered(withdrawBankRows, await client.post('/v1/bank/withdrawals', { rows: [withdrawal] })).rows;
    expect(await withdraw(gsb)).toMatchObject([{ code: 'bank-reference.not-found' }]);
    expect(await withdraw(baac)).toMatchObject([{ outcome: 'accepted', version: 3 }]);
    expect(await withdraw(baac)).toMatchObject([{ outcome: 'accepted', version: 3, repeated: true }]);
    expect(await lookUp(baac)).toMatchObject([{ status: 'CANCELLED', version: 3 }, {}]);

    // Whoever came second may now be first.
    expect(outcomes(await send(gsb, [row(person)]))).toEqual(['accepted']);
    expect((await lookUp(baac))[0]).toMatchObject({ status: 'CANCELLED' });
    expect((await recordOf(person.citizenId)).versions).toHaveLength(4);
    await expectReconciled();
  }, 120_000);

  it('comes as a file for its own programs', async () => {
    const answer = await baac.get(`/v1/bank/statement?day=${today}`, { accept: 'text/csv' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain(`statement-baac-${today}.csv`);
    const [heading = '', ...lines] = answer.text.trim().split('\r\n');
    expect(heading).toBe('reference,receipt,registrationId,version,intentOn,recordedAt');
    expect(lines.length).toBeGreaterThan(0);
  });

  it('comes for a period as one file, with the counts of the reports and a checksum', async () => {
    const order = { from: plusDays(today, -1), to: today };
    const { statementId } = answered(orderBankStatement, await baac.post('/v1/bank/statements', order));
    const own = (await registrations()).filter(
      ({ channel, status, intentOn }) =>
        channel === 'BAAC' && status === 'INTENT' && intentOn >= order.from && intentOn <= today,
    );
    const done = await eventually(async () => {
      const read = answered(readBankStatementFile, await baac.get(`/v1/bank/statements/${statementId}`));
      expect(read.phase).toBe('done');
      return read;
    }, 30_000);
    expect(done).toMatchObject({ ...order, bank: 'BAAC', rows: own.length, counted: own.length });
    expect(done.days.map(({ day }) => day)).toEqual([order.from, today]);

    const content = Buffer.from(await (await fetch(done.file?.url ?? '')).arrayBuffer());
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect({ bytes: content.length, sha256 }).toEqual({
      bytes: done.file?.bytes,
      sha256: done.file?.sha256,
    });
    const [heading, ...lines] = content
      .toString()
      .replace(/^\ufeff/, '')
      .trim()
      .split('\r\n');
    expect(heading).toBe('reference,receipt,registrationId,version,intentOn,recordedAt');
    expect(lines.map((line) => line.split(',')[1]).sort()).toEqual(own.map(({ receipt }) => receipt).sort());

    refused(await gsb.get(`/v1/bank/statements/${statementId}`), 404, 'statement.not-found');
    const refusal = async (from: string, to: string) =>
      codeOf(await baac.post('/v1/bank/statements', { from, to }));
    expect(await refusal(today, order.from)).toBe('days.reversed');
    expect(await refusal(plusDays(today, -31), today)).toBe('days.too-many');
  }, 60_000);

  it('is on the audit trail with the client that sent it', async () => {
    const { clientId } = bank.logInOf('BAAC');
    const lines = await trailOf(clientId);
    const actions = new Set(lines.map(({ action }) => action));
    expect(actions).toEqual(
      new Set([
        'CREATED_IMPORT',
        'STARTED_IMPORT',
        'IDENTIFIED_PERSON',
        'REGISTERED',
        'CORRECTED',
        'WITHDREW',
        'LOOKED_UP_BANK_REFERENCES',
        'LISTED_BANK_STATEMENT',
        'EXPORTED',
        'WAS_REFUSED',
      ]),
    );
  });
});

import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersOf, type BankFileTruth, type BankFileWanted, writeBankFile } from '../../bench/bank-file.ts';
import { cardholderToItem } from '../../functions/data/cardholders.ts';
import { bankClient } from '../support/bank.ts';
import { BANK_FILE_TABLES, BankFileRoad, TODAY } from '../support/bank-files.ts';
import { cardholder, officeZeroId } from '../support/builders.ts';
import { engines, makeTables } from '../support/tables.ts';

/** Files and keys are the emulator's; Amazon's DynamoDB Local has none. */
const emulatorUrl = engines.find(({ name }) => name === 'MiniStack')?.endpointUrl ?? '';
const engine = engines.find(({ name }) => name === 'DynamoDB Local') ?? engines[0];
if (engine === undefined) throw new Error('there is no engine');
const KILLS = Number(process.env.IMPORT_KILLS ?? 3);
/** A run gives up a part that has taken more workers with it; chance must not look like that. */
const KILLS_OF_A_RUN = 5;
const FILES = Math.ceil(KILLS / KILLS_OF_A_RUN);
const ROWS = 400;
const BAAC = bankClient('BAAC');
const GSB = bankClient('GSB');
const TAKEN = officeZeroId(9_000_000);

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sitthi-bank-files-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

let made = 0;
/** With people from `first` on. */
async function fileOf(
  rows: number,
  first: number,
  wanted: Partial<BankFileWanted> = {},
): Promise<BankFileTruth & { path: string }> {
  const path = join(dir, `${++made}.csv`);
  const truth = await writeBankFile(path, {
    rows,
    prefix: `F${first}`,
    person: (n) => officeZeroId(first + n),
    stranger: officeZeroId(9_000_001),
    taken: TAKEN,
    intentOn: TODAY,
    badShare: 0.2,
    ...wanted,
  });
  return { ...truth, path };
}
async function written(text: string): Promise<{ path: string; bytes: number; sha256: string }> {
  const path = join(dir, `${++made}.csv`);
  await writeFile(path, text);
  return { path, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}

/** A stage of its own with so many people, one of them registered by the other bank. */
function stage(people: number) {
  const tables = makeTables(engine as NonNullable<typeof engine>, ...BANK_FILE_TABLES);
  const road = new BankFileRoad({
    dynamoDbUrl: (engine as NonNullable<typeof engine>).endpointUrl,
    emulatorUrl,
    tables: tables.names,
    client: tables.client(),
  });
  const take = async (
    caller: typeof BAAC,
    file: { path: string; bytes: number; sha256: string },
    dryRun = false,
  ) => {
    const fileId = await road.send(caller, file.path, file);
    const runId = await road.start(caller, fileId, file.sha256, dryRun);
    return { ...(await road.run(caller.bank, runId)), runId };
  };
  beforeAll(async () => {
    await road.open();
    const ids = [...Array.from({ length: people }, (_, n) => officeZeroId(n)), TAKEN];
    await tables.put('cardholders', ...ids.map((citizenId) => cardholderToItem(cardholder({ citizenId }))));
    const first = await written(`reference,citizen_id,intent_on,consent\nTAKEN-1,${TAKEN},${TODAY},true\n`);
    expect((await take(GSB, first)).result.counts).toMatchObject({ registered: 1 });
  });
  /** Who is registered under which reference: what a bank would compare. */
  const standing = async () =>
    (await tables.items('registrations')).map(({ citizenId, bankReference, version, intentOn }) => ({
      citizenId,
      bankReference,
      version,
      intentOn,
    }));
  return { tables, road, take, standing };
}

describe("a bank's file", () => {
  const { tables, road, take, standing } = stage(240);
  let file: BankFileTruth & { path: string };
  beforeAll(async () => {
    file = await fileOf(120, 0);
  });
  const truthOf = ({ rows, rejects }: BankFileTruth) =>
    new Map(Array.from({ length: rows }, (_, n) => [n + 2, rejects.get(n + 2) ?? '']));

  it('is decided in a dry run as it would be, and writes nothing', async () => {
    const before = await standing();
    const { result, phase, runId } = await take(BAAC, file, true);
    expect(phase).toBe('tried');
    expect(result.counts).toMatchObject({
      rows: 120,
      accepted: file.accepted,
      registered: file.accepted,
      rejected: file.rejects.size,
    });
    expect(answersOf(await road.answers(runId))).toEqual(truthOf(file));
    expect(await standing()).toEqual(before);
  });

  it('gets one answer for each line in their order, with every good row registered', async () => {
    const { result, phase, runId } = await take(BAAC, file);
    expect(phase).toBe('done');
    expect(result.counts).toMatchObject({ rows: 120, registered: file.accepted });
    const text = await road.answers(runId);
    expect([...answersOf(text)]).toEqual([...truthOf(file)]);
    expect(text).not.toMatch(/[1-8]0000\d{8}/);
    expect(await standing()).toHaveLength(file.accepted + 1);
  });

  it('changes nothing when it comes again, and says so with the same receipts', async () => {
    const [earlier] = await tables.items('imports');
    expect(earlier).toBeDefined();
    const before = await tables.items('registrationHistory');
    const { result, runId } = await take(BAAC, file);
    expect(result.counts).toMatchObject({ accepted: file.accepted, repeated: file.accepted });
    expect(result.counts.registered ?? 0).toBe(0);
    expect(answersOf(await road.answers(runId))).toEqual(truthOf(file));
    expect(await tables.items('registrationHistory')).toEqual(before);
  });

  it('registers the same people from TIS-620, under new references as second', async () => {
    const thai = await fileOf(120, 120, { encoding: 'windows-874' });
    const { result } = await take(BAAC, thai);
    expect(result.counts).toMatchObject({ registered: thai.accepted, rejected: thai.rejects.size });
    const other = await fileOf(120, 120, { prefix: 'G', badShare: 0.000_1 });
    const second = await take(GSB, other);
    expect(second.result.counts.registered ?? 0).toBe(120 - thai.accepted);
    expect(second.result.rejectsByCode).toEqual({ 'registration.already-registered': thai.accepted });
  });

  it('names the line that counts, and says no reference that holds an ID', async () => {
    const rows = [
      'reference,citizen_id,intent_on,consent',
      `D-1,${officeZeroId(9_000_500)},${TODAY},true`,
      `D-2,${officeZeroId(9_000_500)},${TODAY},true`,
      `${officeZeroId(7)},${officeZeroId(8)},${TODAY},true`,
      '=HYPERLINK("x"),,,',
    ];
    const { runId } = await take(BAAC, await written(rows.join('\n')));
    const lines = (await road.answers(runId)).trim().split('\r\n');
    expect(lines[2]).toMatch(/^3,D-2,rejected,,,,,row\.duplicate-person,citizenId,2,/);
    expect(lines[3]).toMatch(/^4,,rejected,,,,,bank-reference\.holds-citizen-id,/);
    expect(lines[4]).toMatch(/^5,,rejected,,,,,row\.quotes,|^5,,rejected,,,,,request\.invalid,/);
  });

  it('with another header is refused whole', async () => {
    const before = await standing();
    const { phase, result } = await take(BAAC, await written('reference,citizen_id,intent_on\nA,1,2\n'));
    expect([phase, result.refused, result.rejectFile]).toEqual(['refused', 'file.header', false]);
    expect(await standing()).toEqual(before);
  });

  it('of another bank does not exist', async () => {
    const own = await road.importsOf('BAAC').list(100);
    expect(own.length).toBeGreaterThan(3);
    expect(await road.importsOf('GSB').one(own[0]?.importId as never)).toBeUndefined();
  });

  it('has one unreadable record fail alone', async () => {
    await tables.put('cardholders', { citizenId: officeZeroId(9_000_700), name: 'no name' });
    await tables.put('cardholders', cardholderToItem(cardholder({ citizenId: officeZeroId(9_000_701) })));
    const rows = [9_000_700, 9_000_701].map((n) => `P-${n},${officeZeroId(n)},${TODAY},true`);
    const { result } = await take(
      BAAC,
      await written(['reference,citizen_id,intent_on,consent', ...rows].join('\n')),
    );
    expect(result.counts).toMatchObject({ registered: 1, rejected: 1 });
    expect(result.rejectsByCode).toEqual({ internal: 1 });
  });
});

describe('a worker that is killed', () => {
  const undisturbed = stage(ROWS * FILES);
  const disturbed = stage(ROWS * FILES);

  it(
    `leaves nothing that its successor does not mend, ${KILLS} times at random`,
    async () => {
      const { road } = disturbed;
      let kills = 0;
      let accepted = 0;
      for (let nth = 0; nth < FILES; nth++) {
        const file = await fileOf(ROWS, nth * ROWS);
        accepted += file.accepted;
        const calm = performance.now();
        const whole = await undisturbed.take(BAAC, file);
        const took = performance.now() - calm;
        const fileId = await road.send(BAAC, file.path, file);
        const runId = await road.start(BAAC, fileId, file.sha256);
        const share = Math.ceil((KILLS - kills) / (FILES - nth));
        for (let kill = 0; kill < share; kill++, kills++) {
          const child = road.process(runId);
          await new Promise((ready) => child.once('message', ready));
          await sleep((Math.random() * took) / 2);
          child.kill('SIGKILL');
          await new Promise((gone) =>
            child.exitCode === null && child.signalCode === null ? child.once('exit', gone) : gone(0),
          );
        }
        const done = await road.run('BAAC', runId);
        expect(done.result.setAside).toEqual([]);
        expect(done.result.counts).toEqual(whole.result.counts);
        expect(done.result.rejectsByCode).toEqual(whole.result.rejectsByCode);
        expect(answersOf(await road.answers(runId))).toEqual(
          answersOf(await undisturbed.road.answers(whole.runId)),
        );
      }
      expect(kills).toBe(KILLS);
      expect(await disturbed.standing()).toEqual(await undisturbed.standing());
      expect(await disturbed.tables.items('registrationHistory')).toHaveLength(accepted + 1);
    },
    120_000 + KILLS * 10_000,
  );
});

import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileTruth, type FileWanted, writeRegistryFile } from '../../bench/registry-file.ts';
import { CardholdersTable, cardholderFromItem } from '../../functions/data/cardholders.ts';
import { CountersTable } from '../../functions/data/counters.ts';
import type { Instant } from '../../functions/domain/calendar.ts';
import type { Cardholder } from '../../functions/domain/cardholder.ts';
import { cardState } from '../../functions/domain/contribution.ts';
import { countObservations } from '../../functions/domain/count-observations.ts';
import { type ImportId, nothingChanged } from '../../functions/domain/import.ts';
import { revocationJob } from '../../functions/domain/revocation-job.ts';
import { freshRun, runUnits } from '../../functions/domain/unit-job.ts';
import { ImportRoad } from '../support/imports.ts';
import { engines, makeTables } from '../support/tables.ts';
import { ledgerOn, patient } from './counted.ts';

/** Files and buckets are the emulator's; Amazon's DynamoDB Local has none. */
const s3Url = engines.find(({ name }) => name === 'MiniStack')?.endpointUrl ?? '';
const engine = engines.find(({ name }) => name === 'DynamoDB Local') ?? engines[0];
if (engine === undefined) throw new Error('there is no engine');
const KILLS = Number(process.env.IMPORT_KILLS ?? 5);
/** A run gives up a part that has taken more workers with it; chance must not look like that. */
const KILLS_OF_A_RUN = 5;

const HEADER = 'citizen_id,title,first_name,last_name,birth_date,subdistrict,income_band,card_status\n';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sitthi-import-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

let files = 0;
const made = async (wanted: Partial<FileWanted> = {}): Promise<FileTruth & { path: string }> => {
  const path = join(dir, `${++files}.csv`);
  const truth = await writeRegistryFile(path, { rows: 600, seed: 7, encoding: 'utf-8', ...wanted });
  return { ...truth, path };
};
const written = async (
  content: Buffer | string,
): Promise<{ path: string; bytes: number; sha256: string }> => {
  const path = join(dir, `${++files}.csv`);
  const bytes = Buffer.from(content);
  await writeFile(path, bytes);
  return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
};

/** A registry of its own, empty. */
function registry() {
  const tables = makeTables(
    engine as NonNullable<typeof engine>,
    'cardholders',
    'imports',
    'jobRuns',
    'audit',
    'ledger',
    'counters',
  );
  const client = tables.client();
  const road = new ImportRoad({
    dynamoDbUrl: (engine as NonNullable<typeof engine>).endpointUrl,
    s3Url,
    tables: tables.names,
    client,
  });
  beforeAll(() => road.open());
  const take = async (
    file: { path: string; bytes: number; sha256: string },
    order: Parameters<ImportRoad['start']>[2] = {},
  ) => {
    const importId = await road.send(file.path, file);
    const runId = await road.start(importId, file.sha256, order);
    const done = await road.run(runId);
    const result = done.runs.at(-1)?.result;
    if (result === undefined) throw new Error('the run has no end');
    return { ...done, importId, runId, result };
  };
  const people = async (): Promise<Cardholder[]> =>
    (await tables.items('cardholders')).map(cardholderFromItem);
  return { tables, client, road, take, people };
}

const facts = (cardholders: readonly Cardholder[]) =>
  cardholders.map(({ changedAt: _, missing, ...rest }) => ({ ...rest, missing: missing !== undefined }));

describe('an import of the registry', () => {
  const { tables, road, take, people } = registry();
  let file: FileTruth & { path: string };

  beforeAll(async () => {
    file = await made({ bom: true });
  });

  it('says in a dry run what it would do, and writes nothing', async () => {
    const { result, phase } = await take(file, { dryRun: true });
    expect(phase).toBe('tried');
    expect(result.counts).toMatchObject({
      rows: 600,
      accepted: file.accepted,
      new: file.accepted,
      rejected: file.rejects.size,
    });
    expect(await people()).toEqual([]);
  });

  it('takes every good row, and names each other one by line and code', async () => {
    const { result, runId } = await take(file);
    expect(result.counts).toMatchObject({
      new: file.accepted,
      accepted: file.accepted,
      rejected: file.rejects.size,
    });
    const rejects = (await road.rejects(runId)).split('\n').slice(1, -1);
    const found = new Map(rejects.map((line) => [Number(line.split(',')[0]), line.split(',')[2]]));
    expect([...found].sort(([a], [b]) => a - b)).toEqual([...file.rejects]);
    expect(await people()).toHaveLength(file.accepted);
  });

  it('changes nothing when the same file comes again, and says so', async () => {
    const before = await tables.items('cardholders');
    const { result } = await take(file);
    expect(nothingChanged(result)).toBe(true);
    expect(result.counts).toMatchObject({ unchanged: file.accepted });
    expect(await tables.items('cardholders')).toEqual(before);
  });

  it('reads the same people from TIS-620', async () => {
    const thai = await made({ encoding: 'windows-874' });
    expect(thai.sha256).not.toBe(file.sha256);
    const { result } = await take(thai);
    expect(nothingChanged(result)).toBe(true);
    expect(result.counts.rejected).toBe(file.rejects.size);
  });

  it('takes a reject file in once its rows are corrected, and calls nobody missing', async () => {
    const { runId } = await take(file);
    const rejects = await road.rejects(runId);
    const wrong = [...file.rejects].find(([, code]) => code === 'subdistrict.unknown')?.[0];
    expect(rejects).toContain('999999');
    const corrected = await written(rejects.replace('999999', '340119'));
    const { result } = await take(corrected);
    expect(result.counts).toMatchObject({ new: 1, rows: file.rejects.size });
    expect(result.counts.missing ?? 0).toBe(0);
    expect(wrong).toBeGreaterThan(1);
  });
});

describe('a newer file', () => {
  const { client, tables, road, take, people } = registry();
  const row = (id: string, first: string, where = '340119') =>
    `${id},นาง,${first},ใจดี,31/12/2500,${where},30000,active\n`;
  const [one, two, three, four] = ['1000000000017', '1000000000025', '1000000000033', '1000000000041'].map(
    String,
  ) as [string, string, string, string];
  let importId: ImportId;

  const valid = (ids: string[]) => ids.every((id) => /^\d{13}$/.test(id));

  it('tells new, changed, moved, unchanged and missing people apart, and marks the missing without taking the card', async () => {
    expect(valid([one, two, three, four])).toBe(true);
    await take(
      await written(HEADER + row(one, 'มาลี') + row(two, 'สมใจ') + row(three, 'บุญ') + row(four, 'ทอง')),
    );
    const next = await written(HEADER + row(one, 'มาลี') + row(two, 'สมจิต') + row(three, 'บุญ', '340201'));
    const done = await take(next);
    importId = done.importId;
    expect(done.result.counts).toMatchObject({ unchanged: 1, changed: 1, moved: 1, missing: 1 });
    const gone = (await people()).find(({ citizenId }) => citizenId === four);
    expect(gone).toMatchObject({ cardStatus: 'active', missing: { importId } });
    const again = await take(next);
    expect(nothingChanged(again.result)).toBe(true);
    expect(again.result.counts).toMatchObject({ stillMissing: 1 });
  });

  it('leaves people as they are when asked to keep them', async () => {
    const { result } = await take(await written(HEADER + row(two, 'สมหญิง')), {
      match: 'keep',
      scope: 'part',
    });
    expect(result.counts).toMatchObject({ kept: 1 });
    expect((await people()).find(({ citizenId }) => citizenId === two)?.name.first).toBe('สมจิต');
  });

  it('has the marked set revoked by central, and by nobody else', async () => {
    const imports = road.imports;
    const found = await imports.one(importId);
    if (found === undefined) throw new Error('the import is gone');
    const at = new Date().toISOString() as Instant;
    await imports.save({
      ...found,
      revocation: { runId: `${importId}.revocation`, startedAt: at, startedBy: 'central' },
      revision: found.revision + 1,
    });
    const job = revocationJob(
      { registry: new CardholdersTable(client, tables.names.cardholders), imports },
      2,
      2,
    );
    const run = freshRun(job, `${importId}.revocation`, at);
    await runUnits(run, job, {
      hasTime: () => true,
      concurrency: 1,
      save: async () => 'saved',
      tell: () => {},
      now: () => at,
    });
    expect((await imports.one(importId))?.revocation?.revoked).toBe(1);
    const standing = (await people()).map(({ citizenId, cardStatus }) => [citizenId, cardStatus]);
    expect(standing).toContainEqual([four, 'cancelled']);
    expect(standing).toContainEqual([one, 'active']);
  });
});

describe('a file that is wrong as a whole', () => {
  const { take, people, road } = registry();
  const good = '1000000000017,นาง,มาลี,ใจดี,31/12/2500,340119,30000,active\n';

  it.each([
    ['file.header', `citizen_id,first_name\n${good}`],
    ['file.header', HEADER.replace('income_band', 'income') + good],
    ['file.empty', HEADER],
    [
      'file.encoding',
      Buffer.concat([Buffer.from(HEADER), Buffer.from([0xfe, 0xff, 0x0a]), Buffer.from(good)]),
    ],
    ['file.encoding', iconv.encode(HEADER + good, 'utf-16')],
  ])('is refused as %s before anything is written', async (fault, content) => {
    const { result, phase } = await take(await written(content));
    expect([phase, result.refused]).toEqual(['refused', fault]);
    expect(await people()).toEqual([]);
  });

  it('is refused when it is not the file that was announced', async () => {
    const file = await written(HEADER + good);
    const other = await written(HEADER + good.replace('มาลี', 'มานี'));
    const importId = await road
      .send(file.path, { bytes: file.bytes, sha256: other.sha256 })
      .catch(() => undefined);
    // An engine that checks the announced checksum refuses the upload itself.
    if (importId === undefined) return;
    const done = await road.run(await road.start(importId, other.sha256));
    expect(done.runs.at(-1)?.result?.refused).toBe('file.checksum');
    expect(await people()).toEqual([]);
  });
});

describe('a worker that is killed', () => {
  const undisturbed = registry();
  const disturbed = registry();

  const counted = async ({ client, tables, people }: ReturnType<typeof registry>) => {
    const states = (await people()).map((card) => ({ ...cardState(card), before: undefined }));
    const ledger = ledgerOn(client, tables.names, { source: 'card' });
    for (let from = 0; from < states.length; from += 500)
      await countObservations(states.slice(from, from + 500), ledger, patient);
    const items = [];
    for await (const page of new CountersTable(client, tables.names.counters).all()) items.push(...page);
    return items.map(({ province, bucket, counts }) => ({ province, bucket, counts: [...counts].sort() }));
  };

  it(
    `leaves nothing that its successor does not mend, ${KILLS} times at random`,
    async () => {
      const first = await made({ rows: 3_000 });
      const registries = [first];
      while (registries.length < Math.max(2, KILLS / KILLS_OF_A_RUN))
        registries.push(await made({ rows: 3_000, changedShare: 0.2 * registries.length }));
      for (const file of registries) await undisturbed.take(file);
      const { road } = disturbed;
      const calm = performance.now();
      await disturbed.take(first, { dryRun: true });
      const took = performance.now() - calm;
      let kills = 0;
      for (const [index, file] of registries.entries()) {
        const importId = await road.send(file.path, file);
        const runId = await road.start(importId, file.sha256);
        const share = Math.ceil((KILLS - kills) / (registries.length - index));
        for (let kill = 0; kill < share; kill++) {
          const child = road.process(runId);
          await new Promise((ready) => child.once('message', ready));
          await sleep(Math.random() * took * 0.4);
          child.kill('SIGKILL');
          await new Promise((gone) =>
            child.exitCode === null && child.signalCode === null ? child.once('exit', gone) : gone(0),
          );
          kills += 1;
        }
        const done = await road.run(runId);
        expect(done.phase).toBe('done');
        expect(done.runs.at(-1)?.result?.setAside).toEqual([]);
      }
      expect(kills).toBe(KILLS);
      expect(facts(await disturbed.people())).toEqual(facts(await undisturbed.people()));
      expect(await counted(disturbed)).toEqual(await counted(undisturbed));
    },
    120_000 + KILLS * 10_000,
  );
});

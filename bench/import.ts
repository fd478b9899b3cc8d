import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CardholdersTable } from '../functions/data/cardholders.ts';
import { CountersTable } from '../functions/data/counters.ts';
import type { ProvinceCode } from '../functions/domain/area.ts';
import { cardState } from '../functions/domain/contribution.ts';
import { countObservations } from '../functions/domain/count-observations.ts';
import { importHeapMegabytes } from '../lib/heap.ts';
import { region } from '../local/emulated-account.ts';
import provinces from '../reference/geography/provinces.geo.json' with { type: 'json' };
import { ledgerOn, patient } from '../test/data/counted.ts';
import { startDynamoDbLocal } from '../test/support/dynamodb-local.ts';
import { bundledWorker, ImportRoad } from '../test/support/imports.ts';
import { startEmptyEmulator } from '../test/support/stack.ts';
import { tableDefinitions } from '../test/support/templates.ts';
import { atLeast, atMost, type Bar, conclude, median, reported } from './bars.ts';
import { type FileTruth, writeRegistryFile } from './registry-file.ts';
import { Stores } from './stores.ts';

const raw = fileURLToPath(new URL('peers/raw-batch-write.ts', import.meta.url));
const MEGABYTE = 1_000_000;
const LANES = 8;
const ENCODINGS = ['utf-8', 'windows-874'] as const;
/** Rows of a part, as production deals 14 million to 256 parts. */
const ROWS_OF_A_PART = 55_000;
/** The bar is taken at this size, import and floor one after the other. */
const COMPARED = 100_000;

/** Workers that are killed in the largest import, and how long each may live. */
const KILLS = 5;
const LIFE_MS = 15_000;
/** Of batches that the stream delivers twice. */
const AGAIN = 0.05;

type Encoding = 'utf-8' | 'windows-874';
type Measured = {
  rows: number;
  encoding: Encoding;
  seconds: number;
  peakBytes: number;
  requests: Record<string, number>;
  wrong: number;
};
/** What a file is expected to do with every row that is accepted. */
type Taking = { path: string; encoding: Encoding; expected: 'new' | 'unchanged'; kills?: number };
type Registry = { road: ImportRoad; cardholders: string; truth: FileTruth };

/**
 * The real job, a process for each file, on Amazon's DynamoDB Local and the emulator's S3; beside it a process that
 * only writes.
 */
export async function benchImport({ sizes, rounds }: { sizes: number[]; rounds: number }): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), 'sitthi-bench-import-'));
  const [amazons, emulator] = await Promise.all([startDynamoDbLocal(), startEmptyEmulator()]);
  const worker = await bundledWorker(dir);
  const stores = new Stores(amazons.endpointUrl, tableDefinitions());
  const bars: Bar[] = [];
  const shown: Record<string, string | number>[] = [];
  try {
    const measured = async (
      { road, truth }: Registry,
      { path, encoding, expected, kills = 0 }: Taking,
    ): Promise<Measured> => {
      const importId = await road.send(path, truth);
      const runId = await road.start(importId, truth.sha256);
      let startedMs = performance.now();
      for (let kill = 0; kill < kills; kill++) {
        const killed = road.process(runId);
        await ready(killed);
        await sleep(Math.random() * LIFE_MS);
        killed.kill('SIGKILL');
        if (killed.signalCode === null && killed.exitCode === null) await once(killed, 'exit');
      }
      const child = road.process(runId);
      if (kills === 0) startedMs = await ready(child);
      const { peakBytes, requests } = await road.finish(child);
      const seconds = (performance.now() - startedMs) / 1_000;
      const found = new Map(
        (await road.rejects(runId))
          .split('\n')
          .slice(1, -1)
          .map((line) => line.split(',', 3) as [string, string, string])
          .map(([line, , code]) => [Number(line), code]),
      );
      const result = (await road.imports.one(importId))?.runs.at(-1)?.result;
      const told =
        result?.setAside.length === 0 &&
        result.counts[expected] === truth.accepted &&
        result.counts.rejected === truth.rejects.size &&
        found.size === truth.rejects.size;
      const differing = [...truth.rejects].filter(([line, code]) => found.get(line) !== code).length;
      return { rows: truth.rows, encoding, seconds, peakBytes, requests, wrong: differing + (told ? 0 : 1) };
    };
    const file = async (rows: number, encoding: Encoding): Promise<{ path: string; truth: FileTruth }> => {
      const path = join(dir, `${rows}-${encoding}.csv`);
      return { path, truth: await writeRegistryFile(path, { rows, seed: rows, encoding }) };
    };
    const imported = async (
      rows: number,
      encoding: Encoding,
      kills = 0,
    ): Promise<Registry & { measured: Measured }> => {
      const { path, truth } = await file(rows, encoding);
      const [cardholders, imports, jobRuns, audit] = await Promise.all([
        stores.make('cardholders'),
        stores.make('imports'),
        stores.make('jobRuns'),
        stores.make('audit'),
      ]);
      const road = new ImportRoad({
        dynamoDbUrl: amazons.endpointUrl,
        s3Url: emulator.endpointUrl,
        tables: { cardholders, imports, jobRuns, audit },
        client: stores.client(),
        parts: Math.max(2, Math.ceil(rows / ROWS_OF_A_PART)),
        worker,
        heapMegabytes: importHeapMegabytes,
        lanes: LANES,
      });
      await road.open({ versioned: false });
      const registry = { road, cardholders, truth };
      const taken = await measured(registry, { path, encoding, expected: 'new', kills });
      await rm(path);
      return { ...registry, measured: taken };
    };
    /** The same people from a file in the other encoding. */
    const again = async (registry: Registry, encoding: Encoding): Promise<Measured> => {
      const { path, truth } = await file(registry.truth.rows, encoding);
      const taken = await measured({ ...registry, truth }, { path, encoding, expected: 'unchanged' });
      await rm(path);
      return taken;
    };
    /** Counts the registry as its stream does, some batches twice. @returns how many counters are not as the file has it */
    const countersWrong = async ({ cardholders, truth }: Registry): Promise<number> => {
      const client = stores.client();
      const tables = { ledger: await stores.make('ledger'), counters: await stores.make('counters') };
      const ledger = ledgerOn(client, tables, { source: 'card' });
      for await (const cards of new CardholdersTable(client, cardholders).segment(0, 1)) {
        const batch = cards.map((card) => ({ ...cardState(card), before: undefined }));
        const deliveries = Math.random() < AGAIN ? 2 : 1;
        await Promise.all(
          Array.from({ length: deliveries }, () => countObservations(batch, ledger, patient)),
        );
      }
      const buckets = Object.keys(provinces).map((code) => ({
        province: code as ProvinceCode,
        bucket: 'cards' as const,
      }));
      const counted = new Map<string, number>();
      for (const { cells } of await new CountersTable(client, tables.counters).read(buckets))
        for (const { cell, count } of cells)
          if (cell.of === 'cardholders' && count !== 0)
            counted.set(`${cell.subdistrict} ${cell.band}`, count);
      const differing = [...truth.cards].filter(([cell, count]) => counted.get(cell) !== count).length;
      return differing + Math.abs(counted.size - truth.cards.size);
    };
    const written = async (rows: number): Promise<number> => {
      const child = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          raw,
          await stores.make('cardholders'),
          String(rows),
          String(LANES),
        ],
        {
          stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
          env: {
            PATH: process.env.PATH,
            AWS_REGION: region,
            AWS_ACCESS_KEY_ID: 'local',
            AWS_SECRET_ACCESS_KEY: 'local',
            AWS_ENDPOINT_URL_DYNAMODB: amazons.endpointUrl,
          },
        },
      );
      const startedMs = await ready(child);
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(`the floor ended with ${code}`);
      return (performance.now() - startedMs) / 1_000;
    };
    const show = (what: string, { rows, encoding, seconds, peakBytes, wrong }: Measured): void => {
      shown.push({
        what,
        rows,
        encoding,
        'rows/s': Math.round(rows / seconds),
        'peak MB': Math.round(peakBytes / MEGABYTE),
        'rejects wrong': wrong,
      });
      console.error(
        `${what} ${rows} ${encoding}: ${Math.round(rows / seconds)} rows/s, ${Math.round(peakBytes / MEGABYTE)} MB, ${wrong} wrong`,
      );
    };

    const compared = Math.min(COMPARED, Math.max(...sizes));
    const ratios: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const floor = await written(compared);
      const { measured } = await imported(compared, round % 2 === 0 ? 'utf-8' : 'windows-874');
      show('import', measured);
      shown.push({ what: 'raw loop', rows: compared, 'rows/s': Math.round(compared / floor) });
      console.error(`raw loop ${compared}: ${Math.round(compared / floor)} rows/s`);
      floors.push(compared / floor);
      ratios.push(floor / measured.seconds);
      bars.push(atMost(`rejects that differ, ${measured.encoding}, round ${round + 1}`, measured.wrong, 0));
    }
    bars.push(reported('rows a second of a raw BatchWriteItem loop', median(floors)));
    bars.push(atLeast('rows a second beside a raw BatchWriteItem loop', median(ratios), 0.8));
    for (const [at, rows] of sizes.entries()) {
      const largest = rows === Math.max(...sizes);
      const [one, other] = at % 2 === 0 ? ENCODINGS : ENCODINGS.toReversed();
      const registry = await imported(rows, one, largest ? KILLS : 0);
      show(largest ? `import, ${KILLS} workers killed before this one` : 'import', registry.measured);
      const unchanged = await again(registry, other);
      show('the same people again', unchanged);
      if (!largest) {
        console.error(`requests, ${rows} rows: ${JSON.stringify(registry.measured.requests)}`);
        console.error(`requests, ${rows} rows again: ${JSON.stringify(unchanged.requests)}`);
      }
      bars.push(reported(`rows a second, ${rows} rows`, rows / registry.measured.seconds));
      for (const [what, { encoding, peakBytes, wrong }] of [
        ['', registry.measured],
        [' again', unchanged],
      ] as const) {
        bars.push(atMost(`peak memory in MB, ${rows} rows${what}`, peakBytes / MEGABYTE, 300));
        bars.push(atMost(`rejects that differ, ${rows} rows${what}, ${encoding}`, wrong, 0));
      }
      if (largest) bars.push(atMost(`counters that differ, ${rows} rows`, await countersWrong(registry), 0));
    }
    return conclude('import', shown, bars);
  } finally {
    await stores.close();
    await Promise.all([amazons.stop(), emulator.stop()]);
    await rm(dir, { recursive: true, force: true });
  }
}

async function ready(child: ReturnType<typeof spawn>): Promise<number> {
  await once(child, 'message');
  return performance.now();
}

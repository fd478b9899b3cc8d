import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { region } from '../local/emulated-account.ts';
import { startDynamoDbLocal } from '../test/support/dynamodb-local.ts';
import { bundledWorker, ImportRoad } from '../test/support/imports.ts';
import { startEmptyEmulator } from '../test/support/stack.ts';
import { tableDefinitions } from '../test/support/templates.ts';
import { atLeast, atMost, type Bar, conclude, median, reported } from './bars.ts';
import { writeRegistryFile } from './registry-file.ts';
import { Stores } from './stores.ts';

const raw = fileURLToPath(new URL('peers/raw-batch-write.ts', import.meta.url));
const MEGABYTE = 1_000_000;
const LANES = 8;
/** Rows of a part; production deals 14 million to 256 parts, 55,000 each. */
const ROWS_OF_A_PART = 31_250;
/** What a worker has for its objects; beside them stand the code, buffers and connections. */
const HEAP_MEGABYTES = 128;
/** The bar is taken at this size, import and floor one after the other. */
const COMPARED = 100_000;

type Measured = { rows: number; encoding: string; seconds: number; peakBytes: number; wrong: number };

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
    const imported = async (rows: number, encoding: 'utf-8' | 'windows-874'): Promise<Measured> => {
      const path = join(dir, `${rows}-${encoding}.csv`);
      const truth = await writeRegistryFile(path, { rows, seed: rows, encoding });
      const [cardholders, imports, jobRuns, audit] = await Promise.all(
        (['cardholders', 'imports', 'jobRuns', 'audit'] as const).map((table) => stores.make(table)),
      );
      const road = new ImportRoad({
        dynamoDbUrl: amazons.endpointUrl,
        s3Url: emulator.endpointUrl,
        tables: { cardholders, imports, jobRuns, audit } as ImportRoad['place']['tables'],
        client: stores.client(),
        parts: Math.max(2, Math.ceil(rows / ROWS_OF_A_PART)),
        worker,
        heapMegabytes: HEAP_MEGABYTES,
        lanes: LANES,
      });
      await road.open({ versioned: false });
      const importId = await road.send(path, truth);
      const runId = await road.start(importId, truth.sha256);
      const child = road.process(runId);
      const startedMs = await ready(child);
      const { peakBytes } = await road.finish(child);
      const seconds = (performance.now() - startedMs) / 1_000;
      const found = new Map(
        (await road.rejects(runId))
          .split('\n')
          .slice(1, -1)
          .map((line) => line.split(',', 3) as [string, string, string])
          .map(([line, , code]) => [Number(line), code]),
      );
      const done = (await road.imports.one(importId))?.runs.at(-1)?.result?.counts;
      const told =
        done?.new === truth.accepted &&
        done.rejected === truth.rejects.size &&
        found.size === truth.rejects.size;
      const differing = [...truth.rejects].filter(([line, code]) => found.get(line) !== code).length;
      await rm(path);
      return { rows, encoding, seconds, peakBytes, wrong: differing + (told ? 0 : 1) };
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
      const measured = await imported(compared, round % 2 === 0 ? 'utf-8' : 'windows-874');
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
      const measured = await imported(rows, at % 2 === 0 ? 'utf-8' : 'windows-874');
      show('import', measured);
      bars.push(reported(`rows a second, ${rows} rows`, rows / measured.seconds));
      bars.push(atMost(`peak memory in MB, ${rows} rows`, measured.peakBytes / MEGABYTE, 300));
      bars.push(atMost(`rejects that differ, ${rows} rows`, measured.wrong, 0));
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

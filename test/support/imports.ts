import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { build } from 'esbuild';
import { AuditTable } from '../../functions/data/audit.ts';
import { fileClient, S3ImportFiles } from '../../functions/data/import-files.ts';
import { ImportsTable } from '../../functions/data/imports.ts';
import { importRejectsKey } from '../../functions/data/keys.ts';
import type { Import, ImportId, ImportOrder } from '../../functions/domain/import.ts';
import { createImport, startImport } from '../../functions/domain/import-desk.ts';
import { importId } from '../../functions/runtime/ids.ts';
import { heapOptions } from '../../lib/heap.ts';
import { accountId, clientSettings, region } from '../../local/emulated-account.ts';

const worker = fileURLToPath(new URL('import-worker.ts', import.meta.url));

/** The worker bundled as the functions are, where it counts how much memory it takes. */
export async function bundledWorker(folder: string): Promise<string> {
  const outfile = join(folder, 'worker', 'index.cjs');
  await build({
    entryPoints: [worker],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    loader: { '.geo.json': 'copy' },
    logLevel: 'warning',
  });
  return outfile;
}

export type ImportPlace = {
  dynamoDbUrl: string;
  s3Url: string;
  tables: { cardholders: string; imports: string; jobRuns: string; audit: string };
  client: DynamoDBDocumentClient;
  parts?: number;
  lanes?: number;
  /** Another file than the source. */
  worker?: string;
  /** All that its objects may take. */
  heapMegabytes?: number;
};

export const ORDER: ImportOrder = { dryRun: false, match: 'overwrite', scope: 'whole' };

/** The road of a file as the functions make it: desk, bucket, and the real job in a process of its own. */
export class ImportRoad {
  readonly place: ImportPlace;
  readonly bucket = `imports-${randomBytes(6).toString('hex')}`;
  readonly s3: S3Client;
  readonly files: S3ImportFiles;
  readonly imports: ImportsTable;
  /** Runs that the desk has told to go on. */
  readonly told: string[] = [];
  readonly #who = { subject: 'central', area: { level: 'country' as const } };

  constructor(place: ImportPlace) {
    this.place = place;
    // The emulator checks signed addresses, and knows the account's own key alone.
    const credentials = { accessKeyId: accountId, secretAccessKey: 'test' };
    this.s3 = fileClient({ ...clientSettings(place.s3Url), credentials });
    this.files = new S3ImportFiles(this.s3, this.bucket);
    this.imports = new ImportsTable(
      place.client,
      place.tables.imports,
      'registry',
      new AuditTable(place.client, place.tables.audit),
    );
  }

  /** The emulator answers every range of a versioned file with the whole file: a large one is read without versions. */
  async open({ versioned = true } = {}): Promise<void> {
    await this.s3.send(new CreateBucketCommand({ Bucket: this.bucket }));
    if (!versioned) return;
    await this.s3.send(
      new PutBucketVersioningCommand({
        Bucket: this.bucket,
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
  }

  /** Sends a file by the address that the desk signs. */
  async send(path: string, file: { bytes: number; sha256: string }): Promise<ImportId> {
    const { made, upload } = await createImport(
      { imports: this.imports, doors: this.files, newId: importId, source: 'registry' },
      this.#who,
      file,
      { at: new Date(), from: 'test', requestId: randomUUID() },
    );
    const answer = await fetch(upload.url, {
      method: 'PUT',
      headers: upload.headers,
      body: await readFile(path),
    });
    if (!answer.ok) throw new Error(`the upload was answered with ${answer.status}`);
    return made.importId;
  }

  /** @returns the run's id */
  async start(id: ImportId, sha256: string, order: Partial<ImportOrder> = {}): Promise<string> {
    const queue = {
      send: async (runId: string) => {
        this.told.push(runId);
      },
    };
    await startImport(
      { imports: this.imports, queue },
      this.#who,
      id,
      { ...ORDER, ...order, sha256 },
      { at: new Date(), from: 'test', requestId: randomUUID() },
    );
    return this.told.at(-1) ?? '';
  }

  process(runId: string): ChildProcess {
    const { tables, dynamoDbUrl, s3Url, parts = 4, lanes = 4, heapMegabytes } = this.place;
    const heap = heapMegabytes === undefined ? [] : heapOptions(heapMegabytes);
    const sized = String(parts);
    return spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', ...heap, this.place.worker ?? worker, runId],
      {
        stdio: ['ignore', 'pipe', process.env.IMPORT_WORKER_LOGS === undefined ? 'ignore' : 'inherit', 'ipc'],
        env: {
          PATH: process.env.PATH,
          AWS_REGION: region,
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
          AWS_ENDPOINT_URL_S3: s3Url,
          AWS_ENDPOINT_URL_SQS: s3Url,
          CARDHOLDERS_TABLE: tables.cardholders,
          IMPORTS_TABLE: tables.imports,
          JOB_RUNS_TABLE: tables.jobRuns,
          IMPORTS_BUCKET: this.bucket,
          QUEUE_URL: `${s3Url}/queue`,
          CHUNKS: sized,
          SEGMENTS: sized,
          BUCKETS: sized,
          LANES: String(lanes),
        },
      },
    );
  }

  /** Waits for the process's own end. @returns the most memory that it held, and how many requests it sent */
  async finish(child: ChildProcess): Promise<{ peakBytes: number; requests: Record<string, number> }> {
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
    });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`the worker ended with ${code}`);
    return JSON.parse(said.trim().split('\n').at(-1) ?? '') as {
      peakBytes: number;
      requests: Record<string, number>;
    };
  }

  async run(runId: string): Promise<Import & { peakBytes: number }> {
    const { peakBytes } = await this.finish(this.process(runId));
    const found = await this.imports.one(runId.slice(0, runId.lastIndexOf('.')) as ImportId);
    if (found === undefined) throw new Error('the import is gone');
    return { ...found, peakBytes };
  }

  async rejects(runId: string): Promise<string> {
    const { Body } = await this.s3.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: importRejectsKey(runId) }),
    );
    return (await Body?.transformToString()) ?? '';
  }
}

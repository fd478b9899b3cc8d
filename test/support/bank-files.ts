import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AuditTable } from '../../functions/data/audit.ts';
import { fileClient, S3ImportFiles } from '../../functions/data/import-files.ts';
import { ImportsTable, importReport } from '../../functions/data/imports.ts';
import { JobRunsTable } from '../../functions/data/job-runs.ts';
import { importOutcomeKey } from '../../functions/data/keys.ts';
import { ProgrammeTable } from '../../functions/data/programme.ts';
import { announceBankFile, startBankFile } from '../../functions/domain/bank-file-desk.ts';
import { REGISTER_BANK_FILE } from '../../functions/domain/bank-file-job.ts';
import { bangkokDay, plusDays } from '../../functions/domain/calendar.ts';
import type { BankClient } from '../../functions/domain/caller.ts';
import { type Import, type ImportId, type ImportResult, importOfRun } from '../../functions/domain/import.ts';
import type { Bank } from '../../functions/domain/registration.ts';
import { importTail } from '../../functions/runtime/ids.ts';
import type { TableName } from '../../lib/data-access.ts';
import { bankFileHeapMegabytes, heapOptions } from '../../lib/heap.ts';
import { accountId, clientSettings, region } from '../../local/emulated-account.ts';
import { loadProgramme, originalMeasure } from '../../reference/programme/load.ts';

const worker = fileURLToPath(new URL('bank-file-worker.ts', import.meta.url));

/** Every table that a bank's file touches. */
export const BANK_FILE_TABLES = [
  'cardholders',
  'registrations',
  'registrationHistory',
  'references',
  'programme',
  'audit',
  'imports',
  'jobRuns',
] as const satisfies readonly TableName[];

export type BankFilePlace = {
  dynamoDbUrl: string;
  /** Of the emulator: files and secrets are its own. */
  emulatorUrl: string;
  tables: Record<(typeof BANK_FILE_TABLES)[number], string>;
  client: DynamoDBDocumentClient;
  parts?: number;
  lanes?: number;
};

const PARTS = 4;

export const TODAY = bangkokDay(new Date());

/** The road of a bank's file as the functions make it: desk, bucket, and the real job in a process of its own. */
export class BankFileRoad {
  readonly place: BankFilePlace;
  readonly bucket = `imports-${randomBytes(6).toString('hex')}`;
  readonly s3: S3Client;
  readonly #files: S3ImportFiles;
  #personKey = '';

  constructor(place: BankFilePlace) {
    this.place = place;
    // The emulator checks signed addresses, and knows the account's own key alone.
    const credentials = { accessKeyId: accountId, secretAccessKey: 'test' };
    this.s3 = fileClient({ ...clientSettings(place.emulatorUrl), credentials });
    this.#files = new S3ImportFiles(this.s3, this.bucket, 'answers');
  }

  /** A measure that takes intents today, a bucket and a key. */
  async open(): Promise<void> {
    const { client, tables, emulatorUrl } = this.place;
    const secrets = new SecretsManagerClient(clientSettings(emulatorUrl));
    const [{ ARN = '' }] = await Promise.all([
      secrets.send(new CreateSecretCommand({ Name: this.bucket, SecretString: 'a key' })),
      this.s3.send(new CreateBucketCommand({ Bucket: this.bucket })),
      loadProgramme(new ProgrammeTable(client, tables.programme), {
        ...originalMeasure,
        windowFrom: plusDays(TODAY, -20),
        windowTo: plusDays(TODAY, 20),
        recordUntil: plusDays(TODAY, 20),
      }),
    ]);
    secrets.destroy();
    this.#personKey = ARN;
  }

  importsOf = (bank: Bank): ImportsTable => {
    const { client, tables } = this.place;
    return new ImportsTable(client, tables.imports, bank, new AuditTable(client, tables.audit));
  };

  /** Sends a file by the address that the desk signs. */
  async send(caller: BankClient, path: string, file: { bytes: number; sha256: string }): Promise<ImportId> {
    const { made, upload } = await announceBankFile(
      { importsOf: this.importsOf, doors: this.#files, newTail: importTail },
      caller,
      { bytes: file.bytes, sha256: file.sha256 },
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
  async start(caller: BankClient, id: ImportId, sha256: string, dryRun = false): Promise<string> {
    let told = '';
    const queue = {
      send: async (runId: string) => {
        told = runId;
      },
    };
    await startBankFile(
      { importsOf: this.importsOf, queue },
      caller,
      id,
      { dryRun, sha256 },
      { at: new Date(), from: 'test', requestId: randomUUID() },
    );
    return told;
  }

  process(runId: string): ChildProcess {
    const { tables, dynamoDbUrl, emulatorUrl, parts = PARTS, lanes = 2 } = this.place;
    const options = ['--disable-warning=ExperimentalWarning', ...heapOptions(bankFileHeapMegabytes)];
    return spawn(process.execPath, [...options, worker, runId], {
      stdio: ['ignore', 'pipe', process.env.IMPORT_WORKER_LOGS === undefined ? 'ignore' : 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
        AWS_ENDPOINT_URL_S3: emulatorUrl,
        AWS_ENDPOINT_URL_SQS: emulatorUrl,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: emulatorUrl,
        REGISTRATIONS_TABLE: tables.registrations,
        REGISTRATION_HISTORY_TABLE: tables.registrationHistory,
        REFERENCES_TABLE: tables.references,
        CARDHOLDERS_TABLE: tables.cardholders,
        PROGRAMME_TABLE: tables.programme,
        AUDIT_TABLE: tables.audit,
        IMPORTS_TABLE: tables.imports,
        JOB_RUNS_TABLE: tables.jobRuns,
        IMPORTS_BUCKET: this.bucket,
        PERSON_KEY_ARN: this.#personKey,
        QUEUE_URL: `${emulatorUrl}/queue`,
        PARTS: String(parts),
        LANES: String(lanes),
      },
    });
  }

  /** Which share of the pieces of a file is registered, from 0 to 1. */
  async registering(runId: string): Promise<number> {
    const { client, tables, parts = PARTS } = this.place;
    const runs = new JobRunsTable(client, tables.jobRuns, { report: importReport, token: randomUUID });
    const run = await runs.load(REGISTER_BANK_FILE, runId);
    const before = 1 + 2 * parts;
    return Math.max(0, (run?.unitsDone ?? 0) - before) / parts;
  }

  /** Waits for the process's own end. @returns the most memory that it held, in bytes */
  async finish(child: ChildProcess): Promise<{ peakBytes: number }> {
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
    });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`the worker ended with ${code}`);
    return JSON.parse(said.trim().split('\n').at(-1) ?? '') as { peakBytes: number };
  }

  async run(bank: Bank, runId: string): Promise<Import & { result: ImportResult; peakBytes: number }> {
    const { peakBytes } = await this.finish(this.process(runId));
    const found = await this.importsOf(bank).one(importOfRun(runId));
    const result = found?.runs.at(-1)?.result;
    if (found === undefined || result === undefined) throw new Error('the run has no end');
    return { ...found, result, peakBytes };
  }

  async answers(runId: string): Promise<string> {
    const { Body } = await this.s3.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: importOutcomeKey('answers', runId) }),
    );
    return (await Body?.transformToString()) ?? '';
  }
}

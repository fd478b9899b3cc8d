import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { PROBLEM_WORDING } from '../functions/contract/problem-wording.ts';
import { FILE_FAULT_WORDING } from '../functions/contract/row-fault-wording.ts';
import { AuditTable } from '../functions/data/audit.ts';
import { documentClient } from '../functions/data/document-client.ts';
import { fileClient, S3ImportFiles } from '../functions/data/import-files.ts';
import { ImportsTable, importReport, revocationReport } from '../functions/data/imports.ts';
import { JobRunsTable } from '../functions/data/job-runs.ts';
import { importFileKey, importOutcomeKey } from '../functions/data/keys.ts';
import { queueClient, SqsRunQueue } from '../functions/data/run-queue.ts';
import {
  type Import,
  type ImportId,
  type ImportOrder,
  type ImportRun,
  newestRun,
  nothingChanged,
} from '../functions/domain/import.ts';
import {
  createImport,
  listImports,
  readImport,
  revokeMissing,
  startImport,
} from '../functions/domain/import-desk.ts';
import { Refusal } from '../functions/domain/refusal.ts';
import { IMPORT_REGISTRY } from '../functions/domain/registry-kind.ts';
import { REVOKE_MISSING } from '../functions/domain/revocation-job.ts';
import { importId } from '../functions/runtime/ids.ts';
import { operator } from './cut-offs.ts';
import type { DeployedStage } from './stage.ts';
import { type Watching, watchRun } from './watch-run.ts';

const number = (count: number): string => count.toLocaleString('en');
const occasion = () => ({ at: new Date(), from: 'ops', requestId: randomUUID() });

/** The import desk of a stage, for as long as `work` takes. @throws in words what the API refuses */
async function atDesk<Done>(
  stage: DeployedStage,
  work: (desk: ReturnType<typeof deskOf>) => Promise<Done>,
): Promise<Done> {
  const desk = deskOf(stage);
  try {
    return await work(desk);
  } catch (error) {
    throw error instanceof Refusal ? new Error(PROBLEM_WORDING[error.code].en) : error;
  } finally {
    for (const client of desk.clients) client.destroy();
  }
}

function deskOf(stage: DeployedStage) {
  const client = documentClient(stage.aws);
  const s3 = fileClient(stage.aws);
  const sqs = queueClient(stage.aws);
  const bucket = stage.output('ImportsBucket');
  const audit = new AuditTable(client, stage.table('audit'));
  const token = randomUUID;
  return {
    clients: [client, s3, sqs],
    s3,
    bucket,
    who: { subject: operator(), area: { level: 'country' as const } },
    imports: new ImportsTable(client, stage.table('imports'), 'registry', audit),
    doors: new S3ImportFiles(s3, bucket),
    queue: (output: string) => new SqsRunQueue(sqs, stage.output(output)),
    runs: new JobRunsTable(client, stage.table('jobRuns'), { report: importReport, token }),
    revocations: new JobRunsTable(client, stage.table('jobRuns'), { report: revocationReport, token }),
  };
}

async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

/**
 * Sends a file and waits for what is asked of it. A file whose dry run was the newest import is not sent again.
 * @throws in words what the API refuses
 */
export function importFile(
  stage: DeployedStage,
  path: string,
  order: ImportOrder,
  watching: Watching,
): Promise<Import> {
  return atDesk(stage, async ({ s3, bucket, who, imports, doors, queue, runs }) => {
    const { size: bytes } = await stat(path);
    const sha256 = await checksumOf(path);
    const [newest] = await imports.list(1);
    let id = newest?.importId;
    if (newest?.file.sha256 !== sha256 || newest.phase !== 'tried') {
      const desk = { imports, doors, newId: importId, source: 'registry' as const };
      ({ importId: id } = (await createImport(desk, who, { bytes, sha256 }, occasion())).made);
      watching.say(`import ${id}: sending ${number(bytes)} bytes`);
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: importFileKey(id),
          Body: createReadStream(path),
          ContentLength: bytes,
          ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        }),
      );
    }
    if (id === undefined) throw new Error('an import without an id');
    const started = await startImport(
      { imports, queue: queue('ImportRegistryQueueUrl') },
      who,
      id,
      { sha256, ...order },
      occasion(),
    );
    const runId = newestRun(started)?.runId ?? '';
    watching.say(`run ${runId}`);
    await watchRun(async () => {
      const run = await runs.load(IMPORT_REGISTRY, runId);
      const { rows = 0, rejected = 0 } = run?.report.counts ?? {};
      if (run !== undefined) watching.say(`${number(rows)} rows, ${number(rejected)} rejected`);
      return run;
    }, watching);
    return (await readImport({ imports, doors, runs, job: IMPORT_REGISTRY }, who, id, new Date())).found;
  });
}

export const importsOf = (stage: DeployedStage): Promise<Import[]> =>
  atDesk(stage, ({ imports, who }) => listImports(imports, who));

export const importOf = (stage: DeployedStage, id: string): Promise<Import> =>
  atDesk(stage, async ({ imports, doors, runs, who }) => {
    const books = { imports, doors, runs, job: IMPORT_REGISTRY };
    return (await readImport(books, who, id as ImportId, new Date())).found;
  });

/** Writes the rows that the newest run did not take into a new file, which nobody else can read. */
export const writeRejects = (stage: DeployedStage, id: string, out: string): Promise<void> =>
  atDesk(stage, async ({ imports, s3, bucket }) => {
    if (existsSync(out)) throw new Error(`${out} is there already.`);
    const found = await imports.one(id as ImportId);
    const run = found && newestRun(found);
    if (run?.result?.rejectFile !== true) throw new Error(`The import ${id} has no rejected rows.`);
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: importOutcomeKey('rejects', run.runId) }),
    );
    await pipeline(Body as Readable, createWriteStream(out, { flags: 'wx', mode: 0o600 }));
  });

/** Cancels the cards that an import marked, and waits for it. @returns how many */
export const revoke = (stage: DeployedStage, id: string, watching: Watching): Promise<number> =>
  atDesk(stage, async ({ imports, queue, revocations, who }) => {
    const desk = { imports, queue: queue('RevokeMissingQueueUrl') };
    const { revocation } = await revokeMissing(desk, who, id as ImportId, occasion());
    const runId = revocation?.runId ?? '';
    const { report } = await watchRun(() => revocations.load(REVOKE_MISSING, runId), watching);
    return report.revoked;
  });

const runText = ({ runId, dryRun, match, scope, startedAt, result }: ImportRun): string => {
  const head = `${runId}  ${dryRun ? 'dry run' : 'import'}, ${match}, ${scope}, from ${startedAt}`;
  if (result === undefined) return `${head}: running`;
  if (result.refused !== undefined) return `${head}: ${FILE_FAULT_WORDING[result.refused].en}`;
  const seconds = Math.max(1, Math.round((Date.parse(result.finishedAt) - Date.parse(startedAt)) / 1_000));
  const counts = Object.entries(result.counts).filter(([name]) => name !== 'lines');
  return [
    `${head}: ${number(seconds)} s`,
    ...counts.map(([name, count]) => `  ${name.padEnd(14)} ${number(count)}`),
    ...Object.entries(result.rejectsByCode).map(([code, count]) => `    ${code}: ${number(count)}`),
    ...(result.setAside.length > 0
      ? [`  set aside      ${result.setAside.join(' ')}: see docs/runbook.md`]
      : []),
    ...(nothingChanged(result) ? ['  nothing changed: the registry is as the file has it'] : []),
  ].join('\n');
};

/** An import as an operator reads it. */
export const importText = ({ importId: id, phase, createdBy, file, runs, revocation }: Import): string =>
  [
    `${id}  ${phase}  ${number(file.bytes)} bytes  sha256 ${file.sha256.slice(0, 16)}…  by ${createdBy}`,
    ...runs.map(runText),
    ...(revocation === undefined ? [] : [`revoked ${number(revocation.revoked ?? 0)} cards`]),
  ].join('\n');

/** Whether nobody has to look after an import. */
export const isWhole = (found: Import): boolean => {
  const result = newestRun(found)?.result;
  return result !== undefined && result.refused === undefined && result.setAside.length === 0;
};

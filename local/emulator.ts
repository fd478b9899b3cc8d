import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CannotStart } from './cannot-start.ts';
import { region } from './emulated-account.ts';
import { endGroup, endWithThisProcess, isRunning, type ProcessRecord, recordOf } from './own-process.ts';
import { requireFreePort } from './port.ts';
import { toolPath } from './project.ts';
import { preparePython } from './python-environment.ts';

const startTimeoutMs = 60_000;
/** Saving 40,000 rows takes 3 s; what is not saved when the time is over is lost. */
const saveTimeoutMs = 120_000;

export interface EmulatorOptions {
  /** Belongs to this emulator alone: state, logs and scratch files. */
  readonly dir: string;
  readonly port: number;
  /** Keep the state for the next start from the same folder. */
  readonly persist: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Emulator {
  readonly endpointUrl: string;
  readonly pid: number;
  /** Whether it came up with the state of an earlier run. */
  readonly kept: boolean;
  /** From now on its end, or the end of this process, saves the state; before, the state stays as it was kept. */
  keepState(): void;
  /** Ends it and what it started. */
  stop(): Promise<void>;
}

const files = (dir: string) => ({
  log: join(dir, 'emulator.log'),
  process: join(dir, 'emulator.json'),
  scratch: join(dir, 'scratch'),
  objects: join(dir, 'objects'),
  state: join(dir, 'state'),
  functions: join(dir, 'state', 'lambda.json'),
});

/** Starts MiniStack on the loopback interface; throws CannotStart when Python is missing or the port is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { dir, port, persist, signal } = options;
  const python = await preparePython(undefined, signal);
  const at = files(dir);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await stopStaleEmulator(dir);
  await requireFreePort(port);

  const kept = persist && existsSync(at.functions);
  if (kept) await forgetStreamPositions(at.functions);
  // Objects are written at once and the rest only at the end, so that they can be left without their buckets.
  else for (const left of [at.state, at.objects]) await rm(left, { recursive: true, force: true });
  await emptyScratch(at.scratch);

  const log = openSync(at.log, 'a', 0o600);
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: at.scratch,
    // A group of its own, so that Ctrl-C in a terminal does not reach it before the front server has stopped.
    detached: true,
    stdio: ['ignore', log, log],
    // The functions inherit this environment, so it holds nothing of the owner's.
    env: {
      PATH: toolPath,
      HOME: at.scratch,
      TMPDIR: at.scratch,
      LANG: 'C.UTF-8',
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      STATE_DIR: at.state,
      S3_DATA_DIR: at.objects,
      PERSIST_STATE: persist ? '1' : '0',
      S3_PERSIST: persist ? '1' : '0',
    },
  });
  const failure = new Promise<never>((_resolve, reject) => child.once('error', reject));
  failure.catch(() => {});
  if (child.pid === undefined) return failure;

  const record = recordOf(child.pid);
  const guard = endWithThisProcess(child.pid);
  let saves = false;
  child.unref();
  await writeFile(at.process, JSON.stringify(record));

  const endpointUrl = `http://127.0.0.1:${port}`;
  const keepState = (): void => {
    if (!persist) return;
    saves = true;
    guard.use('SIGTERM');
  };
  const stop = async (): Promise<void> => {
    await endGroup(record, saves ? saveTimeoutMs : 0);
    guard.remove();
    await rm(at.process, { force: true });
    await rm(at.scratch, { recursive: true, force: true });
  };
  try {
    await answering(endpointUrl, record, at.log, signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpointUrl, pid: record.pid, kept, keepState, stop };
}

/** Ends the emulator that an earlier run left behind in the folder, and no other process. */
export async function stopStaleEmulator(dir: string): Promise<void> {
  const at = files(dir);
  if (!existsSync(at.process)) return;
  const record = JSON.parse(await readFile(at.process, 'utf8')) as ProcessRecord;
  if (isRunning(record)) await endGroup(record, saveTimeoutMs);
  await rm(at.process, { force: true });
}

async function answering(
  endpointUrl: string,
  record: ProcessRecord,
  logFile: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const answered = await fetch(`${endpointUrl}/_ministack/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    if (!isRunning(record) || Date.now() > deadline) {
      const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-10).join('\n');
      throw new CannotStart(`The emulator did not start; the end of ${logFile}:\n${lines}`);
    }
    await sleep(50);
  }
}

/** Unpacked functions would otherwise take the module type of the project above them. */
async function emptyScratch(scratch: string): Promise<void> {
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { recursive: true });
  await writeFile(join(scratch, 'package.json'), '{"type":"commonjs"}\n');
}

/**
 * MiniStack saves how far its functions have read a stream but not the stream, which begins anew at zero: as many
 * records as had ever been read would be skipped.
 */
async function forgetStreamPositions(file: string): Promise<void> {
  const saved = JSON.parse(await readFile(file, 'utf8')) as { payload?: Record<string, unknown> };
  if (saved.payload === undefined || !('dynamodb_stream_positions' in saved.payload)) return;
  delete saved.payload.dynamodb_stream_positions;
  await writeFile(`${file}.new`, JSON.stringify(saved));
  await rename(`${file}.new`, file);
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Tells a process from a later one that was given the same number; undefined when there is none. */
export function identityOf(pid: number): string | undefined {
  try {
    if (platform() !== 'linux') {
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
      );
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks; the state is field 3 and the start time field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return fields[0] === 'Z' ? undefined : `${bootId} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

export interface ProcessRecord {
  readonly pid: number;
  readonly identity: string;
}

export function recordOf(pid: number): ProcessRecord {
  return { pid, identity: identityOf(pid) ?? '' };
}

export function isRunning(record: ProcessRecord): boolean {
  return record.identity !== '' && identityOf(record.pid) === record.identity;
}

/** Ends another process when this one is gone, however it went. */
export interface Guard {
  /** SIGKILL unless told otherwise. */
  use(signal: 'SIGTERM'): void;
  remove(): void;
}

export function endWithThisProcess(pid: number): Guard {
  // `read` returns at the end of the pipe, which the system closes even after SIGKILL.
  const script = 'signal=KILL; while read -r line; do signal=$line; done; kill -s "$signal" "$1"';
  const guard = spawn('sh', ['-c', script, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return {
    use: (signal) => {
      guard.stdin.write(`${signal.replace(/^SIG/, '')}\n`);
    },
    remove: () => {
      guard.kill('SIGKILL');
    },
  };
}

/** Whether the process is gone within the time. */
export async function hasEnded(record: ProcessRecord, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(record)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

/** SIGTERM when there is a time of grace, then SIGKILL to its whole group, for what it may leave behind. */
export async function endGroup(record: ProcessRecord, graceMs: number): Promise<void> {
  if (isRunning(record) && graceMs > 0) {
    process.kill(record.pid, 'SIGTERM');
    await hasEnded(record, graceMs);
  }
  killGroup(record.pid);
  await hasEnded(record, 5_000);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits for the end of a child that leads its own group; an abort ends the group. Resolves to the exit code. */
export async function exitCodeOf(child: ChildProcess, signal?: AbortSignal): Promise<number> {
  const abort = (): void => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  signal?.addEventListener('abort', abort);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    signal?.throwIfAborted();
    return code ?? 1;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

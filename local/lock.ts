import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessRecord, recordOf } from './own-process.ts';

export interface Lock {
  release(): void;
}

/** Another live process holds the lock. */
export class Locked extends Error {
  override readonly name = 'Locked';
  readonly holder: ProcessRecord;

  constructor(holder: ProcessRecord) {
    super(`held by process ${holder.pid}`);
    this.holder = holder;
  }
}

/** The live process that holds the lock file, if any. */
export function holderOf(file: string): ProcessRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
    return isRunning(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the lock file for this process; a file left by a process that is gone does not count. Throws Locked. */
export async function holdLock(file: string, { waitMs = 0 } = {}): Promise<Lock> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    if (tryToCreate(file)) return { release: () => rmSync(file, { force: true }) };
    // The content follows the creation, so an unreadable file is given a moment.
    if (holderOf(file) === undefined) {
      await sleep(50);
      if (holderOf(file) === undefined) rmSync(file, { force: true });
      continue;
    }
    const holder = holderOf(file);
    if (holder !== undefined && Date.now() >= deadline) throw new Locked(holder);
    await sleep(100);
  }
}

function tryToCreate(file: string): boolean {
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, JSON.stringify(recordOf(process.pid)));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

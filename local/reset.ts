import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stopStaleEmulator } from './emulator.ts';
import { keptDir, startLockFile } from './kept-deployment.ts';
import { holdLock, Locked } from './lock.ts';
import { localDir } from './project.ts';
import { stackFile } from './stack-file.ts';

async function reset(): Promise<void> {
  await mkdir(localDir, { recursive: true });
  // Held for the time of the reset, so that no start begins on half of the data.
  const lock = await holdLock(startLockFile);
  try {
    const hadData = existsSync(keptDir);
    await stopStaleEmulator(join(keptDir, 'emulator'));
    await rm(keptDir, { recursive: true, force: true });
    await rm(stackFile, { force: true });
    console.log(hadData ? 'The data is gone; npm start begins anew.' : 'There was no data.');
  } finally {
    lock.release();
  }
}

try {
  await reset();
} catch (error) {
  if (!(error instanceof Locked)) throw error;
  console.error(`The system runs, as process ${error.holder.pid}; stop it first with Ctrl-C.`);
  process.exitCode = 1;
}

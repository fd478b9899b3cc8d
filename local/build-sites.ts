import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.ts';
import { exitCodeOf } from './own-process.ts';
import { localDir, projectDir, toolPath } from './project.ts';

export const sitesDir = join(projectDir, 'web', 'dist');

const sources = ['web/**', 'package-lock.json'];
const builtFrom = join(localDir, 'sites-built-from');

/** Builds the two sites, unless they were built from these very sources. */
export async function buildSites(signal?: AbortSignal): Promise<'built' | 'already-built'> {
  const fingerprint = await fingerprintOfSites();
  const last = existsSync(builtFrom) ? await readFile(builtFrom, 'utf8') : '';
  if (last === fingerprint && existsSync(join(sitesDir, 'index.html'))) return 'already-built';
  await mkdir(localDir, { recursive: true });
  const logFile = join(localDir, 'sites.log');
  const log = openSync(logFile, 'w', 0o600);
  const vite = join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--config', join('web', 'vite.config.ts')], {
    cwd: projectDir,
    stdio: ['ignore', log, log],
    detached: true,
    env: { ...process.env, PATH: toolPath },
  });
  if ((await exitCodeOf(child, signal)) !== 0) {
    const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n');
    throw new CannotStart(`The sites could not be built; the end of ${logFile}:\n${lines}`);
  }
  await writeFile(builtFrom, fingerprint);
  return 'built';
}

async function fingerprintOfSites(): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(sources, { cwd: projectDir, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !file.startsWith(`${sitesDir}/`)) files.push(file);
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\0`).update(await readFile(file));
  return hash.digest('hex');
}

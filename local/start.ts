import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { Listr, PRESET_TIMER } from 'listr2';
import { CannotStart } from './cannot-start.ts';
import { Deployment, loadSeed } from './deployment.ts';
import { keptDir, startLockFile } from './kept-deployment.ts';
import { holdLock, type Lock, Locked } from './lock.ts';
import { requireFreePort } from './port.ts';
import { localDir } from './project.ts';
import { stackFile, writeStackFile } from './stack-file.ts';
import { describeForOwner } from './start-page.ts';

const defaultPorts = { front: 8780, emulator: 4780 };

interface Arguments {
  readonly port: number;
  readonly emulatorPort: number;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  }
  return port;
}

function readArguments(): Arguments {
  const fromEnvironment = (name: string, otherwise: number): number => {
    const text = process.env[name];
    try {
      return text === undefined ? otherwise : parsePort(text);
    } catch (error) {
      throw new CannotStart(`${name}: ${(error as Error).message}`);
    }
  };
  return new Command('npm start --')
    .description('Runs the whole system on this machine until Ctrl-C; its data is kept for the next start.')
    .option(
      '--port <number>',
      'port of the sites and the API (SITTHI_PORT)',
      parsePort,
      fromEnvironment('SITTHI_PORT', defaultPorts.front),
    )
    .option(
      '--emulator-port <number>',
      'port of the AWS emulator (SITTHI_EMULATOR_PORT)',
      parsePort,
      fromEnvironment('SITTHI_EMULATOR_PORT', defaultPorts.emulator),
    )
    .parse()
    .opts<Arguments>();
}

async function takeStartLock(): Promise<Lock> {
  await mkdir(localDir, { recursive: true });
  try {
    return await holdLock(startLockFile);
  } catch (error) {
    if (error instanceof Locked) {
      throw new CannotStart(
        `The system already runs here, as process ${error.holder.pid}; its addresses are in ${stackFile}`,
      );
    }
    throw error;
  }
}

async function start({ port, emulatorPort }: Arguments): Promise<void> {
  const seed = await loadSeed();
  const lock = await takeStartLock();
  const aborting = new AbortController();
  const ended = new Promise<void>((resolve) => {
    const onSignal = (): void => {
      if (aborting.signal.aborted) console.log('Still saving the data; it ends by itself.');
      aborting.abort(new Error('stopped by its owner'));
      resolve();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
    whenNpmIsGone(onSignal);
  });

  const deployment = new Deployment({
    dir: keptDir,
    emulatorPort,
    frontPort: port,
    persist: true,
    sites: true,
    seed,
    signal: aborting.signal,
  });
  let progress: Promise<unknown> = Promise.resolve();
  try {
    await requireFreePort(port);
    progress = showingProgress(deployment, aborting.signal);
    await Promise.race([progress, ended]);
    aborting.signal.throwIfAborted();
    await writeStackFile(deployment.stack);
    console.log(describeForOwner(deployment.stack));
    await ended;
  } catch (error) {
    if (!aborting.signal.aborted) throw error;
  } finally {
    if (aborting.signal.aborted) console.log('Stopping and saving the data …');
    await deployment.stop();
    await Promise.race([progress.catch(() => {}), sleep(5_000)]);
    await rm(stackFile, { force: true });
    lock.release();
  }
}

/** npm passes a signal on to a shell that dies of it and tells nobody. */
function whenNpmIsGone(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
  watch.unref();
}

async function showingProgress(deployment: Deployment, signal: AbortSignal): Promise<void> {
  const tasks = deployment.steps.map((step) => ({
    title: step.title,
    task: (_context: unknown, task: { output: string }) => {
      signal.throwIfAborted();
      return step.run((line) => {
        task.output = line;
      });
    },
  }));
  const shown = {
    registerSignalListeners: false,
    rendererOptions: { timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  };
  await new Listr(tasks, shown).run();
}

try {
  await start(readArguments());
  process.exit(0);
} catch (error) {
  console.error(error instanceof CannotStart ? error.message : error);
  process.exit(1);
}

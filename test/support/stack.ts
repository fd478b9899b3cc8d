import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSeed, startDeployment } from '../../local/deployment.ts';
import { startEmulator } from '../../local/emulator.ts';
import { freePort } from '../../local/port.ts';
import type { StackDescription } from '../../local/stack-file.ts';

/** A test sets it to be seen as coming from another address. */
export const addressHeader = 'x-test-viewer-address';

export interface RunningEndpoint {
  readonly endpointUrl: string;
  stop(): Promise<void>;
}

export interface RunningStack {
  readonly stack: StackDescription;
  stop(): Promise<void>;
}

/** The emulator alone, without stacks, for tests that make their own tables. */
export async function startEmptyEmulator(): Promise<RunningEndpoint> {
  const dir = await mkdtemp(join(tmpdir(), 'sitthi-data-'));
  const emulator = await startEmulator({ dir, port: await freePort(), persist: false });
  return {
    endpointUrl: emulator.endpointUrl,
    stop: async () => {
      await emulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The whole system with the demonstration's data, beside any other that runs on the machine. */
export async function startStack({ seeded = true } = {}): Promise<RunningStack> {
  const dir = await mkdtemp(join(tmpdir(), 'sitthi-e2e-'));
  const deployment = await startDeployment({
    dir,
    emulatorPort: await freePort(),
    frontPort: await freePort(),
    persist: false,
    seed: seeded ? await loadSeed() : undefined,
    trustedAddressHeader: addressHeader,
  });
  return {
    stack: deployment.stack,
    stop: async () => {
      await deployment.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { StackOutputs } from '../../local/deployed-sources.ts';
import { loadSeed, startDeployment } from '../../local/deployment.ts';
import { freePort } from '../../local/port.ts';
import type { StackDescription } from '../../local/stack-file.ts';
import { addressHeader } from './stack.ts';

/** What every test of the tier talks to. */
export interface DeploymentUnderTest {
  readonly stack: StackDescription;
  /** The API's own address, which goes round the edge. */
  readonly originUrl: string;
  /** Holds the logs of everything that runs in it. */
  readonly dir: string;
  /** A file with one line for each request of the tests: the test's file, the method and the URL. */
  readonly requestsSent: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    deployment: DeploymentUnderTest;
  }
}

/** Starts the whole system with the demonstration's data once for the tier, beside any other on the machine. */
export default async function startOnce(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'sitthi-e2e-'));
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true });
  try {
    const deployment = await startDeployment({
      dir,
      emulatorPort: await freePort(),
      frontPort: await freePort(),
      persist: false,
      seed: await loadSeed(),
      sites: project.name === 'browser',
      trustedAddressHeader: addressHeader,
    });
    const { stack } = deployment;
    const requestsSent = join(dir, 'requests-sent');
    await writeFile(requestsSent, '');
    const originUrl = `${stack.endpointUrl}/_aws/execute-api/${await apiIdIn(dir)}/$default`;
    project.provide('deployment', { stack, originUrl, dir, requestsSent });
    return async () => {
      await deployment.stop();
      await remove();
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function apiIdIn(dir: string): Promise<string> {
  const outputs = JSON.parse(await readFile(join(dir, 'outputs.json'), 'utf8')) as StackOutputs;
  const apiId = Object.values(outputs).find(({ ApiId }) => ApiId !== undefined)?.ApiId;
  if (apiId === undefined) throw new Error('No stack has the output ApiId.');
  return apiId;
}

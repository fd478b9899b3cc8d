import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { clientSettings } from './emulated-account.ts';
import { projectDir } from './project.ts';

/** Outputs by stack name, as `cdk deploy --outputs-file` writes them. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the stacks are made of. */
const sources = ['bin/**', 'lib/**', 'functions/**', 'reference/**', 'cdk.json', 'package-lock.json'];
const secretName = 'sitthi-local-deployed-sources';

/** The same as long as a deployment would change nothing. */
export async function fingerprintOfSources(): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(sources, { cwd: projectDir, withFileTypes: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    hash.update(`${file}\0`).update(
      createHash('sha256')
        .update(await readFile(file))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/** The outputs of the last deployment, when it was of these sources. */
export async function outputsDeployedFrom(
  fingerprint: string,
  endpointUrl: string,
): Promise<StackOutputs | undefined> {
  return withSecrets(endpointUrl, async (client) => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretName }));
      const last = JSON.parse(SecretString ?? '{}') as { fingerprint?: string; outputs?: StackOutputs };
      return last.fingerprint === fingerprint ? last.outputs : undefined;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  });
}

/** Kept in the emulator and not in a file, so that it is lost when the deployment is. */
export async function recordDeployment(
  fingerprint: string,
  outputs: StackOutputs,
  endpointUrl: string,
): Promise<void> {
  const SecretString = JSON.stringify({ fingerprint, outputs });
  await withSecrets(endpointUrl, async (client) => {
    try {
      await client.send(new PutSecretValueCommand({ SecretId: secretName, SecretString }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      await client.send(new CreateSecretCommand({ Name: secretName, SecretString }));
    }
  });
}

async function withSecrets<T>(
  endpointUrl: string,
  work: (client: SecretsManagerClient) => Promise<T>,
): Promise<T> {
  const client = new SecretsManagerClient(clientSettings(endpointUrl));
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

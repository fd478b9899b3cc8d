import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  fingerprintOfSources,
  outputsDeployedFrom,
  recordDeployment,
  type StackOutputs,
} from './deployed-sources.ts';
import { accountId, clientSettings, region, toolEnvironment } from './emulated-account.ts';
import { exitCodeOf } from './own-process.ts';
import { projectDir } from './project.ts';

const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');

export interface DeployOptions {
  /** Belongs to this deployment alone: the synthesized templates, the outputs and the log. */
  readonly dir: string;
  readonly endpointUrl: string;
  readonly signal?: AbortSignal | undefined;
}

/** Prepares the emulated account for the CDK, once per state of the emulator. */
export async function bootstrap(options: DeployOptions): Promise<'bootstrapped' | 'already-bootstrapped'> {
  if (await hasStack(options.endpointUrl, 'CDKToolkit')) return 'already-bootstrapped';
  await mkdir(options.dir, { recursive: true });
  // Outside the project there is no cdk.json, so that the app is not synthesized for nothing.
  await runCdk(['bootstrap', `aws://${accountId}/${region}`], options.dir, options);
  return 'bootstrapped';
}

/** Deploys the stacks of the stage `local` as they are in the working tree, unless they already are. */
export async function deploy(options: DeployOptions): Promise<StackOutputs> {
  const fingerprint = await fingerprintOfSources();
  const deployed = await outputsDeployedFrom(fingerprint, options.endpointUrl);
  if (deployed !== undefined) return deployed;

  const outputsFile = join(options.dir, 'outputs.json');
  await mkdir(options.dir, { recursive: true });
  await runCdk(
    [
      'deploy',
      '--all',
      ...['-c', 'stage=local'],
      ...['--require-approval', 'never'],
      ...['--method', 'direct'],
      ...['--output', join(options.dir, 'cdk.out')],
      ...['--outputs-file', outputsFile],
    ],
    projectDir,
    options,
  );
  const outputs = JSON.parse(await readFile(outputsFile, 'utf8')) as StackOutputs;
  await recordDeployment(fingerprint, outputs, options.endpointUrl);
  return outputs;
}

async function hasStack(endpointUrl: string, stackName: string): Promise<boolean> {
  const client = new CloudFormationClient(clientSettings(endpointUrl));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return /^(CREATE|UPDATE)_COMPLETE$/.test(Stacks?.[0]?.StackStatus ?? '');
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return false;
    throw error;
  } finally {
    client.destroy();
  }
}

async function runCdk(args: readonly string[], cwd: string, options: DeployOptions): Promise<void> {
  const logFile = join(options.dir, `cdk-${args[0]}.log`);
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(process.execPath, [cdk, ...args, '--ci', '--no-notices', '--no-version-reporting'], {
    cwd,
    stdio: ['ignore', log, log],
    detached: true,
    env: {
      ...toolEnvironment(options.endpointUrl),
      CDK_HOME: join(options.dir, 'cdk-home'),
      CDK_DISABLE_CLI_TELEMETRY: '1',
    },
  });
  if ((await exitCodeOf(child, options.signal)) !== 0) {
    throw new Error(
      `cdk ${args[0]} failed; from ${logFile}:\n${tellingLines(readFileSync(logFile, 'utf8'))}`,
    );
  }
}

/** What went wrong, out of a log whose lines can be whole bundles. */
function tellingLines(log: string): string {
  const lines = stripVTControlCharacters(log)
    .split('\n')
    .filter((line) => line.trim() !== '' && line.length < 2_000);
  const failures = lines.filter((line) => /FAILED|[Ee]rror|❌/.test(line));
  return (failures.length > 0 ? failures : lines).slice(-20).join('\n');
}

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { stageNamed } from '../lib/stages.ts';
import { startReconcile } from '../ops/reconcile.ts';
import { buildSites, sitesDir } from './build-sites.ts';
import { bootstrap, deploy } from './deploy.ts';
import type { StackOutputs } from './deployed-sources.ts';
import { clientSettings, region } from './emulated-account.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { type FrontServer, SIGN_IN_PATH, startFrontServer } from './front-server.ts';
import {
  type BankClientLogIn,
  type Seed,
  type StackDescription,
  type TableName,
  tableNames,
} from './stack-file.ts';

export interface DeploymentOptions {
  /** Belongs to this deployment alone. */
  readonly dir: string;
  readonly emulatorPort: number;
  readonly frontPort: number;
  /** Keep the data for the next start from the same folder. */
  readonly persist: boolean;
  /** Fills the tables; without it they stay empty and there are no log-ins. */
  readonly seed?: Seed | undefined;
  /** Build the sites when their sources have changed; without it they are served as they are. */
  readonly sites?: boolean | undefined;
  /** For tests only: a header of the client that stands for its address. */
  readonly trustedAddressHeader?: string | undefined;
  /** Ends the start early; what has been started until then is stopped by `stop()`. */
  readonly signal?: AbortSignal | undefined;
}

export interface DeploymentStep {
  readonly title: string;
  run(report: (line: string) => void): Promise<void>;
}

const noCitizens = { mayRegister: '', registered: '', notFound: '' };

/** The whole system on one machine: the emulator, the stacks, the data and the front server. */
export class Deployment {
  private readonly options: DeploymentOptions;
  private emulator: Emulator | undefined;
  private frontServer: FrontServer | undefined;
  private outputs: StackOutputs = {};
  private description: StackDescription | undefined;
  private stopped: Promise<void> | undefined;

  constructor(options: DeploymentOptions) {
    this.options = options;
  }

  /** Defined once every step has run. */
  get stack(): StackDescription {
    if (this.description === undefined) throw new Error('The deployment has not been started.');
    return this.description;
  }

  /** What brings it up, in this order. */
  get steps(): readonly DeploymentStep[] {
    const { dir, signal } = this.options;
    const at = () => ({ dir, signal, endpointUrl: this.runningEmulator.endpointUrl });
    return [
      ...(this.options.sites ? [{ title: 'sites', run: async () => void (await buildSites(signal)) }] : []),
      { title: 'emulator', run: () => this.startEmulator() },
      {
        title: 'deploy',
        run: async (report) => {
          report('cdk bootstrap');
          await bootstrap(at());
          report('cdk deploy');
          this.outputs = await deploy(at());
          this.description = await this.describe();
        },
      },
      ...(this.options.seed === undefined ? [] : [{ title: 'seed', run: this.runSeed(this.options.seed) }]),
      { title: 'reconcile', run: (report) => this.reconcile(report) },
      { title: 'front server', run: () => this.startFrontServer() },
    ];
  }

  /** Stops what has been started, saves the data when it is to be kept, and leaves no process behind. */
  stop(): Promise<void> {
    this.stopped ??= this.stopOnce();
    return this.stopped;
  }

  private async stopOnce(): Promise<void> {
    await this.frontServer?.stop();
    await this.emulator?.stop();
  }

  private get runningEmulator(): Emulator {
    if (this.emulator === undefined) throw new Error('The emulator does not run.');
    return this.emulator;
  }

  private async startEmulator(): Promise<void> {
    const { dir, emulatorPort, persist, signal } = this.options;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    this.emulator = await startEmulator({ dir: join(dir, 'emulator'), port: emulatorPort, persist, signal });
  }

  private async describe(): Promise<StackDescription> {
    const { endpointUrl } = this.runningEmulator;
    const output = (name: string): string => outputNamed(this.outputs, name);
    const userPoolId = output('UserPoolId');
    const origin = `http://127.0.0.1:${this.options.frontPort}`;
    return {
      apiUrl: origin,
      siteUrl: origin,
      region,
      endpointUrl,
      userPoolId,
      officerClientId: output('OfficerClientId'),
      officers: [],
      bankClients: await readBankClients(endpointUrl, userPoolId, this.outputs),
      citizens: noCitizens,
      tables: Object.fromEntries(tableNames.map((name) => [name, output(tableOutput(name))])) as Record<
        TableName,
        string
      >,
      documentsBucket: output('BucketDocuments'),
      reconcileQueueUrl: output('ReconcileQueueUrl'),
      secrets: {
        edge: output('EdgeSecretArn'),
        personKey: output('PersonKeyArn'),
        attemptKey: output('AttemptKeyArn'),
      },
    };
  }

  private runSeed(seed: Seed): DeploymentStep['run'] {
    return async (report) => {
      this.description = { ...this.stack, ...(await seed(this.stack, report)) };
    };
  }

  /** What the streams held when the emulator last stopped is gone: the counts are brought up to their source. */
  private async reconcile(report: (line: string) => void): Promise<void> {
    if (!this.runningEmulator.kept) {
      report('not needed on fresh tables');
      return;
    }
    const { endpointUrl, reconcileQueueUrl, tables } = this.stack;
    const place = {
      aws: clientSettings(endpointUrl),
      queueUrl: reconcileQueueUrl,
      jobRuns: tables.jobRuns,
    };
    await startReconcile(place);
    report('goes on by itself for a minute: npm run ops -- reconcile --run latest');
  }

  /** As `config.json` of a stage: lib/edge-stack.ts. */
  private siteConfig(): object {
    const { userPoolId, officerClientId } = this.stack;
    const { officerAuthFlows, mfa } = stageNamed('local');
    return {
      region,
      userPoolId,
      officerClientId,
      userPoolEndpoint: SIGN_IN_PATH,
      authFlow: officerAuthFlows,
      mfa: mfa === 'required',
    };
  }

  private async startFrontServer(): Promise<void> {
    const { endpointUrl, secrets } = this.stack;
    this.frontServer = await startFrontServer({
      port: this.options.frontPort,
      endpointUrl,
      apiId: outputNamed(this.outputs, 'ApiId'),
      edgeSecret: await readEdgeSecret(endpointUrl, secrets.edge),
      sites: { dir: sitesDir, connect: [endpointUrl], config: this.siteConfig() },
      trustedAddressHeader: this.options.trustedAddressHeader,
    });
    // Not earlier: half a deployment or half the data would be in the way of the next start.
    this.runningEmulator.keepState();
  }
}

/** Starts a deployment of its own, for tests and scripts. Nothing is left running when it throws. */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  const deployment = new Deployment(options);
  try {
    for (const step of deployment.steps) {
      options.signal?.throwIfAborted();
      await step.run(() => {});
    }
    return deployment;
  } catch (error) {
    await deployment.stop();
    throw error;
  }
}

/** The seed of the demonstration. */
export async function loadSeed(): Promise<Seed> {
  const file = new URL('seed/seed.ts', import.meta.url);
  if (!existsSync(file)) throw new Error('local/seed/seed.ts is missing');
  const loaded = (await import(file.href)) as { readonly seed: Seed };
  return loaded.seed;
}

const tableOutput = (name: TableName): string => `Table${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function outputNamed(outputs: StackOutputs, name: string): string {
  const value = Object.values(outputs).find((ofStack) => ofStack[name] !== undefined)?.[name];
  if (value === undefined) throw new Error(`No stack has the output ${name}.`);
  return value;
}

async function readBankClients(
  endpointUrl: string,
  userPoolId: string,
  outputs: StackOutputs,
): Promise<readonly BankClientLogIn[]> {
  const client = new CognitoIdentityProviderClient(clientSettings(endpointUrl));
  try {
    const found: BankClientLogIn[] = [];
    for (const [name, clientId] of Object.values(outputs).flatMap((ofStack) => Object.entries(ofStack))) {
      // BankClient<Bank><Slot>Id, as the storage stack names them.
      const bank = /^BankClient([A-Z][a-z]+)[A-Z]Id$/.exec(name)?.[1]?.toUpperCase();
      if (bank === undefined) continue;
      const { UserPoolClient } = await client.send(
        new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId }),
      );
      found.push({ clientId, clientSecret: UserPoolClient?.ClientSecret ?? '', bank });
    }
    return found;
  } finally {
    client.destroy();
  }
}

async function readEdgeSecret(endpointUrl: string, secretId: string): Promise<string> {
  const client = new SecretsManagerClient(clientSettings(endpointUrl));
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    const { current } = JSON.parse(SecretString ?? '{}') as { current?: string };
    if (current === undefined) throw new Error('The edge secret has no value under "current".');
    return current;
  } finally {
    client.destroy();
  }
}

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { bundling, plainBundling } from '../lib/constructs/bundling.ts';
import { stageNamed } from '../lib/stages.ts';
import { makeStacks } from '../lib/system.ts';

type LambdaResource = {
  Type: string;
  Properties: { Environment?: { Variables?: Record<string, unknown> } };
  Metadata?: Record<string, string>;
};

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** What the bundles are measured against: the client as it comes, and the look-up's core with our client. */
const PEERS = { 'bare-document-client': plainBundling, 'minimal-look-up': bundling };

/** The bundles that a deployment uploads, by entry name: `check-eligibility` → its `index.js`. */
export class Bundles {
  readonly files: ReadonlyMap<string, string>;
  readonly #variables = new Map<string, Record<string, string>>();
  readonly #folder: string;

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'sitthi-bundles-'));
    const app = new App({ outdir: this.#folder, context: { 'aws:cdk:enable-asset-metadata': true } });
    // The sites are no bundle, and need not have been built.
    makeStacks(app, stageNamed('production'), `${projectRoot}lib/edge`);
    const stack = new Stack(app, 'peers');
    for (const [peer, options] of Object.entries(PEERS))
      new NodejsFunction(stack, peer, {
        entry: `${projectRoot}bench/peers/${peer}.ts`,
        projectRoot,
        depsLockFilePath: `${projectRoot}package-lock.json`,
        runtime: Runtime.NODEJS_24_X,
        environment: { POWERTOOLS_SERVICE_NAME: peer },
        bundling: options,
      });
    app.synth();
    this.files = new Map(
      readdirSync(this.#folder)
        .filter((name) => name.endsWith('.template.json'))
        .flatMap((name) => this.#functionsOf(join(this.#folder, name))),
    );
  }

  file(entry: string): string {
    const file = this.files.get(entry);
    if (file === undefined) throw new Error(`no bundle for ${entry}`);
    return file;
  }

  /** The settings of a function as it is deployed; what only a deployment knows stands as `bench`. */
  variables(entry: string): Record<string, string> {
    return this.#variables.get(entry) ?? {};
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #functionsOf(template: string): [string, string][] {
    const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as {
      Resources: Record<string, LambdaResource>;
    };
    return Object.values(Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .flatMap(({ Properties, Metadata }) => {
        const variables = Properties.Environment?.Variables ?? {};
        const entry = variables.POWERTOOLS_SERVICE_NAME;
        const asset = Metadata?.['aws:asset:path'];
        const known = Object.entries(variables).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : 'bench',
        ]);
        this.#variables.set(String(entry), Object.fromEntries(known));
        return typeof entry === 'string' && asset !== undefined
          ? [[entry, join(this.#folder, asset, 'index.js')] satisfies [string, string]]
          : [];
      });
  }
}

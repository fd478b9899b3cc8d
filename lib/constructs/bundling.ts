import { type BundlingOptions, Charset, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/** How a function is bundled; docs/adr/0008 has what was tried and measured. */
export const plainBundling: BundlingOptions = {
  format: OutputFormat.CJS,
  target: 'node24',
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  minify: true,
  sourceMap: true,
  sourcesContent: false,
  charset: Charset.UTF8,
  // Geography is loaded when it is first asked for, so it stays a file beside the bundle.
  loader: { '.geo.json': 'copy' },
};

const hooks = (files: readonly string[]): NonNullable<BundlingOptions['commandHooks']> => ({
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (project, bundle) => [
    `node "${project}/lib/constructs/steady-map.ts" "${bundle}/index.js.map"`,
    ...files.map((file) => `cp "${project}/${file}" "${bundle}/"`),
  ],
});

/**
 * Without the search for credentials that a function never makes: its role's are in the environment. With files of
 * the project beside the bundle, where the function answers from some.
 */
export const bundlingWith = (files: readonly string[]): BundlingOptions => ({
  ...plainBundling,
  esbuildArgs: {
    '--alias:@aws-sdk/credential-provider-node': './functions/runtime/lambda-credentials.ts',
  },
  commandHooks: hooks(files),
});

export const bundling = bundlingWith([]);

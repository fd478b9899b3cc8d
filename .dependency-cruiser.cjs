/** Who may import whom. A folder that is not named under `to` is out of bounds. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

const functions = (...folders) => `^functions/(${folders.join('|')})/`;
const modules = (...names) => `^node_modules/(${names.join('|')})`;

module.exports = {
  forbidden: [
    only(
      'domain-imports-itself',
      '^functions/domain/',
      ['^functions/domain/'],
      'rules know nothing of AWS, HTTP or files',
    ),
    only(
      'contract-is-schemas',
      '^functions/contract/',
      [functions('contract', 'domain'), modules('zod/')],
      'the contract is the domain in zod, so that OpenAPI can be made of it',
    ),
    only(
      'data-implements-ports',
      '^functions/data/',
      [
        functions('data', 'domain'),
        '^reference/geography/[a-z]+\\.geo\\.json$',
        '^reference/programme/document-kinds\\.json$',
        modules('zod/', '@aws-sdk/', 'iconv-lite/'),
        '^(node:)?(buffer|crypto|timers/promises)$',
      ],
      'adapters know the domain and the store, never who calls them',
    ),
    only(
      'edges-never-touch-data',
      '^functions/(http|streams)/',
      [
        functions('http', 'streams', 'domain', 'contract', 'runtime'),
        modules('@middy/', '@aws-lambda-powertools/', '@types/aws-lambda/', 'zod/'),
        // CSV only, and no other part of it: its streams would come along.
        modules('csv-stringify/lib/sync'),
        '^(node:)?crypto$',
        '^aws-lambda$',
      ],
      'HTTP and streams speak to ports; the entry file joins them with adapters',
    ),
    only(
      'runtime-is-a-leaf',
      '^functions/runtime/',
      [
        functions('runtime', 'domain'),
        modules('@aws-sdk/', '@aws-lambda-powertools/', 'nanoid/', 'altcha-lib/'),
        '^(node:)?(crypto|fs/promises|path|util|zlib)$',
      ],
      'what a container has: settings, logger, metrics, secrets, ids, files beside the bundle',
    ),
    only(
      'entries-compose',
      '^functions/(api|aggregators|jobs)/',
      [
        functions('domain', 'contract', 'data', 'http', 'streams', 'runtime'),
        modules('@types/aws-lambda/'),
        '^(node:)?timers/promises$',
        '^aws-lambda$',
      ],
      'an entry never imports another entry, nor infrastructure',
    ),
    only(
      'infrastructure-names-entries-by-path',
      '^(lib|bin)/',
      ['^(lib|bin)/', modules('aws-cdk-lib/', 'constructs/', 'cdk-nag/'), '^(node:)?(fs|path|url|crypto)$'],
      'synthesis never runs the code that it deploys',
    ),
    {
      name: 'nothing-imports-the-outside',
      comment: 'local, ops, bench and test may import from functions; nothing imports them',
      severity: 'error',
      from: { path: '^(functions|lib|bin|reference)/' },
      to: { path: '^(local|ops|bench|test)/' },
    },
    {
      name: 'sites-know-the-contract-only',
      comment: 'what the sites know of the system is openapi.json; the rest of the tree changes without them',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(bin|lib|functions|local|ops|reference|bench|test)/' },
    },
    {
      name: 'nothing-imports-the-sites',
      comment: 'they are deployed as files; tests use them as a visitor does',
      severity: 'error',
      from: { path: '^(bin|lib|functions|local|ops|reference|bench)/' },
      to: { path: '^web/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'production-code-needs-production-packages',
      severity: 'error',
      from: { path: '^(functions|lib|bin)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: ['@types/', 'cdk-nag'] },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    exclude: { path: 'cdk\\.out|\\.local|^web/dist' },
  },
};

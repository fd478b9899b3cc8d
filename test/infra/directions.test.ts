import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cruiser = join(root, 'node_modules', '.bin', 'depcruise');

let tree = '';
afterEach(() => rm(tree, { recursive: true, force: true }));

/** Names of the rules that a tree of these files breaks. */
async function broken(files: Record<string, string>): Promise<string[]> {
  tree = await mkdtemp(join(tmpdir(), 'directions-'));
  for (const name of ['node_modules', 'tsconfig.json', 'package.json'])
    await symlink(join(root, name), join(tree, name));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }
  const config = join(root, '.dependency-cruiser.cjs');
  const output = await new Promise<string>((resolve) => {
    execFile(
      cruiser,
      [
        '--config',
        config,
        '--output-type',
        'json',
        ...new Set(Object.keys(files).map((path) => path.split('/')[0] as string)),
      ],
      { cwd: tree, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout) => resolve(stdout),
    );
  });
  const { summary } = JSON.parse(output) as { summary: { violations: { rule: { name: string } }[] } };
  return summary.violations.map(({ rule }) => rule.name);
}

const thing = 'export const thing = 1;\n';

describe('the direction rules', () => {
  it.each([
    ['domain importing data', 'functions/domain/a.ts', '../data/b.ts', 'domain-imports-itself'],
    ['domain importing zod', 'functions/domain/a.ts', 'zod/mini', 'domain-imports-itself'],
    ['contract importing http', 'functions/contract/a.ts', '../http/b.ts', 'contract-is-schemas'],
    ['data importing http', 'functions/data/a.ts', '../http/b.ts', 'data-implements-ports'],
    ['http importing data', 'functions/http/a.ts', '../data/b.ts', 'edges-never-touch-data'],
    [
      'streams importing the SDK',
      'functions/streams/a.ts',
      '@aws-sdk/client-dynamodb',
      'edges-never-touch-data',
    ],
    ['an entry importing an entry', 'functions/api/a.ts', './b.ts', 'entries-compose'],
    [
      'infrastructure importing functions',
      'lib/a.ts',
      '../functions/domain/b.ts',
      'infrastructure-names-entries-by-path',
    ],
    ['functions importing local', 'functions/api/a.ts', '../../local/b.ts', 'nothing-imports-the-outside'],
  ])('refuse %s', async (_what, from, to, rule) => {
    const target = to.startsWith('.') ? { [join(dirname(from), to)]: thing } : {};
    const named = to.startsWith('.') ? 'thing' : '* as thing';
    const text = `import ${named === 'thing' ? '{ thing }' : named} from '${to}';\nexport const used = thing;\n`;
    expect(await broken({ [from]: text, ...target })).toContain(rule);
  });

  it('let the allowed pass', async () => {
    const text = "import { thing } from './b.ts';\nexport const used = thing;\n";
    expect(await broken({ 'functions/domain/a.ts': text, 'functions/domain/b.ts': thing })).toEqual([]);
  });
});

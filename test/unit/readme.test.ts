import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routes } from '../../lib/routes.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the README', () => {
  it('lists every route of the API and no other', () => {
    const listed = [
      ...read('README.md').matchAll(/^\| `(GET|POST|PATCH) (\/v1\/[^`]+)` \| (anyone|officer|bank) \|/gm),
    ];
    const row = (method: string, path: string, who: string) => `${method} ${path} ${who}`;
    expect(listed.map(([, method = '', path = '', who = '']) => row(method, path, who)).sort()).toEqual(
      routes
        .map(({ method, path, caller }) => row(method, path, caller === 'public' ? 'anyone' : caller))
        .sort(),
    );
  });

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const documents = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'docs/deploy.md']
      .map(read)
      .join('\n');
    const named = [...documents.matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const text = readFileSync(at('docs/threats.md'), 'utf8');

/** Every `file` › title of the document. */
const named = [...text.matchAll(/`(test\/[\w/-]+\.test\.ts)`(?: › ([^|\n]+?))? \|/g)].map(
  ([, file = '', title = '']) => ({ file, title }),
);

/** Whether a title stands in a file as one, in whichever quotes. */
const hasTitle = (source: string, title: string): boolean =>
  [`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) => source.includes(quoted));

describe('docs/threats.md', () => {
  it('names tests that exist, by their titles', () => {
    expect(named.length).toBeGreaterThan(20);
    const missing = named.filter(
      ({ file, title }) => !existsSync(at(file)) || !hasTitle(readFileSync(at(file), 'utf8'), title),
    );
    expect(missing).toEqual([]);
  });

  it('shows every attempt that it says is held', () => {
    const [, held = ''] = /## What holds\n([\s\S]*?)\n## /.exec(text) ?? [];
    const rows = held
      .split('\n')
      .filter((line) => /^\| (?!attempt|---)/.test(line) && !line.startsWith('|---'));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => !/`(test\/|npm run )/.test(row))).toEqual([]);
  });

  it('takes no title for one that is not there', () => {
    expect(hasTitle("it('a title', () => {})", 'a titl')).toBe(false);
  });
});

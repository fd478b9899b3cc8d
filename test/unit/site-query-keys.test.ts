import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const officer = new URL('../../web/officer/', import.meta.url);

/** The first word of every key under which a screen keeps an answer, with the files that spell it. */
function filesByWord(): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const file of globSync('**/*.{ts,tsx}', { cwd: officer })) {
    const source = readFileSync(new URL(file, officer), 'utf8');
    for (const [, word = ''] of source.matchAll(
      /(?:use(?:Infinite)?Query|queryOptions)\(\{\s*queryKey: \['([^']+)'/g,
    ))
      files.set(word, [...(files.get(word) ?? []), file]);
  }
  return files;
}

it('keeps one answer under one key: two screens that spell the same would read what the other one made of it', () => {
  const words = filesByWord();
  expect(words.size).toBeGreaterThan(5);
  expect([...words].filter(([, files]) => files.length > 1)).toEqual([]);
});

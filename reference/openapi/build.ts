import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiDocument } from './document.ts';

const file = fileURLToPath(new URL('../../openapi.json', import.meta.url));
const manifest = new URL('../../package.json', import.meta.url);

/** The text of openapi.json as it should be. */
export function apiDocumentText(): string {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return `${JSON.stringify(apiDocument(version), undefined, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = apiDocumentText();
  if (process.argv.includes('--check')) {
    const isFresh = readFileSync(file, 'utf8') === text;
    console.log(isFresh ? 'openapi.json is fresh' : 'openapi.json is stale: npm run openapi');
    if (!isFresh) process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`openapi.json: ${Math.round(text.length / 1024)} KB`);
  }
}

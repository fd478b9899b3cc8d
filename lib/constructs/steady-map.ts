import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * A source map names its sources from where it was made. Named from the project instead, a bundle's hash is the same
 * in whatever folder it is synthesized, and an unchanged tree has nothing to deploy.
 */
const [, , map = ''] = process.argv;
const project = fileURLToPath(new URL('../..', import.meta.url)).slice(1);
writeFileSync(
  map,
  readFileSync(map, 'utf8')
    .replace(/"(?:\.\.\/)+/g, '"')
    .replaceAll(`"${project}`, '"'),
);

import { readFile } from 'node:fs/promises';
import openapiTypescript, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

it('has the types of the sites made from the openapi.json of this tree', async () => {
  const made = `${COMMENT_HEADER}${astToString(await openapiTypescript(new URL('openapi.json', root)))}`;
  const kept = await readFile(new URL('web/api/schema.d.ts', root), 'utf8');
  expect(kept === made, 'npx openapi-typescript openapi.json -o web/api/schema.d.ts').toBe(true);
});

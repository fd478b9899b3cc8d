import { expect, it } from 'vitest';
import { ROW_FAULTS } from '../../functions/domain/import-row.ts';
import { REGISTRY_OUTCOMES } from '../../functions/domain/registry-merge.ts';
import { wording } from '../../web/officer/imports/wording.ts';

it.each(['th', 'en'] as const)('says in %s why a row is not taken, and what becomes of one', (language) => {
  const { reasons, counts } = wording[language];
  expect(Object.keys(reasons).toSorted()).toEqual([...ROW_FAULTS].toSorted());
  expect(Object.keys(counts)).toEqual(expect.arrayContaining([...REGISTRY_OUTCOMES]));
});

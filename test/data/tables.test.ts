import type { GlobalSecondaryIndexDescription } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNTS_BY_AREA,
  AUDIT_HOUR,
  BANK_LIST,
  DAY_LIST,
  PARTICIPANTS,
  ROSTER,
  UNREAD,
} from '../../functions/data/keys.ts';
import type { TableName } from '../../lib/data-access.ts';
import { definitions, engines, makeTables } from '../support/tables.ts';

const all = Object.keys(definitions) as TableName[];

describe.each(engines)('the tables of the template on $name', (engine) => {
  const tables = makeTables(engine, ...all);

  it.each(all)('has %s with the keys, indexes and stream of the template', async (name) => {
    const made = await tables.describe(name);
    const { KeySchema, GlobalSecondaryIndexes = [], StreamSpecification } = definitions[name];
    expect(made?.TableStatus).toBe('ACTIVE');
    expect(made?.KeySchema).toEqual(KeySchema);
    const keyed = (indexes: readonly Pick<GlobalSecondaryIndexDescription, 'IndexName' | 'KeySchema'>[]) =>
      Object.fromEntries(indexes.map(({ IndexName, KeySchema }) => [IndexName, KeySchema]));
    expect(keyed(made?.GlobalSecondaryIndexes ?? [])).toEqual(keyed(GlobalSecondaryIndexes));
    expect(made?.StreamSpecification?.StreamViewType).toBe(StreamSpecification?.StreamViewType);
  });

  it('calls its indexes as the adapters do, by names that every engine takes', async () => {
    const indexes = await Promise.all(
      all.map(async (name) =>
        ((await tables.describe(name))?.GlobalSecondaryIndexes ?? []).map((i) => i.IndexName),
      ),
    );
    expect(indexes.flat().sort()).toEqual(
      [ACCOUNTS_BY_AREA, AUDIT_HOUR, BANK_LIST, DAY_LIST, PARTICIPANTS, ROSTER, UNREAD, 'person'].sort(),
    );
    for (const name of indexes.flat()) expect(name).toMatch(/^[a-zA-Z0-9_.-]{3,255}$/);
  });
});

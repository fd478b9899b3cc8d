import { describe, expect, it } from 'vitest';
import { CardholdersTable } from '../../functions/data/cardholders.ts';
import { cardholder } from '../support/builders.ts';
import { intercept } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { nextPerson } from './made-up.ts';

describe.each(engines)('cardholders on $name', (engine) => {
  const tables = makeTables(engine, 'cardholders');
  const { cardholders: table } = tables.names;
  const cardholders = new CardholdersTable(tables.client(), table);
  const people = (count: number) =>
    Array.from({ length: count }, () => cardholder({ citizenId: nextPerson() }));

  it('has everybody who was loaded, as they were loaded', async () => {
    const loaded = people(25);
    await cardholders.load(loaded);
    expect(await Promise.all(loaded.map(({ citizenId }) => cardholders.byCitizenId(citizenId)))).toEqual(
      loaded,
    );
  });

  it('knows nobody who was not loaded, and loads nobody when there is nobody to load', async () => {
    await cardholders.load([]);
    expect(await cardholders.byCitizenId(nextPerson())).toBeUndefined();
  });

  it('loads again what the store left over, and only that', async () => {
    const client = tables.client();
    const sizes: number[] = [];
    intercept(client, async ({ operation, body }, send) => {
      const { [table]: asked } = body.RequestItems ?? {};
      if (operation !== 'BatchWriteItem' || !Array.isArray(asked)) return send();
      sizes.push(asked.length);
      const taken = asked.slice(0, Math.max(1, Math.floor(asked.length / 2)));
      const left = asked.slice(taken.length);
      const answer = await send({ ...body, RequestItems: { [table]: taken } });
      return left.length === 0 ? answer : { ...answer, body: { UnprocessedItems: { [table]: left } } };
    });
    const loaded = people(20);
    await new CardholdersTable(client, table).load(loaded);
    expect(sizes).toEqual([20, 10, 5, 3, 2, 1]);
    expect(await Promise.all(loaded.map(({ citizenId }) => cardholders.byCitizenId(citizenId)))).toEqual(
      loaded,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { QuarantineTable } from '../../functions/data/quarantine.ts';
import { engines, makeTables } from '../support/tables.ts';

describe.each(engines)('the quarantine on $name', (engine) => {
  const tables = makeTables(engine, 'quarantine');
  const quarantine = new QuarantineTable(tables.client(), tables.names.quarantine);

  it('keeps a record whole, and one that is set aside twice once', async () => {
    const record = { eventID: '1', dynamodb: { NewImage: { version: { N: '1' } } } };
    await quarantine.setAside('registrations#1', record, 'ZodError');
    await quarantine.setAside('registrations#1', record, 'ZodError');
    await quarantine.setAside('registrations#2', {}, 'Unwritable');
    const items = await tables.items('quarantine');
    expect(items.map(({ quarantineId, reason }) => [quarantineId, reason])).toEqual([
      ['registrations#1', 'ZodError'],
      ['registrations#2', 'Unwritable'],
    ]);
    expect(JSON.parse(String(items[0]?.record))).toEqual(record);
  });
});

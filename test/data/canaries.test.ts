import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CanariesTable, countPlanted, plant } from '../../functions/data/canaries.ts';
import { CardholdersTable, cardholderToItem } from '../../functions/data/cardholders.ts';
import { PeopleInFullTables } from '../../functions/data/people-in-full.ts';
import { publishCanaries } from '../../functions/runtime/metric-line.ts';
import { cardholder } from '../support/builders.ts';
import { requestsOf } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';
import { nextPerson } from './made-up.ts';

const KEYS = { attempts: 'a key', people: 'another' };

describe.each(engines)('planted IDs on $name', (engine) => {
  const tables = makeTables(engine, 'programme', 'cardholders', 'registrations');
  const { names } = tables;
  const known = cardholder({ citizenId: nextPerson() });
  const [canary, second, unknown] = [nextPerson(), nextPerson(), nextPerson()];

  /** A container of an officer's or a bank's route. */
  const container = () => {
    const rung: number[] = [];
    const client = tables.client();
    const requests = requestsOf(client);
    const canaries = new CanariesTable(client, names.programme, {
      key: async () => KEYS.people,
      ring: (times) => rung.push(times),
    });
    return {
      rung,
      operations: () => requests.splice(0).map(({ operation }) => operation),
      cardholders: canaries.cardholders(new CardholdersTable(client, names.cardholders)),
      people: new PeopleInFullTables(client, names, canaries),
    };
  };
  const told = () => new Promise(setImmediate);

  beforeAll(async () => {
    await tables.put('cardholders', cardholderToItem(known));
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('are none where nothing was planted, and nobody rings', async () => {
    expect(await countPlanted(tables.client(), names.programme)).toBe(0);
    const { cardholders, rung } = container();
    expect(await cardholders.byCitizenId(canary)).toBeUndefined();
    await told();
    expect(rung).toEqual([]);
  });

  it('ring for one who asks for a person, by the same requests as anybody, and answer as unknown', async () => {
    const client = tables.client();
    await plant(client, names.programme, { citizenIds: [canary], keys: KEYS, replace: false });
    await plant(client, names.programme, { citizenIds: [canary, second], keys: KEYS, replace: false });
    expect(await countPlanted(client, names.programme)).toBe(2);
    const asked = [];
    for (const citizenId of [canary, unknown, known.citizenId]) {
      const { cardholders, operations, rung } = container();
      const found = await cardholders.byCitizenId(citizenId);
      await told();
      asked.push({ found, operations: operations(), rung });
    }
    const operations = ['GetItem', 'GetItem'];
    expect(asked).toEqual([
      { found: undefined, operations, rung: [1] },
      { found: undefined, operations, rung: [] },
      { found: known, operations, rung: [] },
    ]);
  });

  it('ring once for a list of people, with how many of them, and leave its answer as it is', async () => {
    const { people, operations, rung } = container();
    const found = await people.of([unknown, canary, known.citizenId, second]);
    await told();
    expect([...found.keys()]).toEqual([unknown, canary, known.citizenId, second]);
    expect(found.get(canary)).toEqual(found.get(unknown));
    expect(operations().sort()).toEqual(['BatchGetItem', 'BatchGetItem', 'GetItem']);
    expect(rung).toEqual([2]);
  });

  it('are kept as hashes that name nobody, of two keys that cannot be joined', async () => {
    const kept = JSON.stringify(await tables.items('programme'), (_name, value) =>
      value instanceof Set ? [...value] : value,
    );
    expect(kept).toMatch(/canaries/);
    for (const citizenId of [canary, second]) expect(kept).not.toContain(citizenId);
    const [item] = await tables.items('programme');
    const { attempts, people } = item as { attempts: Set<string>; people: Set<string> };
    expect([...attempts].some((hash) => people.has(hash))).toBe(false);
  });

  it('are told of as a number', () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    publishCanaries(2);
    expect(JSON.parse(lines.join(''))).toMatchObject({ CanaryLookedUp: 2 });
    expect(Object.keys(JSON.parse(lines.join(''))).sort()).toEqual(['CanaryLookedUp', '_aws']);
  });
});

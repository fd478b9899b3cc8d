import { randomInt } from 'node:crypto';
import { CardholdersTable, cardholderFromItem } from '../../functions/data/cardholders.ts';
import { type Cardholder, isEntitled } from '../../functions/domain/cardholder.ts';
import { cardholder, officeZeroId, subdistrictCode } from '../support/builders.ts';
import { stack } from '../support/client.ts';
import { scan, store } from './stores.ts';

/** Puts a new made-up person into the registry, beyond those of the seed. */
export async function settle(subdistrict: string, overrides: Partial<Cardholder> = {}): Promise<Cardholder> {
  const person = cardholder({
    citizenId: officeZeroId(randomInt(1_000_000, 9_999_999)),
    subdistrict: subdistrictCode(subdistrict),
    ...overrides,
  });
  await new CardholdersTable(store, stack.tables.cardholders).load([person]);
  return person;
}

/** People of the seed in a province, district or subdistrict. */
export async function seededIn(area: string): Promise<Cardholder[]> {
  const items = await scan('cardholders', {
    FilterExpression: 'begins_with(subdistrict, :area)',
    ExpressionAttributeValues: { ':area': area },
  });
  return items.map(cardholderFromItem);
}

/** The first who may register and never has. */
export async function untouchedIn(area: string): Promise<Cardholder> {
  const came = new Set((await scan('registrations')).map(({ citizenId }) => citizenId));
  const found = (await seededIn(area)).find((person) => isEntitled(person) && !came.has(person.citizenId));
  if (found === undefined) throw new Error(`nobody of the seed in ${area} may register`);
  return found;
}

/** Passes the checksum and belongs to nobody in the registry. */
export const unknownId = () => officeZeroId(randomInt(100_000, 999_999));

export const notEntitledIn = async (area: string): Promise<Cardholder[]> =>
  (await seededIn(area)).filter((person) => !isEntitled(person));

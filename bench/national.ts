import { marshall } from '@aws-sdk/util-dynamodb';
import { cardholderToItem } from '../functions/data/cardholders.ts';
import { geography } from '../functions/data/geography.ts';
import { registrationToItem } from '../functions/data/registrations.ts';
import { type DistrictCode, districtOf, type SubdistrictCode } from '../functions/domain/area.ts';
import { bangkokDay, instantOf, plusDays } from '../functions/domain/calendar.ts';
import { publishedPlaces } from '../functions/domain/intake-location.ts';
import type { DistrictName } from '../functions/domain/ports.ts';
import type { ProjectCode } from '../functions/domain/programme.ts';
import { ids } from '../functions/runtime/ids.ts';
import { madeUpId, people } from '../local/seed/people.ts';
import { placesOf } from '../local/seed/places.ts';
import { chooser, seededRandom } from '../local/seed/random.ts';
import { intentOf } from '../local/seed/registrations.ts';
import subdistricts from '../reference/geography/subdistricts.geo.json' with { type: 'json' };
import { originalMeasure } from '../reference/programme/load.ts';
import { type StubContent, stubKey } from './stub-dynamodb.ts';

export const TABLES = {
  cardholders: 'cardholders',
  registrations: 'registrations',
  programme: 'programme',
  intakeLocations: 'intake-locations',
  attempts: 'attempts',
};

export const EDGE_SECRET = 'bench-edge-secret';

/**
 * A launch day in small: people all over the country, three in ten registered, one in ten not on record, and
 * places in every district.
 */
export async function nationalStub(lookUps: number): Promise<{ content: StubContent; asked: string[] }> {
  const choose = chooser(seededRandom(11_469_185));
  const now = new Date();
  const codes = Object.keys(subdistricts) as SubdistrictCode[];
  const day = bangkokDay(now);
  const measure = {
    ...originalMeasure,
    windowFrom: plusDays(day, -20),
    windowTo: plusDays(day, 20),
    recordUntil: plusDays(day, 30),
  };
  const items: StubContent['items'] = {
    [TABLES.cardholders]: {},
    [TABLES.registrations]: {},
    [TABLES.intakeLocations]: {},
    [TABLES.programme]: { [stubKey({ part: 'measure' })]: marshall({ part: 'measure', ...measure }) },
  };
  const put = (table: string, key: Record<string, string>, item: object) => {
    const ofTable = items[table];
    if (ofTable !== undefined) ofTable[stubKey(key)] = marshall(item, { removeUndefinedValues: true });
  };
  for (const district of new Set(codes.map(districtOf))) {
    const name = (await geography.district(district)) as DistrictName;
    const places = [...placesOf(name, choose, { ids, by: 'bench', at: instantOf(now) })];
    put(
      TABLES.intakeLocations,
      { district, placeId: '#published' },
      {
        district,
        placeId: '#published',
        revision: 1,
        places: publishedPlaces(places),
      },
    );
  }
  const asked: string[] = [];
  const everywhere = codes.map((code) => ({
    district: districtOf(code) as DistrictCode,
    people: 1,
    subdistricts: [code],
  }));
  const population = [...people(everywhere, choose, now)];
  for (let i = 0; i < lookUps; i++) {
    if (choose.chance(0.1)) {
      asked.push(madeUpId(5_000_000 + i));
      continue;
    }
    const cardholder = choose.of(population);
    const { citizenId } = cardholder;
    asked.push(citizenId);
    put(TABLES.cardholders, { citizenId }, cardholderToItem(cardholder));
    if (!choose.chance(0.3)) continue;
    const registration = intentOf(cardholder, choose, {
      measure,
      projects: ['D1-01' as ProjectCode],
      places: new Map(),
      ids,
      now,
    });
    put(TABLES.registrations, { citizenId }, registrationToItem(registration));
  }
  return { content: { items, secret: JSON.stringify({ current: EDGE_SECRET, previous: '' }) }, asked };
}

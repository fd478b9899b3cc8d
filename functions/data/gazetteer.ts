import type { AreaName, Gazetteer } from '../domain/ports.ts';
import { districts, geography, type Names, once, provinces, textOf } from './geography.ts';

/** A file of its own, so that only those who list subdistricts carry it beside their bundle. */
const subdistricts = once(
  () => import('../../reference/geography/subdistricts.geo.json', { with: { type: 'json' } }),
);

function within<Code extends string>(names: Names, parent: string): AreaName<Code>[] {
  return Object.entries(names)
    .flatMap(([code, name]) =>
      name !== undefined && code.startsWith(parent) ? [{ code: code as Code, name: textOf(name) }] : [],
    )
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Every area by its official code. */
export const gazetteer: Gazetteer = {
  ...geography,
  provinces: async () => within(await provinces(), ''),
  districtsOf: async (province) => within(await districts(), province),
  subdistrictsOf: async (district) => within(await subdistricts(), district),
};

/** Every subdistrict that there is. */
export const subdistrictCodes = async (): Promise<ReadonlySet<string>> =>
  new Set(Object.keys(await subdistricts()));

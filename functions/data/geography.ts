import type { DistrictCode, ProvinceCode } from '../domain/area.ts';
import type { DistrictName, Geography } from '../domain/ports.ts';

export type Names = Record<string, [th: string, en: string] | undefined>;

/*
 * The files stand beside the bundle and are read when the first name is needed: a citizen who is not found, and
 * the start of every function, cost nothing for them.
 */
export const districts = once(
  () => import('../../reference/geography/districts.geo.json', { with: { type: 'json' } }),
);
export const provinces = once(
  () => import('../../reference/geography/provinces.geo.json', { with: { type: 'json' } }),
);

export function once(load: () => Promise<{ default: unknown }>): () => Promise<Names> {
  let names: Promise<Names> | undefined;
  return () => {
    names ??= load().then((module) => module.default as Names);
    return names;
  };
}

export const textOf = ([th, en]: [string, string]) => ({ th, en: en === '' ? th : en });

/** Names of provinces and districts by their official codes. */
export const geography: Geography = {
  async province(code) {
    const name = (await provinces())[code];
    return name && { code: code as ProvinceCode, name: textOf(name) };
  },
  async district(code): Promise<DistrictName | undefined> {
    const [name, province] = await Promise.all([districts(), geography.province(code.slice(0, 2))]);
    const own = name[code];
    return own && province && { code: code as DistrictCode, name: textOf(own), province };
  },
};

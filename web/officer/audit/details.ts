import { useQueries } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.ts';
import { showDay, showMonth } from '../shell/dates.ts';
import { useOfficer } from '../shell/officer.ts';
import { districtsQuery, subdistrictsQuery, useDocuments, useProvinces } from '../shell/reference-data.ts';
import { useLanguage, useLocalText, useWording } from '../shell/wording.ts';
import { detailWording, WOULD_HAVE } from './detail-wording.ts';
import { wording } from './wording.ts';

type About = Schemas['TrailLine']['about'];

const AREAS = new Set(['province', 'district', 'subdistrict', 'area', 'areaFrom']);
/** How a list was asked for, which says nothing of what was seen. */
const HIDDEN = new Set(['limit', 'sort', 'order']);
/** Names of values that are lists of words. */
const LISTS = new Set(['rights', 'rightsFrom', 'changed']);
const BEFORE = /From$/;

/** What a line was about, in the reader's words: codes of areas by their names, days as they are written here. */
export function useDetails(lines: readonly { readonly about: About }[]): (about: About) => string {
  const words = useWording(detailWording);
  const { actions } = useWording(wording);
  const { language } = useLanguage();
  const local = useLocalText();
  const areaName = useAreaNames(lines.flatMap(({ about }) => codesOf(about)));
  const documents = useDocuments({
    isWanted: lines.some(({ about }) => about.some(({ name }) => name === 'kind')),
  });

  const word = (name: string, value: string): string => {
    if (value === '') return words.nothing;
    if (AREAS.has(name)) return value === 'country' ? words.country : (areaName(value) ?? value);
    if (name === 'operation') {
      const action = (WOULD_HAVE as Readonly<Record<string, keyof typeof actions>>)[value];
      return action === undefined ? (words.requests[value] ?? value) : actions[action];
    }
    const document = name === 'kind' ? documents.data?.find(({ kind }) => kind === value) : undefined;
    if (document !== undefined) return local(document.name);
    if (name === 'changed') return words.names[value] ?? value;
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return showDay(value, language);
    if (/^\d{4}-\d{2}$/.test(value)) return showMonth(value, language);
    return words.values[`${name}.${value}`] ?? words.values[value] ?? value;
  };
  const said = (name: string, value: string): string =>
    LISTS.has(name) && value !== ''
      ? value
          .split(' ')
          .map((one) => word(name, one))
          .join(', ')
      : word(name, value);

  return (about) => {
    const values = new Map(about.map(({ name, value }) => [name, value]));
    const isBefore = (name: string): boolean => BEFORE.test(name) && values.has(name.replace(BEFORE, ''));
    return about
      .filter(({ name }) => !HIDDEN.has(name) && !isBefore(name))
      .map(({ name, value }) => {
        const before = values.get(`${name}From`);
        const was = before === undefined ? '' : ` (${words.before(said(name, before))})`;
        return `${words.names[name] ?? name} ${said(name, value)}${was}`;
      })
      .join(' · ');
  };
}

const codesOf = (about: About): string[] =>
  about.flatMap(({ name, value }) => (AREAS.has(name) && /^(\d{2}){1,3}$/.test(value) ? [value] : []));

/** Official names of the areas among the codes; a code has none until it has been read. */
function useAreaNames(codes: readonly string[]): (code: string) => string | undefined {
  const { api } = useOfficer();
  const local = useLocalText();
  const provinces = useProvinces({ isWanted: codes.length > 0 });
  const within = (length: number): string[] => [
    ...new Set(codes.filter((code) => code.length > length).map((code) => code.slice(0, length))),
  ];
  const districts = useQueries({ queries: within(2).map((province) => districtsQuery(api, province)) });
  const subdistricts = useQueries({ queries: within(4).map((district) => subdistrictsQuery(api, district)) });
  const names = new Map(
    [
      ...(provinces.data?.provinces ?? []),
      ...districts.flatMap(({ data }) => data?.districts ?? []),
      ...subdistricts.flatMap(({ data }) => data?.subdistricts ?? []),
    ].map(({ code, name }) => [code, local(name)]),
  );
  return (code) => names.get(code);
}

import { useSearchParams } from 'react-router';

/** What a report is narrowed to: it stands in the URL, so that a link to a report shows the same. */
export type Filter = 'area' | 'sort' | 'order' | 'from' | 'to' | 'by' | 'dimension';
export type Filters = Readonly<Partial<Record<Filter, string>>>;
export type FilterChanges = Readonly<Partial<Record<Filter, string | undefined>>>;

const FILTERS: readonly Filter[] = ['area', 'sort', 'order', 'from', 'to', 'by', 'dimension'];

/** The search part of an address with these filters; `''` without any. */
export function searchOf(filters: FilterChanges): string {
  const search = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filters[name];
    if (value !== undefined && value !== '') search.set(name, value);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export interface FilterChoice {
  readonly filters: Filters;
  /** The address with some filters changed; undefined takes one off. */
  hrefWith(changes: FilterChanges): string;
  /** `drill` leaves a step to come back to. */
  change(changes: FilterChanges, step?: 'drill' | 'refine'): void;
}

export function useFilters(): FilterChoice {
  const [search, setSearch] = useSearchParams();
  const filters: Filters = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = search.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  );
  return {
    filters,
    hrefWith: (changes) => searchOf({ ...filters, ...changes }) || '?',
    change: (changes, step = 'refine') =>
      setSearch(new URLSearchParams(searchOf({ ...filters, ...changes })), { replace: step === 'refine' }),
  };
}

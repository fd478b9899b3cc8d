import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Api, bodyOf, type Schemas } from '../../api/client.ts';
import { readReport } from '../reports/report-source.ts';
import { useOfficer } from '../shell/officer.ts';

export type Entry = Schemas['RosterEntry'];

export interface RosterFilter {
  readonly subdistrict?: string;
  readonly band?: Entry['band'];
  readonly age?: 'working' | '18-35' | '36-60' | 'over-60' | 'under-18';
  readonly registered?: 'true' | 'false';
}

/** Whom the visiting teams are sent to. */
export const WORK_LIST: RosterFilter = { band: 'UP_TO_30000', age: 'working', registered: 'false' };

export const isWorkList = (filter: RosterFilter): boolean =>
  filter.band === WORK_LIST.band &&
  filter.age === WORK_LIST.age &&
  filter.registered === WORK_LIST.registered;

const pageOf = (api: Api, district: string, query: object) =>
  bodyOf(api.GET('/v1/districts/{district}/cardholders', { params: { path: { district }, query } }));

export function useRoster(district: string | undefined, filter: RosterFilter) {
  const { api } = useOfficer();
  return useInfiniteQuery({
    queryKey: ['roster', district, filter],
    enabled: district !== undefined,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      pageOf(api, district as string, { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) }),
    getNextPageParam: ({ cursor }) => cursor,
  });
}

/** Everybody of the list with whole names, page after page, for the paper that a team takes along. */
export async function everybody(
  api: Api,
  district: string,
  filter: RosterFilter,
  onProgress: (rows: number) => void,
): Promise<{ entries: Entry[]; asOf: string }> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  let asOf = '';
  do {
    const page = await pageOf(api, district, {
      ...filter,
      names: 'whole',
      limit: 200,
      ...(cursor && { cursor }),
    });
    entries.push(...page.cardholders);
    asOf ||= page.asOf;
    cursor = page.cursor;
    onProgress(entries.length);
  } while (cursor !== undefined);
  return { entries, asOf };
}

/** What the report counts of the district: the list has as many. */
export function useCounted(district: string | undefined) {
  const { api } = useOfficer();
  return useQuery({
    queryKey: ['roster-counts', district],
    enabled: district !== undefined,
    queryFn: ({ signal }) =>
      readReport(api, { path: '/v1/mis/cardholders', query: { area: district } }, signal),
  });
}

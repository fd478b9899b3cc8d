import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Api, bodyOf, Refused, type Schemas, SignedOut } from '../../api/client.ts';
import { useOfficer } from '../shell/officer.ts';
import { useLanguage } from '../shell/wording.ts';

/** The reports of the API, by their path. */
export interface Reports {
  '/v1/mis/coverage': Schemas['CoverageReport'];
  '/v1/mis/daily': Schemas['DailyReport'];
  '/v1/mis/projects': Schemas['ProjectReport'];
  '/v1/mis/cardholders': Schemas['CardholderReport'];
}
export type ReportPath = keyof Reports;
export type Report = Reports[ReportPath];
export type Query = Readonly<Record<string, string | undefined>>;

export interface Source<Path extends ReportPath> {
  readonly path: Path;
  readonly query: Query;
}

/** Counted within seconds; an officer who watches sees it before the next person sits down. */
export const REFRESH_MS = 12_000;

const given = (query: Query): Record<string, string> =>
  Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])));

type Read = (
  path: ReportPath,
  init: { params: { query: Record<string, string> }; [more: string]: unknown },
) => Promise<{ data?: unknown }>;

// Each path has a type of its own, as JSON and as text: openapi-fetch cannot follow it through a type variable.
const readerOf = (api: Api): Read => api.GET as unknown as Read;

export const readReport = <Path extends ReportPath>(
  api: Api,
  { path, query }: Source<Path>,
  signal: AbortSignal,
): Promise<Reports[Path]> =>
  bodyOf(readerOf(api)(path, { params: { query: given(query) }, signal })) as Promise<Reports[Path]>;

/** A report, read again every few seconds while it is watched and the tab is in sight. */
export function useReport<Path extends ReportPath>(
  source: Source<Path>,
  watching: boolean,
): UseQueryResult<Reports[Path]> {
  const { api } = useOfficer();
  const { language } = useLanguage();
  return useQuery({
    queryKey: ['report', source.path, given(source.query), language],
    queryFn: ({ signal }) => readReport(api, source, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (watching && !isRefusal(state.error) ? REFRESH_MS : false),
    refetchIntervalInBackground: false,
    retry: (failures, error) => !isRefusal(error) && !(error instanceof SignedOut) && failures < 2,
  });
}

/** The same rows as a file for a spreadsheet. */
export function useReportFile<Path extends ReportPath>({ path, query }: Source<Path>): () => Promise<Blob> {
  const { api } = useOfficer();
  return () =>
    bodyOf(
      readerOf(api)(path, {
        params: { query: given(query) },
        headers: { accept: 'text/csv' },
        parseAs: 'blob',
      }),
    ) as Promise<Blob>;
}

/** The request itself is at fault: asking once more would not help. */
export const isRefusal = (error: unknown): error is Refused =>
  error instanceof Refused && error.problem.status < 500;

/** An area outside the officer's own does not exist for the API; a malformed one is no area either. */
export function isForeignArea(error: unknown): boolean {
  if (!isRefusal(error)) return false;
  const { code, status, errors = [] } = error.problem;
  if (code === 'province.not-found' || code === 'district.not-found') return true;
  return status === 400 && errors.some(({ path }) => path === 'area');
}

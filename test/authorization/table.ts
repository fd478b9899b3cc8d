import type { Area, DistrictCode, ProvinceCode } from '../../functions/domain/area.ts';
import type { Right, Role } from '../../functions/domain/caller.ts';
import { type Route, routes } from '../../lib/routes.ts';
import { type Outcome, type Reach, type Row, rows } from './rows.ts';

/** Who calls, with a good token: officers of every role inside and outside of the district, and the banks. */
export type CallerName =
  | 'central'
  | 'province'
  | 'other province'
  | 'district'
  | 'next district'
  | 'other district'
  | 'BAAC'
  | 'GSB';

export type OfficerCaller = { name: CallerName; role: Role; area: Area };

const province = (name: CallerName, code: string): OfficerCaller => ({
  name,
  role: 'province',
  area: { level: 'province', province: code as ProvinceCode },
});
const district = (name: CallerName, code: string): OfficerCaller => ({
  name,
  role: 'district',
  area: { level: 'district', district: code as DistrictCode },
});

export const officerCallers: readonly OfficerCaller[] = [
  { name: 'central', role: 'central', area: { level: 'country' } },
  province('province', '34'),
  province('other province', '10'),
  district('district', '3401'),
  district('next district', '3415'),
  district('other district', '1001'),
];
export const bankCallers = ['BAAC', 'GSB'] as const;
export const callerNames: readonly CallerName[] = [...officerCallers.map(({ name }) => name), ...bankCallers];

const INSIDE: Readonly<Record<Reach, readonly CallerName[]>> = {
  anybody: callerNames,
  officers: officerCallers.map(({ name }) => name),
  district: ['central', 'province', 'district'],
  province: ['central', 'province'],
  country: ['central'],
  administrators: ['central', 'province', 'other province'],
  banks: bankCallers,
  BAAC: ['BAAC'],
};

const OUTSIDE: Readonly<Record<Reach, Outcome>> = {
  anybody: '200',
  officers: '200',
  district: '404 district.not-found',
  province: '404 province.not-found',
  country: '403 area.outside',
  administrators: '403 area.outside',
  banks: '200',
  BAAC: '404',
};

export const WRONG_KIND = '403 caller.wrong-kind';
export const passes = (row: Row): Outcome => row.passes ?? '200';
export const outside = (row: Row): Outcome => row.outside ?? OUTSIDE[row.reach];

const isFor = ({ caller }: Route, name: CallerName): boolean =>
  caller === 'public' || (caller === 'bank') === bankCallers.some((bank) => bank === name);

/** What a caller with a good token hears. */
export function expected(
  route: Route,
  row: Row,
  name: CallerName,
  rights: readonly Right[],
): { outcome: Outcome; isLetIn: boolean } {
  if (!isFor(route, name)) return { outcome: WRONG_KIND, isLetIn: false };
  if (row.right !== undefined && !rights.includes(row.right) && route.caller === 'officer')
    return { outcome: row.lacking ?? '403 right.missing', isLetIn: false };
  const isLetIn = INSIDE[row.reach].includes(name);
  return { outcome: isLetIn ? passes(row) : outside(row), isLetIn };
}

/** What a token may be beside good, and what each kind of route answers to it; `undefined` lets it in. */
export const TOKENS = {
  none: { officer: '401', bank: '401', what: 'no token' },
  garbage: { officer: '401', bank: '401', what: 'something that is no token' },
  forged: { officer: '401', bank: '401', what: 'a token that another key has signed' },
  expired: { officer: '401', bank: '401', what: 'a token that has run out' },
  access: { officer: WRONG_KIND, bank: WRONG_KIND, what: "an officer's access token" },
  'signed-out': {
    officer: '401 token.signed-out',
    bank: '401 token.signed-out',
    what: 'a token from before its account was signed out',
  },
  disabled: {
    officer: '403 account.disabled',
    bank: '403 account.disabled',
    what: 'a token of an account that is disabled',
  },
  'out-of-date': {
    officer: '403 account.expired',
    bank: '403 account.expired',
    what: 'a token of an account whose last day is over',
  },
  unknown: {
    officer: '403 account.unknown',
    bank: '403 account.unknown',
    what: 'a token of the pool without an account',
  },
  'round-the-edge': {
    officer: '403 edge.required',
    bank: '403 edge.required',
    what: "a good token, at the API's own address",
  },
} as const satisfies Record<string, { officer: Outcome; bank: Outcome; what: string }>;

export type TokenState = keyof typeof TOKENS;
export const tokenStates = Object.keys(TOKENS) as TokenState[];

/** A route for everybody asks for no token, so that none is too bad for it. */
export const expectedOfToken = ({ caller }: Route, row: Row, state: TokenState): Outcome =>
  caller !== 'public'
    ? TOKENS[state][caller]
    : state === 'round-the-edge'
      ? '403 edge.required'
      : passes(row);

/** Routes that nobody has said anything of. */
export const routesWithoutRow = (of: readonly Route[] = routes): string[] =>
  of.filter(({ entry }) => (rows[entry]?.length ?? 0) === 0).map(({ entry }) => entry);

export const rowsWithoutRoute = (): string[] =>
  Object.keys(rows).filter((entry) => !routes.some((route) => route.entry === entry));

export const rowsOf = ({ entry }: Route): readonly Row[] => rows[entry] ?? [];

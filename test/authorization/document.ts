import type { CallerKind } from '../../functions/domain/caller.ts';
import { RIGHTS } from '../../functions/domain/caller.ts';
import { type Route, routes } from '../../lib/routes.ts';
import type { Row } from './rows.ts';
import {
  bankCallers,
  callerNames,
  expected,
  expectedOfToken,
  outside,
  passes,
  rowsOf,
  TOKENS,
  tokenStates,
} from './table.ts';

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');

const inCode = (outcome: string): string => outcome.replace(/ (\S+)$/, ' `$1`');

const KINDS: readonly CallerKind[] = ['public', 'officer', 'bank'];
const KIND_NAMES: Readonly<Record<CallerKind, string>> = {
  public: 'a route for everybody',
  officer: 'a route for officers',
  bank: 'a route for banks',
};

function tokenTable(): string {
  const answer = (kind: CallerKind, state: (typeof tokenStates)[number]): string => {
    const outcome = expectedOfToken({ caller: kind } as Route, { reach: 'anybody' }, state);
    return outcome === '200' ? 'answered' : inCode(outcome);
  };
  return table(
    ['called with', ...KINDS.map((kind) => KIND_NAMES[kind])],
    tokenStates.map((state) => [TOKENS[state].what, ...KINDS.map((kind) => answer(kind, state))]),
  );
}

/** What cannot be read off the statuses: how it shows that a call was let in, and who hears what otherwise. */
function remarks(route: Route, row: Row): string {
  const isOfArea = callerNames.some(
    (name) =>
      !expected(route, row, name, RIGHTS).isLetIn &&
      (route.caller === 'bank') === bankCallers.some((bank) => bank === name),
  );
  return [
    ...(passes(row) === '200' ? [] : [`let in: ${inCode(passes(row))}`]),
    ...(isOfArea ? [`outside: ${inCode(outside(row))}`] : []),
    ...(row.right === undefined
      ? []
      : [`needs \`${row.right}\`; without: ${inCode(row.lacking ?? '403 right.missing')}`]),
  ].join('; ');
}

function roleTable(): string {
  const body = routes.flatMap((route) =>
    rowsOf(route).map((row) => [
      `\`${route.method} ${route.path}${row.query === undefined ? '' : `?${row.query}`}\``,
      ...callerNames.map((name) => {
        const { outcome, isLetIn } = expected(route, row, name, RIGHTS);
        return isLetIn ? '**yes**' : outcome.slice(0, 3);
      }),
      remarks(route, row),
    ]),
  );
  return table(['call', ...callerNames, 'heard'], body);
}

/** docs/authorization.md, made of the rows and the routes. */
export const authorizationDocument = (): string => `# Who may call what

Made of \`lib/routes.ts\` and \`test/authorization/rows.ts\` by \`npx vitest run --project unit test/unit/authorization.test.ts -u\`, and held fresh by the same
test. Every cell of both tables is asked over HTTP by \`test/e2e/authorization.test.ts\`, the first table of each route.

## By the token

${tokenTable()}

## By the role and the area

Every call is aimed at the district of Mueang Ubon (3401) in the province of Ubon Ratchathani (34), at a person who is registered there and at a place of it. *Province* and *district* are officers
of just these, *other province* is Bangkok (10), *next district* another one of the same province (3415), *other district* one of Bangkok (1001). **yes** is let in; a number is the status by which a
call is refused: 404 for what does not exist outside of one's area, 403 for a write there and for a caller of the wrong kind. Where a right is needed, the row is that of officers who hold it.

${roleTable()}
`;

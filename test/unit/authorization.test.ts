import { describe, expect, it } from 'vitest';
import { routes } from '../../lib/routes.ts';
import { authorizationDocument } from '../authorization/document.ts';
import { expected, routesWithoutRow, rowsOf, rowsWithoutRoute } from '../authorization/table.ts';

describe('the authorization table', () => {
  it('has a row for every route: test/authorization/rows.ts', () => {
    expect(routesWithoutRow()).toEqual([]);
    const [route] = routes;
    expect(routesWithoutRow([{ ...route, entry: 'read-everything' } as (typeof routes)[number]])).toEqual([
      'read-everything',
    ]);
  });

  it('has no row of a route that is gone', () => {
    expect(rowsWithoutRoute()).toEqual([]);
  });

  it('opens to everybody what is public, and nothing else', () => {
    const open = routes.filter((route) => rowsOf(route).some(({ reach }) => reach === 'anybody'));
    expect(open).toEqual(routes.filter(({ caller }) => caller === 'public'));
  });

  it('lets somebody in on every row, and somebody not unless it is for everybody of a kind', () => {
    for (const route of routes)
      for (const row of rowsOf(route)) {
        const inside = (['central', 'BAAC'] as const).filter(
          (name) => expected(route, row, name, row.right === undefined ? [] : [row.right]).isLetIn,
        );
        expect([route.entry, inside.length > 0]).toEqual([route.entry, true]);
        const refuses = expected(route, row, 'other district', []).outcome;
        if (row.reach === 'district' && route.caller === 'officer')
          expect([route.entry, refuses]).not.toEqual([route.entry, row.passes ?? '200']);
      }
  });

  it('is rendered in docs/authorization.md', async () => {
    await expect(authorizationDocument()).toMatchFileSnapshot('../../docs/authorization.md');
  });
});

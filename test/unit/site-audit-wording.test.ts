import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { contract } from '../../functions/contract/documentation/operations.ts';
import type { Operation } from '../../functions/contract/operation.ts';
import { detailWording, WOULD_HAVE } from '../../web/officer/audit/detail-wording.ts';

const { th, en } = detailWording;
/** Of a list's page: how it was asked for, not what for. */
const UNSAID = ['cursor', 'limit', 'sort', 'order'];

const withToken: Operation[] = Object.values(contract).filter(({ caller }) => caller !== 'public');

const namesOf = ({ path, query }: Operation): string[] =>
  [path, query].flatMap((asked) => (asked instanceof z.ZodMiniObject ? Object.keys(asked.shape) : []));

describe('what the trail says a line was about', () => {
  it.each(withToken.map(({ id }) => id))('has a word for what was asked: %s', (id) => {
    const action = (WOULD_HAVE as Readonly<Record<string, string>>)[id];
    expect(action ?? th.requests[id]).toBeTruthy();
    expect(action ?? en.requests[id]).toBeTruthy();
  });

  it('has a word for everything that a request names in its path and query', () => {
    const names = new Set(withToken.flatMap(namesOf));
    expect(names.size).toBeGreaterThan(20);
    expect([...names].filter((name) => !UNSAID.includes(name) && th.names[name] === undefined)).toEqual([]);
  });

  it('has the same words in both languages', () => {
    for (const words of ['names', 'values', 'requests'] as const)
      expect(Object.keys(en[words])).toEqual(Object.keys(th[words]));
  });
});

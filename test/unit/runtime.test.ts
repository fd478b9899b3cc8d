import { afterEach, describe, expect, it, vi } from 'vitest';
import { ids } from '../../functions/runtime/ids.ts';
import { factsOf } from '../../functions/runtime/logger.ts';
import { settings } from '../../functions/runtime/settings.ts';

describe('ids', () => {
  it('of a receipt have no sign that is mistaken for another', () => {
    for (let n = 0; n < 200; n++)
      expect(ids.receipt()).toMatch(/^[2-9A-HJKMNP-TW-Z]{4}(-[2-9A-HJKMNP-TW-Z]{4}){2}$/);
  });

  it('are as the paths of the API want them, and never twice the same', () => {
    const made = Array.from({ length: 500 }, () => [ids.registrationId(), ids.placeId()]).flat();
    for (const id of made) expect(id).toMatch(/^[0-9a-z]{21}$/);
    expect(new Set(made).size).toBe(made.length);
  });
});

describe('settings', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('are those that were named', () => {
    vi.stubEnv('FIRST_TABLE', 'first');
    vi.stubEnv('SECOND_TABLE', 'second');
    expect(settings('FIRST_TABLE')).toEqual({ FIRST_TABLE: 'first' });
  });

  it.each(['', undefined])('that are %j stop the function before it starts, by name', (value) => {
    vi.stubEnv('FIRST_TABLE', value);
    expect(() => settings('FIRST_TABLE')).toThrow('FIRST_TABLE');
  });
});

describe('what may be said of an error', () => {
  it('is its name and where it happened, never its message', () => {
    const facts = factsOf(new RangeError('1000000000017 is out of range'));
    expect(facts.error).toBe('RangeError');
    expect(facts.stack).toMatch(/runtime\.test\.ts/);
    expect(JSON.stringify(facts)).not.toContain('1000000000017');
  });

  it('has an end', () => {
    const deep = (depth: number): Error => (depth === 0 ? new Error('deep') : deep(depth - 1));
    expect(String(factsOf(deep(100)).stack).split(' | ').length).toBeLessThanOrEqual(12);
  });

  it.each(['1000000000017', { message: '1000000000017' }, undefined, null])(
    'is its type alone when %j was thrown',
    (thrown) => {
      expect(factsOf(thrown)).toEqual({ error: typeof thrown });
    },
  );
});

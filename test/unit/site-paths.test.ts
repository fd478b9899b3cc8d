import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

type Event = {
  viewer: { ip: string };
  request: { uri: string; headers: Record<string, { value: string }> };
};

/** The function as CloudFront runs it. */
const edgeFunction = (name: string) =>
  runInNewContext(
    `${readFileSync(new URL(`../../lib/edge/${name}.js`, import.meta.url), 'utf8')};handler`,
  ) as (event: Event) => Event['request'];

const event = (uri: string, headers: Event['request']['headers'] = {}): Event => ({
  viewer: { ip: '203.0.113.9' },
  request: { uri, headers },
});

describe('the path of a page', () => {
  const pageOfPath = edgeFunction('page-of-path');

  it.each([
    ['/', '/index.html'],
    ['/places/', '/places/index.html'],
    ['/documents', '/documents/index.html'],
    ['/officer', '/officer/index.html'],
    ['/officer/', '/officer/index.html'],
    ['/officer/registration/new', '/officer/index.html'],
    ['/officers-of-another', '/officers-of-another/index.html'],
    ['/assets/main-a1b2.js', '/assets/main-a1b2.js'],
    ['/config.json', '/config.json'],
  ])('%s is answered from %s', (path, file) => {
    expect(pageOfPath(event(path)).uri).toBe(file);
  });
});

describe('the address of the viewer', () => {
  it('is what CloudFront saw, whatever the viewer claims', () => {
    const claimed = { 'x-sitthi-viewer-address': { value: '192.0.2.1' } };
    const { headers } = edgeFunction('viewer-address')(event('/v1/eligibility', claimed));
    expect(headers['x-sitthi-viewer-address']).toEqual({ value: '203.0.113.9' });
  });
});

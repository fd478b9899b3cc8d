import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/client.ts';
import { answered, citizensBrowser, mayRegister } from './citizen-site.ts';

const open = citizensBrowser();

const MAX_BYTES_WITHOUT_FONTS = 60_000;
const MAX_BYTES_OF_FONTS = 50_000;

interface Sent {
  readonly url: string;
  readonly bytes: number;
}

/** What came over the wire since, heads included. */
async function weighed(page: Page, path: string): Promise<() => readonly Sent[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const urls = new Map<string, string>();
  const sent: Sent[] = [];
  session.on('Network.responseReceived', ({ requestId, response }) => urls.set(requestId, response.url));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    sent.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength }),
  );
  await page.goto(`${stack.siteUrl}${path}`, { waitUntil: 'networkidle' });
  return () => sent;
}

const sum = (sent: readonly Sent[]): number => sent.reduce((bytes, one) => bytes + one.bytes, 0);
const isFont = ({ url }: Sent): boolean => url.endsWith('.woff2');

describe.each(['/', '/places/#district=3401', '/documents/'])('%s', (path) => {
  it('is light enough for a slow network', async () => {
    const page = await open('/robots.txt');
    const sent = (await weighed(page, path))();
    const fonts = sent.filter(isFont);
    expect(sum(sent) - sum(fonts)).toBeGreaterThan(3_000);
    expect(sum(sent) - sum(fonts)).toBeLessThanOrEqual(MAX_BYTES_WITHOUT_FONTS);
    expect(fonts.length).toBeGreaterThan(0);
    expect(sum(fonts)).toBeLessThanOrEqual(MAX_BYTES_OF_FONTS);
  });

  it('asks nobody but its own server, and breaks no rule of its security policy', async () => {
    const page = await open('/robots.txt');
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
    });
    const sent = (await weighed(page, path))();
    expect(sent.filter(({ url }) => !url.startsWith(stack.siteUrl))).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

it('moves nothing that has been drawn while it loads', async () => {
  const page = await open();
  await page.waitForLoadState('networkidle');
  const shift = await page.evaluate(`new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) sum += value;
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 200);
  })`);
  expect(shift).toBeLessThan(0.05);
});

it('asks for an answer once, and for nothing else', async () => {
  const page = await open('/robots.txt');
  const sent = await weighed(page, '/');
  const before = sent().length;
  await answered(page, mayRegister);
  await page.waitForLoadState('networkidle');
  const urls = sent()
    .slice(before)
    .map(({ url }) => url)
    .filter((url) => !url.endsWith('.woff2'));
  expect(urls).toEqual([`${stack.siteUrl}/v1/eligibility`]);
});

it('the three pages have one head and one foot', async () => {
  const framed = async (file: string): Promise<string> => {
    const html = await readFile(new URL(`../../web/${file}`, import.meta.url), 'utf8');
    const from = html.indexOf('<body>');
    return html.slice(from, html.indexOf('<main')) + html.slice(html.indexOf('</main>'));
  };
  const frame = await framed('index.html');
  expect(frame).toContain('tel:1359');
  expect(await framed('places/index.html')).toBe(frame);
  expect(await framed('documents/index.html')).toBe(frame);
});

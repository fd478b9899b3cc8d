import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { stack } from '../support/client.ts';
import {
  answered,
  check,
  citizensBrowser,
  field,
  heading,
  isFocused,
  mayRegister,
  notFound,
} from './citizen-site.ts';

const open = citizensBrowser();

const PUT_AWAY = `window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`;

/** Each way in which the page writes the number. */
const written = (id: string): string[] => [
  id,
  [id.slice(0, 1), id.slice(1, 5), id.slice(5, 10), id.slice(10, 12), id.slice(12)].join('-'),
];

/** Everything of the page that outlives a look at it, or that another person at the device could see. */
const traces = (page: Page): Promise<string> =>
  page.evaluate(`(async () => [
    location.href,
    document.title,
    document.referrer,
    document.cookie,
    JSON.stringify(history.state),
    document.documentElement.outerHTML,
    ...Array.from(document.querySelectorAll('input'), ({ value }) => value),
    JSON.stringify({ ...localStorage }),
    JSON.stringify({ ...sessionStorage }),
    JSON.stringify(await indexedDB.databases()),
    JSON.stringify(await caches.keys()),
  ].join('\\n'))()`);

function assertNoTrace(found: string, id: string): void {
  for (const form of written(id)) expect(found.includes(form)).toBe(false);
  expect(found).not.toContain('เมืองอุบลราชธานี');
}

it('is nowhere but in the field and in the body of one request', async () => {
  const page = await open();
  const urls: string[] = [];
  const bodies: string[] = [];
  page.on('request', (request) => {
    urls.push(request.url());
    if (request.postData() !== null) bodies.push(request.postData() ?? '');
  });
  await answered(page, mayRegister);
  expect(bodies).toEqual([JSON.stringify({ citizenId: mayRegister })]);
  for (const form of written(mayRegister)) {
    expect(urls.join('\n')).not.toContain(form);
    expect(page.url() + (await page.title())).not.toContain(form);
    expect(await page.locator('#answer').innerHTML()).not.toContain(form);
  }
  expect(await page.evaluate('history.length')).toBe(2);
});

it('is gone after "check another person"', async () => {
  const page = await open();
  await answered(page, mayRegister);
  await page.getByRole('button', { name: 'ตรวจให้คนอื่น' }).click();
  assertNoTrace(await traces(page), mayRegister);
  expect(await isFocused(page, '#citizen-id')).toBe(true);
});

it('is gone for whoever comes back to the page that was left', async () => {
  const page = await open();
  await answered(page, mayRegister);
  await page.goto(`${stack.siteUrl}/documents/`);
  assertNoTrace(await traces(page), mayRegister);
  await page.goBack();
  assertNoTrace(await traces(page), mayRegister);
  expect(await heading(page).count()).toBe(0);
});

it('is gone after a reload, even when it was only typed', async () => {
  const page = await open();
  await field(page).fill(notFound);
  await page.reload();
  assertNoTrace(await traces(page), notFound);
});

it('is emptied when the browser puts the page away to show it again', async () => {
  const page = await open();
  await answered(page, mayRegister);
  await page.evaluate(PUT_AWAY);
  assertNoTrace(await traces(page), mayRegister);
});

it('an answer that comes after the page was left is not shown', async () => {
  const page = await open();
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/v1/eligibility', async (route) => {
    await released;
    await route.continue();
  });
  await check(page, mayRegister);
  await page.evaluate(PUT_AWAY);
  const response = page.waitForResponse('**/v1/eligibility');
  release();
  await (await response).finished();
  await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
  assertNoTrace(await traces(page), mayRegister);
});

it('nothing is kept on the device but the language', async () => {
  const page = await open();
  await page.locator('#language').click();
  await answered(page, mayRegister);
  expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).toBe(
    '{"sitthi.language":"en"}',
  );
  expect(await page.context().cookies()).toEqual([]);
});

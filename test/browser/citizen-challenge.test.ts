import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stages } from '../../lib/stages.ts';
import { settle } from '../e2e/people.ts';
import { Client, stack } from '../support/client.ts';
import { addressHeader } from '../support/stack.ts';
import {
  answered,
  answerLookUps,
  check,
  citizensBrowser,
  field,
  isFocused,
  mayRegister,
  SOLVER,
  withChallenge,
} from './citizen-site.ts';

const open = citizensBrowser();
const { tenMinutes } = stages.local.lookUpLimits.ofPerson;

/** Somebody about whom so much has been asked, from elsewhere, that the next try is challenged. */
async function askedTooOften(): Promise<string> {
  const { citizenId } = await settle('340101');
  const asked = Array.from({ length: tenMinutes }, (_one, nth) =>
    new Client({ [addressHeader]: `198.51.100.${nth}` }).post('/v1/eligibility', { citizenId }),
  );
  await Promise.all(asked);
  return citizenId;
}

/** As on a page that was not sent over TLS. */
async function withoutCipher(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = `Object.defineProperty(crypto, 'subtle', { value: undefined });${await response.text()}`;
  await route.fulfill({ response, body });
}

const SOLVING = 'กำลังตรวจสอบว่าไม่ใช่โปรแกรมอัตโนมัติ…';
const TOO_MANY = 'ขณะนี้มีการตรวจสอบมากเกินไป';

describe('who is challenged by the system', () => {
  it('is answered after some work of the phone, without pressing anything', async () => {
    const citizenId = await askedTooOften();
    const page = await open();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    const statuses: number[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('/v1/eligibility')) statuses.push(response.status());
    });
    const solver = page.waitForResponse(SOLVER);
    expect(await answered(page, citizenId)).toBe('ท่านแจ้งความประสงค์ได้');
    expect(statuses).toEqual([429, 200]);
    const file = await page.request.get((await solver).url());
    expect((await file.body()).length).toBeLessThan(5_000);
    expect(await page.locator('#solving').isVisible()).toBe(false);
    expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
  });
});

describe('while the phone works', () => {
  it('the page says why, in the language of the reader, and how far it is', async () => {
    const page = await open();
    await answerLookUps(page, withChallenge);
    await check(page, mayRegister);
    const status = page.getByRole('status');
    await status.getByText(SOLVING).waitFor();
    const bar = page.getByRole('progressbar', { name: SOLVING });
    await page.waitForFunction(() => Number(document.querySelector('progress')?.value) > 0.2);
    expect(await bar.isVisible()).toBe(true);
    expect(await field(page).getAttribute('readonly')).not.toBeNull();
    await page.locator('#language').click();
    await status.getByText('Checking that no automatic program is asking…').waitFor();
  });

  it('whoever cancels is back at the number as it was, and what comes later is dropped', async () => {
    const page = await open();
    let asked = 0;
    await answerLookUps(page, (route) => {
      asked++;
      return withChallenge(route);
    });
    await check(page, mayRegister);
    await page.getByRole('button', { name: 'ยกเลิก' }).click();
    expect((await field(page).inputValue()).replace(/-/g, '')).toBe(mayRegister);
    expect(await isFocused(page, '#citizen-id')).toBe(true);
    expect(await field(page).getAttribute('readonly')).toBeNull();
    expect(await page.getByRole('status').textContent()).toBe('');
    expect(await page.locator('#solving').isVisible()).toBe(false);
    expect(page.workers()).toEqual([]);
    await page.unrouteAll();
    expect(await answered(page, mayRegister)).toBe('ท่านแจ้งความประสงค์ได้');
    expect(asked).toBe(1);
  });

  it('whoever leaves the page leaves no work behind', async () => {
    const page = await open();
    await answerLookUps(page, withChallenge);
    await check(page, mayRegister);
    await page.locator('#stop-solving').waitFor();
    await page.evaluate(`window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`);
    expect(await field(page).inputValue()).toBe('');
    expect(await page.locator('#solving').isVisible()).toBe(false);
    expect(page.workers()).toEqual([]);
  });
});

describe('a phone that cannot do the work', () => {
  it('because it has no workers is told to wait or to call', async () => {
    const page = await open('/robots.txt');
    await page.addInitScript('delete window.Worker');
    await page.goto(`${stack.siteUrl}/`);
    await answerLookUps(page, withChallenge);
    expect(await answered(page, mayRegister)).toBe(TOO_MANY);
    expect(await page.locator('#answer a[href="tel:1359"]').count()).toBe(1);
  });

  it.each<[string, (route: Route) => Promise<void>]>([
    ['has no cipher', withoutCipher],
    ['gets no solver', (route) => route.abort()],
  ])('because it %s is told so, too', async (_why, solver) => {
    const page = await open();
    await answerLookUps(page, withChallenge);
    await page.route(SOLVER, solver);
    expect(await answered(page, mayRegister)).toBe(TOO_MANY);
  });
});

it('who has solved as many as one day allows is told to come back tomorrow, or to call', async () => {
  const page = await open();
  await answerLookUps(page, (route) => route.fulfill({ status: 429, json: { code: 'look-up.exhausted' } }));
  expect(await answered(page, mayRegister)).toBe('วันนี้มีการตรวจสอบเลขนี้มากเกินไป');
  expect(await page.locator('#answer a[href="tel:1359"]').count()).toBe(1);
  expect(await page.getByRole('button', { name: /ลองอีกครั้ง/ }).count()).toBe(0);
});

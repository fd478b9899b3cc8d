import { randomInt } from 'node:crypto';
import {
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { clientSettings } from '../../local/emulated-account.ts';
import { settle } from '../e2e/people.ts';
import { aBrowser, enter, PHONE } from '../support/browser.ts';
import { stack } from '../support/client.ts';
import { check } from './citizen-site.ts';

/** A place is on the citizens' page within this. */
const SHOWN_WITHIN_MS = 30_000;
/** Counted within seconds, and read again every twelve. */
const COUNTED_WITHIN_MS = 40_000;

const open = aBrowser();
const hall = `หอประชุมอำเภอหลังที่ ${randomInt(1, 1_000_000)}`;

/** As handed over: the officer has not signed in yet. */
async function handOverPassword(): Promise<{ username: string; password: string }> {
  const { newOfficer } = stack;
  if (newOfficer === undefined) throw new Error('the seed has no new officer');
  const cognito = new CognitoIdentityProviderClient(clientSettings(stack.endpointUrl));
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: stack.userPoolId,
      Username: newOfficer.username,
      Password: newOfficer.password,
      Permanent: false,
    }),
  );
  cognito.destroy();
  return newOfficer;
}

const choose = (page: Page, path: string) => page.locator(`.frame a[href="/officer${path}"]`).first().click();

/** What the daily report says of the whole range, and how much the last bar of its chart stands for. */
async function counted(page: Page): Promise<{ total: number; bar: number }> {
  const value = page
    .locator('.reports-figure', { has: page.getByText('ทั้งช่วงวัน', { exact: true }) })
    .locator('.reports-figure-value');
  const total = Number(await value.innerText());
  const bar = await page.locator('.reports-plot').evaluate((plot) => {
    const ticks = Array.from(plot.querySelectorAll('.recharts-yAxis-tick-labels text'), (tick) => ({
      value: Number(tick.textContent),
      y: Number(tick.getAttribute('y')),
    }));
    const parts = Array.from(plot.querySelectorAll('.recharts-bar-rectangle path'), (part) => ({
      x: Number(part.getAttribute('x')),
      height: Number(part.getAttribute('height')),
    }));
    const [bottom, top] = [ticks.at(0), ticks.at(-1)];
    if (bottom === undefined || top === undefined) return Number.NaN;
    const last = Math.max(...parts.map(({ x }) => x));
    const pixels = parts.reduce((sum, { x, height }) => (x === last ? sum + height : sum), 0);
    return Math.round((pixels * (top.value - bottom.value)) / (bottom.y - top.y));
  });
  return { total, bar };
}

it("the letter's way: first sign-in, a place, a person, the slip, the citizen's page, the daily report", async () => {
  const { username, password } = await handOverPassword();
  const { citizenId } = await settle('340101');
  const desk = await open('/officer/intake-locations?district=3401');
  await enter(desk, username, password);
  await desk.locator('input[name="new-password"]').fill('Letter-of-2561-day');
  await desk.locator('input[name="new-password"]').press('Enter');
  await desk.locator('.frame-screen').waitFor();

  await desk.locator('.places-form input[name="name"]').fill(hall);
  await desk.getByRole('button', { name: 'บันทึก', exact: true }).click();
  await desk.locator('.notice-good').waitFor();

  await choose(desk, '/reports/daily');
  const before = await counted(desk);

  const phone = await open('/', { viewport: PHONE });
  const asks = async (): Promise<string> => {
    await phone.goto(new URL('/', phone.url()).href);
    await check(phone, citizenId);
    await phone.locator('#answer-heading').waitFor();
    return phone.locator('main').innerText();
  };
  await expect.poll(asks, { timeout: SHOWN_WITHIN_MS, interval: 2_000 }).toContain(hall);

  await choose(desk, '/registration');
  await desk.locator('input[name="citizenId"]').fill(citizenId);
  await desk.keyboard.press('Enter');
  await desk.locator('#field-consent input:focus').waitFor({ state: 'attached' });
  await desk.keyboard.press('Space');
  await desk.locator('#field-placeId button').click();
  await desk.getByRole('option', { name: hall }).click();
  await desk.locator('.desk-save button[type="submit"]').click();
  const receipt = desk.locator('.slip-receipt').first();
  await receipt.waitFor();
  expect(await receipt.innerText()).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);

  expect(await asks()).toContain('ท่านแจ้งความประสงค์ไว้แล้ว');

  await choose(desk, '/reports/daily');
  await expect
    .poll(() => counted(desk), { timeout: COUNTED_WITHIN_MS, interval: 500 })
    .toEqual({ total: before.total + 1, bar: before.bar + 1 });
  await handOverPassword();
});

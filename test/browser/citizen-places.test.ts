import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { answered, citizensBrowser, heading, mayRegister, withStatus } from './citizen-site.ts';

const open = citizensBrowser();

const namesOn = (page: Page): Promise<string[]> => page.locator('.place-name').allTextContents();

it('leads from the province over the district to its banks and places, and to an address that can be passed on', async () => {
  const page = await open('/places/');
  await page.getByLabel('จังหวัด').selectOption({ label: 'อุบลราชธานี' });
  await page.getByLabel('อำเภอหรือเขต').selectOption({ label: 'เมืองอุบลราชธานี' });
  await heading(page).waitFor();
  expect(await heading(page).textContent()).toContain('อำเภอเมืองอุบลราชธานี จังหวัดอุบลราชธานี');
  expect(await namesOn(page)).toEqual(
    expect.arrayContaining(['ธ.ก.ส.', 'ธนาคารออมสิน', 'ที่ว่าการอำเภอเมืองอุบลราชธานี']),
  );
  expect(new URL(page.url()).hash).toBe('#district=3401');
});

it('opens at a district that a link names, in Bangkok as เขต', async () => {
  const page = await open('/places/#district=1001');
  await heading(page).waitFor();
  expect(await heading(page).textContent()).toContain('เขตพระนคร กรุงเทพมหานคร');
  expect(await page.getByLabel('จังหวัด').inputValue()).toBe('10');
  expect(await page.getByLabel('อำเภอหรือเขต').inputValue()).toBe('1001');
});

it('names the banks where a district has set no place', async () => {
  const page = await open('/places/#district=3433');
  await heading(page).waitFor();
  expect(await namesOn(page)).toEqual(['ธ.ก.ส.', 'ธนาคารออมสิน']);
  expect(await page.getByText('ยังไม่ได้กำหนดสถานที่อื่น').isVisible()).toBe(true);
});

it.each(['#district=9999', '#district=3499'])('says that there is no such district: %s', async (hash) => {
  const page = await open(`/places/${hash}`);
  await heading(page).waitFor();
  expect(await heading(page).textContent()).toBe('ไม่พบอำเภอหรือเขตนี้');
});

it('goes back and forth with the browser', async () => {
  const page = await open('/places/#district=3401');
  await heading(page).waitFor();
  await page.getByLabel('อำเภอหรือเขต').selectOption('3433');
  await page.getByText('ยังไม่ได้กำหนดสถานที่อื่น').waitFor();
  await page.goBack();
  await page.locator('.place-name', { hasText: 'ที่ว่าการอำเภอเมืองอุบลราชธานี' }).waitFor();
  expect(await page.getByLabel('อำเภอหรือเขต').inputValue()).toBe('3401');
});

it('is reached from the answer by a link that names the district alone', async () => {
  const page = await open();
  await answered(page, mayRegister);
  await page.getByRole('link', { name: 'ดูสถานที่ของอำเภอหรือเขตอื่น' }).click();
  await heading(page).waitFor();
  expect(page.url()).toMatch(/\/places\/#district=3401$/);
});

it('tries again when the list could not be had', async () => {
  const page = await open('/robots.txt');
  let times = 0;
  await page.route('**/intake-locations', (route) =>
    ++times === 1 ? withStatus(503)(route) : route.continue(),
  );
  await page.goto(`${new URL('/places/#district=3401', page.url())}`);
  expect(await heading(page).textContent()).toBe('ระบบขัดข้องชั่วคราว');
  await page.getByRole('button', { name: 'ลองอีกครั้ง' }).click();
  await page.getByText('ที่ว่าการอำเภอเมืองอุบลราชธานี').first().waitFor();
});

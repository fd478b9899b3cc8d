import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { aBrowser, axeFaultsInAllLooks, DESK, NO_FAULTS, PHONE } from '../support/browser.ts';
import { officer, stack } from '../support/client.ts';

const open = aBrowser();
const PERSON = stack.citizens.mayRegister;
const detailsOf = (page: Page): Promise<string[]> => page.locator('.audit-about').allInnerTexts();
const SHOTS = process.env.SHOTS;

// Central has the right by the seed, the districts have not.
beforeAll(async () => {
  await (await officer('mueang-ubon')).post('/v1/desk/person', { citizenId: PERSON });
});

describe('the access history of a person', () => {
  it('is shown to whoever has the right, for a screen, a telephone and paper, and leaves no ID behind', async () => {
    const page = await open('/officer/audit', { as: 'central', viewport: DESK });
    await page.getByLabel('เลขประจำตัวประชาชน').fill(PERSON);
    await page.getByRole('button', { name: 'แสดงประวัติ' }).click();
    const table = page.locator('table.data-table');
    await table.waitFor();
    expect(await table.innerText()).toContain('ค้นหาที่โต๊ะรับแจ้ง');
    expect(await table.innerText()).toMatch(/เมืองอุบลราชธานี.*อุบลราชธานี/);
    expect(page.url()).not.toContain(PERSON);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
      PERSON,
    );
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/person.png`, fullPage: true });
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.setViewportSize(PHONE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/person-360.png`, fullPage: true });
    await page.setViewportSize(DESK);
    await page.emulateMedia({ media: 'print' });
    const paper = await page.locator('main').innerText();
    expect(paper).toContain('หนังสือแจ้งประวัติการเข้าถึงข้อมูลส่วนบุคคล');
    expect(paper).not.toContain('แสดงประวัติ');
    // The office, and not the officer.
    expect(paper).toContain('อุบลราชธานี');
    expect(paper).not.toContain('ปลัดอำเภอ');
    expect(paper).not.toContain(PERSON);
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/paper.png`, fullPage: true });
  });

  it('says who can help where the right is missing, and what is wrong with a number', async () => {
    const without = await open('/officer/audit', { as: 'mueang-ubon' });
    await without.getByText('บัญชีของท่านไม่มีสิทธิดูประวัติ').waitFor();
    expect(await without.getByLabel('เลขประจำตัวประชาชน').count()).toBe(0);
    const page = await open('/officer/audit', { as: 'central' });
    await page.getByLabel('เลขประจำตัวประชาชน').fill('123');
    await page.getByRole('button', { name: 'แสดงประวัติ' }).click();
    await page.locator('[aria-invalid="true"]').waitFor();
  });
});

describe('what an officer did', () => {
  it('is shown to the officer, with what was done this month', async () => {
    const page = await open('/officer/audit/activity', { as: 'mueang-ubon', viewport: DESK });
    const table = page.locator('table.data-table');
    await table.waitFor();
    expect(await table.innerText()).toContain('ค้นหาที่โต๊ะรับแจ้ง');
    expect(await detailsOf(page)).toContain('ผลการค้นหา แจ้งความประสงค์ได้');
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/activity.png`, fullPage: true });
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.setViewportSize(PHONE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/activity-360.png`, fullPage: true });
  });

  it('is said in the words of whoever reads, with areas by name and days of the Buddhist era', async () => {
    const ubon = await officer('ubon');
    await ubon.get('/v1/me/intake-locations?district=4701');
    await ubon.get('/v1/districts/3415/registrations?day=2026-11-02');
    const page = await open('/officer/audit/activity', { as: 'ubon', viewport: DESK });
    await page.locator('table.data-table').waitFor();
    await expect.poll(() => detailsOf(page)).toContain('อำเภอ/เขต วารินชำราบ · วันที่ 2 พ.ย. 2569');
    await expect.poll(() => detailsOf(page)).toContain('คำขอ ดูสถานที่รับแจ้ง');
    expect(await detailsOf(page)).toContain('บทบาท จังหวัด');
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/words.png`, fullPage: true });
  });
});

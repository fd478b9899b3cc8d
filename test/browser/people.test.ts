import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { settle, unknownId } from '../e2e/people.ts';
import { aBrowser, axeFaultsInAllLooks, DESK, NO_FAULTS, PHONE } from '../support/browser.ts';
import { eventually } from '../support/client.ts';

const open = aBrowser();

const tally = (page: Page) => page.locator('.people-tally');
const isAsWideAsTheScreen = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth <= innerWidth');

describe('the list of cardholders', () => {
  it('has as many people as the report says, and is one press from the list of those to visit', async () => {
    const page = await open('/officer/people', { as: 'mueang-ubon', viewport: DESK });
    await tally(page).filter({ hasText: 'รายงานนับได้' }).waitFor();
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.getByRole('button', { name: 'แสดงรายชื่อที่ต้องลงพื้นที่' }).click();
    await page.getByRole('heading', { level: 1, name: 'รายชื่อที่ต้องลงพื้นที่' }).waitFor();
    await eventually(async () => {
      const shown = await page.locator('.data-table tbody tr').allInnerTexts();
      expect(shown.length).toBeGreaterThan(1);
      expect(shown.every((row) => row.includes('ไม่เกิน 30,000') && row.includes('ยังไม่แจ้ง'))).toBe(true);
    });
  });

  it('prints a sheet for each subdistrict with whole names and everybody of the list', async () => {
    const path = '/officer/people?band=UP_TO_30000&age=working&registered=false';
    const page = await open(path, { as: 'mueang-ubon', viewport: DESK });
    await page.evaluate('window.print = () => { window.wasPrinted = true }');
    await page.getByRole('button', { name: 'พิมพ์ให้ทีมลงพื้นที่' }).click();
    await eventually(async () => expect(await page.evaluate('window.wasPrinted')).toBe(true));
    await page.emulateMedia({ media: 'print' });
    const sheets = page.locator('.visit-sheet');
    expect(await sheets.count()).toBeGreaterThan(1);
    expect(await sheets.first().isVisible()).toBe(true);
    expect(await page.locator('.data-table').isVisible()).toBe(false);
    const heads = await page.locator('.visit-sheet h2').allInnerTexts();
    expect(new Set(heads).size).toBe(heads.length);
    const pageBreak = "getComputedStyle(document.querySelector('.visit-sheet')).breakAfter";
    expect(await page.evaluate(pageBreak)).toBe('page');
    const names = await page.locator('.visit-sheet tbody td:nth-child(2)').allInnerTexts();
    expect(names.some((name) => name.includes('…'))).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    const more = page.getByRole('button', { name: 'แสดงเพิ่ม' });
    const rows = page.locator('.data-table tbody tr');
    while ((await more.count()) > 0) {
      const before = await rows.count();
      await more.click();
      await eventually(async () => expect(await rows.count()).toBeGreaterThan(before));
    }
    await tally(page)
      .filter({ hasText: `ครบทั้ง ${names.length.toLocaleString('en-US')} คน` })
      .waitFor();
  });
});

describe('the profile', () => {
  it('is found by the card and by the list, on a telephone too, and the address names nobody', async () => {
    const person = await settle('340101', { birthDate: '1975-03-04' as never });
    const page = await open('/officer/people/profile', { as: 'mueang-ubon', viewport: PHONE });
    await page.getByLabel('เลขประจำตัวประชาชน').fill(unknownId());
    await page.getByRole('button', { name: 'แสดง Profile' }).click();
    await page.getByText('ไม่พบบุคคลนี้ในพื้นที่รับผิดชอบของท่าน').waitFor();
    await page.getByLabel('เลขประจำตัวประชาชน').fill(person.citizenId);
    await page.keyboard.press('Enter');
    const sheet = page.locator('.people-profile');
    await sheet.getByText(person.name.last).waitFor();
    expect(await sheet.innerText()).not.toContain(person.citizenId);
    expect(page.url()).not.toContain(person.citizenId);
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.setViewportSize(DESK);
    await page.goto(new URL('/officer/people?registered=true', page.url()).href);
    await page.locator('.data-table tbody a').first().click();
    await sheet.waitFor();
    await sheet.getByText('แจ้งความประสงค์แล้ว').waitFor();
  });
});

describe('looking up many', () => {
  it('answers what was pasted and what is in a file, and hands out the answers', async () => {
    const person = await settle('340101');
    const page = await open('/officer/people/look-ups', { as: 'mueang-ubon', viewport: PHONE });
    await page.getByRole('button', { name: 'ตรวจสอบ', exact: true }).click();
    await page.getByText('โปรดเลือกไฟล์ หรือวางเลขอย่างน้อยหนึ่งคน').waitFor();
    await page.getByLabel('หรือวางเลข').fill(`${person.citizenId}\n${unknownId()}\n12`);
    await page.getByRole('button', { name: 'ตรวจสอบ', exact: true }).click();
    await tally(page).filter({ hasText: 'ยังไม่แจ้งความประสงค์ 1' }).waitFor();
    expect(await tally(page).innerText()).toContain('ไม่พบในพื้นที่รับผิดชอบ 1');
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.locator('input[type="file"]').setInputFiles({
      name: 'รายชื่อ.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`citizen_id,ชื่อ\r\n${person.citizenId},ก\r\n`),
    });
    await page.getByRole('button', { name: 'ตรวจสอบ', exact: true }).click();
    await page.locator('.people-results tbody th', { hasText: /^2$/ }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'ดาวน์โหลดผลเป็น CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^look-up-\d{4}-\d{2}-\d{2}\.csv$/);
  });
});

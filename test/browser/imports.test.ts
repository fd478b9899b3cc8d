import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { aBrowser, axeFaultsInAllLooks, DESK, NO_FAULTS, PHONE } from '../support/browser.ts';
import { officeZeroId } from '../support/builders.ts';

const HEADER = 'citizen_id,title,first_name,last_name,birth_date,subdistrict,income_band,card_status';
/** The whole road of a file, on the emulator. */
const DONE_WITHIN_MS = 60_000;

const open = aBrowser();

const openImports = async (viewport = DESK): Promise<Page> => {
  const page = await open('/officer/imports', { as: 'central', viewport });
  await page.locator('.imports-form').waitFor();
  // What comes in below moves the page under the mouse.
  await page.locator('.imports :is(.data-table, .empty-state)').waitFor();
  return page;
};

/** People that no other test knows. */
const row = (n: number, subdistrict = '340119'): string =>
  `${officeZeroId(880_000 + n)},นาง,มาลี,ใจดี,31/12/2500,${subdistrict},30000,active`;
const csv = (...rows: string[]) => ({
  name: 'ทะเบียน.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([HEADER, ...rows, ''].join('\r\n')),
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const chooseFile = (page: Page, file: ReturnType<typeof csv>) =>
  page.locator('input[name="file"]').setInputFiles(file);
const onlySome = async (page: Page): Promise<void> => {
  await page.locator('#field-scope button').click();
  await page.getByRole('option', { name: 'ผู้มีบัตรฯ บางส่วน' }).click();
};
const heading = (page: Page, name: string) =>
  page.getByRole('heading', { name }).waitFor({ timeout: DONE_WITHIN_MS });
const countOf = (page: Page, name: string): Promise<string> =>
  page.locator(`[data-count="${name}"] dd`).innerText();

async function tried(page: Page, file: ReturnType<typeof csv>): Promise<void> {
  await chooseFile(page, file);
  await onlySome(page);
  await button(page, 'ส่งไฟล์และทดลองนำเข้า').click();
  await heading(page, 'ผลการทดลอง: ยังไม่มีข้อมูลใดเปลี่ยน');
}

describe('a file of the registry', () => {
  it(
    'is tried first, then imported after a question, and changes nothing when it comes again',
    async () => {
      const page = await openImports();
      const file = csv(row(1), row(2), row(3, '999999'));
      await tried(page, file);
      expect(await Promise.all(['rows', 'accepted', 'rejected', 'new'].map((n) => countOf(page, n)))).toEqual(
        ['3', '2', '1', '2'],
      );
      expect(await page.locator('.data-table').first().innerText()).toContain('ไม่พบรหัสตำบลนี้');
      expect(await axeFaultsInAllLooks(page), 'the dry run').toEqual(NO_FAULTS);

      await button(page, 'นำเข้าจริง').click();
      const dialog = page.getByRole('alertdialog');
      expect((await dialog.innerText()).replace(/\s+/g, ' ')).toContain('รายใหม่ 2');
      expect(await axeFaultsInAllLooks(page), 'the question').toEqual(NO_FAULTS);
      await button(page, 'เริ่มนำเข้า').click();
      await heading(page, 'ผลการนำเข้า');
      expect(await countOf(page, 'new')).toBe('2');

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        button(page, 'ดาวน์โหลดแถวที่ไม่รับ').click(),
      ]);
      const rejects = await readFile(await download.path(), 'utf8');
      expect(rejects).toContain('subdistrict.unknown');
      expect(rejects).toContain(row(3, '999999'));

      await page.getByRole('link', { name: 'การนำเข้าทั้งหมด' }).click();
      await tried(page, file);
      await page.getByText('ทะเบียนตรงกับไฟล์นี้อยู่แล้ว').first().waitFor();
      expect(await countOf(page, 'unchanged')).toBe('2');
    },
    3 * DONE_WITHIN_MS,
  );

  it(
    'with a header that is not known is refused whole, in words',
    async () => {
      const page = await openImports();
      await chooseFile(page, { ...csv(), buffer: Buffer.from('name,age\r\nมาลี,61\r\n') });
      await button(page, 'ส่งไฟล์และทดลองนำเข้า').click();
      await page
        .locator('.notice-bad', { hasText: 'หัวตารางไม่ครบหรือมีคอลัมน์ที่ไม่รู้จัก' })
        .waitFor({ timeout: DONE_WITHIN_MS });
      expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    },
    2 * DONE_WITHIN_MS,
  );

  it('that is empty or not chosen is not sent', async () => {
    const page = await openImports();
    const sent: string[] = [];
    page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
    await button(page, 'ส่งไฟล์และทดลองนำเข้า').click();
    await page.locator('.field-error', { hasText: 'โปรดเลือกไฟล์' }).waitFor();
    await page.locator('input[name="file"]:focus').waitFor();
    await chooseFile(page, { ...csv(), buffer: Buffer.alloc(0) });
    await page.locator('.field-error', { hasText: 'ไฟล์นี้ว่างเปล่า' }).waitFor();
    await button(page, 'ส่งไฟล์และทดลองนำเข้า').click();
    expect(sent).toEqual([]);
  });

  it(
    'whose upload was cut off stays chosen, and is sent again',
    async () => {
      const page = await openImports();
      let puts = 0;
      await page.route('**/*', async (route) => {
        if (route.request().method() !== 'PUT') return route.fallback();
        puts += 1;
        return puts === 1 ? route.abort('connectionreset') : route.fallback();
      });
      await chooseFile(page, csv(row(9)));
      await onlySome(page);
      await button(page, 'ส่งไฟล์และทดลองนำเข้า').click();
      await page.getByText('ส่งไฟล์ไม่สำเร็จ').waitFor();
      expect(await page.locator('.imports-drop').innerText()).toContain('ทะเบียน.csv');
      await button(page, 'ส่งไฟล์และทดลองนำเข้า').click();
      await heading(page, 'ผลการทดลอง: ยังไม่มีข้อมูลใดเปลี่ยน');
      expect(puts).toBe(2);
    },
    2 * DONE_WITHIN_MS,
  );
});

describe('the screen of imports', () => {
  it('is in the menu of central alone', async () => {
    const page = await openImports();
    const entry = { name: 'นำเข้าทะเบียนผู้มีบัตรฯ' };
    expect(await page.getByRole('link', entry).count()).toBe(1);
    const other = await open('/officer/reports/coverage', { as: 'ubon' });
    expect(await other.getByRole('link', entry).count()).toBe(0);
  });

  it('has no fault for people with a disability, with a history and with an error', async () => {
    const page = await openImports();
    expect(await axeFaultsInAllLooks(page), 'the form').toEqual(NO_FAULTS);
    await button(page, 'ส่งไฟล์และทดลองนำเข้า').click();
    await page.locator('.field-error').waitFor();
    expect(await axeFaultsInAllLooks(page), 'the error').toEqual(NO_FAULTS);
  });

  it('fits a phone: nothing scrolls sideways', async () => {
    const page = await openImports(PHONE);
    await page.locator('.data-table, .empty-state').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  });
});

import { randomBytes } from 'node:crypto';
import iconv from 'iconv-lite';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { aBrowser, axeFaultsInAllLooks, DESK, enter, NO_FAULTS, PHONE, typeDay } from '../support/browser.ts';
import { eventually } from '../support/client.ts';

const open = aBrowser();

const OWN = 'Long-enough-2569';
const run = randomBytes(4).toString('hex');
const named = (name: string): string => `${name}-${run}`;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const isAsWideAsTheScreen = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth <= innerWidth');

/** The n-th line of a sheet that is typed: user name, then password. */
const typedOn = async (page: Page, sheet = 0): Promise<{ username: string; password: string }> => {
  const [username = '', password = ''] = await page
    .locator('.handover-sheet')
    .nth(sheet)
    .locator('.handover-typed')
    .allInnerTexts();
  return { username, password };
};

async function choose(page: Page, name: string, label: string): Promise<void> {
  const field = page.locator(`#field-${name}`);
  const input = field.locator('input:not([type="hidden"])');
  if ((await input.count()) > 0 && (await input.first().isVisible())) await input.first().fill(label);
  else await field.getByRole('button').first().click();
  await page.getByRole('option', { name: label, exact: true }).click();
}

async function make(
  page: Page,
  name: string,
  fullName: string,
): Promise<{ username: string; password: string }> {
  await page.locator('input[name="username"]').fill(named(name));
  await page.locator('input[name="name"]').fill(fullName);
  await choose(page, 'area', 'วารินชำราบ');
  await button(page, 'สร้างบัญชี').click();
  await page.locator('.handover-sheet').waitFor();
  return typedOn(page);
}

const openAccount = async (page: Page, fullName: string): Promise<void> => {
  await page.getByRole('link', { name: 'กลับไปรายชื่อบัญชี' }).click();
  // A page that is loaded again before it is there stays the one before.
  await page.locator('input[name="search"]').waitFor();
  await eventually(async () => {
    await page.reload();
    await page.locator('input[name="search"]').fill(fullName);
    await page.locator('.data-table tbody a').first().click({ timeout: 5_000 });
  }, 30_000);
  await page.getByRole('heading', { level: 1, name: fullName }).waitFor();
};

const setOwnPassword = async (page: Page, logIn: { username: string; password: string }): Promise<void> => {
  await enter(page, logIn.username, logIn.password);
  await page.locator('input[name="new-password"]').fill(OWN);
  await page.keyboard.press('Enter');
};

describe('the accounts of a province', () => {
  it('are made by hand, handed over on a sheet, moved, closed and found again', async () => {
    const page = await open('/officer/accounts', { as: 'ubon', viewport: DESK });
    await page.locator('.accounts-tally').waitFor();
    expect(await page.locator('input[name="province"]').count()).toBe(0);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.getByRole('link', { name: 'เพิ่มเจ้าหน้าที่' }).click();
    await button(page, 'สร้างบัญชี').click();
    await page.locator('.error-summary').getByText('โปรดพิมพ์ชื่อผู้ใช้').waitFor();
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    const logIn = await make(page, 'by-hand', 'นางสาวทำมือ ใจเย็น');
    expect(logIn).toMatchObject({ username: named('by-hand') });
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);

    const theirs = await open('/officer/', { viewport: PHONE });
    await setOwnPassword(theirs, logIn);
    await theirs.locator('.frame-who').getByText('วารินชำราบ').waitFor();

    await openAccount(page, 'นางสาวทำมือ ใจเย็น');
    await choose(page, 'area', 'เมืองอุบลราชธานี');
    await typeDay(page, 'expiresOn', '2030-09-30');
    await button(page, 'บันทึก').click();
    await page.locator('.page-head').getByText('เมืองอุบลราชธานี').waitFor();
    await page.locator('.page-head').getByText('ใช้ได้ถึง 30 ก.ย. 2573').waitFor();
    await theirs.reload();
    await theirs.locator('.frame-who').getByText('เมืองอุบลราชธานี').waitFor();

    await button(page, 'ปิดบัญชี').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'ปิดบัญชี' }).click();
    await page.getByText('ปิดบัญชีแล้ว').waitFor();
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await theirs.reload();
    await theirs.locator('.frame-who').waitFor({ state: 'detached' });
  });

  it('get a new password, whose sheet is alone on the paper', async () => {
    const page = await open('/officer/accounts/new', { as: 'ubon', viewport: PHONE });
    const first = await make(page, 'forgot', 'นายลืม รหัส');
    await openAccount(page, 'นายลืม รหัส');
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    await button(page, 'ออกรหัสผ่านใหม่').click();
    await page.getByText('ตั้งค่าแอปยืนยันตัวตนใหม่ด้วย').click();
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.getByRole('alertdialog').getByRole('button', { name: 'ออกรหัสผ่านใหม่' }).click();
    await page.locator('.handover-sheet').waitFor();
    const second = await typedOn(page);
    expect(second.password).not.toBe(first.password);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.handover-steps').isVisible()).toBe(true);
    for (const screenOnly of ['.accounts-form', '.page-head', '.frame-menu', '.handover .notice'])
      expect(await page.locator(screenOnly).first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${new URL(page.url()).origin}/officer/accounts`);
    await page.locator('.accounts-tally').waitFor();
    expect(await page.content()).not.toContain(second.password);
  });
});

describe('a file of officers', () => {
  it('is tried, then made, with one sheet a person and no account twice', async () => {
    const page = await open('/officer/accounts/import', { as: 'ubon', viewport: PHONE });
    const csv = [
      'ชื่อผู้ใช้,ชื่อ-สกุล,บทบาท,พื้นที่,หน่วยงาน',
      `${named('file-a')},นางไฟล์ คนแรก,อำเภอ,อุบลราชธานี/วารินชำราบ,DOPA`,
      `${named('file-b')},นายไฟล์ คนสอง,อำเภอ,3401,DOPA`,
      `${named('file-c')},นายนอก พื้นที่,อำเภอ,กรุงเทพมหานคร/พระนคร,DOPA`,
    ].join('\r\n');
    await button(page, 'ตรวจไฟล์').click();
    await page.getByText('โปรดเลือกไฟล์').waitFor();
    await page.locator('input[type="file"]').setInputFiles({
      name: 'เจ้าหน้าที่.csv',
      mimeType: 'text/csv',
      buffer: iconv.encode(csv, 'windows-874'),
    });
    await button(page, 'ตรวจไฟล์').click();
    const tally = page.locator('.accounts-result .accounts-tally');
    await tally.filter({ hasText: 'จะสร้าง 2 · ไม่รับ 1' }).waitFor();
    expect(await page.locator('.handover-sheet').count()).toBe(0);
    await page.locator('.accounts-result').getByText('พื้นที่: ').waitFor();
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await button(page, 'สร้างบัญชี 2 ราย').click();
    await tally.filter({ hasText: 'สร้างแล้ว 2 · ไม่รับ 1' }).waitFor();
    expect(await page.locator('.handover-sheet').count()).toBe(2);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.emulateMedia({ media: 'print' });
    const pageBreak = "getComputedStyle(document.querySelector('.handover-sheet')).breakAfter";
    expect(await page.evaluate(pageBreak)).toBe('page');
    await page.emulateMedia({ media: 'screen' });
    await button(page, 'ตรวจไฟล์').click();
    await tally.filter({ hasText: 'มีอยู่แล้ว ไม่เปลี่ยน 2 · ไม่รับ 1' }).waitFor();
    expect(await page.locator('.handover-sheet').count()).toBe(0);
  });
});

describe('who administers nobody', () => {
  it('has no such entry in the menu, and hears whom to ask', async () => {
    const page = await open('/officer/accounts', { as: 'warin', viewport: PHONE });
    await page.getByText('โปรดติดต่อจังหวัดของท่าน').waitFor();
    expect(await page.locator('.frame-menu a[href="/officer/accounts"]').count()).toBe(0);
  });

  it('signs himself out of every device', async () => {
    const page = await open('/officer/accounts/new', { as: 'ubon', viewport: DESK });
    const logIn = await make(page, 'two-devices', 'นายสอง เครื่อง');
    const one = await open('/officer/', { viewport: DESK });
    await setOwnPassword(one, logIn);
    await one.locator('.frame-who').waitFor();
    const other = await open('/officer/', { viewport: DESK });
    await enter(other, logIn.username, OWN);
    await other.locator('.frame-who').waitFor();
    await button(one, 'ออกจากระบบของฉันทุกเครื่อง').click();
    await one.getByRole('alertdialog').getByRole('button', { name: 'ออกจากระบบ' }).click();
    await one.locator('input[name="username"]').waitFor();
    await other.reload();
    await other.locator('.frame-who').waitFor({ state: 'detached' });
  });
});

describe('central', () => {
  it('gives a right and a role where a province cannot', async () => {
    const page = await open('/officer/accounts?province=34', { as: 'central', viewport: DESK });
    await page.locator('.data-table tbody a').first().waitFor();
    await page.getByRole('link', { name: 'ปลัดอำเภอวารินชำราบ' }).click();
    await page.getByText('ดูประวัติการเข้าถึงข้อมูล').click();
    await button(page, 'บันทึก').click();
    await eventually(async () => {
      await page.reload();
      expect(await page.getByRole('checkbox', { name: 'ดูประวัติการเข้าถึงข้อมูล' }).isChecked()).toBe(true);
    });
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.getByText('ดูประวัติการเข้าถึงข้อมูล').click();
    await button(page, 'บันทึก').click();
    await button(page, 'บันทึก').click();
    await page.getByText('ยังไม่มีข้อมูลใดเปลี่ยน').waitFor();
  });
});

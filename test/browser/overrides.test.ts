import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { settle, unknownId } from '../e2e/people.ts';
import { aBrowser, axeFaultsInAllLooks, DESK, NO_FAULTS, PHONE } from '../support/browser.ts';
import { newKey, officer } from '../support/client.ts';

const open = aBrowser();
const REASON = 'ผู้มีบัตรเข้ารักษาตัวที่โรงพยาบาลในอำเภอนี้';

const isAsWideAsTheScreen = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth <= innerWidth');
describe('a person of another area', () => {
  it('is opened from the profile with a reason, on a telephone too, and the address names nobody', async () => {
    const person = await settle('340101');
    const page = await open('/officer/people/profile', { as: 'warin', viewport: PHONE });
    await page.getByLabel('เลขประจำตัวประชาชน').fill(person.citizenId);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /บุคคลนี้อยู่พื้นที่อื่น/ }).click();
    await page.getByRole('heading', { level: 1, name: 'เปิดดูบุคคลนอกพื้นที่' }).waitFor();
    expect(await page.getByLabel('เลขประจำตัวประชาชน').inputValue()).toBe(person.citizenId);
    const reason = page.getByLabel('เหตุผลที่ต้องเปิดดู');
    await reason.fill('ป่วย');
    await page.getByRole('button', { name: 'แจ้งจังหวัดและเปิดดู' }).click();
    await page.getByText('โปรดพิมพ์เหตุผลอย่างน้อย 10 ตัวอักษร').waitFor();
    await reason.fill(`ขอดู ${person.citizenId} ด่วน`);
    await page.getByRole('button', { name: 'แจ้งจังหวัดและเปิดดู' }).click();
    await page.getByText('เหตุผลต้องไม่มีเลขประจำตัวประชาชน').waitFor();
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await reason.fill(REASON);
    await page.getByRole('button', { name: 'แจ้งจังหวัดและเปิดดู' }).click();
    await page.getByText('แจ้งจังหวัดอุบลราชธานีแล้ว').waitFor();
    const sheet = page.locator('.people-profile');
    await sheet.getByText(person.name.last).waitFor();
    expect(await page.content()).not.toContain(person.citizenId);
    expect(page.url()).not.toContain(person.citizenId);
    expect(JSON.stringify(await page.evaluate('history.state'))).not.toContain(person.citizenId);
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.setViewportSize(DESK);
    await page.reload();
    expect(await page.getByLabel('เลขประจำตัวประชาชน').inputValue()).toBe('');
  });

  it('is opened from the desk, and the ID goes along', async () => {
    const person = await settle('340101');
    const page = await open('/officer/registration', { as: 'warin', viewport: DESK });
    await page.locator('input[name="citizenId"]').fill(person.citizenId);
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: /แจ้งเหตุผลต่อจังหวัด/ });
    await link.waitFor();
    await link.click();
    expect(await page.getByLabel('เลขประจำตัวประชาชน').inputValue()).toMatch(/\d/);
    await page.getByLabel('เหตุผลที่ต้องเปิดดู').fill(REASON);
    await page.getByRole('button', { name: 'แจ้งจังหวัดและเปิดดู' }).click();
    await page.locator('.people-profile').getByText(person.name.last).waitFor();
  });

  it('that nobody knows is told so, and what was typed is still there', async () => {
    const page = await open('/officer/people/overrides', { as: 'warin', viewport: DESK });
    await page.getByLabel('เลขประจำตัวประชาชน').fill(unknownId());
    await page.getByLabel('เหตุผลที่ต้องเปิดดู').fill(REASON);
    await page.getByRole('button', { name: 'แจ้งจังหวัดและเปิดดู' }).click();
    await page.getByText('ไม่พบบุคคลนี้').waitFor();
    expect(await page.getByLabel('เหตุผลที่ต้องเปิดดู').inputValue()).toBe(REASON);
  });
});

describe('the province', () => {
  it('sees in the menu how many have been opened, reads why, and the number falls', async () => {
    const warin = await officer('warin');
    const person = await settle('340101');
    const reason = `${REASON} ${crypto.randomUUID().slice(0, 8)}`;
    const body = { citizenId: person.citizenId, reason };
    expect((await warin.post('/v1/people/overrides', body, newKey())).status).toBe(201);
    const page = await open('/officer/people/announcements', { as: 'ubon', viewport: DESK });
    const card = page.locator('.people-announcement', { hasText: reason });
    await card.waitFor();
    const badge = page.locator('.frame-unread > [aria-hidden]');
    const before = Number(await badge.innerText());
    expect(before).toBeGreaterThan(0);
    expect(await card.innerText()).toContain('วารินชำราบ');
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.setViewportSize(PHONE);
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await card.getByRole('button', { name: 'รับทราบ' }).click();
    await card.getByText('รับทราบเมื่อ').waitFor();
    await page.setViewportSize(DESK);
    await page.reload();
    await page.locator('.people-announcement', { hasText: reason }).getByText('รับทราบเมื่อ').waitFor();
    const after = (await badge.count()) === 0 ? 0 : Number(await badge.innerText());
    expect(after).toBeLessThan(before);
  });

  it('has this screen, a district has not', async () => {
    const page = await open('/officer/people/announcements', { as: 'warin', viewport: DESK });
    await page.getByText('หน้านี้สำหรับเจ้าหน้าที่จังหวัดและส่วนกลาง').waitFor();
    expect(await page.getByRole('link', { name: 'การเปิดดูจากนอกพื้นที่' }).count()).toBe(0);
    const central = await open('/officer/people/announcements', { as: 'central', viewport: DESK });
    await central.getByText('เลือกจังหวัดเพื่อดูรายการ').waitFor();
  });
});

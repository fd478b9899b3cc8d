import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { bangkokDay } from '../../functions/domain/calendar.ts';
import { settle } from '../e2e/people.ts';
import { recordOf } from '../e2e/stores.ts';
import {
  aBrowser,
  axeFaultsInAllLooks,
  goTo,
  loseAnswers,
  NO_FAULTS,
  PHONE,
  typeDay,
} from '../support/browser.ts';
import { officer } from '../support/client.ts';

const open = aBrowser();
const OFFICER = 'mueang-ubon';
const HOME = '340101';
const ELSEWHERE = '341501';

const idField = (page: Page) => page.locator('input[name="citizenId"]');
const consent = (page: Page) => page.locator('#field-consent input');
const receipt = (page: Page) => page.locator('.slip-receipt');
const save = (page: Page) => page.locator('.desk-save button[type="submit"]');
const text = async (page: Page, selector: string) =>
  (await page.locator(selector).first().textContent()) ?? '';

/** What is kept of a person: each registration and each change is one version. */
async function kept(citizenId: string): Promise<Record<string, unknown>> {
  const { current, versions } = await recordOf(citizenId);
  return { ...current, versions: versions.length };
}

const atDesk = (path = '/officer/registration'): Promise<Page> => open(path, { as: OFFICER });

async function ask(page: Page, citizenId: string): Promise<void> {
  await idField(page).fill(citizenId);
  await page.keyboard.press('Enter');
}

async function choosePlace(page: Page, name = 'ที่ว่าการอำเภอเมืองอุบลราชธานี'): Promise<void> {
  await page.locator('#field-placeId button').click();
  await page.getByRole('option', { name }).click();
}

/** Everything up to the last key: the form is filled and not sent. */
async function fillIn(page: Page, citizenId: string): Promise<void> {
  await ask(page, citizenId);
  await page.locator('#field-consent input:focus').waitFor({ state: 'attached' });
  await page.keyboard.press('Space');
  await choosePlace(page);
  await page.locator('input[name="phone"]').fill('080 000 0000');
}

describe('registration of intent', () => {
  it('goes from the ID to the slip by keyboard alone and is ready for the next person', async () => {
    const page = await atDesk();
    await fillIn(page, (await settle(HOME)).citizenId);
    await page.locator('input[name="phone"]').press('Enter');
    await receipt(page).waitFor();

    // The second person at the same place: what an officer really types.
    const { citizenId } = await settle(HOME);
    const begun = Date.now();
    const keys = [...citizenId, 'Enter', 'Space', 'Enter'];
    expect(await page.evaluate('document.activeElement.name')).toBe('citizenId');
    for (const key of keys.slice(0, 14)) await page.keyboard.press(key);
    await page.locator('#field-consent input:focus').waitFor({ state: 'attached' });
    for (const key of keys.slice(14)) await page.keyboard.press(key);
    await receipt(page).waitFor();
    const seconds = (Date.now() - begun) / 1000;
    process.stdout.write(
      `From empty form to slip: ${keys.length} keystrokes, ${seconds.toFixed(1)} s with typing that takes no time\n`,
    );
    expect(await kept(citizenId)).toMatchObject({ status: 'INTENT', versions: 1 });
    expect(seconds).toBeLessThan(20);
    expect(await idField(page).inputValue()).toBe('');
  });

  it('shows on the slip the receipt, the day of the Buddhist era and the official lines, and nothing of the ID', async () => {
    const page = await atDesk();
    const { citizenId } = await settle(HOME);
    await fillIn(page, citizenId);
    await save(page).click();
    await receipt(page).waitFor();
    const slip = await text(page, '.slip');
    expect(slip).toContain((await kept(citizenId)).receipt);
    expect(slip).toMatch(/25\d\d/);
    for (const line of ['1359', '02-555-0555', '1115']) expect(slip).toContain(line);
    expect(slip).not.toMatch(/\d-?00(XX|\d\d)/);
    expect(page.url()).not.toContain(citizenId);
    expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).not.toContain(
      citizenId,
    );
  });

  it('makes one registration of a double click', async () => {
    const page = await atDesk();
    const { citizenId } = await settle(HOME);
    await fillIn(page, citizenId);
    await save(page).dblclick();
    await receipt(page).waitFor();
    expect(await kept(citizenId)).toMatchObject({ status: 'INTENT', versions: 1 });
  });

  it('keeps everything when the answer is lost, and a second try makes no second registration', async () => {
    const page = await atDesk();
    const { citizenId } = await settle(HOME);
    const lost = await loseAnswers(page, '**/v1/registrations', 'POST', 1);
    await fillIn(page, citizenId);
    await save(page).click();
    await page.locator('.notice-warn').waitFor();
    expect(lost()).toBe(1);
    expect(await page.locator('input[name="phone"]').inputValue()).toBe('080 000 0000');
    expect(await kept(citizenId)).toMatchObject({ status: 'INTENT', versions: 1 });
    await save(page).click();
    await receipt(page).waitFor();
    expect(await kept(citizenId)).toMatchObject({ versions: 1, receipt: await receipt(page).textContent() });
  });

  it('names what is missing at the field and in the summary', async () => {
    const page = await atDesk();
    await ask(page, '1-0000-00000-01-8');
    expect(await text(page, '.desk-question .field-error')).toContain('เลขนี้ไม่ถูกต้อง');
    await ask(page, (await settle(HOME)).citizenId);
    await consent(page).waitFor({ state: 'attached' });
    await page.locator('input[name="phone"]').fill('0');
    await page.locator('input[name="phone"]').press('Enter');
    await page.locator('.error-summary').waitFor();
    expect(await text(page, '#field-consent .field-error')).not.toBe('');
    await page.locator('.error-summary a').first().click();
    expect(await page.evaluate('document.activeElement.name')).toBe('consent');
    await page.keyboard.press('Space');
    await choosePlace(page);
    await save(page).click();
    await page.locator('.field-wrong input[name="phone"], .field-wrong #field-phone').waitFor();
  });

  it('records a paper form afterwards under its true day, and offers that day for the next form', async () => {
    const page = await atDesk('/officer/paper-form');
    await page.getByRole('link', { name: 'บันทึกแบบฟอร์มที่กรอกแล้ว' }).click();
    const yesterday = bangkokDay(new Date(Date.now() - 86_400_000));
    const first = await settle(HOME);
    await ask(page, first.citizenId);
    await page.locator('#field-consent input:focus').waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await choosePlace(page);
    await save(page).click();
    await page.locator('#field-intentOn .field-error').waitFor();
    await typeDay(page, 'intentOn', yesterday);
    await save(page).click();
    await receipt(page).waitFor();
    expect(await kept(first.citizenId)).toMatchObject({ status: 'INTENT', intentOn: yesterday });

    const saveNext = async (): Promise<string> => {
      const { citizenId } = await settle(HOME);
      await ask(page, citizenId);
      await page.locator('#field-consent input:focus').waitFor({ state: 'attached' });
      for (const key of ['Space', 'Enter']) await page.keyboard.press(key);
      await receipt(page).waitFor();
      return citizenId;
    };
    expect(await kept(await saveNext())).toMatchObject({ intentOn: yesterday });
    await page.getByRole('button', { name: 'เลิกบันทึกจากกระดาษ' }).click();
    expect(await kept(await saveNext())).toMatchObject({ intentOn: bangkokDay(new Date()) });
  });

  it('says where a person of another district has to go, and that an unknown one is not found', async () => {
    const page = await atDesk();
    await ask(page, (await settle(ELSEWHERE)).citizenId);
    await page.locator('.notice-warn').waitFor();
    expect(await text(page, '.notice-warn')).toContain('วารินชำราบ');
    await ask(page, '5000000255000');
    await page.locator('.notice-bad').waitFor();
    expect(await text(page, '.notice-bad')).toContain('1359');
  });

  it('withdraws the wrong person and begins again with the other fields kept', async () => {
    const page = await atDesk();
    const wrong = await settle(HOME);
    const right = await settle(HOME);
    await fillIn(page, wrong.citizenId);
    await save(page).click();
    await receipt(page).waitFor();
    await page.locator('.desk-saved a.button').click();
    await page.getByRole('button', { name: 'บันทึกผิดคน' }).click();
    await page.getByRole('button', { name: 'ถอนแล้วเริ่มใหม่' }).click();
    await ask(page, right.citizenId);
    await consent(page).waitFor({ state: 'attached' });
    expect(await page.locator('input[name="phone"]').inputValue()).toBe('080 000 0000');
    expect(await consent(page).isChecked()).toBe(false);
    await page.keyboard.press('Space');
    await save(page).click();
    await receipt(page).waitFor();
    expect(await kept(wrong.citizenId)).toMatchObject({ status: 'CANCELLED' });
    expect(await kept(right.citizenId)).toMatchObject({ status: 'INTENT' });
  });

  it('shows a correction that another officer made first, keeps what was typed and then saves it', async () => {
    const page = await atDesk();
    const { citizenId } = await settle(HOME);
    await fillIn(page, citizenId);
    await save(page).click();
    await receipt(page).waitFor();
    await page.locator('.desk-saved a.button').click();
    await page.getByRole('button', { name: 'แก้ไข', exact: true }).click();
    await page.locator('input[name="phone"]').fill('081 111 1111');

    const { registrationId } = await kept(citizenId);
    const other = await officer('ubon');
    const changed = await other.patch(
      `/v1/registrations/${registrationId}`,
      { phone: '082 222 2222' },
      { 'if-match': '"1"' },
    );
    expect(changed.status).toBe(200);

    await page.getByRole('button', { name: 'บันทึกการแก้ไข' }).click();
    await page.locator('.notice-warn').waitFor();
    expect(await text(page, '.desk-note')).toContain('082 222 2222');
    expect(await page.locator('input[name="phone"]').inputValue()).toBe('081 111 1111');
    await page.getByRole('button', { name: 'บันทึกการแก้ไข' }).click();
    await page.locator('.notice-good').waitFor();
    expect(await kept(citizenId)).toMatchObject({ phone: '081 111 1111', version: 3 });
  });

  it('keeps what was typed while the officer looks at another screen', async () => {
    const page = await atDesk();
    await fillIn(page, (await settle(HOME)).citizenId);
    await page.locator('.frame-menu a[href="/officer/registration/today"]').click();
    await page.locator('.desk-counts').waitFor();
    await page.locator('.frame-menu a[href="/officer/registration"]').click();
    expect(await page.locator('input[name="phone"]').inputValue()).toBe('080 000 0000');
    expect(await consent(page).isChecked()).toBe(true);
  });

  it('has no fault for axe, at the desk and on the phone', async () => {
    const page = await atDesk();
    await page.locator('.desk-tally').waitFor();
    expect(await axeFaultsInAllLooks(page), 'empty').toEqual(NO_FAULTS);
    await fillIn(page, (await settle(HOME)).citizenId);
    await page.locator('.desk-more summary').click();
    expect(await axeFaultsInAllLooks(page), 'form').toEqual(NO_FAULTS);
    await page.setViewportSize(PHONE);
    expect(await axeFaultsInAllLooks(page), 'form on a phone').toEqual(NO_FAULTS);
    await page.locator('.frame-menu-button').click();
    expect(await axeFaultsInAllLooks(page), 'menu on a phone').toEqual(NO_FAULTS);
  }, 240_000);

  it('has no fault for axe in what comes after saving', async () => {
    const page = await atDesk();
    await fillIn(page, (await settle(HOME)).citizenId);
    await save(page).click();
    await receipt(page).waitFor();
    expect(await axeFaultsInAllLooks(page), 'slip').toEqual(NO_FAULTS);
    await page.locator('.desk-saved a.button').click();
    await page.getByRole('button', { name: 'แก้ไข', exact: true }).click();
    expect(await axeFaultsInAllLooks(page), 'record').toEqual(NO_FAULTS);
    await goTo(page, '/registration/today');
    // The record that is left has a table too.
    await page.getByRole('heading', { name: 'รายการแจ้งความประสงค์ของวัน' }).waitFor();
    await page.locator('.data-table').waitFor();
    expect(await axeFaultsInAllLooks(page), 'list of the day').toEqual(NO_FAULTS);
    await goTo(page, '/paper-form');
    await page.locator('.paper').waitFor();
    expect(await axeFaultsInAllLooks(page), 'paper form').toEqual(NO_FAULTS);
  }, 240_000);
});

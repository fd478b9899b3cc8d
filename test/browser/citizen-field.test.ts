import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { check, citizensBrowser, fault, field, heading, isFocused, mayRegister } from './citizen-site.ts';

const open = citizensBrowser();

const caretOf = (page: Page): Promise<number> =>
  field(page).evaluate((input) => (input as HTMLInputElement).selectionStart ?? -1);

const typed = async (page: Page, keys: string): Promise<string> => {
  await field(page).pressSequentially(keys);
  return field(page).inputValue();
};

describe('the number while it is typed', () => {
  it.each([
    ['digits', '1234567890123', '1-2345-67890-12-3'],
    ['Thai digits', '๑๒๓๔๕๖๗๘๙๐๑๒๓', '1-2345-67890-12-3'],
    ['blanks', '1 2345 67890 12 3', '1-2345-67890-12-3'],
    ['hyphens', '1-2345-67890-12-3', '1-2345-67890-12-3'],
    ['a part of it', '12345', '1-2345'],
  ])('is grouped as on the card: %s', async (_how, keys, shown) => {
    expect(await typed(await open(), keys)).toBe(shown);
  });

  it('keeps the caret behind the digit that was put in or taken out', async () => {
    const page = await open();
    await typed(page, '1234567890123');
    await field(page).evaluate((input) => (input as HTMLInputElement).setSelectionRange(4, 4));
    await page.keyboard.press('9');
    expect(await field(page).inputValue()).toBe('1-2394-56789-01-23');
    expect(await caretOf(page)).toBe(5);
    await page.keyboard.press('Backspace');
    expect(await field(page).inputValue()).toBe('1-2345-67890-12-3');
    expect(await caretOf(page)).toBe(4);
  });

  it('can be taken out digit by digit, over the hyphens', async () => {
    const page = await open();
    await typed(page, '1234567890123');
    for (let pressed = 0; pressed < 17; pressed++) await page.keyboard.press('Backspace');
    expect(await field(page).inputValue()).toBe('');
  });

  it('brings up the keys for digits, and nothing that was typed before', async () => {
    const page = await open();
    expect(await field(page).getAttribute('inputmode')).toBe('numeric');
    expect(await field(page).getAttribute('autocomplete')).toBe('off');
    expect(await field(page).getAttribute('name')).toBeNull();
  });
});

describe('a typing error', () => {
  it.each([
    ['nothing', '', 'กรุณากรอกเลขประจำตัวประชาชน'],
    ['twelve digits', '100000000001', 'กรอกแล้ว 12 หลัก ยังขาดอีก 1 หลัก'],
    ['fourteen digits', '10000000000170', 'กรอกแล้ว 14 หลัก เกินมา 1 หลัก'],
    ['a letter', '1O00000000017', 'มีตัวอักษรหรือเครื่องหมายปนอยู่'],
    ['a first digit that no card has', '9000000000017', 'หลักแรกต้องเป็นเลข 1 ถึง 8'],
    ['a wrong digit', '1000000000018', 'มีตัวเลขผิดอย่างน้อยหนึ่งหลัก'],
  ])('is named at the field before anything is sent: %s', async (_what, written, says) => {
    const page = await open();
    const sent: string[] = [];
    await page.route('**/v1/**', (route) => {
      sent.push(route.request().url());
      return route.continue();
    });
    await check(page, written);
    await fault(page).getByText(says).waitFor();
    expect(await field(page).getAttribute('aria-invalid')).toBe('true');
    expect(await field(page).getAttribute('aria-describedby')).toContain('citizen-id-fault');
    expect(await isFocused(page, '#citizen-id')).toBe(true);
    expect(sent).toEqual([]);
  });

  it('of the last digit is named at once, and is gone with the next key', async () => {
    const page = await open();
    await typed(page, '1000000000018');
    await fault(page).getByText('มีตัวเลขผิดอย่างน้อยหนึ่งหลัก').waitFor();
    await page.keyboard.press('Backspace');
    expect(await fault(page).textContent()).toBe('');
  });
});

const ANOTHER = 'ตรวจให้คนอื่น';

it('needs no pointer: from the first key to the next person', async () => {
  const page = await open();
  const press = async (key: string, times = 1): Promise<void> => {
    for (let pressed = 0; pressed < times; pressed++) await page.keyboard.press(key);
  };
  const focused = async (): Promise<string> => (await page.locator(':focus').innerText()).trim();
  await press('Tab');
  expect(await focused()).toMatch(/^ข้ามไปยังเนื้อหา/);
  await press('Enter');
  await press('Tab');
  await page.keyboard.type(mayRegister);
  await press('Enter');
  await heading(page).waitFor();
  await expect.poll(focused).toBe('ท่านแจ้งความประสงค์ได้');
  for (let pressed = 0; pressed < 30 && (await focused()) !== ANOTHER; pressed++) await press('Tab');
  expect(await focused()).toBe(ANOTHER);
  await press('Enter');
  expect(await isFocused(page, '#citizen-id')).toBe(true);
  expect(await field(page).inputValue()).toBe('');
});

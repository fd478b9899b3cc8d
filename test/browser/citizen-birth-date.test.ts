import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/client.ts';
import {
  answered,
  answerLookUps,
  askForBirthDates,
  check,
  citizensBrowser,
  fault,
  field,
  heading,
  isFocused,
  mayRegister,
  notFound,
  writeBirthDate,
} from './citizen-site.ts';

const open = citizensBrowser();

const group = (page: Page) => page.locator('#birth-date-group');
const dateFault = (page: Page) => page.locator('#birth-date-fault');

/** The system as it answers while the measure asks: a question without a birth date is refused. */
const asking = (asked: unknown[]) => async (route: Route) => {
  const question = route.request().postDataJSON() as { birthDate?: string };
  asked.push(question);
  if (question.birthDate !== undefined) return route.continue();
  const code = 'look-up.birth-date-required';
  await route.fulfill({
    status: 422,
    contentType: 'application/problem+json',
    json: { code, errors: [{ path: 'birthDate', code }] },
  });
};

async function asked(page: Page): Promise<unknown[]> {
  const questions: unknown[] = [];
  await answerLookUps(page, asking(questions));
  return questions;
}

describe('while the measure does not ask for the birth date', () => {
  it('the page does not either', async () => {
    const page = await open();
    await page.waitForLoadState('networkidle');
    expect(await group(page).isVisible()).toBe(false);
    expect(await answered(page, mayRegister)).toBe('ท่านแจ้งความประสงค์ได้');
  });

  it('a page that still asks is answered all the same', async () => {
    const page = await open();
    await askForBirthDates(page);
    await writeBirthDate(page, '1', '1', '2500');
    expect(await answered(page, mayRegister)).toBe('ท่านแจ้งความประสงค์ได้');
  });
});

describe('while the measure asks for the birth date', () => {
  it('it is written in the Buddhist era, in Thai digits too, and sent in the common era', async () => {
    const page = await open();
    await askForBirthDates(page);
    const questions = await asked(page);
    await writeBirthDate(page, '๒๗', '๓', '๒๕๐๔');
    expect(await answered(page, mayRegister)).toBe('ท่านแจ้งความประสงค์ได้');
    expect(questions).toEqual([{ citizenId: mayRegister, birthDate: '1961-03-27' }]);
  });

  it.each([
    ['nothing', ['', '', ''], 'กรุณากรอกวันเดือนปีเกิด', 'day'],
    ['no day', ['', '3', '2504'], 'ถ้าในบัตรไม่มี ใส่ 1', 'day'],
    ['a month in letters', ['27', 'มี.ค.', '2504'], 'มีตัวอักษรหรือเครื่องหมายปนอยู่', 'month'],
    ['a thirteenth month', ['27', '13', '2504'], 'เดือนต้องเป็นเลข 1 ถึง 12', 'month'],
    ['half a year', ['27', '3', '04'], 'ปีเกิดต้องเป็น พ.ศ. 4 หลัก', 'year'],
    ['a day that never was', ['29', '2', '2504'], 'ไม่มีวันนี้ในปฏิทิน', 'day'],
    ['a day to come', ['27', '3', '2699'], 'วันเกิดนี้ยังมาไม่ถึง', 'year'],
  ] as const)(
    'a fault is named at the field before anything is sent: %s',
    async (_, [day, month, year], says, part) => {
      const page = await open();
      await askForBirthDates(page);
      const questions = await asked(page);
      await writeBirthDate(page, day, month, year);
      await check(page, mayRegister);
      await dateFault(page).getByText(says).waitFor();
      const input = page.locator(`#birth-${part}`);
      expect(await input.getAttribute('aria-invalid')).toBe('true');
      expect(await input.getAttribute('aria-describedby')).toContain('birth-date-fault');
      expect(await isFocused(page, `#birth-${part}`)).toBe(true);
      expect(questions).toEqual([]);
      await input.fill('1');
      expect(await dateFault(page).textContent()).toBe('');
    },
  );

  it('both faults are named at once, the first of them has the focus', async () => {
    const page = await open();
    await askForBirthDates(page);
    await check(page, '1000000000018');
    await fault(page).getByText('มีตัวเลขผิดอย่างน้อยหนึ่งหลัก').waitFor();
    await dateFault(page).getByText('กรุณากรอกวันเดือนปีเกิด').waitFor();
    expect(await isFocused(page, '#citizen-id')).toBe(true);
    await page.locator('#language').click();
    await dateFault(page).getByText('Enter the date of birth.').waitFor();
  });

  it('who is not found is told to compare the birth date, too, and finds it as it was', async () => {
    const page = await open();
    await askForBirthDates(page);
    await writeBirthDate(page, '27', '3', '2504');
    expect(await answered(page, notFound)).toBe('ไม่พบสิทธิ์ตามเลขและวันเกิดนี้');
    expect(await page.locator('.steps li').count()).toBe(3);
    await page.getByRole('button', { name: 'แก้แล้วตรวจอีกครั้ง' }).click();
    expect(await page.locator('#birth-year').inputValue()).toBe('2504');
  });

  it('the groups and their fields have names, and the keys for digits come up', async () => {
    const page = await open();
    await askForBirthDates(page);
    const date = page.getByRole('group', { name: 'วันเดือนปีเกิด' });
    for (const name of ['วันที่', 'เดือน', 'ปี พ.ศ.']) {
      const input = date.getByRole('textbox', { name, exact: true });
      expect(await input.getAttribute('inputmode')).toBe('numeric');
      expect(await input.getAttribute('autocomplete')).toBe('off');
      expect(await input.getAttribute('name')).toBeNull();
    }
  });

  it('nothing of it is left after the page, or after "check another person"', async () => {
    const page = await open();
    const values = () =>
      page.evaluate<string>(
        `[...document.querySelectorAll('input')].map(({ value }) => value).join('')
          + JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href`,
      );
    await askForBirthDates(page);
    const leave = [
      () => page.getByRole('button', { name: 'ตรวจให้คนอื่น' }).click(),
      () => page.evaluate(`window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`),
      () => page.reload(),
      async () => {
        await page.goto(`${stack.siteUrl}/documents/`);
        await page.goBack();
      },
    ];
    for (const leaving of leave) {
      await group(page).waitFor();
      await writeBirthDate(page, '27', '3', '2504');
      await answered(page, mayRegister);
      await leaving();
      await group(page).waitFor();
      expect(await values()).not.toContain('2504');
      expect(await heading(page).count()).toBe(0);
    }
  });
});

describe('a page that was loaded before the measure asked for the birth date', () => {
  it('brings the question up, says why, and is answered', async () => {
    const page = await open();
    await page.waitForLoadState('networkidle');
    const questions = await asked(page);
    await check(page, mayRegister);
    await dateFault(page).getByText('ขณะนี้ต้องใช้วันเดือนปีเกิดด้วย').waitFor();
    expect(await isFocused(page, '#birth-day')).toBe(true);
    expect(await fault(page).textContent()).toBe('');
    expect((await field(page).inputValue()).replace(/-/g, '')).toBe(mayRegister);
    await writeBirthDate(page, '27', '3', '2504');
    await page.keyboard.press('Enter');
    await heading(page).getByText('ท่านแจ้งความประสงค์ได้').waitFor();
    expect(questions).toHaveLength(2);
  });

  it('asks by it all the same where the measure could not be read', async () => {
    const page = await open('/robots.txt');
    await page.route('**/v1/measure', (route) => route.abort());
    await page.goto(`${stack.siteUrl}/`);
    expect(await group(page).isVisible()).toBe(false);
    expect(await answered(page, mayRegister)).toBe('ท่านแจ้งความประสงค์ได้');
  });
});

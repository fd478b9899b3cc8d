import { describe, expect, it } from 'vitest';
import { stack } from '../support/client.ts';
import {
  answered,
  answerLookUps,
  check,
  citizensBrowser,
  fault,
  field,
  heading,
  inPhase,
  isFocused,
  mayRegister,
  noNetwork,
  notFound,
  registered,
  withStatus,
} from './citizen-site.ts';

const open = citizensBrowser();

/** With ordinary blanks, so that a test can be read. */
const textOf = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

describe('who may register', () => {
  it('is told what to do, until when, what to bring and where to go', async () => {
    const page = await open();
    expect(await answered(page, mayRegister)).toBe('ท่านแจ้งความประสงค์ได้');
    const slip = textOf(await page.locator('#answer').textContent());
    for (const word of ['แจ้งความประสงค์ได้ที่ ธ.ก.ส.', 'บัตรสวัสดิการแห่งรัฐ', 'บัตรประจำตัวประชาชน', 'หางตั๋ว'])
      expect(slip).toContain(word);
    const places = page.locator('.place');
    expect(textOf(await places.nth(0).textContent())).toMatch(/^ธ\.ก\.ส\. ?ทุกสาขาในอำเภอนี้/);
    expect(textOf(await places.nth(1).textContent())).toMatch(/^ธนาคารออมสิน/);
    const office = places.filter({ hasText: 'ที่ว่าการอำเภอเมืองอุบลราชธานี' });
    expect(textOf(await office.textContent())).toContain('เวลา จ.-ศ. 08.30-16.30 น.');
    expect(await office.locator('a.phone').getAttribute('href')).toBe('tel:045000000');
    const map = office.locator('a.map-link');
    expect(await map.getAttribute('href')).toMatch(/^https:\/\/[^?]+\?api=1&query=15\.228,104\.857$/);
    expect(await map.getAttribute('rel')).toBe('noopener noreferrer');
  });

  it('reads the last day with its weekday and in the Buddhist era', async () => {
    const page = await open();
    await answerLookUps(page, async (route) => {
      const response = await route.fetch();
      const answer = (await response.json()) as { measure: object };
      await route.fulfill({
        response,
        json: { ...answer, measure: { ...answer.measure, windowTo: '2026-12-14' } },
      });
    });
    await answered(page, mayRegister);
    const day = page.locator('.slip-fact').first();
    expect(textOf(await day.textContent())).toBe('วันจันทร์ที่ 14 ธันวาคม 2569');
    await page.locator('#language').click();
    expect(textOf(await day.textContent())).toBe('Monday 14 December 2026 (B.E. 2569)');
  });

  it('is told not to go before the first day, and what the days are', async () => {
    const page = await open();
    await answerLookUps(page, inPhase('before', '2027-02-01', '2027-02-28'));
    expect(await answered(page, mayRegister)).toBe('ท่านมีสิทธิ์ แต่ยังไม่ถึงวันรับแจ้ง');
    const slip = textOf(await page.locator('#answer').textContent());
    expect(slip).toContain('1 กุมภาพันธ์ 2570 ถึง 28 กุมภาพันธ์ 2570');
    expect(slip).toContain('ยังไม่ต้องไปในตอนนี้');
  });

  it('is sent nowhere after the last day', async () => {
    const page = await open();
    await answerLookUps(page, inPhase('after', '2018-02-01', '2018-02-28'));
    expect(await answered(page, mayRegister)).toBe('หมดเวลารับแจ้งความประสงค์แล้ว');
    expect(textOf(await page.locator('.slip-fact').textContent())).toBe('วันพุธที่ 28 กุมภาพันธ์ 2561');
    expect(await page.locator('.place').count()).toBe(0);
  });
});

it('tells who has registered when, where, and to keep the slip', async () => {
  const page = await open();
  expect(await answered(page, registered)).toBe('ท่านแจ้งความประสงค์ไว้แล้ว');
  const slip = textOf(await page.locator('#answer').textContent());
  for (const word of ['ไม่ต้องแจ้งอีก', 'หางตั๋ว', 'อำเภอเมืองอุบลราชธานี', '1359']) expect(slip).toContain(word);
});

it('tells who is not found that one wrong digit is enough, and keeps the number for correcting', async () => {
  const page = await open();
  expect(await answered(page, notFound)).toBe('ไม่พบสิทธิ์ตามเลขนี้');
  expect(textOf(await page.locator('#answer').textContent())).toContain('กรอกผิดเพียงหลักเดียวก็อาจไม่พบสิทธิ์ได้');
  await page.getByRole('button', { name: 'แก้เลขแล้วตรวจอีกครั้ง' }).click();
  expect((await field(page).inputValue()).replace(/-/g, '')).toBe(notFound);
  expect(await isFocused(page, '#citizen-id')).toBe(true);
});

describe('without an answer', () => {
  it.each([
    ['of too many tries', withStatus(429), 'ขณะนี้มีการตรวจสอบมากเกินไป'],
    ['of what the edge takes for a machine', withStatus(403), 'ขณะนี้มีการตรวจสอบมากเกินไป'],
    ['of a busy system', withStatus(503, { 'retry-after': '1' }), 'ระบบขัดข้องชั่วคราว'],
    ['of a broken system', withStatus(500), 'ระบบขัดข้องชั่วคราว'],
    ['of no network', noNetwork, 'เชื่อมต่ออินเทอร์เน็ตไม่ได้'],
  ])('because %s, the page says so and names the call centre', async (_why, answer, says) => {
    const page = await open();
    await answerLookUps(page, answer);
    expect(await answered(page, mayRegister)).toBe(says);
    expect(await page.locator('#answer a[href="tel:1359"]').count()).toBe(1);
  });

  it('the same question is asked again by one press, once the wait is over', async () => {
    const page = await open();
    let times = 0;
    await answerLookUps(page, (route) =>
      ++times === 1 ? withStatus(503, { 'retry-after': '2' })(route) : route.continue(),
    );
    await answered(page, mayRegister);
    const retry = page.locator('#answer .button-main');
    expect(await retry.isDisabled()).toBe(true);
    expect(await retry.textContent()).toMatch(/[12] วินาที/);
    await page.getByRole('button', { name: 'ลองอีกครั้ง', exact: true }).click();
    await page.getByText('ท่านแจ้งความประสงค์ได้').waitFor();
    expect(times).toBe(2);
  });

  it('a page that waits says so, and after a while that no answer will come', async () => {
    const page = await open();
    await page.clock.install();
    await answerLookUps(page, () => new Promise(() => {}));
    await check(page, mayRegister);
    const progress = page.getByRole('status');
    await progress.getByText('กำลังตรวจสอบ').waitFor();
    await page.clock.runFor(6_000);
    await progress.getByText('กำลังรอคำตอบ').waitFor();
    await page.clock.runFor(20_000);
    expect(await heading(page).textContent()).toBe('สัญญาณช้า ยังไม่ได้รับคำตอบ');
  });

  it("a hotspot's page in place of the answer counts as trouble", async () => {
    const page = await open();
    await answerLookUps(page, (route) => route.fulfill({ contentType: 'text/html', body: '<p>Log in</p>' }));
    expect(await answered(page, mayRegister)).toBe('ระบบขัดข้องชั่วคราว');
  });
});

it.each([
  [400, 'กรุณากรอกเฉพาะตัวเลข'],
  [422, 'มีตัวเลขผิดอย่างน้อยหนึ่งหลัก'],
])('shows at the field what the system refuses with %i', async (status, says) => {
  const page = await open();
  await answerLookUps(page, withStatus(status));
  await check(page, mayRegister);
  await fault(page).getByText(says).waitFor();
  expect(await field(page).getAttribute('aria-invalid')).toBe('true');
});

it('two presses ask once', async () => {
  const page = await open();
  let times = 0;
  await answerLookUps(page, async (route) => {
    times++;
    await route.continue();
  });
  await field(page).fill(mayRegister);
  await page.locator('#check').dblclick();
  await heading(page).waitFor();
  expect(times).toBe(1);
});

it('speaks English when asked to, and still does on the next visit', async () => {
  const page = await open();
  await answered(page, mayRegister);
  await page.locator('#language').click();
  expect(await heading(page).textContent()).toBe('You may register');
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await page.title()).toMatch(/^Check whether/);
  expect(await page.locator('.place-name').last().getAttribute('lang')).toBe('th');
  await page.goto(`${stack.siteUrl}/places/`);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Where to register');
});

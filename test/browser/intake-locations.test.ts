import { randomInt } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeIntakeLocation, listMyIntakeLocations } from '../../functions/contract/intake-locations.ts';
import { addPlace, type Place, placePath, retirePlace } from '../e2e/desk.ts';
import {
  aBrowser,
  axeFaultsInAllLooks,
  DESK,
  loseAnswers,
  NO_FAULTS,
  PHONE,
  typeDay,
} from '../support/browser.ts';
import { answered, type Client, eventually, ifMatch, officer } from '../support/client.ts';
import { check, mayRegister } from './citizen-site.ts';

const OWN = '3401';
const SCREEN = `/officer/intake-locations?district=${OWN}`;
const WRITE = '**/v1/districts/*/intake-locations';

/** A change is with everybody after this time. */
const PUBLISHED_WITHIN_MS = 30_000;

const open = aBrowser();
let mueang: Client;

beforeAll(async () => {
  mueang = await officer('mueang-ubon');
});

/** No other test has a place of this name. */
const newName = (): string => `ศาลาประชาคมหมู่ ${randomInt(1, 1_000_000)}`;

async function openAs(username: string, path = SCREEN, viewport = DESK): Promise<Page> {
  const page = await open(path, { as: username, viewport });
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const field = (page: Page, name: string) => page.locator(`.places-form input[name="${name}"]`);
const save = (page: Page) => page.getByRole('button', { name: 'บันทึก', exact: true });
const rowOf = (page: Page, name: string) => page.locator('.places-table tbody tr', { hasText: name });
const saved = (page: Page) => page.locator('.notice-good');
const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).innerText()).replace(/\s+/g, ' ').trim();

async function beginChange(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `แก้ไข ${name}` }).click();
  await page.getByRole('heading', { name: 'แก้ไขสถานที่รับแจ้งความประสงค์' }).waitFor();
}

const placesNamed = async (name: string): Promise<Place[]> =>
  answered(listMyIntakeLocations, await mueang.get(`/v1/me/intake-locations?district=${OWN}`)).places.filter(
    (place) => place.name === name,
  );

/** As somebody else does it, elsewhere. */
const changeElsewhere = async (place: Place, changes: object): Promise<Place> =>
  answered(
    changeIntakeLocation,
    await mueang.patch(placePath(place), changes, ifMatch(`"${place.version}"`)),
  );

describe('a place', () => {
  it('is added with the area preset by the log-in, and the citizen sees what was previewed', async () => {
    const page = await openAs('mueang-ubon');
    expect(await page.getByLabel('จังหวัดรับแจ้ง').inputValue()).toBe('อุบลราชธานี');
    expect(await page.getByLabel('อำเภอที่รับแจ้ง').inputValue()).toBe('เมืองอุบลราชธานี');
    const name = newName();
    await field(page, 'name').fill(name);
    await field(page, 'address').fill('ถนนอุปราช ตำบลในเมือง');
    await typeDay(page, 'opensOn', '2026-01-05');
    await typeDay(page, 'closesOn', '2056-12-31');
    await field(page, 'hours').fill('ส.-อา. 09.00-15.00 น.');
    await field(page, 'phone').fill('045 111 222 ต่อ 3');
    await field(page, 'position').fill('https://www.google.com/maps/@15.23,104.86,17z');
    await page.getByText('ละติจูด 15.23 ลองจิจูด 104.86').waitFor();
    const preview = page.locator('.places-card');
    const map = await preview.getByRole('link').getAttribute('href');
    const previewed = (await preview.innerText()).replace(/\s+/g, ' ').trim();
    await save(page).click();
    await saved(page).waitFor();
    await rowOf(page, name).waitFor();
    expect(await field(page, 'name').inputValue()).toBe('');

    const citizen = await open('/', { viewport: PHONE });
    await eventually(async () => {
      await citizen.goto(new URL('/', citizen.url()).href);
      await check(citizen, mayRegister);
      await citizen.locator('#answer-heading').waitFor();
      const shown = citizen.locator('.place', { hasText: name });
      expect((await shown.innerText({ timeout: 1000 })).replace(/\s+/g, ' ').trim()).toBe(previewed);
      expect(await shown.locator('.map-link').getAttribute('href')).toBe(map);
    }, PUBLISHED_WITHIN_MS);
  });

  it('is added by the keyboard alone, and the next one can be typed at once', async () => {
    const page = await openAs('mueang-ubon');
    const name = newName();
    await field(page, 'name').focus();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await rowOf(page, name).waitFor();
    await page.locator('input[name="name"]:focus').waitFor();
  });

  it('is made once when the answer is lost and the officer saves again', async () => {
    const page = await openAs('mueang-ubon');
    const lost = await loseAnswers(page, WRITE, 'POST', 1);
    const name = newName();
    await field(page, 'name').fill(name);
    await field(page, 'hours').fill('จ.-ศ.');
    await save(page).click();
    await page.getByText('ยังไม่ทราบว่าบันทึกแล้วหรือไม่').waitFor();
    expect(lost()).toBe(1);
    expect(await field(page, 'name').inputValue()).toBe(name);
    expect(await field(page, 'hours').inputValue()).toBe('จ.-ศ.');
    await save(page).click();
    await rowOf(page, name).waitFor();
    expect(await placesNamed(name)).toHaveLength(1);
  });

  it('is not sent while something in the form is wrong, and the summary leads to the field', async () => {
    const page = await openAs('mueang-ubon');
    await field(page, 'position').fill('https://maps.app.goo.gl/AbCdEf123');
    await save(page).click();
    const summary = page.locator('.error-summary');
    expect(await summary.getByRole('link').allTextContents()).toEqual([
      'โปรดระบุชื่อสถานที่รับแจ้งความประสงค์',
      expect.stringContaining('ลิงก์แบบย่อ'),
    ]);
    await summary.getByRole('link').first().click();
    await page.locator('input[name="name"]:focus').waitFor();
  });

  it('that the API refuses says so at the field that it names', async () => {
    const page = await openAs('mueang-ubon');
    await field(page, 'name').fill(newName());
    await field(page, 'phone').fill('ไม่มี');
    await save(page).click();
    await page.locator('.error-summary').waitFor();
    expect(await page.locator('.places-form .field-error').allInnerTexts()).toEqual([
      await page.locator('.error-summary a').innerText(),
    ]);
    expect(await field(page, 'phone').getAttribute('aria-invalid')).toBe('true');
    expect(await field(page, 'phone').inputValue()).toBe('ไม่มี');
  });

  it('leaves the list when it is retired, after a question that shows it', async () => {
    const name = newName();
    await addPlace(mueang, OWN, name);
    const page = await openAs('mueang-ubon');
    await page.getByRole('button', { name: `เลิกรับแจ้ง ${name}` }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText(name).waitFor();
    await page.keyboard.press('Escape');
    expect(await rowOf(page, name).count()).toBe(1);
    await page.getByRole('button', { name: `เลิกรับแจ้ง ${name}` }).click();
    await question.getByRole('button', { name: 'ยืนยันการเลิกรับแจ้ง' }).click();
    await saved(page).waitFor();
    expect(await rowOf(page, name).count()).toBe(0);
    expect((await placesNamed(name)).map(({ status }) => status)).toEqual(['retired']);
  });
});

describe('two tabs at the same place', () => {
  it('show the later one what the other has saved beside its own, and save what the officer chooses', async () => {
    const name = newName();
    await addPlace(mueang, OWN, name);
    const [first, second] = [await openAs('mueang-ubon'), await openAs('mueang-ubon')];
    for (const page of [first, second]) await beginChange(page, name);
    await field(first, 'phone').fill('045 111 111');
    await field(first, 'address').fill('ถนนสรรพสิทธิ์');
    await save(first).click();
    await saved(first).waitFor();

    await field(second, 'phone').fill('045 222 222');
    await field(second, 'hours').fill('จ.-ศ. 08.30-16.30 น.');
    await save(second).click();
    const conflict = second.locator('.places-conflict');
    await conflict.waitFor();
    const side = (label: string, whose: string) =>
      conflict.getByRole('radiogroup', { name: label }).getByRole('radio', { name: whose });
    expect(await side('ที่ตั้ง', 'ถนนสรรพสิทธิ์').isChecked()).toBe(true);
    expect(await side('วันและเวลาทำการ', 'จ.-ศ. 08.30-16.30 น.').isChecked()).toBe(true);
    expect(await side('โทรศัพท์', '045 111 111').isChecked()).toBe(false);
    expect(await side('โทรศัพท์', '045 222 222').isChecked()).toBe(false);

    await second.getByRole('button', { name: 'บันทึกตามที่เลือก' }).click();
    await conflict.getByText('โปรดเลือกข้อมูลของช่องนี้').waitFor();
    await side('โทรศัพท์', '045 111 111').focus();
    await second.keyboard.press('ArrowRight');
    expect(await textOf(second, '.places-card')).toContain('045 222 222');
    await second.getByRole('button', { name: 'บันทึกตามที่เลือก' }).click();
    await saved(second).waitFor();
    expect(await placesNamed(name)).toMatchObject([
      { version: 3, address: 'ถนนสรรพสิทธิ์', phone: '045 222 222', hours: 'จ.-ศ. 08.30-16.30 น.' },
    ]);
  });

  it('keep what was typed when the other has retired the place, to be added as a new one', async () => {
    const name = newName();
    const place = await addPlace(mueang, OWN, name);
    const page = await openAs('mueang-ubon');
    await beginChange(page, name);
    await field(page, 'hours').fill('ทุกวัน 09.00-12.00 น.');
    await retirePlace(mueang, place);
    await save(page).click();
    await page.getByRole('heading', { name: 'สถานที่นี้เลิกรับแจ้งไปแล้ว' }).waitFor();
    await page.getByRole('button', { name: 'ใช้ข้อมูลนี้เพิ่มเป็นสถานที่ใหม่' }).click();
    await page.getByRole('heading', { name: 'เพิ่มสถานที่รับแจ้งความประสงค์' }).waitFor();
    expect(await field(page, 'hours').inputValue()).toBe('ทุกวัน 09.00-12.00 น.');
    await save(page).click();
    await rowOf(page, name).waitFor();
    expect((await placesNamed(name)).map(({ status }) => status).sort()).toEqual(['open', 'retired']);
  });

  it('ask again before a place is retired that has changed meanwhile', async () => {
    const name = newName();
    const place = await addPlace(mueang, OWN, name);
    const page = await openAs('mueang-ubon');
    await page.getByRole('button', { name: `เลิกรับแจ้ง ${name}` }).click();
    await changeElsewhere(place, { hours: 'ย้ายมาวันเสาร์' });
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'ยืนยันการเลิกรับแจ้ง' }).click();
    await question.getByText('ย้ายมาวันเสาร์').waitFor();
    expect((await placesNamed(name)).map(({ status }) => status)).toEqual(['open']);
    await question.getByRole('button', { name: 'ยืนยันการเลิกรับแจ้ง' }).click();
    await saved(page).waitFor();
    expect((await placesNamed(name)).map(({ status }) => status)).toEqual(['retired']);
  });

  it('make no conflict of a change whose own answer was lost', async () => {
    const name = newName();
    await addPlace(mueang, OWN, name);
    const page = await openAs('mueang-ubon');
    await beginChange(page, name);
    await loseAnswers(page, `${WRITE}/*`, 'PATCH', 1);
    await field(page, 'phone').fill('045 333 333');
    await save(page).click();
    await page.getByText('ยังไม่ทราบว่าบันทึกแล้วหรือไม่').waitFor();
    await save(page).click();
    await saved(page).waitFor();
    expect(await placesNamed(name)).toMatchObject([{ version: 2, phone: '045 333 333' }]);
  });
});

describe('the area', () => {
  it.each([
    ['mueang-ubon', '3415'],
    ['mueang-ubon', '1001'],
    ['ubon', '1001'],
    ['central', '3499'],
  ])('of %s is not left by an address that names district %s', async (username, district) => {
    const page = await openAs(username, `/officer/intake-locations?district=${district}`);
    await page.getByText('เปิดหน้าของอำเภอนี้ไม่ได้').waitFor();
    await page.getByText('ไม่พบอำเภอ/เขตที่ระบุ').waitFor();
    expect(await page.locator('.places-form, .places-table').count()).toBe(0);
  });

  it('of a district officer is one link away from an address outside it', async () => {
    const page = await openAs('mueang-ubon', '/officer/intake-locations?district=3415');
    await page.getByRole('link', { name: 'ไปยังอำเภอของท่าน (เมืองอุบลราชธานี)' }).click();
    await page.locator('.places-table').waitFor();
  });

  it('of a province officer offers its districts, and the address names the chosen one', async () => {
    const page = await openAs('ubon', '/officer/intake-locations');
    expect(await page.getByLabel('จังหวัดรับแจ้ง').inputValue()).toBe('อุบลราชธานี');
    const choose = page.getByRole('button', { name: 'อำเภอที่รับแจ้ง' });
    expect(await choose.innerText()).toContain('- โปรดเลือกอำเภอ -');
    await choose.click();
    expect(await page.getByRole('option').count()).toBe(25);
    await page.getByRole('option', { name: 'วารินชำราบ' }).click();
    await page.locator('.places-form').waitFor();
    expect(new URL(page.url()).search).toBe('?district=3415');
    await page.reload();
    await page.locator('.places-form').waitFor();
    expect(await page.getByRole('button', { name: 'อำเภอที่รับแจ้ง' }).innerText()).toContain('วารินชำราบ');
  });

  it('of a central officer is chosen by province and then by district, in Bangkok a เขต', async () => {
    const page = await openAs('central', '/officer/intake-locations');
    const province = page.getByRole('combobox', { name: 'จังหวัดรับแจ้ง' });
    await province.fill('กรุงเทพ');
    await page.getByRole('option', { name: 'กรุงเทพมหานคร' }).click();
    await page.getByRole('button', { name: 'เขตที่รับแจ้ง' }).click();
    await page.getByRole('option', { name: 'พระนคร', exact: true }).click();
    await page.locator('.places-form').waitFor();
    expect(new URL(page.url()).search).toBe('?district=1001');
  });
});

describe('the screen', () => {
  it('has no fault for people with a disability, in any of its states', async () => {
    const name = newName();
    const place = await addPlace(mueang, OWN, name);
    const page = await openAs('mueang-ubon');
    expect(await axeFaultsInAllLooks(page), 'the form and the list').toEqual(NO_FAULTS);
    await save(page).click();
    await page.locator('.error-summary').waitFor();
    expect(await axeFaultsInAllLooks(page), 'with errors').toEqual(NO_FAULTS);
    await beginChange(page, name);
    await changeElsewhere(place, { phone: '045 111 111' });
    await field(page, 'phone').fill('045 222 222');
    await field(page, 'hours').fill('จ.-ศ.');
    await save(page).click();
    await page.locator('.places-conflict').waitFor();
    // React Aria reads a button's waiting out from a passing element, which outlives that button by seconds.
    await page
      .locator('div[role="img"][aria-labelledby^="react-aria"]')
      .first()
      .waitFor({ state: 'detached' });
    expect(await axeFaultsInAllLooks(page), 'the conflict').toEqual(NO_FAULTS);
    await page.getByRole('button', { name: 'ใช้ที่บันทึกไว้ล่าสุดทั้งหมด' }).click();
    await page.getByRole('button', { name: `เลิกรับแจ้ง ${name}` }).click();
    await page.getByRole('alertdialog').waitFor();
    expect(await axeFaultsInAllLooks(page), 'the question').toEqual(NO_FAULTS);
  }, 240_000);

  it('has no fault where it is refused', async () => {
    const page = await openAs('mueang-ubon', '/officer/intake-locations?district=3415');
    await page.getByText('เปิดหน้าของอำเภอนี้ไม่ได้').waitFor();
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
  });

  it('fits a phone: nothing scrolls sideways, and a place is added with the thumb', async () => {
    const page = await openAs('mueang-ubon', SCREEN, PHONE);
    const name = newName();
    await field(page, 'name').fill(name);
    await save(page).click();
    await rowOf(page, name).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  });
});

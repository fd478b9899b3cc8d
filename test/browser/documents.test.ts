import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { aBrowser, axeFaultsInAllLooks, DESK, loseAnswers, NO_FAULTS, PHONE } from '../support/browser.ts';
import { eventually } from '../support/client.ts';

/** A kind for each test, so that the versions of one are no business of another. */
const FORM = 'หนังสือแจ้งความประสงค์';
const MANUAL = 'คู่มือการปฏิบัติงาน';
const SLIDES = 'เอกสารนำเสนอ';
const SUMMARY = 'สรุปกลไกการดำเนินงานระดับจังหวัด';
const SAMPLE = 'ตัวอย่างคำสั่งแต่งตั้งทีมอำเภอ';
const ASSESSMENT = 'แบบประเมินรายบุคคลและเมนูการพัฒนา';

/** A change is with everybody after this time. */
const PUBLISHED_WITHIN_MS = 30_000;
const MEGABYTE = 1024 * 1024;

const open = aBrowser();

async function openAs(username: string, viewport = DESK): Promise<Page> {
  const page = await open('/officer/documents', { as: username, viewport });
  await page.locator('.documents-list').waitFor();
  return page;
}

const pdf = (text: string, name = 'a.pdf') => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from(`%PDF-1.7\n% ${text}\n`),
});

const entry = (page: Page, kind: string) => page.locator('.documents-entry', { hasText: kind });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const chooseFile = (page: Page, file: ReturnType<typeof pdf>) =>
  page.locator('input[name="file"]').setInputFiles(file);

async function publish(
  page: Page,
  kind: string,
  { file, title, isPublic = false }: { file: ReturnType<typeof pdf>; title: string; isPublic?: boolean },
): Promise<void> {
  await entry(page, kind)
    .getByRole('button', { name: new RegExp(`^(อัปโหลด|เปลี่ยน)ไฟล์ ${kind}$`) })
    .click();
  await chooseFile(page, file);
  await page.getByLabel('ชื่อเอกสาร (ไทย)').fill(title);
  await page.getByRole('checkbox', { name: 'ประชาชนดูและดาวน์โหลดได้' }).setChecked(isPublic, { force: true });
  await button(page, 'เผยแพร่').click();
  await entry(page, kind).locator('.notice-good').waitFor();
}

/** The text of the file that a click brings. */
async function downloaded(page: Page, click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

const currentOf = (page: Page, kind: string) => () =>
  entry(page, kind)
    .locator(':scope > .documents-acts')
    .getByRole('button', { name: /^ดาวน์โหลด/ })
    .click();

/** Titles on the citizens' page of documents. */
async function publicTitles(page: Page): Promise<string> {
  await page.goto(new URL('/documents/', page.url()).href);
  await page.locator('.documents, .notice').first().waitFor();
  return page.locator('body').innerText();
}

describe('a document', () => {
  it('is uploaded by central, downloaded by a district officer, and by everybody when it is public', async () => {
    const central = await openAs('central');
    expect(await central.locator('.documents-entry').count()).toBe(9);
    const title = 'หนังสือแจ้งความประสงค์ ฉบับทดสอบ';
    const sent = pdf('แบบหนึ่ง', 'แบบ.pdf');
    await publish(central, FORM, { file: sent, title, isPublic: true });
    const about = (await entry(central, FORM).innerText()).replace(/\s+/g, ' ');
    for (const part of [title, 'PDF', `${sent.buffer.length} B`, 'ประชาชนดูได้', 'โดยส่วนกลาง'])
      expect(about).toContain(part);

    const district = await openAs('warin');
    const file = await downloaded(district, currentOf(district, FORM));
    expect(file).toEqual({ name: 'intent-form.pdf', text: '%PDF-1.7\n% แบบหนึ่ง\n' });
    expect(new URL(district.url()).pathname).toBe('/officer/documents');

    const citizen = await open('/documents/', { viewport: PHONE });
    await eventually(async () => expect(await publicTitles(citizen)).toContain(title), PUBLISHED_WITHIN_MS);
    const link = await citizen.getByRole('link', { name: title }).getAttribute('href');
    const got = await citizen.request.get(link ?? '');
    expect(await got.text()).toBe('%PDF-1.7\n% แบบหนึ่ง\n');
  });

  it('that is for officers only is not on the citizens’ page', async () => {
    const central = await openAs('central');
    const [secret, open_] = ['สรุปสำหรับเจ้าหน้าที่', 'เอกสารนำเสนอสำหรับทุกคน'];
    await publish(central, SUMMARY, { file: pdf('ภายใน'), title: secret });
    await publish(central, SLIDES, { file: pdf('ทุกคน'), title: open_, isPublic: true });
    const citizen = await open('/documents/', { viewport: PHONE });
    await eventually(async () => expect(await publicTitles(citizen)).toContain(open_), PUBLISHED_WITHIN_MS);
    expect(await publicTitles(citizen)).not.toContain(secret);
  });

  it('that is replaced keeps the file before, which can be downloaded and brought back', async () => {
    const page = await openAs('central');
    await publish(page, MANUAL, { file: pdf('ฉบับที่หนึ่ง'), title: 'คู่มือ ฉบับที่ 1' });
    await publish(page, MANUAL, { file: pdf('ฉบับที่สอง'), title: 'คู่มือ ฉบับที่ 2' });
    expect((await downloaded(page, currentOf(page, MANUAL))).text).toContain('ฉบับที่สอง');
    await entry(page, MANUAL)
      .getByText(/^รุ่นก่อนหน้า/)
      .click();
    const earlier = entry(page, MANUAL).locator('.documents-earlier li').first();
    expect(await earlier.innerText()).toContain('คู่มือ ฉบับที่ 1');
    const first = await downloaded(page, () => earlier.getByRole('button', { name: /^ดาวน์โหลด/ }).click());
    expect(first.text).toContain('ฉบับที่หนึ่ง');
    await earlier.getByRole('button', { name: /^นำกลับมาใช้ คู่มือ ฉบับที่ 1/ }).click();
    expect(await page.getByLabel('ชื่อเอกสาร (ไทย)').inputValue()).toBe('คู่มือ ฉบับที่ 1');
    await button(page, 'เผยแพร่').click();
    await entry(page, MANUAL).locator('.notice-good').waitFor();
    await earlier.getByText('คู่มือ ฉบับที่ 2').waitFor();
    expect((await downloaded(page, currentOf(page, MANUAL))).text).toContain('ฉบับที่หนึ่ง');
  });

  it('is offered for download and nothing else to who may not publish', async () => {
    const page = await openAs('ubon');
    expect(await page.getByRole('button', { name: /^(อัปโหลด|เปลี่ยน|แก้ไข|นำ)/ }).count()).toBe(0);
  });
});

describe('a file', () => {
  it.each([
    ['notes.txt', 10, 'รับเฉพาะไฟล์ PDF, DOCX, XLSX และ PPTX'],
    ['empty.pdf', 0, 'ไฟล์นี้ว่างเปล่า'],
    ['large.pdf', 20 * MEGABYTE + 1, 'ไฟล์นี้ใหญ่กว่า 20 MB'],
  ])('%s of %i bytes is refused as soon as it is chosen', async (name, size, message) => {
    const page = await openAs('central');
    const sent: string[] = [];
    page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
    await button(page, `อัปโหลดไฟล์ ${SAMPLE}`).click();
    await chooseFile(page, { name, mimeType: 'application/pdf', buffer: Buffer.alloc(size, 1) });
    await page.locator('.field-error', { hasText: message }).waitFor();
    await button(page, 'เผยแพร่').click();
    await page.locator('.error-summary').getByRole('link', { name: message }).waitFor();
    expect(sent).toEqual([]);
  });

  it('that is not what its name says is refused by the API, at its field', async () => {
    const page = await openAs('central');
    await button(page, `อัปโหลดไฟล์ ${SAMPLE}`).click();
    await chooseFile(page, { ...pdf(''), buffer: Buffer.from('MZ this is a program') });
    await button(page, 'เผยแพร่').click();
    await page.locator('#field-file .field-error', { hasText: 'เนื้อหาของไฟล์ไม่ตรงกับชนิด' }).waitFor();
    await page.locator('.error-summary a').click();
    await page.locator('input[name="file"]:focus').waitFor();
  });

  it('that could not be sent stays chosen, and is not sent twice once it has arrived', async () => {
    const page = await openAs('central');
    let puts = 0;
    await page.route('**/*', async (route) => {
      if (route.request().method() !== 'PUT') return route.fallback();
      puts += 1;
      return puts === 1 ? route.abort('connectionreset') : route.fallback();
    });
    await loseAnswers(page, '**/publication', 'POST', 1);
    await entry(page, ASSESSMENT)
      .getByRole('button', { name: /^(อัปโหลด|เปลี่ยน)ไฟล์/ })
      .click();
    await chooseFile(page, pdf('แบบประเมิน', 'แบบประเมิน.pdf'));
    await page.getByLabel('ชื่อเอกสาร (ไทย)').fill('แบบประเมิน ฉบับแก้ไข');
    const trouble = page.getByText('ส่งไฟล์หรือเผยแพร่ไม่สำเร็จ');
    for (const attempt of ['the upload is cut off', 'the answer is lost']) {
      await button(page, 'เผยแพร่').click();
      await trouble.waitFor();
      expect(await page.getByLabel('ชื่อเอกสาร (ไทย)').inputValue(), attempt).toBe('แบบประเมิน ฉบับแก้ไข');
      expect(await page.locator('.documents-drop').innerText(), attempt).toContain('แบบประเมิน.pdf');
    }
    await button(page, 'เผยแพร่').click();
    await entry(page, ASSESSMENT).locator('.notice-good').waitFor();
    expect(puts).toBe(2);
  });
});

describe('the screen', () => {
  it('has no fault for people with a disability, with a form, with errors and without', async () => {
    const page = await openAs('central');
    expect(await axeFaultsInAllLooks(page), 'the list').toEqual(NO_FAULTS);
    await button(page, `อัปโหลดไฟล์ ${SAMPLE}`).click();
    expect(await axeFaultsInAllLooks(page), 'the form').toEqual(NO_FAULTS);
    await button(page, 'เผยแพร่').click();
    await page.locator('.error-summary').waitFor();
    expect(await axeFaultsInAllLooks(page), 'the errors').toEqual(NO_FAULTS);
  });

  it('is worked by the keyboard: the form takes the focus and gives it back', async () => {
    const page = await openAs('central');
    await button(page, `อัปโหลดไฟล์ ${SAMPLE}`).press('Enter');
    await page.locator('.documents-form h3:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('input[name="file"]:focus').waitFor();
    await button(page, 'ยกเลิก').press('Enter');
    await entry(page, SAMPLE).locator('h2:focus').waitFor();
  });

  it('fits a phone: nothing scrolls sideways', async () => {
    const page = await openAs('central', PHONE);
    await button(page, `อัปโหลดไฟล์ ${SAMPLE}`).click();
    await page.locator('.documents-form').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  });
});

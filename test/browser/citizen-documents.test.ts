import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { citizensBrowser, heading, withStatus } from './citizen-site.ts';

const open = citizensBrowser();

const FORM = {
  kind: 'intent-form',
  number: 4,
  name: { th: 'แบบแจ้งความประสงค์', en: 'Intent form' },
  title: { th: 'แบบแจ้งความประสงค์ (ฉบับปรับปรุง)', en: 'Intent form (revised)' },
  contentType: 'application/pdf',
  sizeBytes: 1_234_567,
  fileName: 'intent-form.pdf',
  publishedAt: '2026-11-23T18:30:00.000Z',
  url: 'https://files.example/intent-form.pdf?signature=1',
  expiresAt: '2099-01-01T00:00:00.000Z',
};

async function openWith(documents: readonly object[]): Promise<Page> {
  const page = await open('/robots.txt');
  await page.route('**/v1/published-documents', (route) => route.fulfill({ json: { documents } }));
  await page.goto(`${new URL('/documents/', page.url())}`);
  return page;
}

it('names each document with its kind, size and day, and links to the file', async () => {
  const page = await openWith([FORM]);
  const link = page.getByRole('link', { name: FORM.title.th });
  expect(await link.getAttribute('href')).toBe(FORM.url);
  const text = (await page.locator('.document').innerText()).replace(/\s+/g, ' ');
  for (const part of ['4', FORM.name.th, 'PDF', '1.2 เมกะไบต์', '24 พฤศจิกายน 2569'])
    expect(text).toContain(part);
  await page.locator('#language').click();
  expect(await page.getByRole('link', { name: FORM.title.en }).count()).toBe(1);
});

it('says when nothing has been published', async () => {
  const page = await openWith([]);
  await page.getByText('ยังไม่มีเอกสารเผยแพร่').waitFor();
});

it('gets new links before the old ones end', async () => {
  const page = await open('/robots.txt');
  await page.clock.install();
  let times = 0;
  await page.route('**/v1/published-documents', (route) => {
    times++;
    const expiresAt = new Date(Date.now() + 30 * 60_000).toISOString();
    return route.fulfill({ json: { documents: [{ ...FORM, url: `${FORM.url}${times}`, expiresAt }] } });
  });
  await page.goto(`${new URL('/documents/', page.url())}`);
  const link = page.getByRole('link', { name: FORM.title.th });
  await link.waitFor();
  await page.clock.fastForward(30 * 60_000);
  await expect.poll(() => link.getAttribute('href')).toBe(`${FORM.url}2`);
});

it('tries again when the list could not be had', async () => {
  const page = await open('/robots.txt');
  let times = 0;
  await page.route('**/v1/published-documents', (route) =>
    ++times === 1 ? withStatus(500)(route) : route.fulfill({ json: { documents: [FORM] } }),
  );
  await page.goto(`${new URL('/documents/', page.url())}`);
  await heading(page).getByText('ระบบขัดข้องชั่วคราว').waitFor();
  await page.getByRole('button', { name: 'ลองอีกครั้ง' }).click();
  await page.getByRole('link', { name: FORM.title.th }).waitFor();
});

it('the system itself answers with a list', async () => {
  const page = await open('/documents/');
  await page.locator('.documents, .notice').first().waitFor();
  expect(await heading(page).count()).toBe(0);
});

import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { bangkokDay } from '../../functions/domain/calendar.ts';
import { addPlace, register } from '../e2e/desk.ts';
import { settle } from '../e2e/people.ts';
import { aBrowser, axeFaultsInAllLooks, NO_FAULTS, PHONE, speak } from '../support/browser.ts';
import { officer, type Problem, stack } from '../support/client.ts';

/** Counted within seconds, and read again every twelve. */
const SHOWN_WITHIN_MS = 40_000;
const REPORTS = ['coverage', 'daily', 'projects', 'cardholders'] as const;
type Report = (typeof REPORTS)[number];

const visit = aBrowser();

const addressOf = (path: string): string => `/officer/reports/${path}`;

const open = (username: string, path: string, options: BrowserContextOptions = {}): Promise<Page> =>
  visit(addressOf(path), { as: username, ...options });

const goTo = (page: Page, path: string) => page.goto(`${stack.siteUrl}${addressOf(path)}`);

const settled = (page: Page): Promise<void> =>
  page.locator('.reports-body[aria-busy="false"], .reports .notice, .reports .empty-state').first().waitFor();

const searchOf = (page: Page): string => new URL(page.url()).search;
const rowNamed = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const figure = (page: Page, name: string) =>
  page
    .locator('.reports-figure', { has: page.getByText(name, { exact: true }) })
    .locator('.reports-figure-value');
const numberIn = (text: string | null): number => Number(/[\d.,]+/.exec(text ?? '')?.[0].replaceAll(',', ''));
const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

describe('drilling down', () => {
  it('goes by the rows from the country to a district, keeps the way in the address, and comes back', async () => {
    const page = await open('central', 'coverage?sort=registered&order=desc');
    await rowNamed(page, 'อุบลราชธานี').click();
    await rowNamed(page, 'เมืองอุบลราชธานี').waitFor();
    expect(searchOf(page)).toBe('?area=34&sort=registered&order=desc');
    await rowNamed(page, 'เมืองอุบลราชธานี').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('rowheader', { name: 'ในเมือง', exact: true }).waitFor();
    expect(searchOf(page)).toBe('?area=3401&sort=registered&order=desc');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toContain('รายตำบล');
    await page.goBack();
    await rowNamed(page, 'เมืองอุบลราชธานี').waitFor();
    await page.goBack();
    await rowNamed(page, 'เชียงใหม่').waitFor();
    expect(searchOf(page)).toBe('?sort=registered&order=desc');
  });

  it('goes by a bar of the chart as by its row', async () => {
    const page = await open('ubon', 'coverage?sort=code');
    await settled(page);
    await page.locator('.reports-plot .recharts-bar-rectangle').first().click();
    await page.getByRole('rowheader', { name: 'ในเมือง', exact: true }).waitFor();
    expect(searchOf(page)).toBe('?area=3401&sort=code');
  });

  it('goes up by the path, as far as the officer may look', async () => {
    const page = await open('ubon', 'daily?area=3401&by=channel');
    const path = page.getByRole('navigation', { name: 'พื้นที่ที่ดูอยู่' });
    await path.getByText('เมืองอุบลราชธานี').waitFor();
    expect(await path.getByRole('link').allTextContents()).toEqual(['อุบลราชธานี']);
    await path.getByRole('link').click();
    await expect.poll(() => searchOf(page)).toBe('?by=channel');
  });
});

describe('watching', () => {
  it('a registration moves the counter while the officer looks on', async () => {
    const today = bangkokDay(new Date());
    const page = await open('mueang-ubon', `daily?from=${today}&to=${today}`);
    await settled(page);
    const total = async () => numberIn(await figure(page, 'ทั้งช่วงวัน').textContent());
    const bars = () => page.locator('.reports-plot .recharts-bar-rectangle').count();
    const before = await total();
    const desk = await officer('mueang-ubon');
    const { placeId } = await addPlace(desk, '3401', 'จุดรับแจ้งของรายงานบนจอ');
    const { citizenId } = await settle('340104');
    await register(desk, { citizenId, placeId });
    await expect.poll(total, { timeout: SHOWN_WITHIN_MS, interval: 500 }).toBe(before + 1);
    expect(numberIn(await page.locator('tfoot td').first().textContent())).toBe(before + 1);
    expect(await bars()).toBeGreaterThan(0);
  });

  it('asks again only while it is switched on and the tab is in sight', async () => {
    const page = await open('mueang-ubon', 'coverage');
    await page.clock.install();
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/v1/mis/daily')) asked += 1;
    });
    await goTo(page, 'daily');
    await settled(page);
    const askedIn = async (time: string): Promise<number> => {
      const before = asked;
      await page.clock.fastForward(time);
      await page.waitForTimeout(200);
      return asked - before;
    };
    expect(await askedIn('00:13')).toBe(1);
    const inSight = async (state: 'visible' | 'hidden') => {
      await page.evaluate((visibility) => {
        Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      }, state);
    };
    await inSight('hidden');
    expect(await askedIn('01:00')).toBe(0);
    await inSight('visible');
    await page.getByText('ปรับปรุงอัตโนมัติ').click();
    expect(await askedIn('01:00')).toBe(0);
  });
});

describe('the file', () => {
  /** What a row of the table says, by the columns of the file that say it. */
  const COLUMNS: Record<Report, (row: readonly string[], width: number) => readonly string[]> = {
    coverage: ([, name = '', cardholders = '', registered = '', cancelled = '', coverage = '']) => [
      name,
      cardholders,
      registered,
      cancelled,
      coverage,
    ],
    daily: ([, day = '', ...counts], width) => [day, ...counts.slice(0, width - 1)],
    projects: ([dimension = '', , , name = '', , count = '']) => [name, dimension, count],
    cardholders: ([, name = '', all = '', ...bands]) => [name, ...bands.slice(0, 2), all],
  };

  it.each(REPORTS)(
    '%s: holds the rows of the table, and is named for report, area and day',
    async (report) => {
      const page = await open('ubon', report);
      await settled(page);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'ดาวน์โหลด CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`${report}-34-${bangkokDay(new Date())}.csv`);
      const [, ...lines]: string[][] = parse(await readFile(await download.path()), { bom: true });
      const shown = await rowsOf(page);
      const inFile = lines.map((line) => COLUMNS[report](line, shown[0]?.length ?? 0));
      expect(lines.length).toBeGreaterThan(0);
      expect(shown.map((cells) => comparable(report, cells))).toEqual(inFile.map(figuresOnly));
    },
  );

  /** As the eye reads it: without what is only said. */
  const rowsOf = (page: Page): Promise<string[][]> =>
    page.locator('.data-table tbody tr').evaluateAll((rows) =>
      rows.map((row) =>
        [...row.children].map((cell) => {
          const seen = cell.cloneNode(true) as Element;
          for (const hidden of seen.querySelectorAll('.visually-hidden')) hidden.remove();
          return (seen.textContent ?? '').trim();
        }),
      ),
    );

  const THAI_MONTHS = [
    'ม.ค.',
    'ก.พ.',
    'มี.ค.',
    'เม.ย.',
    'พ.ค.',
    'มิ.ย.',
    'ก.ค.',
    'ส.ค.',
    'ก.ย.',
    'ต.ค.',
    'พ.ย.',
    'ธ.ค.',
  ];
  const isoOf = (day: string): string => {
    const [date = '', month = '', year = ''] = day.split(' ');
    return `${Number(year) - 543}-${String(THAI_MONTHS.indexOf(month) + 1).padStart(2, '0')}-${date.padStart(2, '0')}`;
  };
  const figuresOnly = (cells: readonly string[]): (string | number)[] =>
    cells.map((cell, place) => (place === 0 ? cell : Number(cell)));

  function comparable(report: Report, cells: readonly string[]): (string | number)[] {
    const [name = '', ...more] = cells;
    if (report === 'projects') return [name, numberIn(more[0] ?? ''), numberIn(more[2] ?? '')];
    return [report === 'daily' ? isoOf(name) : name, ...more.map(numberIn)];
  }
});

describe('an area of somebody else', () => {
  it.each(REPORTS)('%s: an address with it is refused, and nothing of it is shown', async (report) => {
    const page = await open('mueang-ubon', report);
    for (const area of ['3415', '34', '1001', '10', 'x']) {
      await goTo(page, `${report}?area=${area}`);
      await page.getByRole('alert').getByText('ดูพื้นที่นี้ไม่ได้').waitFor();
      expect(await page.locator('.reports-figures, .reports-chart, .data-table').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'ดาวน์โหลด CSV' }).count()).toBe(0);
    }
    await page.getByRole('link', { name: /กลับไปพื้นที่ของท่าน/ }).click();
    await page.locator('.reports-figures').waitFor();
  });
});

it('a range over the limit is refused at its field, in the words of the API', async () => {
  const range = 'from=2026-09-01&to=2026-11-24';
  const { json } = await (await officer('central')).get(`/v1/mis/daily?${range}`, {
    'accept-language': 'th',
  });
  const { errors = [], facts } = json as Problem;
  const page = await open('central', `daily?${range}`);
  const field = page.locator('#field-range');
  await field.getByText(errors[0]?.message ?? '').waitFor();
  await field.getByText(`${facts?.atMost} วัน`).waitFor();
  expect(await page.locator('.reports-figures, .data-table').count()).toBe(0);
  await page.getByRole('button', { name: '7 วันล่าสุด' }).click();
  await page.locator('.reports-figures').waitFor();
  expect(await field.locator('.field-error').count()).toBe(0);
});

describe('access', () => {
  const SCREENS = [
    'coverage',
    'coverage?area=3401',
    'daily?area=34',
    'daily?from=2026-09-01&to=2026-11-24',
    'projects',
    'projects?dimension=3',
    'projects?by=agency',
    'cardholders?area=34',
    'coverage?area=99',
  ];
  it.each(SCREENS)('nothing bars the way in both languages, light and dark: %s', async (path) => {
    const page = await open('central', path);
    await settled(page);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
  });

  it.each(REPORTS)('fits a phone in both languages: %s', async (report) => {
    const page = await open('mueang-ubon', report, { viewport: PHONE });
    for (const language of ['th', 'en'] as const) {
      await speak(page, language);
      await settled(page);
      expect(await isTooWide(page), language).toBe(false);
    }
  });
});

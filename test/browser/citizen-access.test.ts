import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { LOOKS } from '../support/browser.ts';
import { answered, citizensBrowser, field, heading, isFocused, mayRegister, STATES } from './citizen-site.ts';

const open = citizensBrowser();

const violationsOn = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

const PAGES: Readonly<Record<string, string>> = {
  'places of a district': '/places/#district=3401',
  'a district without places': '/places/#district=3433',
  'an unknown district': '/places/#district=9999',
  documents: '/documents/',
};

/** In each look that is asked for, one after the other on the same page. */
async function assertNothingBars(page: Page): Promise<void> {
  for (const { language, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    if ((await page.locator('html').getAttribute('lang')) !== language)
      await page.locator('#language').click();
    expect(await violationsOn(page), `${colorScheme}, ${language}`).toEqual([]);
  }
}

describe.each(Object.keys(STATES))('the page of the question: %s', (state) => {
  it('bars nobody, in either language, light or dark', async () => {
    const page = await open();
    await STATES[state]?.(page);
    await assertNothingBars(page);
  });

  it('fits a screen of 320 px, has room for a thumb, warns of impostors and names the call centres', async () => {
    const page = await open('/', { viewport: { width: 320, height: 568 } });
    await STATES[state]?.(page);
    for (const warning of ['เจ้าหน้าที่ไม่โทรแจ้งว่าท่านถูกรางวัล', 'Officials never phone to say that you have won']) {
      expect(await page.getByText(warning).isVisible()).toBe(true);
      const found = await page.evaluate(() => ({
        isTooWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        smallButtons: Array.from(document.querySelectorAll('button'))
          .filter(({ offsetHeight }) => offsetHeight > 0 && offsetHeight < 48)
          .map(({ innerText }) => innerText),
        numbers: Array.from(document.querySelectorAll('.calls a'), (link) => link.getAttribute('href')),
      }));
      expect(found).toEqual({
        isTooWide: false,
        smallButtons: [],
        numbers: ['tel:1359', 'tel:025550555', 'tel:1115'],
      });
      await page.locator('#language').click();
    }
  });
});

it.each(Object.keys(PAGES))('bars nobody, in either language, light or dark: %s', async (name) => {
  const page = await open(PAGES[name]);
  await page.waitForLoadState('networkidle');
  await assertNothingBars(page);
});

it('reads the answer from its heading on, which is announced as the focus moves to it', async () => {
  const page = await open();
  await answered(page, mayRegister);
  expect(await isFocused(page, '#answer-heading')).toBe(true);
  expect(await heading(page).getAttribute('tabindex')).toBe('-1');
  expect(await page.getByRole('region', { name: 'ท่านแจ้งความประสงค์ได้' }).count()).toBe(1);
  const levels = await page
    .locator('main :is(h1, h2, h3, h4)')
    .evaluateAll((found) => found.map(({ tagName }) => Number(tagName[1])));
  expect(levels[0]).toBe(1);
  for (let at = 1; at < levels.length; at++)
    expect((levels[at] ?? 0) - (levels[at - 1] ?? 0)).toBeLessThan(2);
});

describe('on paper', () => {
  it('stands the answer, without the form, the buttons and the menu', async () => {
    const page = await open();
    await answered(page, mayRegister);
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['#question', '.ways-on', '.links', '#language'])
      expect(await page.locator(hidden).first().isVisible()).toBe(false);
    for (const shown of ['#answer-heading', '.slip-fact', '.bring', '.place', '.calls', '.warning'])
      expect(await page.locator(shown).first().isVisible()).toBe(true);
  });

  it('the question itself has no form either', async () => {
    const page = await open();
    await page.emulateMedia({ media: 'print' });
    expect(await field(page).isVisible()).toBe(false);
  });
});

it('says without scripts that it needs them, and whom to call', async () => {
  const page = await open('/', { javaScriptEnabled: false });
  expect(await page.locator('noscript').innerText()).toContain('1359');
});

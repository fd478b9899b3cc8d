import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
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

/** Each state and page in the reader's language and the device's colours. */
const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  ([false, true] as const).map((inEnglish) => ({ colorScheme, inEnglish })),
);

describe.each(LOOKS)(
  'nothing bars the way, $colorScheme, in English: $inEnglish',
  ({ colorScheme, inEnglish }) => {
    const speak = async (page: Page): Promise<void> => {
      if (inEnglish) await page.locator('#language').click();
    };

    it.each(Object.keys(STATES))('%s', async (state) => {
      const page = await open('/', { colorScheme });
      await STATES[state]?.(page);
      await speak(page);
      expect(await violationsOn(page)).toEqual([]);
      await page.context().close();
    });

    it.each(Object.keys(PAGES))('%s', async (name) => {
      const page = await open(PAGES[name], { colorScheme });
      await speak(page);
      await page.waitForLoadState('networkidle');
      expect(await violationsOn(page)).toEqual([]);
      await page.context().close();
    });
  },
);

it.each(Object.keys(STATES))('fits a screen of 320 px in both languages: %s', async (state) => {
  const page = await open('/', { viewport: { width: 320, height: 568 } });
  await STATES[state]?.(page);
  const isTooWide = (): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  expect(await isTooWide()).toBe(false);
  await page.locator('#language').click();
  expect(await isTooWide()).toBe(false);
});

it('every control is large enough for a thumb', async () => {
  const page = await open();
  await answered(page, mayRegister);
  const small = await page
    .locator('button:visible')
    .evaluateAll<string[]>(
      `(buttons) => buttons.filter((button) => button.getBoundingClientRect().height < 48).map((button) => button.innerText)`,
    );
  expect(small).toEqual([]);
});

it('reads the answer from its heading on, which is announced as the focus moves to it', async () => {
  const page = await open();
  await answered(page, mayRegister);
  expect(await isFocused(page, '#answer-heading')).toBe(true);
  expect(await heading(page).getAttribute('tabindex')).toBe('-1');
  expect(await page.getByRole('region', { name: 'ท่านแจ้งความประสงค์ได้' }).count()).toBe(1);
  const levels = await page
    .locator('main :is(h1, h2, h3, h4):visible')
    .evaluateAll<number[]>('(found) => found.map((one) => Number(one.tagName[1]))');
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

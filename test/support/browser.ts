import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { deployment, logInOf, stack } from './client.ts';

export const DESK = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

const EVERY_LOOK = [
  { language: 'th', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'th', colorScheme: 'dark' },
  { language: 'en', colorScheme: 'light' },
] as const;

/** What every screen has to be right in: each language and each light once, all four by `npm run test:looks`. */
export const LOOKS = process.env.EVERY_LOOK === undefined ? EVERY_LOOK.slice(0, 2) : EVERY_LOOK;
export type Look = (typeof LOOKS)[number];

export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath))
    throw new Error(
      `No Chromium at ${executablePath}: sudo apt-get install -y chromium, or name yours in CHROMIUM.`,
    );
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--lang=th-TH'] });
}

export interface Visit extends BrowserContextOptions {
  /** An officer of the seed who has signed in already. */
  readonly as?: string;
}

export type Open = (path?: string, visit?: Visit) => Promise<Page>;

/** A browser for a file of tests. Each page is a new visitor's, closed after the test; none may have failed unseen. */
export function aBrowser(): Open {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(() => browser.close());
  const visitAs = async ({ as, ...options }: Visit): Promise<Page> => {
    // A colour half way between light and dark would be a fault for axe.
    const context = await browser.newContext({ viewport: DESK, reducedMotion: 'reduce', ...options });
    contexts.push(context);
    if (as !== undefined)
      await context.addInitScript(
        (kept) => {
          if (sessionStorage.length === 0)
            for (const [name, value] of Object.entries(kept)) sessionStorage.setItem(name, value);
        },
        await sessionOf(as),
      );
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      // An answer that is no success is an error for the console, and often the point of the test.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text());
    });
    return page;
  };
  const open: Open = async (path = '/officer/', visit = {}) => {
    const page = await visitAs(visit);
    await page.goto(`${stack.siteUrl}${path}`);
    if (visit.as !== undefined) await page.locator('.frame-screen').waitFor();
    return page;
  };
  const sessionOf = async (username: string): Promise<Record<string, string>> => {
    const file = join(deployment.dir, `session-of-${username}.json`);
    if (!existsSync(file)) {
      const page = await open();
      await signInOn(page, username);
      writeFileSync(file, await page.evaluate<string>('JSON.stringify(sessionStorage)'));
    }
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  };
  return open;
}

/** Types username and password where the application asks for them. */
export async function enter(page: Page, username: string, password: string): Promise<void> {
  const name = page.locator('input[name="username"]');
  await name.waitFor();
  if (await name.isEditable()) await name.fill(username);
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press('Enter');
}

/** Signs an officer of the seed in, on whatever address of the application the page stands. */
export async function signInOn(page: Page, username: string): Promise<void> {
  await enter(page, username, logInOf(username).password);
  await page.locator('.frame-screen').waitFor();
}

/** Goes to another address of the application without loading it anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(`/officer${path}`)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
}

/** As an officer types it, YYYY-MM-DD: day, month and year of the Buddhist era, one after the other. */
export async function typeDay(page: Page, name: string, day: string): Promise<void> {
  const [year, month, date] = day.split('-');
  await page.locator(`#field-${name} [role="spinbutton"]`).first().focus();
  await page.keyboard.type(`${date}${month}${Number(year) + 543}`);
}

/** What is wrong for people with a disability, by axe; empty when nothing is. */
export async function axeFaults(page: Page): Promise<string[]> {
  // Between two screens there is a moment without either.
  await page.locator('h1').first().waitFor();
  // React Aria takes back within seconds what it has said aloud; until then it may name a button that is gone.
  const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/** The same in both languages, light and dark; the page stays on the screen that it shows. */
export async function axeFaultsInAllLooks(page: Page): Promise<Record<string, string[]>> {
  const faults: Record<string, string[]> = {};
  for (const { language, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await speak(page, language);
    faults[`${language} ${colorScheme}`] = await axeFaults(page);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await speak(page, 'th');
  return faults;
}

export const NO_FAULTS: Record<string, string[]> = Object.fromEntries(
  LOOKS.map(({ language, colorScheme }) => [`${language} ${colorScheme}`, []]),
);

/** Switches the application's language. */
export async function speak(page: Page, language: Look['language']): Promise<void> {
  if ((await page.evaluate('document.documentElement.lang')) === language) return;
  // Behind a dialog the switch is out of reach for a person, not for a test.
  await page.evaluate("document.querySelector('.language-switch').click()");
  await page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' });
}

/** The server does what is asked, but its answers are lost on the way, as often as said. Returns how many were. */
export async function loseAnswers(
  page: Page,
  url: string,
  method: string,
  times: number,
): Promise<() => number> {
  let lost = 0;
  await page.route(url, async (route) => {
    if (route.request().method() !== method || lost >= times) return route.fallback();
    lost += 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
  return () => lost;
}

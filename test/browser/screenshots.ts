import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { projectDir } from '../../local/project.ts';
import { readStackFile } from '../../local/stack-file.ts';

// Pictures of every screen of the running system, in Thai, at the width of a phone and of a desk.
const { values } = parseArgs({ options: { dark: { type: 'boolean', default: false } } });
const folder = join(projectDir, 'screenshots');
const widths = { 360: 740, 1280: 900 };
const stack = await readStackFile();
const { mayRegister, registered, notFound } = stack.citizens;
const logInOf = (wanted: string) => {
  const found = stack.officers.find(({ role }) => role === wanted);
  if (found === undefined) throw new Error(`the seed has no officer of the role ${wanted}`);
  return found;
};

type Screen = (page: Page) => Promise<unknown>;

const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready');
  await page.locator('.loading').waitFor({ state: 'detached' });
};

const citizenAsks =
  (citizenId: string): Screen =>
  async (page) => {
    await page.goto(`${stack.siteUrl}/`);
    await page.locator('#citizen-id').fill(citizenId);
    await page.locator('#check').click();
    await page.locator('#answer-heading').waitFor();
  };
const at =
  (path: string): Screen =>
  (page) =>
    page.goto(`${stack.siteUrl}${path}`);
const deskAsks =
  (citizenId: string): Screen =>
  async (page) => {
    await page.goto(`${stack.siteUrl}/officer/registration`);
    await page.locator('input[name="citizenId"]').fill(citizenId);
    await page.keyboard.press('Enter');
    await page.locator('.desk-person, .desk-main .notice-bad').first().waitFor();
  };

const publicScreens: Record<string, Screen> = {
  'citizen-question': at('/'),
  'citizen-may-register': citizenAsks(mayRegister),
  'citizen-registered': citizenAsks(registered),
  'citizen-not-found': citizenAsks(notFound),
  'citizen-places': at('/places/'),
  'citizen-documents': at('/documents/'),
  'sign-in': at('/officer/'),
};

const officerScreens: Record<string, Screen> = {
  registration: at('/officer/registration'),
  'registration-form': deskAsks(mayRegister),
  'registration-registered': deskAsks(registered),
  'registration-not-found': deskAsks(notFound),
  'registration-record': async (page) => {
    await deskAsks(registered)(page);
    await page.locator('.desk-person a.button').click();
    await page.locator('.desk-record').waitFor();
  },
  'registration-today': at('/officer/registration/today'),
  'registration-from-paper': at('/officer/registration?paper'),
  'paper-form': at('/officer/paper-form'),
  'intake-locations': at('/officer/intake-locations'),
  'reports-coverage': at('/officer/reports/coverage'),
  'reports-daily': at('/officer/reports/daily'),
  'reports-projects': at('/officer/reports/projects'),
  'reports-cardholders': at('/officer/reports/cardholders'),
  people: at('/officer/people'),
  'people-work-list': at('/officer/people?band=UP_TO_30000&age=working&registered=false'),
  'people-profile': async (page) => {
    await page.goto(`${stack.siteUrl}/officer/people`);
    await page.locator('.data-table tbody a').first().click();
    await page.locator('.people-profile').waitFor();
  },
  'people-look-ups': at('/officer/people/look-ups'),
  'people-override': at('/officer/people/overrides'),
  audit: at('/officer/audit'),
  'audit-activity': at('/officer/audit/activity'),
  documents: at('/officer/documents'),
};

const provinceScreens: Record<string, Screen> = {
  'people-announcements': at('/officer/people/announcements'),
  accounts: at('/officer/accounts'),
  'accounts-new': at('/officer/accounts/new'),
  'accounts-import': at('/officer/accounts/import'),
  'accounts-one': async (page) => {
    await page.goto(`${stack.siteUrl}/officer/accounts`);
    await page.locator('.data-table tbody a').first().click();
    await page.locator('.accounts-form').waitFor();
  },
};

const centralScreens: Record<string, Screen> = {
  imports: at('/officer/imports'),
  import: async (page) => {
    await page.goto(`${stack.siteUrl}/officer/imports`);
    await page.locator('.imports :is(.data-table, .empty-state)').waitFor();
    const newest = page.locator('.imports .data-table tbody a').first();
    if ((await newest.count()) > 0) await newest.click();
  },
};

async function shoot(context: BrowserContext, screens: Record<string, Screen>, width: number): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  for (const [name, show] of Object.entries(screens)) {
    await show(page);
    await settled(page);
    await page.evaluate('scrollTo(0, 0)');
    const path = join(folder, `${name}-${width}${values.dark ? '-dark' : ''}.png`);
    await page.screenshot({ path, fullPage: true });
  }
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const [width, height] of Object.entries(widths)) {
  const visit = () =>
    browser.newContext({
      viewport: { width: Number(width), height },
      colorScheme: values.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      locale: 'th-TH',
    });
  const citizen = await visit();
  await shoot(citizen, publicScreens, Number(width));
  await citizen.close();
  for (const [role, screens] of [
    ['district', officerScreens],
    ['province', provinceScreens],
    ['central', centralScreens],
  ] as const) {
    const context = await visit();
    const page = await context.newPage();
    const { username, password } = logInOf(role);
    await page.goto(`${stack.siteUrl}/officer/`);
    await page.locator('input[name="username"]').fill(username);
    await page.locator('input[name="password"]').fill(password);
    await page.keyboard.press('Enter');
    await page.locator('.frame-screen').waitFor();
    await shoot(context, screens, Number(width));
    await context.close();
  }
}
await browser.close();
process.stdout.write(`${folder}\n`);

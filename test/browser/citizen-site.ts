import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Route,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { settle } from '../e2e/people.ts';
import { stack } from '../support/client.ts';

export const { registered, notFound } = stack.citizens;
/** Known to this file of tests alone: whoever the seed names may have been registered by another. */
export const mayRegister: string = (await settle('340101')).citizenId;

/** A small phone, as many citizens have. */
const PHONE = { width: 360, height: 640 };

export type Open = (path?: string, options?: BrowserContextOptions) => Promise<Page>;

/** A browser for a file of tests; each page that it opens is a visitor's first, and closed after the test. */
export function citizensBrowser(): Open {
  let browser: Browser;
  let contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
  });
  afterAll(() => browser.close());
  return async (path = '/', options = {}) => {
    const context = await browser.newContext({ viewport: PHONE, ...options });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${stack.siteUrl}${path}`);
    return page;
  };
}

export const field = (page: Page) => page.locator('#citizen-id');
export const isFocused = async (page: Page, selector: string): Promise<boolean> =>
  (await page.locator(`${selector}:focus`).count()) === 1;
export const heading = (page: Page) => page.locator('#answer-heading');
export const fault = (page: Page) => page.locator('#citizen-id-fault');

export async function check(page: Page, written: string): Promise<void> {
  await field(page).fill(written);
  await page.locator('#check').click();
}

/** Asks and waits for what the page says to the answer. */
export async function answered(page: Page, written: string): Promise<string> {
  await check(page, written);
  return (await heading(page).textContent()) ?? '';
}

const LOOK_UP = '**/v1/eligibility';

/** Every look-up of the page is answered by this. */
export const answerLookUps = (page: Page, answer: (route: Route) => Promise<void>): Promise<unknown> =>
  page.route(LOOK_UP, answer);

export const withStatus =
  (status: number, headers: Record<string, string> = {}) =>
  (route: Route): Promise<void> =>
    route.fulfill({ status, headers: { 'content-type': 'application/json', ...headers }, body: '{}' });

/** The system's own answer, as it would be in another phase of the measure. */
export const inPhase =
  (phase: 'before' | 'after', windowFrom: string, windowTo: string) =>
  async (route: Route): Promise<void> => {
    const response = await route.fetch();
    const answer = (await response.json()) as { measure: object };
    const measure = { ...answer.measure, phase, windowFrom, windowTo };
    await route.fulfill({ response, json: { ...answer, measure } });
  };

/** A challenge of which nobody finds the solution. */
const WORK = {
  parameters: {
    algorithm: 'PBKDF2/SHA-256',
    cost: 5_000,
    keyLength: 32,
    keyPrefix: 'f'.repeat(32),
    nonce: '0'.repeat(32),
    salt: '0'.repeat(32),
    data: { guesses: 128 },
  },
  signature: '0'.repeat(64),
};

export const withChallenge = (route: Route): Promise<void> =>
  route.fulfill({
    status: 429,
    contentType: 'application/problem+json',
    json: { code: 'look-up.challenged', facts: { challenge: WORK } },
  });

/** What does the work that a challenge asks for, as a file of the site. */
export const SOLVER = '**/assets/solve-challenge-*.js';

/** Switches on, for this page alone, that the measure asks for the birth date, and loads the page anew. */
export async function askForBirthDates(page: Page): Promise<void> {
  await page.route('**/v1/measure', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), requireBirthDate: true } });
  });
  await page.reload();
  await page.locator('#birth-date-group').waitFor();
}

export async function writeBirthDate(page: Page, day: string, month: string, year: string): Promise<void> {
  await page.locator('#birth-day').fill(day);
  await page.locator('#birth-month').fill(month);
  await page.locator('#birth-year').fill(year);
}

export const noNetwork = (route: Route): Promise<void> => route.abort('internetdisconnected');

/** Every state of the page, by the way into it. */
export const STATES: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'the question': async () => {},
  'a typing error': (page) => check(page, '1000000000018'),
  'the question with the birth date': askForBirthDates,
  'a typing error in the birth date': async (page) => {
    await askForBirthDates(page);
    await writeBirthDate(page, '27', '13', '2504');
    await check(page, mayRegister);
  },
  'not found with the birth date': async (page) => {
    await askForBirthDates(page);
    await writeBirthDate(page, '27', '3', '2504');
    return answered(page, notFound);
  },
  'may register': (page) => answered(page, mayRegister),
  'not open yet': async (page) => {
    await answerLookUps(page, inPhase('before', '2027-02-01', '2027-02-28'));
    return answered(page, mayRegister);
  },
  closed: async (page) => {
    await answerLookUps(page, inPhase('after', '2018-02-01', '2018-02-28'));
    return answered(page, mayRegister);
  },
  registered: (page) => answered(page, registered),
  'not found': (page) => answered(page, notFound),
  'too many tries': async (page) => {
    await answerLookUps(page, withStatus(429));
    return answered(page, mayRegister);
  },
  'too many tries today': async (page) => {
    await answerLookUps(page, (route) =>
      route.fulfill({ status: 429, json: { code: 'look-up.exhausted' }, headers: { 'retry-after': '3600' } }),
    );
    return answered(page, mayRegister);
  },
  'a challenge': async (page) => {
    await answerLookUps(page, withChallenge);
    await page.route(SOLVER, () => new Promise(() => {}));
    await check(page, mayRegister);
    await page.locator('#stop-solving').waitFor();
  },
  'server trouble': async (page) => {
    await answerLookUps(page, withStatus(503, { 'retry-after': '5' }));
    return answered(page, mayRegister);
  },
  offline: async (page) => {
    await answerLookUps(page, noNetwork);
    return answered(page, mayRegister);
  },
};

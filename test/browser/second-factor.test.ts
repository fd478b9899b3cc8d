import { Secret, TOTP } from 'otpauth';
import type { Page, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { aBrowser, axeFaultsInAllLooks, enter, NO_FAULTS, PHONE } from '../support/browser.ts';
import { logInOf } from '../support/client.ts';

// The emulator asks for no second factor. What Cognito answers, as its reference has it, is put in between here; the codes
// are checked by the same rule (RFC 6238), and the tokens at the end are the emulator's own.

const OFFICER = 'mueang-ubon';
const WRONG = '000000';

const open = aBrowser();

class Authenticator {
  readonly secret = new Secret({ size: 20 }).base32;
  readonly code = (): string => new TOTP({ secret: this.secret }).generate();
  readonly accepts = (code: string): boolean =>
    new TOTP({ secret: this.secret }).validate({ token: code, window: 1 }) !== null;
}

type Request = {
  readonly UserCode?: string;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
};

const says = (route: Route, json: object): Promise<void> =>
  route.fulfill({ json, contentType: 'application/x-amz-json-1.1' });
const refuses = (route: Route, __type: string): Promise<void> =>
  route.fulfill({
    status: 400,
    json: { __type, message: __type },
    contentType: 'application/x-amz-json-1.1',
  });

/** A user pool that asks for a second factor: one to be set up, or one that the officer has. */
async function asksForSecondFactor(page: Page, app: Authenticator, { isNew }: { isNew: boolean }) {
  let tokens: object = {};
  await page.route('**/cognito', async (route) => {
    const operation = route.request().headers()['x-amz-target']?.split('.')[1];
    const { UserCode = '', ChallengeResponses = {} } = route.request().postDataJSON() as Request;
    switch (operation) {
      case 'InitiateAuth': {
        const answer = await route.fetch();
        if (!answer.ok()) return route.fulfill({ response: answer });
        tokens = (await answer.json()) as object;
        return says(route, {
          ChallengeName: isNew ? 'MFA_SETUP' : 'SOFTWARE_TOKEN_MFA',
          ChallengeParameters: isNew ? { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' } : {},
          Session: 'a-session',
        });
      }
      case 'AssociateSoftwareToken':
        return says(route, { SecretCode: app.secret, Session: 'a-session' });
      case 'VerifySoftwareToken':
        if (!app.accepts(UserCode)) return refuses(route, 'EnableSoftwareTokenMFAException');
        return says(route, { Status: 'SUCCESS', Session: 'a-session' });
      case 'RespondToAuthChallenge':
        if (!isNew && !app.accepts(ChallengeResponses.SOFTWARE_TOKEN_MFA_CODE ?? ''))
          return refuses(route, 'CodeMismatchException');
        return says(route, tokens);
      default:
        return route.fallback();
    }
  });
}

const code = (page: Page) => page.locator('input[name="code"]');

it('is set up at the first sign-in from a picture or a key, and a wrong code can be typed again', async () => {
  const page = await open('/officer/', { viewport: PHONE });
  const app = new Authenticator();
  await asksForSecondFactor(page, app, { isNew: true });
  await enter(page, OFFICER, logInOf(OFFICER).password);
  await page.locator('.sign-in-qr svg').waitFor();
  const key = await page.locator('.sign-in-secret code').innerText();
  expect(key.replaceAll(' ', '')).toBe(app.secret);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
  await code(page).fill(WRONG);
  await code(page).press('Enter');
  await page.getByText('รหัสไม่ถูกต้องหรือหมดอายุแล้ว').waitFor();
  await code(page).fill(app.code());
  await code(page).press('Enter');
  await page.locator('.frame-screen').waitFor();
});

it('is asked for afterwards, and says when the code is wrong', async () => {
  const page = await open();
  const app = new Authenticator();
  await asksForSecondFactor(page, app, { isNew: false });
  await enter(page, OFFICER, logInOf(OFFICER).password);
  await code(page).waitFor();
  expect(await code(page).getAttribute('autocomplete')).toBe('one-time-code');
  expect(await code(page).getAttribute('inputmode')).toBe('numeric');
  expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
  await code(page).fill(WRONG);
  await code(page).press('Enter');
  await page.getByText('รหัสไม่ถูกต้องหรือหมดอายุแล้ว').waitFor();
  await code(page).fill(app.code());
  await code(page).press('Enter');
  await page.locator('.frame-screen').waitFor();
});

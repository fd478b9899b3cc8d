import {
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clientSettings } from '../../local/emulated-account.ts';
import { settle } from '../e2e/people.ts';
import { aBrowser, axeFaultsInAllLooks, enter, NO_FAULTS, signInOn } from '../support/browser.ts';
import { logInOf, stack } from '../support/client.ts';

const open = aBrowser();
const OFFICER = 'mueang-ubon';
const notice = async (page: Page) => (await page.locator('.notice-bad').textContent()) ?? '';

/** As if the tokens had run out and could not be renewed. */
const forgetTokens = (page: Page) => page.evaluate('sessionStorage.clear()');

/** For the other files, which sign in as the seed says. */
async function giveBackPassword(username: string): Promise<void> {
  const cognito = new CognitoIdentityProviderClient(clientSettings(stack.endpointUrl));
  const { password } = logInOf(username);
  const account = { UserPoolId: stack.userPoolId, Username: username };
  await cognito.send(new AdminSetUserPasswordCommand({ ...account, Password: password, Permanent: true }));
  cognito.destroy();
}

describe('sign-in', () => {
  it('shows name, role and area on every screen', async () => {
    const page = await open();
    await signInOn(page, OFFICER);
    const who = (await page.locator('.frame-who').textContent()) ?? '';
    expect(who).toContain('เจ้าหน้าที่อำเภอ');
    expect(who).toContain('เมืองอุบลราชธานี');
  });

  it('asks a new officer for a password of their own, naming each rule as it is met', async () => {
    const first = stack.newOfficer;
    if (first === undefined) throw new Error('the seed has no new officer');
    const page = await open();
    await enter(page, first.username, first.password);
    const password = page.locator('input[name="new-password"]');
    await password.fill('short');
    expect(await page.locator('.sign-in-rules li[data-met="true"]').count()).toBe(1);
    await password.press('Enter');
    expect(await page.locator('.field-error').first().textContent()).not.toBe('');
    await password.fill('Long-enough-2569');
    expect(await page.locator('.sign-in-rules li[data-met="false"]').count()).toBe(0);
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await password.press('Enter');
    await page.locator('.frame-screen').waitFor();
  });

  it('says the same of a wrong password and of a name that nobody has', async () => {
    const page = await open();
    await enter(page, OFFICER, 'Wrong-password-1');
    const ofWrongPassword = await notice(page);
    await page.reload();
    await enter(page, 'nobody-at-all', 'Wrong-password-1');
    expect(await notice(page)).toBe(ofWrongPassword);
  });

  it('sets a forgotten password by code', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'ลืมรหัสผ่าน' }).click();
    await page.locator('input[name="username"]').fill('phra-nakhon');
    await page.keyboard.press('Enter');
    await page.locator('input[name="code"]').fill('654321');
    await page.locator('input[name="new-password"]').fill('Another-one-2569');
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await page.locator('input[name="new-password"]').press('Enter');
    await page.locator('.notice-good').waitFor();
    await enter(page, 'phra-nakhon', 'Another-one-2569');
    await page.locator('.frame-screen').waitFor();
    await giveBackPassword('phra-nakhon');
  });

  it('returns to the same form with everything typed when the session has ended under it', async () => {
    const page = await open('/officer/registration');
    await signInOn(page, OFFICER);
    const { citizenId } = await settle('340101');
    await page.locator('input[name="citizenId"]').fill(citizenId);
    await page.keyboard.press('Enter');
    await page.locator('#field-consent input').waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await page.locator('#field-placeId button').click();
    await page.getByRole('option', { name: 'ที่ว่าการอำเภอเมืองอุบลราชธานี' }).click();
    await page.locator('input[name="phone"]').fill('080 123 4567');

    await forgetTokens(page);
    await page.locator('.desk-save button[type="submit"]').click();
    await page.getByRole('dialog').waitFor();
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
    await enter(page, OFFICER, logInOf(OFFICER).password);

    // What was waiting for the officer goes on by itself.
    await page.locator('.slip-receipt').waitFor();
    expect(page.url()).toContain('/officer/registration');
  });

  it('keeps what was typed when the token is refused, too', async () => {
    const page = await open('/officer/registration');
    await signInOn(page, OFFICER);
    let refusals = 0;
    await page.route('**/v1/desk/person', (route) => {
      if (refusals > 0) return route.fallback();
      refusals += 1;
      return route.fulfill({
        status: 401,
        contentType: 'application/json',
        body: '{"message":"Unauthorized"}',
      });
    });
    await page.locator('input[name="citizenId"]').fill((await settle('340101')).citizenId);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await enter(page, OFFICER, logInOf(OFFICER).password);
    await page.locator('.desk-person').waitFor();
  });

  it('forgets the person at the desk when the officer leaves', async () => {
    const page = await open('/officer/registration');
    await signInOn(page, OFFICER);
    await page.locator('input[name="citizenId"]').fill('1000000000017');
    await page.locator('.frame-leave').click();
    await page.locator('input[name="username"]').waitFor();
    await page.goBack().catch(() => {});
    await page.locator('input[name="username"]').waitFor();
    await signInOn(page, OFFICER);
    expect(await page.locator('input[name="citizenId"]').inputValue()).toBe('');
  });

  it('ends after half an hour without a touch, behind a curtain', async () => {
    const page = await open('/officer/registration');
    await page.clock.install();
    await page.reload();
    await signInOn(page, OFFICER);
    await page.clock.fastForward('30:30');
    await page.getByRole('dialog').waitFor();
  });

  it('has no fault for axe', async () => {
    const page = await open();
    await page.locator('input[name="username"]').waitFor();
    expect(await axeFaultsInAllLooks(page)).toEqual(NO_FAULTS);
  });
});

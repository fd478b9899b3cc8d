import { Amplify } from 'aws-amplify';
import {
  confirmResetPassword,
  confirmSignIn,
  fetchAuthSession,
  getCurrentUser,
  resetPassword,
  type SignInOutput,
  signIn,
  signOut,
} from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { sessionStorage as tokensOfThisTab } from 'aws-amplify/utils';
import { Unreachable } from '../../api/client.ts';

/** What the host of the sites says about the stage, in /config.json. */
export interface StageConfig {
  readonly region: string;
  readonly userPoolId: string;
  readonly officerClientId: string;
  readonly userPoolEndpoint?: string;
  readonly authFlow: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH';
}

let config: StageConfig | undefined;

/** Tokens live as long as the tab: the desk's computer is shared. */
export async function prepareSession(): Promise<void> {
  const response = await fetch('/config.json', { cache: 'no-store' });
  config = (await response.json()) as StageConfig;
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: config.userPoolId,
        userPoolClientId: config.officerClientId,
        ...(config.userPoolEndpoint === undefined
          ? {}
          : { userPoolEndpoint: new URL(config.userPoolEndpoint, location.origin).href.replace(/\/$/, '') }),
      },
    },
  });
  cognitoUserPoolsTokenProvider.setKeyValueStorage(tokensOfThisTab);
}

/** What Cognito wants next; `done` when the officer is in. */
export type NextStep = 'done' | 'new-password' | 'code' | 'set-up-code' | 'reset-password' | 'unknown';

export interface SignInProgress {
  readonly step: NextStep;
  /** For the authenticator app, when a second factor is set up. */
  readonly secret?: string;
}

export async function beginSignIn(username: string, password: string): Promise<SignInProgress> {
  await signOut().catch(() => {});
  return progressOf(
    await signIn({ username, password, options: { authFlowType: config?.authFlow ?? 'USER_SRP_AUTH' } }),
  );
}

/** The new password, or the code of the authenticator app. */
export async function answerChallenge(answer: string): Promise<SignInProgress> {
  return progressOf(await confirmSignIn({ challengeResponse: answer }));
}

function progressOf({ nextStep }: SignInOutput): SignInProgress {
  switch (nextStep.signInStep) {
    case 'DONE':
      return { step: 'done' };
    case 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED':
      return { step: 'new-password' };
    case 'CONFIRM_SIGN_IN_WITH_TOTP_CODE':
      return { step: 'code' };
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP':
      return { step: 'set-up-code', secret: nextStep.totpSetupDetails.sharedSecret };
    case 'RESET_PASSWORD':
      return { step: 'reset-password' };
    default:
      return { step: 'unknown' };
  }
}

/** The name that this tab is signed in with. */
export async function signedInAs(): Promise<string | undefined> {
  return getCurrentUser().then(
    ({ username }) => username,
    () => undefined,
  );
}

/** The ID token, renewed when it is about to end; undefined when nobody is signed in any more. Throws Unreachable. */
export async function idToken(): Promise<string | undefined> {
  try {
    return (await fetchAuthSession()).tokens?.idToken?.toString();
  } catch (error) {
    if (nameOf(error) === 'NetworkError') throw new Unreachable(String(error));
    return undefined;
  }
}

export async function endSession(): Promise<void> {
  await signOut().catch(() => {});
}

export async function askForResetCode(username: string): Promise<void> {
  await resetPassword({ username });
}

export async function setPasswordByCode(username: string, code: string, password: string): Promise<void> {
  await confirmResetPassword({ username, confirmationCode: code, newPassword: password });
}

/** Amplify throws errors that are told apart by name only. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

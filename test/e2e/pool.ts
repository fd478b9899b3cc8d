import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { password } from '../../functions/runtime/password.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import { stack } from '../support/client.ts';

export const cognito = new CognitoIdentityProviderClient(clientSettings(stack.endpointUrl));

export type PoolUser = { username: string; password: string; subject: string };

/** A user who can sign in, and has no account yet. */
export async function newUser(UserPoolId = stack.userPoolId): Promise<PoolUser> {
  const username = `guest-${password().toLowerCase()}`;
  const secret = password();
  const { User } = await cognito.send(
    new AdminCreateUserCommand({ UserPoolId, Username: username, MessageAction: 'SUPPRESS' }),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: username, Password: secret, Permanent: true }),
  );
  const subject = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
  return { username, password: secret, subject };
}

export const removeUser = ({ username }: PoolUser) =>
  cognito.send(new AdminDeleteUserCommand({ UserPoolId: stack.userPoolId, Username: username }));

/** Amazon's shortest is five minutes; the emulator takes what it is told, so that the end is worth waiting for. */
export async function letIdTokensLast(seconds: number): Promise<void> {
  const which = { UserPoolId: stack.userPoolId, ClientId: stack.officerClientId };
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(which));
  const { ExplicitAuthFlows, WriteAttributes, PreventUserExistenceErrors } = UserPoolClient ?? {};
  await cognito.send(
    new UpdateUserPoolClientCommand({
      ...which,
      ExplicitAuthFlows,
      WriteAttributes,
      PreventUserExistenceErrors,
      IdTokenValidity: seconds,
      TokenValidityUnits: { IdToken: 'seconds', AccessToken: 'minutes', RefreshToken: 'minutes' },
    }),
  );
}

export type LogIn = { username: string; password: string };

/** With the password of the hand-over sheet, which lets in once, and only to set another one. */
export async function firstSignIn({ username, password: temporary }: LogIn): Promise<LogIn> {
  const { ChallengeName, Session, AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: stack.officerClientId,
      AuthParameters: { USERNAME: username, PASSWORD: temporary },
    }),
  );
  expect({ ChallengeName, AuthenticationResult }).toEqual({ ChallengeName: 'NEW_PASSWORD_REQUIRED' });
  const own = { username, password: password() };
  await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: stack.officerClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session,
      ChallengeResponses: { USERNAME: username, NEW_PASSWORD: own.password },
    }),
  );
  return own;
}

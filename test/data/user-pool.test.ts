import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CognitoUserPool, userPoolClient } from '../../functions/data/user-pool.ts';
import { password } from '../../functions/runtime/password.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import { engines } from '../support/tables.ts';

const [emulator] = engines;

describe('the user pool', () => {
  const settings = clientSettings(emulator?.endpointUrl ?? '');
  const cognito = new CognitoIdentityProviderClient(settings);
  let poolId = '';
  let clientId = '';
  let pool: CognitoUserPool;

  beforeAll(async () => {
    const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'officers' }));
    poolId = UserPool?.Id ?? '';
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: poolId,
        ClientName: 'officers',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    clientId = UserPoolClient?.ClientId ?? '';
    pool = new CognitoUserPool(userPoolClient(settings), poolId);
  });

  afterAll(async () => {
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId: poolId }));
    cognito.destroy();
  });

  const signIn = async (USERNAME: string, PASSWORD: string): Promise<string | undefined> => {
    const { ChallengeName } = await cognito.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
    return ChallengeName;
  };

  it('adds a user once, who has to change the password at the first sign-in', async () => {
    const secret = password();
    const added = await pool.add('first', 'first@dopa.example', secret);
    expect(added).toMatchObject({ hasSignedIn: false });
    expect(await pool.find('first')).toEqual(added);
    expect(await signIn('first', secret)).toBe('NEW_PASSWORD_REQUIRED');
    expect(await pool.add('first', undefined, password())).toBeUndefined();
    expect(await signIn('first', secret)).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('knows nobody who was not added', async () => {
    expect(await pool.find('nobody')).toBeUndefined();
  });

  it('replaces a password by one for the next sign-in', async () => {
    const [old, fresh] = [password(), password()];
    await pool.add('forgetful', undefined, old);
    await pool.setTemporaryPassword('forgetful', fresh);
    expect(await signIn('forgetful', fresh)).toBe('NEW_PASSWORD_REQUIRED');
    await expect(signIn('forgetful', old)).rejects.toThrow('Incorrect username or password');
  });

  it('shuts a user out and lets him in again, each as often as it is asked', async () => {
    const secret = password();
    await pool.add('leaving', undefined, secret);
    for (const _ of [1, 2]) await pool.setEnabled('leaving', false);
    await expect(signIn('leaving', secret)).rejects.toThrow();
    for (const _ of [1, 2]) await pool.setEnabled('leaving', true);
    expect(await signIn('leaving', secret)).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('takes every step of an administrator', async () => {
    await pool.add('stepped', undefined, password());
    await pool.setEmail('stepped', 'stepped@dopa.example');
    await pool.setEmail('stepped', undefined);
    await pool.signOut('stepped');
    await pool.forgetSecondFactor('stepped');
  });
});

import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolUser, UserPool } from '../domain/account.ts';
import { Refusal } from '../domain/refusal.ts';

/** Errors that mean "try again later" once the SDK's own retries are used up. */
const BUSY = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'InternalErrorException',
  'TimeoutError',
]);

/** One client per container. An import asks for more than the pool takes in a second, so it tries longer. */
export function userPoolClient(
  config: CognitoIdentityProviderClientConfig = {},
): CognitoIdentityProviderClient {
  const client = new CognitoIdentityProviderClient({
    maxAttempts: 5,
    retryMode: 'adaptive',
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    ...config,
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw error instanceof Error && BUSY.has(error.name) ? new Refusal('store.busy') : error;
      }
    },
    { step: 'initialize', priority: 'high', name: 'refuseWhenBusy' },
  );
  return client;
}

const poolUser = (attributes: readonly AttributeType[] | undefined, status: string | undefined): PoolUser => {
  const subject = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (subject === undefined) throw new Error('the user pool gave a user no subject');
  return { subject, hasSignedIn: status !== 'FORCE_CHANGE_PASSWORD' };
};

/** Who may sign in, and with what. */
export class CognitoUserPool implements UserPool {
  readonly #client: CognitoIdentityProviderClient;
  readonly #id: string;

  constructor(client: CognitoIdentityProviderClient, userPoolId: string) {
    this.#client = client;
    this.#id = userPoolId;
  }

  #user(Username: string) {
    return { UserPoolId: this.#id, Username };
  }

  async find(username: string): Promise<PoolUser | undefined> {
    try {
      const user = await this.#client.send(new AdminGetUserCommand(this.#user(username)));
      return poolUser(user.UserAttributes, user.UserStatus);
    } catch (error) {
      if (error instanceof UserNotFoundException) return undefined;
      throw error;
    }
  }

  async add(
    username: string,
    email: string | undefined,
    temporaryPassword: string,
  ): Promise<PoolUser | undefined> {
    try {
      const { User } = await this.#client.send(
        new AdminCreateUserCommand({
          ...this.#user(username),
          TemporaryPassword: temporaryPassword,
          ...(email === undefined ? {} : { UserAttributes: verifiedEmail(email) }),
          // It is handed over on paper, never sent.
          MessageAction: 'SUPPRESS',
        }),
      );
      return poolUser(User?.Attributes, User?.UserStatus);
    } catch (error) {
      if (error instanceof UsernameExistsException) return undefined;
      throw error;
    }
  }

  async setTemporaryPassword(username: string, temporaryPassword: string): Promise<void> {
    await this.#client.send(
      new AdminSetUserPasswordCommand({
        ...this.#user(username),
        Password: temporaryPassword,
        Permanent: false,
      }),
    );
  }

  async setEmail(username: string, email: string | undefined): Promise<void> {
    await this.#client.send(
      new AdminUpdateUserAttributesCommand({
        ...this.#user(username),
        // A blank one takes the address away.
        UserAttributes: email === undefined ? [{ Name: 'email', Value: '' }] : verifiedEmail(email),
      }),
    );
  }

  async setEnabled(username: string, enabled: boolean): Promise<void> {
    const user = this.#user(username);
    await this.#client.send(enabled ? new AdminEnableUserCommand(user) : new AdminDisableUserCommand(user));
  }

  async signOut(username: string): Promise<void> {
    await this.#client.send(new AdminUserGlobalSignOutCommand(this.#user(username)));
  }

  async forgetSecondFactor(username: string): Promise<void> {
    await this.#client.send(
      new AdminSetUserMFAPreferenceCommand({
        ...this.#user(username),
        SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
      }),
    );
  }
}

/** As the pool keeps an address that was checked when it was taken down; officers cannot write it themselves. */
export const verifiedEmail = (email: string): AttributeType[] => [
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: 'true' },
];

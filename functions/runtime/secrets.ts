import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const REREAD_AFTER_MS = 30_000;

/** A secret, read when it is first needed and kept for the life of the container. */
export type Secret = {
  value(): Promise<string>;
  /** Reads it again, at most every 30 s: for a caller whose value does not match since a rotation. */
  reread(): Promise<string>;
};

export function secret(arn: string): Secret {
  let kept: { value: Promise<string>; atMs: number } | undefined;
  const read = (): Promise<string> => {
    const client = new SecretsManagerClient({ maxAttempts: 3 });
    const value = client.send(new GetSecretValueCommand({ SecretId: arn })).then(({ SecretString }) => {
      if (SecretString === undefined) throw new Error('a secret without a text');
      return SecretString;
    });
    kept = { value, atMs: Date.now() };
    value.catch(() => {
      kept = undefined;
    });
    return value;
  };
  return {
    value: () => kept?.value ?? read(),
    reread: () => (kept !== undefined && Date.now() - kept.atMs < REREAD_AFTER_MS ? kept.value : read()),
  };
}

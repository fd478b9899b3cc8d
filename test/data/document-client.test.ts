import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { failure, intercept } from '../support/conflicts.ts';
import { engines, makeTables } from '../support/tables.ts';

describe.each(engines)('a client of $name', (engine) => {
  const tables = makeTables(engine, 'accounts');
  const get = new GetCommand({ TableName: tables.names.accounts, Key: { subject: 'nobody' } });

  it.concurrent.each([
    ['ThrottlingException', 400],
    ['ProvisionedThroughputExceededException', 400],
    ['RequestLimitExceeded', 400],
    ['InternalServerError', 500],
    ['ServiceUnavailable', 503],
  ])('says busy when the store says %s to every try', async (name, status) => {
    const client = tables.client();
    let tries = 0;
    intercept(client, async () => {
      tries += 1;
      return failure(name, {}, status);
    });
    await expect(client.send(get)).rejects.toMatchObject({ code: 'store.busy', kind: 'unavailable' });
    expect(tries).toBe(3);
  });

  it('answers when the third try goes through', async () => {
    const client = tables.client();
    let tries = 0;
    intercept(client, async (_request, send) => {
      tries += 1;
      return tries < 3 ? failure('InternalServerError', {}, 500) : send();
    });
    expect((await client.send(get)).Item).toBeUndefined();
    expect(tries).toBe(3);
  });

  it('says what is wrong when trying again would not help', async () => {
    const client = tables.client();
    let tries = 0;
    intercept(client, async () => {
      tries += 1;
      return failure('ResourceNotFoundException');
    });
    await expect(client.send(get)).rejects.toThrow('ResourceNotFoundException');
    expect(tries).toBe(1);
  });
});

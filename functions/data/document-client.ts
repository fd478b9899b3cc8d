import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../domain/refusal.ts';

/** Errors that mean "try again later" once the SDK's own retries are used up. */
const BUSY = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
]);

export const isBusy = (error: unknown): boolean => error instanceof Error && BUSY.has(error.name);

/**
 * One client per container. Times are milliseconds: a request that hangs must leave room for its retry within the
 * function's own limit.
 */
export function storeClient(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    ...config,
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw isBusy(error) ? new Refusal('store.busy') : error;
      }
    },
    { step: 'initialize', priority: 'high', name: 'refuseWhenBusy' },
  );
  return client;
}

/** The same client, speaking in plain values. */
export function documentClient(
  client: DynamoDBClientConfig | DynamoDBClient | DynamoDBDocumentClient = {},
): DynamoDBDocumentClient {
  if (client instanceof DynamoDBDocumentClient) return client;
  return DynamoDBDocumentClient.from(client instanceof DynamoDBClient ? client : storeClient(client), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

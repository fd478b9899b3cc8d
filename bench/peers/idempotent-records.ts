import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Consumer } from '../deliveries.ts';
import { add, changesOf, inLanes, statesOf } from './five-counters.ts';

type Tables = { idempotency: string; counters: string };

const EXPIRES_AFTER_SECONDS = 24 * 3_600;

/**
 * The same adds between two writes of an idempotency record, as the utility of Powertools for AWS Lambda does it:
 * in progress until the function's limit, then completed, and never worked on twice while it is either.
 * @throws Error for a record that another invocation has in progress
 */
export function idempotentRecordsConsumer(
  client: DynamoDBDocumentClient,
  { idempotency, counters }: Tables,
  { now, limitSeconds }: { now: () => Date; limitSeconds: number },
): Consumer {
  const begin = async (reference: string): Promise<'begun' | 'completed'> => {
    const nowMs = now().getTime();
    try {
      await client.send(
        new PutCommand({
          TableName: idempotency,
          Item: {
            reference,
            status: 'INPROGRESS',
            expiration: Math.floor(nowMs / 1_000) + EXPIRES_AFTER_SECONDS,
            in_progress_expiration: nowMs + limitSeconds * 1_000,
          },
          ConditionExpression:
            'attribute_not_exists(#reference) OR expiration < :nowSeconds OR (#status = :inProgress AND attribute_exists(in_progress_expiration) AND in_progress_expiration < :nowMs)',
          ExpressionAttributeNames: { '#reference': 'reference', '#status': 'status' },
          ExpressionAttributeValues: {
            ':nowSeconds': Math.floor(nowMs / 1_000),
            ':nowMs': nowMs,
            ':inProgress': 'INPROGRESS',
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'begun';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (error.Item?.status?.S === 'COMPLETED') return 'completed';
      throw error;
    }
  };
  const complete = (reference: string) =>
    client.send(
      new UpdateCommand({
        TableName: idempotency,
        Key: { reference },
        UpdateExpression: 'SET #response = :response, expiration = :expiration, #status = :completed',
        ExpressionAttributeNames: { '#response': 'response', '#status': 'status' },
        ExpressionAttributeValues: {
          ':response': '',
          ':expiration': Math.floor(now().getTime() / 1_000) + EXPIRES_AFTER_SECONDS,
          ':completed': 'COMPLETED',
        },
      }),
    );
  return {
    requestsFor: (records) =>
      records.reduce((sum, record) => sum + 2 + changesOf(statesOf(record)).length, 0),
    count: (records) =>
      inLanes(records, async ({ eventID = '' }, states) => {
        const reference = `counted#${eventID}`;
        if ((await begin(reference)) === 'completed') return;
        for (const change of changesOf(states)) await add(client, counters, change);
        await complete(reference);
      }),
  };
}

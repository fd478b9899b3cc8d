import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { cancellationReasons, isConditionFailure } from '../../functions/data/transaction.ts';
import type { Consumer } from '../deliveries.ts';
import { changesOf, inLanes } from './five-counters.ts';

type Tables = { ledger: string; counters: string };

/** Moves the person's version and the counters together, one record at a time. */
export function transactionPerRecordConsumer(
  client: DynamoDBDocumentClient,
  { ledger, counters }: Tables,
): Consumer {
  return {
    requestsFor: (records) => records.length,
    count: (records) =>
      inLanes(records, async (_, states) => {
        const { before, after } = states;
        if (after === undefined) return;
        const { citizenId, version } = after;
        try {
          await client.send(
            new TransactWriteCommand({
              TransactItems: [
                {
                  Update: {
                    TableName: ledger,
                    Key: { citizenId },
                    UpdateExpression: 'SET version = :next',
                    ConditionExpression:
                      before === undefined ? 'attribute_not_exists(version)' : 'version = :before',
                    ExpressionAttributeValues: {
                      ':next': version,
                      ...(before === undefined ? {} : { ':before': before.version }),
                    },
                    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
                  },
                },
                ...changesOf(states).map(({ key, by }) => ({
                  Update: {
                    TableName: counters,
                    Key: key,
                    UpdateExpression: 'ADD people :by',
                    ExpressionAttributeValues: { ':by': by },
                  },
                })),
              ],
            }),
          );
        } catch (error) {
          const [reason] = cancellationReasons(error) ?? [];
          const counted = Number(reason?.Item?.version?.N ?? 0);
          if (reason === undefined || !isConditionFailure(reason) || counted < version) throw error;
        }
      }),
  };
}

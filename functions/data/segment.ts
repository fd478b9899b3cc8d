import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { personKey } from './keys.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;

/** Items of one of so many segments of a table, in pages of at most `limit`; a moment old unless they are to be as of now. */
export async function* segmentOf(
  client: DynamoDBDocumentClient,
  table: string,
  segment: number,
  segments: number,
  { asOfNow = false, limit = 100 } = {},
): AsyncGenerator<Record<string, unknown>[]> {
  let after: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        Segment: segment,
        TotalSegments: segments,
        Limit: limit,
        ConsistentRead: asOfNow,
        ExclusiveStartKey: after,
      }),
    );
    yield page.Items ?? [];
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
}

/** Which of at most 100 people have an item in a table that is keyed by citizen ID, as of now. */
export async function peopleIn(
  client: DynamoDBDocumentClient,
  table: string,
  citizenIds: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  const ask = async (people: readonly string[], ConsistentRead: boolean): Promise<void> => {
    const keys = { Keys: people.map(personKey), ConsistentRead, ProjectionExpression: 'citizenId' };
    await untilProcessed<Batch>(people.length === 0 ? undefined : { [table]: keys }, async (batch) => {
      const { Responses, UnprocessedKeys = {} } = await client.send(
        new BatchGetCommand({ RequestItems: batch }),
      );
      for (const { citizenId } of Responses?.[table] ?? []) found.add(String(citizenId));
      return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
    });
  };
  // Half the price for nearly all: only whoever seems to be missing is worth a consistent read.
  await ask(citizenIds, false);
  await ask(
    citizenIds.filter((citizenId) => !found.has(citizenId)),
    true,
  );
  return found;
}

import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { provinceOf } from '../../functions/domain/area.ts';
import type { Registration } from '../../functions/domain/registration.ts';

/** Everything that the reports say of participants, by name. */
export type Tally = Record<string, number>;

/** Reads every registration and counts: what a report costs without counters. One scan answers all of them. */
export async function scanAndCount(client: DynamoDBDocumentClient, table: string): Promise<Tally> {
  const tally: Tally = {};
  const count = (name: string): void => {
    tally[name] = (tally[name] ?? 0) + 1;
  };
  let after: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey: after }));
    for (const item of (page.Items ?? []) as Registration[]) {
      count(`${item.status} ${provinceOf(item.residence)}`);
      if (item.status !== 'INTENT') continue;
      count(`${item.intentOn} ${item.agency}`);
      for (const project of item.projects) count(`project ${project}`);
    }
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
  return tally;
}

import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { registrationFromImage } from '../../functions/data/registrations.ts';
import { districtOf, provinceOf } from '../../functions/domain/area.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { COUNTING_LIMITS } from '../../functions/streams/counted-stream.ts';
import type { Consumer } from '../deliveries.ts';

export type FiveCountersKey = { province: string; bucket: string };

/** The counters of one registration, an item each; projects are left out, which spares this design one more each. */
export function fiveCounters({
  residence,
  status,
  intentOn,
  agency,
  channel,
}: Registration): FiveCountersKey[] {
  const province = provinceOf(residence);
  const places = [`${status}`, `${status}#${districtOf(residence)}`, `${status}#${residence}`];
  const wishes = status === 'INTENT' ? [`day#${intentOn}#${agency}`, `channel#${channel}`] : [];
  return [...places, ...wishes].map((bucket) => ({ province, bucket }));
}

export type Change = { key: FiveCountersKey; by: number };

export const statesOf = ({ dynamodb }: DynamoDBRecord) => ({
  before: dynamodb?.OldImage && registrationFromImage(dynamodb.OldImage),
  after: dynamodb?.NewImage && registrationFromImage(dynamodb.NewImage),
});

/** What the record's two images say has to be added; what both count stays as it is. */
export function changesOf({ before, after }: ReturnType<typeof statesOf>): Change[] {
  const changes = new Map<string, Change>();
  for (const [registration, by] of [
    [before, -1],
    [after, 1],
  ] as const)
    for (const key of registration === undefined ? [] : fiveCounters(registration)) {
      const name = `${key.province} ${key.bucket}`;
      changes.set(name, { key, by: (changes.get(name)?.by ?? 0) + by });
    }
  return [...changes.values()].filter(({ by }) => by !== 0);
}

/**
 * Works on so many records at a time, those of one person in their order, and ends when all lanes have ended. There
 * are as many requests in flight as the subject has, if nothing else is said.
 */
export async function inLanes(
  records: readonly DynamoDBRecord[],
  work: (record: DynamoDBRecord, states: ReturnType<typeof statesOf>) => Promise<void>,
  lanes = COUNTING_LIMITS.concurrency,
): Promise<void> {
  const people = new Map<string, (() => Promise<void>)[]>();
  for (const record of records) {
    const states = statesOf(record);
    const { citizenId = '' } = states.after ?? states.before ?? {};
    people.set(citizenId, [...(people.get(citizenId) ?? []), () => work(record, states)]);
  }
  const queue = [...people.values()];
  const lane = async () => {
    for (let person = queue.shift(); person !== undefined; person = queue.shift())
      for (const task of person) await task();
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

export const add = (client: DynamoDBDocumentClient, table: string, { key, by }: Change) =>
  client.send(
    new UpdateCommand({
      TableName: table,
      Key: key,
      UpdateExpression: 'ADD people :by',
      ExpressionAttributeValues: { ':by': by },
    }),
  );

/** Adds to every counter, because a record has arrived. */
export function fiveCountersConsumer(
  client: DynamoDBDocumentClient,
  counters: string,
  lanes?: number,
): Consumer {
  return {
    requestsFor: (records) => records.reduce((sum, record) => sum + changesOf(statesOf(record)).length, 0),
    count: (records) =>
      inLanes(
        records,
        async (_, states) => {
          for (const change of changesOf(states)) await add(client, counters, change);
        },
        lanes,
      ),
  };
}

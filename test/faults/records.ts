import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Change, Item } from './histories.ts';

/** A change as its table's stream carries it. */
export type Told = { change: Change; record: DynamoDBRecord };

const image = (item: Item) =>
  marshall(item, { removeUndefinedValues: true }) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

/** `sequence` rises over the whole stream, as within a shard of Amazon's. */
export function told(change: Change, sequence: number): Told {
  const { source, citizenId, at, before, after } = change;
  const eventName = after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY';
  return {
    change,
    record: {
      eventID: `${source}-${sequence}`,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'ap-southeast-7',
      eventName,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(at.getTime() / 1000),
        Keys: { citizenId: { S: citizenId } },
        ...(before === undefined ? {} : { OldImage: image(before) }),
        ...(after === undefined ? {} : { NewImage: image(after) }),
        SequenceNumber: String(sequence).padStart(21, '0'),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    },
  };
}

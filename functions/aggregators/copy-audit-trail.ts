import type { DynamoDBStreamEvent } from 'aws-lambda';
import { filesClient } from '../data/document-files.ts';
import { copiedLine, TrailCopyBucket } from '../data/trail-copy.ts';
import { settings } from '../runtime/settings.ts';
import { trailConsumer } from '../streams/trail-copy.ts';

const env = settings('AUDIT_COPY_BUCKET');

export const handler: (event: DynamoDBStreamEvent) => Promise<void> = trailConsumer({
  read: copiedLine,
  copy: new TrailCopyBucket(filesClient(), env.AUDIT_COPY_BUCKET, () => crypto.randomUUID()),
});

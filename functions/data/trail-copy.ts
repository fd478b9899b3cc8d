import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '../domain/calendar.ts';
import type { ComparedTrail, LinesByHour, SpelledLine, TrailCopy } from '../domain/trail-copy.ts';
import { AUDIT_HOUR, AUDIT_SHARDS, auditCopyKey, auditCopyPrefix, auditHourKey } from './keys.ts';

/** The report as it stands on the item of a run. */
export const comparedTrail: z.ZodMiniType<ComparedTrail> = z.object({
  lines: z.number(),
  copied: z.number(),
  missing: z.number(),
  gone: z.number(),
  tableDigest: z.string(),
  copyDigest: z.string(),
});

/** One spelling of an item, whatever order its attributes come in. */
function spelled(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${spelled(member)}`);
  return `{${members.join(',')}}`;
}

const lineOf = (text: string): SpelledLine => ({
  text,
  digest: createHash('sha256').update(text).digest('hex'),
});

/** A line of a stream as it is copied, and its hour. @throws when the image is none of a line */
export function copiedLine(image: object): { hour: string; text: string } {
  const item = unmarshall(image as Record<string, AttributeValue>);
  if (typeof item.entryKey !== 'string' || typeof item.at !== 'string')
    throw new Error('an image that is no line of the audit trail');
  return { hour: hourOfLine(item.at as Instant), text: spelled(item) };
}

const hourOfLine = (at: Instant): string => at.slice(0, 'YYYY-MM-DDTHH'.length);

/** The trail as the table has it, hour by hour. */
export class TrailByHour implements LinesByHour {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *ofHour(hour: string): AsyncGenerator<SpelledLine[]> {
    for (const shard of AUDIT_SHARDS) {
      let after: Record<string, unknown> | undefined;
      do {
        const page = await this.#client.send(
          new QueryCommand({
            TableName: this.#table,
            IndexName: AUDIT_HOUR,
            KeyConditionExpression: 'hourKey = :hour',
            ExpressionAttributeValues: { ':hour': auditHourKey(hour, shard) },
            Limit: 1_000,
            ExclusiveStartKey: after,
          }),
        );
        yield (page.Items ?? []).map((item) => lineOf(spelled(item)));
        after = page.LastEvaluatedKey;
      } while (after !== undefined);
    }
  }
}

const OBJECTS_AT_ONCE = 16;

/** The copy: an object for each batch, under its hour and a random name, locked by the bucket. */
export class TrailCopyBucket implements TrailCopy {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #token: () => string;

  constructor(client: S3Client, bucket: string, token: () => string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#token = token;
  }

  async add(hour: string, texts: readonly string[]): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: auditCopyKey(hour, this.#token()),
        Body: texts.map((text) => `${text}\n`).join(''),
        ContentType: 'application/x-ndjson',
        // S3 locks no object that comes without a checksum.
        ChecksumAlgorithm: 'SHA256',
      }),
    );
  }

  async *ofHour(hour: string): AsyncGenerator<SpelledLine[]> {
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: auditCopyPrefix(hour),
          ContinuationToken,
        }),
      );
      const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
      for (let from = 0; from < keys.length; from += OBJECTS_AT_ONCE) {
        const some = keys.slice(from, from + OBJECTS_AT_ONCE);
        yield (await Promise.all(some.map((key) => this.#lines(key)))).flat();
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  async #lines(Key: string): Promise<SpelledLine[]> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key }));
    const text = (await Body?.transformToString('utf8')) ?? '';
    return text.split('\n').flatMap((line) => (line === '' ? [] : [lineOf(line)]));
  }
}

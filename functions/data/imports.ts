import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AuditLine } from '../domain/audit.ts';
import type { Import, ImportId, ImportSource, Imports } from '../domain/import.ts';
import { FILE_FAULTS } from '../domain/import-row.ts';
import type { ImportReport } from '../domain/import-steps.ts';
import type { Written } from '../domain/ports.ts';
import type { RevocationReport } from '../domain/revocation-job.ts';
import type { AuditTable } from './audit.ts';
import * as field from './item-fields.ts';
import { importKey, RUNNING_IMPORT } from './keys.ts';
import { type TransactionItem, writeTogether } from './transaction.ts';

const counts = z.record(z.string(), z.number());
const fileFault = z.optional(z.enum(FILE_FAULTS));

/** A report as it stands on the item of a run. */
export const importReport: z.ZodMiniType<ImportReport> = z.object({
  refused: fileFault,
  survey: z.optional(
    z.object({
      bytes: z.number(),
      sha256: z.string(),
      version: z.string(),
      encoding: z.optional(z.enum(['utf-8', 'windows-874'])),
      header: z.string(),
      chunkLines: z.array(z.number()),
      chunkBytes: z.number(),
    }),
  ),
  rejects: z.boolean(),
  counts,
  rejectsByCode: counts,
  setAside: z.array(z.string()),
});

export const revocationReport: z.ZodMiniType<RevocationReport> = z.object({ revoked: z.number() });

const Run = z.object({
  runId: z.string(),
  startedAt: field.instant,
  startedBy: z.string(),
  dryRun: z.boolean(),
  match: z.enum(['overwrite', 'keep']),
  scope: z.enum(['whole', 'part']),
  result: z.optional(
    z.object({
      finishedAt: field.instant,
      refused: fileFault,
      counts,
      rejectsByCode: counts,
      setAside: z.array(z.string()),
      rejectFile: z.boolean(),
    }),
  ),
});

const Item = z.object({
  source: z.enum(['registry', 'BAAC', 'GSB']),
  importId: z.custom<ImportId>((value) => typeof value === 'string'),
  createdAt: field.instant,
  createdBy: z.string(),
  file: z.object({ bytes: z.number(), sha256: z.string() }),
  phase: z.enum(['waiting', 'running', 'tried', 'done', 'refused']),
  runs: z.array(Run),
  revocation: z.optional(
    z.object({
      runId: z.string(),
      startedAt: field.instant,
      startedBy: z.string(),
      revoked: z.optional(z.number()),
    }),
  ),
  revision: z.number(),
});

const importFromItem = (item: unknown): Import => Item.parse(item);

/** The imports of one source, and one item that names the one that runs. */
export class ImportsTable implements Imports {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #source: ImportSource;
  readonly #audit: AuditTable | undefined;

  /** `audit` is needed to add and to start. */
  constructor(client: DynamoDBDocumentClient, table: string, source: ImportSource, audit?: AuditTable) {
    this.#client = client;
    this.#table = table;
    this.#source = source;
    this.#audit = audit;
  }

  async one(importId: ImportId): Promise<Import | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({
        TableName: this.#table,
        Key: importKey(this.#source, importId),
        ConsistentRead: true,
      }),
    );
    return item && importFromItem(item);
  }

  async list(limit: number): Promise<Import[]> {
    const { Items: items = [] } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        // `#running` sorts before every id.
        KeyConditionExpression: '#source = :source AND importId > :running',
        ExpressionAttributeNames: { '#source': 'source' },
        ExpressionAttributeValues: { ':source': this.#source, ':running': RUNNING_IMPORT },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return items.map(importFromItem);
  }

  async add(fresh: Import, audit: AuditLine): Promise<void> {
    await writeTogether(this.#client, [
      {
        Put: { TableName: this.#table, Item: fresh, ConditionExpression: 'attribute_not_exists(importId)' },
      },
      ...(await this.#line(audit)),
    ]);
  }

  async save(
    next: Import,
    { audit, takes = false }: { audit?: AuditLine; takes?: boolean } = {},
  ): Promise<Written> {
    const put: TransactionItem = {
      Put: {
        TableName: this.#table,
        Item: next,
        ConditionExpression: 'revision = :before',
        ExpressionAttributeValues: { ':before': next.revision - 1 },
      },
    };
    const take: TransactionItem = {
      Put: {
        TableName: this.#table,
        Item: { ...importKey(this.#source, RUNNING_IMPORT), holder: next.importId },
        ConditionExpression: 'attribute_not_exists(importId) OR holder IN (:nobody, :self)',
        ExpressionAttributeValues: { ':nobody': '', ':self': next.importId },
      },
    };
    const written = await writeTogether(this.#client, [
      put,
      ...(takes ? [take] : []),
      ...(audit === undefined ? [] : await this.#line(audit)),
    ]);
    return { outcome: written === 'written' ? 'written' : 'overtaken' };
  }

  async release(importId: ImportId): Promise<void> {
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: importKey(this.#source, RUNNING_IMPORT),
          UpdateExpression: 'SET holder = :nobody',
          ConditionExpression: 'holder = :self',
          ExpressionAttributeValues: { ':nobody': '', ':self': importId },
        }),
      );
    } catch (error) {
      // Another import runs by now: this one was released before.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  async begun(runId: string, part: string): Promise<number> {
    const Key = importKey(this.#source, RUNNING_IMPORT);
    const begunPart = `${runId} ${part}`;
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key,
          UpdateExpression: 'SET begunTimes = begunTimes + :one',
          ConditionExpression: 'begunPart = :part',
          ExpressionAttributeValues: { ':part': begunPart, ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.begunTimes);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key,
        UpdateExpression: 'SET begunPart = :part, begunTimes = :one',
        ConditionExpression: 'attribute_not_exists(begunPart) OR begunPart <> :part',
        ExpressionAttributeValues: { ':part': begunPart, ':one': 1 },
      }),
    );
    return 1;
  }

  async #line(audit: AuditLine): Promise<TransactionItem[]> {
    if (this.#audit === undefined) throw new Error('an import is written with its audit line');
    return [await this.#audit.inTransaction(audit)];
  }
}

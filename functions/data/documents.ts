import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import kinds from '../../reference/programme/document-kinds.json' with { type: 'json' };
import type { AuditLine } from '../domain/audit.ts';
import {
  CONTENT_TYPES,
  type DocumentKind,
  type DocumentKindCode,
  type Documents,
  type DocumentVersion,
  type DocumentVersionId,
  type PublishedVersion,
  type Shelf,
} from '../domain/document.ts';
import type { Written } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AuditTable } from './audit.ts';
import * as field from './item-fields.ts';
import { documentKey, shelfKey } from './keys.ts';
import { isConditionFailure, type TransactionItem, writeTogether } from './transaction.ts';

const publication = z.object({
  public: z.boolean(),
  title: field.localText,
  by: z.string(),
  at: field.instant,
  objectVersion: z.string(),
});
const version = {
  kind: z.custom<DocumentKindCode>((value) => typeof value === 'string'),
  versionId: z.custom<DocumentVersionId>((value) => typeof value === 'string'),
  contentType: z.enum(Object.values(CONTENT_TYPES)),
  sizeBytes: z.number(),
  sha256: z.string(),
  announcedBy: z.string(),
  announcedAt: field.instant,
};

const Item = z.object({ ...version, publication: z.optional(publication) });
const ShelfItem = z.object({
  revision: z.number(),
  current: z.array(z.object({ ...version, publication })),
});

/** Versions by kind, and one item with what is current of each. */
export class DocumentsTable implements Documents {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #audit: AuditTable | undefined;

  /** `audit` is needed to write. */
  constructor(client: DynamoDBDocumentClient, table: string, audit?: AuditTable) {
    this.#client = client;
    this.#table = table;
    this.#audit = audit;
  }

  kinds(): DocumentKind[] {
    return kinds as DocumentKind[];
  }

  async one(kind: DocumentKindCode, versionId: DocumentVersionId): Promise<DocumentVersion | undefined> {
    const item = await this.#get(documentKey(kind, versionId));
    return item && Item.parse(item);
  }

  async versionsOf(kind: DocumentKindCode): Promise<DocumentVersion[]> {
    const versions: DocumentVersion[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'kind = :kind',
          ExpressionAttributeValues: { ':kind': kind },
          ConsistentRead: true,
          Limit: 500,
          ExclusiveStartKey: after,
        }),
      );
      for (const item of page.Items ?? []) versions.push(Item.parse(item));
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return versions;
  }

  async shelf(): Promise<Shelf> {
    const item = await this.#get(shelfKey());
    return item === undefined ? { revision: 0, current: [] } : ShelfItem.parse(item);
  }

  async announce(announced: DocumentVersion, audit: AuditLine): Promise<void> {
    const written = await writeTogether(this.#client, [
      {
        Put: {
          TableName: this.#table,
          Item: announced,
          ConditionExpression: 'attribute_not_exists(versionId)',
        },
      },
      await this.#trail().inTransaction(audit),
    ]);
    if (written !== 'written') throw new Refusal('store.busy');
  }

  async publish(published: PublishedVersion, shelf: Shelf, audit: AuditLine): Promise<Written> {
    const written = await writeTogether(this.#client, [
      {
        Put: {
          TableName: this.#table,
          Item: published,
          // What was announced is what was checked.
          ConditionExpression: 'sha256 = :sha256',
          ExpressionAttributeValues: { ':sha256': published.sha256 },
        },
      },
      this.#putShelf(shelf),
      await this.#trail().inTransaction(audit),
    ]);
    if (written === 'written') return { outcome: 'written' };
    if (written.some((reason) => isConditionFailure(reason))) return { outcome: 'overtaken' };
    throw new Refusal('store.busy');
  }

  #putShelf(shelf: Shelf): TransactionItem {
    return {
      Put: {
        TableName: this.#table,
        Item: { ...shelfKey(), ...shelf },
        ConditionExpression: 'attribute_not_exists(kind) OR revision = :revision',
        ExpressionAttributeValues: { ':revision': shelf.revision - 1 },
      },
    };
  }

  async #get(Key: Record<string, unknown>) {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key, ConsistentRead: true }),
    );
    return item;
  }

  #trail(): AuditTable {
    if (this.#audit === undefined) throw new Error('documents without an audit trail cannot be written');
    return this.#audit;
  }
}

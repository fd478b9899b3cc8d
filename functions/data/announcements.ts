import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Announcement, AnnouncementId, Announcements, Reading } from '../domain/announcement.ts';
import type { ProvinceCode } from '../domain/area.ts';
import type { AuditLine } from '../domain/audit.ts';
import type { RosterPosition } from '../domain/people.ts';
import type { Idempotency, Page, PageRequest, Written } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import { officerFields } from './accounts.ts';
import { type AuditTable, keyedPerson, trailExpiryOf } from './audit.ts';
import * as field from './item-fields.ts';
import { announcementKey, overrideReference, UNREAD } from './keys.ts';
import { IDEMPOTENCY_TTL_SECONDS } from './registrations.ts';
import { isConditionFailure, writeTogether } from './transaction.ts';

const { subject, username, name, role, area, agency } = officerFields;

const Item = z.object({
  province: field.provinceCode,
  announcementId: z.custom<AnnouncementId>((value) => typeof value === 'string'),
  at: field.instant,
  by: z.object({ subject, username, name, role, area, agency }),
  reason: z.string(),
  maskedId: z.string(),
  district: field.districtCode,
  listed: z.optional(z.custom<RosterPosition>((value) => typeof value === 'string')),
  read: z.optional(z.object({ subject, name, at: field.instant })),
});

const Asked = z.object({ bodyHash: z.string(), province: field.provinceCode });

/** `2018-02-14T030507219-abcdefghij` */
const POSITION = /^\d{4}-\d{2}-\d{2}T\d{9}-[a-z]{10}$/;
const AFTER_ALL = '~';

/** What provinces are told, each under its own key. Whom it is about stands there as on the trail: by a keyed hash. */
export class AnnouncementsTable implements Announcements {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: { announcements: string; references?: string };
  readonly #audit: AuditTable | undefined;
  readonly #personKey: (() => Promise<string>) | undefined;

  /** `references`, `audit` and `personKey` are needed to announce, `audit` to mark as read. */
  constructor(
    client: DynamoDBDocumentClient,
    tables: { announcements: string; references?: string },
    audit?: AuditTable,
    personKey?: () => Promise<string>,
  ) {
    this.#client = client;
    this.#tables = tables;
    this.#audit = audit;
    this.#personKey = personKey;
  }

  async announced(idempotency: Idempotency): Promise<z.infer<typeof Asked> | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({
        TableName: this.#tables.references,
        Key: overrideReference(idempotency),
        ConsistentRead: true,
      }),
    );
    return item && Asked.parse(item);
  }

  async announce(
    announcement: Announcement,
    { person, audit, idempotency }: Parameters<Announcements['announce']>[1],
  ): Promise<Written> {
    const { announcements, references } = this.#tables;
    if (this.#audit === undefined || this.#personKey === undefined || references === undefined)
      throw new Error('announcements without a trail, references and the person key cannot be made');
    const { province, at } = announcement;
    const written = await writeTogether(this.#client, [
      {
        Put: {
          TableName: references,
          Item: {
            ...overrideReference(idempotency),
            bodyHash: idempotency.bodyHash,
            province,
            expiresAtEpochSeconds: Math.floor(Date.parse(at) / 1_000) + IDEMPOTENCY_TTL_SECONDS,
          },
          ConditionExpression: 'attribute_not_exists(#reference)',
          ExpressionAttributeNames: { '#reference': 'reference' },
        },
      },
      {
        Put: {
          TableName: announcements,
          Item: {
            ...Item.parse(announcement),
            unreadProvince: province,
            personKey: keyedPerson(person, await this.#personKey()),
            expiresAtEpochSeconds: trailExpiryOf(at),
          },
          ConditionExpression: 'attribute_not_exists(announcementId)',
        },
      },
      await this.#audit.inTransaction(audit),
    ]);
    return { outcome: written === 'written' ? 'written' : 'overtaken' };
  }

  async one(province: ProvinceCode, id: AnnouncementId): Promise<Announcement | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({
        TableName: this.#tables.announcements,
        Key: announcementKey(province, id),
        ConsistentRead: true,
      }),
    );
    return item && Item.parse(item);
  }

  async list(
    province: ProvinceCode,
    state: 'unread' | undefined,
    { limit, cursor }: PageRequest,
  ): Promise<Page<Announcement>> {
    if (cursor !== undefined && !POSITION.test(cursor))
      throw new Refusal('request.invalid', { path: 'cursor' });
    const { Items = [] } = await this.#client.send(
      new QueryCommand({
        ...this.#of(province, state, cursor),
        ScanIndexForward: false,
        Limit: limit + 1,
      }),
    );
    const rows = Items.slice(0, limit).map((item) => Item.parse(item));
    return { rows, cursor: Items.length > limit ? rows.at(-1)?.announcementId : undefined };
  }

  async unread(province: ProvinceCode, atMost: number): Promise<number> {
    const { Count = 0 } = await this.#client.send(
      new QueryCommand({ ...this.#of(province, 'unread'), Select: 'COUNT', Limit: atMost }),
    );
    return Count;
  }

  async markRead(
    { province, announcementId }: Announcement,
    read: Reading,
    audit: AuditLine,
  ): Promise<Written> {
    if (this.#audit === undefined) throw new Error('announcements without a trail cannot be marked');
    const written = await writeTogether(this.#client, [
      {
        Update: {
          TableName: this.#tables.announcements,
          Key: announcementKey(province, announcementId),
          UpdateExpression: 'SET #read = :read REMOVE unreadProvince',
          ConditionExpression: 'attribute_exists(announcementId) AND attribute_not_exists(#read)',
          ExpressionAttributeNames: { '#read': 'read' },
          ExpressionAttributeValues: { ':read': read },
        },
      },
      await this.#audit.inTransaction(audit),
    ]);
    if (written === 'written') return { outcome: 'written' };
    if (written[0] !== undefined && isConditionFailure(written[0])) return { outcome: 'overtaken' };
    throw new Refusal('store.busy');
  }

  #of(province: ProvinceCode, state: 'unread' | undefined, before = AFTER_ALL) {
    return {
      TableName: this.#tables.announcements,
      IndexName: state === 'unread' ? UNREAD : undefined,
      KeyConditionExpression: '#province = :province AND announcementId < :before',
      ExpressionAttributeNames: { '#province': state === 'unread' ? 'unreadProvince' : 'province' },
      ExpressionAttributeValues: { ':province': province, ':before': before },
    };
  }
}

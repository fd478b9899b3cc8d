import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { DistrictCode } from '../domain/area.ts';
import type { AuditLine } from '../domain/audit.ts';
import {
  type IntakeLocation,
  MAX_PLACES_OF_A_DISTRICT,
  type PlaceId,
  type PublishedPlace,
  publishedPlaces,
} from '../domain/intake-location.ts';
import type { IntakeLocations, Written } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AuditTable } from './audit.ts';
import * as field from './item-fields.ts';
import { PUBLISHED, placeKey, publishedKey } from './keys.ts';
import { RecentReading } from './recent-reading.ts';
import { isConditionFailure, jitterMs, type TransactionItem, writeTogether } from './transaction.ts';

/** With the 10 s that a public list may be kept by browsers and the edge, a saved place shows within 30 s. */
export const PUBLISHED_MAX_AGE_MS = 15_000;

const fields = {
  placeId: field.placeId,
  name: z.string(),
  address: z.optional(z.string()),
  opensOn: z.optional(field.day),
  closesOn: z.optional(field.day),
  hours: z.optional(z.string()),
  phone: z.optional(z.string()),
  position: z.optional(field.position),
};

const Item = z.object({
  ...fields,
  district: field.districtCode,
  version: z.number(),
  status: z.enum(['open', 'retired']),
  recordedBy: z.string(),
  recordedAt: field.instant,
  changedBy: z.string(),
  changedAt: field.instant,
});

const PublishedItem = z.object({ revision: z.number(), places: z.array(z.object(fields)) });
type Published = z.infer<typeof PublishedItem>;

/** Who changes a list while somebody else does reads it again and tries again, so many times. */
const ATTEMPTS = 10;
const FIRST_WAIT_MS = 15;

/** Reads the public lists only: what a function without officers needs. */
export class PublishedPlaces {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #lists = new Map<DistrictCode, RecentReading<PublishedPlace[]>>();

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async published(district: DistrictCode): Promise<PublishedPlace[]> {
    const list =
      this.#lists.get(district) ??
      new RecentReading(PUBLISHED_MAX_AGE_MS, async () => (await this.read(district, false)).places);
    this.#lists.set(district, list);
    return list.get();
  }

  protected async read(district: DistrictCode, fresh: boolean): Promise<Published> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: publishedKey(district), ConsistentRead: fresh }),
    );
    return item === undefined ? { revision: 0, places: [] } : PublishedItem.parse(item);
  }
}

export class IntakeLocationsTable extends PublishedPlaces implements IntakeLocations {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #audit: AuditTable | undefined;

  /** `audit` is needed to save. */
  constructor(client: DynamoDBDocumentClient, table: string, audit?: AuditTable) {
    super(client, table);
    this.#client = client;
    this.#table = table;
    this.#audit = audit;
  }

  async one(district: DistrictCode, placeId: PlaceId): Promise<IntakeLocation | undefined> {
    if (placeId === PUBLISHED) return undefined;
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: placeKey(district, placeId), ConsistentRead: true }),
    );
    return item && Item.parse(item);
  }

  async ofDistrict(district: DistrictCode): Promise<IntakeLocation[]> {
    const places: IntakeLocation[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: 'district = :district AND placeId > :published',
          // `#published` is the greatest key that begins with `#`, and no place id begins with one.
          ExpressionAttributeValues: { ':district': district, ':published': PUBLISHED },
          ConsistentRead: true,
          Limit: 500,
          ExclusiveStartKey: after,
        }),
      );
      for (const item of page.Items ?? []) places.push(Item.parse(item));
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return places;
  }

  async save(
    place: IntakeLocation,
    replaces: IntakeLocation | undefined,
    audit: AuditLine,
  ): Promise<Written> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const [published, others] = await Promise.all([
        this.read(place.district, true),
        this.ofDistrict(place.district),
      ]);
      const places = publishedPlaces([...others.filter(({ placeId }) => placeId !== place.placeId), place]);
      if (places.length > MAX_PLACES_OF_A_DISTRICT) throw new Refusal('intake-location.full');
      const written = await writeTogether(this.#client, [
        this.#putPlace(place, replaces),
        this.#putPublished(place.district, { revision: published.revision + 1, places }),
        await this.#trail().inTransaction(audit),
      ]);
      if (written === 'written') return { outcome: 'written' };
      const [ofPlace] = written;
      if (ofPlace !== undefined && isConditionFailure(ofPlace)) return { outcome: 'overtaken' };
      await sleep(jitterMs(Math.min(attempt, 6), FIRST_WAIT_MS));
    }
    throw new Refusal('store.busy');
  }

  #trail(): AuditTable {
    if (this.#audit === undefined) throw new Error('a table of places without an audit trail cannot save');
    return this.#audit;
  }

  #putPlace(place: IntakeLocation, replaces: IntakeLocation | undefined): TransactionItem {
    return {
      Put: {
        TableName: this.#table,
        Item: place,
        ...(replaces === undefined
          ? { ConditionExpression: 'attribute_not_exists(placeId)' }
          : {
              ConditionExpression: 'version = :version',
              ExpressionAttributeValues: { ':version': replaces.version },
            }),
      },
    };
  }

  #putPublished(district: DistrictCode, list: Published): TransactionItem {
    return {
      Put: {
        TableName: this.#table,
        Item: { ...publishedKey(district), ...list },
        ConditionExpression: 'attribute_not_exists(placeId) OR revision = :revision',
        ExpressionAttributeValues: { ':revision': list.revision - 1 },
      },
    };
  }
}

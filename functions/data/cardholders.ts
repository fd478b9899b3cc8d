import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Cardholder } from '../domain/cardholder.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import { cardState, type State } from '../domain/contribution.ts';
import type { Cardholders } from '../domain/ports.ts';
import type { Readable } from '../domain/reconcile.ts';
import * as field from './item-fields.ts';
import { personKey } from './keys.ts';
import { peopleIn, segmentOf } from './segment.ts';
import { untilProcessed } from './unprocessed.ts';

type Batch = NonNullable<BatchWriteCommandInput['RequestItems']>;

const Item = z.object({
  citizenId: field.citizenId,
  title: z.string(),
  first: z.string(),
  last: z.string(),
  birthDate: field.day,
  subdistrict: field.subdistrictCode,
  band: field.band,
  cardStatus: z.enum(['active', 'cancelled', 'deceased', 'not-passed']),
  changedAt: field.instant,
  missing: z.optional(z.object({ since: field.instant, importId: z.string() })),
});

const cardholderOf = ({ title, first, last, ...rest }: z.infer<typeof Item>): Cardholder => ({
  ...rest,
  name: { title, first, last },
});

export const cardholderFromItem = (item: unknown): Cardholder => cardholderOf(Item.parse(item));

/** A cardholder as a stream carries it. */
export const cardholderFromImage = (image: object): Cardholder =>
  cardholderFromItem(unmarshall(image as Record<string, AttributeValue>));

export const cardholderToItem = ({ name, ...rest }: Cardholder): z.infer<typeof Item> => ({
  ...rest,
  ...name,
});

export class CardholdersTable implements Cardholders {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async byCitizenId(citizenId: CitizenId): Promise<Cardholder | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: personKey(citizenId), ConsistentRead: true }),
    );
    return item && cardholderFromItem(item);
  }

  /** What every card counts, one of so many segments, in pages of at most 100. */
  async *states(segment: number, segments: number): AsyncGenerator<Readable<State>> {
    for await (const items of segmentOf(this.#client, this.#table, segment, segments)) {
      const readable = items.flatMap((item) => Item.safeParse(item).data ?? []);
      const rows = readable.map((item) => cardState(cardholderOf(item)));
      yield { rows, unreadable: items.length - readable.length };
    }
  }

  /** Every card whole, one of so many segments, in pages of at most 1,000. @throws on an item that cannot be read */
  async *segment(segment: number, segments: number): AsyncGenerator<Cardholder[]> {
    const pages = segmentOf(this.#client, this.#table, segment, segments, { asOfNow: true, limit: 1_000 });
    for await (const items of pages) yield items.map(cardholderFromItem);
  }

  /**
   * Puts a state of a card in the place of the one that is known, and finds its own work done when it is there.
   * @throws when neither of the two stands
   */
  async replace(next: Cardholder, before: Pick<Cardholder, 'changedAt'>): Promise<void> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#table,
          Item: cardholderToItem(next),
          ConditionExpression: 'changedAt = :before OR changedAt = :next',
          ExpressionAttributeValues: { ':before': before.changedAt, ':next': next.changedAt },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new Error('a card was changed by another than the import');
    }
  }

  /** Which of at most 100 people are in the registry. */
  existing(citizenIds: readonly string[]): Promise<Set<string>> {
    return peopleIn(this.#client, this.#table, citizenIds);
  }

  /** Writes up to 25 people over whatever is there: for people who are not there, as the import has found. */
  async load(cardholders: readonly Cardholder[]): Promise<void> {
    const puts = cardholders.map((cardholder) => ({ PutRequest: { Item: cardholderToItem(cardholder) } }));
    const all = puts.length === 0 ? undefined : { [this.#table]: puts };
    await untilProcessed<Batch>(all, async (batch) => {
      const { UnprocessedItems = {} } = await this.#client.send(
        new BatchWriteCommand({ RequestItems: batch }),
      );
      return Object.keys(UnprocessedItems).length > 0 ? UnprocessedItems : undefined;
    });
  }
}

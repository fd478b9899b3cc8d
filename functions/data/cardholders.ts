import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Cardholder } from '../domain/cardholder.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { Cardholders } from '../domain/ports.ts';
import * as field from './item-fields.ts';
import { personKey } from './keys.ts';
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
});

export function cardholderFromItem(item: unknown): Cardholder {
  const { title, first, last, ...rest } = Item.parse(item);
  return { ...rest, name: { title, first, last } };
}

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

  /** Writes up to 25 people over whatever is there: for loading an empty registry, not for an import. */
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

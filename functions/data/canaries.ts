import { createHmac } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { CanaryWatch } from '../domain/canary.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import type { PersonOnRecord } from '../domain/eligibility.ts';
import type { Cardholders } from '../domain/ports.ts';
import { programmeKey } from './keys.ts';
import { PROGRAMME_MAX_AGE_MS } from './programme.ts';
import { RecentReading } from './recent-reading.ts';

/** The public look-up keys its hashes with the key of the attempts, everything else with that of the trail. */
export type CanaryKeys = { attempts: string; people: string };
type HashedFor = keyof CanaryKeys;

const Item = z.object({ attempts: z.optional(z.set(z.string())), people: z.optional(z.set(z.string())) });

const hashOf = (citizenId: CitizenId, key: string): string =>
  createHmac('sha256', key).update(`canary#${citizenId}`).digest('base64url');

export const hashedWith = (citizenIds: readonly CitizenId[], { attempts, people }: CanaryKeys) => ({
  attempts: new Set(citizenIds.map((id) => hashOf(id, attempts))),
  people: new Set(citizenIds.map((id) => hashOf(id, people))),
});

type Hearing = { key: () => Promise<string>; ring: (times: number) => void };

/** The planted IDs as a container knows them, each as a keyed hash. */
export class Canaries implements CanaryWatch {
  readonly #hashedFor: HashedFor;
  readonly #hearing: Hearing;
  #planted: ReadonlySet<string> = new Set();

  constructor(hashedFor: HashedFor, hearing: Hearing) {
    this.#hashedFor = hashedFor;
    this.#hearing = hearing;
  }

  /** The list as it stands, none when nothing was planted. */
  take(item: unknown): void {
    this.#planted = Item.parse(item ?? {})[this.#hashedFor] ?? new Set();
  }

  async missed(citizenIds: readonly CitizenId[]): Promise<void> {
    if (this.#planted.size === 0 || citizenIds.length === 0) return;
    const key = await this.#hearing.key();
    const times = citizenIds.filter((id) => this.#planted.has(hashOf(id, key))).length;
    // Once the answer is on its way, which would otherwise come later by the writing of a line.
    if (times > 0) setImmediate(() => this.#hearing.ring(times));
  }
}

/** The list where it lies, read at most every quarter of a minute. */
export class CanariesTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #canaries: Canaries;
  readonly #read = new RecentReading(PROGRAMME_MAX_AGE_MS, async () => {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: programmeKey('canaries') }),
    );
    this.#canaries.take(item);
    return true;
  });

  constructor(client: DynamoDBDocumentClient, table: string, hearing: Hearing) {
    this.#client = client;
    this.#table = table;
    this.#canaries = new Canaries('people', hearing);
  }

  /** Reads the list beside the person, whoever that is: the requests are the same for everybody. */
  cardholders(cardholders: Cardholders): Cardholders {
    return {
      byCitizenId: async (citizenId) => {
        const [found] = await Promise.all([cardholders.byCitizenId(citizenId), this.#read.get()]);
        await this.#canaries.missed(found === undefined ? [citizenId] : []);
        return found;
      },
    };
  }

  /** The same beside many people. */
  async people(read: Promise<Map<CitizenId, PersonOnRecord>>): Promise<Map<CitizenId, PersonOnRecord>> {
    const [found] = await Promise.all([read, this.#read.get()]);
    const missed = [...found].filter(([, { cardholder }]) => cardholder === undefined);
    await this.#canaries.missed(missed.map(([citizenId]) => citizenId));
    return found;
  }
}

/** How many are planted. */
export async function countPlanted(client: DynamoDBDocumentClient, table: string): Promise<number> {
  const { Item: item } = await client.send(
    new GetCommand({ TableName: table, Key: programmeKey('canaries'), ConsistentRead: true }),
  );
  return Item.parse(item ?? {}).people?.size ?? 0;
}

/** Plants them beside those that are there, or in their place: whoever comes last holds the list then. */
export async function plant(
  client: DynamoDBDocumentClient,
  table: string,
  { citizenIds, keys, replace }: { citizenIds: readonly CitizenId[]; keys: CanaryKeys; replace: boolean },
): Promise<void> {
  const { attempts, people } = hashedWith(citizenIds, keys);
  // A set takes each hash once, whatever is there, so there is no condition to state.
  await client.send(
    new UpdateCommand({
      TableName: table,
      Key: programmeKey('canaries'),
      UpdateExpression: replace
        ? 'SET attempts = :attempts, people = :people'
        : 'ADD attempts :attempts, people :people',
      ExpressionAttributeValues: { ':attempts': attempts, ':people': people },
    }),
  );
}

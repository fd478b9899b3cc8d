import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  type Attempts,
  networkOf,
  type SolvedChallenge,
  type Tried,
  type Tries,
} from '../domain/attempts.ts';
import { bangkokDay, bangkokTime, secondsLeftOfDay } from '../domain/calendar.ts';
import type { CitizenId } from '../domain/citizen-id.ts';
import { Refusal } from '../domain/refusal.ts';
import { attemptKey } from './keys.ts';
import { cancellationReasons, isConditionFailure, isContention, jitterMs } from './transaction.ts';

type Image = Record<string, AttributeValue>;
type Key = { tried: { S: string } };

/** One look-up in so many writes the tries of its address, for all of them: docs/adr/0021. */
export const ADDRESS_SAMPLE = 8;

const KEPT_SECONDS = 3_600;
/** Of a write that meets a transaction on the same person. */
const TRIES = 5;

/** Counters of the windows that run at that instant: `m42` is the ten minutes from seven on, `h07` the hour. */
function countersAt(at: Date): Record<keyof Tries, string> {
  const time = bangkokTime(at);
  const hour = time.slice(0, 2);
  return {
    day: 'd',
    hour: `h${hour}`,
    tenMinutes: `m${Number(hour) * 6 + Math.floor(Number(time.slice(3)) / 10)}`,
  };
}

function triesIn(image: Image | undefined, at: Date): Tries {
  const { day, hour, tenMinutes } = countersAt(at);
  const tries = (counter: string): number => Number(image?.[counter]?.N ?? 0);
  return { day: tries(day), hour: tries(hour), tenMinutes: tries(tenMinutes) };
}

const plusOne = ({ day, hour, tenMinutes }: Tries): Tries => ({
  day: day + 1,
  hour: hour + 1,
  tenMinutes: tenMinutes + 1,
});

/** How often was asked about a person, and from an address: one item of each a day, found by a keyed hash. */
export class AttemptsTable implements Attempts {
  readonly table: string;
  readonly #client: DynamoDBClient;
  readonly #hashKey: () => Promise<string>;
  readonly #ofPerson: Tries;
  readonly #sample: () => boolean;

  constructor(
    client: DynamoDBClient,
    table: string,
    {
      hashKey,
      ofPerson,
      sample = () => Math.random() < 1 / ADDRESS_SAMPLE,
    }: { hashKey: () => Promise<string>; ofPerson: Tries; sample?: () => boolean },
  ) {
    this.#client = client;
    this.table = table;
    this.#hashKey = hashKey;
    this.#ofPerson = ofPerson;
    this.#sample = sample;
  }

  /** The key under which the tries of an address stand, for a read that has others to fetch, too. */
  async addressKey(from: string, at: Date): Promise<Key> {
    return this.#key('address', networkOf(from), at);
  }

  addressTries(image: Image | undefined, at: Date): Tries {
    return triesIn(image, at);
  }

  async count(citizenId: CitizenId, from: string, at: Date, solved?: SolvedChallenge): Promise<Tried> {
    // A challenge is spent in the item of the day on which it was made, so that midnight makes no second one of it.
    const countedAt = solved?.issuedAt ?? at;
    const key = await this.#key('person', citizenId, countedAt);
    if (solved === undefined && this.#sample()) {
      const together = await this.#countBoth(key, await this.addressKey(from, at), at);
      if (together !== undefined) return together;
    }
    return this.#countPerson(key, countedAt, solved);
  }

  async #countPerson(key: Key, at: Date, solved: SolvedChallenge | undefined): Promise<Tried> {
    const update = this.#update(key, at, 1);
    const spending: Partial<UpdateItemCommandInput> =
      solved === undefined
        ? {}
        : {
            UpdateExpression: `${update.UpdateExpression}, spent :spent`,
            ConditionExpression: 'NOT contains(spent, :challenge)',
            ExpressionAttributeValues: {
              ...update.ExpressionAttributeValues,
              ':spent': { SS: [solved.id] },
              ':challenge': { S: solved.id },
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          };
    for (let attempt = 1; attempt <= TRIES; attempt++)
      try {
        const { Attributes } = await this.#client.send(
          new UpdateItemCommand({ ...update, ...spending, ReturnValues: 'UPDATED_NEW' }),
        );
        return {
          tries: triesIn(Attributes, at),
          solved: Attributes?.spent?.SS?.length ?? 0,
          isReplay: false,
        };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException)
          return { tries: plusOne(triesIn(error.Item, at)), solved: 0, isReplay: true };
        if (!(error instanceof TransactionConflictException)) throw error;
        await sleep(jitterMs(attempt));
      }
    throw new Refusal('store.busy');
  }

  /** Both in one request. Undefined when others hold the address, which many share: the person is counted alone then. */
  async #countBoth(person: Key, address: Key, at: Date): Promise<Tried | undefined> {
    const ofPerson = this.#update(person, at, 1);
    const limits = [this.#ofPerson.day, this.#ofPerson.hour, this.#ofPerson.tenMinutes];
    try {
      await this.#client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            {
              Update: {
                ...ofPerson,
                ConditionExpression: ['#day', '#hour', '#minutes']
                  .map((name, at) => `(attribute_not_exists(${name}) OR ${name} < :limit${at})`)
                  .join(' AND '),
                ExpressionAttributeValues: {
                  ...ofPerson.ExpressionAttributeValues,
                  ...Object.fromEntries(limits.map((limit, at) => [`:limit${at}`, { N: String(limit) }])),
                },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
            { Update: this.#update(address, at, ADDRESS_SAMPLE) },
          ],
        }),
      );
      return { tries: 'within', solved: 0, isReplay: false };
    } catch (error) {
      const reasons = cancellationReasons(error);
      const failed = reasons?.find(isConditionFailure);
      if (failed !== undefined)
        return { tries: plusOne(triesIn(failed.Item, at)), solved: 0, isReplay: false };
      if (reasons?.some(isContention)) return undefined;
      throw error;
    }
  }

  #update(key: Key, at: Date, tries: number) {
    const { day, hour, tenMinutes } = countersAt(at);
    const expires = Math.floor(at.getTime() / 1_000) + secondsLeftOfDay(at) + KEPT_SECONDS;
    return {
      TableName: this.table,
      Key: key,
      // Whatever is there: a count is right after any other, so there is no condition to state.
      UpdateExpression: 'SET expiresAtEpochSeconds = :expires ADD #day :tries, #hour :tries, #minutes :tries',
      ExpressionAttributeNames: { '#day': day, '#hour': hour, '#minutes': tenMinutes },
      ExpressionAttributeValues: { ':expires': { N: String(expires) }, ':tries': { N: String(tries) } },
    };
  }

  async #key(of: 'person' | 'address', whom: string, at: Date): Promise<Key> {
    return { tried: { S: attemptKey(of, whom, bangkokDay(at), await this.#hashKey()).tried } };
  }
}

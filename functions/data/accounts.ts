import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type Account, type Accounts, RIGHTS } from '../domain/caller.ts';
import * as field from './item-fields.ts';
import { accountKey, accountListKey } from './keys.ts';
import { untilProcessed } from './unprocessed.ts';

const common = {
  subject: z.string(),
  username: z.string(),
  name: z.string(),
  disabled: z.boolean(),
  notBeforeEpochSeconds: z.optional(z.number()),
  expiresOn: z.optional(field.day),
};

export const officerFields = {
  ...common,
  kind: z.literal('officer'),
  role: z.enum(['central', 'province', 'district']),
  area: z.discriminatedUnion('level', [
    z.object({ level: z.literal('country') }),
    z.object({ level: z.literal('province'), province: field.provinceCode }),
    z.object({ level: z.literal('district'), district: field.districtCode }),
  ]),
  agency: field.agencyCode,
  rights: z._default(z.array(z.enum(RIGHTS)), []),
};

const Item = z.discriminatedUnion('kind', [
  z.object(officerFields),
  z.object({ ...common, kind: z.literal('bank'), bank: z.enum(['BAAC', 'GSB']) }),
]);

type Batch = NonNullable<BatchGetCommandInput['RequestItems']>;
const MOST_A_REQUEST = 100;

export class AccountsTable implements Accounts {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Consistent: a right that was taken away is gone at the next call. */
  async bySubject(subject: string): Promise<Account | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: accountKey(subject), ConsistentRead: true }),
    );
    return item && Item.parse(item);
  }

  /** The accounts that there are of these; a moment old. */
  async bySubjects(subjects: readonly string[]): Promise<Account[]> {
    const found: Account[] = [];
    for (let from = 0; from < subjects.length; from += MOST_A_REQUEST) {
      const Keys = subjects.slice(from, from + MOST_A_REQUEST).map(accountKey);
      await untilProcessed<Batch>({ [this.#table]: { Keys } }, async (RequestItems) => {
        const { Responses, UnprocessedKeys = {} } = await this.#client.send(
          new BatchGetCommand({ RequestItems }),
        );
        for (const item of Responses?.[this.#table] ?? []) found.push(Item.parse(item));
        return Object.keys(UnprocessedKeys).length > 0 ? UnprocessedKeys : undefined;
      });
    }
    return found;
  }

  /** Over whatever is there: for what no officer administers. */
  async save(account: Account): Promise<void> {
    const item = Item.parse(account);
    await this.#client.send(
      new PutCommand({
        TableName: this.#table,
        Item: { ...item, ...(item.kind === 'officer' ? accountListKey(item) : {}) },
      }),
    );
  }
}

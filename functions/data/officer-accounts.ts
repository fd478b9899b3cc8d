import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AccountScope, OfficerAccount, OfficerAccounts } from '../domain/account.ts';
import type { AuditLine } from '../domain/audit.ts';
import type { Page, PageRequest, Written } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import { officerFields } from './accounts.ts';
import type { AuditTable } from './audit.ts';
import { ACCOUNTS_BY_AREA, accountKey, accountListKey, COUNTRY } from './keys.ts';
import { isConditionFailure, writeTogether } from './transaction.ts';

const Item = z.object({
  ...officerFields,
  // An account that no officer has written yet has none.
  version: z._default(z.number(), 1),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
});

/** The accounts of officers as those see and write them who administer them. */
export class OfficerAccountsTable implements OfficerAccounts {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #audit: AuditTable | undefined;

  /** `audit` is needed to save. */
  constructor(client: DynamoDBDocumentClient, table: string, audit?: AuditTable) {
    this.#client = client;
    this.#table = table;
    this.#audit = audit;
  }

  async bySubject(subject: string): Promise<OfficerAccount | undefined> {
    const { Item: item } = await this.#client.send(
      new GetCommand({ TableName: this.#table, Key: accountKey(subject), ConsistentRead: true }),
    );
    return item?.kind === 'officer' ? Item.parse(item) : undefined;
  }

  async list(scope: AccountScope, { limit, cursor }: PageRequest): Promise<Page<OfficerAccount>> {
    const { province, first, last } = rangeOf(scope);
    if (cursor !== undefined && (cursor < first || cursor >= last))
      throw new Refusal('request.invalid', { path: 'cursor' });
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        IndexName: ACCOUNTS_BY_AREA,
        KeyConditionExpression: 'areaProvince = :province AND areaSort BETWEEN :after AND :last',
        ExpressionAttributeValues: {
          ':province': province,
          ':after': cursor === undefined ? first : `${cursor} `,
          ':last': last,
        },
        Limit: limit,
      }),
    );
    return {
      rows: Items.map((item) => Item.parse(item)),
      cursor: LastEvaluatedKey && String(Items.at(-1)?.areaSort),
    };
  }

  async save(
    account: OfficerAccount,
    replaces: OfficerAccount | undefined,
    audit: AuditLine,
  ): Promise<Written> {
    if (this.#audit === undefined) throw new Error('accounts without an audit trail cannot be written');
    const written = await writeTogether(this.#client, [
      {
        Put: {
          TableName: this.#table,
          Item: { ...Item.parse(account), ...accountListKey(account) },
          ...over(replaces),
        },
      },
      await this.#audit.inTransaction(audit),
    ]);
    if (written === 'written') return { outcome: 'written' };
    if (written[0] !== undefined && isConditionFailure(written[0])) return { outcome: 'overtaken' };
    throw new Refusal('store.busy');
  }
}

function over(replaces: OfficerAccount | undefined) {
  if (replaces === undefined) return { ConditionExpression: 'attribute_not_exists(subject)' };
  const same = '#version = :version';
  return {
    ConditionExpression:
      replaces.version === 1
        ? `attribute_exists(subject) AND (attribute_not_exists(#version) OR ${same})`
        : same,
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': replaces.version },
  };
}

/** `#` sorts before every digit and `:` after the last one. */
function rangeOf(scope: AccountScope): { province: string; first: string; last: string } {
  switch (scope.level) {
    case 'country':
      return { province: COUNTRY, first: `${COUNTRY}#`, last: `${COUNTRY}#~` };
    case 'province': {
      const { province, districtsOnly } = scope;
      return { province, first: districtsOnly ? `${province}0` : `${province}#`, last: `${province}:` };
    }
    case 'district': {
      const { district } = scope;
      return { province: district.slice(0, 2), first: `${district}#`, last: `${district}#~` };
    }
  }
}

import { GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { CountersTable } from '../../functions/data/counters.ts';
import { documentClient } from '../../functions/data/document-client.ts';
import { bucketKey, personKey, TOTAL } from '../../functions/data/keys.ts';
import { registrationFromItem } from '../../functions/data/registrations.ts';
import type { CitizenId } from '../../functions/domain/citizen-id.ts';
import type { Registration } from '../../functions/domain/registration.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import type { TableName } from '../../local/stack-file.ts';
import { provinceCode } from '../support/builders.ts';
import { stack } from '../support/client.ts';

/** The tables behind the API, for what no route shows. */
export const store = documentClient({
  ...clientSettings(stack.endpointUrl),
  requestHandler: { requestTimeout: 30_000 },
});

export type Item = Record<string, unknown>;

export async function scan(table: TableName, filter: object = {}): Promise<Item[]> {
  const items: Item[] = [];
  let after: Item | undefined;
  do {
    const page = await store.send(
      new ScanCommand({
        TableName: stack.tables[table],
        ConsistentRead: true,
        ExclusiveStartKey: after,
        ...filter,
      }),
    );
    items.push(...(page.Items ?? []));
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
  return items;
}

/** Everything that is kept of a person, and the numbers of the province. */
export async function recordOf(citizenId: CitizenId | string, province = '34') {
  const key = personKey(citizenId);
  const one = async (table: TableName, Key: Item) =>
    (await store.send(new GetCommand({ TableName: stack.tables[table], Key, ConsistentRead: true }))).Item;
  const { Items: versions = [] } = await store.send(
    new QueryCommand({
      TableName: stack.tables.registrationHistory,
      KeyConditionExpression: 'citizenId = :person',
      ExpressionAttributeValues: { ':person': citizenId },
      ConsistentRead: true,
      Limit: 100,
    }),
  );
  return {
    current: await one('registrations', key),
    versions,
    ledger: await one('ledger', key),
    total: await one('counters', bucketKey(provinceCode(province), TOTAL)),
  };
}

/** Every registration that there is. */
export const registrations = async (): Promise<Registration[]> =>
  (await scan('registrations')).map(registrationFromItem);

/** Every counter of registrations; those of cardholders follow the people whom other tests settle. */
export async function allCounters() {
  const items = [];
  for await (const page of new CountersTable(store, stack.tables.counters).all()) items.push(...page);
  return items.filter(({ bucket }) => bucket !== 'cards');
}

/** Lines of an actor's trail, the oldest first. */
export async function trailOf(actor: string): Promise<Item[]> {
  const lines = await scan('audit', {
    FilterExpression: 'actor = :actor',
    ExpressionAttributeValues: { ':actor': actor },
  });
  return lines.sort((a, b) => (String(a.entryKey) < String(b.entryKey) ? -1 : 1));
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac, randomBytes } from 'node:crypto';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { CountersTable } from '../../functions/data/counters.ts';
import { documentClient } from '../../functions/data/document-client.ts';
import { LedgerTable } from '../../functions/data/ledger.ts';
import { QuarantineTable } from '../../functions/data/quarantine.ts';
import { type Instant, instantOf } from '../../functions/domain/calendar.ts';
import type { Contribution, Source } from '../../functions/domain/contribution.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import {
  actionOf,
  cancelled,
  failure,
  intercept,
  type WireAnswer,
  type WireBody,
  type WireRequest,
} from '../support/conflicts.ts';
import type { TableDefinition } from '../support/templates.ts';
import type { Reluctance, RequestKind } from './faults.ts';
import type { Item } from './histories.ts';
import type { Contents, OpenStore, Ports, SpoiltRow, Store, StoredRow, StoreFlaws } from './store.ts';
import type { Handling, Invocation, Wire } from './wire.ts';

const USED = ['ledger', 'counters', 'quarantine'] as const;
type Used = (typeof USED)[number];
type Names = Readonly<Record<Used, string>>;

/** Keys of the tables that a schedule writes to. */
const KEYS: Readonly<Record<Used, readonly string[]>> = {
  ledger: ['citizenId'],
  counters: ['province', 'bucket'],
  quarantine: ['quarantineId'],
};

const HASH_KEY = 'a key';
const NOW: Instant = instantOf(new Date('2018-02-20T02:00:00Z'));

/** Makes the tables of a run on an engine; every schedule finds them empty and leaves them empty. */
export async function openEngine(
  endpointUrl: string,
  definitions: Readonly<Record<Used, TableDefinition>>,
): Promise<OpenStore> {
  const own = documentClient(clientSettings(endpointUrl));
  const prefix = `faults-${randomBytes(6).toString('hex')}`;
  const names = Object.fromEntries(USED.map((table) => [table, `${prefix}-${table}`])) as Names;
  for (const table of USED) {
    await own.send(new CreateTableCommand({ TableName: names[table], ...definitions[table] }));
    for (let status: string | undefined; status !== 'ACTIVE'; )
      status = (await own.send(new DescribeTableCommand({ TableName: names[table] }))).Table?.TableStatus;
  }
  return async (flaws) => {
    const client = documentClient(clientSettings(endpointUrl));
    await withoutWaiting(client);
    return new EngineStore(client, own, names, flaws);
  };
}

/** The SDK decides as ever whether to try again, and does it at once: a schedule has no clock. */
async function withoutWaiting(client: DynamoDBDocumentClient): Promise<void> {
  const strategy = await client.config.retryStrategy();
  Object.assign(strategy, {
    retryBackoffStrategy: { computeNextBackoffDelay: () => 0, setDelayBase: () => undefined },
  });
}

/** The real adapters on a real engine; between the SDK and the engine is the wire of the schedule. */
class EngineStore implements Store {
  readonly #client: DynamoDBDocumentClient;
  /** Past the wire: for what no consumer does. */
  readonly #own: DynamoDBDocumentClient;
  readonly #names: Names;
  readonly #flaws: StoreFlaws;
  readonly #sender = new AsyncLocalStorage<Invocation>();
  #wire: Wire | undefined;
  /** What the schedule has left behind, once nobody writes any more. */
  #left: Record<Used, Item[]> | undefined;
  /** Requests that are neither at the wire's gates nor answered. */
  #moving = 0;
  #stopped: (() => void) | undefined;
  #refused = 0;

  constructor(client: DynamoDBDocumentClient, own: DynamoDBDocumentClient, names: Names, flaws: StoreFlaws) {
    this.#client = client;
    this.#own = own;
    this.#names = names;
    this.#flaws = flaws;
    client.middlewareStack.add(
      (next) => async (args) => {
        this.#move(1);
        try {
          return await next(args);
        } finally {
          this.#move(-1);
        }
      },
      { step: 'initialize', priority: 'high', name: 'countMoving' },
    );
    intercept(client, (request, send) => this.#throughTheWire(request, send));
  }

  readonly quiet = async (): Promise<void> => {
    for (;;) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (this.#moving === 0) return;
      await new Promise<void>((resolve) => {
        this.#stopped = resolve;
      });
    }
  };

  async spoil(citizenId: string, how: SpoiltRow): Promise<void> {
    const unreadable = { registrationVersion: 'unreadable', cardVersion: 'unreadable' };
    // With the key and its own name two bytes below the limit of an item.
    const full = { filler: 'x'.repeat(400 * 1024 - 30) };
    await this.#own.send(
      new PutCommand({
        TableName: this.#names.ledger,
        Item: { citizenId, ...(how === 'unreadable' ? unreadable : full) },
      }),
    );
  }

  ports(source: Source, _by: Invocation, wire: Wire): Ports {
    this.#wire = wire;
    const ledger = new LedgerTable(this.#client, this.#names, {
      source,
      personKey: async () => HASH_KEY,
      now: () => NOW,
    });
    const counters = new CountersTable(this.#client, this.#names.counters);
    return {
      ledger,
      quarantine: new QuarantineTable(this.#client, this.#names.quarantine),
      held: {
        heldRows: (citizenIds) => ledger.rowsOf(citizenIds),
        ofDistrict: (district) => ledger.ofDistrict(district),
      },
      rows: (segment, segments) => ledger.segment(segment, segments),
      counters: {
        ofProvince: (province) => counters.ofProvince(province),
        mend: (item, counts) => counters.mend(item, counts, NOW),
      },
    };
  }

  as<Result>(by: Invocation, work: () => Promise<Result>): Promise<Result> {
    return this.#sender.run(by, work);
  }

  async contents(): Promise<Contents> {
    const [ledger, counters, quarantine] = await Promise.all(USED.map((table) => this.#items(table)));
    if (ledger === undefined || counters === undefined || quarantine === undefined)
      throw new Error('three tables');
    this.#left = { ledger, counters, quarantine };
    return {
      counters: new Map(counters.flatMap(countsOf)),
      rows: ledger.flatMap(rowsOf),
      quarantine: quarantine.map(({ record }): unknown => JSON.parse(String(record))),
      malformed: [...ledger.flatMap(misplacedIn), ...counters.flatMap(notCounters)],
    };
  }

  async close(): Promise<void> {
    await Promise.all(
      USED.map(async (table) => {
        const items = this.#left?.[table] ?? (await this.#items(table));
        for (let from = 0; from < items.length; from += 25)
          await this.#own.send(
            new BatchWriteCommand({
              RequestItems: {
                [this.#names[table]]: items.slice(from, from + 25).map((item) => ({
                  DeleteRequest: { Key: Object.fromEntries(KEYS[table].map((key) => [key, item[key]])) },
                })),
              },
            }),
          );
      }),
    );
    // A document client does not close the connections of the client that it wraps.
    this.#client.config.requestHandler.destroy?.();
  }

  async #items(table: Used): Promise<Item[]> {
    const items: Item[] = [];
    let after: Item | undefined;
    do {
      const page = await this.#own.send(
        new ScanCommand({ TableName: this.#names[table], ConsistentRead: true, ExclusiveStartKey: after }),
      );
      items.push(...(page.Items ?? []));
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
    return items;
  }

  #move(by: 1 | -1): void {
    this.#moving += by;
    if (this.#moving === 0) this.#stopped?.();
  }

  async #throughTheWire(
    { operation, body }: WireRequest,
    send: (body?: WireBody) => Promise<WireAnswer>,
  ): Promise<WireAnswer> {
    const by = this.#sender.getStore();
    if (by === undefined || this.#wire === undefined) throw new Error('a request of nobody');
    const actions = body.TransactItems?.map(actionOf) ?? [];
    const items = actions.map(({ TableName, Key, Item: item }) => JSON.stringify([TableName, Key ?? item]));
    const moving = async <Answer>(answer: () => Promise<Answer>): Promise<Answer> => {
      this.#move(1);
      try {
        return await answer();
      } finally {
        this.#move(-1);
      }
    };
    const handling: Handling<WireAnswer> = {
      // The body always goes along: what was sent before of this request may have been another.
      perform: () => moving(() => send(this.#flaws.ignoresConditions ? withoutConditions(body) : body)),
      refuse: async (why, on) =>
        this.#refusal(
          why,
          items.map((item) => on.has(item)),
        ),
      mix: (on) =>
        moving(() =>
          this.#mixture(
            items.map((item) => on.has(item)),
            body,
            send,
          ),
        ),
      lose: async () => {
        throw Object.assign(new Error('the connection was reset'), {
          name: 'TimeoutError',
          code: 'ECONNRESET',
        });
      },
    };
    this.#move(-1);
    try {
      return await this.#wire.pass({ kind: KINDS[operation] ?? 'read', items }, by, handling);
    } finally {
      this.#move(1);
    }
  }

  #refusal(why: Reluctance, held: readonly boolean[]): WireAnswer {
    this.#refused += 1;
    switch (why) {
      case 'request-throttled': {
        const name = TRY_LATER[this.#refused % TRY_LATER.length] as string;
        return failure(name, {}, name === 'InternalServerError' ? 500 : 400);
      }
      case 'throttle': {
        const code = this.#refused % 2 === 0 ? 'ThrottlingError' : 'ProvisionedThroughputExceeded';
        return cancelled(held.map((is) => (is ? code : 'None')));
      }
      case 'conflict':
        return cancelled(held.map((is) => (is ? 'TransactionConflict' : 'None')));
    }
  }

  /** The conditions as the engine finds them, nothing written, and conflicts in the place of some. */
  async #mixture(
    held: readonly boolean[],
    body: WireBody,
    send: (body?: WireBody) => Promise<WireAnswer>,
  ): Promise<WireAnswer | undefined> {
    const actions = body.TransactItems ?? [];
    if (actions.length === MAX_ACTIONS || this.#flaws.ignoresConditions) return undefined;
    const never = {
      ConditionCheck: {
        TableName: this.#names.ledger,
        Key: { citizenId: { S: 'nobody' } },
        ConditionExpression: 'attribute_exists(citizenId)',
      },
    };
    const answer = await send({ ...body, TransactItems: [...actions, never] });
    const reasons = answer.body.CancellationReasons?.slice(0, -1);
    if (reasons?.length !== actions.length) return undefined;
    const steps = actions.filter((action) => actionOf(action).ConditionExpression !== undefined).length;
    const fresh = reasons.findIndex(({ Code }) => Code === 'None');
    const one = fresh < 0 || fresh >= steps ? 0 : fresh;
    const CancellationReasons = reasons.map((reason, at) =>
      (held.includes(true) ? held[at] : at === one) ? CONFLICT : reason,
    );
    if (!CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return undefined;
    if (this.#flaws.takesMixturesForDuplicates) return { status: 200, body: {} };
    return { ...answer, body: { ...answer.body, CancellationReasons } };
  }
}

const CONFLICT = { Code: 'TransactionConflict', Message: 'injected' };

/** DynamoDB's limit of actions in one transaction. */
const MAX_ACTIONS = 100;

const KINDS: Readonly<Record<string, RequestKind>> = {
  TransactWriteItems: 'count',
  PutItem: 'set-aside',
  UpdateItem: 'set-aside',
};

/** Errors of a request that mean "later". */
const TRY_LATER = [
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
];

function withoutConditions(body: WireBody): WireBody {
  const open = structuredClone(body);
  for (const action of (open.TransactItems ?? []).map(actionOf))
    if (action.ConditionExpression !== undefined)
      action.ConditionExpression = `(${action.ConditionExpression}) OR attribute_not_exists(neverThere)`;
  return open;
}

const isCounter = ([name]: [string, unknown]): boolean => !['province', 'bucket', 'at', 'r'].includes(name);

const countsOf = (item: Item): [string, number][] =>
  Object.entries(item)
    .filter(isCounter)
    .flatMap(([name, count]): [string, number][] =>
      count === 0 ? [] : [[`${String(item.province)} ${String(item.bucket)} ${name}`, Number(count)]],
    );

const notCounters = (item: Item): string[] => [
  ...Object.entries(item)
    .filter(isCounter)
    .flatMap(([name, count]) => (Number.isInteger(count) ? [] : [`counter ${name} is no number`])),
  ...(Number(item.r) > 0 ? [] : ['an item of counters has no revision']),
];

function rowsOf({ citizenId, registrationVersion, registration, cardVersion, card }: Item): StoredRow[] {
  const row = (source: Source, version: unknown, counted: unknown): StoredRow[] =>
    typeof version !== 'number'
      ? []
      : [
          {
            source,
            citizenId: String(citizenId),
            version,
            contribution: counted === undefined ? undefined : ({ source, ...counted } as Contribution),
          },
        ];
  return [...row('registration', registrationVersion, registration), ...row('card', cardVersion, card)];
}

/** Rows that the lists of people do not have where they belong: the formats of docs/data-model.md, spelled again. */
function misplacedIn(item: Item): string[] {
  const { citizenId, registration, card, ...attributes } = item as Item &
    Record<'registration' | 'card', Item>;
  const person = createHmac('sha256', HASH_KEY)
    .update(`list#${String(citizenId)}`)
    .digest('base64url')
    .slice(0, 22);
  const places: Item = {
    participantDistrict: registration && String(registration.subdistrict).slice(0, 4),
    participantSort: registration && `${registration.status}#${registration.day}#${person}`,
    rosterDistrict: card && String(card.subdistrict).slice(0, 4),
    rosterSort: card && `${card.subdistrict}#${card.band}#${card.birthYear}#${person}`,
  };
  return Object.entries(places).flatMap(([name, value]) =>
    attributes[name] === value ? [] : [`a ledger row has ${name} ${String(attributes[name])}`],
  );
}

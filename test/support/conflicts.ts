import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

type Attributes = Record<string, unknown>;

type ActionBody = {
  TableName: string;
  Key?: Attributes;
  Item?: Attributes;
  ConditionExpression?: string;
};

/** One action of a transaction as it stands in the request. */
type WireAction = { Put?: ActionBody; Update?: ActionBody; Delete?: ActionBody; ConditionCheck?: ActionBody };

/** The parts of requests and answers that faults are made of. */
export type WireBody = {
  TransactItems?: WireAction[];
  RequestItems?: Record<string, unknown>;
  Responses?: Record<string, unknown>;
  UnprocessedItems?: Record<string, unknown>;
  UnprocessedKeys?: Record<string, unknown>;
  CancellationReasons?: WireReason[];
  ConsistentRead?: boolean;
  [field: string]: unknown;
};

export type WireReason = { Code: string; Message?: string; Item?: Attributes };
export type WireAnswer = { status: number; body: WireBody };
export type WireRequest = { operation: string; body: WireBody };

/**
 * Stands between the SDK and the store, below the SDK's retries: what it answers is read like a real answer.
 * `send` lets the request through, with another body when one is given; the local engines check no signature.
 */
export function intercept(
  client: DynamoDBDocumentClient,
  handle: (request: WireRequest, send: (body?: WireBody) => Promise<WireAnswer>) => Promise<WireAnswer>,
): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as {
        headers: Record<string, string>;
        body: string | Uint8Array;
      };
      const send = async (body?: WireBody): Promise<WireAnswer> => {
        if (body !== undefined) {
          request.body = JSON.stringify(body);
          request.headers['content-length'] = String(Buffer.byteLength(request.body));
        }
        const { response } = await next(args);
        const { statusCode, body: stream } = response as {
          statusCode: number;
          body: AsyncIterable<Uint8Array>;
        };
        const chunks: Uint8Array[] = [];
        for await (const chunk of stream) chunks.push(chunk);
        return { status: statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) as WireBody };
      };
      const text = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
      const operation = request.headers['x-amz-target']?.split('.').at(-1) ?? '';
      const answer = await handle({ operation, body: JSON.parse(text) as WireBody }, send);
      return {
        response: {
          statusCode: answer.status,
          headers: { 'content-type': 'application/x-amz-json-1.0' },
          body: new TextEncoder().encode(JSON.stringify(answer.body)),
        },
      };
    },
    { step: 'deserialize', priority: 'low' },
  );
}

/** The operations that went over the wire from now on, tries of the SDK included. */
export function requestsOf(client: DynamoDBDocumentClient): WireRequest[] {
  const seen: WireRequest[] = [];
  intercept(client, (request, send) => {
    seen.push(request);
    return send();
  });
  return seen;
}

/** An error as DynamoDB answers it. */
export const failure = (name: string, more: WireBody = {}, status = 400): WireAnswer => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, Message: name, ...more },
});

/** A cancelled transaction, with a code for each action in their order. */
export function cancelled(codes: readonly string[]): WireAnswer {
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  return failure('TransactionCanceledException', {
    message,
    Message: message,
    CancellationReasons: codes.map((Code) =>
      Code === 'None' ? { Code } : { Code, Message: `${Code}, injected` },
    ),
  });
}

/** Lets transactions through and loses the answers to the first so many, as a broken connection does. */
export function loseAnswers(client: DynamoDBDocumentClient, times: number): void {
  let left = times;
  intercept(client, async ({ operation }, send) => {
    const answer = await send();
    if (operation !== 'TransactWriteItems' || left === 0) return answer;
    left -= 1;
    throw Object.assign(new Error('the connection was reset'), { name: 'TimeoutError', code: 'ECONNRESET' });
  });
}

/** A transaction's action, whatever its kind. */
export function actionOf({ Put, Update, Delete, ConditionCheck }: WireAction): ActionBody {
  const action = Put ?? Update ?? Delete ?? ConditionCheck;
  if (action === undefined) throw new Error('an action of no known kind');
  return action;
}

/**
 * Raises TransactionConflict as Amazon does and no engine on one machine ever does: a transaction is rejected while
 * another one has an item of it in flight. Clients that share it are the functions that run at the same time.
 */
export class Conflicts {
  readonly #keys: ReadonlyMap<string, readonly string[]>;
  readonly #random: () => number;
  readonly #strangers: number;
  readonly #inFlight = new Set<string>();
  /** Transactions rejected so far. */
  raised = 0;

  /**
   * `strangers` is the probability that somebody outside the test holds one of a transaction's items; `random`
   * decides it, so that a seed repeats a run.
   */
  constructor(
    keys: ReadonlyMap<string, readonly string[]>,
    { random = Math.random, strangers = 0 }: { random?: () => number; strangers?: number } = {},
  ) {
    this.#keys = keys;
    this.#random = random;
    this.#strangers = strangers;
  }

  among(client: DynamoDBDocumentClient): DynamoDBDocumentClient {
    intercept(client, async ({ operation, body }, send) => {
      if (operation !== 'TransactWriteItems') return send();
      const items = (body.TransactItems ?? []).map((action) => this.#itemOf(actionOf(action)));
      const held = new Set(items.filter((item) => this.#inFlight.has(item)));
      if (this.#random() < this.#strangers)
        held.add(items[Math.floor(this.#random() * items.length)] as string);
      if (held.size > 0) {
        this.raised += 1;
        return cancelled(items.map((item) => (held.has(item) ? 'TransactionConflict' : 'None')));
      }
      for (const item of items) this.#inFlight.add(item);
      try {
        return await send();
      } finally {
        for (const item of items) this.#inFlight.delete(item);
      }
    });
    return client;
  }

  #itemOf({ TableName, Key, Item }: ActionBody): string {
    const attributes = Key ?? Item ?? {};
    const keys = this.#keys.get(TableName);
    if (keys === undefined) throw new Error(`the keys of ${TableName} are unknown`);
    return JSON.stringify([TableName, ...keys.map((key) => attributes[key])]);
  }
}

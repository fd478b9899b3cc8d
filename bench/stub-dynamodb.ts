import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

type Item = Record<string, unknown>;
/** Items in DynamoDB's JSON, by table and by their key's values. */
export type StubContent = { items: Record<string, Record<string, Item>>; secret: string };

const keyText = (key: Item): string =>
  Object.entries(key)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => JSON.stringify(value))
    .join(' ');

export const stubKey = (key: Record<string, string>): string =>
  keyText(Object.fromEntries(Object.entries(key).map(([name, value]) => [name, { S: value }])));

type Asked = {
  Keys: Item[];
  ProjectionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
};

function projected(item: Item, { ProjectionExpression, ExpressionAttributeNames = {} }: Asked): Item {
  if (ProjectionExpression === undefined) return item;
  const names = ProjectionExpression.split(', ').map((name) => ExpressionAttributeNames[name] ?? name);
  return Object.fromEntries(names.filter((name) => name in item).map((name) => [name, item[name]]));
}

function answer(target: string, body: string, { items, secret }: StubContent): unknown {
  const request = JSON.parse(body) as {
    TableName: string;
    Key: Item;
    RequestItems: Record<string, Asked>;
  };
  switch (target.split('.')[1]) {
    case 'BatchGetItem': {
      const found = Object.entries(request.RequestItems).map(([table, asked]) => [
        table,
        asked.Keys.map((key) => items[table]?.[keyText(key)])
          .filter((item) => item !== undefined)
          .map((item) => projected(item, asked)),
      ]);
      return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
    }
    case 'GetItem': {
      const item = items[request.TableName]?.[keyText(request.Key)];
      return item === undefined ? {} : { Item: item };
    }
    case 'UpdateItem':
      return { Attributes: { d: { N: '1' }, h00: { N: '1' }, m0: { N: '1' } } };
    case 'TransactWriteItems':
      return {};
    case 'GetSecretValue':
      return { ARN: 'stub', Name: 'stub', SecretString: secret };
    default:
      throw new Error(`the stub does not know ${target}`);
  }
}

function serve(content: StubContent): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const text =
        target === '' ? '{}' : JSON.stringify(answer(target, Buffer.concat(chunks).toString(), content));
      response.writeHead(200, {
        'content-type': 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    });
  });
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const server = serve(workerData as StubContent);
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => port.postMessage((server.address() as AddressInfo).port));
}

/** Answers reads from memory in a thread of its own, so that what is measured is the caller's work. */
export async function startStub(content: StubContent): Promise<{ url: string; stop(): Promise<void> }> {
  const worker = new Worker(new URL(import.meta.url), { workerData: content });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await worker.terminate();
    },
  };
}

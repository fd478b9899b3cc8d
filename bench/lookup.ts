import { Agent, request as httpRequest } from 'node:http';
import { createRequire } from 'node:module';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ADDRESS_SAMPLE } from '../functions/data/attempts.ts';
import { READ_IN_BRIEF } from '../functions/data/registrations.ts';
import { stages } from '../lib/stages.ts';
import { atMost, type Bar, conclude, median, minimum, reported, round } from './bars.ts';
import { Bundles } from './bundles.ts';
import { EDGE_SECRET, nationalStub, TABLES } from './national.ts';
import { startStub } from './stub-dynamodb.ts';

type Handler = (event: object, context: object) => Promise<{ statusCode: number; body: string }>;
type LookUp = (citizenId: string) => Promise<void>;

const RUNS = 5;
const BLOCK = 25;

function eventFor(citizenId: string): object {
  return {
    version: '2.0',
    routeKey: 'POST /v1/eligibility',
    rawPath: '/v1/eligibility',
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      'x-sitthi-edge-secret': EDGE_SECRET,
      'x-sitthi-viewer-address': '127.0.0.1',
    },
    requestContext: { requestId: 'bench', http: { method: 'POST', path: '/v1/eligibility' } },
    body: JSON.stringify({ citizenId }),
    isBase64Encoded: false,
  };
}

const CONTEXT = {
  awsRequestId: 'bench',
  functionName: 'check-eligibility',
  getRemainingTimeInMillis: () => 5_000,
};

/** The deployed bundle, called as Lambda calls it. Its log lines go where a container's go: out of the process. */
function subject(file: string): LookUp {
  const { handler } = createRequire(import.meta.url)(file) as { handler: Handler };
  return async (citizenId) => {
    const { statusCode } = await handler(eventFor(citizenId), CONTEXT);
    if (statusCode !== 200) throw new Error(`the look-up answered ${statusCode}`);
  };
}

const counting = (whom: string) => ({
  TableName: TABLES.attempts,
  Key: { tried: whom },
  UpdateExpression: 'SET expires = :expires ADD #day :one, #hour :one, #minutes :one',
  ExpressionAttributeNames: { '#day': 'd', '#hour': 'h09', '#minutes': 'm54' },
  ExpressionAttributeValues: { ':expires': 1_518_460_000, ':one': 1 },
});

/** The same reads and the same write by the SDK alone: no parsing, no hashing, no rules, no answer. */
function bareSdk(districtOf: (citizenId: string) => string | undefined): LookUp {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const districts = new Set<string>();
  let measureKept = false;
  let nth = 0;
  return async (citizenId) => {
    await Promise.all([
      client.send(
        new BatchGetCommand({
          RequestItems: {
            [TABLES.cardholders]: { Keys: [{ citizenId }] },
            [TABLES.registrations]: { Keys: [{ citizenId }], ...READ_IN_BRIEF },
            [TABLES.attempts]: { Keys: [{ tried: 'an address' }] },
            ...(measureKept ? {} : { [TABLES.programme]: { Keys: [{ part: 'measure' }] } }),
          },
        }),
      ),
      nth++ % ADDRESS_SAMPLE === 0
        ? client.send(
            new TransactWriteCommand({
              TransactItems: [{ Update: counting(citizenId) }, { Update: counting('an address') }],
            }),
          )
        : client.send(new UpdateCommand({ ...counting(citizenId), ReturnValues: 'UPDATED_NEW' })),
    ]);
    measureKept = true;
    const district = districtOf(citizenId);
    if (district === undefined || districts.has(district)) return;
    districts.add(district);
    await client.send(
      new GetCommand({ TableName: TABLES.intakeLocations, Key: { district, placeId: '#published' } }),
    );
  };
}

/** What a request and its answer cost with nothing around them. */
function rawHttp(url: string): LookUp {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return () =>
    new Promise((resolve, reject) => {
      const request = httpRequest(url, { method: 'POST', agent }, (response) => {
        response.resume();
        response.on('end', resolve);
      });
      request.on('error', reject);
      request.end('{}');
    });
}

/**
 * The look-up beside the bare SDK doing the same reads and beside raw HTTP: interleaved, same process, against a stub
 * that answers from memory.
 */
export async function benchLookup(lookUps = 3_000): Promise<boolean> {
  const bundles = new Bundles();
  const { content, asked } = await nationalStub(lookUps);
  const stub = await startStub(content);
  setEnvironment(stub.url);
  try {
    const { reads, writes } = countingRequests();
    const look = subject(bundles.file('check-eligibility'));
    const first: number[] = [];
    const again: number[] = [];
    const written: number[] = [];
    await silently(async () => {
      for (const [citizenIds, requests] of [
        [asked, first],
        [asked.slice(-200), again],
      ] as const)
        for (const citizenId of citizenIds) {
          const before = { reads: reads(), writes: writes() };
          await look(citizenId);
          requests.push(reads() - before.reads);
          written.push(writes() - before.writes);
        }
    });
    const districtById = districtsToRead(content, asked);
    const peers: Record<string, LookUp> = {
      'look-up': look,
      'bare SDK': bareSdk((citizenId) => districtById.get(citizenId)),
      'raw HTTP': rawHttp(stub.url),
    };
    const runs = await silently(() => interleaved(peers, asked));
    const ratios = runs.map((run) => median(run['look-up'] ?? []) / median(run['bare SDK'] ?? []));
    const rows = Object.keys(peers).map((peer) => {
      const medians = runs.map((run) => median(run[peer] ?? []));
      return {
        peer,
        'median µs': Math.round(median(medians) * 1_000),
        'minimum µs': Math.round(minimum(runs.flatMap((run) => run[peer] ?? [])) * 1_000),
      };
    });
    const mean = first.reduce((sum, requests) => sum + requests, 0) / first.length;
    const bars: Bar[] = [
      atMost('reads of any look-up', Math.max(...first), 2),
      atMost('reads when the district is cached', Math.max(...again), 1),
      atMost('writes of any look-up', Math.max(...written), 1),
      reported(`mean reads over ${first.length} national look-ups`, mean),
      atMost('time beside the bare SDK, median of 5 runs', median(ratios), 1.2),
      reported('time beside the bare SDK, best run', minimum(ratios)),
    ];
    process.stdout.write(`ratios of the runs: ${ratios.map(round).join(' ')}\n`);
    return conclude('lookup', rows, bars);
  } finally {
    await stub.stop();
    bundles.remove();
  }
}

/** The handler's log lines would otherwise be the output; a container's go to a pipe. */
async function silently<Result>(work: () => Promise<Result>): Promise<Result> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

function setEnvironment(url: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'ap-southeast-7',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    CARDHOLDERS_TABLE: TABLES.cardholders,
    REGISTRATIONS_TABLE: TABLES.registrations,
    PROGRAMME_TABLE: TABLES.programme,
    INTAKE_LOCATIONS_TABLE: TABLES.intakeLocations,
    ATTEMPTS_TABLE: TABLES.attempts,
    ATTEMPT_KEY_ARN: 'attempt',
    LOOK_UP_LIMITS: JSON.stringify(stages.production.lookUpLimits),
    EDGE_SECRET_ARN: 'edge',
    POWERTOOLS_SERVICE_NAME: 'check-eligibility',
    POWERTOOLS_METRICS_NAMESPACE: 'Sitthi',
  });
}

/** Requests to DynamoDB that leave the process, whoever sends them. */
function countingRequests(): { reads: () => number; writes: () => number } {
  const http = createRequire(import.meta.url)('node:http') as { request: typeof httpRequest };
  const { request } = http;
  let reads = 0;
  let writes = 0;
  http.request = ((...sent: Parameters<typeof httpRequest>) => {
    const [options] = sent as unknown[];
    const headers = (options as { headers?: Record<string, string> }).headers ?? {};
    const target = headers['x-amz-target'] ?? headers['X-Amz-Target'] ?? '';
    if (/^DynamoDB.*Get/.test(target)) reads += 1;
    else if (target.startsWith('DynamoDB')) writes += 1;
    return request(...sent);
  }) as typeof httpRequest;
  return { reads: () => reads, writes: () => writes };
}

function districtsToRead(
  { items }: Awaited<ReturnType<typeof nationalStub>>['content'],
  asked: readonly string[],
): Map<string, string> {
  const districts = new Map<string, string>();
  for (const citizenId of asked) {
    const key = JSON.stringify({ S: citizenId });
    const cardholder = items[TABLES.cardholders]?.[key] as
      | { subdistrict: { S: string }; cardStatus: { S: string } }
      | undefined;
    if (cardholder?.cardStatus.S !== 'active' || items[TABLES.registrations]?.[key] !== undefined) continue;
    districts.set(citizenId, cardholder.subdistrict.S.slice(0, 4));
  }
  return districts;
}

/** Each run takes every peer over the same people, block by block, so that a slow moment hits them all. */
async function interleaved(
  peers: Record<string, LookUp>,
  asked: readonly string[],
): Promise<Record<string, number[]>[]> {
  const runs: Record<string, number[]>[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const times: Record<string, number[]> = Object.fromEntries(Object.keys(peers).map((name) => [name, []]));
    for (let at = 0; at < asked.length; at += BLOCK) {
      // Whoever asks first for a person finds the stub's memory cold: the peers take turns at it.
      const turns = [...Object.entries(peers)];
      const turn = (at / BLOCK) % turns.length;
      for (const [name, look] of [...turns.slice(turn), ...turns.slice(0, turn)])
        for (const citizenId of asked.slice(at, at + BLOCK)) {
          const startedMs = performance.now();
          await look(citizenId);
          times[name]?.push(performance.now() - startedMs);
        }
    }
    // The first run warms every peer up.
    if (run > 0) runs.push(times);
  }
  return runs;
}

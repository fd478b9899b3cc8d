import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Operation, Parsed } from '../contract/operation.ts';
import type { Audit, Occasion } from '../domain/audit.ts';
import { type Accounts, type BankClient, bankOf, type Officer, officerOf } from '../domain/caller.ts';
import type { Idempotency } from '../domain/ports.ts';
import { Refusal } from '../domain/refusal.ts';
import { factsOf, log, powertools } from '../runtime/logger.ts';
import type { Secret } from '../runtime/secrets.ts';
import type { CsvFile } from './csv.ts';
import { assertThroughEdge, viewerAddressOf } from './edge.ts';
import { type Language, languageOf } from './language.ts';
import { type HttpAnswer, problemAnswer } from './problem.ts';
import { asJson, asPreferred } from './representation.ts';
import { bodyOf, claimsOf, idempotencyOf, ifMatchOf, parsePart } from './request.ts';
import { onTrail } from './trail.ts';

/** What a handler is given: everything checked, nothing of HTTP. */
export type RequestOf<Op extends Operation> = {
  path: Parsed<Op['path']>;
  query: Parsed<Op['query']>;
  body: Parsed<Op['body']>;
  occasion: Occasion;
  /** Only on an operation with `ifMatch`. */
  ifMatch: Op extends { ifMatch: true } ? number : undefined;
};

export type OfficerRequestOf<Op extends Operation> = RequestOf<Op> & {
  officer: Officer;
  /** Only on an operation with `idempotencyKey`. */
  idempotency: Op extends { idempotencyKey: true } ? Idempotency : undefined;
};

export type BankRequestOf<Op extends Operation> = RequestOf<Op> & { caller: BankClient };

export type AnswerOf<Op extends Operation> = {
  body: z.input<Op['answer']>;
  /** Version of what was answered; becomes the ETag that `If-Match` wants. */
  version?: number;
  headers?: Record<string, string>;
} & (Op extends { csv: true } ? { csv: CsvOf<Op> } : unknown);

/** Makes a table of the answer once the contract has checked it: it says nothing that JSON does not. */
type CsvOf<Op extends Operation> = (answer: z.output<Op['answer']>, language: Language) => CsvFile;

export type PublicGate = { edgeSecret: Secret };
export type BankGate = PublicGate & { accounts: Accounts; audit: Audit };
export type OfficerGate = BankGate & { officerClientId: string };

type Handler = (event: APIGatewayProxyEventV2) => Promise<HttpAnswer>;

/** An operation that anybody may call, through the edge. */
export function publicEndpoint<Op extends Operation & { caller: 'public' }>(
  operation: Op,
  gate: PublicGate,
  handle: (request: RequestOf<Op>) => Promise<AnswerOf<Op>>,
) {
  return wrapped(operation, gate, async (event, occasion) => handle(requestOf(operation, event, occasion)));
}

/** An operation for officers: the token is verified by the API, what it may do is decided by the account. */
export function officerEndpoint<Op extends Operation & { caller: 'officer' }>(
  operation: Op,
  gate: OfficerGate,
  handle: (request: OfficerRequestOf<Op>) => Promise<AnswerOf<Op>>,
) {
  return wrapped(operation, gate, (event, occasion) =>
    onTrail({ audit: gate.audit, operation }, event, occasion, async () => {
      const officer = await officerOf(claimsOf(event), gate.officerClientId, gate.accounts, occasion.at);
      const request = requestOf(operation, event, occasion);
      const idempotency = operation.idempotencyKey
        ? idempotencyOf(event, officer.subject, request.body)
        : undefined;
      return handle({ ...request, officer, idempotency } as OfficerRequestOf<Op>);
    }),
  );
}

/** An operation for the banks' systems: which bank it is stands in the account of the client, not in a token. */
export function bankEndpoint<Op extends Operation & { caller: 'bank' }>(
  operation: Op,
  gate: BankGate,
  handle: (request: BankRequestOf<Op>) => Promise<AnswerOf<Op>>,
) {
  return wrapped(operation, gate, (event, occasion) =>
    onTrail({ audit: gate.audit, operation }, event, occasion, async () => {
      const caller = await bankOf(claimsOf(event), gate.accounts, occasion.at);
      return handle({ ...requestOf(operation, event, occasion), caller });
    }),
  );
}

function requestOf<Op extends Operation>(
  operation: Op,
  event: APIGatewayProxyEventV2,
  occasion: Occasion,
): RequestOf<Op> {
  const { path, query, body, maxBodyBytes } = operation;
  return {
    path: path && parsePart(path, event.pathParameters ?? {}),
    query: query && parsePart(query, event.queryStringParameters ?? {}),
    ifMatch: operation.ifMatch && ifMatchOf(event),
    body: body && parsePart(body, bodyOf(event, maxBodyBytes)),
    occasion,
  } as RequestOf<Op>;
}

function wrapped<Op extends Operation>(
  operation: Op,
  { edgeSecret }: PublicGate,
  handle: (event: APIGatewayProxyEventV2, occasion: Occasion) => Promise<AnswerOf<Op>>,
) {
  const answer: Handler = async (event) => {
    const { requestId } = event.requestContext;
    const language = languageOf(event.headers['accept-language']);
    const startedMs = performance.now();
    try {
      await assertThroughEdge(event, edgeSecret);
      const occasion = { at: new Date(), from: viewerAddressOf(event), requestId };
      const answered = answerOf(operation, await handle(event, occasion), event.headers);
      // The API's access log has every answer; a public one has nothing to add, and costs a tenth of the look-up.
      if (operation.caller !== 'public')
        log.info('REQUEST_ANSWERED', {
          operation: operation.id,
          status: answered.statusCode,
          ms: Math.round(performance.now() - startedMs),
        });
      return answered;
    } catch (error) {
      return refused(operation, error, { language, requestId });
    }
  };
  const wrapper = middy<APIGatewayProxyEventV2, HttpAnswer>();
  // Only a refusal is logged of a public request, and it names its request itself.
  if (operation.caller !== 'public') wrapper.use(injectLambdaContext(powertools, { clearState: true }));
  return wrapper.handler(answer);
}

function answerOf<Op extends Operation>(
  operation: Op,
  { body, version, headers, csv }: AnswerOf<Op> & { csv?: CsvOf<Op> },
  asked: APIGatewayProxyEventV2['headers'],
): HttpAnswer {
  const { publicSeconds, status = 200, answer } = operation;
  const checked = z.parse<Op['answer']>(answer, body);
  const sent = csv === undefined ? asJson(checked) : asPreferred(checked, csv, asked);
  return {
    statusCode: status,
    headers: {
      ...sent.headers,
      'cache-control': publicSeconds === undefined ? 'no-store' : `public, max-age=${publicSeconds}`,
      ...(version === undefined ? {} : { etag: `"${version}"` }),
      ...headers,
    },
    body: sent.body,
  };
}

function refused(
  { id: operation }: Operation,
  error: unknown,
  { language, requestId }: { language: Language; requestId: string },
): HttpAnswer {
  const answered = problemAnswer(error, { language, requestId });
  const { statusCode: status } = answered;
  if (error instanceof Refusal)
    log.info('REQUEST_REFUSED', { operation, requestId, status, code: error.code });
  else log.error('REQUEST_FAILED', { operation, requestId, status, ...factsOf(error) });
  return answered;
}

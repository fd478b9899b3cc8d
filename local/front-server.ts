import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import httpProxy from '@fastify/http-proxy';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Refusal, type RefusalCode } from '../functions/domain/refusal.ts';
import { languageOf } from '../functions/http/language.ts';
import { problemAnswer } from '../functions/http/problem.ts';
import { type SiteFilesOptions, serveSites } from './site-files.ts';

export interface FrontServerOptions {
  readonly port: number;
  readonly endpointUrl: string;
  readonly apiId: string;
  /** What the origin expects in `x-sitthi-edge-secret`. */
  readonly edgeSecret: string;
  readonly sites: SiteFilesOptions;
  readonly maxBodyBytes?: number;
  /** For tests only: a header of the client that stands for its address. */
  readonly trustedAddressHeader?: string | undefined;
}

export interface FrontServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Where the officers' application finds the user pool. */
export const SIGN_IN_PATH = '/cognito';

/** Above what any operation takes, so that the functions say what is too large. */
const defaultMaxBodyBytes = 4 * 1024 * 1024;
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

class BodyTooLarge extends Error {}

/** Plays CloudFront: one origin for the API and the sites, and the headers that the edge adds. */
export async function startFrontServer(options: FrontServerOptions): Promise<FrontServer> {
  const server = fastify({
    logger: false,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    // Its own answer would repeat the path.
    frameworkErrors: (_error, request, reply) => {
      answerProblem(request as FastifyRequest, reply as FastifyReply, 'request.invalid');
    },
  });
  await server.register((api) => proxyApi(api, options), { prefix: '/v1' });
  await server.register((signIn) => proxySignIn(signIn, options), { prefix: SIGN_IN_PATH });
  if (existsSync(options.sites.dir)) await serveSites(server, options.sites);
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain; charset=utf-8').send('Not found\n'),
  );
  const origin = await server.listen({ host: '127.0.0.1', port: options.port });
  return { origin, stop: () => server.close() };
}

async function proxyApi(api: FastifyInstance, options: FrontServerOptions): Promise<void> {
  const maxBodyBytes = options.maxBodyBytes ?? defaultMaxBodyBytes;
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('*', (_request, payload, done) => done(null, atMost(maxBodyBytes, payload)));
  await api.register(httpProxy, {
    upstream: options.endpointUrl,
    rewritePrefix: `/_aws/execute-api/${options.apiId}/$default/v1`,
    proxyPayloads: false,
    disableRequestLogging: true,
    preHandler: async (request, reply) => {
      if (Number(request.headers['content-length'] ?? 0) <= maxBodyBytes) return;
      return answerProblem(request, reply.header('connection', 'close'), 'request.too-large');
    },
    replyOptions: {
      // Without this a 503 is asked for again up to ten times.
      retryDelay: () => null,
      rewriteRequestHeaders: (request, headers) => edgeHeaders(request as FastifyRequest, headers, options),
      rewriteHeaders: (headers) => without(headers, (name) => hopByHop.includes(name)),
      onError: (reply, { error }) => {
        const isTooLarge = causes(error).some((cause) => cause instanceof BodyTooLarge);
        const answer = reply as FastifyReply;
        if (isTooLarge) answer.header('connection', 'close');
        answerProblem(answer.request, answer, isTooLarge ? 'request.too-large' : 'api.unreachable');
      },
    },
  });
}

/** The pool of a stage is an origin of its own; here the browser reaches it by the same one, and nothing else of the emulator. */
async function proxySignIn(signIn: FastifyInstance, { endpointUrl }: FrontServerOptions): Promise<void> {
  await signIn.register(httpProxy, {
    upstream: endpointUrl,
    rewritePrefix: '/',
    httpMethods: ['POST'],
    disableRequestLogging: true,
    preHandler: async (request, reply) => {
      const target = String(request.headers['x-amz-target'] ?? '');
      if (!target.startsWith('AWSCognitoIdentityProviderService.')) return reply.code(404).send();
    },
  });
}

function edgeHeaders(
  request: FastifyRequest,
  headers: IncomingHttpHeaders,
  options: FrontServerOptions,
): IncomingHttpHeaders {
  const trusted = options.trustedAddressHeader && request.headers[options.trustedAddressHeader.toLowerCase()];
  return {
    ...without(headers, (name) => hopByHop.includes(name) || name.startsWith('x-sitthi-')),
    'x-sitthi-edge-secret': options.edgeSecret,
    'x-sitthi-viewer-address': typeof trusted === 'string' ? trusted : viewerAddress(request),
  };
}

const viewerAddress = (request: FastifyRequest): string =>
  (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');

function without(headers: IncomingHttpHeaders, isUnwanted: (name: string) => boolean): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isUnwanted(name.toLowerCase())));
}

function atMost(maxBytes: number, body: Readable): Readable {
  let seen = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(new BodyTooLarge());
      else done(null, chunk);
    },
  });
  body.on('error', (error) => counted.destroy(error));
  return body.pipe(counted);
}

function causes(error: Error): readonly unknown[] {
  const found: unknown[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) found.push(cause);
  return found;
}

/** In the form and the language in which the functions themselves would say it. */
function answerProblem(request: FastifyRequest, reply: FastifyReply, code: RefusalCode): FastifyReply {
  const answer = problemAnswer(new Refusal(code), {
    language: languageOf(request.headers['accept-language']),
    requestId: request.id,
  });
  return reply.code(answer.statusCode).headers(answer.headers).send(answer.body);
}

import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { createBrotliCompress, createGzip, constants as zlib } from 'node:zlib';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ASSETS, ASSETS_CACHING, PAGES_CACHING, siteHeaders } from '../lib/site-headers.ts';

export interface SiteFilesOptions {
  /** The built sites; where there are none, a page answers 404. */
  readonly dir: string;
  /** Origins that pages may call beside their own. */
  readonly connect: readonly string[];
  /** What the officers' application is told about the stage. */
  readonly config: object;
}

/** The very function that CloudFront runs: which file answers a path. */
const pageOfPath = runInNewContext(
  `${readFileSync(new URL('../lib/edge/page-of-path.js', import.meta.url), 'utf8')};pageOfPath`,
) as (path: string) => string;

const COMPRESSED = /^(text\/|application\/(javascript|json)|image\/svg)/;

/** Serves the sites as the edge does: its headers, its paths, compressed. */
export async function serveSites(server: FastifyInstance, options: SiteFilesOptions): Promise<void> {
  const headers = siteHeaders(options.connect);
  await server.register(async (sites) => {
    sites.addHook('onSend', async (request, reply, payload) => {
      reply.headers(headers);
      return compressed(request, reply, payload);
    });
    await sites.register(fastifyStatic, {
      root: options.dir,
      serve: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const isAsset = path.slice(options.dir.length).replace(/^\//, '').startsWith(ASSETS);
        reply.header('cache-control', isAsset ? ASSETS_CACHING : PAGES_CACHING);
      },
    });
    sites.get('/config.json', (_request, reply) =>
      reply.header('cache-control', PAGES_CACHING).send(options.config),
    );
    sites.get('/*', (request, reply) => {
      const path = new URL(request.url, 'http://front').pathname;
      return reply.sendFile(decodeURIComponent(pageOfPath(path)).slice(1));
    });
  });
}

/** Brotli where the browser takes it, else gzip: what a page weighs here is what it weighs at the edge. */
function compressed(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const type = String(reply.getHeader('content-type') ?? '');
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
  if (reply.statusCode !== 200 || request.method === 'HEAD' || !COMPRESSED.test(type)) return payload;
  reply.header('vary', 'accept-encoding');
  if (encoding === undefined) return payload;
  reply.header('content-encoding', encoding).removeHeader('content-length');
  const body = payload instanceof Readable ? payload : Readable.from([payload as string | Buffer]);
  const through =
    encoding === 'br' ? createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 5 } }) : createGzip();
  body.on('error', (error) => through.destroy(error));
  return body.pipe(through);
}

import { createHash } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readApiPage } from '../../functions/contract/api-description.ts';
import { apiPage } from '../../functions/http/api-page.ts';
import { codingFor, type FileAnswer, fileEndpoint } from '../../functions/http/file.ts';
import type { HttpAnswer } from '../../functions/http/problem.ts';
import { httpEvent, lambdaContext } from '../support/builders.ts';
import { capturedOutput, secretOf } from '../support/fakes.ts';

const TEXT = '<!doctype html><p>สิทธิ</p>'.repeat(50);
const EDGE = { 'x-sitthi-edge-secret': 'edge-secret' };
const gate = { edgeSecret: secretOf(JSON.stringify({ current: 'edge-secret', previous: '' })) };

let output: ReturnType<typeof capturedOutput>;
beforeEach(() => {
  output = capturedOutput();
});
afterEach(() => output.stop());

async function ask(headers: Record<string, string>, make: () => Promise<FileAnswer>): Promise<HttpAnswer> {
  const handler = fileEndpoint(readApiPage, gate, make);
  return handler(httpEvent({ headers }), lambdaContext());
}

const page = async (): Promise<FileAnswer> => ({ text: TEXT, headers: { 'x-own': 'yes' } });

describe('an answer that is a file', () => {
  it.each([
    [
      'br',
      'gzip, deflate, br',
      (body: string) => brotliDecompressSync(Buffer.from(body, 'base64')).toString(),
    ],
    ['gzip', 'gzip', (body: string) => gunzipSync(Buffer.from(body, 'base64')).toString()],
    [undefined, 'identity', (body: string) => body],
  ])('is sent as %s to whoever accepts %s', async (coding, accepted, decoded) => {
    const answer = await ask({ ...EDGE, 'accept-encoding': accepted }, page);
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'public, max-age=600',
        vary: 'Accept-Encoding',
        'x-own': 'yes',
      },
    });
    expect(answer.headers['content-encoding']).toBe(coding);
    expect(answer.isBase64Encoded).toBe(coding === undefined ? undefined : true);
    expect(decoded(answer.body)).toBe(TEXT);
  });

  it('is made once for all who ask the same container', async () => {
    let made = 0;
    const handler = fileEndpoint(readApiPage, gate, async () => {
      made += 1;
      return { text: TEXT };
    });
    for (let i = 0; i < 3; i++) await handler(httpEvent({ headers: EDGE }), lambdaContext());
    expect(made).toBe(1);
  });

  it('is a problem for whoever goes round the edge, and when the file is not there', async () => {
    const refused = await ask({}, page);
    expect([refused.statusCode, JSON.parse(refused.body)]).toMatchObject([403, { code: 'edge.required' }]);
    const failed = await ask(EDGE, () => Promise.reject(new Error('ENOENT')));
    expect([failed.statusCode, JSON.parse(failed.body)]).toMatchObject([500, { code: 'internal' }]);
    expect(failed.headers['content-type']).toContain('application/problem+json');
  });

  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip;q=0, br;q=0', 'identity'],
    ['br;q=0.0, GZIP;q=0.5', 'gzip'],
    ['deflate, br ; q=1', 'br'],
  ])('for accept-encoding %j is sent as %s', (accepted, coding) => {
    expect(codingFor(accepted)).toBe(coding);
  });
});

describe('the page of the API', () => {
  const { text, headers = {} } = apiPage({
    title: 'Sitthi API',
    styles: ['p{color:red}', 'a{}'],
    scripts: ['const a = "<!-- <script>"', 'go()'],
  });
  const policy = headers['content-security-policy'] ?? '';
  const hashOf = (element: string) => {
    const inside = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(text)?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(inside).digest('base64')}'`;
  };

  it('lets the browser run what it was made with, and nothing else', () => {
    expect(policy).toContain(`script-src ${hashOf('script')};`);
    expect(policy).toContain(`style-src ${hashOf('style')};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });

  it('ends its script where it ends, whatever the script holds', () => {
    expect(text).toContain(String.raw`"\x3C!-- \x3Cscript>"`);
    expect(text.match(/<script|<!--/g)).toHaveLength(1);
  });
});

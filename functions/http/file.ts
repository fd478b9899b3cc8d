import * as z from 'zod/mini';
import type { Operation } from '../contract/operation.ts';
import { type CodedText, coded } from '../runtime/bundled-files.ts';
import { type PublicGate, publicEndpoint } from './endpoint.ts';

type FileOperation = Operation & { caller: 'public'; file: NonNullable<Operation['file']> };

/** What a file operation answers; the headers go beside its type and coding. */
export type FileAnswer = { text: string; headers?: Record<string, string> };

const nothing = z.object({});

/** An operation that answers a file as it is, compressed as the caller accepts; it is made once a container. */
export function fileEndpoint(operation: FileOperation, gate: PublicGate, make: () => Promise<FileAnswer>) {
  let made: Promise<{ codes: CodedText; headers: Record<string, string> }> | undefined;
  const file = () => {
    made ??= make().then(async ({ text, headers = {} }) => ({ codes: await coded(text), headers }));
    return made;
  };
  return publicEndpoint({ ...operation, answer: nothing }, gate, async () => {
    await file();
    return { body: {} };
  }).after(async (request) => {
    const { event, response } = request;
    if (response?.statusCode !== 200) return;
    const { codes, headers } = await file();
    const coding = codingFor(event.headers['accept-encoding']);
    request.response = {
      ...response,
      headers: {
        ...response.headers,
        'content-type': `${operation.file}; charset=utf-8`,
        vary: 'Accept-Encoding',
        ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
        ...headers,
      },
      ...(coding === 'identity'
        ? { body: codes.identity.toString('utf8') }
        : { body: codes[coding].toString('base64'), isBase64Encoded: true }),
    };
  });
}

/** The smallest coding that is accepted; one with `q=0` is refused. */
export function codingFor(acceptEncoding = ''): keyof CodedText {
  const accepted = acceptEncoding
    .slice(0, 200)
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*/))
    .filter(([, quality = 'q=1']) => !/^q=0(\.0*)?$/.test(quality))
    .map(([coding]) => coding);
  return (['br', 'gzip'] as const).find((coding) => accepted.includes(coding)) ?? 'identity';
}

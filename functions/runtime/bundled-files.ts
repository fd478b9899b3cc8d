import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Reads a file that stands beside the bundle, in the folder that Lambda names as `LAMBDA_TASK_ROOT`. */
export const bundledFile = (folder: string, name: string): Promise<string> =>
  readFile(join(folder, name), 'utf8');

/** A text in every coding that is worth sending. */
export type CodedText = Readonly<Record<'identity' | 'gzip' | 'br', Buffer>>;

const BROTLI_QUALITY = 6;

export async function coded(text: string): Promise<CodedText> {
  const identity = Buffer.from(text);
  const [zipped, br] = await Promise.all([
    promisify(gzip)(identity),
    promisify(brotliCompress)(identity, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
      },
    }),
  ]);
  return { identity, gzip: zipped, br };
}

import { Buffer, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import iconv from 'iconv-lite';
import { cellsOf } from '../domain/csv-line.ts';
import type {
  AnnouncedFile,
  ImportDoors,
  ImportFiles,
  ImportId,
  ReadLine,
  Survey,
} from '../domain/import.ts';
import { MAX_LINE } from '../domain/import-row.ts';
import { Refusal } from '../domain/refusal.ts';
import { isBusy } from './document-client.ts';
import { type ImportOutcome, importFileKey, importOutcomeKey, importPartsKey } from './keys.ts';

const NEWLINE = 0x0a;
/** Of a line that goes on past its chunk; Thai has three bytes a character. */
const MAX_LINE_BYTES = 4 * MAX_LINE;
/** Decoded and split at a time. */
const PAGE_BYTES = 256 * 1024;
/** The least that S3 takes as a part of a larger file is 5 MB. */
const UPLOAD_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 16;
const UPLOAD_SECONDS = 3_600;
const DOWNLOAD_SECONDS = 300;

/** One client per container. An outage is told apart from what is wrong with a file. */
export function fileClient(config: S3ClientConfig = {}): S3Client {
  const client = new S3Client({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    // What is sent is checked by the checksum that the uploader announced, and by TLS.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...config,
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw isOutage(error) ? new Refusal('store.busy') : error;
      }
    },
    { step: 'initialize', priority: 'high', name: 'refuseWhenBusy' },
  );
  return client;
}

function isOutage(error: unknown): boolean {
  if (isBusy(error)) return true;
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === undefined || status >= 500 || status === 429;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound');

/** True where Windows-874, which holds TIS-620, has a character. */
const THAI = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 0x00 || (byte >= 0x80 && iconv.decode(Buffer.of(byte), 'windows-874') === '\ufffd') ? 0 : 1,
);

/** Finds out, piece by piece, in which encoding a file is written. */
class Encodings {
  #utf8 = true;
  #thai = true;
  #rest: Uint8Array = new Uint8Array();
  #start: 'none' | 'utf-8' | undefined;

  add(piece: Uint8Array): void {
    if (this.#start === undefined)
      this.#start = Buffer.from(piece.subarray(0, 3)).toString('hex') === 'efbbbf' ? 'utf-8' : 'none';
    for (let i = 0; this.#thai && i < piece.length; i++)
      if (THAI[piece[i] as number] === 0) this.#thai = false;
    if (!this.#utf8) return;
    const end = piece.lastIndexOf(NEWLINE) + 1;
    this.#utf8 = isUtf8(Buffer.concat([this.#rest, piece.subarray(0, end)])) && !piece.includes(0);
    this.#rest = Buffer.concat([end === 0 ? this.#rest : new Uint8Array(), piece.subarray(end)]);
    if (this.#rest.length > 4 * PAGE_BYTES) this.#utf8 = false;
  }

  get found(): Survey['encoding'] {
    if (this.#utf8 && isUtf8(this.#rest)) return 'utf-8';
    return this.#thai && this.#start === 'none' ? 'windows-874' : undefined;
  }
}

const decode = (bytes: Uint8Array, encoding: Survey['encoding']): string =>
  encoding === 'windows-874'
    ? iconv.decode(Buffer.from(bytes), 'windows-874')
    : Buffer.from(bytes).toString('utf8');

const tidyEnd = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

/** Imported files and what their runs put aside, in one bucket. */
export class S3ImportFiles implements ImportFiles, ImportDoors {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #outcome: ImportOutcome;

  constructor(client: S3Client, bucket: string, outcome: ImportOutcome = 'rejects') {
    this.#client = client;
    this.#bucket = bucket;
    this.#outcome = outcome;
  }

  async upload(importId: ImportId, { bytes, sha256 }: AnnouncedFile) {
    const checksum = Buffer.from(sha256, 'hex').toString('base64');
    const url = await getSignedUrl(
      this.#client,
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: importFileKey(importId),
        ContentLength: bytes,
        ChecksumSHA256: checksum,
      }),
      {
        expiresIn: UPLOAD_SECONDS,
        unhoistableHeaders: new Set(['x-amz-checksum-sha256']),
        signableHeaders: new Set(['host', 'content-length', 'x-amz-checksum-sha256']),
      },
    );
    const headers = { 'content-length': String(bytes), 'x-amz-checksum-sha256': checksum };
    return { url, headers, expiresInSeconds: UPLOAD_SECONDS };
  }

  async outcome(runId: string) {
    const url = await getSignedUrl(
      this.#client,
      new GetObjectCommand({
        Bucket: this.#bucket,
        Key: importOutcomeKey(this.#outcome, runId),
        ResponseContentDisposition: `attachment; filename="${this.#outcome}-${runId}.csv"`,
        ResponseContentType: 'text/csv; charset=utf-8',
      }),
      { expiresIn: DOWNLOAD_SECONDS },
    );
    return { url, expiresInSeconds: DOWNLOAD_SECONDS };
  }

  async survey(importId: ImportId, chunks: number): Promise<Survey | undefined> {
    const about = { Bucket: this.#bucket, Key: importFileKey(importId) };
    let bytes: number;
    let version: string;
    try {
      const head = await this.#client.send(new HeadObjectCommand(about));
      bytes = head.ContentLength ?? 0;
      version = head.VersionId ?? '';
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    const chunkBytes = Math.max(1, Math.ceil(bytes / chunks));
    const chunkLines = Array<number>(chunks).fill(0);
    const hash = createHash('sha256');
    const encodings = new Encodings();
    let at = 0;
    let head = new Uint8Array();
    if (bytes > 0) chunkLines[0] = 1;
    for await (const piece of this.#stream({ ...about, ...versioned(version) })) {
      hash.update(piece);
      encodings.add(piece);
      if (head.length < MAX_LINE_BYTES)
        head = Buffer.concat([head, piece.subarray(0, MAX_LINE_BYTES - head.length)]);
      for (let found = piece.indexOf(NEWLINE); found >= 0; found = piece.indexOf(NEWLINE, found + 1)) {
        const lineAt = at + found + 1;
        if (lineAt < bytes) {
          const chunk = Math.floor(lineAt / chunkBytes);
          chunkLines[chunk] = (chunkLines[chunk] ?? 0) + 1;
        }
      }
      at += piece.length;
    }
    const encoding = encodings.found;
    const end = head.indexOf(NEWLINE);
    const header = tidyEnd(decode(end < 0 ? head : head.subarray(0, end), encoding)).replace(/^\ufeff/, '');
    return { bytes, sha256: hash.digest('hex'), version, encoding, header, chunkLines, chunkBytes };
  }

  async *lines(importId: ImportId, survey: Survey, chunk: number): AsyncGenerator<ReadLine[]> {
    const { chunkLines, chunkBytes, bytes, version, encoding } = survey;
    const count = chunkLines[chunk] ?? 0;
    if (count === 0) return;
    const start = chunk * chunkBytes;
    const from = Math.max(0, start - 1);
    const to = Math.min(bytes, start + chunkBytes + MAX_LINE_BYTES) - 1;
    const file = { Bucket: this.#bucket, Key: importFileKey(importId), ...versioned(version) };
    const read = await this.#range(file, from, to);
    let number = 1 + chunkLines.slice(0, chunk).reduce((sum, lines) => sum + lines, 0);
    const last = number + count;
    let at = start === 0 ? 0 : read.indexOf(NEWLINE) + 1;
    while (number < last && at < read.length) {
      let end = at + PAGE_BYTES >= read.length ? read.length : read.lastIndexOf(NEWLINE, at + PAGE_BYTES) + 1;
      if (end <= at) end = read.length;
      const page: ReadLine[] = [];
      const texts = decode(read.subarray(at, end), encoding).split('\n');
      // What stands behind the last newline of a page is the beginning of the next one.
      if (texts.at(-1) === '') texts.pop();
      for (const one of texts) {
        if (number >= last) break;
        const text = tidyEnd(one);
        if (text.trim() !== '')
          page.push({ number, text, cells: text.length > MAX_LINE ? [] : cellsOf(text) });
        number += 1;
      }
      at = end;
      yield page;
    }
  }

  headings({ header, encoding }: Survey): string[] | undefined {
    return encoding === undefined ? undefined : cellsOf(header);
  }

  cellsOf(text: string): string[] | undefined {
    return cellsOf(text);
  }

  async putPart(runId: string, part: string, text: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: `${importPartsKey(runId)}${part}`, Body: text }),
    );
  }

  async *parts(runId: string, below: string): AsyncGenerator<string> {
    const keys = await this.#keysBelow(`${importPartsKey(runId)}${below}`);
    for (let from = 0; from < keys.length; from += PARTS_AT_ONCE) {
      const some = keys.slice(from, from + PARTS_AT_ONCE);
      const read = await Promise.all(some.map((Key) => this.#bytes({ Bucket: this.#bucket, Key })));
      for (const bytes of read) yield decode(bytes, 'utf-8');
    }
  }

  async gather(runId: string, below: string, head: string): Promise<AnnouncedFile> {
    const about = { Bucket: this.#bucket, Key: importOutcomeKey(this.#outcome, runId) };
    const hash = createHash('sha256');
    let bytes = 0;
    let kept: Buffer[] = [];
    const keep = (text: string): void => {
      const piece = Buffer.from(text);
      hash.update(piece);
      bytes += piece.length;
      kept.push(piece);
    };
    keep(head);
    let upload:
      | { UploadId: string | undefined; parts: { ETag?: string | undefined; PartNumber: number }[] }
      | undefined;
    const sendPart = async (): Promise<void> => {
      upload ??= {
        UploadId: (await this.#client.send(new CreateMultipartUploadCommand(about))).UploadId,
        parts: [],
      };
      const PartNumber = upload.parts.length + 1;
      const { ETag } = await this.#client.send(
        new UploadPartCommand({ ...about, UploadId: upload.UploadId, PartNumber, Body: Buffer.concat(kept) }),
      );
      upload.parts.push({ ETag, PartNumber });
      kept = [];
    };
    try {
      for await (const part of this.parts(runId, below)) {
        keep(part);
        if (kept.reduce((sum, { length }) => sum + length, 0) >= UPLOAD_BYTES) await sendPart();
      }
      if (upload === undefined) {
        await this.#client.send(new PutObjectCommand({ ...about, Body: Buffer.concat(kept) }));
        return { bytes, sha256: hash.digest('hex') };
      }
      if (kept.length > 0) await sendPart();
      const { UploadId, parts: Parts } = upload;
      await this.#client.send(
        new CompleteMultipartUploadCommand({ ...about, UploadId, MultipartUpload: { Parts } }),
      );
      return { bytes, sha256: hash.digest('hex') };
    } catch (error) {
      if (upload !== undefined)
        await this.#client
          .send(new AbortMultipartUploadCommand({ ...about, UploadId: upload.UploadId }))
          .catch(() => undefined);
      throw error;
    }
  }

  async #keysBelow(Prefix: string): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({ Bucket: this.#bucket, Prefix, ContinuationToken }),
      );
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return keys.sort();
  }

  async *#stream(
    of: GetObjectCommandInput,
    begin: (ranged: boolean) => void = () => {},
  ): AsyncGenerator<Uint8Array> {
    const { Body, ContentRange } = await this.#client.send(new GetObjectCommand(of));
    if (Body === undefined) return;
    begin(ContentRange !== undefined);
    try {
      for await (const piece of Body as unknown as AsyncIterable<Uint8Array>) yield piece;
    } catch {
      throw new Refusal('store.busy');
    }
  }

  /** The bytes from `from` to `to`, both included. A server may answer with the whole file; the emulator does. */
  async #range(of: GetObjectCommandInput, from: number, to: number): Promise<Buffer> {
    const wanted = to + 1 - from;
    let skip: number | undefined;
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of this.#stream({ ...of, Range: `bytes=${from}-${to}` }, (ranged) => {
      skip = ranged ? 0 : from;
    })) {
      const skipped = Math.min(skip ?? 0, piece.length);
      skip = (skip ?? 0) - skipped;
      const kept = piece.subarray(skipped, skipped + wanted - length);
      pieces.push(kept);
      length += kept.length;
      if (length >= wanted) break;
    }
    return Buffer.concat(pieces);
  }

  async #bytes(of: GetObjectCommandInput): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#stream(of)) pieces.push(piece);
    return Buffer.concat(pieces);
  }
}

const versioned = (version: string): { VersionId?: string } => (version === '' ? {} : { VersionId: version });

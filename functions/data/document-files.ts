import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Instant, instantOf } from '../domain/calendar.ts';
import {
  type DocumentFiles,
  type DocumentVersion,
  fileNameOf,
  type PublishedVersion,
  type SignedDownload,
  type SignedUpload,
  type StoredFile,
} from '../domain/document.ts';

/** Seconds that an upload may begin in: a large file on a slow line takes minutes. */
const UPLOAD_SECONDS = 900;

/** One client per container. A checksum of the SDK's own would be signed of an empty body. */
export const filesClient = (config: S3ClientConfig = {}): S3Client =>
  new S3Client({
    maxAttempts: 3,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...config,
  });

const after = (at: Date, seconds: number): Instant => instantOf(new Date(at.getTime() + seconds * 1000));
const objectKey = ({ kind, versionId }: DocumentVersion): string => `${kind}/${versionId}`;

/** Files of the documents; every byte of them goes between the browser and the store by a signed URL. */
export class DocumentFilesBucket implements DocumentFiles {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async upload(version: DocumentVersion, at: Date): Promise<SignedUpload> {
    const { contentType, sizeBytes, sha256 } = version;
    const command = new PutObjectCommand({
      Bucket: this.#bucket,
      Key: objectKey(version),
      ContentType: contentType,
      ContentLength: sizeBytes,
      ChecksumSHA256: sha256,
    });
    const checksum = 'x-amz-checksum-sha256';
    const url = await getSignedUrl(this.#client, command, {
      expiresIn: UPLOAD_SECONDS,
      signingDate: at,
      signableHeaders: new Set(['host', 'content-type', 'content-length', checksum]),
      // Hoisted into the query it would not be held against the body.
      unhoistableHeaders: new Set([checksum]),
    });
    return {
      method: 'PUT',
      url,
      headers: { 'content-type': contentType, [checksum]: sha256 },
      expiresAt: after(at, UPLOAD_SECONDS),
    };
  }

  async download(version: PublishedVersion, seconds: number, at: Date): Promise<SignedDownload> {
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: objectKey(version),
      VersionId: version.publication.objectVersion,
      ResponseContentType: version.contentType,
      ResponseContentDisposition: `attachment; filename="${fileNameOf(version)}"`,
    });
    const url = await getSignedUrl(this.#client, command, { expiresIn: seconds, signingDate: at });
    return { url, expiresAt: after(at, seconds) };
  }

  async read(version: DocumentVersion): Promise<StoredFile | undefined> {
    try {
      const { Body, VersionId = 'null' } = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: objectKey(version) }),
      );
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      return { bytes, sha256, objectVersion: VersionId };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }
}

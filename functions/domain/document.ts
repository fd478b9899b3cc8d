import type { AuditLine } from './audit.ts';
import type { Instant } from './calendar.ts';
import type { LocalText } from './local-text.ts';
import type { Written } from './ports.ts';
import { Refusal } from './refusal.ts';

export type DocumentKindCode = string & { readonly kind: 'DocumentKindCode' };
export type DocumentVersionId = string & { readonly kind: 'DocumentVersionId' };

/** One of the documents that the measure publishes; each has one current version. */
export type DocumentKind = { code: DocumentKindCode; number: number; name: LocalText };

export const CONTENT_TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
} as const;

export type FileExtension = keyof typeof CONTENT_TYPES;
export type ContentType = (typeof CONTENT_TYPES)[FileExtension];

/** Bytes. A function holds a whole file while it checks it. */
export const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024;

/** What the uploader says of a file before it is uploaded; the hash is SHA-256 in base64. */
export type FileDeclared = { contentType: ContentType; sizeBytes: number; sha256: string };

export type Publication = { public: boolean; title: LocalText; by: string; at: Instant };

export type DocumentVersion = FileDeclared & {
  kind: DocumentKindCode;
  versionId: DocumentVersionId;
  announcedBy: string;
  announcedAt: Instant;
  /** There once the file was found to be what it was said to be. */
  publication?: (Publication & { objectVersion: string }) | undefined;
};

export type PublishedVersion = DocumentVersion & { publication: Publication & { objectVersion: string } };

/** What is current of every kind, in one item. */
export type Shelf = { revision: number; current: PublishedVersion[] };

/** The bytes that lie in the store under a version, with their hash in base64. */
export type StoredFile = { bytes: Uint8Array; sha256: string; objectVersion: string };

export type SignedUpload = {
  method: 'PUT';
  url: string;
  headers: { 'content-type': string; 'x-amz-checksum-sha256': string };
  expiresAt: Instant;
};
export type SignedDownload = { url: string; expiresAt: Instant };

export type Documents = {
  kinds(): DocumentKind[];
  one(kind: DocumentKindCode, versionId: DocumentVersionId): Promise<DocumentVersion | undefined>;
  /** Every version of the kind, announced ones included. */
  versionsOf(kind: DocumentKindCode): Promise<DocumentVersion[]>;
  /** As of now. */
  shelf(): Promise<Shelf>;
  announce(version: DocumentVersion, audit: AuditLine): Promise<void>;
  /** The version, the shelf on condition of its revision, and the audit line together. */
  publish(version: PublishedVersion, shelf: Shelf, audit: AuditLine): Promise<Written>;
};

export type DocumentFiles = {
  /** Good for this very file only: its size, type and hash are part of what is signed. */
  upload(version: DocumentVersion, at: Date): Promise<SignedUpload>;
  download(version: PublishedVersion, seconds: number, at: Date): Promise<SignedDownload>;
  read(version: DocumentVersion): Promise<StoredFile | undefined>;
};

export const isPublished = (version: DocumentVersion): version is PublishedVersion =>
  version.publication !== undefined;

const extensionOf = (contentType: ContentType): FileExtension =>
  (Object.keys(CONTENT_TYPES) as FileExtension[]).find(
    (extension) => CONTENT_TYPES[extension] === contentType,
  ) ?? 'pdf';

/** `intent-form.pdf` */
export const fileNameOf = ({ kind, contentType }: Pick<DocumentVersion, 'kind' | 'contentType'>): string =>
  `${kind}.${extensionOf(contentType)}`;

/** Parts that make an Office file what its extension says. */
const OFFICE_PART: Readonly<Record<Exclude<FileExtension, 'pdf'>, string>> = {
  docx: 'word/document.xml',
  xlsx: 'xl/workbook.xml',
  pptx: 'ppt/presentation.xml',
};

/** What the bytes are, whatever they are called; a file with macros is none of these. */
export function fileTypeOf(bytes: Uint8Array): FileExtension | undefined {
  if (latin(bytes, 0, 5) === '%PDF-') return 'pdf';
  const parts = zipEntries(bytes);
  if (!parts.has('[Content_Types].xml') || [...parts].some((part) => part.endsWith('vbaProject.bin')))
    return undefined;
  return (Object.keys(OFFICE_PART) as (keyof typeof OFFICE_PART)[]).find((type) =>
    parts.has(OFFICE_PART[type]),
  );
}

/** @throws Refusal document.altered, document.not-what-it-says */
export function assertAsDeclared(declared: FileDeclared, { bytes, sha256 }: StoredFile): void {
  if (bytes.length !== declared.sizeBytes || sha256 !== declared.sha256)
    throw new Refusal('document.altered', { path: 'sha256' });
  const found = fileTypeOf(bytes);
  if (found === undefined || CONTENT_TYPES[found] !== declared.contentType)
    throw new Refusal('document.not-what-it-says', { path: 'contentType' });
}

/** The shelf with this version as the current one of its kind. */
export const withCurrent = ({ revision, current }: Shelf, version: PublishedVersion): Shelf => ({
  revision: revision + 1,
  current: [...current.filter(({ kind }) => kind !== version.kind), version],
});

const latin = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LONGEST_COMMENT = 65_535;

/** Names in the central directory of a ZIP file; none when it is no ZIP file. Follows APPNOTE.TXT 4.3. */
function zipEntries(bytes: Uint8Array): Set<string> {
  const names = new Set<string>();
  if (latin(bytes, 0, 4) !== 'PK\x03\x04') return names;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = bytes.length - 22;
  let end = last;
  while (end >= Math.max(0, last - LONGEST_COMMENT) && view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < 0 || view.getUint32(end, true) !== END_OF_DIRECTORY) return names;
  let at = view.getUint32(end + 16, true);
  while (at + 46 <= end && view.getUint32(at, true) === DIRECTORY_ENTRY) {
    const length = view.getUint16(at + 28, true);
    names.add(latin(bytes, at + 46, length));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return names;
}

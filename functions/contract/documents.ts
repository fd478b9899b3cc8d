import * as z from 'zod/mini';
import {
  CONTENT_TYPES,
  type DocumentKindCode,
  type DocumentVersionId,
  MAX_DOCUMENT_BYTES,
} from '../domain/document.ts';
import * as field from './fields.ts';
import type { Operation } from './operation.ts';

const kind = z.pipe(z.string().check(z.regex(/^[a-z][a-z-]{2,40}$/)), z.custom<DocumentKindCode>());
const versionId = z.pipe(z.string().check(z.regex(/^[0-9a-z]{10,40}$/)), z.custom<DocumentVersionId>());
const contentType = z.enum(Object.values(CONTENT_TYPES));
const oneVersion = z.strictObject({ kind, versionId });

/** What a document is called, in both languages. */
export const titleSent = z.strictObject({ th: field.line(200), en: field.line(200) });

export const uploadHeaders = z.object({ 'content-type': z.string(), 'x-amz-checksum-sha256': z.string() });

export const documentVersion = z.object({
  versionId: z.string(),
  title: field.localText,
  public: z.boolean(),
  contentType,
  sizeBytes: z.number(),
  fileName: z.string(),
  publishedAt: z.string(),
  publishedBy: z.string(),
});

const named = { kind: z.string(), number: z.number(), name: field.localText };

export const announceDocumentVersion = {
  id: 'announce-document-version',
  caller: 'officer',
  path: z.strictObject({ kind }),
  body: z.strictObject({
    contentType,
    sizeBytes: z.int().check(z.gte(1), z.lte(MAX_DOCUMENT_BYTES)),
    /** Of the whole file, in base64. */
    sha256: z.string().check(z.regex(/^[A-Za-z0-9+/]{43}=$/)),
  }),
  answer: z.object({
    kind: z.string(),
    versionId: z.string(),
    upload: z.object({
      method: z.literal('PUT'),
      url: z.string(),
      headers: uploadHeaders,
      expiresAt: z.string(),
    }),
  }),
  status: 201,
} satisfies Operation;

export const publishDocumentVersion = {
  id: 'publish-document-version',
  caller: 'officer',
  path: oneVersion,
  body: z.strictObject({ public: z.boolean(), title: titleSent }),
  answer: documentVersion,
} satisfies Operation;

export const listDocuments = {
  id: 'list-documents',
  caller: 'officer',
  answer: z.object({
    documents: z.array(
      z.object({ ...named, current: z.optional(documentVersion), versions: z.array(documentVersion) }),
    ),
  }),
} satisfies Operation;

export const downloadDocumentVersion = {
  id: 'download-document-version',
  caller: 'officer',
  path: oneVersion,
  answer: z.object({ url: z.string(), fileName: z.string(), expiresAt: z.string() }),
} satisfies Operation;

export const listPublishedDocuments = {
  id: 'list-published-documents',
  caller: 'public',
  answer: z.object({
    documents: z.array(
      z.object({
        ...named,
        title: field.localText,
        contentType,
        sizeBytes: z.number(),
        fileName: z.string(),
        publishedAt: z.string(),
        url: z.string(),
        expiresAt: z.string(),
      }),
    ),
  }),
  publicSeconds: 10,
} satisfies Operation;

import type * as z from 'zod/mini';
import {
  announceDocumentVersion,
  documentVersion,
  downloadDocumentVersion,
  listDocuments,
  listPublishedDocuments,
  publishDocumentVersion,
  titleSent,
  uploadHeaders,
} from '../documents.ts';
import { instant, type NamedSchema, object, sample, whole } from './schema-text.ts';

const element = <Item extends z.ZodMiniType>(list: z.ZodMiniArray<Item>): Item =>
  list._zod.def.element as Item;

const SIZE = whole('Bytes of the file.', 1);
const FILE_NAME = sample('What the file is called when it is saved.', 'intent-form.pdf');
const CONTENT_TYPE = 'Type of the file.';
const LINK = 'Where the file is. Needs no token.';
const LINK_EXPIRES = instant('Until when the link works.');
const TITLE = 'What the document is called.';
const PUBLISHED_AT = instant('When it was published.');
const kindFields = {
  kind: sample('Code of the kind.', 'intent-form'),
  number: whole('Place in the list of kinds.', 1),
  name: 'What documents of this kind are called.',
};

/** Schemas of what callers send about documents. */
export const documentRequestSchemas: readonly NamedSchema[] = [
  object('FileAnnounced', announceDocumentVersion.body, 'The file that will be uploaded.', {
    contentType: CONTENT_TYPE,
    sizeBytes: SIZE,
    sha256: sample('SHA-256 of the file in base64.', 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg='),
  }),
  object('PublicationAsked', publishDocumentVersion.body, 'How a version is published.', {
    public: 'Whether it is for everybody, or for officers only.',
    title: TITLE,
  }),
  object('TitleSent', titleSent, 'What a document is called, in both languages.', {
    th: 'In Thai.',
    en: 'In English.',
  }),
];

/** Schemas of what the API answers about documents. */
export const documentSchemas: readonly NamedSchema[] = [
  object('DocumentVersion', documentVersion, 'A published version of a document.', {
    versionId: 'Identifier of the version.',
    title: TITLE,
    public: 'Whether it is for everybody, or for officers only.',
    contentType: CONTENT_TYPE,
    sizeBytes: SIZE,
    fileName: FILE_NAME,
    publishedAt: PUBLISHED_AT,
    publishedBy: 'Identifier of the officer who published it last.',
  }),
  object('DocumentOfKind', element(listDocuments.answer.shape.documents), 'A kind of document.', {
    ...kindFields,
    current: 'The version that counts. Absent while nothing was published.',
    versions: 'Every published version, the newest publication first.',
  }),
  object('DocumentList', listDocuments.answer, 'Every kind of document.', { documents: 'By number.' }),
  object(
    'PublishedDocument',
    element(listPublishedDocuments.answer.shape.documents),
    'A document that is for everybody.',
    {
      ...kindFields,
      title: TITLE,
      contentType: CONTENT_TYPE,
      sizeBytes: SIZE,
      fileName: FILE_NAME,
      publishedAt: PUBLISHED_AT,
      url: LINK,
      expiresAt: LINK_EXPIRES,
    },
  ),
  object('PublishedDocumentList', listPublishedDocuments.answer, 'The documents that are for everybody.', {
    documents: 'By the number of their kinds.',
  }),
  object('DocumentLink', downloadDocumentVersion.answer, 'A link to a file.', {
    url: LINK,
    fileName: FILE_NAME,
    expiresAt: LINK_EXPIRES,
  }),
  object('UploadGranted', announceDocumentVersion.answer, 'The right to upload one file.', {
    kind: kindFields.kind,
    versionId: 'Identifier of the version, to publish it by.',
    upload: 'The request to send.',
  }),
  object('SignedUpload', announceDocumentVersion.answer.shape.upload, 'The request that uploads the file.', {
    method: 'Always `PUT`.',
    url: 'Where to send the file. Needs no token.',
    headers: 'Headers to send, exactly these.',
    expiresAt: instant('Until when the upload may begin.'),
  }),
  object('UploadHeaders', uploadHeaders, 'Headers of the upload.', {
    'content-type': 'The type that was announced.',
    'x-amz-checksum-sha256': 'The hash that was announced.',
  }),
];

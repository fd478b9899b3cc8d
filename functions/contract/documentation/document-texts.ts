import type {
  announceDocumentVersion,
  downloadDocumentVersion,
  listDocuments,
  listPublishedDocuments,
  publishDocumentVersion,
} from '../documents.ts';
import type { OperationText } from './operation-text.ts';
import { sample } from './schema-text.ts';

type OfDocuments =
  | typeof announceDocumentVersion
  | typeof publishDocumentVersion
  | typeof listDocuments
  | typeof downloadDocumentVersion
  | typeof listPublishedDocuments;

const VERSION_ID = '0c7k2v9q4m1x8z5b3n6tw';
const KIND = sample('Code of the kind of document, of the list of documents.', 'intent-form');
const VERSION = sample('Identifier of the version.', VERSION_ID);
const FORM = {
  kind: 'intent-form',
  number: 4,
  name: { th: 'หนังสือแจ้งความประสงค์', en: 'Intent form' },
};
const FILE = { contentType: 'application/pdf' as const, sizeBytes: 182_044 };
const TITLE = { th: 'หนังสือแจ้งความประสงค์ (แบบย่อ)', en: 'Intent form (abbreviated)' };
const PUBLISHED = {
  versionId: VERSION_ID,
  title: TITLE,
  public: true,
  ...FILE,
  fileName: 'intent-form.pdf',
  publishedAt: '2018-01-30T04:00:00.000Z',
  publishedBy: '5d1c6a0e-0f4b-4a7e-9d43-6f0b8f2f9a11',
};
const EXPIRES_AT = '2018-02-14T03:20:07.219Z';
const SHA256 = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=';
const LINK = 'https://documents.example/intent-form/0c7k2v9q4m1x8z5b3n6tw?X-Amz-Signature=…';

/** What the description says of the documents. */
export const documentTexts: { [Op in OfDocuments as Op['id']]: OperationText<Op> } = {
  'list-published-documents': {
    tag: 'Documents',
    summary: 'The documents that are for everybody',
    description:
      'Open to everybody, without a token. The current version of each document that is marked public, in the order of the kinds. A link works until `expiresAt`; get the list again for a new one.',
    answers: {
      documents: {
        summary: 'One of them',
        value: {
          documents: [
            {
              ...FORM,
              title: TITLE,
              ...FILE,
              fileName: PUBLISHED.fileName,
              publishedAt: PUBLISHED.publishedAt,
              url: LINK,
              expiresAt: EXPIRES_AT,
            },
          ],
        },
      },
    },
    problems: [],
  },

  'list-documents': {
    tag: 'Documents',
    summary: 'Every kind of document with its versions',
    description:
      'For officers. A kind of which nothing was published yet has no `current` and no versions. An uploaded file that was not published is not shown.',
    answers: {
      documents: {
        summary: 'One of the kinds',
        value: { documents: [{ ...FORM, current: PUBLISHED, versions: [PUBLISHED] }] },
      },
    },
    problems: [],
  },

  'download-document-version': {
    tag: 'Documents',
    summary: 'A link to the file of a version',
    description: 'For officers. The link needs no token and works for some minutes.',
    path: { kind: KIND, versionId: VERSION },
    answers: {
      link: {
        summary: 'A link',
        value: { url: LINK, fileName: PUBLISHED.fileName, expiresAt: EXPIRES_AT },
      },
    },
    problems: ['document.not-found'],
  },

  'announce-document-version': {
    tag: 'Documents',
    summary: 'Announces a file and gets the right to upload it',
    description:
      'For central officers. Say the type, size and SHA-256 of the file, send the file to `upload.url` with exactly the headers of `upload.headers`, then publish the version. Another file under this URL is refused. At most 20 MB; PDF, DOCX, XLSX or PPTX.',
    path: { kind: KIND },
    requests: { pdf: { summary: 'A PDF', value: { ...FILE, sha256: SHA256 } } },
    answers: {
      announced: {
        summary: 'Announced',
        value: {
          kind: FORM.kind,
          versionId: VERSION_ID,
          upload: {
            method: 'PUT',
            url: LINK,
            headers: { 'content-type': FILE.contentType, 'x-amz-checksum-sha256': SHA256 },
            expiresAt: EXPIRES_AT,
          },
        },
      },
    },
    problems: ['area.outside', 'document.not-found'],
  },

  'publish-document-version': {
    tag: 'Documents',
    summary: 'Makes a version the current one',
    description:
      'For central officers. The first time, the uploaded file is checked: size, SHA-256, and that its content is of its type and holds no macros. The version then replaces the one before, which is kept. Publish an earlier version to bring it back, or the current one to change its title or who may have it.',
    path: { kind: KIND, versionId: VERSION },
    requests: { open: { summary: 'For everybody', value: { public: true, title: TITLE } } },
    answers: { published: { summary: 'Published', value: PUBLISHED } },
    problems: [
      'area.outside',
      'document.not-found',
      'document.not-uploaded',
      'document.altered',
      'document.not-what-it-says',
    ],
  },
};

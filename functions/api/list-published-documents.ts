import { listPublishedDocuments } from '../contract/documents.ts';
import { documentClient } from '../data/document-client.ts';
import { DocumentFilesBucket, filesClient } from '../data/document-files.ts';
import { DocumentsTable } from '../data/documents.ts';
import { listPublicDocuments } from '../domain/document-desk.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { publicDocumentView } from '../http/views/document-view.ts';
import { secret } from '../runtime/secrets.ts';
import { settings } from '../runtime/settings.ts';

const env = settings('DOCUMENTS_TABLE', 'DOCUMENTS_BUCKET', 'EDGE_SECRET_ARN');
const desk = {
  documents: new DocumentsTable(documentClient(), env.DOCUMENTS_TABLE),
  files: new DocumentFilesBucket(filesClient(), env.DOCUMENTS_BUCKET),
};

export const handler = publicEndpoint(
  listPublishedDocuments,
  { edgeSecret: secret(env.EDGE_SECRET_ARN) },
  async ({ occasion }) => ({
    body: { documents: (await listPublicDocuments(desk, occasion.at)).map(publicDocumentView) },
  }),
);

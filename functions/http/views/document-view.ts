import { fileNameOf, type PublishedVersion } from '../../domain/document.ts';
import type { DocumentListed, PublicDocument } from '../../domain/document-desk.ts';

export const documentVersionView = (version: PublishedVersion) => {
  const { versionId, contentType, sizeBytes, publication } = version;
  const { title, at: publishedAt, by: publishedBy } = publication;
  return {
    versionId,
    title,
    public: publication.public,
    contentType,
    sizeBytes,
    fileName: fileNameOf(version),
    publishedAt,
    publishedBy,
  };
};

export const documentView = ({ code: kind, number, name, current, versions }: DocumentListed) => ({
  kind,
  number,
  name,
  current: current && documentVersionView(current),
  versions: versions.map(documentVersionView),
});

export const publicDocumentView = ({ kind, version, download }: PublicDocument) => {
  const { title, contentType, sizeBytes, fileName, publishedAt } = documentVersionView(version);
  const { code, number, name } = kind;
  return { kind: code, number, name, title, contentType, sizeBytes, fileName, publishedAt, ...download };
};

import type { AuditAction, AuditLine, Occasion } from './audit.ts';
import { instantOf } from './calendar.ts';
import type { Officer } from './caller.ts';
import {
  assertAsDeclared,
  type DocumentFiles,
  type DocumentKind,
  type DocumentKindCode,
  type Documents,
  type DocumentVersion,
  type DocumentVersionId,
  type FileDeclared,
  isPublished,
  type Publication,
  type PublishedVersion,
  type SignedDownload,
  type SignedUpload,
  withCurrent,
} from './document.ts';
import { Refusal } from './refusal.ts';

export type DocumentDesk = { documents: Documents; files: DocumentFiles };

/** Seconds that an officer's link works, who follows it at once, and one on the public page. */
const DOWNLOAD_SECONDS = 300;
export const PUBLIC_DOWNLOAD_SECONDS = 1800;

/** Who publishes while others do reads the shelf again, so many times. */
const ATTEMPTS = 5;

/**
 * Says which file will be uploaded as the next version of a kind, and gets the right to upload exactly that one.
 * @throws Refusal area.outside for all but central, document.not-found for an unknown kind
 */
export async function announceVersion(
  { documents, files }: DocumentDesk,
  officer: Officer,
  kind: DocumentKindCode,
  file: FileDeclared,
  versionId: DocumentVersionId,
  occasion: Occasion,
): Promise<{ version: DocumentVersion; upload: SignedUpload }> {
  assertPublishes(officer);
  kindNamed(documents, kind);
  const version = {
    ...file,
    kind,
    versionId,
    announcedBy: officer.subject,
    announcedAt: instantOf(occasion.at),
  };
  await documents.announce(version, lineFor('ANNOUNCED_DOCUMENT', officer, version, occasion));
  return { version, upload: await files.upload(version, occasion.at) };
}

/**
 * Makes an uploaded version the current one of its kind, once its file is found to be what it was said to be. An
 * earlier version is brought back in the same way.
 * @throws Refusal area.outside, document.not-found, document.not-uploaded, document.altered,
 * document.not-what-it-says, store.busy
 */
export async function publishVersion(
  { documents, files }: DocumentDesk,
  officer: Officer,
  kind: DocumentKindCode,
  versionId: DocumentVersionId,
  asked: Pick<Publication, 'public' | 'title'>,
  occasion: Occasion,
): Promise<PublishedVersion> {
  assertPublishes(officer);
  const version = await documents.one(kind, versionId);
  if (version === undefined) throw new Refusal('document.not-found', { path: 'versionId' });
  const objectVersion = version.publication?.objectVersion ?? (await verified(files, version));
  const published = {
    ...version,
    publication: { ...asked, by: officer.subject, at: instantOf(occasion.at), objectVersion },
  };
  const line = lineFor('PUBLISHED_DOCUMENT', officer, version, occasion, { public: String(asked.public) });
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const shelf = withCurrent(await documents.shelf(), published);
    if ((await documents.publish(published, shelf, line)).outcome === 'written') return published;
  }
  throw new Refusal('store.busy');
}

async function verified(files: DocumentFiles, version: DocumentVersion): Promise<string> {
  const file = await files.read(version);
  if (file === undefined) throw new Refusal('document.not-uploaded');
  assertAsDeclared(version, file);
  return file.objectVersion;
}

export type DocumentListed = DocumentKind & {
  current: PublishedVersion | undefined;
  /** The newest publication first. */
  versions: PublishedVersion[];
};

/** Every kind with every version that was ever published. */
export async function listDocuments({
  documents,
}: Pick<DocumentDesk, 'documents'>): Promise<DocumentListed[]> {
  const { current } = await documents.shelf();
  return Promise.all(
    documents.kinds().map(async (kind) => ({
      ...kind,
      current: current.find((version) => version.kind === kind.code),
      versions: (await documents.versionsOf(kind.code))
        .filter(isPublished)
        .sort((a, b) => (a.publication.at > b.publication.at ? -1 : 1)),
    })),
  );
}

/** @throws Refusal document.not-found, also for a version that was never published */
export async function downloadVersion(
  { documents, files }: DocumentDesk,
  kind: DocumentKindCode,
  versionId: DocumentVersionId,
  at: Date,
): Promise<{ version: PublishedVersion; download: SignedDownload }> {
  const version = await documents.one(kind, versionId);
  if (version === undefined || !isPublished(version))
    throw new Refusal('document.not-found', { path: 'versionId' });
  return { version, download: await files.download(version, DOWNLOAD_SECONDS, at) };
}

export type PublicDocument = { kind: DocumentKind; version: PublishedVersion; download: SignedDownload };

/** What everybody may have, in the order of the kinds. */
export async function listPublicDocuments(
  { documents, files }: DocumentDesk,
  at: Date,
): Promise<PublicDocument[]> {
  const { current } = await documents.shelf();
  const open = current.filter(({ publication }) => publication.public);
  return Promise.all(
    documents
      .kinds()
      .flatMap((kind) => open.flatMap((version) => (version.kind === kind.code ? [{ kind, version }] : [])))
      .map(async (one) => ({
        ...one,
        download: await files.download(one.version, PUBLIC_DOWNLOAD_SECONDS, at),
      })),
  );
}

function assertPublishes({ area }: Officer): void {
  if (area.level !== 'country') throw new Refusal('area.outside');
}

function kindNamed(documents: Documents, code: DocumentKindCode): DocumentKind {
  const kind = documents.kinds().find((known) => known.code === code);
  if (kind === undefined) throw new Refusal('document.not-found', { path: 'kind' });
  return kind;
}

const lineFor = (
  action: AuditAction,
  officer: Officer,
  { kind, versionId }: DocumentVersion,
  { at, from, requestId }: Occasion,
  more: Readonly<Record<string, string>> = {},
): AuditLine => ({
  action,
  actor: officer.subject,
  at: instantOf(at),
  from,
  requestId,
  about: { kind, versionId, ...more },
});

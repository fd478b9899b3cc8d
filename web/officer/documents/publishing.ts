import { type Api, bodyOf, type Schemas, Unreachable } from '../../api/client.ts';
import { contentTypeOf, sha256Of } from './document-file.ts';

export type DocumentKind = Schemas['DocumentList']['documents'][number];
export type DocumentVersion = Schemas['DocumentVersion'];

export interface Publication {
  readonly title: Schemas['LocalText'];
  readonly isPublic: boolean;
}

export type Step =
  | { readonly kind: 'checking' }
  | { readonly kind: 'sending'; readonly percent: number }
  | { readonly kind: 'publishing' };

/** Announces the file, sends it straight to the store and gives back the version, which nobody sees yet. */
export async function uploadVersion(
  api: Api,
  kind: string,
  file: File,
  tell: (step: Step) => void,
): Promise<string> {
  tell({ kind: 'checking' });
  const contentType = contentTypeOf(file.name);
  if (contentType === undefined) throw new TypeError('The file is of no type that is published.');
  const { versionId, upload } = await bodyOf(
    api.POST('/v1/documents/{kind}/versions', {
      params: { path: { kind } },
      body: { contentType, sizeBytes: file.size, sha256: await sha256Of(file) },
    }),
  );
  await put(upload, file, (percent) => tell({ kind: 'sending', percent }));
  return versionId;
}

export function publishVersion(
  api: Api,
  kind: string,
  versionId: string,
  { title, isPublic }: Publication,
): Promise<DocumentVersion> {
  return bodyOf(
    api.POST('/v1/documents/{kind}/versions/{versionId}/publication', {
      params: { path: { kind, versionId } },
      body: { public: isPublic, title },
    }),
  );
}

/** Fetches the file and saves it, so that no viewer takes the screen's place whatever the store says of the file. */
export async function download(api: Api, kind: string, versionId: string): Promise<void> {
  const { url, fileName } = await bodyOf(
    api.GET('/v1/documents/{kind}/versions/{versionId}/download', {
      params: { path: { kind, versionId } },
    }),
  );
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await fileAt(url));
  link.download = fileName;
  link.click();
  // Not at once: the browser may not have begun to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function fileAt(url: string): Promise<Blob> {
  try {
    const response = await fetch(url);
    if (response.ok) return await response.blob();
    throw new Unreachable(`The store answered ${response.status}.`);
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(String(error));
  }
}

type Upload = Schemas['SignedUpload'];

/** By XMLHttpRequest: fetch does not say how far an upload has come. */
function put({ url, headers }: Upload, file: File, tell: (percent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => tell(Math.floor((100 * loaded) / total));
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new Unreachable(`The store answered ${request.status}.`));
    request.onerror = () => reject(new Unreachable('The store could not be reached.'));
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    tell(0);
    request.send(file);
  });
}

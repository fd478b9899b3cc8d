import type { Schemas } from '../../api/client.ts';

export type ContentType = Schemas['DocumentVersion']['contentType'];

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** By the name's end: a browser does not know the types of every office suite. */
const CONTENT_TYPES: ReadonlyMap<string, ContentType> = new Map([
  ['pdf', 'application/pdf'],
  ['docx', `${OFFICE}.wordprocessingml.document`],
  ['xlsx', `${OFFICE}.spreadsheetml.sheet`],
  ['pptx', `${OFFICE}.presentationml.presentation`],
]);

export const ACCEPTED = [...CONTENT_TYPES.keys()].map((extension) => `.${extension}`).join(',');

/** What the API takes, in bytes. */
export const MAX_BYTES = 20 * 1024 * 1024;

export type FileFault = 'empty' | 'too-large' | 'wrong-type';

export function faultOf({ name, size }: Pick<File, 'name' | 'size'>): FileFault | undefined {
  if (contentTypeOf(name) === undefined) return 'wrong-type';
  if (size === 0) return 'empty';
  return size > MAX_BYTES ? 'too-large' : undefined;
}

export const contentTypeOf = (fileName: string): ContentType | undefined =>
  CONTENT_TYPES.get(extensionOf(fileName));

export const extensionOf = (fileName: string): string =>
  fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();

/** `182 KB`, `1.4 MB` */
export function showSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1000 ? `${Math.round(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** In base64, as S3 wants it. */
export async function sha256Of(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Api, bodyOf, type Schemas, Unreachable } from '../../api/client.ts';
import { useOfficer } from '../shell/officer.ts';
import { sha256Of } from './sha256.ts';

export type Import = Schemas['Import'];
export type ImportReading = Schemas['ImportReading'];
export type ImportRun = Schemas['ImportRun'];
/** What a run is asked to do, but for whether it is a dry run. */
export type Choices = Pick<Schemas['ImportOrder'], 'match' | 'scope'>;

export type Step =
  | { readonly kind: 'checking' | 'sending'; readonly percent: number }
  | { readonly kind: 'starting' };

const ASK_AGAIN_MS = 2_000;

/** The imports, the newest first. */
export function useImports() {
  const { api } = useOfficer();
  return useQuery({
    queryKey: ['imports'],
    queryFn: async () => (await bodyOf(api.GET('/v1/imports'))).imports,
  });
}

export const isRevoking = ({ revocation }: Pick<Import, 'revocation'>): boolean =>
  revocation !== undefined && revocation.revoked === undefined;

/** One import, asked for again as long as something of it goes on. */
export function useImport(importId: string) {
  const { api } = useOfficer();
  return useQuery({
    queryKey: ['import', importId],
    queryFn: () => readImport(api, importId),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && (data.phase === 'running' || isRevoking(data)) ? ASK_AGAIN_MS : false,
  });
}

/** Has both screens read anew what a start or a revocation has changed. */
export function useTaken(): (taken: Import) => Promise<void> {
  const queries = useQueryClient();
  return async ({ importId }) => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['import', importId] }),
      queries.invalidateQueries({ queryKey: ['imports'] }),
    ]);
  };
}

/** The name of an officer who did something with an import; of an operator of the stage, as the trail has it. */
export function useNameOf(subject: string): string {
  const { me, api } = useOfficer();
  const isOfficer = !subject.startsWith('ops:');
  const { data } = useQuery({
    queryKey: ['importer', subject],
    queryFn: async () =>
      (await bodyOf(api.GET('/v1/accounts/{subject}', { params: { path: { subject } } }))).name,
    enabled: isOfficer && subject !== me.subject,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return subject === me.subject ? me.name : (data ?? subject);
}

export const readImport = (api: Api, importId: string): Promise<ImportReading> =>
  bodyOf(api.GET('/v1/imports/{importId}', { params: { path: { importId } } }));

export const startRun = (
  api: Api,
  { importId, sha256 }: Pick<Import, 'importId' | 'sha256'>,
  order: Choices & { dryRun: boolean },
): Promise<Import> =>
  bodyOf(
    api.POST('/v1/imports/{importId}/start', {
      params: { path: { importId } },
      body: { sha256, dryRun: order.dryRun, match: order.match, scope: order.scope },
    }),
  );

export const revokeMissing = (api: Api, importId: string): Promise<Import> =>
  bodyOf(api.POST('/v1/imports/{importId}/revocation', { params: { path: { importId } } }));

/** Announces the file and sends it straight to the store; nothing of it has been read there yet. */
export async function sendFile(api: Api, file: File, tell: (step: Step) => void): Promise<Import> {
  const sha256 = await sha256Of(file, (percent) => tell({ kind: 'checking', percent }));
  const { upload, ...made } = await bodyOf(api.POST('/v1/imports', { body: { bytes: file.size, sha256 } }));
  await put(upload, file, (percent) => tell({ kind: 'sending', percent }));
  return made;
}

/** By XMLHttpRequest: fetch does not say how far an upload has come. */
function put(
  { url, headers }: Schemas['ImportUpload'],
  file: File,
  tell: (percent: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => tell(Math.floor((100 * loaded) / total));
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new Unreachable(`The store answered ${request.status}.`));
    request.onerror = () => reject(new Unreachable('The store could not be reached.'));
    request.open('PUT', url);
    // The length that was signed is the file's own; a browser states it itself and lets no page do so.
    request.setRequestHeader('x-amz-checksum-sha256', headers['x-amz-checksum-sha256']);
    tell(0);
    request.send(file);
  });
}

/** The address is asked for at the click, since it works for minutes only; what answers there is saved, never shown. */
export async function downloadRejects(api: Api, importId: string): Promise<void> {
  const { rejects } = await readImport(api, importId);
  if (rejects === undefined) throw new TypeError('There are no rejected rows.');
  const link = document.createElement('a');
  link.href = rejects.url;
  link.download = '';
  link.click();
}

import { beforeAll, describe, expect, it } from 'vitest';
import {
  announceDocumentVersion,
  downloadDocumentVersion,
  listDocuments,
  listPublishedDocuments,
  publishDocumentVersion,
} from '../../functions/contract/documents.ts';
import { answered, anybody, type Client, officer, refused } from '../support/client.ts';
import { declared, pdf, zip } from '../support/documents.ts';

const TITLE = { th: 'คู่มือสมมุติ', en: 'Made-up manual' };
const VERSIONS = '/v1/documents/operations-manual/versions';

let central: Client;
let district: Client;
beforeAll(async () => {
  [central, district] = (await Promise.all(['central', 'mueang-ubon'].map(officer))) as [Client, Client];
});

async function announce(file = declared(pdf())) {
  return answered(announceDocumentVersion, await central.post(VERSIONS, file));
}

/** As a browser sends it. */
const put = async ({ upload }: Awaited<ReturnType<typeof announce>>, bytes: Buffer, headers = {}) =>
  (
    await fetch(upload.url, {
      method: upload.method,
      headers: { ...upload.headers, ...headers },
      body: new Uint8Array(bytes),
    })
  ).status;

const publish = (versionId: string, open: boolean) =>
  central.post(`${VERSIONS}/${versionId}/publication`, { public: open, title: TITLE });

const publicManual = async () =>
  answered(listPublishedDocuments, await anybody.get('/v1/published-documents')).documents.find(
    ({ kind }) => kind === 'operations-manual',
  );

describe('the documents of the measure', () => {
  it('are nine kinds, for every officer and nobody else', async () => {
    const { documents } = answered(listDocuments, await district.get('/v1/documents'));
    expect(documents.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await anybody.get('/v1/documents')).status).toBe(401);
  });

  it('are uploaded, published, downloaded, replaced and brought back', async () => {
    const announced = await announce();
    refused(await publish(announced.versionId, true), 409, 'document.not-uploaded');
    expect(await put(announced, pdf())).toBe(200);
    answered(publishDocumentVersion, await publish(announced.versionId, true));
    const shown = await publicManual();
    expect(shown).toMatchObject({ title: TITLE, sizeBytes: pdf().length });
    expect(Buffer.from(await (await fetch(shown?.url ?? '')).arrayBuffer())).toEqual(pdf());

    const next = await announce(declared(pdf('second')));
    expect(await put(next, pdf('second'))).toBe(200);
    answered(publishDocumentVersion, await publish(next.versionId, false));
    expect(await publicManual()).toBeUndefined();
    const link = answered(
      downloadDocumentVersion,
      await district.get(`${VERSIONS}/${next.versionId}/download`),
    );
    expect(Buffer.from(await (await fetch(link.url)).arrayBuffer())).toEqual(pdf('second'));

    answered(publishDocumentVersion, await publish(announced.versionId, true));
    expect((await publicManual())?.sizeBytes).toBe(pdf().length);
    const { documents } = answered(listDocuments, await district.get('/v1/documents'));
    const manual = documents.find(({ kind }) => kind === 'operations-manual');
    expect(manual?.current?.versionId).toBe(announced.versionId);
    expect(manual?.versions.map(({ versionId }) => versionId)).toEqual([announced.versionId, next.versionId]);
  });

  it('take no other file than the one that was announced', async () => {
    const announced = await announce();
    const other = Buffer.from(pdf());
    other[other.length - 2] = 0x21;
    expect(await put(announced, other)).toBeGreaterThanOrEqual(400);
    expect(await put(announced, pdf('longer than announced'))).toBe(403);
    expect(await put(announced, pdf(), { 'content-type': 'text/html' })).toBe(403);
    refused(await publish(announced.versionId, true), 409, 'document.not-uploaded');
  });

  it('are what they say they are', async () => {
    const macros = zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin');
    const announced = await announce(declared(macros, 'docx'));
    expect(await put(announced, macros)).toBe(200);
    refused(await publish(announced.versionId, true), 422, 'document.not-what-it-says');
  });

  it('are published by central officers only', async () => {
    refused(await district.post(VERSIONS, declared(pdf())), 403, 'area.outside');
    const { versionId } = await announce();
    const asked = { public: true, title: TITLE };
    refused(await district.post(`${VERSIONS}/${versionId}/publication`, asked), 403, 'area.outside');
  });

  it('are not found under other names, nor before they are published', async () => {
    refused(
      await central.post('/v1/documents/no-such-kind/versions', declared(pdf())),
      404,
      'document.not-found',
    );
    const { versionId } = await announce();
    refused(await district.get(`${VERSIONS}/${versionId}/download`), 404, 'document.not-found');
  });
});

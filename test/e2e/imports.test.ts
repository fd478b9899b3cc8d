import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createImport, listImports, readImport, startImport } from '../../functions/contract/imports.ts';
import { answered, anybody, type Client, eventually, officer, refused } from '../support/client.ts';
import { lookUp } from './desk.ts';
import { unknownId } from './people.ts';
import { trailOf } from './stores.ts';

const PATH = '/v1/imports';
const DONE_WITHIN_MS = 90_000;
const HEADER = 'citizen_id,title,first_name,last_name,birth_date,subdistrict,income_band,card_status';
const ORDER = { match: 'overwrite', scope: 'part' } as const;

describe('an import over HTTP', () => {
  const person = unknownId();
  const text = [
    HEADER,
    `${person},นาง,มาลี,ใจดี,๓๑/๑๒/๒๕๐๐,340119,30000,active`,
    `${unknownId()},นาย,วิชัย,ใจดี,31/12/2500,999999,30000,active`,
    '',
  ].join('\r\n');
  const file = { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
  let central: Client;
  let province: Client;
  let importId: string;

  beforeAll(async () => {
    [central, province] = (await Promise.all([officer('central'), officer('ubon')])) as [Client, Client];
  });

  const ended = (phase: string) =>
    eventually(async () => {
      const read = answered(readImport, await central.get(`${PATH}/${importId}`));
      expect(read.phase).toBe(phase);
      return read;
    }, DONE_WITHIN_MS);

  it('is for central officers alone', async () => {
    refused(await province.post(PATH, file), 403, 'area.outside');
    refused(await province.get(PATH), 403, 'area.outside');
    expect((await anybody.post(PATH, file)).status).toBe(401);
  });

  it('takes the file that was announced, and no other', async () => {
    const { upload, ...made } = answered(createImport, await central.post(PATH, file));
    importId = made.importId;
    const put = (body: string) => fetch(upload.url, { method: 'PUT', headers: upload.headers, body });
    expect((await put(text.replace('มาลี', 'มานี'))).ok).toBe(false);
    expect((await put(text)).status).toBe(200);
  });

  it(
    'says in a dry run what it would do, and then does it',
    async () => {
      const start = (body: object) =>
        central.post(`${PATH}/${importId}/start`, { sha256: file.sha256, ...ORDER, ...body });
      refused(await start({ dryRun: true, sha256: '0'.repeat(64) }), 409, 'import.other-file');
      answered(startImport, await start({ dryRun: true }));
      const tried = await ended('tried');
      expect(tried.runs.at(-1)?.counts).toMatchObject({ rows: 2, accepted: 1, rejected: 1, new: 1 });
      expect((await lookUp(person)).json).toMatchObject({ status: 'not-found' });

      answered(startImport, await start({ dryRun: false }));
      const done = await ended('done');
      expect(done.runs.at(-1)?.rejectsByCode).toEqual({ 'subdistrict.unknown': 1 });
      expect((await lookUp(person)).json).toMatchObject({ status: 'may-register' });
      refused(await start({ dryRun: false }), 409, 'import.finished');

      const rejects = await (await fetch(done.rejects?.url ?? '')).text();
      expect(rejects).toContain('subdistrict.unknown');
      expect(rejects).toContain('999999');
    },
    2 * DONE_WITHIN_MS,
  );

  it('stands in the history and on the trail', async () => {
    const { imports } = answered(listImports, await central.get(PATH));
    const found = imports.find((one) => one.importId === importId);
    expect(found).toMatchObject({ phase: 'done', ...file });
    const actions = (await trailOf(found?.createdBy ?? '')).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['CREATED_IMPORT', 'STARTED_IMPORT']));
  });
});

import { describe, expect, it } from 'vitest';
import { AuditTable } from '../../functions/data/audit.ts';
import { DocumentsTable } from '../../functions/data/documents.ts';
import {
  type DocumentKindCode,
  type DocumentVersionId,
  type PublishedVersion,
  withCurrent,
} from '../../functions/domain/document.ts';
import { instant } from '../support/builders.ts';
import { declared, pdf } from '../support/documents.ts';
import { engines, makeTables } from '../support/tables.ts';

const KIND = 'intent-form' as DocumentKindCode;
const AT = instant('2018-02-01 09:00');

const version = (id: string): PublishedVersion => ({
  ...declared(pdf(id)),
  kind: KIND,
  versionId: id as DocumentVersionId,
  announcedBy: 'officer-1',
  announcedAt: AT,
  publication: { public: true, title: { th: 'แบบ', en: 'Form' }, by: 'officer-1', at: AT, objectVersion: id },
});

const line = ({ kind, versionId }: PublishedVersion) => ({
  action: 'PUBLISHED_DOCUMENT' as const,
  actor: 'officer-1',
  at: AT,
  from: '192.0.2.7',
  requestId: 'request-1',
  about: { kind, versionId },
});

describe.each(engines)('documents on $name', (engine) => {
  const tables = makeTables(engine, 'documents', 'audit');
  const client = tables.client();
  const documents = new DocumentsTable(
    client,
    tables.names.documents,
    new AuditTable(client, tables.names.audit),
  );
  const announce = async (id: string): Promise<PublishedVersion> => {
    const { publication, ...announced } = version(id);
    await documents.announce(announced, line(version(id)));
    return { ...announced, publication };
  };

  it('keeps an announced version apart from what is published', async () => {
    const { publication: _, ...announced } = await announce('version001');
    expect(await documents.one(KIND, announced.versionId)).toEqual(announced);
    expect((await documents.shelf()).current.map(({ versionId }) => versionId)).not.toContain('version001');
  });

  it('never announces over a version', async () => {
    await announce('version002');
    await expect(announce('version002')).rejects.toThrow('store.busy');
  });

  it('replaces what is current, and lets one of two win', async () => {
    const [first, second] = [await announce('version003'), await announce('version004')];
    const shelf = await documents.shelf();
    const publish = (one: PublishedVersion) => documents.publish(one, withCurrent(shelf, one), line(one));
    expect((await publish(first)).outcome).toBe('written');
    expect((await publish(second)).outcome).toBe('overtaken');
    expect((await documents.shelf()).current).toEqual([first]);
    expect((await documents.one(KIND, second.versionId))?.publication).toBeUndefined();
    const ids = (await documents.versionsOf(KIND)).map(({ versionId }) => versionId);
    expect(ids).toEqual(expect.arrayContaining(['version003', 'version004']));
  });

  it('publishes nothing that was not announced', async () => {
    const stranger = version('version005');
    const shelf = withCurrent(await documents.shelf(), stranger);
    expect((await documents.publish(stranger, shelf, line(stranger))).outcome).toBe('overtaken');
    expect(await documents.one(KIND, stranger.versionId)).toBeUndefined();
  });
});

import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, ListObjectsV2Command, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { AuditTable } from '../../functions/data/audit.ts';
import { filesClient } from '../../functions/data/document-files.ts';
import { copiedLine, TrailByHour, TrailCopyBucket } from '../../functions/data/trail-copy.ts';
import { compareHour } from '../../functions/domain/trail-copy.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import { instant, writtenForms } from '../support/builders.ts';
import { engines, makeTables } from '../support/tables.ts';
import { intent, lineAbout, nextPerson } from './made-up.ts';

// The bucket is the emulator's: Amazon's DynamoDB Local has none.
const emulators = engines.filter(({ name }) => /ministack/i.test(name));

describe.each(emulators)('the copy of the audit trail on $name', (engine) => {
  const tables = makeTables(engine, 'audit');
  const client = tables.client();
  const trail = new AuditTable(client, tables.names.audit, async () => 'a key');
  const byHour = new TrailByHour(client, tables.names.audit);
  const AT = instant('2018-02-14 09:30');
  const HOUR = AT.slice(0, 13);

  it('says what the table says, twice over or once, names nobody, and shows what was changed', async () => {
    const s3 = filesClient({ ...clientSettings(engine.endpointUrl), forcePathStyle: true });
    const Bucket = `copy-${randomUUID()}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const copy = new TrailCopyBucket(s3, Bucket, randomUUID);
    const person = nextPerson();
    for (let n = 0; n < 5; n++) await trail.append(lineAbout(intent(), { at: AT, person }));
    const items = await tables.items('audit');
    const images = items.map((item) => copiedLine(marshall(item)));
    expect(images.map(({ hour }) => hour)).toEqual(Array(5).fill(HOUR));
    const texts = images.map(({ text }) => text);

    await copy.add(HOUR, texts.slice(0, 4));
    await copy.add(HOUR, texts.slice(2, 4));
    expect(await compareHour(HOUR, byHour, copy)).toMatchObject({ lines: 5, copied: 4, missing: 1, gone: 0 });
    const whole = await compareHour(HOUR, byHour, copy);
    expect(whole).toMatchObject({ lines: 5, copied: 5, missing: 0, gone: 0 });
    expect(whole.tableDigest).toBe(whole.copyDigest);

    await tables.put('audit', { ...items[0], from: '198.51.100.66' });
    expect(await compareHour(HOUR, byHour, copy)).toMatchObject({ missing: 1, gone: 1 });

    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const left = texts.join('\n') + JSON.stringify(Contents);
    for (const form of writtenForms(person)) expect(left).not.toContain(form);
    for (const { Key } of Contents) expect(Key).toMatch(/^lines\/2018-02-14T02\/[0-9a-f-]{36}\.jsonl$/);
    s3.destroy();
  });
});

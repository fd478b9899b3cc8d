import { createHmac } from 'node:crypto';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { AuditTable } from '../../functions/data/audit.ts';
import { AUDIT_SHARDS, auditHourKey } from '../../functions/data/keys.ts';
import { TrailTable } from '../../functions/data/trail-reader.ts';
import { type AuditLine, TrailUnavailable } from '../../functions/domain/audit.ts';
import { instant, writtenForms } from '../support/builders.ts';
import { engines, expiryAttributes, makeTables } from '../support/tables.ts';
import { intent, lineAbout, nextPerson } from './made-up.ts';

const KEY = 'the key of this stage';
const keyed = (citizenId: string): string => createHmac('sha256', KEY).update(citizenId).digest('base64url');

describe.each(engines)('the audit trail on $name', (engine) => {
  const tables = makeTables(engine, 'audit');
  const client = tables.client();
  const trail = new AuditTable(client, tables.names.audit, async () => KEY);

  const read = (overrides: Partial<AuditLine> = {}): AuditLine =>
    lineAbout(intent(), { action: 'READ_REGISTRATION', ...overrides });
  const aboutPerson = async (citizenId: string) =>
    (
      await client.send(
        new QueryCommand({
          TableName: tables.names.audit,
          IndexName: 'person',
          KeyConditionExpression: 'personKey = :person',
          ExpressionAttributeValues: { ':person': keyed(citizenId) },
          Limit: 100,
        }),
      )
    ).Items ?? [];

  it('tells who did what, when, from where and under which request', async () => {
    const line = read({ actor: 'officer-9', from: '2001:db8::1', requestId: 'request-9' });
    await trail.append(line);
    const { person, ...told } = line;
    const [stored] = (await tables.items('audit')).filter(({ actor }) => actor === 'officer-9');
    expect(stored).toMatchObject({ ...told, actorMonth: 'officer-9#2018-02', outcome: 'done' });
    expect(stored).not.toHaveProperty('person');
  });

  it('tells what was refused, and by which rule', async () => {
    await trail.append(read({ actor: 'officer-7', action: 'WAS_REFUSED', refused: 'area.outside' }));
    const [stored] = (await tables.items('audit')).filter(({ actor }) => actor === 'officer-7');
    expect(stored).toMatchObject({ action: 'WAS_REFUSED', outcome: 'refused', code: 'area.outside' });
  });

  it('lets a line end ten years later by itself', async () => {
    await trail.append(read({ actor: 'officer-6', at: instant('2020-02-29 12:00') }));
    const [stored] = (await tables.items('audit')).filter(({ actor }) => actor === 'officer-6');
    expect(stored?.expiresAtEpochSeconds).toBe(Date.parse('2030-03-01T05:00:00Z') / 1_000);
    expect(expiryAttributes.audit).toBe('expiresAtEpochSeconds');
  });

  it('finds the lines of an hour in one of its sixteen parts, whoever wrote them', async () => {
    const line = read({ at: instant('2018-02-20 16:30') });
    await Promise.all([trail.append(line), trail.append({ ...line, actor: 'officer-5', isSpread: true })]);
    const found = await Promise.all(
      AUDIT_SHARDS.map((shard) =>
        client.send(
          new QueryCommand({
            TableName: tables.names.audit,
            IndexName: 'hour',
            KeyConditionExpression: 'hourKey = :hour',
            ExpressionAttributeValues: { ':hour': auditHourKey(line.at, shard) },
            Limit: 100,
          }),
        ),
      ),
    );
    const lines = found.flatMap(({ Items }) => Items ?? []);
    expect(lines.map(({ actor }) => actor).sort()).toEqual([line.actor, 'officer-5'].sort());
    for (const { hourKey, entryKey } of lines)
      expect(String(hourKey).at(-1)).toBe(String(entryKey).split('#')[1]?.charAt(0));
  });

  it('is unavailable, which is no bug of a request, when the table cannot be reached', async () => {
    const gone = new AuditTable(client, `${tables.names.audit}-gone`, async () => KEY);
    await expect(gone.append(read())).rejects.toBeInstanceOf(TrailUnavailable);
    const keyless = new AuditTable(client, tables.names.audit, () => Promise.reject(new Error('no key')));
    await expect(keyless.append(read())).rejects.toBeInstanceOf(TrailUnavailable);
  });

  it('names a person by a keyed hash and never by the ID, in no form', async () => {
    const person = nextPerson();
    await trail.append(read({ person, about: {} }));
    const [stored, ...others] = await aboutPerson(person);
    expect(others).toEqual([]);
    expect(stored?.personKey).toBe(keyed(person));
    const text = JSON.stringify(stored);
    for (const form of writtenForms(person)) expect(text).not.toContain(form);
  });

  it('finds every line about a person, the oldest first, and none about another', async () => {
    const person = nextPerson();
    for (const at of ['2018-03-01 08:00', '2018-02-01 08:00', '2018-02-15 08:00'])
      await trail.append(read({ person, at: instant(at) }));
    await trail.append(read());
    expect((await aboutPerson(person)).map(({ at }) => at)).toEqual(
      ['2018-02-01 08:00', '2018-02-15 08:00', '2018-03-01 08:00'].map(instant),
    );
  });

  it('keeps a line about nobody out of the index of persons, and needs no key for it', async () => {
    const unkeyed = new AuditTable(client, tables.names.audit);
    await unkeyed.append(read({ person: undefined, actor: 'officer-8', action: 'LISTED_REGISTRATIONS' }));
    const [stored] = (await tables.items('audit')).filter(({ actor }) => actor === 'officer-8');
    expect(stored).not.toHaveProperty('personKey');
  });

  it('writes no line about a person without the key', async () => {
    const unkeyed = new AuditTable(client, tables.names.audit);
    const before = await tables.contents();
    await expect(unkeyed.append(read())).rejects.toMatchObject({
      cause: { message: expect.stringContaining('person key') },
    });
    expect(await tables.contents()).toEqual(before);
  });

  it('has a line for each of two doings in the same millisecond', async () => {
    const line = read();
    await Promise.all([trail.append(line), trail.append(line)]);
    expect(await aboutPerson(line.person ?? '')).toHaveLength(2);
  });

  it('is appended to and never written over', async () => {
    const line = read();
    const put = await trail.inTransaction(line);
    await client.send(new TransactWriteCommand({ TransactItems: [put] }));
    const before = await tables.contents();
    const forged = {
      Put: { TableName: tables.names.audit, ...put.Put, Item: { ...put.Put?.Item, from: 'forged' } },
    };
    await expect(client.send(new TransactWriteCommand({ TransactItems: [forged] }))).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });
    expect(await tables.contents()).toEqual(before);
  });
});

describe.each(engines)('reading the audit trail on $name', (engine) => {
  const tables = makeTables(engine, 'audit');
  const client = tables.client();
  const trail = new AuditTable(client, tables.names.audit, async () => KEY);
  const reader = new TrailTable(client, tables.names.audit, async () => KEY);
  const days = Array.from({ length: 7 }, (_, n) => instant(`2018-02-0${n + 1} 09:00`));

  it('gives what was done about a person, the newest first, page by page, and says no person', async () => {
    const person = nextPerson();
    for (const at of days)
      await trail.append(lineAbout(intent(), { person, at, actor: `officer-${at.slice(9, 10)}` }));
    await trail.append(lineAbout(intent(), { at: days[0] as never }));
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await reader.ofPerson(person, { limit: 3, cursor });
      expect(page.rows.length).toBeLessThanOrEqual(3);
      expect(JSON.stringify(page.rows)).not.toContain(person);
      expect(page.rows[0]).not.toHaveProperty('personKey');
      found.push(...page.rows.map(({ at }) => at));
      ({ cursor } = page);
      for (const form of writtenForms(person)) expect(String(cursor)).not.toContain(form);
    } while (cursor !== undefined);
    expect(found).toEqual([...days].reverse());
  });

  it.each([false, true])(
    'gives what somebody did in a month, spread over keys or not: %s',
    async (isSpread) => {
      const actor = `client-${isSpread}`;
      const spread = isSpread ? ({ isSpread } as const) : {};
      for (const at of days) await trail.append(lineAbout(intent(), { at, actor, ...spread }));
      await trail.append(lineAbout(intent(), { at: instant('2018-03-02 09:00'), actor, ...spread }));
      const ask = (cursor?: string) =>
        reader.ofActor({ subject: actor, isSpread }, '2018-02', { limit: 4, cursor });
      const first = await ask();
      const second = await ask(first.cursor);
      expect([...first.rows, ...second.rows].map(({ at }) => at)).toEqual([...days].reverse());
      expect([first.rows.length, second.cursor]).toEqual([4, undefined]);
    },
  );

  it('keeps to the month in Bangkok, though keys are months of UTC', async () => {
    const actor = 'officer-at-midnight';
    const inside = ['2018-02-01 00:00', '2018-02-01 06:59', '2018-02-28 23:59'].map((at) => instant(at));
    for (const at of [...inside, instant('2018-01-31 23:59'), instant('2018-03-01 00:00')])
      await trail.append(lineAbout(intent(), { at, actor }));
    const ask = (month: string, cursor?: string) =>
      reader.ofActor({ subject: actor, isSpread: false }, month, { limit: 2, cursor });
    const first = await ask('2018-02');
    const second = await ask('2018-02', first.cursor);
    expect([...first.rows, ...second.rows].map(({ at }) => at)).toEqual([...inside].reverse());
    expect([first.rows.length, second.cursor]).toEqual([2, undefined]);
    // A position of an earlier month is before all of a later one.
    expect(await ask('2018-03', first.cursor)).toEqual({ rows: [], cursor: undefined });
  });

  it('tells what was refused', async () => {
    await trail.append(lineAbout(intent(), { actor: 'officer-77', refused: 'area.outside' }));
    const { rows } = await reader.ofActor({ subject: 'officer-77', isSpread: false }, '2018-02', {
      limit: 5,
    });
    expect(rows).toMatchObject([{ refused: 'area.outside' }]);
  });

  it('takes no position that is none', async () => {
    for (const cursor of ['x', "' OR 1", `${days[0]}#${'z'.repeat(36)}`])
      await expect(
        reader.ofActor({ subject: 'a', isSpread: false }, '2018-02', { limit: 5, cursor }),
      ).rejects.toMatchObject({ code: 'request.invalid' });
  });
});

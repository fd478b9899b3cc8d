import { randomUUID } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { readAccessHistory, readOfficerActivity } from '../../functions/contract/access-history.ts';
import { filesClient } from '../../functions/data/document-files.ts';
import { bangkokDay } from '../../functions/domain/calendar.ts';
import { clientSettings } from '../../local/emulated-account.ts';
import { compareTrail, isProven } from '../../ops/audit.ts';
import { deployedStage } from '../../ops/stage.ts';
import { writtenForms } from '../support/builders.ts';
import { type Answer, answered, eventually, officer, refused, stack } from '../support/client.ts';
import { settle } from './people.ts';
import { trailOf } from './stores.ts';

const HISTORY = '/v1/people/access-history';
const decisionsOf = (answer: Answer) => answered(readAccessHistory, answer).lines;

describe('a day on the audit trail', () => {
  it('is told to whoever asks for a person, whole, and names the offices and the one who was refused', async () => {
    const person = await settle('340119');
    const near = await officer('mueang-ubon');
    const far = await officer('phra-nakhon');
    await near.post('/v1/desk/person', { citizenId: person.citizenId });
    await far.post('/v1/desk/person', { citizenId: person.citizenId });
    refused(await far.post(HISTORY, { citizenId: person.citizenId }), 403, 'right.missing');
    const client = await officer('central');
    const lines = await eventually(async () => {
      const found = decisionsOf(await client.post(HISTORY, { citizenId: person.citizenId }));
      expect(found.filter(({ action }) => action !== 'READ_ACCESS_HISTORY')).toHaveLength(3);
      return found;
    });
    expect(lines.filter(({ action }) => action !== 'READ_ACCESS_HISTORY')).toMatchObject([
      {
        action: 'WAS_REFUSED',
        outcome: 'refused',
        code: 'right.missing',
        actor: { district: { code: '1001' } },
      },
      { action: 'IDENTIFIED_PERSON', actor: { kind: 'officer', district: { code: '1001' } } },
      { action: 'IDENTIFIED_PERSON', actor: { kind: 'officer', district: { code: '3401' } } },
    ]);
    expect(lines.at(0)).toMatchObject({ action: 'READ_ACCESS_HISTORY', actor: { role: 'central' } });
    const text = JSON.stringify(lines);
    for (const form of [...writtenForms(person.citizenId), person.name.first, person.name.last])
      expect(text).not.toContain(form);
  });

  it('shows an officer the own lines, the province those of its districts, and nobody else’s', async () => {
    const district = await officer('mueang-ubon');
    const own = answered(readOfficerActivity, await district.get('/v1/officers/me/activity'));
    const { subject } = own.lines[0]?.actor ?? { subject: '' };
    const path = `/v1/officers/${subject}/activity`;
    const province = await officer('ubon');
    answered(readOfficerActivity, await province.get(path));
    refused(await (await officer('phra-nakhon')).get(path), 404, 'officer.not-found');
    expect(new Set(own.lines.map(({ actor }) => actor.subject))).toEqual(new Set([subject]));
  });
});

describe('a sign-in', () => {
  // The emulator calls no trigger after a sign-in; that the pool does is asserted on the template.
  it('is on the trail once the function that the user pool calls has answered with its own event', async () => {
    const stage = await deployedStage('local', clientSettings(stack.endpointUrl));
    const lambda = new LambdaClient(stage.aws);
    const subject = randomUUID();
    const event = {
      userName: 'somebody',
      callerContext: { clientId: stack.officerClientId },
      request: { userAttributes: { sub: subject } },
      response: {},
    };
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({
        FunctionName: stage.output('NoteSignInFunction'),
        Payload: Buffer.from(JSON.stringify(event)),
      }),
    );
    lambda.destroy();
    expect(FunctionError).toBeUndefined();
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual(event);
    expect(await trailOf(subject)).toMatchObject([
      { action: 'SIGNED_IN', outcome: 'done', about: { clientId: stack.officerClientId } },
    ]);
  });
});

describe('the copy of the audit trail', () => {
  it('comes to say what the table says, in objects that name nobody', async () => {
    const stage = await deployedStage('local', clientSettings(stack.endpointUrl));
    const today = bangkokDay(new Date());
    const watching = { say: () => {}, pollMs: 250 };
    const compared = await eventually(async () => {
      const run = await compareTrail(stage, today, watching);
      expect(isProven(run)).toBe(true);
      return run;
    }, 60_000);
    expect(compared.report.lines).toBeGreaterThan(3);
    expect(compared.report.copyDigest).toBe(compared.report.tableDigest);
    const s3 = filesClient({ ...clientSettings(stack.endpointUrl), forcePathStyle: true });
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: stage.output('AuditCopyBucket') }),
    );
    s3.destroy();
    expect(Contents.length).toBeGreaterThan(0);
    for (const { Key } of Contents)
      expect(Key).toMatch(/^lines\/\d{4}-\d\d-\d\dT\d\d\/[0-9a-f-]{36}\.jsonl$/);
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ListBucketsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { accountId, clientSettings, region } from '../../local/emulated-account.ts';
import { type TableName, tableNames } from '../../local/stack-file.ts';
import { officeZeroId, writtenForms } from '../support/builders.ts';
import { deployment, eventually, stack } from '../support/client.ts';
import { seededIn } from './people.ts';
import { registrations, scan } from './stores.ts';
import { idsWrittenIn } from './written-ids.ts';

const { dir, requestsSent } = deployment;

/** As the system makes them up for a hand-over. */
const TEMPORARY_PASSWORD = /\b[A-Z]{2}[a-z]{8}-\d{4}\b/;

const LogGroups = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.optional(z.string()),
});
const LogEvents = z.object({
  events: z.array(z.object({ message: z.string() })),
  nextToken: z.optional(z.string()),
});

/** As many events as one answer of CloudWatch Logs holds. */
const MOST_EVENTS = 10_000;

/** CloudWatch Logs without an SDK: the emulator reads the account and region from the signature and checks none. */
async function logs(action: string, request: object): Promise<unknown> {
  const response = await fetch(stack.endpointUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20180201/${region}/logs/aws4_request`,
    },
    body: JSON.stringify(request),
  });
  if (!response.ok) throw new Error(`${action} answered ${response.status}`);
  return response.json();
}

async function logGroups(): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const request = token === undefined ? {} : { nextToken: token };
    const { logGroups: groups, nextToken } = z.parse(LogGroups, await logs('DescribeLogGroups', request));
    names.push(...groups.map(({ logGroupName }) => logGroupName));
    token = nextToken;
  } while (token !== undefined);
  return names;
}

async function eventsOf(logGroupName: string): Promise<string[]> {
  const { events } = z.parse(LogEvents, await logs('FilterLogEvents', { logGroupName, limit: MOST_EVENTS }));
  if (events.length >= MOST_EVENTS) throw new Error(`${logGroupName} holds more events than one page`);
  return events.map(({ message }) => message);
}

/** Everything that the run has written: the functions' log groups, and what the emulator and the CDK print. */
let written: Map<string, string>;
let sent: { file: string; method: string; url: string }[];

beforeAll(async () => {
  written = new Map();
  for (const name of await logGroups()) written.set(name, (await eventsOf(name)).join('\n'));
  for (const folder of [dir, join(dir, 'emulator')])
    for (const name of await readdir(folder))
      if (name.endsWith('.log')) written.set(name, await readFile(join(folder, name), 'utf8'));
  const lines = (await readFile(requestsSent, 'utf8')).trim().split('\n');
  sent = lines.map((line) => {
    const [file = '', method = '', url = ''] = line.split('\t');
    return { file, method, url };
  });
});

const everything = (): string => [...written.values()].join('\n');

/** The logs in which any of the texts stands. */
const logsThatHold = (texts: Iterable<string>): string[] =>
  [...texts].flatMap((text) => [...written].filter(([, log]) => log.includes(text)).map(([name]) => name));

describe('this look into the logs', () => {
  it('comes after every other file of the tier', async () => {
    const files = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test.ts'));
    const ran = new Set(sent.map(({ file }) => file));
    expect(files.filter((file) => !ran.has(file))).toEqual(['privacy.test.ts']);
  });

  it.each(['REQUEST_ANSWERED', 'REQUEST_REFUSED', 'BATCH_COUNTED'])('has %s to look at', async (code) => {
    await eventually(async () => {
      expect(everything()).toContain(`"message":"${code}"`);
    });
  });

  it('has something of every function that was called', () => {
    const silent = [...written].filter(([name, log]) => /\/sitthi-local-service\//.test(name) && log === '');
    expect(silent.map(([name]) => name).filter((name) => !name.includes('AccessLog'))).toEqual([]);
  });

  const person = officeZeroId(4_711);
  const other = `${person.slice(0, 12)}${(Number(person[12]) + 1) % 10}`;
  const thai = person.replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit)));

  it.each([
    // The others are what stands of an ID inside something longer that was encoded, which is whole below.
    ...writtenForms(person).filter((form) => /^[\d๐-๙]/.test(form) && form.length > person.length),
    person,
    thai,
    `{"citizenId":"${person}"}`,
    `/v1/people/${person}/x`,
    `?id=${encodeURIComponent(thai)}`,
    thai.replace(/./g, (digit) => `\\u0e${digit.charCodeAt(0).toString(16).slice(-2)}`),
    ...['', 'x', 'xy', 'xyz'].flatMap((before) => {
      const bytes = Buffer.from(`${before}${person}${before}`);
      return [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
    }),
    Buffer.from(JSON.stringify({ Keys: { citizenId: { S: person } } })).toString('base64'),
  ])('would see an ID in %s', (line) => {
    expect(idsWrittenIn(`2026-01-01 INFO [x] "${line}" 12`)).toEqual([person]);
  });

  it.each([other, '1795462521261', `9${person}`, 'a1b2c3'])('sees none in %s', (line) => {
    expect(idsWrittenIn(line)).toEqual([]);
  });
});

describe('what the run has written to logs', () => {
  it('holds no citizen ID in any written form', () => {
    const found = [...written].flatMap(([name, log]) => idsWrittenIn(log).map((id) => `${name}: ${id}`));
    expect(found).toEqual([]);
  });

  it('holds no name of a person', async () => {
    const people = await seededIn('');
    expect(people.length).toBeGreaterThan(10_000);
    expect(logsThatHold(new Set(people.map(({ name }) => name.last)))).toEqual([]);
    const masked = new Set(people.map(({ name }) => `${name.title}${name.first} ${name.last[0]}`));
    expect(logsThatHold(masked)).toEqual([]);
  });

  it('holds nothing that an officer wrote of a person', async () => {
    const ours = (await registrations()).filter(({ recordedBy }) => !recordedBy.startsWith('seed-'));
    expect(ours.length).toBeGreaterThan(10);
    const said = ours.flatMap(({ phone, remark, receipt, registrationId, change }) =>
      [phone, remark, receipt, registrationId, change.reason].filter((text) => text !== undefined),
    );
    expect(logsThatHold(new Set(said.filter((text) => text.length > 3)))).toEqual([]);
  });

  it('holds no password, client secret or token', () => {
    const secrets = [
      ...stack.officers.map(({ password }) => password),
      ...stack.bankClients.map(({ clientSecret }) => clientSecret),
    ];
    expect(logsThatHold(secrets)).toEqual([]);
    expect([...written].filter(([, log]) => TEMPORARY_PASSWORD.test(log)).map(([name]) => name)).toEqual([]);
    expect(
      [...written].filter(([, log]) => /eyJ[\w-]{10,}\.[\w-]{10,}\./.test(log)).map(([name]) => name),
    ).toEqual([]);
  });

  it('holds no bug that was met on the way', () => {
    const bugs = everything()
      .split('\n')
      .filter((line) =>
        /"message":"(REQUEST_FAILED|RECORD_QUARANTINED|BATCH_GIVEN_BACK|DRIFT_FOUND)"/.test(line),
      );
    expect(bugs).toEqual([]);
  });
});

describe('what the run has sent', () => {
  it('holds no citizen ID in any URL', () => {
    expect(sent.length).toBeGreaterThan(500);
    expect(sent.filter(({ url }) => idsWrittenIn(url).length > 0)).toEqual([]);
  });
});

/** The tables that are keyed by citizen ID or lead to one. Whoever adds one says so in docs/data-model.md, too. */
const HOLD_IDS: readonly TableName[] = [
  'cardholders',
  'registrations',
  'registrationHistory',
  'references',
  'ledger',
  'cutOffRows',
  'quarantine',
];
/** Of these, only the registry itself knows what people are called; officers may have a name that a person has, too. */
const HOLD_NAMES: readonly TableName[] = ['cardholders', 'accounts'];

describe('what the run has left in tables', () => {
  const others = tableNames.filter((name) => !HOLD_IDS.includes(name));
  const nameless = tableNames.filter((name) => !HOLD_NAMES.includes(name));
  const texts = new Map<TableName, Promise<string>>();
  const read = async (table: TableName): Promise<string> =>
    (await scan(table)).map((item) => JSON.stringify(item)).join('\n');
  const textOf = (table: TableName): Promise<string> => {
    const text = texts.get(table) ?? read(table);
    texts.set(table, text);
    return text;
  };
  let names: ReadonlySet<string>;

  beforeAll(async () => {
    const people = (await seededIn('')).map(({ name }) => name);
    names = new Set(people.flatMap(({ last }) => [` ${last}`, `"${last}"`]));
  });

  it('is a citizen ID where it is meant to be', async () => {
    expect(idsWrittenIn(await textOf('registrations')).length).toBeGreaterThan(100);
    expect(idsWrittenIn(await textOf('references')).length).toBeGreaterThan(100);
  });

  it.each(others)('is no citizen ID in %s, in any written form', async (table) => {
    expect(idsWrittenIn(await textOf(table))).toEqual([]);
  });

  it.each(nameless)('is no name of a person in %s', async (table) => {
    const text = await textOf(table);
    expect([...names].filter((name) => text.includes(name))).toEqual([]);
  });

  it.each(tableNames)('is no password and no client secret in %s', async (table) => {
    const text = await textOf(table);
    const secrets = [
      ...stack.officers.map(({ password }) => password),
      ...stack.bankClients.map(({ clientSecret }) => clientSecret),
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(TEMPORARY_PASSWORD);
  });
});

describe('what the run has left elsewhere', () => {
  const settings = clientSettings(stack.endpointUrl);

  it('is no citizen ID in the name of an object, of any version, in any bucket', async () => {
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const names: string[] = [];
    for (const { Name: Bucket } of Buckets) {
      for (let markers: object | undefined = {}; markers !== undefined; ) {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({ Bucket, ...markers }),
        );
        names.push(...(page.Versions ?? []).map(({ Key }) => `${Bucket}/${Key}`));
        markers = page.IsTruncated
          ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
          : undefined;
      }
    }
    s3.destroy();
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => idsWrittenIn(name).length > 0)).toEqual([]);
  });

  it('is no message of a person in a queue', async () => {
    const sqs = new SQSClient(settings);
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ MaxResults: 1_000 }));
    expect(QueueUrls.length).toBeGreaterThan(5);
    const left: string[] = [];
    for (const QueueUrl of QueueUrls) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0, WaitTimeSeconds: 0 },
          ...{ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] },
        }),
      );
      left.push(...Messages.map((message) => JSON.stringify(message)));
    }
    sqs.destroy();
    expect(left.filter((message) => idsWrittenIn(message).length > 0)).toEqual([]);
  });

  it('is no citizen ID in a metric or one of its dimensions', async () => {
    const metrics = everything()
      .split('\n')
      .filter((line) => line.includes('"_aws"'));
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((line) => idsWrittenIn(line).length > 0)).toEqual([]);
    const names = new Set(
      metrics.flatMap((line) => [...line.matchAll(/"Dimensions":(\[\[.*?\]\])/g)].map(([, of]) => of)),
    );
    expect([...names].filter((of) => /person|citizen|receipt|name"/i.test(String(of)))).toEqual([]);
  });
});

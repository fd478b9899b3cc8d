import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AccountsTable } from '../functions/data/accounts.ts';
import { AuditTable } from '../functions/data/audit.ts';
import { documentClient } from '../functions/data/document-client.ts';
import { JobRunsTable } from '../functions/data/job-runs.ts';
import { queueClient, SqsRunQueue } from '../functions/data/run-queue.ts';
import { comparedTrail } from '../functions/data/trail-copy.ts';
import { TrailTable } from '../functions/data/trail-reader.ts';
import type { TrailLine } from '../functions/domain/access-history.ts';
import type { AuditLine } from '../functions/domain/audit.ts';
import { bangkokDay, instantOf, isDay, plusDays } from '../functions/domain/calendar.ts';
import { parseCitizenId } from '../functions/domain/citizen-id.ts';
import type { Page, PageRequest } from '../functions/domain/ports.ts';
import { COMPARE_TRAIL, type ComparedTrail, dayOfRun, runOfDay } from '../functions/domain/trail-copy.ts';
import type { UnitRun } from '../functions/domain/unit-job.ts';
import { operator } from './cut-offs.ts';
import type { DeployedStage } from './stage.ts';
import { type Watching, watchRun } from './watch-run.ts';

const PAGE = 200;

/** One line of the trail, for a terminal: nothing in it says which person it was about. */
export function trailText({ at, actor, action, refused, from, reason, about }: TrailLine): string {
  const details = Object.entries(about).map(([name, value]) => `${name}=${value}`);
  return [at, actor, action, refused ?? 'done', from, ...details, ...(reason === undefined ? [] : [reason])]
    .map((part) => part.replace(/\s+/g, ' '))
    .join('  ');
}

async function* every(read: (page: PageRequest) => Promise<Page<TrailLine>>): AsyncGenerator<TrailLine> {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: PAGE, cursor });
    yield* page.rows;
    ({ cursor } = page);
  } while (cursor !== undefined);
}

export async function personKeyOf(stage: DeployedStage): Promise<string> {
  const secrets = new SecretsManagerClient(stage.aws);
  try {
    const SecretId = stage.output('PersonKeyArn');
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    if (SecretString === undefined) throw new Error('The person key has no text.');
    return SecretString;
  } finally {
    secrets.destroy();
  }
}

const ownLine = (action: AuditLine['action'], about: AuditLine['about'] = {}): AuditLine => ({
  action,
  actor: operator(),
  at: instantOf(new Date()),
  from: 'ops',
  requestId: randomUUID(),
  about,
});

/** The citizen ID comes from the standard input: an argument would stand in the shell's history and in `ps`. */
export async function whoLookedAt(
  stage: DeployedStage,
  input: NodeJS.ReadableStream,
  say: (line: string) => void,
): Promise<void> {
  const citizenId = parseCitizenId((await text(input)).trim());
  const personKey = await personKeyOf(stage);
  const client = documentClient(stage.aws);
  try {
    const table = stage.table('audit');
    const audit = new AuditTable(client, table, async () => personKey);
    await audit.append({ ...ownLine('READ_ACCESS_HISTORY'), person: citizenId });
    const trail = new TrailTable(client, table, async () => personKey);
    for await (const line of every((page) => trail.ofPerson(citizenId, page))) say(trailText(line));
  } finally {
    client.destroy();
  }
}

/** @throws when the user pool has nobody of that name */
async function subjectOf(stage: DeployedStage, username: string): Promise<string> {
  const cognito = new CognitoIdentityProviderClient(stage.aws);
  try {
    const { UserAttributes = [] } = await cognito.send(
      new AdminGetUserCommand({ UserPoolId: stage.output('UserPoolId'), Username: username }),
    );
    return UserAttributes.find(({ Name }) => Name === 'sub')?.Value ?? username;
  } catch (error) {
    // A bank's client and somebody at the command line stand on the trail under their own names.
    if (error instanceof UserNotFoundException) return username;
    throw error;
  } finally {
    cognito.destroy();
  }
}

/** What an officer, a bank's client or somebody at the command line did in a month in Bangkok. */
export async function whatDid(
  stage: DeployedStage,
  { who, month }: { who: string; month: string },
  say: (line: string) => void,
): Promise<void> {
  if (!/^\d{4}-\d{2}$/.test(month)) throw new Error('--month: YYYY-MM, in the common era.');
  const subject = await subjectOf(stage, who);
  const client = documentClient(stage.aws);
  try {
    await new AuditTable(client, stage.table('audit')).append(
      ownLine('READ_OFFICER_ACTIVITY', { subject, month }),
    );
    const isSpread = await isBank(client, stage, subject);
    const trail = new TrailTable(client, stage.table('audit'));
    for await (const line of every((page) => trail.ofActor({ subject, isSpread }, month, page)))
      say(trailText(line));
  } finally {
    client.destroy();
  }
}

const isBank = async (client: DynamoDBDocumentClient, stage: DeployedStage, subject: string) =>
  (await new AccountsTable(client, stage.table('accounts')).bySubject(subject))?.kind === 'bank';

/** Compares a day in Bangkok with its copy, and waits for it. */
export async function compareTrail(
  stage: DeployedStage,
  day: string | undefined,
  watching: Watching,
): Promise<UnitRun<ComparedTrail>> {
  const meant = day ?? plusDays(bangkokDay(new Date()), -1);
  if (!isDay(meant)) throw new Error('--day: YYYY-MM-DD, in the common era.');
  const runId = runOfDay(meant, randomUUID().slice(0, 8));
  const queue = queueClient(stage.aws);
  const client = documentClient(stage.aws);
  try {
    await new SqsRunQueue(queue, stage.output('CompareTrailQueueUrl')).send(runId);
    const runs = new JobRunsTable(client, stage.table('jobRuns'), {
      report: comparedTrail,
      token: randomUUID,
    });
    return await watchRun(() => runs.load(COMPARE_TRAIL, runId), watching);
  } finally {
    client.destroy();
    queue.destroy();
  }
}

export const isProven = ({ report: { missing, gone } }: UnitRun<ComparedTrail>): boolean =>
  missing + gone === 0;

/** The report as an operator reads it. */
export const comparedText = ({ runId, report }: UnitRun<ComparedTrail>): string =>
  [
    `day            ${dayOfRun(runId)}`,
    `lines          ${report.lines.toLocaleString('en')}`,
    `copied         ${report.copied.toLocaleString('en')}`,
    `missing        ${report.missing.toLocaleString('en')}, copied now`,
    `gone           ${report.gone.toLocaleString('en')}`,
    `digest         ${report.tableDigest}`,
    `of the copy    ${report.copyDigest}`,
  ].join('\n');

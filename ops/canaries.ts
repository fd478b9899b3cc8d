import { randomInt } from 'node:crypto';
import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type CanaryKeys, countPlanted, plant } from '../functions/data/canaries.ts';
import { CardholdersTable } from '../functions/data/cardholders.ts';
import { documentClient } from '../functions/data/document-client.ts';
import { type CitizenId, checkDigit, parseCitizenId } from '../functions/domain/citizen-id.ts';
import type { DeployedStage } from './stage.ts';

/** The whole list rides on a read of the public look-up, so it stays short. */
export const MAX_CANARIES = 200;

/** Of office 0000, which has registered nobody. */
export function madeUpId(): CitizenId {
  const twelve = `${randomInt(1, 9)}0000${String(randomInt(10_000_000)).padStart(7, '0')}`;
  return parseCitizenId(`${twelve}${checkDigit(twelve)}`);
}

export async function keysOf(stage: DeployedStage): Promise<CanaryKeys> {
  const secrets = new SecretsManagerClient(stage.aws);
  const read = async (output: string): Promise<string> => {
    const { SecretString } = await secrets.send(
      new GetSecretValueCommand({ SecretId: stage.output(output) }),
    );
    if (SecretString === undefined) throw new Error(`${output}: a secret without a text.`);
    return SecretString;
  };
  try {
    const [attempts, people] = await Promise.all([read('AttemptKeyArn'), read('PersonKeyArn')]);
    return { attempts, people };
  } finally {
    secrets.destroy();
  }
}

async function onStage<Done>(
  stage: DeployedStage,
  work: (client: DynamoDBDocumentClient) => Promise<Done>,
): Promise<Done> {
  const client = documentClient(stage.aws);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

export const planted = (stage: DeployedStage): Promise<number> =>
  onStage(stage, (client) => countPlanted(client, stage.table('programme')));

/** In effect everywhere after 15 seconds. @throws when one of them is in the registry, without naming it */
export const plantIds = (
  stage: DeployedStage,
  citizenIds: readonly CitizenId[],
  replace: boolean,
): Promise<number> =>
  onStage(stage, async (client) => {
    const table = stage.table('programme');
    const standing = replace ? 0 : await countPlanted(client, table);
    if (citizenIds.length === 0) throw new Error('There is no ID to plant.');
    if (standing + citizenIds.length > MAX_CANARIES)
      throw new Error(`At most ${MAX_CANARIES} are planted, and ${standing} are: use --replace.`);
    const registry = new CardholdersTable(client, stage.table('cardholders'));
    for (const [at, citizenId] of citizenIds.entries())
      if ((await registry.byCitizenId(citizenId)) !== undefined)
        throw new Error(`The ${at + 1}. ID is in the registry: nothing was planted.`);
    await plant(client, table, { citizenIds, keys: await keysOf(stage), replace });
    return countPlanted(client, table);
  });

/** Makes up IDs, writes them into a new file that nobody else can read, and plants them. */
export async function plantMadeUp(
  stage: DeployedStage,
  { count, out, replace }: { count: number; out: string; replace: boolean },
): Promise<number> {
  if (!Number.isInteger(count) || count < 1 || count > MAX_CANARIES)
    throw new Error(`<count>: from 1 to ${MAX_CANARIES}.`);
  const made = new Set<CitizenId>();
  while (made.size < count) made.add(madeUpId());
  // The file first: of hashes nobody could tell any more what was planted.
  const file = await open(out, 'wx', 0o600);
  try {
    await file.writeFile([...made, ''].join('\n'));
  } finally {
    await file.close();
  }
  return plantIds(stage, [...made], replace);
}

/** One ID a line, from the standard input: an argument would stand in the shell's history and in `ps`. */
export async function plantRead(
  stage: DeployedStage,
  input: NodeJS.ReadableStream,
  replace: boolean,
): Promise<number> {
  const lines = (await text(input)).split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const citizenIds = lines.map((line, at) => {
    try {
      return parseCitizenId(line);
    } catch {
      throw new Error(`Line ${at + 1} is no citizen ID: nothing was planted.`);
    }
  });
  return plantIds(stage, [...new Set(citizenIds)], replace);
}

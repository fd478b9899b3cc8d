import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localDir } from './project.ts';

export const stackFile = join(localDir, 'stack.json');

export const tableNames = [
  'cardholders',
  'registrations',
  'registrationHistory',
  'references',
  'intakeLocations',
  'programme',
  'ledger',
  'counters',
  'accounts',
  'audit',
  'quarantine',
  'jobRuns',
  'cutOffs',
  'cutOffRows',
  'documents',
  'imports',
  'attempts',
  'allowances',
  'announcements',
] as const;

export type TableName = (typeof tableNames)[number];

export interface OfficerLogIn {
  readonly username: string;
  readonly password: string;
  readonly role: string;
  /** DOPA codes; empty where the role is not bound to an area. */
  readonly province: string;
  readonly district: string;
  /** Where a forgotten password is asked for; made up, so nobody reads it. */
  readonly email: string;
}

export interface BankClientLogIn {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly bank: string;
}

/** One citizen ID for each answer of the look-up. */
export interface ExampleCitizens {
  readonly mayRegister: string;
  readonly registered: string;
  readonly notFound: string;
}

/** Where a running deployment is and how to sign in to it. */
export interface StackDescription {
  /** The origin of the front server, without `/v1`. */
  readonly apiUrl: string;
  readonly siteUrl: string;
  readonly region: string;
  readonly endpointUrl: string;
  readonly userPoolId: string;
  readonly officerClientId: string;
  readonly officers: readonly OfficerLogIn[];
  /** Has to choose another password at the first sign-in. */
  readonly newOfficer?: OfficerLogIn | undefined;
  readonly bankClients: readonly BankClientLogIn[];
  readonly citizens: ExampleCitizens;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly documentsBucket: string;
  readonly reconcileQueueUrl: string;
  readonly secrets: { readonly edge: string; readonly personKey: string; readonly attemptKey: string };
}

export interface SeedResult {
  readonly officers: readonly OfficerLogIn[];
  readonly newOfficer?: OfficerLogIn | undefined;
  readonly citizens: ExampleCitizens;
}

/** Fills an empty deployment; on one that has data it changes nothing and returns the same. */
export type Seed = (stack: StackDescription, report: (line: string) => void) => Promise<SeedResult>;

/** Readable by the owner alone: it holds passwords and client secrets. */
export async function writeStackFile(stack: StackDescription, file = stackFile): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(stack, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** The deployment that `npm start` runs; throws when there is none. */
export async function readStackFile(file = stackFile): Promise<StackDescription> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as StackDescription;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error('Nothing runs on this machine; start it with: npm start');
    }
    throw error;
  }
}

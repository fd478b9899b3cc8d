import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

export type TableName =
  | 'cardholders'
  | 'registrations'
  | 'registrationHistory'
  | 'references'
  | 'intakeLocations'
  | 'programme'
  | 'ledger'
  | 'counters'
  | 'accounts'
  | 'audit'
  | 'quarantine'
  | 'jobRuns'
  | 'cutOffs'
  | 'cutOffRows'
  | 'documents'
  | 'imports'
  | 'attempts'
  | 'allowances'
  | 'announcements';

export type SecretName = 'edgeSecret' | 'personKey' | 'attemptKey';

export type BucketName = keyof typeof bucketRights;
export type Buckets = Readonly<Record<BucketName, Bucket>>;

/** Jobs that a route sets to work, each by the queue that its runs are named in. */
export type JobName =
  | 'freezeCutOff'
  | 'importRegistry'
  | 'revokeMissing'
  | 'registerBankFile'
  | 'writeBankStatement';
export type JobQueues = Readonly<Record<JobName, IQueue>>;

export type Tables = Readonly<Record<TableName, Table>>;
export type Secrets = Readonly<Record<SecretName, Secret>>;

/** What the storage stack hands to every function: the stores, and the key that encrypts them. */
export interface DataStores {
  readonly tables: Tables;
  readonly indexes: Readonly<Partial<Record<TableName, readonly string[]>>>;
  readonly secrets: Secrets;
  readonly buckets: Buckets;
  readonly key: IKey;
}

/** What a function may do with a bucket: actions by the names that they reach, `''` being the bucket itself. */
export type BucketRight = Readonly<Record<string, readonly string[]>>;

// A signed URL lends the right of whoever signed it, for one object. A missing object is told from a forbidden one
// only to whoever may list.
export const bucketRights = {
  documents: {
    get: { '*': ['s3:GetObject', 's3:GetObjectVersion'] },
    find: { '': ['s3:ListBucket'] },
    put: { '*': ['s3:PutObject'] },
  },
  /** Copies of the lines of the audit trail; no function may delete one or shorten its lock. */
  auditCopy: {
    add: { 'lines/*': ['s3:PutObject'] },
    compare: { 'lines/*': ['s3:GetObject', 's3:PutObject'], '': ['s3:ListBucket'] },
  },
  /** Files that are imported, what their runs put aside, and what they did not take. */
  imports: {
    receive: { 'files/*': ['s3:PutObject'] },
    'hand-out': { 'rejects/*': ['s3:GetObject'] },
    'hand-out-answers': { 'answers/*': ['s3:GetObject'] },
    'hand-out-statements': { 'statements/*': ['s3:GetObject'] },
    work: {
      'files/*': ['s3:GetObject', 's3:GetObjectVersion'],
      'parts/*': ['s3:GetObject', 's3:PutObject'],
      'rejects/*': ['s3:PutObject', 's3:AbortMultipartUpload'],
      '': ['s3:ListBucket'],
    },
    answer: {
      'files/*': ['s3:GetObject', 's3:GetObjectVersion'],
      'parts/*': ['s3:GetObject', 's3:PutObject'],
      'answers/*': ['s3:PutObject', 's3:AbortMultipartUpload'],
      '': ['s3:ListBucket'],
    },
    state: {
      'parts/*': ['s3:GetObject', 's3:PutObject'],
      'statements/*': ['s3:PutObject', 's3:AbortMultipartUpload'],
      '': ['s3:ListBucket'],
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, BucketRight>>>>;

export type BucketAccess = {
  readonly [Name in BucketName]?: readonly (keyof (typeof bucketRights)[Name])[];
};

/** Each bucket that a function uses, with the rights that it has on it. */
export function rightsOn(access: BucketAccess): [BucketName, BucketRight[]][] {
  return (Object.keys(access) as BucketName[]).map((name) => {
    const rights: Readonly<Record<string, BucketRight>> = bucketRights[name];
    return [name, (access[name] ?? []).map((right) => rights[right] ?? {})];
  });
}

/** What an action on objects needs of the key that encrypts them. */
export const objectKeyActions: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['kms:Decrypt'],
  's3:PutObject': ['kms:Decrypt', 'kms:GenerateDataKey'],
};

const readActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
] as const;
const eraseActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
] as const;
const writeActions = [...readActions, 'dynamodb:PutItem', 'dynamodb:UpdateItem'] as const;

// A transaction needs no action of its own: IAM checks the actions inside it.
export const accessActions = {
  read: readActions,
  list: readActions,
  append: ['dynamodb:PutItem'],
  'read-append': [...readActions, 'dynamodb:PutItem'],
  write: writeActions,
  /** Reads along with others, and counts up. */
  count: ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'],
  scan: [...readActions, 'dynamodb:Scan'],
  'scan-write': [...writeActions, 'dynamodb:Scan'],
  import: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:Scan'],
  /** Of the job that erases, and of nothing else. */
  erase: eraseActions,
  'erase-note': [...eraseActions, 'dynamodb:UpdateItem'],
  /** The same job lets rows end by their time. */
  'let-end': ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
} as const satisfies Record<string, readonly string[]>;

/** Every route reads an account by its key; who may go through all of an area is said by `list`. */
export const readsIndexes = (table: TableName, mode: AccessMode): boolean =>
  table === 'accounts' ? mode === 'list' : !readsNoIndex.includes(mode);

const readsNoIndex: readonly AccessMode[] = ['append', 'import', 'erase', 'erase-note', 'let-end'];

/** What a function may do with the users of the pool. */
export const userPoolActions = {
  find: ['cognito-idp:AdminGetUser'],
  add: ['cognito-idp:AdminCreateUser'],
  'set-password': ['cognito-idp:AdminSetUserPassword'],
  'set-email': ['cognito-idp:AdminUpdateUserAttributes'],
  enable: ['cognito-idp:AdminEnableUser'],
  disable: ['cognito-idp:AdminDisableUser'],
  'sign-out': ['cognito-idp:AdminUserGlobalSignOut'],
  'forget-device': ['cognito-idp:AdminSetUserMFAPreference'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type UserPoolRight = keyof typeof userPoolActions;

export type AccessMode = keyof typeof accessActions;

export type TableAccess = Readonly<Partial<Record<TableName, AccessMode>>>;

export const keyActions: Readonly<Record<AccessMode, readonly string[]>> = {
  read: ['kms:Decrypt', 'kms:DescribeKey'],
  list: ['kms:Decrypt', 'kms:DescribeKey'],
  append: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  'read-append': ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  write: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  count: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  scan: ['kms:Decrypt', 'kms:DescribeKey'],
  'scan-write': ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  import: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  erase: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  'erase-note': ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  'let-end': ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
};

const screamingSnake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** `registrationHistory` → `REGISTRATION_HISTORY_TABLE`, holding the table's name. */
export const tableVariable = (table: TableName): string => `${screamingSnake(table)}_TABLE`;

/** `documents` → `DOCUMENTS_BUCKET`, holding the bucket's name. */
export const bucketVariable = (bucket: BucketName): string => `${screamingSnake(bucket)}_BUCKET`;

/** `personKey` → `PERSON_KEY_ARN`, holding the secret's ARN. */
export const secretVariable = (secret: SecretName): string => `${screamingSnake(secret)}_ARN`;

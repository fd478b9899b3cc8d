import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { LambdaFunction } from './constructs/lambda-function.ts';
import type { DataStores, Secrets, TableName, Tables } from './data-access.ts';
import { type Bank, type BankClientSlot, EDGE_REGION, type StageSettings } from './stages.ts';

export interface StorageStackProps extends StackProps {
  readonly stage: StageSettings;
}

interface BankClient {
  readonly bank: Bank;
  readonly slot: BankClientSlot;
  readonly client: UserPoolClient;
}

/** How officers and banks prove who they are. */
export interface Identity {
  readonly userPool: UserPool;
  readonly officerClient: UserPoolClient;
  readonly bankClients: readonly BankClient[];
  readonly bankScopes: readonly string[];
}

interface TableShape {
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  readonly stream?: StreamViewType;
  readonly timeToLiveAttribute?: string;
}

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });
const number = (name: string): Attribute => ({ name, type: AttributeType.NUMBER });

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** What must outlive a deployment. Renaming a construct here would replace the resource and lose its data. */
export class StorageStack extends Stack {
  readonly stores: DataStores;
  readonly identity: Identity;
  private readonly stage: StageSettings;
  private readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, props: StorageStackProps) {
    super(scope, id, props);
    this.stage = props.stage;
    this.removalPolicy = props.stage.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const key = new Key(this, 'DataKey', {
      description: 'Encrypts the tables and secrets of Sitthi',
      enableKeyRotation: true,
      removalPolicy: this.removalPolicy,
    });
    this.stores = {
      key,
      tables: this.makeTables(key),
      indexes: {
        registrations: ['day-list', 'bank-list'],
        ledger: ['participants', 'roster'],
        audit: ['person', 'hour'],
        accounts: ['area'],
        announcements: ['unread'],
      },
      secrets: this.makeSecrets(key),
      buckets: {
        documents: this.makeDocumentsBucket(key),
        imports: this.makeImportsBucket(key),
        auditCopy: this.makeAuditCopyBucket(key),
      },
    };
    this.identity = this.makeIdentity();
    this.noteSignIns();
    this.makeOutputs();
  }

  private makeTables(key: Key): Tables {
    const table = (id: string, shape: TableShape): Table =>
      new Table(this, id, {
        ...shape,
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: key,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: this.stage.pointInTimeRecovery },
        deletionProtection: this.stage.deletionProtection,
        removalPolicy: this.removalPolicy,
      });

    const registrations = table('Registrations', {
      partitionKey: text('citizenId'),
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    registrations.addGlobalSecondaryIndex({
      indexName: 'day-list',
      partitionKey: text('dayListKey'),
      sortKey: text('dayListSort'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [
        'registrationId',
        'version',
        'status',
        'receipt',
        'intentOn',
        'channel',
        'agency',
        'projects',
        'place',
        'residence',
        'recordedBy',
        'recordedAt',
      ],
    });
    // What stands of a bank by the day of the intent; a day of a bank is spread over sixteen keys.
    registrations.addGlobalSecondaryIndex({
      indexName: 'bank-list',
      partitionKey: text('bankListKey'),
      sortKey: text('bankListSort'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['bankReference', 'registrationId', 'version', 'receipt', 'intentOn', 'recordedAt'],
    });
    // Lines end by their time alone: no function may delete one.
    const audit = table('Audit', {
      partitionKey: text('actorMonth'),
      sortKey: text('entryKey'),
      stream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expiresAtEpochSeconds',
    });
    audit.addGlobalSecondaryIndex({
      indexName: 'person',
      partitionKey: text('personKey'),
      sortKey: text('entryKey'),
      projectionType: ProjectionType.ALL,
    });
    // Whole, so that what is held against the copy is the line itself and no digest that it brought along.
    audit.addGlobalSecondaryIndex({
      indexName: 'hour',
      partitionKey: text('hourKey'),
      sortKey: text('entryKey'),
      projectionType: ProjectionType.ALL,
    });

    const ledger = table('Ledger', {
      partitionKey: text('citizenId'),
      timeToLiveAttribute: 'expiresAtEpochSeconds',
    });
    ledger.addGlobalSecondaryIndex({
      indexName: 'participants',
      partitionKey: text('participantDistrict'),
      sortKey: text('participantSort'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['registration'],
    });
    ledger.addGlobalSecondaryIndex({
      indexName: 'roster',
      partitionKey: text('rosterDistrict'),
      sortKey: text('rosterSort'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['card', 'registration'],
    });

    const accounts = table('Accounts', { partitionKey: text('subject') });
    accounts.addGlobalSecondaryIndex({
      indexName: 'area',
      partitionKey: text('areaProvince'),
      sortKey: text('areaSort'),
      projectionType: ProjectionType.ALL,
    });

    const announcements = table('Announcements', {
      partitionKey: text('province'),
      sortKey: text('announcementId'),
      timeToLiveAttribute: 'expiresAtEpochSeconds',
    });
    announcements.addGlobalSecondaryIndex({
      indexName: 'unread',
      partitionKey: text('unreadProvince'),
      sortKey: text('announcementId'),
      projectionType: ProjectionType.ALL,
    });

    return {
      cardholders: table('Cardholders', {
        partitionKey: text('citizenId'),
        stream: StreamViewType.NEW_AND_OLD_IMAGES,
      }),
      registrations,
      registrationHistory: table('RegistrationHistory', {
        partitionKey: text('citizenId'),
        sortKey: number('version'),
      }),
      references: table('References', {
        partitionKey: text('reference'),
        timeToLiveAttribute: 'expiresAtEpochSeconds',
      }),
      intakeLocations: table('IntakeLocations', { partitionKey: text('district'), sortKey: text('placeId') }),
      programme: table('Programme', { partitionKey: text('part') }),
      ledger,
      counters: table('Counters', { partitionKey: text('province'), sortKey: text('bucket') }),
      accounts,
      audit,
      quarantine: table('Quarantine', { partitionKey: text('quarantineId') }),
      jobRuns: table('JobRuns', { partitionKey: text('kind'), sortKey: text('runId') }),
      cutOffs: table('CutOffs', { partitionKey: text('measure'), sortKey: text('cutOffId') }),
      cutOffRows: table('CutOffRows', { partitionKey: text('cutOffDistrict'), sortKey: text('rowKey') }),
      documents: table('Documents', { partitionKey: text('kind'), sortKey: text('versionId') }),
      attempts: table('Attempts', {
        partitionKey: text('tried'),
        timeToLiveAttribute: 'expiresAtEpochSeconds',
      }),
      imports: table('Imports', { partitionKey: text('source'), sortKey: text('importId') }),
      allowances: table('Allowances', {
        partitionKey: text('allowance'),
        timeToLiveAttribute: 'expiresAtEpochSeconds',
      }),
      announcements,
    };
  }

  /** What is put here stays until its time is over, whoever wants it away. */
  private makeAuditCopyBucket(key: Key): Bucket {
    const { mode, days } = this.stage.auditLock;
    const bucket = new Bucket(this, 'AuditCopy', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention[mode](Duration.days(days)),
      removalPolicy: this.removalPolicy,
      lifecycleRules: [
        {
          expiration: Duration.days(days + 1),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'One function writes into it and one reads it, to hold it against the audit trail every night. Nobody else has a right, nothing in it can be changed, and a log of accesses would itself need such a copy.',
    });
    return bucket;
  }

  /** Versions pin the very upload that was checked; what a run puts aside is worthless a few days later. */
  private makeImportsBucket(key: Key): Bucket {
    const bucket = new Bucket(this, 'ImportFiles', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: this.removalPolicy,
      lifecycleRules: [
        { prefix: 'parts/', expiration: Duration.days(7), noncurrentVersionExpiration: Duration.days(1) },
        { prefix: 'files/', expiration: Duration.days(30), noncurrentVersionExpiration: Duration.days(1) },
        { prefix: 'answers/', expiration: Duration.days(30), noncurrentVersionExpiration: Duration.days(1) },
        { prefix: 'rejects/', expiration: Duration.days(30), noncurrentVersionExpiration: Duration.days(1) },
        {
          prefix: 'statements/',
          expiration: Duration.days(30),
          noncurrentVersionExpiration: Duration.days(1),
        },
        { abortIncompleteMultipartUploadAfter: Duration.days(1), expiredObjectDeleteMarker: true },
      ],
      // The address itself is the right to send, signed for one file; from which page it is used does not matter.
      cors: [
        { allowedMethods: [HttpMethods.PUT], allowedOrigins: ['*'], allowedHeaders: ['*'], maxAge: 3_600 },
      ],
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Every file enters by an address that the API signs for an officer, with a line on the audit trail, and is read by the import job alone. A log of accesses would be one more place that keeps who imported what.',
    });
    return bucket;
  }

  private makeSecrets(key: Key): Secrets {
    const secrets: Secrets = {
      edgeSecret: new Secret(this, 'EdgeSecret', {
        description:
          'Proves that a request came through the edge; the previous value stays valid in a rotation',
        encryptionKey: key,
        // The edge's stack reads it there.
        ...(this.stage.edge === undefined ? {} : { replicaRegions: [{ region: EDGE_REGION }] }),
        removalPolicy: this.removalPolicy,
        generateSecretString: {
          secretStringTemplate: JSON.stringify({ previous: '' }),
          generateStringKey: 'current',
          passwordLength: 48,
          excludePunctuation: true,
        },
      }),
      personKey: new Secret(this, 'PersonKey', {
        description:
          'Keys the HMAC that stands for a citizen ID on the audit trail; changing it orphans old entries',
        encryptionKey: key,
        removalPolicy: this.removalPolicy,
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
      }),
      attemptKey: new Secret(this, 'AttemptKey', {
        description: 'Keys the hashes under which look-ups are counted, and signs challenges',
        encryptionKey: key,
        removalPolicy: this.removalPolicy,
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
      }),
    };
    Validations.of(secrets.edgeSecret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'CloudFront has to send a new value before the functions forget the old one, so a rotation is a deployment of the edge that no schedule of Secrets Manager can make. The secret holds both values meanwhile.',
    });
    Validations.of(secrets.personKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The index of the audit trail is made with this key. A new key would hide every older line from the question who has looked at a person, which the trail is kept for.',
    });
    Validations.of(secrets.attemptKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Containers read the key once. While some had the old and some the new one, every limit would be doubled and canaries would be missed, so it is changed by hand, with a deployment that ends the old containers.',
    });
    return secrets;
  }

  private makeDocumentsBucket(key: Key): Bucket {
    const documents = new Bucket(this, 'DocumentFiles', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      cors: [
        {
          allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
          // The right is in the signed URL; a browser sends nothing of its own along that a page could misuse.
          allowedOrigins: ['*'],
          allowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
          maxAge: 3600,
        },
      ],
      removalPolicy: this.removalPolicy,
    });
    Validations.of(documents).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'The bucket holds documents that the Ministry publishes and nothing about a person. Who put a file into it stands on the audit trail with the announcement and the publication, and only signed URLs reach it.',
    });
    return documents;
  }

  private makeIdentity(): Identity {
    const { stage } = this;
    const userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      signInCaseSensitive: false,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(7),
      },
      mfa: stage.mfa === 'required' ? Mfa.REQUIRED : Mfa.OFF,
      ...(stage.mfa === 'required' ? { mfaSecondFactor: { otp: true, sms: false } } : {}),
      // By the address that the account was made with: officers cannot change it, and it was verified when it was taken down.
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      autoVerify: { email: true },
      userVerification: {
        emailSubject: 'รหัสตั้งรหัสผ่านใหม่ · Code for a new password',
        emailBody:
          'รหัสสำหรับตั้งรหัสผ่านใหม่ของระบบสิทธิ คือ {####} หากท่านไม่ได้ขอ โปรดแจ้งผู้ดูแลบัญชี<br>Your code for a new password is {####}. If you have not asked for it, tell whoever administers your accounts.',
      },
      deletionProtection: stage.deletionProtection,
      removalPolicy: this.removalPolicy,
    });
    Validations.of(userPool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'What the Plus plan adds does not reach this pool: it finds leaked passwords only where the password itself is sent, and officers sign in by SRP; on a risky sign-in it asks for the second factor that every sign-in needs here. Nobody signs himself up, and a disabled account is refused at its next request.',
    });
    // A client-credentials token is fetched from the pool's own domain, whose prefix is unique in a region.
    userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `sitthi-${stage.name}-${Aws.ACCOUNT_ID}` },
    });
    const officerClient = userPool.addClient('OfficerClient', {
      generateSecret: false,
      authFlows: stage.officerAuthFlows === 'USER_PASSWORD_AUTH' ? { userPassword: true } : { userSrp: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      idTokenValidity: Duration.minutes(60),
      accessTokenValidity: Duration.minutes(60),
      refreshTokenValidity: Duration.hours(10),
      // Cognito reads an empty list as all standard attributes, so one harmless attribute is named.
      writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    });

    const scopes = new Map(
      stage.bankClients.map(({ bank }) => [
        bank,
        new ResourceServerScope({
          scopeName: bank.toLowerCase(),
          scopeDescription: `Sends the registrations that ${bank} recorded`,
        }),
      ]),
    );
    const bankServer = userPool.addResourceServer('Banks', {
      identifier: 'banks',
      scopes: [...scopes.values()],
    });
    const bankClients = stage.bankClients.flatMap(({ bank, slots }) =>
      slots.map((slot) => ({
        bank,
        slot,
        client: userPool.addClient(bankClientId(bank, slot), {
          generateSecret: true,
          oAuth: {
            flows: { clientCredentials: true },
            scopes: [...scopes].flatMap(([owner, scope]) =>
              owner === bank ? [OAuthScope.resourceServer(bankServer, scope)] : [],
            ),
          },
          preventUserExistenceErrors: true,
          enableTokenRevocation: true,
          accessTokenValidity: Duration.minutes(60),
        }),
      })),
    );
    return {
      userPool,
      officerClient,
      bankClients,
      bankScopes: [...scopes.values()].map(({ scopeName }) => `banks/${scopeName}`),
    };
  }

  /** Here and not with the other functions, since the pool itself names it. */
  private noteSignIns(): void {
    const { function: noting } = new LambdaFunction(this, 'NoteSignIn', {
      stage: this.stage,
      stores: this.stores,
      entry: 'jobs/note-sign-in',
      purpose: 'Puts each sign-in on the audit trail before the user pool gives out tokens.',
      impact: 'Officers cannot sign in.',
      tables: { audit: 'append' },
      secrets: [],
      // Cognito gives a trigger five seconds.
      timeout: Duration.seconds(5),
      failuresToAlarm: 5,
    });
    this.identity.userPool.addTrigger(UserPoolOperation.POST_AUTHENTICATION, noting);
    new CfnOutput(this, 'NoteSignInFunction', {
      value: noting.functionName,
      description: 'The function that the user pool calls after a sign-in',
    });
  }

  private makeOutputs(): void {
    const { identity, stores } = this;
    new CfnOutput(this, 'AuditCopyBucket', {
      value: stores.buckets.auditCopy.bucketName,
      description: 'The copy of the audit trail that nobody can change',
    });
    new CfnOutput(this, 'ImportsBucket', {
      value: stores.buckets.imports.bucketName,
      description: 'Files that are imported, and what was not taken of them',
    });
    new CfnOutput(this, 'UserPoolId', {
      value: identity.userPool.userPoolId,
      description: 'The user pool of officers and banks',
    });
    new CfnOutput(this, 'OfficerClientId', {
      value: identity.officerClient.userPoolClientId,
      description: 'The client with which officers sign in',
    });
    for (const { bank, slot, client } of identity.bankClients) {
      new CfnOutput(this, `${bankClientId(bank, slot)}Id`, {
        value: client.userPoolClientId,
        description: `The client ${slot} of ${bank}`,
      });
    }
    new CfnOutput(this, 'EdgeSecretArn', {
      value: stores.secrets.edgeSecret.secretArn,
      description: 'The secret that the edge adds to each request',
    });
    new CfnOutput(this, 'PersonKeyArn', {
      value: stores.secrets.personKey.secretArn,
      description: 'The key of the HMAC that stands for a person on the audit trail',
    });
    new CfnOutput(this, 'AttemptKeyArn', {
      value: stores.secrets.attemptKey.secretArn,
      description: 'The key under which look-ups are counted',
    });
    new CfnOutput(this, 'BucketDocuments', {
      value: stores.buckets.documents.bucketName,
      description: 'The bucket of documents',
    });
    for (const name of Object.keys(stores.tables) as TableName[]) {
      new CfnOutput(this, `Table${pascal(name)}`, {
        value: stores.tables[name].tableName,
        description: `The table of ${name}`,
      });
    }
  }
}

/** `BAAC`, `a` → `BankClientBaacA`. */
const bankClientId = (bank: Bank, slot: BankClientSlot): string =>
  `BankClient${pascal(bank.toLowerCase())}${slot.toUpperCase()}`;

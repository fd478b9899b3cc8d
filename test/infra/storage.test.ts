import { describe, expect, it } from 'vitest';
import { stageNames, stages } from '../../lib/stages.ts';
import {
  resourcesOf,
  storageTemplate,
  type TableDefinition,
  tableDefinitions,
  tableLogicalIds,
} from '../support/templates.ts';

interface TableProperties {
  readonly TableName?: string;
  readonly BillingMode: string;
  readonly DeletionProtectionEnabled: boolean;
  readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
  readonly SSESpecification: { readonly SSEType: string; readonly KMSMasterKeyId: object };
  readonly StreamSpecification?: { readonly StreamViewType: string };
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
}

interface ClientProperties {
  readonly GenerateSecret: boolean;
  readonly ExplicitAuthFlows?: readonly string[];
  readonly AllowedOAuthFlows?: readonly string[];
  readonly AllowedOAuthScopes?: readonly unknown[];
  readonly AllowedOAuthFlowsUserPoolClient: boolean;
  readonly PreventUserExistenceErrors?: string;
  readonly IdTokenValidity?: number;
  readonly AccessTokenValidity?: number;
  readonly RefreshTokenValidity?: number;
  readonly WriteAttributes?: readonly string[];
}

const statefulTypes = [
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::Cognito::UserPool',
  'AWS::S3::Bucket',
];

// A changed id makes CloudFormation replace the resource: its data stays behind or is lost.
const pinnedIds = [
  'AccountsBE8A900E',
  'Allowances441913EF',
  'AnnouncementsFFD7F852',
  'AttemptKey871A77D7',
  'Attempts4DADFC67',
  'Audit3D8ADE0A',
  'AuditCopyB975A775',
  'CardholdersFDECC40F',
  'CountersFDB211E7',
  'CutOffRowsBEB49A99',
  'CutOffsB59BD707',
  'DataKey17AFBB84',
  'DocumentFiles8A799B74',
  'Documents7E5B2978',
  'EdgeSecret1CC1469E',
  'ImportFiles42845354',
  'ImportsC5EA4F6F',
  'IntakeLocations30D717AA',
  'JobRunsA1782544',
  'LedgerB7379752',
  'PersonKey12C7366D',
  'ProgrammeD366FE4C',
  'Quarantine23FF09FE',
  'ReferencesB704FE26',
  'RegistrationHistoryEC6AABEE',
  'RegistrationsA6F76D76',
  'UserPool6BA7E5F2',
];

/** `citizenId S, version N`: partition key first. */
const keyOf = (
  { AttributeDefinitions = [] }: TableDefinition,
  schema: TableDefinition['KeySchema'] = [],
): string =>
  [...schema]
    .sort((a, b) => (a.KeyType === b.KeyType ? 0 : a.KeyType === 'HASH' ? -1 : 1))
    .map(({ AttributeName }) => {
      const type = AttributeDefinitions.find((one) => one.AttributeName === AttributeName)?.AttributeType;
      return `${AttributeName} ${type}`;
    })
    .join(', ');

const onEveryStage = describe.each(stageNames);

onEveryStage('the storage of %s', (name) => {
  const stage = stages[name];
  const template = storageTemplate(name);
  const tables = resourcesOf<TableProperties>(template, 'AWS::DynamoDB::Table');
  const stateful = statefulTypes.flatMap((type) =>
    Object.entries(resourcesOf<Record<string, unknown>>(template, type)),
  );

  it('keeps the logical ids of what holds data', () => {
    expect(stateful.map(([id]) => id).sort()).toEqual(pinnedIds);
  });

  it('leaves physical names to CloudFormation', () => {
    for (const [id, { Properties }] of stateful) {
      for (const property of ['TableName', 'Name', 'UserPoolName', 'KeyId', 'BucketName']) {
        expect(Properties, id).not.toHaveProperty(property);
      }
    }
    expect(template.findResources('AWS::KMS::Alias')).toEqual({});
  });

  it(`has every stateful resource on ${stage.removal} when it leaves the template`, () => {
    const policy = stage.removal === 'retain' ? 'Retain' : 'Delete';
    for (const [id, resource] of stateful) {
      expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, policy, policy]);
    }
  });

  it('encrypts every table with the rotated key of its own', () => {
    for (const [id, { Properties }] of Object.entries(tables)) {
      expect([id, Properties.SSESpecification]).toEqual([
        id,
        { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { 'Fn::GetAtt': ['DataKey17AFBB84', 'Arn'] } },
      ]);
    }
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.allResourcesProperties('AWS::SecretsManager::Secret', {
      KmsKeyId: { 'Fn::GetAtt': ['DataKey17AFBB84', 'Arn'] },
    });
  });

  it('protects and recovers every table as the stage asks', () => {
    for (const [id, { Properties }] of Object.entries(tables)) {
      expect([
        id,
        Properties.BillingMode,
        Properties.DeletionProtectionEnabled,
        Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled,
      ]).toEqual([id, 'PAY_PER_REQUEST', stage.deletionProtection, stage.pointInTimeRecovery]);
    }
  });

  it('streams both images of cardholders and registrations, the lines of the audit trail, and nothing else', () => {
    const streams = Object.entries(tableLogicalIds(name)).flatMap(([table, id]) => {
      const stream = tables[id]?.Properties.StreamSpecification;
      return stream === undefined ? [] : [[table, stream.StreamViewType]];
    });
    expect(Object.fromEntries(streams)).toEqual({
      audit: 'NEW_IMAGE',
      cardholders: 'NEW_AND_OLD_IMAGES',
      registrations: 'NEW_AND_OLD_IMAGES',
    });
  });

  it('locks each copied line of the audit trail for as long as the stage says', () => {
    const { mode, days } = stage.auditLock;
    template.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: mode.toUpperCase(), Days: days } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    if (name === 'production') expect([mode, days]).toEqual(['compliance', 3_653]);
  });

  it('lets references, tries, allowances, announcements, rows of the ledger and lines of the audit trail expire', () => {
    const expiring = Object.entries(tableLogicalIds(name)).flatMap(([table, id]) => {
      const expiry = tables[id]?.Properties.TimeToLiveSpecification;
      return expiry === undefined ? [] : [[table, expiry]];
    });
    const expiry = { AttributeName: 'expiresAtEpochSeconds', Enabled: true };
    expect(Object.fromEntries(expiring)).toEqual({
      references: expiry,
      attempts: expiry,
      allowances: expiry,
      announcements: expiry,
      ledger: expiry,
      audit: expiry,
    });
  });

  it('lets nobody sign himself up, and asks for strong passwords', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      DeletionProtection: stage.deletionProtection ? 'ACTIVE' : 'INACTIVE',
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
          TemporaryPasswordValidityDays: 7,
        },
      },
    });
  });

  it(`has the second factor ${stage.mfa}`, () => {
    template.hasResourceProperties(
      'AWS::Cognito::UserPool',
      stage.mfa === 'required'
        ? { MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] }
        : { MfaConfiguration: 'OFF' },
    );
  });

  it('gives officers one client without a secret that can write no right', () => {
    const clients = resourcesOf<ClientProperties>(template, 'AWS::Cognito::UserPoolClient');
    const officers = Object.values(clients).filter(({ Properties }) => !Properties.GenerateSecret);
    expect(officers.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({
        ExplicitAuthFlows: [`ALLOW_${stage.officerAuthFlows}`, 'ALLOW_REFRESH_TOKEN_AUTH'],
        AllowedOAuthFlowsUserPoolClient: false,
        PreventUserExistenceErrors: 'ENABLED',
        IdTokenValidity: 60,
        AccessTokenValidity: 60,
        RefreshTokenValidity: 600,
        WriteAttributes: ['locale'],
      }),
    ]);
  });

  it('gives each bank slot a client with a secret, client credentials and the scope of its bank', () => {
    const clients = resourcesOf<ClientProperties>(template, 'AWS::Cognito::UserPoolClient');
    const found = Object.values(clients).flatMap(({ Properties }) =>
      Properties.GenerateSecret
        ? [
            {
              flows: Properties.AllowedOAuthFlows,
              scopes: JSON.stringify(Properties.AllowedOAuthScopes).match(/\/(?:baac|gsb)/g),
              minutes: Properties.AccessTokenValidity,
            },
          ]
        : [],
    );
    const expected = stage.bankClients.flatMap(({ bank, slots }) =>
      slots.map(() => ({
        flows: ['client_credentials'],
        scopes: [`/${bank.toLowerCase()}`],
        minutes: 60,
      })),
    );
    expect(found).toEqual(expected);
  });

  it('names its outputs for those who deploy', () => {
    const banks = stage.bankClients.flatMap(({ bank, slots }) =>
      slots.map((slot) => `BankClient${bank.charAt(0)}${bank.slice(1).toLowerCase()}${slot.toUpperCase()}Id`),
    );
    expect(Object.keys(template.findOutputs('*'))).toEqual(
      expect.arrayContaining([
        'UserPoolId',
        'OfficerClientId',
        'EdgeSecretArn',
        'PersonKeyArn',
        'AttemptKeyArn',
        'TableRegistrationHistory',
        ...banks,
      ]),
    );
  });
});

// A changed key or index makes CloudFormation replace the table or build the index anew.
const pinnedKeys = {
  cardholders: 'citizenId S',
  registrations: 'citizenId S',
  registrationHistory: 'citizenId S, version N',
  references: 'reference S',
  intakeLocations: 'district S, placeId S',
  programme: 'part S',
  ledger: 'citizenId S',
  counters: 'province S, bucket S',
  accounts: 'subject S',
  allowances: 'allowance S',
  announcements: 'province S, announcementId S',
  audit: 'actorMonth S, entryKey S',
  quarantine: 'quarantineId S',
  jobRuns: 'kind S, runId S',
  cutOffs: 'measure S, cutOffId S',
  cutOffRows: 'cutOffDistrict S, rowKey S',
  documents: 'kind S, versionId S',
  imports: 'source S, importId S',
  attempts: 'tried S',
};
const pinnedIndexes = {
  'accounts/area': 'areaProvince S, areaSort S',
  'announcements/unread': 'unreadProvince S, announcementId S',
  'registrations/day-list': 'dayListKey S, dayListSort S',
  'registrations/bank-list': 'bankListKey S, bankListSort S',
  'ledger/participants': 'participantDistrict S, participantSort S',
  'ledger/roster': 'rosterDistrict S, rosterSort S',
  'audit/person': 'personKey S, entryKey S',
  'audit/hour': 'hourKey S, entryKey S',
};

describe.each(stageNames)('the definitions of the tables of %s', (name) => {
  const definitions = Object.entries(tableDefinitions(name));

  it('keep every key', () => {
    const keys = definitions.map(([table, definition]) => [table, keyOf(definition, definition.KeySchema)]);
    expect(Object.fromEntries(keys)).toEqual(pinnedKeys);
  });

  it('keep every index', () => {
    const keys = definitions.flatMap(([table, definition]) =>
      (definition.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema }) => [
        `${table}/${IndexName}`,
        keyOf(definition, KeySchema),
      ]),
    );
    expect(Object.fromEntries(keys)).toEqual(pinnedIndexes);
  });
});

describe('the definitions of the tables', () => {
  it('carry the indexes and enable the streams', () => {
    const definitions = tableDefinitions();
    expect(definitions.registrations).toMatchObject({
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      GlobalSecondaryIndexes: [
        { IndexName: 'day-list', Projection: { ProjectionType: 'INCLUDE' } },
        { IndexName: 'bank-list', Projection: { ProjectionType: 'INCLUDE' } },
      ],
    });
    expect(definitions.audit.GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'person', Projection: { ProjectionType: 'ALL' } },
      { IndexName: 'hour', Projection: { ProjectionType: 'ALL' } },
    ]);
  });
});

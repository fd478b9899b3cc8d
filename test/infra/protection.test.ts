import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { routes } from '../../lib/routes.ts';
import { stageNames, stages } from '../../lib/stages.ts';
import { constructsOf, everyTemplate, type Resource, resourcesOf } from '../support/templates.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Queues?: readonly { readonly Ref: string }[];
  readonly Topics?: readonly { readonly Ref: string }[];
}

interface OutputOfStack {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

/** Of the stack in us-east-1, and what the CDK deploys files and values of other regions with. */
const kindsOfTheEdge = [
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Lambda::LayerVersion',
  'AWS::WAFv2::WebACL',
  'Custom::CDKBucketDeployment',
  'Custom::CrossRegionExportReader',
  'Custom::CrossRegionExportWriter',
];

const kindsInUse = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
];

const refusesPlainText = ({ Effect, Condition }: Statement): boolean =>
  Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}';

describe.each(stageNames)('everything that %s deploys', (name) => {
  const stage = stages[name];
  const stacks = everyTemplate(name);
  const all = <Properties>(type: string): [string, Resource<Properties>][] =>
    stacks.flatMap(([, template]) => Object.entries(resourcesOf<Properties>(template, type)));

  it('is of kinds that every region of ours has', () => {
    const kinds = new Set(
      stacks.flatMap(([, template]) =>
        Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
          ({ Type }) => Type,
        ),
      ),
    );
    kinds.delete('AWS::CDK::Metadata');
    expect(
      [...kinds].filter(
        (kind) => ![...kindsInUse, ...(stage.edge === undefined ? [] : kindsOfTheEdge)].includes(kind),
      ),
    ).toEqual([]);
  });

  it('is protected from being deleted by its stack where the stage asks for it', () => {
    const storage = constructsOf(name).node.findChild(`sitthi-${name}-storage`);
    expect(storage).toMatchObject({ terminationProtection: stage.deletionProtection });
  });

  it('encrypts every queue and takes nothing over plain text', () => {
    const queues = all<{ readonly SqsManagedSseEnabled?: boolean; readonly KmsMasterKeyId?: unknown }>(
      'AWS::SQS::Queue',
    );
    const policies = all<PolicyProperties>('AWS::SQS::QueuePolicy');
    expect(queues.length).toBeGreaterThan(0);
    for (const [id, { Properties }] of queues) {
      expect(Properties.SqsManagedSseEnabled === true || Properties.KmsMasterKeyId !== undefined, id).toBe(
        true,
      );
      const statements = policies
        .filter(([, policy]) => policy.Properties.Queues?.some(({ Ref }) => Ref === id))
        .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
      expect(statements.some(refusesPlainText), id).toBe(true);
    }
  });

  it('lets CloudWatch of this account alone publish alarms, to a topic under a rotated key of our own', () => {
    const topics = stacks.flatMap(([part, template]) =>
      Object.entries(resourcesOf<{ readonly KmsMasterKeyId?: unknown }>(template, 'AWS::SNS::Topic')).map(
        ([id, { Properties }]) => ({ part, template, id, Properties }),
      ),
    );
    const parts = stage.alarmAddresses.length === 0 ? [] : ['operations', 'edgeOperations'];
    expect(topics.map(({ part }) => part)).toEqual(parts);
    for (const { template, id, Properties } of topics) {
      expect(Properties.KmsMasterKeyId).toEqual({
        'Fn::GetAtt': [expect.stringMatching(/^AlarmKey/), 'Arn'],
      });
      const statements = Object.values(resourcesOf<PolicyProperties>(template, 'AWS::SNS::TopicPolicy'))
        .filter((policy) => policy.Properties.Topics?.some(({ Ref }) => Ref === id))
        .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
      expect(statements.some(refusesPlainText)).toBe(true);
      expect(statements.filter((statement) => !refusesPlainText(statement))).toMatchObject([
        {
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ]);
      const addresses = Object.values(
        resourcesOf<{ readonly Protocol: string; readonly Endpoint: string }>(
          template,
          'AWS::SNS::Subscription',
        ),
      );
      expect(addresses.map(({ Properties: { Protocol, Endpoint } }) => [Protocol, Endpoint])).toEqual(
        stage.alarmAddresses.map((address) => ['email', address]),
      );
    }
  });

  it('rotates every key', () => {
    for (const [id, { Properties }] of all<{ readonly EnableKeyRotation?: boolean }>('AWS::KMS::Key')) {
      expect([id, Properties.EnableKeyRotation]).toEqual([id, true]);
    }
  });

  it('opens no bucket to the public and keeps none unencrypted', () => {
    const buckets = all<object>('AWS::S3::Bucket');
    for (const [id, { Properties }] of buckets) {
      expect([id, Properties]).toMatchObject([
        id,
        {
          BucketEncryption: expect.anything(),
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        },
      ]);
    }
    const policies = all<PolicyProperties>('AWS::S3::BucketPolicy');
    for (const [, { Properties }] of policies) {
      expect(Properties.PolicyDocument.Statement.some(refusesPlainText)).toBe(true);
    }
    expect(policies).toHaveLength(buckets.length);
  });

  it('is called by services only, each for a resource of this stage', () => {
    const permissions = all<{ readonly Principal: string; readonly SourceArn?: unknown }>(
      'AWS::Lambda::Permission',
    );
    for (const [id, { Properties }] of permissions) {
      expect(['cognito-idp.amazonaws.com', 'events.amazonaws.com'], id).toContain(Properties.Principal);
      expect(Properties.SourceArn, id).toBeDefined();
    }
    for (const kind of [
      'AWS::Lambda::Url',
      'AWS::IAM::User',
      'AWS::IAM::AccessKey',
      'AWS::IAM::ManagedPolicy',
    ]) {
      expect(all(kind)).toEqual([]);
    }
  });

  it('runs under roles of its own that only Lambda may take, with no policy written elsewhere', () => {
    type Role = {
      readonly AssumeRolePolicyDocument: PolicyProperties['PolicyDocument'];
      readonly ManagedPolicyArns?: unknown;
    };
    const takenBy = (service: string) =>
      all<Role>('AWS::IAM::Role').filter(([, { Properties }]) =>
        isDeepStrictEqual(Properties.AssumeRolePolicyDocument.Statement, [
          { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: service } },
        ]),
      );
    const ofFunctions = takenBy('lambda.amazonaws.com');
    const ofApi = takenBy('apigateway.amazonaws.com');
    expect(ofFunctions).toHaveLength(all('AWS::Lambda::Function').length);
    // One for each kind of caller: public, officers, banks.
    expect(ofApi).toHaveLength(3);
    expect(all('AWS::IAM::Role')).toHaveLength(ofFunctions.length + ofApi.length);
    for (const [id, { Properties }] of all<Role>('AWS::IAM::Role'))
      expect(Properties.ManagedPolicyArns, id).toBeUndefined();
  });

  it('lets the API call the function of each route by the role of its kind of caller, and nothing else', () => {
    type Integration = {
      readonly IntegrationUri: unknown;
      readonly CredentialsArn: { 'Fn::GetAtt': [string, 'Arn'] };
    };
    const called = new Map<string, unknown[]>();
    for (const [, { Properties }] of all<Integration>('AWS::ApiGatewayV2::Integration')) {
      const [role] = Properties.CredentialsArn['Fn::GetAtt'];
      called.set(role, [...(called.get(role) ?? []), Properties.IntegrationUri]);
    }
    expect([...called.values()].flat()).toHaveLength(routes.length);
    for (const [role, functions] of called) {
      const statements = all<PolicyProperties & { readonly Roles: { Ref: string }[] }>('AWS::IAM::Policy')
        .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }) => Ref === role))
        .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
      expect(statements, role).toEqual([
        { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: expect.any(Array) },
      ]);
      const names = (of: unknown): string[] => (of as unknown[]).map((one) => JSON.stringify(one)).sort();
      expect(names(statements[0]?.Resource), role).toEqual(names(functions));
    }
  });

  it('writes no secret into a template, a variable or an output', () => {
    for (const [stack, template] of stacks) {
      // CloudFront is given the edge's secret by its name, and values of other regions come by SSM.
      const text = JSON.stringify(template.toJSON())
        .replaceAll('{{resolve:ssm:/cdk/exports/', '')
        .replace(/"HeaderName":"x-sitthi-edge-secret","HeaderValue":\{"Fn::Join":\["",\["\{\{resolve:/, '');
      expect(text, stack).not.toMatch(/\{\{resolve:|"ClientSecret"|"SecretString"|AKIA[A-Z0-9]{16}/);
    }
    const outputs = stacks.flatMap(([, template]) =>
      Object.entries(template.findOutputs('*') as Record<string, OutputOfStack>),
    );
    for (const [id, { Value }] of outputs) {
      const attributes = JSON.stringify(Value).match(/"Fn::GetAtt":\["[^"]+","([^"]+)"\]/g) ?? [];
      for (const attribute of attributes)
        expect(attribute, id).toMatch(/"(?:Arn|StreamArn|ProviderName|DomainName)"\]$/);
    }
  });

  it('exports what another stack imports, and imports what is exported', () => {
    const exported = stacks.flatMap(([, template]) =>
      Object.values(template.findOutputs('*') as Record<string, OutputOfStack>).flatMap(({ Export }) =>
        Export === undefined ? [] : [Export.Name],
      ),
    );
    const imported = stacks.flatMap(([, template]) =>
      [...JSON.stringify(template.toJSON()).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(
        ([, key = '']) => key,
      ),
    );
    expect(new Set(imported)).toEqual(new Set(exported));
  });
});

import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, siteHeaders } from '../../lib/site-headers.ts';
import { stages } from '../../lib/stages.ts';
import { resourcesOf, templates } from '../support/templates.ts';

interface Behaviour {
  readonly PathPattern?: string;
  readonly AllowedMethods?: readonly string[];
  readonly CachePolicyId: unknown;
  readonly ViewerProtocolPolicy: string;
  readonly FunctionAssociations: readonly { readonly EventType: string }[];
}

interface DistributionProperties {
  readonly DistributionConfig: {
    readonly DefaultCacheBehavior: Behaviour;
    readonly CacheBehaviors: readonly Behaviour[];
    readonly Logging: object;
    readonly WebACLId: object;
    readonly Origins: readonly {
      readonly CustomOriginConfig?: object;
      readonly OriginCustomHeaders?: readonly {
        readonly HeaderName: string;
        readonly HeaderValue: unknown;
      }[];
      readonly OriginAccessControlId?: object;
    }[];
  };
}

interface Rule {
  readonly Name: string;
  readonly Action?: object;
  readonly Statement: { readonly RateBasedStatement?: { readonly Limit: number } };
  readonly VisibilityConfig: { readonly SampledRequestsEnabled: boolean };
}

const only = <Properties>(name: 'staging' | 'production', type: string): Properties => {
  const { edge } = templates(name);
  if (edge === undefined) throw new Error(`${name} has no edge`);
  const [found, ...more] = Object.values(resourcesOf<Properties>(edge, type));
  if (found === undefined || more.length > 0) throw new Error(`${name} has not one ${type}`);
  return found.Properties;
};

describe('the edge', () => {
  it('stands before every stage but that of one machine', () => {
    expect(templates('local').edge).toBeUndefined();
    expect(stages.staging.edge).toBeDefined();
    expect(stages.production.edge).toBeDefined();
  });
});

describe.each(['staging', 'production'] as const)('the edge of %s', (name) => {
  const { DistributionConfig: distribution } = only<DistributionProperties>(
    name,
    'AWS::CloudFront::Distribution',
  );
  const [api] = distribution.CacheBehaviors;

  it('hands the API every method, over TLS only, with the address that it saw', () => {
    expect(distribution.CacheBehaviors).toHaveLength(1);
    expect(api).toMatchObject({ PathPattern: '/v1/*', ViewerProtocolPolicy: 'https-only' });
    expect(api?.AllowedMethods).toContain('PATCH');
    expect(api?.FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }]);
    expect(distribution.Origins.map(({ CustomOriginConfig }) => CustomOriginConfig)).toContainEqual({
      OriginProtocolPolicy: 'https-only',
      OriginReadTimeout: 30,
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });

  it('proves itself to the API by the secret, read where it is replicated', () => {
    const [header] = distribution.Origins.flatMap(({ OriginCustomHeaders = [] }) => OriginCustomHeaders);
    expect(header?.HeaderName).toBe('x-sitthi-edge-secret');
    expect(JSON.stringify(header?.HeaderValue)).toMatch(/resolve:secretsmanager:.*:SecretString:current/);
    const { storage } = templates(name);
    const secrets = Object.values(
      resourcesOf<{ readonly ReplicaRegions?: object }>(storage, 'AWS::SecretsManager::Secret'),
    ).flatMap(({ Properties }) => Properties.ReplicaRegions ?? []);
    expect(secrets).toEqual([{ Region: 'us-east-1' }]);
  });

  it('keeps of the API only what says how long, and never one caller’s answer for another', () => {
    const { CachePolicyConfig } = only<{ readonly CachePolicyConfig: object }>(
      name,
      'AWS::CloudFront::CachePolicy',
    );
    expect(CachePolicyConfig).toMatchObject({
      DefaultTTL: 0,
      MinTTL: 0,
      ParametersInCacheKeyAndForwardedToOrigin: {
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: expect.arrayContaining(['Authorization', 'Accept-Language', 'Accept']),
        },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
      },
    });
  });

  it('serves the sites from a bucket that nobody else reads', () => {
    expect(distribution.DefaultCacheBehavior.ViewerProtocolPolicy).toBe('redirect-to-https');
    expect(distribution.Origins.filter(({ OriginAccessControlId }) => OriginAccessControlId)).toHaveLength(1);
  });

  it('gives the pages the headers that one machine gives them', () => {
    const { edge } = templates(name);
    const policies = Object.values(
      resourcesOf<{ readonly ResponseHeadersPolicyConfig: Record<string, Record<string, unknown>> }>(
        edge as NonNullable<typeof edge>,
        'AWS::CloudFront::ResponseHeadersPolicy',
      ),
    ).map(({ Properties }) => Properties.ResponseHeadersPolicyConfig);
    const site = policies.find(({ SecurityHeadersConfig }) => SecurityHeadersConfig?.ContentSecurityPolicy);
    const text = JSON.stringify(site);
    for (const directive of contentSecurityPolicy([]).split('; '))
      if (!directive.startsWith('connect-src')) expect(text).toContain(directive);
    expect(text).toContain(siteHeaders([])['permissions-policy']);
    expect(text).not.toMatch(/unsafe-|\*/);
    for (const { SecurityHeadersConfig } of policies)
      expect(SecurityHeadersConfig).toMatchObject({
        ContentTypeOptions: { Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true },
      });
  });

  it('has a web ACL that holds back one address and keeps no sample of what officers send', () => {
    const { Scope, Rules } = only<{ readonly Scope: string; readonly Rules: readonly Rule[] }>(
      name,
      'AWS::WAFv2::WebACL',
    );
    expect(Scope).toBe('CLOUDFRONT');
    expect(distribution.WebACLId).toEqual({ 'Fn::GetAtt': ['WebAcl', 'Arn'] });
    const limits = Rules.flatMap(({ Statement }) => Statement.RateBasedStatement?.Limit ?? []);
    const { edge } = stages[name];
    expect(limits).toEqual([edge.lookUpsPerAddress, edge.requestsPerAddress]);
    expect(Rules.map(({ Name }) => Name)).toContain('AWSManagedRulesCommonRuleSet');
    for (const { VisibilityConfig } of Rules) expect(VisibilityConfig.SampledRequestsEnabled).toBe(false);
    expect(distribution.Logging).toMatchObject({ IncludeCookies: false });
  });

  it('lets a bank’s batch pass, whose size the contract bounds', () => {
    const { Rules } = only<{ readonly Rules: readonly object[] }>(name, 'AWS::WAFv2::WebACL');
    expect(Rules).toContainEqual(
      expect.objectContaining({
        Name: 'AWSManagedRulesCommonRuleSet',
        Statement: {
          ManagedRuleGroupStatement: {
            VendorName: 'AWS',
            Name: 'AWSManagedRulesCommonRuleSet',
            RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
          },
        },
      }),
    );
  });

  it('rings when it fails or refuses, by figures of this stage alone, through a topic beside it', () => {
    const { edge, edgeOperations } = templates(name);
    const alarms = Object.values(
      resourcesOf<Record<string, unknown>>(edge as NonNullable<typeof edge>, 'AWS::CloudWatch::Alarm'),
    ).map(({ Properties }) => Properties);
    expect(alarms).toMatchObject([
      {
        Namespace: 'AWS/CloudFront',
        MetricName: '5xxErrorRate',
        Threshold: 5,
        Dimensions: [
          { Name: 'DistributionId', Value: { Ref: expect.stringMatching(/^Distribution/) } },
          { Name: 'Region', Value: 'Global' },
        ],
      },
      {
        Namespace: 'AWS/WAFV2',
        MetricName: 'BlockedRequests',
        Threshold: 1_000,
        Dimensions: [
          { Name: 'Rule', Value: 'ALL' },
          { Name: 'WebACL', Value: `sitthi-${name}-web-acl` },
        ],
      },
    ]);
    const { VisibilityConfig } = only<{ readonly VisibilityConfig: object }>(name, 'AWS::WAFv2::WebACL');
    expect(VisibilityConfig).toMatchObject({ MetricName: `sitthi-${name}-web-acl` });
    expect(edgeOperations).toBeDefined();
  });

  it('puts files with hashed names there first and for good, pages afterwards and never stale', () => {
    const { edge } = templates(name);
    const deployments = Object.entries(
      resourcesOf<Record<string, unknown>>(edge as NonNullable<typeof edge>, 'Custom::CDKBucketDeployment'),
    );
    const [assets, pages] = ['Assets', 'Pages'].map((id) =>
      deployments.find(([known]) => known.startsWith(id)),
    );
    expect(assets?.[1].Properties).toMatchObject({
      Include: ['assets/*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(pages?.[1].Properties).toMatchObject({
      Exclude: ['assets/*'],
      SystemMetadata: { 'cache-control': 'no-cache' },
      DistributionPaths: ['/*'],
    });
    expect(pages?.[1].DependsOn).toContain(assets?.[0]);
  });
});

import { fileURLToPath } from 'node:url';
import { CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { Alarm, alarmPeriod } from './constructs/alarm.ts';
import type { DataStores } from './data-access.ts';
import {
  ASSETS,
  ASSETS_CACHING,
  contentSecurityPolicy,
  HSTS_SECONDS,
  PAGES_CACHING,
  siteHeaders,
} from './site-headers.ts';
import type { EdgeSettings, StageSettings } from './stages.ts';
import type { Identity } from './storage-stack.ts';

export interface EdgeStackProps extends StackProps {
  readonly stage: StageSettings;
  readonly edge: EdgeSettings;
  readonly apiId: string;
  readonly stores: DataStores;
  readonly identity: Identity;
  /** The built sites. */
  readonly sitesDir: string;
}

const codeOf = (name: string): FunctionCode =>
  FunctionCode.fromFile({ filePath: fileURLToPath(new URL(`edge/${name}.js`, import.meta.url)) });

/** What stands between everybody and the system: one address for the sites and the API. CloudFront takes a web ACL from us-east-1 only. */
export class EdgeStack extends Stack {
  private readonly stage: StageSettings;
  private readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const { stage, edge } = props;
    this.stage = stage;
    this.removalPolicy = stage.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const sites = this.makeBucket('Sites', {
      reason:
        'The bucket holds the public files of the two sites; whoever gets one is in the log of the distribution.',
    });
    const distribution = this.makeDistribution(props, sites);
    this.publish(props, sites, distribution);
    this.watch(distribution);

    new CfnOutput(this, 'SiteUrl', {
      value: `https://${edge.site?.domainName ?? distribution.distributionDomainName}`,
      description: 'The address of the sites and the API',
    });
    new CfnOutput(this, 'DistributionDomain', {
      value: distribution.distributionDomainName,
      description: 'Where the name of the site has to point',
    });
  }

  private makeBucket(id: string, { reason, logs = false }: { reason: string; logs?: boolean }): IBucket {
    const bucket = new Bucket(this, id, {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // CloudFront writes its log with a grant of its own, which needs access control lists.
      ...(logs ? { objectOwnership: ObjectOwnership.OBJECT_WRITER } : {}),
      ...(logs ? { lifecycleRules: [{ expiration: Duration.days(this.stage.logRetention) }] } : {}),
      removalPolicy: this.removalPolicy,
    });
    Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason });
    // The class and its own interface differ in how a property may be left out.
    return bucket as IBucket;
  }

  private makeDistribution(props: EdgeStackProps, sites: IBucket): Distribution {
    const { stage, edge, apiId, stores } = props;
    const log = this.makeBucket('Log', {
      reason:
        'This is the log itself: CloudFront alone writes it, and whoever reads it stands in the trail of the account.',
      logs: true,
    });
    const api = new HttpOrigin(`${apiId}.execute-api.${stage.region}.amazonaws.com`, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      readTimeout: Duration.seconds(30),
      // Of the replica here; a new value takes a deployment of this stack.
      customHeaders: { 'x-sitthi-edge-secret': edgeSecretOf(stores) },
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Sitthi ${stage.name}: the sites and the API`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_200,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      ...(edge.site === undefined
        ? {}
        : {
            domainNames: [edge.site.domainName],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', edge.site.certificateArn),
          }),
      webAclId: this.makeWebAcl(edge).attrArn,
      enableLogging: true,
      logBucket: log,
      logIncludesCookies: false,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(sites, {
          // Listing makes a missing file a 404; the names are in the pages anyway.
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        compress: true,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.makeSiteHeaders(props),
        functionAssociations: [
          {
            function: this.makeFunction('PageOfPath', 'page-of-path'),
            eventType: FunctionEventType.VIEWER_REQUEST,
          },
        ],
      },
      additionalBehaviors: {
        '/v1/*': {
          origin: api,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          compress: true,
          cachePolicy: this.makeApiCaching(),
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy: this.makeApiHeaders(),
          functionAssociations: [
            {
              function: this.makeFunction('ViewerAddress', 'viewer-address'),
              eventType: FunctionEventType.VIEWER_REQUEST,
            },
          ],
        },
      },
    });
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions-CFR1',
      reason:
        'Thais abroad and the staff of embassies look up their entitlement too; the web ACL refuses addresses of ill repute wherever they are.',
    });
    if (edge.site === undefined)
      Validations.of(distribution).acknowledge({
        id: 'AwsSolutions-CFR4',
        reason:
          'Under the name that CloudFront gives it a distribution offers TLS 1.0, too. A stage that people use has a name and a certificate of its own in lib/stages.ts, and with them TLS 1.2.',
      });
    return distribution;
  }

  private makeFunction(id: string, file: string): EdgeFunction {
    return new EdgeFunction(this, id, { code: codeOf(file), runtime: FunctionRuntime.JS_2_0 });
  }

  /** Nothing is kept but what says itself for how long: the public lists. */
  private makeApiCaching(): CachePolicy {
    return new CachePolicy(this, 'ApiCaching', {
      comment: 'Keeps what the API calls public, for as long as it says',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.hours(1),
      headerBehavior: CacheHeaderBehavior.allowList('Authorization', 'Accept', 'Accept-Language'),
      queryStringBehavior: CacheQueryStringBehavior.all(),
      cookieBehavior: CacheCookieBehavior.none(),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    });
  }

  private makeSiteHeaders({ stage, stores }: EdgeStackProps): ResponseHeadersPolicy {
    const connect = [
      `https://cognito-idp.${stage.region}.amazonaws.com`,
      ...Object.values(stores.buckets).map(
        ({ bucketName }) => `https://${bucketName}.s3.${stage.region}.amazonaws.com`,
      ),
    ];
    const { 'permissions-policy': permissions = '', 'cross-origin-opener-policy': opener = '' } =
      siteHeaders(connect);
    return new ResponseHeadersPolicy(this, 'SiteHeaders', {
      comment: 'As siteHeaders in lib/site-headers.ts',
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(connect), override: true },
        ...commonHeaders,
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'permissions-policy', value: permissions, override: true },
          { header: 'cross-origin-opener-policy', value: opener, override: true },
        ],
      },
    });
  }

  private makeApiHeaders(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'ApiHeaders', {
      comment: 'The page that describes the API brings a policy of its own',
      securityHeadersBehavior: commonHeaders,
    });
  }

  private makeWebAcl({ requestsPerAddress, lookUpsPerAddress }: EdgeSettings): CfnWebACL {
    const managed = (
      name: string,
      priority: number,
      ruleActionOverrides: CfnWebACL.RuleActionOverrideProperty[] = [],
    ): CfnWebACL.RuleProperty => ({
      name,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          ...(ruleActionOverrides.length === 0 ? {} : { ruleActionOverrides }),
        },
      },
      visibilityConfig: this.visible(name),
    });
    const rate = (
      name: string,
      priority: number,
      limit: number,
      scopeDownStatement?: CfnWebACL.StatementProperty,
    ): CfnWebACL.RuleProperty => ({
      name,
      priority,
      action: { block: { customResponse: { responseCode: 429 } } },
      statement: {
        rateBasedStatement: {
          aggregateKeyType: 'IP',
          limit,
          evaluationWindowSec: 300,
          ...(scopeDownStatement === undefined ? {} : { scopeDownStatement }),
        },
      },
      visibilityConfig: this.visible(name),
    });
    return new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: this.visible(WEB_ACL),
      rules: [
        rate('LookUpsOfOneAddress', 1, lookUpsPerAddress, {
          byteMatchStatement: {
            fieldToMatch: { uriPath: {} },
            positionalConstraint: 'EXACTLY',
            searchString: '/v1/eligibility',
            textTransformations: [{ priority: 0, type: 'LOWERCASE' }],
          },
        }),
        rate('RequestsOfOneAddress', 2, requestsPerAddress),
        managed('AWSManagedRulesAmazonIpReputationList', 3),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 4),
        // Above 8 KB it would refuse a bank's batch; the contract bounds every body.
        managed('AWSManagedRulesCommonRuleSet', 5, [
          { name: 'SizeRestrictions_BODY', actionToUse: { count: {} } },
        ]),
      ],
    });
  }

  /** Without samples: they would show the tokens that officers send. */
  private visible(name: string): CfnWebACL.VisibilityConfigProperty {
    return {
      metricName: this.metricName(name),
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
    };
  }

  /** Two stages may stand in one account, and these names are all that tells their figures apart. */
  private metricName(name: string): string {
    return `sitthi-${this.stage.name}-${name}`;
  }

  /** What the API behind it cannot see. */
  private watch({ distributionId }: Distribution): void {
    new Alarm(this, 'EdgeFailing', {
      metric: new Metric({
        namespace: 'AWS/CloudFront',
        metricName: '5xxErrorRate',
        dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
        statistic: Stats.AVERAGE,
        period: alarmPeriod,
      }),
      rings: { atLeast: 5, evaluationPeriods: 2 },
      impact: 'Citizens, officers and banks get errors instead of pages and answers.',
      article: 'edge-failing',
    });
    new Alarm(this, 'EdgeRefusing', {
      metric: new Metric({
        namespace: 'AWS/WAFV2',
        metricName: 'BlockedRequests',
        dimensionsMap: { WebACL: this.metricName(WEB_ACL), Rule: 'ALL' },
        statistic: Stats.SUM,
        period: alarmPeriod,
      }),
      rings: { atLeast: 1_000, evaluationPeriods: 2 },
      impact:
        'Somebody tries people’s numbers, or people behind one address are told that they try too often.',
      article: 'edge-refusing',
    });
  }

  /** Files with a hash in their names first: a page never names one that is not there yet. */
  private publish(
    { stage, identity, sitesDir }: EdgeStackProps,
    sites: IBucket,
    distribution: Distribution,
  ): void {
    const deploymentOf = (
      id: string,
      more: Pick<
        ConstructorParameters<typeof BucketDeployment>[2],
        'sources' | 'exclude' | 'include' | 'prune' | 'cacheControl' | 'distribution' | 'distributionPaths'
      >,
    ): BucketDeployment =>
      new BucketDeployment(this, id, { destinationBucket: sites, memoryLimit: 512, ...more });
    const assets = deploymentOf('Assets', {
      sources: [Source.asset(sitesDir)],
      exclude: ['*'],
      include: [`${ASSETS}*`],
      // A page that is still open goes on with the files that it knows.
      prune: false,
      cacheControl: [CacheControl.fromString(ASSETS_CACHING)],
    });
    const pages = deploymentOf('Pages', {
      sources: [
        Source.asset(sitesDir),
        Source.jsonData('config.json', {
          region: stage.region,
          userPoolId: identity.userPool.userPoolId,
          officerClientId: identity.officerClient.userPoolClientId,
          authFlow: stage.officerAuthFlows,
          mfa: stage.mfa === 'required',
        }),
      ],
      exclude: [`${ASSETS}*`],
      cacheControl: [CacheControl.fromString(PAGES_CACHING)],
      distribution,
      distributionPaths: ['/*'],
    });
    pages.node.addDependency(assets);

    const handler = pages.handlerRole.node.scope;
    if (handler === undefined) throw new Error('the CDK deploys files without a function of its own');
    for (const rule of deployingFiles)
      Validations.of(handler).acknowledge({
        id: rule,
        reason:
          'The function with which the CDK copies files when the stack is deployed; its code and its rights are the CDK’s own, reach the asset bucket and the bucket of public files only, and nothing calls it afterwards.',
      });
  }
}

const deployingFiles = [
  'AwsSolutions-L1',
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
  'AwsSolutions-IAM5[Action::s3:Abort*]',
  'AwsSolutions-IAM5[Action::s3:DeleteObject*]',
  'AwsSolutions-IAM5[Action::s3:GetBucket*]',
  'AwsSolutions-IAM5[Action::s3:GetObject*]',
  'AwsSolutions-IAM5[Action::s3:List*]',
  'AwsSolutions-IAM5[Resource::*]',
  'AwsSolutions-IAM5[Resource::<Sites3DA126B0.Arn>/*]',
  'AwsSolutions-IAM5[Resource::arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-us-east-1/*]',
];

const commonHeaders = {
  contentTypeOptions: { override: true },
  referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
  strictTransportSecurity: {
    accessControlMaxAge: Duration.seconds(HSTS_SECONDS),
    includeSubdomains: true,
    preload: true,
    override: true,
  },
};

const WEB_ACL = 'web-acl';

/** A secret is replicated under its own name, so a stack reads it where it stands. */
const edgeSecretOf = ({ secrets }: DataStores): string =>
  Fn.join('', ['{{resolve:secretsmanager:', secrets.edgeSecret.secretName, ':SecretString:current}}']);

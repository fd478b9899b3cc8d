import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  accessActions,
  type BucketAccess,
  bucketVariable,
  type DataStores,
  keyActions,
  objectKeyActions,
  readsIndexes,
  rightsOn,
  type SecretName,
  secretVariable,
  type TableAccess,
  type TableName,
  tableVariable,
} from '../data-access.ts';
import type { StageSettings } from '../stages.ts';
import { Alarm, alarmPeriod } from './alarm.ts';
import { bundlingWith } from './bundling.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const metricsNamespace = 'Sitthi';

export interface LambdaFunctionProps {
  readonly stage: StageSettings;
  readonly stores: DataStores;
  /** The file under functions/ without its extension. */
  readonly entry: `api/${string}` | `aggregators/${string}` | `jobs/${string}`;
  readonly purpose: string;
  /** What a person notices when the function fails, as a sentence. */
  readonly impact: string;
  readonly tables: TableAccess;
  readonly secrets: readonly SecretName[];
  readonly buckets?: BucketAccess | undefined;
  readonly timeout: Duration;
  readonly memoryMegabytes?: number;
  /** Where the stage names no other for the function. */
  readonly reservedConcurrency?: number | undefined;
  /** Crashes and time-outs within five minutes that ring the alarm. */
  readonly failuresToAlarm?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files of the project that stand beside the bundle, by their paths. */
  readonly files?: readonly string[];
}

/** One Lambda function with its role, log group, alarm, and exactly the rights that its tables and secrets ask for. */
export class LambdaFunction extends Construct {
  readonly function: NodejsFunction;
  /** The name under which its logs and metrics appear. */
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { stage } = props;
    this.serviceName = props.entry.slice(props.entry.indexOf('/') + 1);

    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logRetention,
      removalPolicy: stage.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // A role of its own: the one that CDK would make may write to every log group of the account.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Lets ${this.serviceName} reach what it uses`,
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'On * stand only xray:PutTraceSegments and xray:PutTelemetryRecords, for which IAM knows no resource, and, where a stream is followed, dynamodb:ListStreams, which lists the names of streams and opens none. test/infra/access.test.ts refuses any other action on *.',
    });
    logGroup.grantWrite(role);
    const data = openStores(role, props);

    const reserved = stage.reservedConcurrency[this.serviceName] ?? props.reservedConcurrency;
    const handler = new NodejsFunction(this, 'Function', {
      entry: `${projectRoot}functions/${props.entry}.ts`,
      projectRoot,
      depsLockFilePath: `${projectRoot}package-lock.json`,
      description: props.purpose,
      runtime: Runtime.NODEJS_24_X,
      architecture: stage.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: props.memoryMegabytes ?? 1024,
      timeout: props.timeout,
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
      environment: {
        ...data,
        STAGE: stage.name,
        POWERTOOLS_SERVICE_NAME: this.serviceName,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
        ...props.environment,
      },
      bundling: bundlingWith(props.files ?? []),
    });
    this.function = handler;

    new Alarm(this, 'Failing', {
      metric: handler.metricErrors({ statistic: Stats.SUM, period: alarmPeriod }),
      rings: { atLeast: props.failuresToAlarm ?? 1 },
      impact: props.impact,
      article: 'function-failing',
    });
  }

  /** The sum of a metric that the function publishes itself, under its own name. */
  metric(metricName: string): Metric {
    return metricOf(this.serviceName, metricName);
  }
}

/** The sum of a metric that a function publishes itself, by the function's name. */
export const metricOf = (service: string, metricName: string): Metric =>
  new Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { service },
    statistic: Stats.SUM,
    period: alarmPeriod,
  });

/** The name under which a stack knows the bucket of another one. */
function nameAcross(bucket: Bucket, scope: Construct): string {
  const across = Stack.of(scope).resolve(Stack.of(bucket).exportValue(bucket.bucketArn)) as {
    readonly 'Fn::ImportValue': string;
  };
  return across['Fn::ImportValue'];
}

/** Grants the role what the function declares, and returns the variables that name it. */
function openStores(
  role: Role,
  {
    stores,
    tables,
    secrets,
    buckets = {},
  }: Pick<LambdaFunctionProps, 'stores' | 'tables' | 'secrets' | 'buckets'>,
): Record<string, string> {
  const variables: Record<string, string> = {};
  const onKey = new Set<string>();

  for (const name of Object.keys(tables) as TableName[]) {
    const mode = tables[name];
    if (mode === undefined) continue;
    const table = stores.tables[name];
    role.addToPolicy(new PolicyStatement({ actions: [...accessActions[mode]], resources: [table.tableArn] }));
    for (const index of readsIndexes(name, mode) ? (stores.indexes[name] ?? []) : []) {
      role.addToPolicy(
        new PolicyStatement({
          actions: ['dynamodb:Query'],
          resources: [`${table.tableArn}/index/${index}`],
        }),
      );
    }
    for (const action of keyActions[mode]) onKey.add(action);
    variables[tableVariable(name)] = table.tableName;
  }

  for (const name of secrets) {
    const secret = stores.secrets[name];
    role.addToPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
    );
    onKey.add('kms:Decrypt');
    variables[secretVariable(name)] = secret.secretArn;
  }

  for (const [name, rights] of rightsOn(buckets)) {
    const bucket = stores.buckets[name];
    for (const [below, actions] of rights.flatMap((right) => Object.entries(right))) {
      const resource = below === '' ? bucket.bucketArn : bucket.arnForObjects(below);
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [resource] }));
      for (const action of actions) for (const needed of objectKeyActions[action] ?? []) onKey.add(needed);
      if (below !== '')
        Validations.of(role).acknowledge({
          id: `AwsSolutions-IAM5[Resource::${nameAcross(bucket, role)}/${below}]`,
          reason:
            'Objects are named while the system runs, after imports and versions of documents, so a right can only stand on the folder that they are in. test/infra/access.test.ts lists who has which, and nobody may delete one.',
        });
    }
    variables[bucketVariable(name)] = bucket.bucketName;
  }

  if (onKey.size > 0) {
    role.addToPolicy(new PolicyStatement({ actions: [...onKey].sort(), resources: [stores.key.keyArn] }));
  }
  return variables;
}

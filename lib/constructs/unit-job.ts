import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BucketAccess, DataStores, SecretName, TableAccess } from '../data-access.ts';
import type { StageSettings } from '../stages.ts';
import { Alarm, alarmPeriod } from './alarm.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface UnitJobProps {
  readonly stage: StageSettings;
  readonly stores: DataStores;
  readonly entry: `jobs/${string}`;
  readonly purpose: string;
  /** What a person notices when no run comes to its end, as a sentence. */
  readonly impact: string;
  /** Beside the runs themselves. */
  readonly tables: TableAccess;
  readonly secrets: readonly SecretName[];
  readonly buckets?: BucketAccess;
  readonly environment?: Readonly<Record<string, string>>;
  /** Runs that go on at the same time. Amazon takes 2 at least; a reservation of the stage must not be below it. */
  readonly maxConcurrency: number;
}

/** Above the function's time, so that a message is not taken a second time while its run goes on. */
const timeout = Duration.minutes(5);
const visibilityTimeout = Duration.minutes(6);

/**
 * A job that takes longer than an invocation: a message names its run, the function goes on with it for as long as it
 * may and sends the next message itself. What dies is taken up again; what keeps dying rings.
 */
export class UnitJob extends Construct {
  readonly queue: Queue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, props: UnitJobProps) {
    super(scope, id);
    const gaveUp = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout,
      deadLetterQueue: { queue: gaveUp, maxReceiveCount: 5 },
    });
    this.worker = new LambdaFunction(this, 'Worker', {
      stage: props.stage,
      stores: props.stores,
      entry: props.entry,
      purpose: props.purpose,
      impact: props.impact,
      tables: { ...props.tables, jobRuns: 'write' },
      secrets: props.secrets,
      buckets: props.buckets,
      timeout,
      memoryMegabytes: 1769,
      environment: { ...props.environment, QUEUE_URL: this.queue.queueUrl },
    });
    this.queue.grantSendMessages(this.worker.function);
    this.worker.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 1, maxConcurrency: props.maxConcurrency }),
    );

    new Alarm(this, 'GaveUp', {
      metric: gaveUp.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: alarmPeriod,
      }),
      rings: { atLeast: 1 },
      impact: props.impact,
      article: 'job-gave-up',
    });
  }
}

import { Duration, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BucketAccess, DataStores, SecretName, TableAccess } from '../data-access.ts';
import type { StageSettings } from '../stages.ts';
import { Alarm, alarmPeriod, type RunbookArticle } from './alarm.ts';
import { LambdaFunction } from './lambda-function.ts';

export interface StreamAggregatorProps {
  readonly stage: StageSettings;
  readonly stores: DataStores;
  readonly entry: `aggregators/${string}`;
  readonly purpose: string;
  /** What a person notices when the counts stand still, as a sentence. */
  readonly impact: string;
  /** The table whose stream it follows. */
  readonly source: Table;
  readonly tables: TableAccess;
  readonly secrets: readonly SecretName[];
  readonly buckets?: BucketAccess;
  /** What helps when it lags, and when it gave up; those of counting unless it does something else. */
  readonly articles?: { readonly behind: RunbookArticle; readonly gaveUp: RunbookArticle };
}

/** A function that follows a table's stream, gives up on nothing silently, and says when it lags. */
export class StreamAggregator extends Construct {
  readonly failures: Queue;
  readonly aggregator: LambdaFunction;

  constructor(scope: Construct, id: string, props: StreamAggregatorProps) {
    super(scope, id);
    const { behind, gaveUp } = props.articles ?? { behind: 'counting-behind', gaveUp: 'counting-gave-up' };
    const aggregator = new LambdaFunction(this, 'Aggregator', {
      stage: props.stage,
      stores: props.stores,
      entry: props.entry,
      purpose: props.purpose,
      impact: props.impact,
      tables: props.tables,
      secrets: props.secrets,
      buckets: props.buckets,
      timeout: Duration.minutes(1),
      // One whole processor: folding a thousand images and signing their transactions is work.
      memoryMegabytes: 1769,
      // A batch in conflict is tried again; only a run of failures is worth waking somebody.
      failuresToAlarm: 10,
    });
    this.aggregator = aggregator;
    this.failures = new Queue(this, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.failures).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is itself the dead-letter queue: of the event source mapping, which the rule does not look at. Nothing consumes it, a message rings an alarm, and the nightly proof makes up for what the message stands for.',
    });
    aggregator.function.addEventSource(
      // Under exactOptionalPropertyTypes the class no longer fits the interface that it implements.
      new DynamoEventSource(props.source as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 1_000,
        // Full batches meet less and cost less: half as many seconds as the stream has shards, docs/hot-items.md.
        maxBatchingWindow: Duration.seconds(2),
        bisectBatchOnError: true,
        retryAttempts: 10,
        // Before the stream forgets a record at 24 hours, its whereabouts reach the failure queue.
        maxRecordAge: Duration.hours(20),
        onFailure: new SqsDlq(this.failures),
        reportBatchItemFailures: true,
      }),
    );

    new Alarm(this, 'Behind', {
      metric: aggregator.function.metric('IteratorAge', {
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(1),
      }),
      rings: { atLeast: Duration.minutes(5).toMilliseconds(), evaluationPeriods: 3 },
      impact: props.impact,
      article: behind,
    });
    new Alarm(this, 'GaveUp', {
      metric: this.failures.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: alarmPeriod,
      }),
      rings: { atLeast: 1 },
      impact:
        props.articles === undefined
          ? 'Some changes are missing from the counts until they are reconciled.'
          : props.impact,
      article: gaveUp,
    });
    if (props.tables.quarantine !== undefined)
      new Alarm(this, 'Quarantined', {
        metric: aggregator.metric('RecordQuarantined'),
        rings: { atLeast: 1 },
        impact: 'A change that could not be read is missing from the counts.',
        article: 'record-quarantined',
      });
  }
}
